//! What the projects are for, whose they are, and how far they have come: as the pages tell it.

use serde_json::{Value, json};

use super::Seeds;

const FIELDS: &str =
    "title edition mode { code } area mainGoal specificGoals targetGroups recruitmentFrom recruitmentUntil
    beneficiary { name } implementer { name } partners { role { code } name number isCentre }
    status { code } statusHistory { to { code } on }
    agreements { number projectNumber signedOn validFrom validTo total { amount } }";

/// The main goal's first words, how many specific goals, and the first words of each target group.
fn aims(project: &Value) -> Value {
    let begins = |text: &Value| {
        text.as_str()
            .map(|text| text.chars().take(24).collect::<String>())
    };
    let goals = project["specificGoals"].as_array().unwrap().len();
    let groups: Vec<_> = project["targetGroups"]
        .as_array()
        .unwrap()
        .iter()
        .map(begins)
        .collect();
    json!([begins(&project["mainGoal"]), goals, groups])
}

/// Mode, beneficiary, implementer.
fn parties(project: &Value) -> Value {
    json!([
        project["mode"]["code"],
        project["beneficiary"]["name"],
        project["implementer"]["name"]
    ])
}

/// The status, and how it came to it.
fn way(project: &Value) -> Value {
    let history = project["statusHistory"].as_array().unwrap().iter();
    let steps: Vec<_> = history
        .map(|step| json!([step["to"]["code"], step["on"]]))
        .collect();
    json!([project["status"]["code"], steps])
}

async fn jelenia_gora(seeds: &Seeds) {
    let project = seeds.projects("MOPS Jelenia Góra", FIELDS).await.remove(0);
    let groups = [
        "osoby lub rodziny korzys",
        "osoby, o których mowa w ",
        "osoby przebywające w pie",
        "rodziny przeżywające tru",
        "osoby z niepełnosprawnoś",
        "osoby niesamodzielne ze ",
    ];
    assert_eq!(aims(&project), json!(["aktywna integracja miesz", 5, groups]));
    assert!(
        project["specificGoals"][4]
            .as_str()
            .unwrap()
            .starts_with("zmniejszenie barier zdrowotnych")
    );
    assert_eq!(
        parties(&project),
        json!([
            "competitive",
            null,
            "Miejski Ośrodek Pomocy Społecznej w Jeleniej Górze"
        ])
    );
    assert_eq!(
        way(&project),
        json!(["recruiting", [["recruiting", "2017-10-01"]]])
    );
    assert_eq!(
        (
            &project["recruitmentFrom"],
            &project["recruitmentUntil"],
            &project["agreements"]
        ),
        (&json!("2017-10-01"), &Value::Null, &json!([]))
    );
}

async fn zielona_gora(seeds: &Seeds) {
    let project = seeds.projects("MOPS Zielona Góra", FIELDS).await.remove(0);
    assert_eq!(
        aims(&project),
        json!([null, 0, ["osoby zamieszkujące mias", "otoczenie tych osób"]])
    );
    assert_eq!(parties(&project), json!([null, null, null]));
    assert_eq!(way(&project), json!(["running", [["running", null]]]));
    assert_eq!(
        (&project["recruitmentFrom"], &project["partners"]),
        (&Value::Null, &json!([]))
    );
}

async fn przasnysz(seeds: &Seeds) {
    let project = seeds.projects("MOPS Przasnysz", FIELDS).await.remove(0);
    assert_eq!(
        aims(&project),
        json!(["zwiększenie szans na ryn", 0, ["osoby bezrobotne, które "]])
    );
    assert_eq!(
        parties(&project),
        json!(["systemic", null, "Miejski Ośrodek Pomocy Społecznej w Przasnyszu"])
    );
    assert_eq!(way(&project), json!(["running", [["running", "2010-01-01"]]]));
}

async fn dabrowa_gornicza(seeds: &Seeds) {
    let editions = seeds.projects("MOPS Dąbrowa Górnicza", FIELDS).await;
    let centre = "Miejski Ośrodek Pomocy Społecznej w Dąbrowie Górniczej";
    let all = "osoby w wieku aktywności";
    assert_eq!(aims(&editions[0]), json!(["włączenie społeczne, pod", 0, [all]]));
    assert_eq!(
        aims(&editions[1]),
        json!([
            "włączenie społeczne, pod",
            0,
            [all, "Programy Aktywności Loka", "Programy Aktywności Loka"]
        ])
    );
    assert_eq!(parties(&editions[0]), json!([null, null, centre]));
    assert_eq!(parties(&editions[1]), json!(["systemic", null, centre]));
    assert_eq!(
        way(&editions[0]),
        json!(["closing", [["running", null], ["closing", null]]])
    );
    assert_eq!(way(&editions[1]), json!(["recruiting", [["recruiting", null]]]));
}

async fn starachowice(seeds: &Seeds) {
    let project = seeds.projects("MOPS Starachowice", FIELDS).await.remove(0);
    let groups = [
        "osoby z niepełnosprawnoś",
        "rodziny z dziećmi z niep",
        "opiekunowie faktyczni os",
    ];
    assert_eq!(aims(&project), json!(["zwiększenie dostępu do u", 0, groups]));
    assert_eq!(
        parties(&project),
        json!([
            null,
            "Gmina Starachowice",
            "Miejski Ośrodek Pomocy Społecznej w Starachowicach"
        ])
    );
    assert_eq!(
        way(&project),
        json!([
            "in_readiness",
            [
                ["running", "2017-07-01"],
                ["closing", "2019-06-30"],
                ["in_readiness", "2019-07-11"]
            ]
        ])
    );
    assert_eq!(
        project["partners"],
        json!([
            {"role": {"code": "lead"}, "name": "Stowarzyszenie PROREW w Kielcach", "number": null, "isCentre": false},
            {"role": {"code": "partner"}, "name": "Gmina Starachowice / Miejski Ośrodek Pomocy Społecznej w Starachowicach",
             "number": 1, "isCentre": true},
        ])
    );
    assert_eq!(
        project["agreements"],
        json!([{
            "number": 0, "projectNumber": "RPSW.09.02.01-26-0057/16-00", "signedOn": null, "validFrom": null,
            "validTo": null, "total": null,
        }]),
        "the original, and nothing else is known of it"
    );
}

pub(super) async fn goals_target_groups_parties_and_the_way_to_its_status_stand_as_each_page_tells_them(
    seeds: &Seeds,
) {
    jelenia_gora(seeds).await;
    zielona_gora(seeds).await;
    przasnysz(seeds).await;
    dabrowa_gornicza(seeds).await;
    starachowice(seeds).await;
}

pub(super) async fn integras_two_editions_find_each_other(seeds: &Seeds) {
    let editions = seeds
        .projects(
            "MOPS Dąbrowa Górnicza",
            "edition undertaking editions { edition }",
        )
        .await;
    assert_eq!(
        editions,
        [
            json!({"edition": "2008-2013", "undertaking": "INTEGRA", "editions": [{"edition": "2014-2015"}]}),
            json!({"edition": "2014-2015", "undertaking": "INTEGRA", "editions": [{"edition": "2008-2013"}]}),
        ]
    );
    let alone = seeds.projects("MOPS Przasnysz", "editions { edition }").await;
    assert_eq!(alone, [json!({"editions": []})]);
}
