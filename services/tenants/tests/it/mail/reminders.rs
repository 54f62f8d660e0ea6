//! Letters about what is due at a centre.

use uuid::Uuid;
use wsparcie_kernel::Role;
use wsparcie_kernel::ids::{JobId, ProjectId, TenantId};
use wsparcie_postgres::jobs::{Job, JobFailure};
use wsparcie_programmes_api::{DeadlineKind, REMINDER_SCHEMA, ReminderEvent, ReminderStage};
use wsparcie_tenants::REMINDER_JOB;

use crate::support::{World, random};

fn event() -> ReminderEvent {
    ReminderEvent {
        schema: REMINDER_SCHEMA,
        reminder_id: random(),
        kind: DeadlineKind::ReadinessCheck,
        stage: ReminderStage::Near,
        project_id: ProjectId::from_uuid(Uuid::from_u128(7)),
        project_title: "Asystent aktywności".to_owned(),
        claim_id: None,
        check_id: None,
        breach_id: None,
        due_on: "2026-03-09".parse().unwrap(),
    }
}

async fn deliver(world: &World, tenant: TenantId, event: &ReminderEvent) -> Result<(), JobFailure> {
    let job = Job {
        tenant_id: tenant,
        id: JobId::from_uuid(random()),
        kind: REMINDER_JOB.to_owned(),
        payload: serde_json::to_value(event).unwrap(),
        attempts: 1,
    };
    world.service.reminder_handler()(job).await
}

/// To whom letters went, sorted.
async fn sent(world: &World) -> Vec<String> {
    let letters = world.letters().await;
    let mut to: Vec<_> = letters
        .iter()
        .map(|letter| {
            let (_, rest) = letter.text.split_once("To: ").unwrap();
            rest.lines().next().unwrap().to_owned()
        })
        .collect();
    to.sort();
    to
}

#[tokio::test]
async fn everyone_who_keeps_deadlines_gets_one_letter_and_nobody_else() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    for (login, role) in [
        ("koordynator@mops.example", Role::Coordinator),
        ("kierownik@mops.example", Role::ProjectManager),
        ("ksiegowa@mops.example", Role::ChiefAccountant),
        // No address, and no part in it.
        ("bez-adresu", Role::Coordinator),
        ("dyrektor@mops.example", Role::Director),
        ("pracownik@mops.example", Role::SocialWorker),
    ] {
        world.add(&centre, login, &[role]).await;
    }
    let both = [Role::ChiefAccountant, Role::Coordinator];
    world.add(&centre, "obie-role", &both).await;
    world
        .plant(
            "update tenants.account set email = 'obie@mops.example' where login = 'obie-role' and id <> $1",
            random(),
        )
        .await;
    let gone = world
        .add(&centre, "odeszla@mops.example", &[Role::Coordinator])
        .await;
    world
        .plant(
            "update tenants.membership set active = false where id = $1",
            gone.id.into_uuid(),
        )
        .await;
    let locked = world
        .add(&centre, "zablokowana@mops.example", &[Role::Coordinator])
        .await;
    world
        .plant(
            "update tenants.account set status = 'disabled' where id = $1",
            locked.user_id.into_uuid(),
        )
        .await;
    let other = world.centre("st").await;
    world
        .add(&other, "inny@mops2.example", &[Role::Coordinator])
        .await;

    let event = event();
    deliver(&world, centre.id, &event).await.unwrap();
    let readers = [
        "kierownik@mops.example",
        "koordynator@mops.example",
        "ksiegowa@mops.example",
        "obie@mops.example",
    ];
    assert_eq!(sent(&world).await, readers);
    // Delivered again, while the letters wait or long after they have left: nobody hears of it twice.
    deliver(&world, centre.id, &event).await.unwrap();
    assert_eq!(sent(&world).await, [""; 0]);
    // The next reminder is another one, also for a newcomer.
    world
        .add(&centre, "nowa@mops.example", &[Role::Coordinator])
        .await;
    let next = ReminderEvent {
        reminder_id: Uuid::from_u128(1),
        ..event
    };
    deliver(&world, centre.id, &next).await.unwrap();
    assert_eq!(sent(&world).await.len(), 5);
}

#[tokio::test]
async fn deliveries_at_once_write_one_letter() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "koordynator@mops.example", &[Role::Coordinator])
        .await;
    let event = event();
    let (a, b, c) = tokio::join!(
        deliver(&world, centre.id, &event),
        deliver(&world, centre.id, &event),
        deliver(&world, centre.id, &event)
    );
    assert_eq!((a, b, c), (Ok(()), Ok(()), Ok(())));
    assert_eq!(sent(&world).await, ["koordynator@mops.example"]);
}

#[tokio::test]
async fn a_letter_names_the_project_what_is_due_and_the_page_and_waits_sealed() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "koordynator@mops.example", &[Role::Coordinator])
        .await;
    deliver(&world, centre.id, &event()).await.unwrap();
    let readable = "select count(*) from tenants.mail where encode(sealed, 'escape') like '%koordynator%'";
    assert_eq!(world.count(readable).await, 0);
    let letter = world.letter().await;
    let place = |text: &str| {
        letter
            .text
            .find(text)
            .unwrap_or_else(|| panic!("{text}: {}", letter.text))
    };
    assert!(place("Dzień dobry") < place("Hello"));
    place("w projekcie „Asystent aktywności” zbliża się termin");
    place("kontrola trwałości: 2026-03-09");
    place("https://wsparcie.example/projects/UHJvamVjdD");
    assert!(!letter.text.contains("Osoba "), "no name stands in it");
}

#[tokio::test]
async fn a_suspended_centre_and_an_event_of_another_schema_get_no_letter() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    world
        .add(&centre, "koordynator@mops.example", &[Role::Coordinator])
        .await;
    let newer = ReminderEvent { schema: 2, ..event() };
    assert_eq!(
        deliver(&world, centre.id, &newer).await,
        Err(JobFailure("SCHEMA"))
    );
    world
        .plant(
            "update tenants.organisation set status = 'suspended', status_reason = 'zawieszony na próbę', status_changed_at = now()
             where id = $1",
            centre.id.into_uuid(),
        )
        .await;
    deliver(&world, centre.id, &event()).await.unwrap();
    assert_eq!(sent(&world).await, [""; 0]);
}
