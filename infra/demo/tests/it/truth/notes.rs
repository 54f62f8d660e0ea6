//! What a page says and no field holds stands in a note, and so does how a figure was read.

use toml::Value;

use super::{centres, has_note, places, project};

/// The texts of a project's notes on a field.
fn texts(project: &Value, field: &str) -> String {
    let notes = project["source_notes"].as_array().unwrap().iter();
    let of_field = notes.filter(|note| note["field"].as_str() == Some(field));
    of_field
        .map(|note| note["text"].as_str().unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn own_money_whose_origin_no_page_tells_is_noted_as_a_reading() {
    let mut split = 0;
    for (code, centre) in centres() {
        for project in centre["projects"].as_array().unwrap() {
            let parts = project.get("budget").and_then(Value::as_array);
            if parts.is_some() {
                split += 1;
                assert!(has_note(project, "other_reading", "budget"), "{code}");
                assert!(
                    texts(project, "budget").contains("tylko „wkład własny”"),
                    "{code}"
                );
            }
        }
    }
    assert_eq!(split, 2);
    let jelenia_gora = project("jelenia-gora", "postaw-na-siebie-ii");
    assert!(has_note(&jelenia_gora, "source", "budget"));
    assert!(texts(&jelenia_gora, "services").contains("będą bezpłatne"));
}

#[test]
fn what_starachowice_does_beside_its_project_is_told_with_its_figures_and_is_no_service_of_it() {
    let project = project("starachowice", "asystent-aktywnosci");
    let beside = texts(&project, "services");
    for said in [
        "06.02.2018",
        "08.02.2018",
        "31.12.2018",
        "10 osób",
        "10 godzin w tygodniu",
        "40 w miesiącu",
        "8,30 zł",
        "60%",
        "2 godziny",
        "raz w tygodniu",
        "trzygodzinnych",
    ] {
        assert!(beside.contains(said), "{said}");
    }
    for service in project["services"].as_array().unwrap() {
        let kind = service["kind"].as_str().unwrap();
        assert!(
            !["socially_useful_work", "kis", "kis_individual", "kis_group"].contains(&kind),
            "{kind}"
        );
    }
    for said in ["3-4 godziny", "10 środowisk", "160 godzin"] {
        assert!(texts(&project, "hours").contains(said), "{said}");
    }
}

#[test]
fn integra_tells_of_each_edition_what_the_page_tells_and_what_it_does_not() {
    let [first, second] =
        ["integra-2008-2013", "integra-2014-2015"].map(|code| project("dabrowa-gornicza", code));
    for edition in [&first, &second] {
        assert!(
            has_note(edition, "unknown", "specificGoals") && has_note(edition, "other_reading", "mainGoal")
        );
    }
    for field in ["services", "team", "recruitment"] {
        assert!(has_note(&first, "unknown", field), "{field}");
    }
    for unknown in ["services", "team", "terms", "groups"] {
        assert!(first.get(unknown).is_none(), "{unknown}");
    }
    assert!(has_note(&first, "other_reading", "recruitmentRules"));
    let described: Vec<_> = second["services"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|service| service.get("description").and_then(Value::as_str))
        .collect();
    for said in [
        "gender czy dietetyka",
        "lokalnych podmiotów i instytucji",
        "zakresie niepełnosprawności",
    ] {
        assert!(described.iter().any(|text| text.contains(said)), "{said}");
    }
}

#[test]
fn gora_pomocy_keeps_to_forty_nine_percent_of_women_also_in_its_terms() {
    let project = project("zielona-gora", "gora-pomocy");
    let terms = &project["terms"];
    assert_eq!(terms["continuous"].as_bool(), Some(true));
    let quotas = &terms["quotas"];
    assert_eq!(
        [&quotas["total"], &quotas["women"], &quotas["men"]],
        [
            &places(300, "exact"),
            &places(147, "exact"),
            &places(153, "exact")
        ]
    );
    assert!(has_note(&project, "unknown", "team") && has_note(&project, "unknown", "services"));
}

#[test]
fn the_advanced_group_of_przasnysz_is_for_women_of_earlier_editions_who_have_no_work_yet() {
    let project = project("przasnysz", "aktywizacja-2010");
    let groups = project["groups"].as_array().unwrap();
    let codes = |group: &Value| {
        let criteria = group["criteria"].as_array().unwrap().iter();
        criteria
            .map(|one| one["code"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(codes(&groups[0]), ["women", "earlier_editions", "no_activity"]);
    assert_eq!(codes(&groups[1]), ["age", "residence"]);
    assert!(texts(&project, "recruitmentRules").contains("stan na rynku pracy"));
}
