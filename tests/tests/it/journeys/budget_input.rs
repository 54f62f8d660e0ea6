//! Budgets that nobody can mean.

use serde_json::{Value, json};

use super::budgets::{Desk, codes, line, task};
use crate::support::TestApp;

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one table of inputs")]
pub(crate) async fn bad_amounts_and_quantities_are_refused_by_name_and_change_nothing() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app, json!({"title": "Postaw na siebie II"})).await;
    let draft = desk.create("EMPTY").await;
    let draft = desk.edit(&draft, json!([task(1), line(1, "EU", "10.00")])).await["budget"].take();
    let with = |change: Value| {
        let mut line = line(2, "EU", "10.00");
        line["setLine"]
            .as_object_mut()
            .unwrap()
            .extend(change.as_object().unwrap().clone());
        line
    };
    for (edit, code, path) in [
        (
            with(json!({"amount": {"amount": "1.005"}})),
            "MONEY_TOO_MANY_DECIMALS",
            "setLine.amount",
        ),
        (
            with(json!({"unitCost": {"amount": "1234567890123"}})),
            "MONEY_TOO_LARGE",
            "setLine.unitCost",
        ),
        (
            with(json!({"amount": {"amount": "1,50"}})),
            "MONEY_NOT_A_NUMBER",
            "setLine.amount",
        ),
        (
            with(json!({"amount": {"amount": "-1.00"}})),
            "BUDGET_AMOUNT_OUT_OF_RANGE",
            "setLine.amount",
        ),
        (
            with(json!({"sources": [{"source": "EU", "amount": {"amount": "0.001"}}]})),
            "MONEY_TOO_MANY_DECIMALS",
            "setLine.sources.0.amount",
        ),
        (
            with(json!({"quantity": "0"})),
            "BUDGET_QUANTITY_OUT_OF_RANGE",
            "setLine.quantity",
        ),
        (
            with(json!({"quantity": "-3"})),
            "BUDGET_QUANTITY_OUT_OF_RANGE",
            "setLine.quantity",
        ),
        (
            with(json!({"quantity": "1e9"})),
            "BUDGET_QUANTITY_FORM",
            "setLine.quantity",
        ),
        (
            with(json!({"quantity": "9999999999999999999999"})),
            "BUDGET_QUANTITY_OUT_OF_RANGE",
            "setLine.quantity",
        ),
        (
            with(json!({"number": 1})),
            "BUDGET_LINE_NUMBER_TAKEN",
            "setLine.number",
        ),
        (
            with(json!({"number": 99_999_999_999_i64})),
            "BUDGET_NUMBER_OUT_OF_RANGE",
            "setLine.number",
        ),
        (
            json!({"setTerms": {"indirectRate": "20 %"}}),
            "BUDGET_RATE_FORM",
            "setTerms.indirectRate",
        ),
        (
            json!({"setTerms": {"ownShare": "100.01"}}),
            "BUDGET_RATE_OUT_OF_RANGE",
            "setTerms.ownShare",
        ),
    ] {
        let payload = desk.edit(&draft, json!([edit])).await;
        let error = &payload["userErrors"][0];
        let told: Vec<&str> = error["path"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| part.as_str().unwrap())
            .collect();
        assert_eq!(
            (error["code"].as_str().unwrap(), told.join(".")),
            (code, format!("edits.0.{path}"))
        );
        assert!(payload["budget"].is_null() && !error["message"].as_str().unwrap().is_empty());
    }
    for edits in [
        json!([{}]),
        json!([{"setTask": task(2)["setTask"], "setLine": line(2, "EU", "1.00")["setLine"]}]),
    ] {
        assert_eq!(codes(&desk.edit(&draft, edits).await), ["BUDGET_EDIT_NOT_ONE"]);
    }
    // A flag or a source that there is none of, and another currency, do not fit the schema.
    for change in [
        json!({"flags": ["VAT"]}),
        json!({"sources": [{"source": "LOTTERY", "amount": {"amount": "1.00"}}]}),
        json!({"amount": {"amount": "1.00", "currency": "EUR"}}),
    ] {
        let input =
            json!({"budgetId": draft["id"], "expectedVersion": draft["version"], "edits": [with(change)]});
        let query = "mutation($input: EditBudgetInput!) { editBudget(input: $input) { budget { id } } }";
        let answer = desk.manager.ask(query, json!({"input": input})).await;
        assert!(answer.code().is_some(), "{:?}", answer.body);
    }
    let now = desk.ask("budgets { version }").await;
    assert_eq!(now["budgets"][0]["version"], draft["version"]);
}
