//! Who is responsible for an address.

use wsparcie_kernel::ids::{DistrictRuleId, MembershipId};
use wsparcie_kernel::{CallError, Date, PageRequest, Role};
use wsparcie_tenants_api::{
    AddressQuestion, DistrictRule, EndDistrictRule, HouseParity, Member, NewDistrictRule, TenantsApi,
    UpdateMember,
};
use wsparcie_testkit::call;

use crate::support::{Centre, Statements, World, last, now, once, one, random, refusal};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A rule for the odd side of ul. Długa from 2026-01-01 on.
pub(crate) fn odd_side(worker: MembershipId) -> NewDistrictRule {
    NewDistrictRule {
        town: "Jelenia Góra".to_owned(),
        street: Some("ul. Długa".to_owned()),
        from_number: None,
        to_number: None,
        parity: HouseParity::Odd,
        worker,
        valid_from: date("2026-01-01"),
        valid_to: None,
    }
}

async fn worker(world: &World, centre: &Centre, login: &str) -> Member {
    world.add(centre, login, &[Role::SocialWorker]).await
}

async fn create(world: &World, centre: &Centre, rule: NewDistrictRule) -> Result<DistrictRule, CallError> {
    world
        .ask()
        .create_district_rule(now(), call(&centre.admin), rule)
        .await
}

async fn ask(
    world: &World,
    centre: &Centre,
    street: Option<&str>,
    number: &str,
    on: &str,
) -> Option<DistrictRule> {
    let question = AddressQuestion {
        town: "jelenia góra".to_owned(),
        street: street.map(str::to_owned),
        house_number: number.to_owned(),
        on: date(on),
    };
    let actor = centre.somebody(Role::SocialWorker);
    let answer = world
        .ask()
        .responsible_for_address(now(), call(&actor), question)
        .await;
    answer.expect("the question is answered")
}

#[tokio::test]
async fn an_address_is_answered_with_its_worker_on_each_day() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (anna, ewa) = (
        worker(&world, &centre, "anna@jg").await,
        worker(&world, &centre, "ewa@jg").await,
    );
    let first = create(&world, &centre, odd_side(anna.id)).await.unwrap();
    assert_eq!((first.worker_name.as_str(), first.version), ("Osoba anna@jg", 1));
    let ended = world
        .ask()
        .end_district_rule(
            now(),
            call(&centre.admin),
            EndDistrictRule {
                id: first.id,
                expected_version: 1,
                valid_to: date("2026-03-31"),
            },
        )
        .await
        .unwrap();
    assert_eq!((ended.valid_to, ended.version), (Some(date("2026-03-31")), 2));
    let mut second = odd_side(ewa.id);
    second.valid_from = date("2026-04-01");
    let second = create(&world, &centre, second).await.unwrap();

    let worker_of = async |number: &str, on: &str| {
        let rule = ask(&world, &centre, Some("Długa"), number, on).await;
        rule.map(|rule| rule.worker)
    };
    assert_eq!(worker_of("13a/4", "2026-03-31").await, Some(anna.id));
    assert_eq!(worker_of("13a/4", "2026-04-01").await, Some(ewa.id));
    assert_eq!(worker_of("13", "2025-12-31").await, None);
    assert_eq!(worker_of("12", "2026-04-01").await, None);
    assert_eq!(
        ask(&world, &centre, Some("al. Długa"), "13", "2026-04-01").await,
        None
    );
    assert_eq!(ask(&world, &centre, None, "13", "2026-04-01").await, None);
    assert_eq!(
        ask(&world, &centre, Some("ULICA DŁUGA"), "1", "2030-01-01").await,
        Some(second)
    );
    let trail = world.trail(centre.id).await;
    for action in [
        "district_rule.created",
        "district_rule.ended",
        "district_rule.read",
    ] {
        assert!(
            trail.iter().any(|recorded| recorded == action),
            "{action} in {trail:?}"
        );
    }
}

#[tokio::test]
async fn a_village_without_streets_has_numbers_only() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    let mut village = odd_side(anna.id);
    village.street = None;
    village.parity = HouseParity::All;
    let village = create(&world, &centre, village).await.unwrap();
    assert_eq!(ask(&world, &centre, None, "7", "2026-03-02").await, Some(village));
    assert_eq!(ask(&world, &centre, Some("Długa"), "7", "2026-03-02").await, None);
    // A street of that town is another place.
    create(&world, &centre, odd_side(anna.id)).await.unwrap();
}

