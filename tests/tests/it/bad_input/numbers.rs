//! Official numbers that are none, or that are somebody else's.

use serde_json::{Value, json};

use super::{ask, cost_of_knowing_who_asks, is_alive, post, send, stage};
use crate::support::TestApp;

const FOUND: &str = "mutation($input: CreateOrganisationInput!) {
    createOrganisation(input: $input) { organisation { id nip regon teryt } userErrors { code path message rule } }
}";

fn organisation(kind: &str, change: &Value) -> Value {
    let mut input = json!({
        "idempotencyKey": stage::key(), "organisationType": kind, "name": "Miejski Ośrodek", "shortName": "MOPS",
        "teryt": "0261011",
    });
    input
        .as_object_mut()
        .unwrap()
        .extend(change.as_object().unwrap().clone());
    json!({"input": input})
}

#[tokio::test]
async fn a_wrong_teryt_nip_or_regon_is_refused_with_what_is_wrong_and_costs_no_statement() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let who = cost_of_knowing_who_asks(&operator).await;
    for (field, value, code) in [
        ("teryt", "", "TERYT_EMPTY"),
        ("teryt", "026101", "TERYT_LENGTH"),
        ("teryt", "026101X", "TERYT_CHARACTER"),
        ("teryt", "0361011", "TERYT_VOIVODESHIP"),
        ("teryt", "0200011", "TERYT_POWIAT"),
        ("teryt", "0261017", "TERYT_KIND"),
        ("nip", "", "NIP_EMPTY"),
        ("nip", "611000000", "NIP_LENGTH"),
        ("nip", "6110000001", "NIP_CHECKSUM"),
        ("nip", "0000000000", "NIP_ZEROS"),
        ("nip", "61100O0000", "NIP_CHARACTER"),
        ("regon", "", "REGON_EMPTY"),
        ("regon", "12345678", "REGON_LENGTH"),
        ("regon", "123456789", "REGON_CHECKSUM"),
        ("regon", "12345678512348", "REGON_LOCAL_UNIT_CHECKSUM"),
        ("regon", "000000000", "REGON_ZEROS"),
    ] {
        let input = organisation("MOPS", &json!({field: value}));
        let reply = send(post(
            &operator,
            json!({"query": FOUND, "variables": input}).to_string(),
        ))
        .await;
        let payload = &reply.body["data"]["createOrganisation"];
        assert_eq!(
            (&payload["organisation"], &payload["userErrors"][0]["code"]),
            (&Value::Null, &json!(code)),
            "{value}"
        );
        assert_eq!(payload["userErrors"][0]["path"], json!([field]), "{value}");
        assert_eq!(
            reply.statements.len(),
            who,
            "{field} {value:?}: {:?}",
            reply.statements
        );
    }
    // All that is wrong is told at once.
    let input = organisation("MOPS", &json!({"teryt": "1", "nip": "1", "regon": "1"}));
    let data = operator.data(FOUND, input).await;
    let codes: Vec<_> = data["createOrganisation"]["userErrors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| &told["code"])
        .collect();
    assert_eq!(codes, ["TERYT_LENGTH", "NIP_LENGTH", "REGON_LENGTH"]);
    is_alive(&app, &operator).await;
}

#[tokio::test]
async fn a_regon_names_one_organisation_of_a_kind_and_a_nip_may_be_shared() {
    let app = TestApp::start().await;
    let operator = stage::operator(&app).await;
    let both = json!({"regon": "123456785", "nip": "1234563218"});
    let first = operator.data(FOUND, organisation("MOPS", &both)).await;
    assert_eq!(
        first["createOrganisation"]["organisation"]["regon"], "123456785",
        "{first}"
    );
    let again = operator.data(FOUND, organisation("MOPS", &both)).await;
    let told = &again["createOrganisation"]["userErrors"];
    assert_eq!(
        (told[0]["code"].as_str(), told.as_array().unwrap().len()),
        (Some("ORGANISATION_EXISTS"), 1)
    );
    let other_kind = operator.data(FOUND, organisation("OPS", &both)).await;
    assert!(
        other_kind["createOrganisation"]["organisation"]["id"].is_string(),
        "{other_kind}"
    );
    let same_nip = operator
        .data(FOUND, organisation("MOPS", &json!({"nip": "1234563218"})))
        .await;
    assert!(
        same_nip["createOrganisation"]["organisation"]["id"].is_string(),
        "{same_nip}"
    );
    let written = operator
        .data(FOUND, organisation("MOPS", &json!({"regon": "123 456 785"})))
        .await;
    assert!(
        written["createOrganisation"]["organisation"].is_null(),
        "the same number written with spaces"
    );
    let total = operator
        .data("{ organisations(first: 1) { totalCount } }", json!({}))
        .await;
    assert_eq!(total["organisations"]["totalCount"], 4, "three and the platform");
}

#[tokio::test]
async fn the_number_of_a_call_is_no_project_number() {
    let app = TestApp::start().await;
    let centre = stage::Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    let who = cost_of_knowing_who_asks(&coordinator).await;
    let call = "RPSW.09.02.01-IZ.00-26-147/17";
    let input = json!({"idempotencyKey": stage::key(), "project": {"title": "Projekt", "number": call}});
    let query = "mutation($i: CreateProjectInput!) { createProject(input: $i) { project { id } userErrors { code path message } } }";
    let reply = send(post(
        &coordinator,
        json!({"query": query, "variables": {"i": input}}).to_string(),
    ))
    .await;
    let payload = &reply.body["data"]["createProject"];
    assert_eq!(payload["project"], Value::Null);
    assert_eq!(payload["userErrors"][0]["code"], "CALL_NUMBER", "{}", reply.body);
    assert_eq!(payload["userErrors"][0]["path"], json!(["project", "number"]));
    assert!(
        payload["userErrors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("numer naboru")
    );
    assert_eq!(reply.statements.len(), who, "{:?}", reply.statements);

    let parsed = format!(
        "{{ parseProjectNumber(text: \"{call}\") {{ number {{ normalised }} userErrors {{ code }} }} }}"
    );
    let reply = send(ask(&coordinator, &parsed)).await;
    assert_eq!(
        reply.body["data"]["parseProjectNumber"],
        json!({"number": null, "userErrors": [{"code": "CALL_NUMBER"}]})
    );
    for (text, code) in [
        ("", "PROJECT_NUMBER_EMPTY"),
        ("44051401359", "UNKNOWN_PROGRAMME"),
        (&*"9".repeat(500), "PROJECT_NUMBER_TOO_LONG"),
    ] {
        let parsed =
            format!("{{ parseProjectNumber(text: \"{text}\") {{ userErrors {{ code message }} }} }}");
        let told = coordinator.data(&parsed, json!({})).await["parseProjectNumber"]["userErrors"][0].clone();
        assert_eq!(told["code"], code);
        assert!(
            text.is_empty() || !told["message"].as_str().unwrap().contains(text),
            "what was typed may be a PESEL"
        );
    }
}
