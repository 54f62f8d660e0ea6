//! The centres' files against the public pages: everything a page says is there, and nothing it does not say.

mod aims;
mod made_up;
mod notes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Value;
use wsparcie_kernel::Money;

/// The centres' files, by code.
pub(crate) fn centres() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/centres");
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
    files
        .map(|text| {
            let value: Value = toml::from_str(&text).unwrap();
            (value["code"].as_str().unwrap().to_owned(), value)
        })
        .collect()
}

fn project(centre: &str, code: &str) -> Value {
    let all = centres();
    let projects = all[centre]["projects"].as_array().unwrap();
    projects
        .iter()
        .find(|project| project["code"].as_str() == Some(code))
        .unwrap()
        .clone()
}

fn money(value: &Value) -> Money {
    Money::parse(value.as_str().unwrap()).unwrap()
}

/// The sum of a project's budget, and the part from the Union.
fn budget(project: &Value) -> (Money, Money) {
    let parts = project["budget"].as_array().unwrap();
    let eu = parts
        .iter()
        .find(|part| part["source"].as_str() == Some("eu"))
        .unwrap();
    (
        Money::sum(parts.iter().map(|part| money(&part["amount"]))).unwrap(),
        money(&eu["amount"]),
    )
}

fn places(count: i64, exactness: &str) -> Value {
    let pairs = [
        ("count", Value::from(count)),
        ("exactness", Value::from(exactness)),
    ];
    Value::Table(
        pairs
            .map(|(name, value)| (name.to_owned(), value))
            .into_iter()
            .collect(),
    )
}

/// Whether the project has none of these fields: nobody may invent them.
fn says_nothing_of(project: &Value, fields: &[&str]) {
    for field in fields {
        assert!(
            project.get(*field).is_none(),
            "{}: {field} was invented",
            project["code"]
        );
    }
}

fn has_note(project: &Value, kind: &str, field: &str) -> bool {
    let is = |note: &Value| note["kind"].as_str() == Some(kind) && note["field"].as_str() == Some(field);
    project["source_notes"].as_array().unwrap().iter().any(is)
}

#[test]
fn the_five_centres_are_there_and_what_no_page_says_of_them_is_unknown() {
    let teryt: BTreeMap<_, _> = [
        ("dabrowa-gornicza", "2465011"),
        ("jelenia-gora", "0261011"),
        ("przasnysz", "1422011"),
        ("starachowice", "2611011"),
        ("zielona-gora", "0862011"),
    ]
    .into();
    let all = centres();
    assert_eq!(
        all.keys().map(String::as_str).collect::<Vec<_>>(),
        teryt.keys().copied().collect::<Vec<_>>()
    );
    for (code, centre) in &all {
        let organisation = &centre["organisation"];
        assert_eq!(organisation["teryt"].as_str(), Some(teryt[code.as_str()]));
        assert_eq!(organisation["type"].as_str(), Some("MOPS"));
        assert_eq!(
            organisation.as_table().unwrap().len(),
            4,
            "{code}: NIP, REGON and whole addresses stand on no page"
        );
    }
}

#[test]
fn postaw_na_siebie_has_the_money_the_people_and_the_day_of_its_page() {
    let project = project("jelenia-gora", "postaw-na-siebie-ii");
    let (sum, eu) = budget(&project);
    assert_eq!(
        (sum.to_string(), eu.to_string()),
        ("1470000.00".to_owned(), "1249500.00".to_owned())
    );
    assert_eq!(eu.share_of(sum).unwrap().hundredths_of_percent(), 8_500);
    assert_eq!(project["mode"].as_str(), Some("competitive"));
    assert_eq!(project["places_total"], places(165, "exact"));
    assert_eq!(project["recruitment_from"].as_str(), Some("2017-10-01"));
    says_nothing_of(
        &project,
        &[
            "starts_on",
            "ends_on",
            "number",
            "programme",
            "places_women",
            "places_men",
            "budget_total",
        ],
    );
    assert!(
        has_note(&project, "unknown", "period") && has_note(&project, "other_reading", "recruitmentRules")
    );
    let criteria = project["recruitment"]["criteria"].as_array().unwrap();
    assert_eq!(
        criteria.iter().filter(|one| one.get("group").is_some()).count(),
        6
    );
    assert!(
        criteria
            .iter()
            .any(|one| one["expression"].as_str() == Some("age >= 15"))
    );
    assert_eq!(project["documents"].as_array().unwrap().len(), 2);
}

