//! What an authority is told where enough people took part, and of which projects it asks.

use serde_json::{Value, json};

use super::ground::{load_reference, zloty};
use super::stage::{
    Centre, accept_agreement, analyst, create_project, key, operator, participant, rules, set_rules,
};
use crate::support::{Client, PASSWORD, TestApp};

const MEASURES: [&str; 7] = [
    "COMPLETION",
    "COST_PER_PLACE",
    "EMPLOYMENT_EFFECTIVENESS",
    "OWN_CONTRIBUTION",
    "RECRUITMENT",
    "SERVICES_MIX",
    "SOCIAL_EFFECTIVENESS",
];

async fn consent_to_all(director: &Client) {
    for measure in MEASURES {
        let input = json!({"idempotencyKey": key(), "measure": measure, "granted": true});
        director
            .mutate("decideComparisonConsent", "consent { granted }", input)
            .await;
    }
}

/// A rural centre with its administrator, who is its director and coordinator as well.
async fn rural_centre(app: &TestApp) -> Client {
    let login = "wszyscy@gops.test";
    let input = json!({
        "idempotencyKey": key(), "organisationType": "GOPS", "name": "Gminny Ośrodek", "shortName": "gops",
        "teryt": "0261022",
        "firstMember": {
            "login": login, "fullName": "Pierwsza Osoba", "password": PASSWORD,
            "roles": ["ADMINISTRATOR", "DIRECTOR", "COORDINATOR"],
        },
    });
    operator(app)
        .await
        .mutate("createOrganisation", "organisation { id }", input)
        .await;
    let client = app.sign_in(login).await;
    accept_agreement(&client).await;
    client
}

/// Fifteen women of whom ten completed after an internship, five of those with work and a social effect in time; five dropped
/// out. Nobody is too few to be told.
struct Women {
    coordinator: Client,
    project: String,
}

impl Women {
    async fn take_part(centre: &Centre<'_>) -> Self {
        let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
        let facts = json!({
            "title": "Kobiety na start", "number": "RPDS.09.01.01-02-0001/17-00", "startsOn": "2017-10-01",
            "endsOn": "2018-12-31", "recruitmentFrom": "2017-10-01", "budgetTotal": zloty("1500.00"),
            "placesTotal": {"count": 20}, "placesWomen": {"count": 20}, "placesMen": {"count": 0},
        });
        let project = create_project(&coordinator, facts).await;
        set_rules(&coordinator, &project, rules()).await;
        let women = Self { coordinator, project };
        for number in 0..15 {
            let enrolment = participant(&worker, &women.project, ("Osoba", "Sekretna"), "FEMALE").await;
            women.follow(&enrolment, number < 10, number < 5).await;
        }
        for kind in ["legal_advice", "therapy", "course", "internship", "kis"] {
            let input =
                json!({"idempotencyKey": key(), "projectId": women.project, "service": {"kind": kind}});
            women
                .coordinator
                .mutate("addOfferedService", "offeredService { id }", input)
                .await;
        }
        women
    }

    async fn follow(&self, enrolment: &str, completes: bool, succeeds: bool) {
        let support = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "category": "VOCATIONAL", "kind": "internship",
            "startsOn": "2018-01-08",
        });
        self.coordinator
            .mutate("recordSupport", "support { id }", support)
            .await;
        let ending = if completes { "AS_PLANNED" } else { "EARLY" };
        let end = json!({
            "idempotencyKey": key(), "enrolmentId": enrolment, "endedOn": "2018-06-30", "ending": ending, "reason": "koniec",
        });
        self.coordinator
            .mutate("endParticipation", "enrolment { id }", end)
            .await;
        if succeeds {
            for outcome in [
                json!({"kind": "WORK", "code": "employment", "untilOn": "2019-06-30", "postPercent": 100}),
                json!({"kind": "SOCIAL_EFFECT", "code": "motivation"}),
            ] {
                let mut input = json!({
                    "idempotencyKey": key(), "enrolmentId": enrolment, "occurredOn": "2018-07-15", "evidenceKind": "umowa",
                });
                input
                    .as_object_mut()
                    .unwrap()
                    .extend(outcome.as_object().unwrap().clone());
                self.coordinator
                    .mutate("recordOutcome", "outcome { id }", input)
                    .await;
            }
        }
    }
}

