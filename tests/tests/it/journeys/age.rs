//! Who is old enough, to the day.

use serde_json::json;

use super::stage::{Centre, candidate, decide, nominate, project, rules, set_rules};
use crate::support::TestApp;

#[tokio::test]
pub(crate) async fn who_is_fifteen_on_the_day_is_old_enough_and_who_is_a_day_younger_is_not() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "jelenia-gora", "0261011").await;
    let (coordinator, worker) = (centre.coordinator().await, centre.social_worker().await);
    let project = project(&coordinator, "Postaw na siebie II").await;
    set_rules(&coordinator, &project, rules()).await;

    for (born, outcome, age, met) in [
        ("2002-10-01", "eligible", "15", "met"),
        ("2002-10-02", "not_eligible", "14", "not_met"),
    ] {
        let person = candidate(&worker, ("Kandydatka", "Próbna"), born, "FEMALE").await;
        let nomination = nominate(&worker, &person, &project).await;
        let verdict = decide(&worker, &nomination, "2017-10-01").await;
        assert_eq!(verdict["outcome"]["code"], outcome, "born {born}");
        let criteria = verdict["criteria"].as_array().unwrap();
        let criterion = criteria.iter().find(|result| result["code"] == "age").unwrap();
        assert_eq!(criterion["outcome"]["code"], met, "born {born}");
        assert_eq!(
            criterion["factsUsed"],
            json!([{"name": "age", "value": age, "state": "known", "factId": null, "evidenceKind": null}])
        );
        let others = criteria
            .iter()
            .filter(|result| result["outcome"]["code"] == "not_met")
            .count();
        assert_eq!(
            others,
            usize::from(met == "not_met"),
            "nothing else stands in the way"
        );

        let input = json!({
            "idempotencyKey": super::stage::key(), "nominationId": nomination, "expectedVersion": 1, "startsOn": "2017-10-02",
        });
        let enrolled = worker.try_mutate("enrolPerson", "enrolment { id }", input).await;
        let refusals = enrolled["userErrors"].as_array().unwrap();
        let codes: Vec<_> = refusals
            .iter()
            .map(|refusal| refusal["code"].as_str().unwrap())
            .collect();
        assert_eq!(
            codes,
            if met == "met" {
                vec![]
            } else {
                vec!["NOT_ELIGIBLE"]
            }
        );
    }
}
