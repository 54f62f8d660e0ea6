//! Creating and changing projects.

use wsparcie_kernel::ids::{ProgrammeId, ProjectId};
use wsparcie_kernel::{Actor, CallError, Role};
use wsparcie_programmes_api::{BudgetSource, NewProject, ProgrammesApi, ProjectFacts};
use wsparcie_testkit::{call, user};

use crate::support::{Stage, exactly, level, nothing, now, once, part, refusal, titled};

const NUMBER: &str = "RPSW.09.02.01-26-0057/16-00";

fn numbered(number: &str, edition: Option<&str>) -> ProjectFacts {
    ProjectFacts {
        number: Some(number.to_owned()),
        edition: edition.map(str::to_owned),
        ..titled("Asystent aktywności")
    }
}

#[tokio::test]
async fn a_project_is_created_recorded_and_put_into_the_comparison_at_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS Starachowice").await;
    let created = centre
        .created(ProjectFacts {
            places_total: exactly(30),
            ..numbered(NUMBER, None)
        })
        .await;
    assert_eq!((created.version, created.tenant_id), (1, centre.tenant));
    assert_eq!(centre.read(&[created.id]).await, vec![created.clone()]);
    let audit = format!(
        "select count(*) from platform.audit_event where action = 'project.created' and subject_kind = 'project'
         and subject_id = '{}' and tenant_id = '{}' and principal_kind = 'user'",
        created.id, centre.tenant
    );
    assert_eq!(stage.number(&audit).await, 1);
    let compared = format!(
        "select count(*) from programmes.project_comparison where project_id = '{}' and id <> project_id
         and region_code = '02' and centre_name = 'MOPS Starachowice' and places_total = 30 and enrolled_women is null",
        created.id
    );
    assert_eq!(stage.number(&compared).await, 1);
}

#[tokio::test]
async fn a_refused_project_leaves_nothing_behind() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    assert_eq!(
        refusal(centre.create(numbered("FEDS.07.03-IP.02-169/24", None)).await),
        ["CALL_NUMBER"]
    );
    let mismatched = ProjectFacts {
        programme_id: Some(level("201424000000")),
        ..numbered(NUMBER, None)
    };
    assert_eq!(refusal(centre.create(mismatched).await), ["PROGRAMME_MISMATCH"]);
    let unknown = ProjectFacts {
        programme_id: Some(ProgrammeId::from_uuid(nothing())),
        ..titled("a")
    };
    assert_eq!(centre.create(unknown).await, Err(CallError::NotFound));
    assert_eq!(stage.number("select count(*) from programmes.project").await, 0);
    assert_eq!(stage.number("select count(*) from platform.audit_event").await, 0);
}

#[tokio::test]
async fn a_number_stands_once_in_an_edition_and_may_repeat_over_editions_and_centres() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    north.created(numbered(NUMBER, None)).await;
    assert_eq!(
        refusal(north.create(numbered("rpsw.9.2.1-26-0057/16-00", None)).await),
        ["PROJECT_NUMBER_TAKEN"]
    );
    north.created(numbered(NUMBER, Some("2018"))).await;
    let second = north.created(numbered(NUMBER, Some("2019"))).await;
    assert_eq!(
        refusal(north.create(numbered(NUMBER, Some("2018"))).await),
        ["PROJECT_NUMBER_TAKEN"]
    );
    let moved = north.update(second.id, 1, numbered(NUMBER, Some("2018"))).await;
    assert_eq!(refusal(moved), ["PROJECT_NUMBER_TAKEN"]);
    south.created(numbered(NUMBER, None)).await;
    north.created(titled("without a number")).await;
    north.created(titled("without a number")).await;
}

#[tokio::test]
async fn of_twenty_at_once_one_gets_the_number() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let attempts = (0..20).map(|_| {
        let centre = centre.clone();
        tokio::spawn(async move { centre.create(numbered(NUMBER, None)).await })
    });
    let mut created = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => created += 1,
            refused => assert_eq!(refusal(refused), ["PROJECT_NUMBER_TAKEN"]),
        }
    }
    assert_eq!(created, 1);
    assert_eq!(stage.number("select count(*) from programmes.project").await, 1);
}

