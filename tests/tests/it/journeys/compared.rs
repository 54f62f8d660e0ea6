//! Two centres and what an authority may compare of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::ground::zloty;
use super::stage::{Centre, analyst, create_project, key, participant, rules, set_rules};
use crate::support::{Client, TestApp};

/// A title that a spreadsheet would take for a formula.
const FORMULA: &str = "=HYPERLINK(\"x\")";
const MEASURES: [&str; 7] = [
    "COMPLETION",
    "COST_PER_PLACE",
    "EMPLOYMENT_EFFECTIVENESS",
    "OWN_CONTRIBUTION",
    "RECRUITMENT",
    "SERVICES_MIX",
    "SOCIAL_EFFECTIVENESS",
];
const COMPARISON: &str = "query($measures: [ComparisonMeasure!]) { comparison(measures: $measures) {
    release { number threshold projectCount }
    projects(first: 10) { totalCount edges { node { centre title
        costTotal { value { amount } hidden { code } }
        recruited { total { count hidden { code } } women { count hidden { code } } men { count hidden { code } } }
    } } }
    summaries { figure { code } sex { code } included considered
        weightedMean { amount { amount } } mean { amount { amount } }
        spread { least { amount { amount } } median { amount { amount } } greatest { amount { amount } } }
        missing { centre title reason { code } } }
} }";

async fn consent(director: &Client, measure: &str, granted: bool) {
    let input = json!({"idempotencyKey": key(), "measure": measure, "granted": granted});
    director
        .mutate("decideComparisonConsent", "consent { granted }", input)
        .await;
}

async fn freeze(app: &TestApp, authority: &Client) {
    let input = json!({"idempotencyKey": key()});
    authority
        .mutate("createComparisonRelease", "release { id }", input)
        .await;
    app.settle().await;
}

async fn compare(authority: &Client, measures: Value) -> Value {
    authority.data(COMPARISON, json!({"measures": measures})).await["comparison"].take()
}

/// The projects of a comparison in its order.
fn rows(comparison: &Value) -> Vec<&Value> {
    let edges = comparison["projects"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| &edge["node"]).collect()
}

fn summary<'a>(comparison: &'a Value, figure: &str) -> &'a Value {
    let summaries = comparison["summaries"].as_array().unwrap();
    let found = summaries
        .iter()
        .find(|one| one["figure"]["code"] == figure && one["sex"].is_null());
    found.unwrap_or_else(|| panic!("no {figure} in {summaries:#?}"))
}

/// Two centres of Lower Silesia: Jelenia Góra tells everything, Wałbrzych withholds recruitment.
struct Region<'a> {
    jelenia_gora: Centre<'a>,
    coordinator: Client,
    project: String,
    /// Wałbrzych's.
    director: Client,
}

impl<'a> Region<'a> {
    async fn found(app: &'a TestApp) -> Self {
        let jelenia_gora = Centre::found(app, "jelenia-gora", "0261011").await;
        let walbrzych = Centre::found(app, "walbrzych", "0265011").await;
        let (one, director) = (
            jelenia_gora.hire("dyrektor", "DIRECTOR").await,
            walbrzych.hire("dyrektor", "DIRECTOR").await,
        );
        for measure in MEASURES {
            consent(&one, measure, true).await;
            if measure != "RECRUITMENT" {
                consent(&director, measure, true).await;
            }
        }
        let (coordinator, other) = (jelenia_gora.coordinator().await, walbrzych.coordinator().await);
        let facts = |title: &str, places: i64, total: Value| json!({"title": title, "placesTotal": {"count": places}, "budgetTotal": total, "recruitmentFrom": "2017-10-01"});
        let project = create_project(&coordinator, facts(FORMULA, 12, zloty("1200.00"))).await;
        create_project(&coordinator, facts("Bez budżetu", 20, Value::Null)).await;
        let theirs = create_project(&other, facts("Drugi brzeg", 36, zloty("7200.00"))).await;
        let (worker, stranger) = (
            jelenia_gora.social_worker().await,
            walbrzych.social_worker().await,
        );
        set_rules(&coordinator, &project, rules()).await;
        set_rules(&other, &theirs, rules()).await;
        for name in ["Ala", "Ela", "Iga", "Ola", "Ula"] {
            participant(&worker, &project, (name, "Sekretna"), "FEMALE").await;
            participant(&stranger, &theirs, (name, "Tajna"), "FEMALE").await;
        }
        for name in ["Jan", "Leon", "Olaf", "Piotr"] {
            participant(&worker, &project, (name, "Sekretny"), "MALE").await;
        }
        app.settle().await;
        Self {
            jelenia_gora,
            coordinator,
            project,
            director,
        }
    }
}