/// Centres of Lower Silesia with four projects: costs of 75, 100, 200 and 400 zł a place.
async fn region(app: &TestApp) -> Women {
    load_reference(app).await;
    let town = Centre::found(app, "jelenia-gora", "0261011").await;
    consent_to_all(&town.hire("dyrektor", "DIRECTOR").await).await;
    let women = Women::take_part(&town).await;
    let village = rural_centre(app).await;
    consent_to_all(&village).await;
    let facts = |title: &str, number: Value, total: &str| json!({"title": title, "number": number, "budgetTotal": zloty(total), "placesTotal": {"count": 10}});
    for (title, number, total) in [
        ("Wiejski klub", json!("POKL.07.01.01-02-001/10-00"), "1000.00"),
        ("Drugi brzeg", json!("RPDS.09.02.01-02-0002/18-00"), "2000.00"),
        ("Bez programu", Value::Null, "4000.00"),
    ] {
        create_project(&village, facts(title, number, total)).await;
    }
    app.settle().await;
    women
}

async fn freeze(app: &TestApp, authority: &Client) {
    let input = json!({"idempotencyKey": key()});
    authority
        .mutate("createComparisonRelease", "release { id }", input)
        .await;
    app.settle_releases().await;
}

#[tokio::test]
pub(crate) async fn of_enough_people_a_release_tells_effects_drop_out_and_services_with_their_intervals() {
    let app = TestApp::start().await;
    region(&app).await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    freeze(&app, &marshal).await;
    let rate = "numerator denominator share lower upper hidden { code }";
    let query = format!(
        "{{ comparison(filter: {{centreKind: \"MOPS\"}}) {{
            projects(first: 5) {{ totalCount edges {{ node {{ title
                recruited {{ women {{ count }} men {{ count hidden {{ code }} }} }}
                recruitment {{ women {{ {rate} }} }} completion {{ total {{ {rate} }} }} dropOut {{ total {{ {rate} }} }}
                socialEffectiveness {{ women {{ {rate} }} }} employmentEffectiveness {{ total {{ {rate} }} }}
                services {{ categories {{ category services }} hidden {{ code }} }} }} }} }}
            summaries {{ figure {{ code }} sex {{ code }} category included lower upper
                weightedMean {{ percent }} mean {{ percent }} }} }} }}"
    );
    let told = marshal.data(&query, json!({})).await["comparison"].take();
    let rows = &told["projects"];
    assert_eq!(rows["totalCount"], 1);
    let row = &rows["edges"][0]["node"];
    assert_eq!(
        row["recruited"],
        json!({"women": {"count": 15}, "men": {"count": 0, "hidden": null}})
    );
    let rate = |some: i64, of: i64, [share, lower, upper]: [Option<&str>; 3]| json!({"numerator": some, "denominator": of, "share": share, "lower": lower, "upper": upper, "hidden": null});
    // Wilson's bounds by hand: z² = 3.8415; of 10 in 15 and 5 in 15, and of 5 in 10.
    let third = [Some("33.33"), Some("15.17"), Some("58.29")];
    let half = [Some("50.00"), Some("23.65"), Some("76.35")];
    assert_eq!(
        row["recruitment"]["women"],
        rate(15, 20, [Some("75.00"), None, None]),
        "places are no sample"
    );
    assert_eq!(
        row["completion"]["total"],
        rate(10, 15, [Some("66.67"), Some("41.71"), Some("84.83")])
    );
    assert_eq!(row["dropOut"]["total"], rate(5, 15, third));
    assert_eq!(row["socialEffectiveness"]["women"], rate(5, 10, half));
    assert_eq!(row["employmentEffectiveness"]["total"], rate(5, 10, half));
    let of = |category: &str, services: i64| json!({"category": category, "services": services});
    assert_eq!(
        row["services"],
        json!({"hidden": null, "categories": [of("educational", 1), of("health", 1), of("social", 1), of("vocational", 2)]})
    );
    let summaries = told["summaries"].as_array().unwrap();
    let summary = |figure: &str, category: Option<&str>| {
        let is = |one: &&Value| {
            one["figure"]["code"] == figure && one["sex"].is_null() && one["category"].as_str() == category
        };
        summaries
            .iter()
            .find(is)
            .unwrap_or_else(|| panic!("no {figure} in {summaries:#?}"))
    };
    let pooled = summary("drop_out_rate", None);
    assert_eq!(
        (
            &pooled["included"],
            &pooled["weightedMean"]["percent"],
            &pooled["lower"],
            &pooled["upper"]
        ),
        (&json!(1), &json!("33.33"), &json!("15.17"), &json!("58.29"))
    );
    assert_eq!(
        summary("services_share", Some("vocational"))["mean"]["percent"],
        "40.00"
    );
    assert_eq!(
        summary("services_share", Some("social"))["lower"],
        Value::Null,
        "no people, no interval"
    );
}