#[tokio::test]
async fn an_update_replaces_what_was_known_and_counts_the_version_up() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let budget = Some(vec![
        part(BudgetSource::Eu, "10.00"),
        part(BudgetSource::Private, "1.00"),
    ]);
    let created = centre
        .created(ProjectFacts {
            budget,
            ..numbered(NUMBER, None)
        })
        .await;
    let facts = ProjectFacts {
        budget: Some(vec![part(BudgetSource::Eu, "12.50")]),
        places_women: exactly(8),
        ..titled("Asystent aktywności 2")
    };
    let updated = centre.update(created.id, 1, facts.clone()).await.unwrap();
    assert_eq!(
        (updated.version, &updated.facts, &updated.number),
        (2, &facts, &None)
    );
    assert_eq!(centre.read(&[created.id]).await, [updated]);
    let compared = "select count(*) from programmes.project_comparison where title = 'Asystent aktywności 2'
                    and places_women = 8 and places_women_exactness = 'exact'";
    assert_eq!(stage.number(compared).await, 1);
    assert_eq!(
        stage
            .number("select count(*) from programmes.project_comparison")
            .await,
        1
    );
    let audit = "select count(*) from platform.audit_event where action = 'project.updated' and details->>'version' = '2'";
    assert_eq!(stage.number(audit).await, 1);
    let unknown = centre
        .update(created.id, 2, titled("Asystent aktywności 2"))
        .await
        .unwrap();
    assert_eq!(unknown.facts.budget, None);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_of_twenty_updates_at_once_one_is_stored() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let created = centre.created(titled("a")).await;
    let attempts = (0..20).map(|n| {
        let centre = centre.clone();
        tokio::spawn(async move { centre.update(created.id, 1, titled(&format!("b{n}"))).await })
    });
    let mut stored = 0;
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(_) => stored += 1,
            refused => assert_eq!(refusal(refused), ["STALE_VERSION"]),
        }
    }
    assert_eq!(stored, 1);
    assert_eq!(centre.read(&[created.id]).await[0].version, 2);
}

#[tokio::test]
async fn another_centres_project_answers_like_one_that_does_not_exist() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = north.created(titled("a")).await;
    for version in [1, 7] {
        let foreign = south.update(project.id, version, titled("stolen")).await;
        let absent = south
            .update(ProjectId::from_uuid(nothing()), version, titled("stolen"))
            .await;
        assert_eq!(foreign, absent);
        assert_eq!(foreign, Err(CallError::NotFound));
    }
    assert_eq!(north.read(&[project.id]).await, [project]);
}

#[tokio::test]
async fn a_repeated_create_happens_once() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let create = async |fingerprint: &str, title: &str| {
        let call = once(centre.call(), "key-1", fingerprint);
        centre
            .service
            .clone()
            .create_project(now(), call, NewProject { facts: titled(title) })
            .await
    };
    let first = create("f1", "a").await.unwrap();
    assert_eq!(create("f1", "a").await.unwrap(), first);
    assert_eq!(refusal(create("f2", "b").await), ["IDEMPOTENCY_KEY_REUSED"]);
    assert_eq!(stage.number("select count(*) from programmes.project").await, 1);
    // The key is the user's own: a colleague's equal key is another one.
    let colleague = user(centre.tenant, Role::Coordinator);
    let other = create_as(&stage, &colleague).await;
    assert_ne!(other, first.id);
}

async fn create_as(stage: &Stage, actor: &Actor) -> ProjectId {
    let call = once(call(actor), "key-1", "f1");
    stage
        .service
        .clone()
        .create_project(now(), call, NewProject { facts: titled("a") })
        .await
        .unwrap()
        .id
}

#[tokio::test]
async fn two_equal_creates_at_once_make_one_project() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let create = |()| {
        let centre = centre.clone();
        tokio::spawn(async move {
            let call = once(centre.call(), "key", "f");
            centre
                .service
                .clone()
                .create_project(now(), call, NewProject { facts: titled("a") })
                .await
                .unwrap()
        })
    };
    let [first, second] = [(), ()].map(create);
    assert_eq!(first.await.unwrap(), second.await.unwrap());
    assert_eq!(stage.number("select count(*) from programmes.project").await, 1);
}
