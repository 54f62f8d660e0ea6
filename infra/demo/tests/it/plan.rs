//! Teams, services, groups and terms against the public pages, and against the dictionaries that they name.

use std::collections::{BTreeMap, BTreeSet};

use toml::Value;

use crate::truth::centres;

fn project(centre: &str, code: &str) -> Value {
    let all = centres();
    let projects = all[centre]["projects"].as_array().unwrap();
    let found = projects
        .iter()
        .find(|project| project["code"].as_str() == Some(code));
    found.unwrap().clone()
}

fn list<'a>(of: &'a Value, field: &str) -> &'a [Value] {
    of.get(field).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn texts(of: &Value, field: &str) -> Vec<String> {
    list(of, field)
        .iter()
        .map(|text| text.as_str().unwrap().to_owned())
        .collect()
}

/// Position, posts, whether so many at least, and the line that it is among.
fn team(project: &Value) -> Vec<(&str, i64, bool, Option<&str>)> {
    let mut lines = Vec::new();
    for line in list(project, "team") {
        lines.push((
            line["position"].as_str().unwrap(),
            line["posts"]["count"].as_integer().unwrap(),
            line["posts"]["exactness"].as_str() == Some("minimum"),
            line.get("among").and_then(Value::as_str),
        ));
    }
    lines
}

/// The codes of a national dictionary with what each counts as.
fn dictionary(name: &str) -> BTreeMap<String, Option<String>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../services/programmes/data/reference/national.toml"
    );
    let file: Value = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let rows = file["dictionary"][name].as_array().unwrap();
    let text = |row: &Value, field: &str| row.get(field).and_then(Value::as_str).map(str::to_owned);
    rows.iter()
        .map(|row| (text(row, "code").unwrap(), text(row, "counts_as")))
        .collect()
}

#[test]
fn przasnysz_has_four_roles_with_the_duties_of_its_page() {
    let project = project("przasnysz", "aktywizacja-2010");
    assert_eq!(
        team(&project),
        [
            ("project_manager", 1, false, None),
            ("chief_accountant", 1, false, None),
            ("coordinator", 1, false, None),
            ("social_worker", 2, true, None)
        ]
    );
    let duties: Vec<usize> = list(&project, "team")
        .iter()
        .map(|line| texts(line, "duties").len())
        .collect();
    assert_eq!(duties, [3, 2, 4, 6]);
    let named: BTreeSet<String> = list(&project, "team")
        .iter()
        .flat_map(|line| texts(line, "duties"))
        .collect();
    // The dictionary of duties is this page's, no more and no less.
    assert_eq!(named, dictionary("team_duty").into_keys().collect());
}

#[test]
fn integras_second_edition_has_seven_posts_with_the_streetworkers_among_the_social_workers() {
    let second = project("dabrowa-gornicza", "integra-2014-2015");
    assert_eq!(
        team(&second),
        [
            ("social_worker", 4, false, None),
            ("streetworker", 2, false, Some("social-workers")),
            ("local_animator", 1, false, None)
        ]
    );
    let posts: i64 = team(&second).iter().map(|line| line.1).sum();
    assert_eq!(posts, 7);
    assert!(team(&project("dabrowa-gornicza", "integra-2008-2013")).is_empty());
}

#[test]
fn starachowice_has_three_assistants_of_three_to_four_hours_a_week_and_person() {
    let project = project("starachowice", "asystent-aktywnosci");
    assert_eq!(team(&project), [("assistant", 3, false, None)]);
    let service = &list(&project, "services")[0];
    assert_eq!(service["kind"].as_str(), Some("assistant"));
    assert_eq!(
        (
            service["quantity"]["value"].as_str(),
            service["quantity"]["to"].as_str()
        ),
        (Some("3"), Some("4"))
    );
    let by_partner = list(&project, "services").iter().find(|one| {
        one.get("provider")
            .and_then(|provider| provider.get("partner"))
            .is_some()
    });
    let partner = by_partner.unwrap()["provider"]["partner"].as_str().unwrap();
    assert!(
        list(&project, "partners")
            .iter()
            .any(|known| known["name"].as_str() == Some(partner))
    );
}

