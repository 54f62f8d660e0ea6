//! Whose buckets a request is charged to.

use wsparcie_kernel::ids::{ApiClientId, TenantId, UserId};
use wsparcie_kernel::{OrganisationKind, actor::ActingOrganisation};

use super::*;

const NOWHERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);

fn actor(principal: Principal, tenant: u128) -> Actor {
    Actor {
        principal,
        organisation: Some(ActingOrganisation {
            id: TenantId::from_uuid(uuid::Uuid::from_u128(tenant)),
            kind: OrganisationKind::Centre,
            region: None,
        }),
        ..Actor::anonymous()
    }
}

#[test]
fn a_user_and_a_client_of_one_organisation_share_its_bucket_and_no_other() {
    let id = uuid::Uuid::from_u128(5);
    let user = Account::of(&actor(Principal::User(UserId::from_uuid(id)), 1), NOWHERE);
    let key = Account::of(
        &actor(Principal::ApiClient(ApiClientId::from_uuid(id)), 1),
        NOWHERE,
    );
    let elsewhere = Account::of(&actor(Principal::User(UserId::from_uuid(id)), 2), NOWHERE);
    assert_eq!(user.group, key.group);
    assert_ne!(user.member, key.member);
    assert_ne!(user.group, elsewhere.group);
}

#[test]
fn strangers_are_told_apart_by_address_and_networks_by_their_prefix() {
    let of = |text: &str| Account::of(&Actor::anonymous(), text.parse().unwrap());
    assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    assert_eq!(of("192.0.2.1").group, of("192.0.2.2").group);
    assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
    assert_eq!(
        of("2001:db8:1:2::1"),
        of("2001:db8:1:2:ffff::9"),
        "one /64 is one client"
    );
    assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
    assert_eq!(of("2001:db8:1:2::1").group, of("2001:db8:1:3::1").group);
}
