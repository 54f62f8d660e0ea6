//! Case data opened in an emergency: with a reason, for three hours, looked into by somebody else.

use chrono::TimeDelta;
use wsparcie_kernel::ids::BreakGlassId;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Actor, CallError, CallResult, Clock, PageRequest, Principal, Role};
use wsparcie_tenants_api::{
    BreakGlass, NewBreakGlass, ReviewBreakGlass, SessionOf, SignInMethod, TenantsApi,
};
use wsparcie_testkit::{call, user_of};

use crate::support::{Centre, Statements, World, now, once, one, random, refusal};

const REASON: &str = "policja prosi o adres zaginionej";

async fn somebody(world: &World, centre: &Centre, role: Role) -> Actor {
    let member = world.add(centre, role.code(), &[role]).await;
    user_of(member.user_id, centre.id, &[role])
}

fn because(reason: &str) -> NewBreakGlass {
    NewBreakGlass {
        reason: reason.to_owned(),
    }
}

async fn open(world: &World, actor: &Actor) -> CallResult<BreakGlass> {
    world.ask().break_glass(now(), call(actor), because(REASON)).await
}

async fn review(world: &World, actor: &Actor, opened: &BreakGlass) -> CallResult<BreakGlass> {
    let input = ReviewBreakGlass {
        id: opened.id,
        expected_version: opened.version,
        note: "uzasadnione".to_owned(),
    };
    world.ask().review_break_glass(now(), call(actor), input).await
}

/// The actor of the same user's session, as of now.
async fn of_session(world: &World, actor: &Actor) -> Actor {
    let Principal::User(user) = actor.principal else {
        panic!("a user")
    };
    let session = SessionOf {
        user,
        organisation: actor.tenant().unwrap(),
        method: SignInMethod::Password,
    };
    world
        .ask()
        .actor_of_session(now(), call(&Actor::anonymous()), session)
        .await
        .unwrap()
        .unwrap()
}

#[tokio::test]
async fn an_emergency_opens_reading_for_three_hours_to_its_user_alone() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let accountant = somebody(&world, &centre, Role::ChiefAccountant).await;
    let opened = open(&world, &accountant).await.unwrap();
    assert_eq!(
        (opened.opened_at, opened.expires_at, opened.user_name.as_str()),
        (
            world.clock.now(),
            world.clock.now() + TimeDelta::hours(3),
            "Osoba chief_accountant"
        )
    );
    let actor = of_session(&world, &accountant).await;
    assert!(actor.standing.break_glass);
    assert!(permission::allows(&actor, Resource::Person, Action::Read));
    assert!(!permission::allows(&actor, Resource::Person, Action::Update));
    assert!(!of_session(&world, &centre.admin).await.standing.break_glass);
    assert_eq!(
        refusal(open(&world, &accountant).await),
        one("BREAK_GLASS_RUNNING", "")
    );

    world.clock.set(opened.expires_at - TimeDelta::seconds(1));
    assert!(of_session(&world, &accountant).await.standing.break_glass);
    world.clock.set(opened.expires_at);
    assert!(!of_session(&world, &accountant).await.standing.break_glass);
    open(&world, &accountant).await.unwrap();
    let trail = world.trail(centre.id).await;
    assert_eq!(
        trail
            .iter()
            .filter(|action| *action == "break_glass.opened")
            .count(),
        2
    );
    let told = "select count(*) from platform.audit_event e where e::text like '%policja%'";
    assert_eq!(world.count(told).await, 0, "the reason may name people");
}

#[tokio::test]
async fn a_reason_is_needed_and_a_place_at_a_centre() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let short = world
        .ask()
        .break_glass(now(), call(&centre.admin), because("bo tak"))
        .await;
    assert_eq!(refusal(short), one("REASON_TOO_SHORT", "reason"));
    assert_eq!(open(&world, &world.operator).await, Err(CallError::Forbidden));
    let stranger = centre.somebody(Role::Coordinator);
    assert_eq!(open(&world, &stranger).await, Err(CallError::Forbidden));
    let analyst = centre.somebody(Role::RegionalAnalyst);
    assert_eq!(open(&world, &analyst).await, Err(CallError::Forbidden));
}