#[tokio::test]
async fn an_overlap_is_refused_with_both_rules_named() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let (anna, ewa) = (
        worker(&world, &centre, "anna@jg").await,
        worker(&world, &centre, "ewa@jg").await,
    );
    create(&world, &centre, odd_side(anna.id)).await.unwrap();
    let mut range = odd_side(ewa.id);
    range.street = Some("Długa".to_owned());
    range.from_number = Some("12".to_owned());
    range.to_number = Some("14".to_owned());
    range.parity = HouseParity::All;
    let Err(CallError::Refused(problems)) = create(&world, &centre, range.clone()).await else {
        panic!("13 is on the odd side");
    };
    assert_eq!(problems[0].code, "DISTRICT_OVERLAP");
    let words = [
        "Jelenia Góra, Długa, numery od 12 do 14, od 2026-01-01 bez końca, Osoba ewa@jg",
        "Jelenia Góra, ul. Długa, numery nieparzyste, od 2026-01-01 bez końca, Osoba anna@jg",
    ];
    for words in words {
        assert!(
            problems[0].message_pl.contains(words),
            "{}",
            problems[0].message_pl
        );
    }
    // 12 alone is on the other side, and 12 to 14 on the even side misses 13.
    range.parity = HouseParity::Even;
    create(&world, &centre, range.clone()).await.unwrap();
    range.to_number = Some("12".to_owned());
    range.parity = HouseParity::All;
    range.valid_to = Some(date("2025-12-31"));
    range.valid_from = date("2025-12-31");
    create(&world, &centre, range).await.unwrap();
}

#[tokio::test]
async fn of_twenty_rules_for_one_street_at_once_one_is_added() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    let mut racers = tokio::task::JoinSet::new();
    for racer in 0..20 {
        let (service, request) = (world.ask(), call(&centre.admin));
        let mut rule = odd_side(anna.id);
        // They meet although no two are alike: each covers 21.
        rule.from_number = Some(format!("{}", racer + 1));
        rule.to_number = Some(format!("{}", racer + 21));
        rule.parity = HouseParity::All;
        racers.spawn(async move { service.create_district_rule(now(), request, rule).await });
    }
    let answers = racers.join_all().await;
    let (added, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!((added.len(), refused.len()), (1, 19));
    for answer in refused {
        assert_eq!(refusal(answer), one("DISTRICT_OVERLAP", ""));
    }
    assert_eq!(world.count("select count(*) from tenants.district_rule").await, 1);
}

#[tokio::test]
async fn only_an_active_worker_of_the_centre_can_have_a_district() {
    let world = World::start().await;
    let (centre, other) = (world.centre("jg").await, world.centre("zg").await);
    let foreign = worker(&world, &other, "ewa@zg").await;
    let clerk = world.add(&centre, "jan@jg", &[Role::ChiefAccountant]).await;
    let gone = worker(&world, &centre, "anna@jg").await;
    let dismissal = UpdateMember {
        id: gone.id,
        expected_version: 1,
        roles: None,
        active: Some(false),
    };
    world
        .ask()
        .update_member(now(), call(&centre.admin), dismissal)
        .await
        .unwrap();
    for unfit in [clerk.id, gone.id] {
        let answer = create(&world, &centre, odd_side(unfit)).await;
        assert_eq!(refusal(answer), one("DISTRICT_WORKER", "worker"));
    }
    let statements = Statements::watch();
    let mut work = Vec::new();
    for unseen in [foreign.id, MembershipId::from_uuid(random())] {
        statements.take();
        let answer = create(&world, &centre, odd_side(unseen)).await;
        assert_eq!(answer, Err(CallError::NotFound));
        work.push(statements.take());
    }
    assert_eq!(work[0], work[1]);
    let assistant = world.add(&centre, "ada@jg", &[Role::FamilyAssistant]).await;
    create(&world, &centre, odd_side(assistant.id)).await.unwrap();
}

