//! The dictionaries of indicators: what a project may take from them, and what conditions may speak of.

use serde_json::{Value, json};

use super::ground::{ask, load_reference, refusals};
use super::stage::{Centre, create_project, key};
use crate::support::{Client, TestApp};

async fn dictionary(client: &Client, period: &str, on: &str) -> Vec<Value> {
    let query = "query($period: FundingPeriod!, $on: Date!) {
        indicatorDictionary(period: $period, on: $on) { code unit bySex kind { code } condition label(lang: PL) } }";
    let told = client.data(query, json!({"period": period, "on": on})).await;
    told["indicatorDictionary"].as_array().unwrap().clone()
}

#[tokio::test]
pub(crate) async fn a_project_takes_indicators_of_its_own_periods_dictionary_and_of_no_other() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    // The number alone says whose period it is: no programme is chosen.
    let facts = json!({"title": "Asystent aktywności", "number": "RPSW.09.02.01-26-0057/16-00"});
    let project = create_project(&coordinator, facts).await;
    let unknown = create_project(&coordinator, json!({"title": "Bez numeru"})).await;
    let choose = async |project: &str, code: &str| {
        let input = json!({
            "idempotencyKey": key(), "projectId": project, "code": code, "targets": {"total": 43},
        });
        let selection = "indicator { code unit period { code } }";
        coordinator.try_mutate("chooseIndicator", selection, input).await
    };

    let [first, second] = [
        dictionary(&coordinator, "P2014", "2018-01-01").await,
        dictionary(&coordinator, "P2021", "2025-01-01").await,
    ];
    assert_eq!((first.len(), second.len()), (21, 22));
    assert_eq!(
        dictionary(&coordinator, "P2007", "2010-01-01").await,
        [json!(null); 0],
        "no source gives a national list"
    );
    for one in first.iter().chain(&second) {
        assert_eq!((&one["unit"], &one["bySex"]), (&json!("person"), &json!(true)));
        assert!(!one["label"].as_str().unwrap().is_empty());
    }
    assert_eq!(
        (&first[0]["code"], &first[0]["kind"]["code"]),
        (&json!("CO01"), &json!("output"))
    );

    let refused = choose(&project, "EECO01").await;
    assert_eq!(refusals(&refused), ["code INDICATOR_OF_ANOTHER_PERIOD"]);
    assert_eq!(refused["indicator"], Value::Null);
    let refused = choose(&project, "CO99").await;
    assert_eq!(refusals(&refused), ["code INDICATOR_UNKNOWN"]);
    let refused = choose(&unknown, "CO01").await;
    assert_eq!(refusals(&refused), ["projectId PROJECT_PERIOD_UNKNOWN"]);
    let chosen = choose(&project, "CO01").await;
    assert_eq!(
        chosen["indicator"],
        json!({"code": "CO01", "unit": "person", "period": {"code": "2014-2020"}})
    );
    let kept = ask(&coordinator, &project, "indicators { code targets { total } }").await;
    assert_eq!(
        kept["indicators"],
        json!([{"code": "CO01", "targets": {"total": 43}}])
    );
}

#[tokio::test]
pub(crate) async fn the_vocabulary_of_indicators_names_everything_that_the_dictionaries_ask() {
    let app = TestApp::start().await;
    load_reference(&app).await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    let query = "{ indicatorVocabulary { name valueType values meaning(lang: EN) } }";
    let told = coordinator.data(query, json!({})).await;
    let terms = told["indicatorVocabulary"].as_array().unwrap();
    let names: Vec<_> = terms.iter().map(|term| term["name"].as_str().unwrap()).collect();
    for (period, on) in [("P2014", "2018-01-01"), ("P2021", "2025-01-01")] {
        for indicator in dictionary(&coordinator, period, on).await {
            let condition = indicator["condition"].as_str().unwrap();
            let known = names.iter().any(|name| condition.contains(name)) || condition == "true";
            assert!(known, "{condition}");
        }
    }
    let status = terms.iter().find(|term| term["name"] == "labour_status").unwrap();
    assert_eq!(status["valueType"], "string");
    assert!(status["values"].as_array().unwrap().contains(&json!("inactive")));
    assert!(
        terms
            .iter()
            .all(|term| !term["meaning"].as_str().unwrap().is_empty())
    );
    assert!(!names.contains(&"income"), "the vocabulary is closed");
}