#[tokio::test]
pub(crate) async fn a_release_hides_small_counts_names_what_is_missing_and_ranks_nobody() {
    let app = TestApp::start().await;
    let region = Region::found(&app).await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    let elsewhere = analyst(&app, "MARSHALS_OFFICE", "um-lubuskie", "08").await;
    for authority in [&marshal, &elsewhere] {
        freeze(&app, authority).await;
    }
    let told = compare(&marshal, json!(["COST_PER_PLACE", "RECRUITMENT"])).await;
    assert_eq!(
        told["release"],
        json!({"number": 1, "threshold": 5, "projectCount": 3})
    );
    let hidden = |code: &str| json!({"count": null, "hidden": {"code": code}});
    let cost = |amount: &str| json!({"value": zloty(amount), "hidden": null});
    let row = |centre: &str, title: &str, cost: Value, recruited: [Value; 3]| {
        let [total, women, men] = recruited;
        json!({
            "centre": centre, "title": title, "costTotal": cost,
            "recruited": {"total": total, "women": women, "men": men},
        })
    };
    let small = row(
        "jelenia-gora",
        FORMULA,
        cost("100.00"),
        [
            json!({"count": 9, "hidden": null}),
            hidden("suppressed"),
            hidden("suppressed"),
        ],
    );
    let withheld = row(
        "walbrzych",
        "Drugi brzeg",
        cost("200.00"),
        [(); 3].map(|()| hidden("no_consent")),
    );
    let rows_told = rows(&told);
    assert_eq!(rows_told.len(), 3);
    assert!(
        rows_told.contains(&&small) && rows_told.contains(&&withheld),
        "four men are hidden, and the women who would tell them: {rows_told:#?}"
    );

    let costs = summary(&told, "cost_per_place_total");
    assert_eq!((&costs["included"], &costs["considered"]), (&json!(2), &json!(3)));
    assert_eq!(
        (&costs["mean"]["amount"], &costs["weightedMean"]["amount"]),
        (&zloty("150.00"), &zloty("175.00")),
        "by places: 8400 over 48"
    );
    assert_eq!(
        costs["spread"],
        json!({
            "least": {"amount": zloty("100.00")}, "median": {"amount": zloty("150.00")}, "greatest": {"amount": zloty("200.00")},
        })
    );
    assert_eq!(
        costs["missing"],
        json!([{"centre": "jelenia-gora", "title": "Bez budżetu", "reason": {"code": "missing"}}])
    );
    let recruitment = summary(&told, "recruitment_rate");
    assert!(
        recruitment["missing"].as_array().unwrap().contains(
            &json!({"centre": "walbrzych", "title": "Drugi brzeg", "reason": {"code": "no_consent"}})
        ),
        "{recruitment}"
    );

    // The order is of the names, whatever the figures; and no field tells a place in it.
    let centres: Vec<_> = rows(&told).iter().map(|row| row["centre"].clone()).collect();
    assert_eq!(centres, ["jelenia-gora", "jelenia-gora", "walbrzych"]);
    for field in ["rank", "position", "place"] {
        let query = format!("{{ comparison {{ projects(first: 1) {{ edges {{ node {{ {field} }} }} }} }} }}");
        assert!(marshal.ask(&query, json!({})).await.code().is_some(), "{field}");
    }
    let other = compare(&elsewhere, Value::Null).await;
    assert_eq!(
        (&other["projects"]["totalCount"], rows(&other).len()),
        (&json!(0), 0),
        "another region sees nothing"
    );

    // A consent that is taken back hides at once, in what was frozen before as well.
    consent(&region.director, "COST_PER_PLACE", false).await;
    let told = compare(&marshal, json!(["COST_PER_PLACE"])).await;
    let costs = summary(&told, "cost_per_place_total");
    assert_eq!(
        (&costs["included"], costs["missing"].as_array().unwrap().len()),
        (&json!(1), 2)
    );
    assert!(!told.to_string().contains("200.00"), "{told}");
}

#[tokio::test]
pub(crate) async fn the_file_hides_what_the_screen_hides_and_the_centre_itself_sees_everything() {
    let app = TestApp::start().await;
    let region = Region::found(&app).await;
    let marshal = analyst(&app, "MARSHALS_OFFICE", "um-dolnoslaskie", "02").await;
    freeze(&app, &marshal).await;
    let input = json!({"format": "CSV", "measures": ["RECRUITMENT"]});
    let file = marshal
        .mutate("exportComparison", "file { fileName content }", input)
        .await["file"]
        .take();
    let content = STANDARD.decode(file["content"].as_str().unwrap()).unwrap();
    let content = String::from_utf8(content).unwrap();
    let row = content.lines().find(|line| line.contains("HYPERLINK")).unwrap();
    assert!(
        row.contains("'=HYPERLINK") && !row.contains(";=") && !row.contains(";\"="),
        "{row}"
    );
    assert!(row.contains(";9;ukryte (tajemnica statystyczna);"), "{row}");
    assert!(!row.contains(";5;") && !row.contains(";4;"), "{row}");
    let theirs = content.lines().find(|line| line.contains("Drugi brzeg")).unwrap();
    assert!(
        theirs.contains("brak zgody ośrodka") && !theirs.contains(";5;"),
        "{theirs}"
    );

    let query = "query($ids: [ID!]!) { ownComparison(projectIds: $ids) { peopleTold figures { title
        recruited { total { count } women { count } men { count } } costTotal { value { amount } } } } }";
    let ids = json!({"ids": [region.project]});
    let own = region.coordinator.data(query, ids.clone()).await["ownComparison"].take();
    let count = |count: i64| json!({"count": count});
    assert_eq!(
        own,
        json!([{"peopleTold": true, "figures": {
            "title": FORMULA, "recruited": {"total": count(9), "women": count(5), "men": count(4)},
            "costTotal": {"value": zloty("100.00")},
        }}])
    );
    let accountant = region.jelenia_gora.hire("ksiegowosc", "CHIEF_ACCOUNTANT").await;
    let told = accountant.data(query, ids.clone()).await["ownComparison"].take();
    assert_eq!(
        (
            &told[0]["peopleTold"],
            &told[0]["figures"]["recruited"]["total"]["count"]
        ),
        (&json!(false), &Value::Null)
    );
    assert_eq!(marshal.ask(query, ids).await.code(), Some("FORBIDDEN"));
}