#[tokio::test]
async fn a_rule_of_another_centre_is_not_there_and_does_not_matter() {
    let world = World::start().await;
    let (north, south) = (world.centre("n").await, world.centre("s").await);
    let (anna, ewa) = (
        worker(&world, &north, "anna@n").await,
        worker(&world, &south, "ewa@s").await,
    );
    let foreign = create(&world, &south, odd_side(ewa.id)).await.unwrap();
    create(&world, &north, odd_side(anna.id)).await.unwrap();
    let mut work = Vec::new();
    let statements = Statements::watch();
    for id in [foreign.id, DistrictRuleId::from_uuid(random())] {
        statements.take();
        let end = EndDistrictRule {
            id,
            expected_version: 1,
            valid_to: date("2026-05-01"),
        };
        let answer = world
            .ask()
            .end_district_rule(now(), call(&north.admin), end)
            .await;
        assert_eq!(answer, Err(CallError::NotFound));
        let rows = world
            .ask()
            .district_rules_by_id(now(), call(&north.admin), vec![id])
            .await;
        assert_eq!(rows, Ok(Vec::new()));
        work.push(statements.take());
    }
    assert_eq!(work[0], work[1]);
}

#[tokio::test]
async fn an_end_is_refused_when_it_is_late_stale_or_before_the_beginning() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    let mut input = odd_side(anna.id);
    input.valid_to = Some(date("2026-06-30"));
    let rule = create(&world, &centre, input).await.unwrap();
    for (version, day, code, path) in [
        (1, "2026-07-01", "DISTRICT_END_LATER", "validTo"),
        (1, "2025-12-31", "PERIOD_REVERSED", "validTo"),
        (2, "2026-06-01", "STALE_VERSION", "expectedVersion"),
    ] {
        let end = EndDistrictRule {
            id: rule.id,
            expected_version: version,
            valid_to: date(day),
        };
        let answer = world
            .ask()
            .end_district_rule(now(), call(&centre.admin), end)
            .await;
        assert_eq!(refusal(answer), one(code, path));
    }
}

#[tokio::test]
async fn a_repeated_request_adds_and_ends_a_rule_once() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    let mut rules = Vec::new();
    for _ in 0..2 {
        let answer = world
            .ask()
            .create_district_rule(now(), once(&centre.admin, "k", "create"), odd_side(anna.id))
            .await;
        rules.push(answer.unwrap());
    }
    assert_eq!(rules[0], rules[1]);
    for _ in 0..2 {
        let end = EndDistrictRule {
            id: rules[0].id,
            expected_version: 1,
            valid_to: date("2026-05-01"),
        };
        let answer = world
            .ask()
            .end_district_rule(now(), once(&centre.admin, "e", "end"), end)
            .await;
        assert_eq!(answer.unwrap().version, 2);
    }
    assert_eq!(world.count("select count(*) from tenants.district_rule").await, 1);
}

#[tokio::test]
async fn rules_are_listed_page_by_page_and_by_day() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    let mut made = Vec::new();
    for month in 1..=5 {
        let mut rule = odd_side(anna.id);
        rule.valid_from = date(&format!("2026-0{month}-01"));
        rule.valid_to = Some(date(&format!("2026-0{month}-28")));
        made.push(create(&world, &centre, rule).await.unwrap());
    }
    let list = async |on: Option<&str>, page| {
        let answer = world
            .ask()
            .list_district_rules(
                now(),
                call(&centre.somebody(Role::Specialist)),
                on.map(date),
                page,
            )
            .await
            .unwrap();
        let ids: Vec<_> = answer.edges.into_iter().map(|edge| edge.node).collect();
        (ids, answer.total_count)
    };
    let mut all = PageRequest::first(100);
    all.with_total = true;
    assert_eq!(list(None, all).await, (made.clone(), Some(5)));
    assert_eq!(list(None, last(2)).await.0, made[3..]);
    assert_eq!(
        list(Some("2026-03-28"), all).await,
        (vec![made[2].clone()], Some(1))
    );
    assert_eq!(list(Some("2026-03-29"), all).await, (Vec::new(), Some(0)));
}

#[tokio::test]
async fn only_directors_and_administrators_change_districts() {
    let world = World::start().await;
    let centre = world.centre("jg").await;
    let anna = worker(&world, &centre, "anna@jg").await;
    for role in Role::ALL
        .iter()
        .copied()
        .filter(|role| role.exists_in(wsparcie_kernel::OrganisationKind::Centre))
    {
        let mut rule = odd_side(anna.id);
        rule.town = format!("{role:?}");
        let answer = world
            .ask()
            .create_district_rule(now(), call(&centre.somebody(role)), rule)
            .await;
        let may = matches!(role, Role::Director | Role::Administrator);
        assert_eq!(answer.is_ok(), may, "{role:?}");
        assert!(may || answer == Err(CallError::Forbidden));
    }
}
