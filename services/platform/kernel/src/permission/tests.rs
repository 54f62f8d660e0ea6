//! The table itself.

use super::*;
use crate::actor::{ActingOrganisation, OrganisationKind};
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
