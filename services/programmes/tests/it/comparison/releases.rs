//! Freezing: what a release holds stays, and what later ones may show follows from it.

use sqlx::AssertSqlSafe;
use wsparcie_kernel::{CallError, PageRequest, Role};
use wsparcie_programmes_api::{NewComparisonRelease, PeopleCount, ProgrammesApi, ReleaseState};
use wsparcie_testkit::{call, noon, user};

use super::{SUPPRESSED, of, people};
use crate::support::{Stage, now, once, refusal, titled};

#[tokio::test]
async fn a_release_is_begun_once_and_frozen_by_the_job() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.created(titled("a")).await;
    let authority = stage.authority("02").await;
    let create = async |key: &str| {
        let call = once(call(&authority), key, key);
        stage
            .service
            .clone()
            .create_comparison_release(now(), call, NewComparisonRelease {})
            .await
    };
    let begun = create("a").await.unwrap();
    assert_eq!(create("a").await.unwrap(), begun);
    assert_eq!(
        (begun.number, begun.state, begun.threshold),
        (1, ReleaseState::Preparing, 5)
    );
    let early =
        stage
            .service
            .clone()
            .compare_rows(now(), call(&authority), of(&begun), PageRequest::first(1));
    assert_eq!(refusal(early.await), ["RELEASE_NOT_FROZEN"]);
    let jobs = "select count(*) from platform.job where kind = 'programmes.freeze'";
    assert_eq!(stage.number(jobs).await, 1);
    let tenant = authority.tenant().unwrap();
    stage.freeze(tenant, begun.id).await;
    stage.freeze(tenant, begun.id).await;
    let newest = stage
        .service
        .clone()
        .newest_comparison_release(now(), call(&authority))
        .await
        .unwrap();
    let newest = newest.unwrap();
    assert_eq!(
        (newest.id, newest.state, newest.projects),
        (begun.id, ReleaseState::Frozen, Some(1))
    );
    assert_eq!(newest.hash.as_deref().map(str::len), Some(64));
    let audit = "select count(*) from platform.audit_event where action like 'comparison_release.%'";
    assert_eq!(stage.number(audit).await, 2);
}

#[tokio::test]
async fn only_an_authority_with_a_region_makes_releases_and_others_releases_are_not_found() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let create = async |actor| {
        let input = NewComparisonRelease {};
        stage
            .service
            .clone()
            .create_comparison_release(now(), call(&actor), input)
            .await
            .map(|_| ())
    };
    assert_eq!(
        create(centre.coordinator.clone()).await,
        Err(CallError::Forbidden)
    );
    assert_eq!(
        create(user(centre.tenant, Role::RegionalAnalyst)).await,
        Err(CallError::Forbidden),
        "no region"
    );
    let (one, other) = (stage.authority("02").await, stage.authority("02").await);
    let release = stage.release(&one).await;
    let foreign =
        stage
            .service
            .clone()
            .compare_rows(now(), call(&other), of(&release), PageRequest::first(1));
    assert_eq!(foreign.await.unwrap_err(), CallError::NotFound);
    let seen = stage
        .service
        .clone()
        .comparison_releases_by_id(now(), call(&other), vec![release.id]);
    assert_eq!(seen.await.unwrap(), []);
}

