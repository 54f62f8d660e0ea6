//! What is due after a period and after a project.

use serde_json::json;

use super::Seeds;

const AFTERWARDS: &str = "{ projects(first: 10) { edges { node {
    readiness { from until basis { code } duration { months days } running: state(on: \"2021-06-30\") { code }
        ended: state(on: \"2021-07-01\") { code } duties { service checks { outcome { code } } } }
    claims { number state { code } periodTo dueOn late: overdue(on: \"2018-04-17\") due { undecided count unit { code } } }
} } } }";

/// The named answers of seed 004, and the deadline of a claim for a period ending 2018-03-31.
pub(super) async fn starachowice_stays_ready_until_2021_06_30_and_its_claim_was_due_on_2018_04_16(
    seeds: &Seeds,
) {
    let manager = seeds.somebody("MOPS Starachowice", "project_manager").await;
    let data = manager.data(AFTERWARDS, json!({})).await;
    let project = &data["projects"]["edges"][0]["node"];
    let readiness = &project["readiness"];
    assert_eq!(
        (&readiness["from"], &readiness["until"]),
        (&json!("2019-07-01"), &json!("2021-06-30"))
    );
    assert_eq!(readiness["basis"]["code"], "duration");
    assert_eq!(readiness["duration"], json!({"months": 24, "days": 0}));
    assert_eq!(readiness["running"]["code"], "running");
    assert_eq!(readiness["ended"]["code"], "ended");
    assert_eq!(readiness["duties"][0]["checks"][0]["outcome"]["code"], "kept");
    let claim = &project["claims"][0];
    assert_eq!(
        (&claim["periodTo"], &claim["dueOn"]),
        (&json!("2018-03-31"), &json!("2018-04-16"))
    );
    assert_eq!(
        claim["due"],
        json!({"undecided": false, "count": 10, "unit": {"code": "working_day"}})
    );
    assert_eq!(
        (&claim["state"]["code"], &claim["late"]),
        (&json!("submitted"), &json!(false))
    );
}