#[tokio::test]
pub(crate) async fn projects_are_chosen_by_programme_period_and_kind_and_quartiles_lie_between_them() {
    let app = TestApp::start().await;
    let women = region(&app).await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    freeze(&app, &marshal).await;
    let query = "query($filter: ComparisonFilterInput) { comparison(filter: $filter, measures: [COST_PER_PLACE]) {
        projects(first: 10) { edges { node { title period { code } programme centreKind } } }
        summaries { figure { code } included considered mean { amount { amount } } weightedMean { amount { amount } }
            spread { least { amount { amount } } lowerQuartile { amount { amount } } median { amount { amount } }
                upperQuartile { amount { amount } } greatest { amount { amount } } } } } }";
    let ask = async |filter: Value| {
        let mut told = marshal.data(query, json!({"filter": filter})).await["comparison"].take();
        let edges = told["projects"]["edges"].as_array().unwrap().iter();
        let titles: Vec<_> = edges
            .map(|edge| edge["node"]["title"].as_str().unwrap().to_owned())
            .collect();
        (titles, told["summaries"][0].take())
    };
    let (all, costs) = ask(Value::Null).await;
    assert_eq!(
        all,
        ["Bez programu", "Drugi brzeg", "Wiejski klub", "Kobiety na start"],
        "by centre, then title"
    );
    let amount = |amount: &str| json!({"amount": zloty(amount)});
    assert_eq!(
        costs,
        json!({
            "figure": {"code": "cost_per_place_total"}, "included": 4, "considered": 4,
            "mean": amount("193.75"), "weightedMean": amount("170.00"),
            "spread": {
                "least": amount("75.00"), "lowerQuartile": amount("93.75"), "median": amount("150.00"),
                "upperQuartile": amount("250.00"), "greatest": amount("400.00"),
            },
        }),
        "75, 100, 200 and 400; 8500 over 50 places"
    );
    for (filter, titles) in [
        (
            json!({"programme": "RPDS"}),
            &["Drugi brzeg", "Kobiety na start"][..],
        ),
        (json!({"programme": "9.2.1"}), &["Drugi brzeg"]),
        (json!({"programme": "POKL"}), &["Wiejski klub"]),
        (json!({"period": "P2007"}), &["Wiejski klub"]),
        (json!({"period": "P2014"}), &["Drugi brzeg", "Kobiety na start"]),
        (
            json!({"centreKind": "GOPS"}),
            &["Bez programu", "Drugi brzeg", "Wiejski klub"],
        ),
        (json!({"centreKind": "GOPS", "period": "P2014"}), &["Drugi brzeg"]),
        (
            json!({"voivodeship": "02"}),
            &["Bez programu", "Drugi brzeg", "Wiejski klub", "Kobiety na start"],
        ),
        (json!({"voivodeship": "08"}), &[]),
    ] {
        let (found, costs) = ask(filter.clone()).await;
        assert_eq!(found, titles, "{filter}");
        assert_eq!(costs["considered"], titles.len(), "{filter}");
    }

    // The centre sees its own without a release, and with the Union's money unknown.
    let query = "query($ids: [ID!]!) { ownComparison(projectIds: $ids) { figures {
        dropOut { total { share lower upper } } costTotal { value { amount } } costEu { hidden { code } } } } }";
    let own = women
        .coordinator
        .data(query, json!({"ids": [women.project]}))
        .await;
    assert_eq!(
        own["ownComparison"],
        json!([{"figures": {
            "dropOut": {"total": {"share": "33.33", "lower": "15.17", "upper": "58.29"}},
            "costTotal": {"value": zloty("75.00")}, "costEu": {"hidden": {"code": "missing"}},
        }}])
    );
}