#[tokio::test]
async fn what_is_frozen_never_changes_whatever_becomes_of_the_facts() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("a")).await;
    stage.people(&centre, project.id, &[people(20, 30)]).await;
    let authority = stage.authority("02").await;
    let first = stage.release(&authority).await;
    let before = stage.rows(&authority, &of(&first)).await;
    centre.update(project.id, 1, titled("renamed")).await.unwrap();
    stage.people(&centre, project.id, &[people(40, 60)]).await;
    stage.clock.set(noon("2026-03-09"));
    let second = stage.release(&authority).await;
    assert_eq!(stage.rows(&authority, &of(&first)).await, before);
    let after = stage.rows(&authority, &of(&second)).await;
    assert_eq!(
        (
            after[0].title.as_str(),
            after[0].recruited.total,
            after[0].people_as_of
        ),
        ("renamed", PeopleCount::Shown(100), "2026-03-09".parse().ok())
    );
    assert_ne!(first.hash, second.hash);
    for statement in [
        "update programmes.comparison_release set projects = 7",
        "insert into programmes.comparison_release_row (release_id, position, row_id, region_code, programme_codes, content)
         select id, 99, id, '02', '{}', '{}' from programmes.comparison_release limit 1",
    ] {
        let mut tx = stage.test.db.begin(authority.tenant().unwrap()).await.unwrap();
        let outcome = sqlx::raw_sql(AssertSqlSafe(statement.to_owned())).execute(tx.conn()).await;
        assert!(outcome.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn one_more_person_does_not_show_until_enough_came() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("a")).await.id;
    let authority = stage.authority("02").await;
    let mut seen = Vec::new();
    for (at, women) in [(2, 20), (3, 21), (4, 24), (5, 25)] {
        stage.clock.set(noon(&format!("2026-03-0{at}")));
        stage.people(&centre, project, &[people(women, 30)]).await;
        let release = stage.release(&authority).await;
        let row = stage.rows(&authority, &of(&release)).await.remove(0);
        seen.push((row.recruited.women, row.people_as_of.map(|day| day.to_string())));
    }
    let shown = |count, day: &str| (PeopleCount::Shown(count), Some(day.to_owned()));
    assert_eq!(
        seen,
        [
            shown(20, "2026-03-02"),
            shown(20, "2026-03-02"),
            shown(20, "2026-03-02"),
            shown(25, "2026-03-05"),
        ]
    );
}

#[tokio::test]
async fn the_ledger_is_one_for_all_authorities() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("a")).await.id;
    let (region, country) = (stage.authority("02").await, stage.authority("00").await);
    stage.threshold(&region, 3).await;
    stage.people(&centre, project, &[people(20, 30)]).await;
    stage.release(&region).await;
    stage.people(&centre, project, &[people(21, 30)]).await;
    let of_country = stage.release(&country).await;
    let row = stage.rows(&country, &of(&of_country)).await.remove(0);
    assert_eq!(
        row.recruited.women,
        PeopleCount::Shown(20),
        "the second authority gets what the first has"
    );
    // Five is now promised of this state: four more are too few, for the authority with three as well.
    stage.people(&centre, project, &[people(24, 30)]).await;
    let again = stage.release(&region).await;
    let row = stage.rows(&region, &of(&again)).await.remove(0);
    assert_eq!(row.recruited.women, PeopleCount::Shown(20));
    stage.people(&centre, project, &[people(25, 30)]).await;
    let later = stage.release(&region).await;
    let row = stage.rows(&region, &of(&later)).await.remove(0);
    assert_eq!(row.recruited.women, PeopleCount::Shown(25));
    assert_eq!(
        stage
            .number("select count(*) from programmes.comparison_publication")
            .await,
        2
    );
}

#[tokio::test]
async fn each_authority_sees_its_own_threshold() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    centre.consent().await;
    let project = centre.created(titled("a")).await.id;
    stage.people(&centre, project, &[people(4, 30)]).await;
    let (three, five) = (stage.authority("02").await, stage.authority("02").await);
    stage.threshold(&three, 3).await;
    let mut seen = Vec::new();
    for authority in [&three, &five] {
        let release = stage.release(authority).await;
        let row = stage.rows(authority, &of(&release)).await.remove(0);
        seen.push([row.recruited.women, row.recruited.men, row.recruited.total]);
    }
    let shown = PeopleCount::Shown;
    assert_eq!(
        seen,
        [
            [shown(4), shown(30), shown(34)],
            [SUPPRESSED, SUPPRESSED, shown(34)]
        ]
    );
}