#[tokio::test]
async fn somebody_else_looks_into_it_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let director = somebody(&world, &centre, Role::Director).await;
    let opened = open(&world, &director).await.unwrap();
    assert_eq!(
        refusal(review(&world, &director, &opened).await),
        one("OWN_ACCESS", "")
    );
    let worker = centre.somebody(Role::SocialWorker);
    assert_eq!(review(&world, &worker, &opened).await, Err(CallError::Forbidden));
    let empty = ReviewBreakGlass {
        id: opened.id,
        expected_version: 1,
        note: " ".to_owned(),
    };
    let answer = world
        .ask()
        .review_break_glass(now(), call(&centre.admin), empty)
        .await;
    assert_eq!(refusal(answer), one("REQUIRED", "note"));

    let reviewed = review(&world, &centre.admin, &opened).await.unwrap();
    assert_eq!(
        (
            reviewed.reviewed_at,
            reviewed.review_note.as_deref(),
            reviewed.version
        ),
        (Some(world.clock.now()), Some("uzasadnione"), 2)
    );
    assert_eq!(
        refusal(review(&world, &centre.admin, &opened).await),
        one("STALE_VERSION", "expectedVersion")
    );
    assert_eq!(
        refusal(review(&world, &centre.admin, &reviewed).await),
        one("BREAK_GLASS_REVIEWED", "")
    );

    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(5)
    };
    let listed = world
        .ask()
        .list_break_glass(now(), call(&director), page)
        .await
        .unwrap();
    assert_eq!((&listed.edges[0].node, listed.total_count), (&reviewed, Some(1)));
    let found = world
        .ask()
        .break_glass_by_id(now(), call(&director), vec![opened.id])
        .await;
    assert_eq!(found.unwrap(), [reviewed]);
    let trail = world.trail(centre.id).await;
    assert_eq!(
        &trail[trail.len() - 4..],
        [
            "break_glass.opened",
            "break_glass.reviewed",
            "break_glass.read",
            "break_glass.read"
        ]
    );
}

#[tokio::test]
async fn repeated_requests_open_and_review_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let worker = somebody(&world, &centre, Role::SocialWorker).await;
    let request = || {
        world
            .ask()
            .break_glass(now(), once(&worker, "klucz", "a"), because(REASON))
    };
    let (first, second) = tokio::join!(request(), request());
    let opened = first.unwrap();
    assert_eq!(opened, second.unwrap());
    let input = ReviewBreakGlass {
        id: opened.id,
        expected_version: 1,
        note: "uzasadnione".to_owned(),
    };
    let request = || {
        let call = once(&centre.admin, "klucz", "b");
        world.ask().review_break_glass(now(), call, input.clone())
    };
    assert_eq!(request().await.unwrap(), request().await.unwrap());
}

#[tokio::test]
async fn another_centres_emergency_answers_like_one_that_is_not_there() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let theirs = open(&world, &south.admin).await.unwrap();
    let absent = BreakGlass {
        id: BreakGlassId::from_uuid(random()),
        ..theirs.clone()
    };
    let statements = Statements::watch();
    let mut answers = Vec::new();
    for opened in [&theirs, &absent] {
        let found = world
            .ask()
            .break_glass_by_id(now(), call(&north.admin), vec![opened.id])
            .await;
        answers.push((
            review(&world, &north.admin, opened).await,
            found,
            statements.take(),
        ));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, Err(CallError::NotFound));
    let listed = world
        .ask()
        .list_break_glass(now(), call(&north.admin), PageRequest::first(5))
        .await;
    assert!(listed.unwrap().edges.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_requests_at_once_one_opens() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let worker = somebody(&world, &centre, Role::SocialWorker).await;
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let (service, call) = (world.ask(), call(&worker));
            tokio::spawn(async move { service.break_glass(now(), call, because(REASON)).await })
        })
        .collect();
    let mut opened = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => opened += 1,
            refused => assert_eq!(refusal(refused), one("BREAK_GLASS_RUNNING", "")),
        }
    }
    assert_eq!(opened, 1);
}
