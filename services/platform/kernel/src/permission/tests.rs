//! The table itself.

use super::*;
use crate::actor::{ActingOrganisation, OrganisationKind, Standing};
use crate::ids::UserId;

fn user(role: Role) -> Actor {
    Actor {
        principal: Principal::User(UserId::from_uuid(uuid::Uuid::from_u128(1))),
        organisation: Some(ActingOrganisation {
            id: TenantId::from_uuid(uuid::Uuid::from_u128(2)),
            kind: OrganisationKind::Centre,
            region: None,
        }),
        roles: vec![role],
        scopes: Vec::new(),
        standing: Standing::NORMAL,
    }
}

#[test]
fn each_resource_and_action_has_at_most_one_row() {
    for (i, row) in TABLE.iter().enumerate() {
        assert!(
            !TABLE[..i]
                .iter()
                .any(|r| r.resource == row.resource && r.action == row.action),
            "{row:?}"
        );
    }
}

#[test]
fn whoever_knows_no_case_cannot_read_a_person() {
    for role in [
        Role::Operator,
        Role::RegionalAnalyst,
        Role::Administrator,
        Role::ChiefAccountant,
        Role::Specialist,
    ] {
        assert_eq!(
            require(&user(role), Resource::Person, Action::Read),
            Err(CallError::Forbidden),
            "{role:?}"
        );
    }
}

#[test]
fn nobody_is_asked_to_sign_in_rather_than_told_what_exists() {
    for row in TABLE {
        let answer = require(&Actor::anonymous(), row.resource, row.action);
        assert_eq!(answer, Err(CallError::Unauthenticated), "{row:?}");
    }
}

#[test]
fn no_role_of_an_authority_or_of_the_platform_opens_what_a_centre_writes() {
    for row in TABLE.iter().filter(|row| {
        matches!(
            row.resource,
            Resource::Person | Resource::Participation | Resource::Session | Resource::Document
        )
    }) {
        for kind in [OrganisationKind::Authority, OrganisationKind::Platform] {
            assert!(
                !row.roles
                    .iter()
                    .any(|role| *role != Role::Administrator && role.exists_in(kind)),
                "{row:?}"
            );
        }
    }
}

#[test]
fn a_user_without_the_second_factor_that_is_due_opens_nothing_but_names() {
    for row in TABLE {
        for role in row.roles {
            let mut actor = user(*role);
            actor.standing.second_factor_due = true;
            let open = require(&actor, row.resource, row.action).is_ok();
            let harmless = row.action == Action::Read
                && matches!(
                    row.resource,
                    Resource::Organisation | Resource::Programme | Resource::ReferenceData
                );
            assert_eq!(open, harmless, "{role:?} {row:?}");
        }
    }
}

#[test]
fn a_leaving_organisation_reads_everything_and_changes_nothing() {
    for row in TABLE {
        for role in row.roles {
            let mut actor = user(*role);
            actor.standing.read_only = true;
            let answer = require(&actor, row.resource, row.action);
            let expected = if row.action == Action::Read {
                Ok(TenantId::from_uuid(uuid::Uuid::from_u128(2)))
            } else {
                Err(CallError::OrganisationLeaving)
            };
            assert_eq!(answer, expected, "{role:?} {row:?}");
        }
    }
}

#[test]
fn an_emergency_opens_people_for_reading_and_nothing_else() {
    for row in TABLE {
        for role in Role::ALL {
            let usual = user(*role);
            let mut emergency = usual.clone();
            emergency.standing.break_glass = true;
            let opened =
                allows(&emergency, row.resource, row.action) && !allows(&usual, row.resource, row.action);
            assert!(
                !opened || opens_in_an_emergency(row.resource, row.action),
                "{role:?} {row:?}"
            );
        }
    }
    let mut specialist = user(Role::Specialist);
    specialist.standing.break_glass = true;
    assert!(allows(&specialist, Resource::Person, Action::Read));
    assert!(!allows(&specialist, Resource::Person, Action::Update));
}