#[test]
fn gora_pomocy_has_places_by_sex_eleven_premises_and_no_money() {
    let project = project("zielona-gora", "gora-pomocy");
    assert_eq!(project["places_total"], places(300, "exact"));
    assert_eq!(project["places_women"], places(147, "exact"));
    assert_eq!(project["places_men"], places(153, "exact"));
    says_nothing_of(
        &project,
        &[
            "budget",
            "budget_total",
            "starts_on",
            "ends_on",
            "number",
            "programme",
            "mode",
            "recruitment_from",
        ],
    );
    assert!(has_note(&project, "unknown", "budget") && has_note(&project, "contradiction", "programme"));
    let recruitment = &project["recruitment"];
    let premises = recruitment["criteria"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one.get("group").is_some());
    assert_eq!(premises.count(), 11);
    let order: Vec<_> = recruitment["preferences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().unwrap())
        .collect();
    assert_eq!(order, ["multiple_exclusion", "severe_disability", "food_aid"]);
}

#[test]
fn the_project_of_2010_adds_up_to_the_grosz_and_its_contradictions_are_flagged() {
    let project = project("przasnysz", "aktywizacja-2010");
    let (sum, eu) = budget(&project);
    assert_eq!(
        (sum, eu.to_string()),
        (money(&project["budget_total"]), "179131.53".to_owned())
    );
    assert_eq!(sum.to_string(), "200146.96");
    assert_eq!(project["mode"].as_str(), Some("systemic"));
    assert_eq!(project["places_total"], places(19, "exact"));
    assert_eq!(
        (project["starts_on"].as_str(), project["ends_on"].as_str()),
        (Some("2010-01-01"), Some("2010-12-31"))
    );
    let programme: Vec<_> = project["programme"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one.as_str().unwrap())
        .collect();
    assert_eq!(programme, ["POKL", "VII", "7.1", "7.1.1"]);
    assert!(
        has_note(&project, "contradiction", "groups") && has_note(&project, "contradiction", "targetGroup")
    );
    // Eleven women, and eight of whom the page does not say.
    assert_eq!(project["places_women"], places(11, "minimum"));
    assert!(has_note(&project, "minimum", "placesWomen") && has_note(&project, "unknown", "placesMen"));
    says_nothing_of(
        &project,
        &["number", "places_men", "recruitment_from", "partners"],
    );
}

#[test]
fn integra_has_two_editions_of_one_undertaking_with_totals_only() {
    let first = project("dabrowa-gornicza", "integra-2008-2013");
    let second = project("dabrowa-gornicza", "integra-2014-2015");
    assert_eq!(first["undertaking"], second["undertaking"]);
    assert_eq!(
        (first["budget_total"].as_str(), second["budget_total"].as_str()),
        (Some("5899249.51"), Some("780329.00"))
    );
    assert_eq!(first["places_total"], places(656, "exact"));
    assert_eq!(second["places_total"], places(60, "minimum"));
    for edition in [&first, &second] {
        says_nothing_of(
            edition,
            &[
                "budget",
                "starts_on",
                "ends_on",
                "number",
                "places_women",
                "places_men",
            ],
        );
        assert!(has_note(edition, "unknown", "period") && has_note(edition, "unknown", "budget"));
    }
    assert!(has_note(&second, "contradiction", "team"));
}

#[test]
fn asystent_aktywnosci_has_its_number_its_days_and_its_lead_partner() {
    let project = project("starachowice", "asystent-aktywnosci");
    assert_eq!(project["number"].as_str(), Some("RPSW.09.02.01-26-0057/16-00"));
    assert_eq!(
        (project["starts_on"].as_str(), project["ends_on"].as_str()),
        (Some("2017-07-01"), Some("2019-06-30"))
    );
    assert_eq!(project["places_total"], places(30, "exact"));
    let lead = &project["partners"].as_array().unwrap()[0];
    assert_eq!(
        (lead["role"].as_str(), lead["name"].as_str()),
        (Some("lead"), Some("Stowarzyszenie PROREW w Kielcach"))
    );
    says_nothing_of(
        &project,
        &[
            "budget",
            "budget_total",
            "mode",
            "recruitment_from",
            "places_women",
            "places_men",
        ],
    );
}