#[test]
fn jelenia_gora_offers_services_of_all_four_categories_and_asks_for_a_social_one() {
    let project = project("jelenia-gora", "postaw-na-siebie-ii");
    let kinds = dictionary("service_kind");
    let mut by_category: BTreeMap<String, usize> = BTreeMap::new();
    for service in list(&project, "services") {
        let category = kinds[service["kind"].as_str().unwrap()].clone().unwrap();
        *by_category.entry(category).or_default() += 1;
    }
    let expected = [
        ("educational", 4),
        ("health", 3),
        ("social", 10),
        ("vocational", 4),
    ];
    assert_eq!(
        by_category,
        expected
            .map(|(category, count)| (category.to_owned(), count))
            .into()
    );
    let rules = list(&project, "service_rules");
    assert_eq!(rules.len(), 1);
    assert_eq!(
        (rules[0]["category"].as_str(), rules[0]["at_least"].as_integer()),
        (Some("social"), Some(1))
    );
    assert_eq!(
        project["terms"]["opens_on"]
            .as_str()
            .or(project["recruitment_from"].as_str()),
        Some("2017-10-01")
    );
}

#[test]
fn the_groups_of_przasnysz_are_eleven_to_the_day_and_eight_to_the_month() {
    let project = project("przasnysz", "aktywizacja-2010");
    let shape = |group: &Value| {
        let day = |field: &str| group[field]["day"].as_str().unwrap().to_owned();
        let precision = group["starts_on"]["precision"].as_str().unwrap().to_owned();
        (
            group["places"]["count"].as_integer().unwrap(),
            day("starts_on"),
            day("ends_on"),
            precision,
        )
    };
    let groups: Vec<_> = list(&project, "groups").iter().map(shape).collect();
    let text = str::to_owned;
    assert_eq!(
        groups,
        [
            (11, text("2010-04-27"), text("2010-09-30"), text("day")),
            (8, text("2010-07-01"), text("2010-12-31"), text("month"))
        ]
    );
    let together: i64 = groups.iter().map(|group| group.0).sum();
    assert_eq!(Some(together), project["places_total"]["count"].as_integer());
    let course = list(&project, "services")
        .iter()
        .find(|one| one.get("unit").and_then(Value::as_str) == Some("hour"));
    assert_eq!(course.unwrap()["quantity"]["value"].as_str(), Some("50"));
}

#[test]
fn every_code_that_the_pages_need_is_in_the_national_dictionaries() {
    let [positions, duties, kinds, units, categories] = [
        "team_position",
        "team_duty",
        "service_kind",
        "service_unit",
        "instrument_category",
    ]
    .map(dictionary);
    for (centre, file) in centres() {
        for project in file["projects"].as_array().unwrap() {
            for line in list(project, "team") {
                assert!(
                    positions.contains_key(line["position"].as_str().unwrap()),
                    "{centre}: {line:?}"
                );
                assert!(
                    texts(line, "duties").iter().all(|duty| duties.contains_key(duty)),
                    "{centre}: {line:?}"
                );
            }
            for service in list(project, "services") {
                assert!(
                    kinds.contains_key(service["kind"].as_str().unwrap()),
                    "{centre}: {service:?}"
                );
                let unit = service.get("unit").and_then(Value::as_str);
                assert!(
                    unit.is_none_or(|unit| units.contains_key(unit)),
                    "{centre}: {service:?}"
                );
            }
        }
    }
    for (kind, category) in kinds {
        assert!(
            category.is_some_and(|code| categories.contains_key(&code)),
            "{kind} has no category"
        );
    }
    let levels: Vec<String> = dictionary("education").into_keys().collect();
    assert_eq!(
        levels,
        ["isced_0", "isced_1", "isced_2", "isced_3", "isced_4", "isced_5_8"]
    );
}
