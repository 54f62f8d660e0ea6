//! A project's agreement and its annexes.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Call, CallError, CallResult, Date, Role};
use wsparcie_programmes_api::{AddAgreementVersion, Agreement, AgreementFacts, ProgrammesApi, ProjectFacts};
use wsparcie_testkit::{Statements, call, user};

use crate::support::{Centre, Stage, money, nothing, now, once, refusal, titled};

const NUMBER: &str = "RPSW.09.02.01-26-0057/16-00";

fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn version(number: i32, valid_from: Option<Date>) -> AgreementFacts {
    AgreementFacts {
        number,
        valid_from,
        ..AgreementFacts::default()
    }
}

async fn add_by(
    centre: &Centre,
    call: Call,
    project_id: ProjectId,
    facts: AgreementFacts,
) -> CallResult<Agreement> {
    let input = AddAgreementVersion { project_id, facts };
    centre
        .service
        .clone()
        .add_agreement_version(now(), call, input)
        .await
}

/// Added by the centre's director.
async fn add(centre: &Centre, project: ProjectId, facts: AgreementFacts) -> CallResult<Agreement> {
    let director = user(centre.tenant, Role::Director);
    add_by(centre, call(&director), project, facts).await
}

async fn versions(centre: &Centre, projects: &[ProjectId]) -> Vec<Agreement> {
    centre
        .service
        .clone()
        .agreements_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

async fn numbered_project(centre: &Centre) -> ProjectId {
    let facts = ProjectFacts {
        number: Some(NUMBER.to_owned()),
        ..titled("Asystent aktywności")
    };
    centre.created(facts).await.id
}

#[tokio::test]
async fn an_annex_is_stored_recorded_and_ends_the_version_before_it() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = numbered_project(&centre).await;
    let original = AgreementFacts {
        signed_on: day("2017-05-01"),
        valid_to: day("2019-06-30"),
        changes: Some("  umowa o dofinansowanie ".to_owned()),
        project_number: Some(NUMBER.to_owned()),
        starts_on: day("2017-07-01"),
        ends_on: day("2019-06-30"),
        total: Some(money("1470000.00")),
        ..version(0, day("2017-05-10"))
    };
    let first = add(&centre, project, original.clone()).await.unwrap();
    assert_eq!(
        first.facts,
        AgreementFacts {
            changes: Some("umowa o dofinansowanie".to_owned()),
            ..original
        }
    );
    let annex = add(&centre, project, version(1, day("2018-03-01")))
        .await
        .unwrap();
    let ended = Agreement {
        facts: AgreementFacts {
            valid_to: day("2018-02-28"),
            ..first.facts.clone()
        },
        ..first
    };
    let chain = versions(&centre, &[project]).await;
    assert_eq!(chain, [ended.clone(), annex.clone()]);
    assert_eq!(
        Agreement::in_force_on(&chain, day("2018-02-28").unwrap()),
        Some(&ended)
    );
    assert_eq!(
        Agreement::in_force_on(&chain, day("2018-03-01").unwrap()),
        Some(&annex)
    );
    assert_eq!(Agreement::in_force_on(&chain, day("2017-05-09").unwrap()), None);
    let audit = format!(
        "select count(*) from platform.audit_event where action = 'agreement.version_added' and subject_id = '{project}'"
    );
    assert_eq!(stage.number(&audit).await, 2);
}

#[tokio::test]
async fn what_does_not_join_on_is_refused_and_leaves_nothing_behind() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = numbered_project(&centre).await;
    assert_eq!(
        refusal(add(&centre, project, version(1, day("2018-01-01"))).await),
        ["AGREEMENT_NUMBER_UNEXPECTED"]
    );
    let original = AgreementFacts {
        valid_to: day("2019-06-30"),
        ..version(0, day("2017-05-10"))
    };
    add(&centre, project, original).await.unwrap();
    let foreign_number = AgreementFacts {
        project_number: Some("RPSW.09.02.01-26-0058/16-01".to_owned()),
        ..version(1, day("2018-01-01"))
    };
    let other_version = AgreementFacts {
        project_number: Some(NUMBER.to_owned()),
        ..version(1, day("2018-01-01"))
    };
    for (facts, code) in [
        (version(0, day("2020-01-01")), "AGREEMENT_NUMBER_UNEXPECTED"),
        (version(2, day("2020-01-01")), "AGREEMENT_NUMBER_UNEXPECTED"),
        (version(1, day("2017-05-10")), "AGREEMENT_OVERLAP"),
        (version(1, day("2019-07-02")), "AGREEMENT_GAP"),
        (version(1, None), "AGREEMENT_START_MISSING"),
        (foreign_number, "AGREEMENT_OF_ANOTHER_PROJECT"),
        (other_version, "AGREEMENT_VERSION_MISMATCH"),
    ] {
        assert_eq!(refusal(add(&centre, project, facts).await), [code]);
    }
    let chain = versions(&centre, &[project]).await;
    assert_eq!(chain.len(), 1);
    assert_eq!(chain[0].facts.valid_to, day("2019-06-30"));
}

