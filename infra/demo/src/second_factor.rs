//! Codes of second factors, as a person's authenticator shows them.

use anyhow::{Context, Result, anyhow};
use totp_rs::{Builder, Secret};
use wsparcie_kernel::Instant;

/// How long a code is shown, in seconds.
pub(crate) const STEP: i64 = 30;

/// The code of a secret (base32) at an instant: 6 digits, a new one every 30 seconds (RFC 6238).
///
/// # Errors
/// The secret is not base32, or too short.
pub fn code_at(secret: &str, at: Instant) -> Result<String> {
    let secret = Secret::try_from_base32(secret).map_err(|_| anyhow!("the secret is not base32"))?;
    let authenticator = Builder::new()
        .with_secret(secret)
        .with_account_name("demonstration")
        .build()
        .map_err(|_| anyhow!("the secret is too short"))?;
    let seconds = u64::try_from(at.timestamp()).context("the clock stands before 1970")?;
    Ok(authenticator.generate(seconds).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six digits; the secret is "12345678901234567890".
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap();
            assert_eq!(code_at(secret, at).unwrap(), code);
        }
        assert!(code_at("nie", chrono::DateTime::UNIX_EPOCH).is_err());
    }
}
