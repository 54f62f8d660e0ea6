//! What the projects are for, how far they have come, and what is kept ready.

use toml::Value;

use super::{centres, has_note, project, says_nothing_of};

/// The parts of the path that a project took to its status, with the days that the page tells.
fn path(project: &Value) -> Vec<(&str, Option<&str>)> {
    let moves = project["statuses"].as_array().unwrap().iter();
    moves
        .map(|step| {
            (
                step["to"].as_str().unwrap(),
                step.get("on").and_then(Value::as_str),
            )
        })
        .collect()
}

fn count(project: &Value, list: &str) -> usize {
    project.get(list).map_or(0, |list| list.as_array().unwrap().len())
}

#[test]
fn goals_and_target_groups_stand_as_the_pages_tell_them() {
    let jelenia = project("jelenia-gora", "postaw-na-siebie-ii");
    assert_eq!(
        (
            count(&jelenia, "specific_goals"),
            count(&jelenia, "target_groups")
        ),
        (5, 6)
    );
    assert!(
        jelenia["main_goal"]
            .as_str()
            .unwrap()
            .starts_with("aktywna integracja")
    );
    let przasnysz = project("przasnysz", "aktywizacja-2010");
    assert!(
        przasnysz["main_goal"]
            .as_str()
            .unwrap()
            .contains("19 osób bezrobotnych")
    );
    assert_eq!(count(&przasnysz, "specific_goals"), 0);
    let [first, second] =
        ["integra-2008-2013", "integra-2014-2015"].map(|code| project("dabrowa-gornicza", code));
    assert_eq!(first["main_goal"], second["main_goal"]);
    let zielona = project("zielona-gora", "gora-pomocy");
    says_nothing_of(
        &zielona,
        &["main_goal", "specific_goals", "beneficiary", "implementer"],
    );
    assert!(
        has_note(&zielona, "unknown", "goals") && has_note(&zielona, "other_reading", "recruitmentRules")
    );
    let starachowice = project("starachowice", "asystent-aktywnosci");
    assert!(
        starachowice["main_goal"]
            .as_str()
            .unwrap()
            .contains("usługi asystenckiej")
    );
}

#[test]
fn starachowice_is_partner_no_1_of_prorew_and_its_agreement_is_the_original() {
    let project = project("starachowice", "asystent-aktywnosci");
    assert_eq!(
        project["beneficiary"]["name"].as_str(),
        Some("Gmina Starachowice")
    );
    let partners = project["partners"].as_array().unwrap();
    assert!(partners[0].get("number").is_none());
    assert_eq!(
        (
            partners[1]["number"].as_integer(),
            partners[1]["is_centre"].as_bool()
        ),
        (Some(1), Some(true))
    );
    let agreements = project["agreements"].as_array().unwrap();
    assert_eq!(agreements.len(), 1);
    assert_eq!(agreements[0]["number"].as_integer(), Some(0));
    says_nothing_of(
        &agreements_of(&project),
        &["signed_on", "valid_from", "valid_to", "total"],
    );
    assert!(has_note(&project, "source", "agreements") && has_note(&project, "source", "status"));
}

fn agreements_of(project: &Value) -> Value {
    let mut version = project["agreements"].as_array().unwrap()[0].clone();
    let table = version.as_table_mut().unwrap();
    table.insert("code".to_owned(), Value::from("agreement"));
    version
}

#[test]
fn the_projects_stand_where_their_pages_leave_them() {
    for (centre, code, expected) in [
        (
            "jelenia-gora",
            "postaw-na-siebie-ii",
            &[("recruiting", Some("2017-10-01"))][..],
        ),
        ("zielona-gora", "gora-pomocy", &[("running", None)]),
        (
            "przasnysz",
            "aktywizacja-2010",
            &[("running", Some("2010-01-01"))],
        ),
        (
            "dabrowa-gornicza",
            "integra-2008-2013",
            &[("running", None), ("closing", None)],
        ),
        ("dabrowa-gornicza", "integra-2014-2015", &[("recruiting", None)]),
        (
            "starachowice",
            "asystent-aktywnosci",
            &[
                ("running", Some("2017-07-01")),
                ("closing", Some("2019-06-30")),
                ("in_readiness", Some("2019-07-11")),
            ],
        ),
    ] {
        let project = project(centre, code);
        assert_eq!(path(&project), expected, "{code}");
        assert!(has_note(&project, "source", "status"), "{code}");
    }
}

#[test]
fn the_lower_bound_of_the_second_integra_is_flagged_as_one() {
    let second = project("dabrowa-gornicza", "integra-2014-2015");
    assert!(
        has_note(&second, "minimum", "placesTotal") && !has_note(&second, "other_reading", "placesTotal")
    );
}

#[test]
fn starachowice_says_what_is_kept_ready_and_nobody_says_until_when() {
    let project = project("starachowice", "asystent-aktywnosci");
    let kept = project["readiness"].as_array().unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        kept[0]["service"].as_str(),
        Some("Usługi Asystenta Osobistego Osoby Niepełnosprawnej")
    );
    // The last day follows from the project's duration: the platform counts it, the data do not state it.
    assert!(kept[0].get("agreed").is_none() && kept[0].get("until").is_none());
    assert_eq!(project["starts_on"].as_str(), Some("2017-07-01"));
    assert_eq!(project["ends_on"].as_str(), Some("2019-06-30"));
    for (code, centre) in centres() {
        for project in centre["projects"].as_array().unwrap() {
            let keeps = project.get("readiness").is_some();
            assert_eq!(keeps, code == "starachowice", "only seed 004 speaks of readiness");
        }
    }
}
