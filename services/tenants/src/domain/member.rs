//! Who may be a member of an organisation, and who must remain one.

use wsparcie_kernel::{OrganisationKind, Problem, Role};
use wsparcie_tenants_api::NewMember;

use super::login::Login;
use super::password;
use wsparcie_kernel::input::{Problems, line};

const FULL_NAME: usize = 200;

/// A user to be added, checked. Holds the password in the form in which it is hashed, so it is never printed.
#[derive(PartialEq, Eq)]
pub(crate) struct MemberDraft {
    pub(crate) login: Login,
    pub(crate) full_name: String,
    pub(crate) password: String,
    pub(crate) roles: Vec<Role>,
}

impl std::fmt::Debug for MemberDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MemberDraft(***)")
    }
}

impl MemberDraft {
    /// Checks a user who is to join an organisation of this kind.
    pub(crate) fn parse(kind: OrganisationKind, input: &NewMember) -> Result<Self, Problems> {
        Self::parse_with(input, roles(kind, &input.roles))
    }

    /// Checks the first user of an organisation: its administrator, or nobody could ever add another.
    pub(crate) fn parse_first(kind: OrganisationKind, input: &NewMember) -> Result<Self, Problems> {
        let roles = roles(kind, &input.roles).and_then(|roles| {
            if roles.contains(&guardian(kind)) {
                return Ok(roles);
            }
            Err(Problem::new(
                "FIRST_MEMBER_ROLE",
                "pierwszy użytkownik organizacji musi być jej administratorem; dodaj mu tę rolę",
                "the first user of an organisation must be its administrator; add that role",
            ))
        });
        Self::parse_with(input, roles)
    }

    fn parse_with(input: &NewMember, roles: Result<Vec<Role>, Problem>) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let login = problems.keep(&["login"], Login::parse(&input.login));
        let full_name = problems.keep(&["fullName"], line(&input.full_name, FULL_NAME));
        let password = problems.keep(
            &["password"],
            password::accept(input.password.expose(), &input.login),
        );
        let roles = problems.keep(&["roles"], roles);
        let draft = (|| {
            Some(Self {
                login: login?,
                full_name: full_name?,
                password: password?,
                roles: roles?,
            })
        })();
        problems.finish(draft)
    }
}

/// Checks roles: at least one, each of this kind of organisation; repeated ones count once.
pub(crate) fn roles(kind: OrganisationKind, wanted: &[Role]) -> Result<Vec<Role>, Problem> {
    if wanted.is_empty() {
        return Err(Problem::new(
            "ROLES_EMPTY",
            "wybierz co najmniej jedną rolę",
            "choose at least one role",
        ));
    }
    if wanted.iter().any(|role| !role.exists_in(kind)) {
        return Err(Problem::new(
            "ROLE_NOT_IN_ORGANISATION",
            format!(
                "któraś z ról nie istnieje w organizacji tego rodzaju ({}); usuń ją",
                kind.label_pl()
            ),
            format!(
                "one of the roles does not exist in this kind of organisation ({}); remove it",
                kind.label_en()
            ),
        ));
    }
    let mut roles = wanted.to_vec();
    roles.sort_unstable();
    roles.dedup();
    Ok(roles)
}

/// The role that manages an organisation's users; without anyone in it the organisation could not help itself.
pub(crate) const fn guardian(kind: OrganisationKind) -> Role {
    match kind {
        OrganisationKind::Centre | OrganisationKind::Authority => Role::Administrator,
        OrganisationKind::Platform => Role::Operator,
    }
}

/// What one membership gives at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) roles: Vec<Role>,
    pub(crate) active: bool,
}

impl Standing {
    /// Whether a change from `self` to `after` takes the guardian's role away from somebody who could use it.
    pub(crate) fn loses_guardian(&self, kind: OrganisationKind, after: &Self) -> bool {
        self.holds(guardian(kind)) && !after.holds(guardian(kind))
    }

    fn holds(&self, role: Role) -> bool {
        self.active && self.roles.contains(&role)
    }
}

/// The refusal to take the last guardian away.
pub(crate) fn last_administrator() -> Problem {
    Problem::new(
        "LAST_ADMINISTRATOR",
        "to ostatni czynny administrator organizacji; najpierw nadaj tę rolę komuś innemu",
        "this is the organisation's last active administrator; give that role to somebody else first",
    )
}

/// The refusal to change one's own roles: whoever hands out roles would open case data to themselves with nobody looking.
pub(crate) fn own_roles() -> Problem {
    Problem::new(
        "OWN_ROLES",
        "nikt nie zmienia własnych ról; poproś o to innego administratora",
        "nobody changes their own roles; ask another administrator to do it",
    )
    .at(&["roles"])
}

/// The refusal of a login whose account has another password.
pub(crate) fn login_taken() -> Problem {
    Problem::new(
        "LOGIN_TAKEN",
        "tego loginu nie można użyć z tym hasłem; wybierz inny login, a jeśli ta osoba już korzysta z platformy, niech sama wpisze swoje hasło",
        "this login cannot be used with this password; choose another login, or let the person type their own password if they use the platform already",
    )
    .at(&["login"])
}

/// The refusal of a user who is a member already.
pub(crate) fn exists() -> Problem {
    Problem::new(
        "MEMBER_EXISTS",
        "użytkownik o tym loginie już jest w organizacji; zmień jego role albo uaktywnij go",
        "a user with this login is in the organisation already; change their roles or activate them",
    )
    .at(&["login"])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_role_of_another_kind_of_organisation_is_refused() {
        for role in Role::ALL {
            for kind in OrganisationKind::ALL {
                let accepted = roles(*kind, &[*role]).is_ok();
                assert_eq!(accepted, role.exists_in(*kind), "{role:?} in {kind:?}");
            }
        }
        assert_eq!(
            roles(OrganisationKind::Centre, &[]).unwrap_err().code,
            "ROLES_EMPTY"
        );
    }

    #[test]
    fn a_repeated_role_counts_once() {
        let twice = [Role::Specialist, Role::Director, Role::Specialist];
        assert_eq!(
            roles(OrganisationKind::Centre, &twice).unwrap(),
            [Role::Director, Role::Specialist]
        );
    }

    proptest! {
        #[test]
        fn only_losing_an_active_guardian_is_a_loss(
            before_active: bool, after_active: bool, before_admin: bool, after_admin: bool,
        ) {
            let standing = |active, admin: bool| Standing {
                active,
                roles: if admin { vec![Role::Administrator] } else { vec![Role::Director] },
            };
            let (before, after) = (standing(before_active, before_admin), standing(after_active, after_admin));
            let lost = before_active && before_admin && !(after_active && after_admin);
            prop_assert_eq!(before.loses_guardian(OrganisationKind::Centre, &after), lost);
            prop_assert_eq!(before.loses_guardian(OrganisationKind::Authority, &after), lost);
            prop_assert!(!before.loses_guardian(OrganisationKind::Platform, &after));
        }
    }
}
