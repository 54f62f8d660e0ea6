//! What the projects have for their participants, in which groups, and whom they take: as the pages tell it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Seeds;

const OFFER: &str = "offeredServices { kind { code } category { code } description unit { code }
    quantity { value to exactness { code } } perWhat provider { teamPostId partner firm { name } } withdrawnAt }
    serviceRules { rules { code category atLeast } warnings { code } }";

fn services(project: &Value) -> &Vec<Value> {
    project["offeredServices"].as_array().unwrap()
}

fn by_category(project: &Value) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for service in services(project) {
        *counts
            .entry(service["category"]["code"].as_str().unwrap())
            .or_default() += 1;
    }
    counts
}

fn described<'a>(project: &'a Value, words: &str) -> &'a Value {
    let says = |service: &&Value| {
        service["description"]
            .as_str()
            .is_some_and(|text| text.contains(words))
    };
    services(project)
        .iter()
        .find(says)
        .unwrap_or_else(|| panic!("nothing says {words}"))
}

/// Unit, quantity, its upper end, and what it is for.
fn quantity(service: &Value) -> Value {
    let quantity = &service["quantity"];
    json!([
        service["unit"]["code"],
        quantity["value"],
        quantity["to"],
        service["perWhat"]
    ])
}

pub(super) async fn services_are_offered_in_the_quantities_and_by_whom_the_pages_say(seeds: &Seeds) {
    let jelenia_gora = seeds.projects("MOPS Jelenia Góra", OFFER).await.remove(0);
    assert_eq!(
        by_category(&jelenia_gora),
        [
            ("educational", 4),
            ("health", 3),
            ("social", 10),
            ("vocational", 4)
        ]
        .into()
    );
    assert_eq!(
        jelenia_gora["serviceRules"],
        json!({"rules": [{"code": "social_obligatory", "category": "social", "atLeast": 1}], "warnings": []})
    );

    let przasnysz = seeds.projects("MOPS Przasnysz", OFFER).await.remove(0);
    for (words, told) in [
        ("kurs obsługi komputera", json!(["hour", "50", null, null])),
        ("wyjazdy studyjne", json!(["trip", "2", null, null])),
        ("Mikołajek", json!(["trip", "1", null, null])),
        ("z udziałem rodzin", json!(["meeting", "1", null, null])),
        ("z udziałem władz miasta", json!(["meeting", "1", null, null])),
        ("dwudniowe spotkania", json!(["day", "2", null, "tygodniowo"])),
        ("porady prawne", json!([null, null, null, null])),
    ] {
        assert_eq!(quantity(described(&przasnysz, words)), told, "{words}");
    }
    let firm = &described(&przasnysz, "część szkoleń w KIS")["provider"]["firm"];
    assert_eq!(firm, &json!({"name": null}), "a firm without a name");
    assert_eq!(services(&przasnysz).len(), 14);

    let starachowice = seeds.projects("MOPS Starachowice", OFFER).await.remove(0);
    let assistant = described(&starachowice, "dla 30 osób");
    assert_eq!(
        quantity(assistant),
        json!(["hour", "3", "4", "tygodniowo na uczestnika"])
    );
    assert!(assistant["provider"]["teamPostId"].is_string());
    assert_eq!(
        described(&starachowice, "cykl szkoleń")["provider"]["partner"],
        "Stowarzyszenie PROREW w Kielcach"
    );
    assert_eq!(
        services(&starachowice).len(),
        4,
        "neither PSU nor the club of 2018 is the project's"
    );

    let zielona_gora = seeds.projects("MOPS Zielona Góra", OFFER).await.remove(0);
    assert_eq!(
        (services(&zielona_gora).len(), &zielona_gora["serviceRules"]),
        (1, &Value::Null)
    );

    let integra = seeds.projects("MOPS Dąbrowa Górnicza", OFFER).await;
    assert!(
        services(&integra[0]).is_empty(),
        "the page tells what is offered in 2014-2015"
    );
    assert_eq!(services(&integra[1]).len(), 21);
    for words in [
        "gender czy dietetyka",
        "lokalnych podmiotów i instytucji",
        "formie wyjazdowej",
    ] {
        assert_eq!(
            described(&integra[1], words)["category"]["code"],
            "social",
            "{words}"
        );
    }
}

