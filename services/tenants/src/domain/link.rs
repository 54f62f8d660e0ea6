//! One-time links: how long they work and how they look.

use chrono::TimeDelta;
use wsparcie_kernel::Problem;

/// Bytes of a link's token: 256 bits.
pub(crate) const TOKEN_BYTES: usize = 32;
/// How long a link for a new password works.
pub(crate) const PASSWORD_LINK: TimeDelta = TimeDelta::minutes(30);
/// How long an invitation's link works.
pub(crate) const INVITATION_LINK: TimeDelta = TimeDelta::days(7);
/// An account gets no second mail within this time.
pub(crate) const BETWEEN_PASSWORD_MAILS: TimeDelta = TimeDelta::minutes(5);
/// How many links for a new password an account may have open.
pub(crate) const OPEN_PASSWORD_LINKS: i64 = 3;

/// The link to an invitation. The token stands in the fragment, which no browser sends: it reaches no log and no referrer.
pub(crate) fn invitation(public_url: &str, token: &str) -> String {
    format!("{public_url}/invitation#{token}")
}

/// The link to a new password.
pub(crate) fn password(public_url: &str, token: &str) -> String {
    format!("{public_url}/password#{token}")
}

/// The refusal of a link that is unknown, used, withdrawn or too old: which of these, nobody is told.
pub(crate) fn invalid() -> Problem {
    Problem::new(
        "LINK_INVALID",
        "ten odnośnik nie działa: wygasł, został użyty albo wycofany; poproś o nowy",
        "this link does not work: it has expired, been used or been withdrawn; ask for a new one",
    )
    .at(&["token"])
}
