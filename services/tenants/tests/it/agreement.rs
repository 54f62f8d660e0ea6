//! The agreement on processing personal data: the version in force, accepted once for a centre.

use wsparcie_kernel::{Actor, CallError, CallResult, Clock, Role};
use wsparcie_tenants_api::{OrganisationType, ProcessingAgreement, TenantsApi};
use wsparcie_testkit::{call, noon, user_of};

use crate::support::{World, new_member, new_organisation, now, once, one, random, refusal};

async fn current(world: &World, actor: &Actor) -> CallResult<ProcessingAgreement> {
    world.ask().processing_agreement(now(), call(actor)).await
}

async fn accept(world: &World, actor: &Actor, version: &str) -> CallResult<ProcessingAgreement> {
    world
        .ask()
        .accept_processing_agreement(now(), call(actor), version.to_owned())
        .await
}

/// How many of a centre's acceptances its own view shows.
async fn published(world: &World, tenant: wsparcie_kernel::ids::TenantId) -> i64 {
    let mut tx = world.db.db.begin(tenant).await.unwrap();
    sqlx::query_scalar("select count(*) from tenants_published.processing_agreement")
        .fetch_one(tx.conn())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_centre_accepts_the_version_in_force_once() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("zg").await);
    let offered = current(&world, &centre.admin).await.unwrap();
    assert_eq!((offered.version.as_str(), &offered.accepted), ("2026-1", &None));
    for part in [
        "art. 28",
        "§ 4. Osoby i kategorie danych",
        "§ 7. Dalsze powierzenie",
        "§ 8. Kontrola",
        "§ 9. Zwrot i usunięcie danych",
    ] {
        assert!(offered.text.contains(part), "{part}");
    }
    assert_eq!(
        refusal(accept(&world, &centre.admin, "2025-1").await),
        one("AGREEMENT_VERSION", "version")
    );
    assert_eq!(published(&world, centre.id).await, 0);

    let accepted = accept(&world, &centre.admin, "2026-1").await.unwrap();
    assert_eq!(
        accepted.accepted.as_ref().map(|acceptance| acceptance.at),
        Some(world.clock.now())
    );
    assert_eq!(current(&world, &centre.admin).await, Ok(accepted));
    assert_eq!(
        refusal(accept(&world, &centre.admin, "2026-1").await),
        one("AGREEMENT_ACCEPTED", "")
    );
    assert_eq!(
        world.trail(centre.id).await.last().unwrap(),
        "processing_agreement.accepted"
    );
    assert_eq!(published(&world, centre.id).await, 1);

    assert_eq!(published(&world, other.id).await, 0);
    assert_eq!(current(&world, &other.admin).await.unwrap().accepted, None);
}

#[tokio::test]
async fn a_newer_version_is_accepted_anew() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    accept(&world, &centre.admin, "2026-1").await.unwrap();
    world
        .plant(
            "insert into tenants.processing_agreement
             select '2027-1', '2027-01-01', '2027-01-31', 'Umowa ' || $1::text",
            random(),
        )
        .await;
    assert!(
        current(&world, &centre.admin).await.unwrap().accepted.is_some(),
        "it is offered from its day on"
    );
    world.clock.set(noon("2027-01-01"));
    let offered = current(&world, &centre.admin).await.unwrap();
    assert_eq!((offered.version.as_str(), offered.accepted), ("2027-1", None));
    assert_eq!(
        refusal(accept(&world, &centre.admin, "2026-1").await),
        one("AGREEMENT_VERSION", "version")
    );
    accept(&world, &centre.admin, "2027-1").await.unwrap();
    world.clock.set(noon("2025-12-31"));
    assert_eq!(
        current(&world, &centre.admin).await,
        Err(CallError::NotFound),
        "before the first version there is none"
    );
}

#[tokio::test]
async fn everyone_at_a_centre_reads_it_and_those_who_answer_for_it_accept() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let worker = centre.somebody(Role::SocialWorker);
    assert!(current(&world, &worker).await.is_ok());
    assert_eq!(accept(&world, &worker, "2026-1").await, Err(CallError::Forbidden));
    let member = world.add(&centre, "dyrektor", &[Role::Director]).await;
    let director = user_of(member.user_id, centre.id, &[Role::Director]);
    accept(&world, &director, "2026-1").await.unwrap();

    let mut input = new_organisation("urzad");
    input.organisation_type = OrganisationType::MarshalsOffice;
    input.teryt = "02".to_owned();
    input.first_member = Some(new_member("admin@urzad", &[Role::Administrator]));
    let authority = world
        .ask()
        .create_organisation(now(), call(&world.operator), input)
        .await
        .unwrap();
    let viewer = world.signed_in("admin@urzad").await.unwrap();
    let mut actor = user_of(viewer.user_id, authority.id, &[Role::Administrator]);
    actor.organisation.as_mut().unwrap().kind = wsparcie_kernel::OrganisationKind::Authority;
    assert_eq!(
        accept(&world, &actor, "2026-1").await,
        Err(CallError::Forbidden),
        "an authority entrusts no data"
    );
    assert_eq!(current(&world, &world.operator).await, Err(CallError::Forbidden));
}

#[tokio::test]
async fn repeated_and_simultaneous_requests_accept_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let request = |key: &'static str| {
        let call = once(&centre.admin, key, "a");
        world
            .ask()
            .accept_processing_agreement(now(), call, "2026-1".to_owned())
    };
    let (first, second) = tokio::join!(request("klucz"), request("klucz"));
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(refusal(request("inny").await), one("AGREEMENT_ACCEPTED", ""));
    let told = "select count(*) from platform.audit_event where action = 'processing_agreement.accepted'";
    assert_eq!(world.count(told).await, 1);

    let other = world.centre("zg").await;
    let (first, second) = tokio::join!(
        accept(&world, &other.admin, "2026-1"),
        accept(&world, &other.admin, "2026-1")
    );
    let refused = if first.is_ok() { second } else { first };
    assert_eq!(refusal(refused), one("AGREEMENT_ACCEPTED", ""));
}
