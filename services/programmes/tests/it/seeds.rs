//! The five public project pages: their figures survive storing and reading as they stand, and what they do not say stays
//! unknown.

use wsparcie_programmes_api::{
    BudgetSource, Exactness, Partner, PartnerRole, ProgrammesApi, ProjectFacts, ProjectMode, SourceNote,
    SourceNoteKind,
};

use crate::support::{Stage, at_least, exactly, level, money, now, part, titled};

fn day(text: &str) -> Option<wsparcie_kernel::Date> {
    Some(text.parse().unwrap())
}

fn note(kind: SourceNoteKind, field: &str, text: &str) -> SourceNote {
    SourceNote {
        kind,
        field: field.to_owned(),
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn jelenia_gora_has_a_total_of_1470000_with_85_percent_from_the_union() {
    let stage = Stage::start().await;
    let centre = stage.centre("MOPS Jelenia Góra").await;
    let facts = ProjectFacts {
        programme_id: Some(level("201402000000")),
        mode: Some(ProjectMode::Competitive),
        recruitment_from: day("2017-10-01"),
        places_total: exactly(165),
        budget: Some(vec![
            part(BudgetSource::LocalGovernment, "220500.00"),
            part(BudgetSource::Eu, "1249500.00"),
        ]),
        area: Some("0261011".to_owned()),
        ..titled("Postaw na siebie II")
    };
    let stored = centre.created(facts).await;
    let sum = stored.facts.budget_sum().unwrap();
    assert_eq!(sum.to_string(), "1470000.00");
    let eu = stored.facts.budget.unwrap()[0];
    assert_eq!(eu.source, BudgetSource::Eu);
    assert_eq!(eu.amount.share_of(sum).unwrap().to_string(), "85.00");
}

#[tokio::test]
async fn zielona_gora_has_an_unknown_budget_and_not_one_of_zero() {
    let stage = Stage::start().await;
    let centre = stage.centre_in("MOPS Zielona Góra", "0862011").await;
    let facts = ProjectFacts {
        places_total: exactly(300),
        places_women: exactly(147),
        places_men: exactly(153),
        source_notes: vec![
            note(SourceNoteKind::Unknown, "budget", "strona nie podaje budżetu"),
            note(
                SourceNoteKind::Contradiction,
                "programme",
                "okruszki mówią „Kapitał Ludzki”, treść o zasadach 2014-20",
            ),
        ],
        ..titled("Góra pomocy")
    };
    let stored = centre.created(facts.clone()).await;
    assert_eq!(stored.facts, facts);
    assert_eq!(
        (stored.facts.budget.as_ref(), stored.facts.budget_sum()),
        (None, None)
    );
    assert_eq!((stored.facts.starts_on, stored.number), (None, None));
    assert_eq!(
        stage
            .number("select count(*) from programmes.project_budget_part")
            .await,
        0
    );
}

#[tokio::test]
async fn przasnysz_has_parts_that_add_up_to_its_stated_total() {
    let stage = Stage::start().await;
    let centre = stage.centre_in("MOPS Przasnysz", "1422011").await;
    let facts = ProjectFacts {
        programme_id: Some(level("200700070101")),
        mode: Some(ProjectMode::Systemic),
        starts_on: day("2010-01-01"),
        ends_on: day("2010-12-31"),
        places_total: exactly(19),
        budget: Some(vec![
            part(BudgetSource::Eu, "179131.53"),
            part(BudgetSource::LocalGovernment, "21015.43"),
        ]),
        budget_total: Some(money("200146.96")),
        source_notes: vec![note(
            SourceNoteKind::Contradiction,
            "groups",
            "od 27 kwietnia do końca września to nie 6 miesięcy",
        )],
        ..titled("Aktywizacja społeczno – zawodowa szansą na usamodzielnienie")
    };
    let stored = centre.created(facts.clone()).await;
    assert_eq!(stored.facts, facts);
    assert_eq!(stored.facts.budget_sum(), Some(money("200146.96")));
    assert_eq!(stored.facts.budget_difference(), Some(money("0.00")));
}

#[tokio::test]
async fn integra_has_two_editions_and_a_minimum_of_60_places() {
    let stage = Stage::start().await;
    let centre = stage.centre_in("MOPS Dąbrowa Górnicza", "2465011").await;
    let edition = |edition: &str, places, total: &str| ProjectFacts {
        edition: Some(edition.to_owned()),
        undertaking: Some("INTEGRA".to_owned()),
        programme_id: Some(level("200700070101")),
        mode: Some(ProjectMode::Systemic),
        places_total: places,
        budget_total: Some(money(total)),
        ..titled("INTEGRA")
    };
    centre
        .created(edition("2008-2013", exactly(656), "5899249.51"))
        .await;
    centre
        .created(edition("2014-2015", at_least(60), "780329.00"))
        .await;
    let page = wsparcie_kernel::PageRequest::first(10);
    let page = centre
        .service
        .clone()
        .list_projects(now(), centre.call(), page)
        .await
        .unwrap();
    let editions: Vec<_> = page.edges.iter().map(|edge| &edge.node.facts).collect();
    assert_eq!(editions.len(), 2);
    assert!(
        editions
            .iter()
            .all(|facts| facts.undertaking.as_deref() == Some("INTEGRA"))
    );
    let newest = editions
        .iter()
        .find(|facts| facts.edition.as_deref() == Some("2014-2015"))
        .unwrap();
    assert_eq!(newest.places_total.unwrap().exactness, Exactness::Minimum);
    assert_eq!(newest.places_total.unwrap().count, 60);
    assert_eq!(
        (newest.budget_total, newest.budget.as_ref()),
        (Some(money("780329.00")), None)
    );
}

#[tokio::test]
async fn starachowices_number_is_read_into_its_parts() {
    let stage = Stage::start().await;
    let centre = stage.centre_in("MOPS Starachowice", "2611011").await;
    let partner = |role, name: &str| Partner {
        role,
        name: name.to_owned(),
        details: None,
    };
    let facts = ProjectFacts {
        programme_id: Some(level("201426090201")),
        number: Some("RPSW.09.02.01-26-0057/16-00".to_owned()),
        starts_on: day("2017-07-01"),
        ends_on: day("2019-06-30"),
        places_total: exactly(30),
        partners: vec![
            partner(PartnerRole::Lead, "Stowarzyszenie PROREW w Kielcach"),
            partner(
                PartnerRole::Partner,
                "Gmina Starachowice/Miejski Ośrodek Pomocy Społecznej w Starachowicach",
            ),
        ],
        area: Some("2611011".to_owned()),
        ..titled("Asystent aktywności")
    };
    let stored = centre.created(facts.clone()).await;
    assert_eq!(stored.facts, facts);
    let number = stored.number.unwrap();
    assert_eq!(number.programme_code, "RPSW");
    assert_eq!(
        (number.measure.as_str(), number.submeasure.as_deref()),
        ("9.2", Some("9.2.1"))
    );
    assert_eq!(
        (number.voivodeship.as_deref(), number.agreement_version),
        (Some("26"), Some(0))
    );
}
