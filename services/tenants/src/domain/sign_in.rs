//! Whether a sign-in succeeds, and whose audit trail hears of it.

use wsparcie_kernel::ids::{TenantId, UserId};
use wsparcie_kernel::{CallError, Problem};
use wsparcie_tenants_api::{Viewer, ViewerMembership};

/// What is known of a login at the moment of a sign-in.
#[derive(Debug, Clone)]
pub(crate) struct Candidate {
    /// The platform's organisation, once the platform is bootstrapped.
    pub(crate) platform: Option<TenantId>,
    /// The account with this login, if there is one.
    pub(crate) account: Option<Account>,
}

/// A user's account with all its memberships, oldest first.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) id: UserId,
    pub(crate) login: String,
    pub(crate) full_name: String,
    pub(crate) password_hash: String,
    pub(crate) enabled: bool,
    /// Whether a second factor is in force.
    pub(crate) second_factor: bool,
    pub(crate) places: Vec<Place>,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({})", self.id)
    }
}

/// One membership, and whether it and its organisation are active.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) usable: bool,
    pub(crate) membership: ViewerMembership,
}

/// How a sign-in ends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// The user is in; recorded in the first membership's organisation.
    Started(Viewer),
    /// The password is right; the code of the second factor comes next.
    CodeDue(Viewer),
    /// The user is not in.
    Refused(Refusal),
}

/// A refused sign-in, as the audit trail keeps it. Whoever tried learns none of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// Whose trail: the first membership's organisation; the platform's for a login that nobody has.
    pub(crate) trail: Option<TenantId>,
    /// The account that was tried.
    pub(crate) account: Option<UserId>,
    /// Why, as a code.
    pub(crate) reason: &'static str,
}

impl Candidate {
    /// Decides on a sign-in whose password did or did not fit.
    pub(crate) fn decide(self, password_fits: bool) -> Decision {
        let Some(account) = self.account else {
            return Decision::Refused(Refusal {
                trail: self.platform,
                account: None,
                reason: "unknown_login",
            });
        };
        let first = account
            .places
            .first()
            .map(|place| place.membership.organisation_id);
        let user = account.id;
        let refused = |reason| {
            Decision::Refused(Refusal {
                trail: first.or(self.platform),
                account: Some(user),
                reason,
            })
        };
        if !password_fits {
            return refused("wrong_password");
        }
        let code_due = account.second_factor;
        match account.into_viewer() {
            Ok(viewer) if code_due => Decision::CodeDue(viewer),
            Ok(viewer) => Decision::Started(viewer),
            Err(reason) => refused(reason),
        }
    }

    /// A refusal that nobody's password had a part in.
    pub(crate) fn refuse(&self, reason: &'static str) -> Refusal {
        let account = self.account.as_ref();
        let first = account.and_then(|account| account.places.first());
        Refusal {
            trail: first
                .map(|place| place.membership.organisation_id)
                .or(self.platform),
            account: account.map(|account| account.id),
            reason,
        }
    }
}

impl Account {
    /// The user as they may see themselves, or why they may not be signed in.
    pub(crate) fn into_viewer(self) -> Result<Viewer, &'static str> {
        if !self.enabled {
            return Err("account_disabled");
        }
        let memberships: Vec<_> = self
            .places
            .into_iter()
            .filter(|place| place.usable)
            .map(|place| place.membership)
            .collect();
        if memberships.is_empty() {
            return Err("no_membership");
        }
        Ok(Viewer {
            user_id: self.id,
            login: self.login,
            full_name: self.full_name,
            memberships,
        })
    }
}

/// The one answer to every sign-in that fails.
pub(crate) fn failed() -> CallError {
    CallError::refused(Problem::new(
        "SIGN_IN_FAILED",
        "login lub hasło się nie zgadza albo konto jest nieczynne; spróbuj jeszcze raz lub zapytaj administratora",
        "the login or the password is wrong, or the account is not active; try again or ask your administrator",
    ))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;
    use wsparcie_kernel::Role;
    use wsparcie_tenants_api::OrganisationType;

    use super::*;

    fn tenant(n: u128) -> TenantId {
        TenantId::from_uuid(Uuid::from_u128(n))
    }

    fn account(enabled: bool, usable: &[bool]) -> Account {
        let places = (1..).zip(usable).map(|(n, usable)| Place {
            usable: *usable,
            membership: ViewerMembership {
                organisation_id: tenant(n),
                organisation_name: "MOPS".to_owned(),
                organisation_type: OrganisationType::Mops,
                roles: vec![Role::Coordinator],
            },
        });
        Account {
            id: UserId::from_uuid(Uuid::from_u128(9)),
            login: "anna".to_owned(),
            full_name: "Anna".to_owned(),
            password_hash: String::new(),
            enabled,
            second_factor: false,
            places: places.collect(),
        }
    }

    fn decide(account: Option<Account>, fits: bool) -> Decision {
        Candidate {
            platform: Some(tenant(100)),
            account,
        }
        .decide(fits)
    }

    #[test]
    fn only_an_enabled_user_with_a_fitting_password_and_a_membership_gets_in() {
        for (enabled, usable, fits, reason, trail) in [
            (true, vec![true], false, "wrong_password", 1),
            (false, vec![true], true, "account_disabled", 1),
            (true, vec![false, false], true, "no_membership", 1),
            (true, vec![], true, "no_membership", 100),
        ] {
            let Decision::Refused(refusal) = decide(Some(account(enabled, &usable)), fits) else {
                panic!("{reason}")
            };
            assert_eq!((refusal.reason, refusal.trail), (reason, Some(tenant(trail))));
        }
        let Decision::Refused(refusal) = decide(None, true) else {
            panic!("nobody got in")
        };
        assert_eq!((refusal.trail, refusal.account), (Some(tenant(100)), None));
    }

    #[test]
    fn a_second_factor_is_asked_for_only_after_everything_else_is_right() {
        let with_factor = |enabled, usable: &[bool]| Account {
            second_factor: true,
            ..account(enabled, usable)
        };
        assert!(matches!(
            decide(Some(with_factor(true, &[true])), true),
            Decision::CodeDue(_)
        ));
        for (enabled, usable, fits) in [(true, true, false), (false, true, true), (true, false, true)] {
            assert!(matches!(
                decide(Some(with_factor(enabled, &[usable])), fits),
                Decision::Refused(_)
            ));
        }
    }

    #[test]
    fn the_first_usable_membership_comes_first() {
        let Decision::Started(viewer) = decide(Some(account(true, &[false, true, true])), true) else {
            panic!("refused")
        };
        let places: Vec<_> = viewer.memberships.iter().map(|m| m.organisation_id).collect();
        assert_eq!(places, [tenant(2), tenant(3)]);
    }
}
