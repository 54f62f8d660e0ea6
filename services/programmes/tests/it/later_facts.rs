//! Who answers for a project, what it is for, and its editions: kept by updates that have never heard of them.

use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{
    LaterFact, Partner, PartnerDetails, PartnerRole, ProgrammesApi, ProjectEditions, ProjectFacts,
    ProjectParty, UpdateProject,
};
use wsparcie_testkit::Statements;

use crate::support::{Centre, Stage, money, nothing, now, refusal, titled};

fn party(name: &str, nip: Option<&str>) -> Option<ProjectParty> {
    Some(ProjectParty {
        name: name.to_owned(),
        nip: nip.map(str::to_owned),
    })
}

/// Starachowice's project, with everything that can be known of it.
fn asystent() -> ProjectFacts {
    ProjectFacts {
        beneficiary: party("Gmina Starachowice", Some("8971811633")),
        implementer: party(
            "Miejski Ośrodek Pomocy Społecznej w Starachowicach",
            Some("8971811633"),
        ),
        main_goal: Some("zwiększenie dostępu do usług społecznych".to_owned()),
        specific_goals: vec!["b".to_owned(), "a".to_owned()],
        target_groups: vec!["osoby z niepełnosprawnościami".to_owned()],
        partners: vec![
            Partner {
                role: PartnerRole::Lead,
                name: "Stowarzyszenie PROREW w Kielcach".to_owned(),
                details: None,
            },
            Partner {
                role: PartnerRole::Partner,
                name: "Gmina Starachowice/MOPS".to_owned(),
                details: Some(PartnerDetails {
                    number: Some(1),
                    is_centre: true,
                    share: Some(money("12345.67")),
                }),
            },
        ],
        ..titled("Asystent aktywności")
    }
}

#[tokio::test]
async fn what_is_known_is_stored_in_its_order_and_two_centres_may_have_one_nip() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let created = north.created(asystent()).await;
    assert_eq!(created.facts, asystent());
    assert_eq!(north.read(&[created.id]).await, [created]);
    south.created(asystent()).await;
}

#[tokio::test]
async fn an_update_of_a_client_that_has_never_heard_of_these_facts_keeps_them() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let created = centre.created(asystent()).await;
    let mut old_client = titled("Asystent aktywności 2");
    old_client.partners = asystent().partners;
    old_client.partners[1].details = None;
    let updated = centre.update(created.id, 1, old_client).await.unwrap();
    assert_eq!(
        updated.facts,
        ProjectFacts {
            title: "Asystent aktywności 2".to_owned(),
            ..asystent()
        }
    );
    let input = UpdateProject {
        id: created.id,
        expected_version: 2,
        facts: titled("Asystent aktywności"),
        stated: LaterFact::ALL.to_vec(),
    };
    let cleared = centre
        .service
        .clone()
        .update_project(now(), centre.call(), input)
        .await
        .unwrap();
    assert_eq!(cleared.facts, titled("Asystent aktywności"));
}

#[tokio::test]
async fn what_is_kept_is_checked_beside_what_is_new() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS").await;
    let created = centre.created(asystent()).await;
    let mut facts = titled("Asystent aktywności");
    let kept = Partner {
        details: None,
        ..asystent().partners[1].clone()
    };
    let newcomer = Partner {
        name: "nowy".to_owned(),
        details: Some(PartnerDetails {
            number: Some(1),
            ..PartnerDetails::default()
        }),
        ..kept.clone()
    };
    facts.partners = vec![kept, newcomer];
    let refused = centre.update(created.id, 1, facts).await;
    assert_eq!(refusal(refused), ["PARTNER_NUMBER_REPEATED"]);
}

async fn editions(centre: &Centre, projects: &[ProjectId]) -> Vec<ProjectEditions> {
    centre
        .service
        .clone()
        .editions_by_project(now(), centre.call(), projects.to_vec())
        .await
        .unwrap()
}

fn integra(edition: &str) -> ProjectFacts {
    ProjectFacts {
        edition: Some(edition.to_owned()),
        undertaking: Some("INTEGRA".to_owned()),
        ..titled("INTEGRA")
    }
}

#[tokio::test]
async fn the_editions_of_an_undertaking_know_each_other_in_their_order_and_no_other_centres() {
    let stage = Stage::start().await;
    let (north, south) = (stage.centre("north").await, stage.centre("south").await);
    let later = north.created(integra("2014-2015")).await.id;
    let first = north.created(integra("2008-2013")).await.id;
    let dated = ProjectFacts {
        starts_on: Some("2016-01-01".parse().unwrap()),
        ..integra("2016")
    };
    let dated = north.created(dated).await.id;
    let alone = north.created(titled("inny")).await.id;
    let foreign = south.created(integra("2014-2015")).await.id;
    let of = |project_id, editions: &[ProjectId]| ProjectEditions {
        project_id,
        editions: editions.to_vec(),
    };
    let statements = Statements::watch();
    statements.take();
    assert_eq!(editions(&north, &[first]).await, [of(first, &[dated, later])]);
    let cost = statements.take();
    let mut all = vec![
        of(later, &[dated, first]),
        of(first, &[dated, later]),
        of(dated, &[first, later]),
    ];
    all.sort_by_key(|row| row.project_id);
    let nothing = ProjectId::from_uuid(nothing());
    assert_eq!(
        editions(&north, &[first, later, dated, alone, foreign, nothing]).await,
        all
    );
    assert_eq!(statements.take(), cost);
    assert_eq!(editions(&south, &[foreign, first]).await, [of(foreign, &[])]);
}
