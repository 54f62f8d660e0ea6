//! What the seeds' projects cost per head, and what share of them is own money.

use serde_json::{Value, json};

use super::Seeds;

const FIGURES: &str = "{ projects(first: 10) { edges { node {
    edition
    total: costPerHead(base: TOTAL) { label heads exactness { code } origin { code } base { label } missing }
    eu: costPerHead(base: EU) { label }
    ownContribution { label missing }
    budgetInForce { inForceFrom sums { total { amount } bySource { source { code } amount { amount } } } differences { place { code } } }
} } } }";

/// The figures of a centre's projects, as its coordinator sees them.
async fn figures(seeds: &Seeds, centre: &str) -> Vec<Value> {
    let coordinator = seeds.somebody(centre, "coordinator").await;
    let data = coordinator.data(FIGURES, json!({})).await;
    let edges = data["projects"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

/// The named answers, and the made-up budgets that add up to the pages' amounts.
pub(super) async fn the_answers(seeds: &Seeds) {
    let przasnysz = &figures(seeds, "MOPS Przasnysz").await[0];
    assert_eq!(przasnysz["total"]["label"], "10 534.05");
    assert_eq!(przasnysz["ownContribution"]["label"], "10.50 %");
    assert_eq!(przasnysz["total"]["origin"]["code"], "stated");

    let jelenia_gora = &figures(seeds, "MOPS Jelenia Góra").await[0];
    assert_eq!(jelenia_gora["total"]["label"], "8 909.09");
    assert_eq!(jelenia_gora["eu"]["label"], "7 572.73");
    assert_eq!(jelenia_gora["ownContribution"]["label"], "15.00 %");
    assert_eq!(jelenia_gora["total"]["base"]["label"], "wartość ogółem");

    for (project, total) in [(przasnysz, "200146.96"), (jelenia_gora, "1470000.00")] {
        let budget = &project["budgetInForce"];
        assert_eq!(budget["sums"]["total"]["amount"], total);
        assert_eq!(budget["differences"], json!([]));
    }

    let integra = figures(seeds, "MOPS Dąbrowa Górnicza").await;
    assert_eq!(integra[0]["total"]["label"], "8 992.76");
    assert_eq!(
        (
            &integra[0]["total"]["exactness"]["code"],
            &integra[0]["total"]["heads"]
        ),
        (&json!("exact"), &json!(656))
    );
    assert_eq!(integra[1]["total"]["label"], "≤ 13 005.49");
    assert_eq!(integra[1]["total"]["exactness"]["code"], "at_most");
    assert_eq!(
        integra[1]["eu"]["label"], "brak danych",
        "the page gives no split"
    );

    for centre in ["MOPS Zielona Góra", "MOPS Starachowice"] {
        let project = &figures(seeds, centre).await[0];
        assert_eq!(project["total"]["label"], "brak danych", "{centre}");
        assert_eq!(project["total"]["missing"], json!(["budget"]));
        assert_eq!(project["ownContribution"]["label"], "brak danych");
        assert_eq!(
            project["budgetInForce"],
            Value::Null,
            "nothing is made up where the page gives no money"
        );
    }
}