#[tokio::test]
async fn of_twenty_annexes_at_once_one_is_stored() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = numbered_project(&centre).await;
    add(&centre, project, version(0, None)).await.unwrap();
    let attempts = (0..20).map(|n| {
        let centre = centre.clone();
        let from = day("2018-01-01").map(|day| day + chrono::Days::new(n));
        tokio::spawn(async move { add(&centre, project, version(1, from)).await })
    });
    let mut stored = Vec::new();
    for attempt in attempts.collect::<Vec<_>>() {
        match attempt.await.unwrap() {
            Ok(annex) => stored.push(annex),
            refused => assert_eq!(refusal(refused), ["AGREEMENT_NUMBER_UNEXPECTED"]),
        }
    }
    assert_eq!(stored.len(), 1);
    let chain = versions(&centre, &[project]).await;
    assert_eq!(chain[1], stored[0]);
    assert_eq!(
        chain[0].facts.valid_to,
        stored[0].facts.valid_from.and_then(|day| day.pred_opt())
    );
}

#[tokio::test]
async fn a_repeated_request_adds_one_version() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = numbered_project(&centre).await;
    let director = user(centre.tenant, Role::Director);
    let again = || {
        add_by(
            &centre,
            once(call(&director), "key", "f"),
            project,
            version(0, None),
        )
    };
    let first = again().await.unwrap();
    assert_eq!(again().await.unwrap(), first);
    assert_eq!(versions(&centre, &[project]).await.len(), 1);
}

#[tokio::test]
async fn another_centres_project_answers_like_one_that_does_not_exist() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let project = numbered_project(&north).await;
    add(&north, project, version(0, None)).await.unwrap();
    let absent = ProjectId::from_uuid(nothing());
    let statements = Statements::watch();
    let mut answers = Vec::new();
    for id in [project, absent] {
        statements.take();
        let answer = add(&south, id, version(1, day("2018-01-01"))).await;
        answers.push((answer, statements.take()));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].0, Err(CallError::NotFound));
    assert_eq!(versions(&south, &[project, absent]).await, []);
    assert_eq!(versions(&north, &[project]).await.len(), 1);
}

#[tokio::test]
async fn the_versions_of_many_projects_are_one_statement() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let mut projects = Vec::new();
    for n in 0..5 {
        let project = centre.created(titled(&n.to_string())).await.id;
        add(&centre, project, version(0, None)).await.unwrap();
        projects.push(project);
    }
    let statements = Statements::watch();
    statements.take();
    assert_eq!(versions(&centre, &projects[..1]).await.len(), 1);
    let one = statements.take();
    assert_eq!(versions(&centre, &projects).await.len(), 5);
    assert_eq!(statements.take(), one);
}

#[tokio::test]
async fn only_those_who_sign_for_projects_add_versions() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let project = numbered_project(&centre).await;
    for role in Role::ALL
        .iter()
        .filter(|role| role.exists_in(wsparcie_kernel::OrganisationKind::Centre))
    {
        let signs = [Role::Director, Role::ProjectManager].contains(role);
        let answer = add_by(
            &centre,
            call(&user(centre.tenant, *role)),
            project,
            version(9, None),
        )
        .await;
        let expected = if signs {
            "AGREEMENT_START_MISSING"
        } else {
            "FORBIDDEN"
        };
        assert_eq!(refusal(answer), [expected], "{role:?}");
    }
}
