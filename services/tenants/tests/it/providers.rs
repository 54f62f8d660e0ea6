//! Sign-in at an organisation's own provider: its settings, and whom a checked token means.

use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Actor, CallError, Role};
use wsparcie_tenants_api::{
    ProviderIdentity, SetSignInProvider, SignInProvider, SignedIn, TenantsApi, UpdateMember,
};
use wsparcie_testkit::call;

use crate::support::{Centre, World, now, once, one, random, refusal, secret};

const ISSUER: &str = "https://login.miasto.example";

pub(crate) fn settings(organisation: TenantId) -> SetSignInProvider {
    SetSignInProvider {
        organisation,
        issuer: ISSUER.to_owned(),
        client_id: "wsparcie".to_owned(),
        client_secret: Some(secret("tajny sekret klienta")),
        enabled: true,
        expected_version: None,
    }
}

pub(crate) async fn set(world: &World, input: SetSignInProvider) -> Result<SignInProvider, CallError> {
    world
        .ask()
        .set_sign_in_provider(now(), call(&world.operator), input)
        .await
}

fn person(organisation: TenantId, subject: &str, email: Option<&str>) -> ProviderIdentity {
    ProviderIdentity {
        organisation,
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        verified_email: email.map(str::to_owned),
    }
}

async fn sign_in(world: &World, identity: ProviderIdentity) -> Result<SignedIn, CallError> {
    world
        .ask()
        .sign_in_by_provider(now(), call(&Actor::anonymous()), identity)
        .await
}

async fn centre_with_provider(world: &World, short: &str) -> Centre {
    let centre = world.centre(short).await;
    set(world, settings(centre.id)).await.unwrap();
    centre
}

#[tokio::test]
async fn a_verified_address_links_a_member_once_and_the_subject_stays_theirs() {
    let world = World::start().await;
    let centre = centre_with_provider(&world, "jg").await;
    let anna = world.add(&centre, "anna@jg.example", &[Role::SocialWorker]).await;

    let first = sign_in(&world, person(centre.id, "s-1", Some("Anna@JG.example")))
        .await
        .unwrap();
    assert_eq!(first.viewer.user_id, anna.user_id);
    // Linked: the address no longer matters, nor whether there is one.
    for email in [None, Some("other@jg.example")] {
        let again = sign_in(&world, person(centre.id, "s-1", email)).await.unwrap();
        assert_eq!(again.viewer.user_id, anna.user_id);
    }
    // The address was given to somebody else at the provider.
    let other = sign_in(&world, person(centre.id, "s-2", Some("anna@jg.example"))).await;
    assert_eq!(refusal(other), one("SIGN_IN_FAILED", ""));
    let trail = world.trail(centre.id).await;
    for (action, times) in [("member.linked", 1), ("session.refused", 1)] {
        let found = trail.iter().filter(|recorded| *recorded == action).count();
        assert_eq!(found, times, "{action} in {trail:?}");
    }
}

#[tokio::test]
async fn a_provider_signs_people_in_to_its_own_organisation_only() {
    let world = World::start().await;
    let (own, other) = (centre_with_provider(&world, "n").await, world.centre("s").await);
    let member = world.add(&own, "ewa@both.example", &[Role::Coordinator]).await;
    world.add(&other, "ewa@both.example", &[Role::Director]).await;
    world.add(&other, "jan@s.example", &[Role::Director]).await;

    let viewer = sign_in(&world, person(own.id, "s-1", Some("ewa@both.example")))
        .await
        .unwrap()
        .viewer;
    assert_eq!(viewer.user_id, member.user_id);
    let places: Vec<_> = viewer
        .memberships
        .iter()
        .map(|place| place.organisation_id)
        .collect();
    assert_eq!(places, [own.id], "the other centre is not opened");
    // Somebody of another centre is nobody here, and the other centre has no provider.
    for (organisation, email) in [(own.id, "jan@s.example"), (other.id, "jan@s.example")] {
        let answer = sign_in(&world, person(organisation, "s-9", Some(email))).await;
        assert_eq!(refusal(answer), one("SIGN_IN_FAILED", ""));
    }
}

