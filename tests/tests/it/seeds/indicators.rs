//! The made-up courses of the seeds' participants, counted: what is missing is told apart, never as 0.

use serde_json::{Value, json};

use super::Seeds;

const INDICATORS: &str = "id
    indicators(asOf: \"2019-12-31\") { code origin { code } targets { total } value { total women men undecided percentOfTarget standsOn } }
    effectiveness(asOf: \"2019-12-31\") {
        brokeOff groupUnknown withoutRule
        rates { kind { code } group { code } numerator denominator pending rate threshold isMet }
    }";

async fn project(seeds: &Seeds, centre: &str) -> Value {
    seeds.projects(centre, INDICATORS).await.remove(0)
}

fn value(project: &Value, code: &str) -> Value {
    let indicators = project["indicators"].as_array().unwrap();
    let found = indicators.iter().find(|one| one["code"] == code);
    found.unwrap_or_else(|| panic!("no {code}"))["value"].clone()
}

fn rate(project: &Value, kind: &str, group: &str) -> Value {
    let rates = project["effectiveness"]["rates"].as_array().unwrap();
    let of = |rate: &&Value| rate["kind"]["code"] == kind && rate["group"]["code"] == group;
    let found = rates.iter().find(of).unwrap();
    json!([
        found["numerator"],
        found["denominator"],
        found["rate"],
        found["isMet"]
    ])
}

/// Values and effectiveness of the three projects of 2014-20, and the drill-through.
pub(super) async fn values_effectiveness_and_the_drill_through_follow_from_the_courses(seeds: &Seeds) {
    let jelenia_gora = project(seeds, "MOPS Jelenia Góra").await;
    let unemployed = value(&jelenia_gora, "BEZROBOTNI");
    assert_eq!(
        (&unemployed["total"], &unemployed["undecided"]),
        (&json!(5), &json!(1))
    );
    let working = value(&jelenia_gora, "ZATRUDNIENI");
    assert_eq!(
        (&working["women"], &working["men"], &working["undecided"]),
        (&json!(1), &json!(0), &json!(1))
    );
    assert_eq!(value(&jelenia_gora, "KWALIFIKACJE")["total"], 1);
    assert_eq!(rate(&jelenia_gora, "social", "all"), json!([3, 5, "60.00", null]));
    assert_eq!(
        rate(&jelenia_gora, "employment", "all"),
        json!([1, 3, "33.33", null])
    );
    assert_eq!(jelenia_gora["effectiveness"]["brokeOff"], 1);

    let starachowice = project(seeds, "MOPS Starachowice").await;
    assert_eq!(value(&starachowice, "CO03")["total"], 5);
    assert_eq!(value(&starachowice, "CO16")["total"], 6);
    let hours = value(&starachowice, "GODZINY_ASYSTENTA");
    assert_eq!(
        (&hours["total"], &hours["percentOfTarget"]),
        (&json!(3120), &json!("65.00"))
    );
    assert_eq!(
        rate(&starachowice, "employment", "general"),
        json!([1, 2, "50.00", true])
    );

    let zielona_gora = project(seeds, "MOPS Zielona Góra").await;
    // Of two participants it was never asked whether they have work.
    assert_eq!(value(&zielona_gora, "BEZROBOTNI_WLASNY")["undecided"], 2);

    let worker = seeds.somebody("MOPS Jelenia Góra", "social_worker").await;
    let query =
        "query($project: ID!) { indicatorParticipants(projectId: $project, code: \"ZATRUDNIENI\", first: 5) {
        totalCount edges { node { person { lastName } outcomes { kind { code } } } } } }";
    let people = worker.data(query, json!({ "project": jelenia_gora["id"] })).await;
    let people = &people["indicatorParticipants"];
    assert_eq!(people["totalCount"], 1);
    assert_eq!(people["edges"][0]["node"]["outcomes"][0]["kind"]["code"], "work");
}
