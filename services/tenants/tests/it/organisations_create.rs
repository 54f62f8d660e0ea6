//! Making organisations: by the operator, once, whatever crashes in between.

use wsparcie_kernel::{CallError, Role};
use wsparcie_tenants_api::{NewOrganisation, OrganisationType, TenantsApi};
use wsparcie_testkit::call;

use crate::support::{World, new_member, new_organisation, now, once, one, random, refusal};

const REGON: &str = "123456785";

fn with_regon(organisation_type: OrganisationType) -> NewOrganisation {
    let mut input = new_organisation("jg");
    input.organisation_type = organisation_type;
    input.regon = Some(REGON.to_owned());
    input
}

#[tokio::test]
async fn the_operator_creates_a_centre_whose_first_user_can_sign_in() {
    let world = World::start().await;
    let mut input = new_organisation("jg");
    input.nip = Some("526-030-50-06".to_owned());
    input.first_member = Some(new_member("Admin@JG", &[Role::Administrator]));
    let created = world
        .ask()
        .create_organisation(now(), call(&world.operator), input)
        .await
        .unwrap();
    assert_eq!((created.nip.as_deref(), created.version), (Some("5260305006"), 1));
    let viewer = world.signed_in("admin@jg").await.unwrap();
    assert_eq!(viewer.memberships[0].organisation_id, created.id);
    let platform = world.trail(world.operator.tenant().unwrap()).await;
    assert_eq!(platform.last().map(String::as_str), Some("organisation.created"));
    assert_eq!(world.trail(created.id).await, ["member.added", "session.started"]);
}

#[tokio::test]
async fn nobody_but_the_operator_creates_organisations() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    for role in [Role::Administrator, Role::Director, Role::RegionalAnalyst] {
        let answer = world
            .ask()
            .create_organisation(now(), call(&centre.somebody(role)), new_organisation("x"))
            .await;
        assert_eq!(answer, Err(CallError::Forbidden), "{role:?}");
    }
}

#[tokio::test]
async fn a_repeated_regon_and_type_is_refused_and_a_repeated_nip_is_not() {
    let world = World::start().await;
    let create = async |input| {
        world
            .ask()
            .create_organisation(now(), call(&world.operator), input)
            .await
    };
    create(with_regon(OrganisationType::Mops)).await.unwrap();
    let mut spaced = with_regon(OrganisationType::Mops);
    spaced.regon = Some("123 456 785".to_owned());
    assert_eq!(refusal(create(spaced).await), one("ORGANISATION_EXISTS", "regon"));
    create(with_regon(OrganisationType::Cus)).await.unwrap();
    for short in ["a", "b"] {
        let mut input = new_organisation(short);
        input.nip = Some("5260305006".to_owned());
        create(input).await.unwrap();
    }
}

#[tokio::test]
async fn a_refused_organisation_leaves_nothing_behind() {
    let world = World::start().await;
    let create = async |input| {
        world
            .ask()
            .create_organisation(now(), once(&world.operator, "k", "i"), input)
            .await
    };
    let taken = with_regon(OrganisationType::Mops);
    world
        .ask()
        .create_organisation(now(), call(&world.operator), taken.clone())
        .await
        .unwrap();
    let mut again = taken;
    again.first_member = Some(new_member("admin@jg", &[Role::Administrator]));
    let platform = world.operator.tenant().unwrap();
    let before = world.trail(platform).await;
    assert_eq!(refusal(create(again).await), one("ORGANISATION_EXISTS", "regon"));
    assert_eq!(world.trail(platform).await, before);
    assert_eq!(
        world.count("select count(*) from tenants.account").await,
        1,
        "the operator only"
    );
    assert_eq!(world.count("select count(*) from platform.idempotency").await, 0);
}

#[tokio::test]
async fn a_centres_first_user_must_be_its_administrator() {
    let world = World::start().await;
    let mut input = new_organisation("jg");
    input.first_member = Some(new_member("dyrektor@jg", &[Role::Director]));
    let answer = world
        .ask()
        .create_organisation(now(), call(&world.operator), input)
        .await;
    assert_eq!(refusal(answer), one("FIRST_MEMBER_ROLE", "firstMember.roles"));
}

#[tokio::test]
async fn a_repeated_request_creates_one_organisation_and_another_input_is_refused() {
    let world = World::start().await;
    let mut input = new_organisation("jg");
    input.first_member = Some(new_member("admin@jg", &[Role::Administrator]));
    let create = |fingerprint: &str| {
        let call = once(&world.operator, "klucz", fingerprint);
        world.ask().create_organisation(now(), call, input.clone())
    };
    let (one_answer, other) = tokio::join!(create("a"), create("a"));
    let created = one_answer.unwrap();
    assert_eq!(created, other.unwrap());
    assert_eq!(create("a").await.unwrap(), created);
    assert_eq!(
        refusal(create("b").await),
        one("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")
    );
    assert_eq!(
        world.count("select count(*) from tenants.organisation").await,
        2,
        "the platform and one centre"
    );
    let platform = world.trail(world.operator.tenant().unwrap()).await;
    assert_eq!(
        platform
            .iter()
            .filter(|action| *action == "organisation.created")
            .count(),
        2
    );
    assert_eq!(world.trail(created.id).await, ["member.added"]);
}

#[tokio::test]
async fn a_repetition_finishes_what_a_crash_left_undone() {
    let world = World::start().await;
    // As a crash between the two commits leaves it: the key stands for an id, the organisation is not there.
    let id = random();
    let mut admin = world.db.admin().await;
    let principal = match &world.operator.principal {
        wsparcie_kernel::Principal::User(user) => format!("user:{user}"),
        other => panic!("{other:?}"),
    };
    sqlx::query(
        "insert into platform.idempotency (tenant_id, principal, key, fingerprint, result_id, created_at)
         values ($1, $2, 'klucz', 'a', $3, now())",
    )
    .bind(world.operator.tenant().unwrap().into_uuid())
    .bind(principal)
    .bind(id)
    .execute(&mut admin)
    .await
    .unwrap();

    let mut input = new_organisation("jg");
    input.first_member = Some(new_member("admin@jg", &[Role::Administrator]));
    let created = world
        .ask()
        .create_organisation(now(), once(&world.operator, "klucz", "a"), input)
        .await
        .unwrap();
    assert_eq!(created.id.into_uuid(), id);
    assert!(world.signed_in("admin@jg").await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn twenty_at_once_with_one_regon_create_one_organisation() {
    let world = World::start().await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (service, call) = (world.ask(), call(&world.operator));
            tokio::spawn(async move {
                service
                    .create_organisation(now(), call, with_regon(OrganisationType::Mops))
                    .await
            })
        })
        .collect();
    let mut created = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => created += 1,
            refused => assert_eq!(refusal(refused), one("ORGANISATION_EXISTS", "regon")),
        }
    }
    assert_eq!(created, 1);
}
