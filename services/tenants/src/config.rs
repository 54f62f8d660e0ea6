//! What the composition root decides about the tenants service.

use std::fmt;
use std::path::PathBuf;

use wsparcie_tenants_api::Secret;

/// The service's settings. Holds a password: its `Debug` prints none.
#[derive(Debug, Clone)]
pub struct TenantsConfig {
    /// Whether everyone who could open case data needs a second factor.
    pub second_factor: SecondFactorPolicy,
    /// The address that people's browsers see, without a slash at the end; one-time links begin with it.
    pub public_url: String,
    /// How mails are sent.
    pub mail: MailConfig,
}

/// Whether a second factor is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecondFactorPolicy {
    /// Case data stay closed to users without one: every hosted instance.
    Required,
    /// Users may set one up: tests and trials without real people.
    Optional,
}

/// How mails are sent.
#[derive(Clone)]
pub enum MailConfig {
    /// Written as files into a folder, for a demonstration: whoever can read the folder can use the links.
    Folder(PathBuf),
    /// Sent by SMTP.
    Smtp {
        /// `smtps://user:password@host:465`, or `smtp://host:25` to a relay on the same machine.
        url: Secret,
        /// The sender: `Wsparcie <no-reply@wsparcie.example>`.
        from: String,
    },
}

impl fmt::Debug for MailConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Folder(_) => "Folder(…)",
            Self::Smtp { .. } => "Smtp(…)",
        })
    }
}
