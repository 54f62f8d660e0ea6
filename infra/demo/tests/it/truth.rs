//! The centres' files against the public pages: everything a page says is there, and nothing it does not say.

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
    says_nothing_of(
        &project,
        &[
            "number",
            "places_women",
            "places_men",
            "recruitment_from",
            "partners",
        ],
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

/// The detailed budgets of a centre's fictional file.
fn budgets(centre: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{centre}.toml"));
    let text = fs::read_to_string(path).unwrap();
    assert!(
        text.contains("# Fictional: the page gives no budget by task and line."),
        "{centre}: not marked"
    );
    let value: Value = toml::from_str(&text).unwrap();
    value["budgets"].as_array().unwrap().clone()
}

#[test]
fn the_fictional_budgets_add_up_to_the_pages_amounts_to_the_grosz() {
    for (centre, code, total) in [
        ("przasnysz", "aktywizacja-2010", "200146.96"),
        ("jelenia-gora", "postaw-na-siebie-ii", "1470000.00"),
    ] {
        let page = project(centre, code);
        let budget = &budgets(centre)[0];
        assert_eq!(budget["project"].as_str(), Some(code));
        let mut by_source: BTreeMap<String, i64> = BTreeMap::new();
        for line in budget["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|task| task["lines"].as_array().unwrap())
        {
            let sources = line["sources"].as_array().unwrap();
            let sum = Money::sum(sources.iter().map(|part| money(&part["amount"]))).unwrap();
            assert_eq!(sum, money(&line["amount"]), "{centre}: {}", line["name"]);
            for part in sources {
                let source = part["source"].as_str().unwrap().to_owned();
                *by_source.entry(source).or_default() += money(&part["amount"]).grosz();
            }
        }
        let pages: BTreeMap<String, i64> = page["budget"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| {
                (
                    part["source"].as_str().unwrap().to_owned(),
                    money(&part["amount"]).grosz(),
                )
            })
            .collect();
        assert_eq!(by_source, pages, "{centre}");
        assert_eq!(Money::from_grosz(by_source.values().sum()).to_string(), total);
    }
    assert!(
        centres()
            .keys()
            .filter(|code| !["przasnysz", "jelenia-gora"].contains(&code.as_str()))
            .all(|code| {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{code}.toml"));
                !fs::read_to_string(path).unwrap().contains("[[budgets]]")
            }),
        "a page without money keeps none: a made-up budget would answer for it"
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

#[test]
fn the_fictional_expenses_fit_their_lines_and_say_that_they_are_fictional() {
    for (centre, total) in [("przasnysz", "15705.14"), ("jelenia-gora", "85066.67")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{centre}.toml"));
        let value: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let tasks = budgets(centre)[0]["tasks"].as_array().unwrap().clone();
        let mut sum = 0;
        for expense in value["expenses"].as_array().unwrap() {
            let task = tasks
                .iter()
                .find(|task| task["number"] == expense["task"])
                .unwrap();
            let lines = task["lines"].as_array().unwrap();
            let line = lines
                .iter()
                .find(|line| line["number"] == expense["line"])
                .unwrap();
            let amount = money(&expense["amount"]);
            assert!(
                amount <= money(&line["amount"]),
                "{centre}: {}",
                expense["document_number"]
            );
            let sources = line["sources"].as_array().unwrap();
            assert!(sources.iter().any(|part| part["source"] == expense["source"]));
            assert!(
                expense["contractor"]
                    .as_str()
                    .unwrap()
                    .to_lowercase()
                    .contains("fikcyjn")
            );
            sum += amount.grosz();
        }
        assert_eq!(Money::from_grosz(sum).to_string(), total, "{centre}");
    }
}
