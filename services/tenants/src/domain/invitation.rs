//! Who may be invited, and what becomes of an invitation.

use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{Instant, OrganisationKind, Problem, Role};
use wsparcie_tenants_api::{InvitationState, NewInvitation};

use super::login::Login;
use super::member;

const FULL_NAME: usize = 200;
/// After so many passwords that don't fit the existing login, a link is dead.
pub(crate) const WRONG_PASSWORDS: i32 = 10;

/// An invitation, checked.
pub(crate) struct InvitationDraft {
    pub(crate) login: Login,
    pub(crate) full_name: String,
    pub(crate) roles: Vec<Role>,
}

impl InvitationDraft {
    /// Checks an invitation to an organisation of this kind.
    pub(crate) fn parse(kind: OrganisationKind, input: &NewInvitation) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let login = problems.keep(&["email"], address(&input.email));
        let full_name = problems.keep(&["fullName"], line(&input.full_name, FULL_NAME));
        let roles = problems.keep(&["roles"], member::roles(kind, &input.roles));
        let draft = (|| {
            Some(Self {
                login: login?,
                full_name: full_name?,
                roles: roles?,
            })
        })();
        problems.finish(draft)
    }
}

/// An e-mail address that will do as a login.
fn address(text: &str) -> Result<Login, Problem> {
    let login = Login::parse(text)?;
    if is_address(login.as_str()) {
        return Ok(login);
    }
    Err(Problem::new(
        "EMAIL_INVALID",
        "to nie jest adres e-mail; podaj go w postaci imie.nazwisko@osrodek.pl",
        "this is not an e-mail address; give it as first.last@centre.example",
    ))
}

/// Whether a login is an e-mail address as well.
pub(crate) fn is_address(login: &str) -> bool {
    let Some((local, domain)) = login.split_once('@') else {
        return false;
    };
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == b'-')
    };
    local.split('.').all(|part| !part.is_empty()) && domain.contains('.') && domain.split('.').all(label)
}

/// The dates that decide on an invitation's state.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dates {
    pub(crate) expires: Instant,
    pub(crate) accepted: Option<Instant>,
    pub(crate) revoked: Option<Instant>,
}

impl Dates {
    /// What became of the invitation.
    pub(crate) fn state(&self, now: Instant) -> InvitationState {
        if self.accepted.is_some() {
            InvitationState::Accepted
        } else if self.revoked.is_some() {
            InvitationState::Revoked
        } else if self.expires <= now {
            InvitationState::Expired
        } else {
            InvitationState::Open
        }
    }
}

/// The refusal of somebody who has an open invitation.
pub(crate) fn open() -> Problem {
    Problem::new(
        "INVITATION_OPEN",
        "na ten adres wysłano już zaproszenie, które czeka; wycofaj je, jeśli ma pójść nowe",
        "an invitation to this address is waiting already; withdraw it if a new one is to be sent",
    )
    .at(&["email"])
}

/// The refusal to withdraw an invitation that waits no more.
pub(crate) fn not_open() -> Problem {
    Problem::new(
        "INVITATION_NOT_OPEN",
        "to zaproszenie już nie czeka; nie ma czego wycofać",
        "this invitation is not waiting any more; there is nothing to withdraw",
    )
}

/// The refusal of somebody who is a member already.
pub(crate) fn member_exists() -> Problem {
    member::exists().at(&["email"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_one_at_sign_and_a_domain_with_a_dot() {
        for good in ["anna.nowak@mops.example", "a+b@x-y.example.pl"] {
            assert!(is_address(good), "{good}");
        }
        for bad in [
            "anna",
            "anna@mops",
            "@mops.example",
            "anna@",
            "a@b@c.pl",
            ".anna@mops.pl",
            "anna@.pl",
            "anna@mops..pl",
            "anna@-mops.pl",
            "anna@mops.pl.",
            "anna@mo_ps.pl",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