#[tokio::test]
async fn nobody_is_signed_in_without_an_account_a_verified_address_or_the_right_issuer() {
    let world = World::start().await;
    let centre = centre_with_provider(&world, "jg").await;
    let anna = world.add(&centre, "anna@jg.example", &[Role::SocialWorker]).await;
    let accounts = world.count("select count(*) from tenants.account").await;
    let mut mixed_up = person(centre.id, "s-1", Some("anna@jg.example"));
    mixed_up.issuer = "https://login.other.example".to_owned();
    let unknown = TenantId::from_uuid(random());
    for identity in [
        mixed_up,
        person(centre.id, "s-1", None),
        person(centre.id, "s-1", Some("nobody@jg.example")),
        person(centre.id, "s-1", Some("аnna@jg.example")),
        person(centre.id, "", Some("anna@jg.example")),
        person(centre.id, &"s".repeat(256), Some("anna@jg.example")),
        person(centre.id, "s\0", Some("anna@jg.example")),
        person(unknown, "s-1", Some("anna@jg.example")),
    ] {
        let answer = sign_in(&world, identity.clone()).await;
        assert_eq!(refusal(answer), one("SIGN_IN_FAILED", ""), "{identity:?}");
    }
    assert_eq!(world.count("select count(*) from tenants.provider_link").await, 0);
    assert_eq!(
        world.count("select count(*) from tenants.account").await,
        accounts
    );

    sign_in(&world, person(centre.id, "s-1", Some("anna@jg.example")))
        .await
        .unwrap();
    let dismissal = UpdateMember {
        id: anna.id,
        expected_version: 1,
        roles: None,
        active: Some(false),
    };
    world
        .ask()
        .update_member(now(), call(&centre.admin), dismissal)
        .await
        .unwrap();
    let answer = sign_in(&world, person(centre.id, "s-1", Some("anna@jg.example"))).await;
    assert_eq!(refusal(answer), one("SIGN_IN_FAILED", ""));
}

#[tokio::test]
async fn only_the_operator_sets_a_provider_and_its_secret_is_sealed() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    for actor in [&centre.admin, &centre.somebody(Role::Director)] {
        let answer = world
            .ask()
            .set_sign_in_provider(now(), call(actor), settings(centre.id))
            .await;
        assert_eq!(answer, Err(CallError::Forbidden));
    }
    let first = set(&world, settings(centre.id)).await.unwrap();
    assert_eq!((first.version, first.enabled), (1, true));
    let mut admin = world.db.admin().await;
    let sealed: Vec<u8> = sqlx::query_scalar("select secret_sealed from tenants.sign_in_provider")
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert!(!sealed.windows(5).any(|bytes| bytes == b"tajny"));

    let access = async |organisation| {
        let anonymous = call(&Actor::anonymous());
        world
            .ask()
            .provider_access(now(), anonymous, organisation)
            .await
            .unwrap()
    };
    let found = access(centre.id).await.unwrap();
    assert_eq!(found.client_secret.expose(), "tajny sekret klienta");
    assert!(access(TenantId::from_uuid(random())).await.is_none());

    let mut off = settings(centre.id);
    (off.client_secret, off.enabled, off.expected_version) = (None, false, Some(1));
    assert_eq!(set(&world, off).await.unwrap().version, 2);
    assert!(
        access(centre.id).await.is_none(),
        "a provider that is off is not used"
    );
    let answer = sign_in(&world, person(centre.id, "s-1", Some("admin@jg"))).await;
    assert_eq!(refusal(answer), one("SIGN_IN_FAILED", ""));
}

#[tokio::test]
async fn settings_that_would_lead_into_our_network_or_give_a_secret_away_are_refused() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    for issuer in [
        "http://127.0.0.1:4000",
        "https://10.0.0.1",
        "https://u@login.example",
        "https://localhost",
    ] {
        let mut input = settings(centre.id);
        input.issuer = issuer.to_owned();
        assert_eq!(
            refusal(set(&world, input).await),
            one("PROVIDER_ISSUER", "issuer"),
            "{issuer}"
        );
    }
    let mut bare = settings(centre.id);
    bare.client_secret = None;
    let needed = one("PROVIDER_SECRET_NEEDED", "clientSecret");
    assert_eq!(refusal(set(&world, bare).await), needed);
    set(&world, settings(centre.id)).await.unwrap();
    let mut moved = settings(centre.id);
    moved.issuer = "https://login.elsewhere.example".to_owned();
    (moved.client_secret, moved.expected_version) = (None, Some(1));
    assert_eq!(refusal(set(&world, moved).await), needed);
    assert_eq!(
        refusal(set(&world, settings(centre.id)).await),
        one("STALE_VERSION", "expectedVersion")
    );
    let unknown = set(&world, settings(TenantId::from_uuid(random()))).await;
    assert_eq!(unknown, Err(CallError::NotFound));
    let platform = world.operator.tenant().unwrap();
    assert_eq!(
        refusal(set(&world, settings(platform)).await),
        one("PROVIDER_ORGANISATION", "organisation")
    );
}

#[tokio::test]
async fn settings_are_seen_by_their_own_organisation_and_the_operator() {
    let world = World::start().await;
    let (north, south) = (centre_with_provider(&world, "n").await, world.centre("s").await);
    let seen = async |actor: &Actor| {
        let wanted = vec![north.id, south.id];
        let answer = world.ask().sign_in_providers(now(), call(actor), wanted).await;
        answer.unwrap().len()
    };
    assert_eq!(seen(&north.admin).await, 1);
    assert_eq!(seen(&south.admin).await, 0);
    assert_eq!(seen(&world.operator).await, 1);
    for _ in 0..2 {
        let request = once(&world.operator, "k", "set");
        let answer = world
            .ask()
            .set_sign_in_provider(now(), request, settings(south.id))
            .await;
        assert_eq!(answer.unwrap().version, 1);
    }
}