pub(super) async fn the_groups_of_przasnysz_have_their_days_places_and_conditions(seeds: &Seeds) {
    let fields = "groups { places { count exactness { code } } difference groups { name closedOn
        startsOn { day precision { code } } endsOn { day precision { code } }
        places { count } criteria { code expression } } }";
    let groups = seeds.projects("MOPS Przasnysz", fields).await.remove(0)["groups"].take();
    assert_eq!(
        (&groups["places"], &groups["difference"]),
        (&json!({"count": 19, "exactness": {"code": "exact"}}), &json!(0)),
        "eleven and eight are nineteen"
    );
    let day = |day: &str, precision: &str| json!({"day": day, "precision": {"code": precision}});
    let criterion = |code: &str, expression: &str| json!({"code": code, "expression": expression});
    assert_eq!(
        groups["groups"],
        json!([
            {
                "name": "grupa zaawansowana", "closedOn": null, "places": {"count": 11},
                "startsOn": day("2010-04-27", "day"), "endsOn": day("2010-09-30", "day"),
                "criteria": [
                    criterion("women", "sex == \"K\""), criterion("earlier_editions", "took_part_before"),
                    criterion(
                        "no_activity",
                        "labour_status in [\"unemployed_registered\", \"unemployed_unregistered\", \"inactive\"]",
                    ),
                ],
            },
            {
                "name": "grupa początkująca", "closedOn": null, "places": {"count": 8},
                "startsOn": day("2010-07-01", "month"), "endsOn": day("2010-12-31", "month"),
                "criteria": [
                    criterion("age", "age >= 40 && age <= 64"), criterion("residence", "residence_gmina == \"1422011\""),
                ],
            },
        ])
    );
    for centre in [
        "MOPS Jelenia Góra",
        "MOPS Zielona Góra",
        "MOPS Dąbrowa Górnicza",
        "MOPS Starachowice",
    ] {
        for project in seeds.projects(centre, fields).await {
            assert_eq!(project["groups"], Value::Null, "{centre}");
        }
    }
}

pub(super) async fn terms_of_recruitment_are_those_of_the_pages(seeds: &Seeds) {
    let fields = "recruitment { criteria { code group } groups { atLeast } preferences { code }
        terms { continuous opensOn closesOn conditions minimum ranking { code }
            quotas { total { count } women { count } men { count } } } }";
    let unknown = json!({"total": null, "women": null, "men": null});
    for (centre, edition, [criteria, of_group, preferences], terms, words) in [
        (
            "MOPS Jelenia Góra",
            0,
            [9, 6, 0],
            json!([null, "2017-10-01", null]),
            "intensywnej aktywizacji",
        ),
        (
            "MOPS Zielona Góra",
            0,
            [12, 11, 3],
            json!([true, null, null]),
            "wywiadów środowiskowych",
        ),
        (
            "MOPS Przasnysz",
            0,
            [1, 0, 0],
            json!([null, null, null]),
            "rejestracja w Powiatowym Urzędzie Pracy",
        ),
        (
            "MOPS Dąbrowa Górnicza",
            0,
            [2, 0, 0],
            json!([null, null, null]),
            "",
        ),
        (
            "MOPS Dąbrowa Górnicza",
            1,
            [2, 0, 0],
            json!([null, null, null]),
            "do pracownika socjalnego",
        ),
        ("MOPS Starachowice", 0, [3, 0, 0], json!([null, null, null]), ""),
    ] {
        let recruitment = seeds.projects(centre, fields).await[edition]["recruitment"].take();
        let all = recruitment["criteria"].as_array().unwrap();
        let grouped = all.iter().filter(|one| !one["group"].is_null()).count();
        let preferred = recruitment["preferences"].as_array().unwrap().len();
        assert_eq!(
            [all.len(), grouped, preferred],
            [criteria, of_group, preferences],
            "{centre}"
        );
        let told = &recruitment["terms"];
        assert_eq!(
            json!([told["continuous"], told["opensOn"], told["closesOn"]]),
            terms,
            "{centre}"
        );
        match told["conditions"].as_str() {
            Some(conditions) => assert!(
                !words.is_empty() && conditions.contains(words),
                "{centre}: {conditions}"
            ),
            None => assert_eq!(words, "", "{centre}"),
        }
        let quotas = match centre {
            "MOPS Zielona Góra" => {
                json!({"total": {"count": 300}, "women": {"count": 147}, "men": {"count": 153}})
            }
            _ => unknown.clone(),
        };
        assert_eq!(
            (&told["quotas"], &told["minimum"]),
            (&quotas, &Value::Null),
            "{centre}"
        );
    }
}
