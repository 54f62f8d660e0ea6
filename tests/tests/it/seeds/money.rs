//! What the seeds' projects cost per head, and what share of them is own money.

use serde_json::{Value, json};

use super::Seeds;

const FIGURES: &str = "edition
    total: costPerHead(base: TOTAL) { label heads exactness { code } origin { code } base { label } missing }
    eu: costPerHead(base: EU) { label }
    ownContribution { label missing }
    budgetInForce { inForceFrom sums { total { amount } bySource { source { code } amount { amount } } } differences { place { code } } }";

/// The named answers, and the made-up budgets that add up to the pages' amounts.
pub(super) async fn costs_per_head_and_shares_of_own_money_are_the_named_answers(seeds: &Seeds) {
    let przasnysz = &seeds.projects("MOPS Przasnysz", FIGURES).await[0];
    assert_eq!(przasnysz["total"]["label"], "10 534.05");
    assert_eq!(przasnysz["ownContribution"]["label"], "10.50 %");
    assert_eq!(przasnysz["total"]["origin"]["code"], "stated");

    let jelenia_gora = &seeds.projects("MOPS Jelenia Góra", FIGURES).await[0];
    assert_eq!(jelenia_gora["total"]["label"], "8 909.09");
    assert_eq!(jelenia_gora["eu"]["label"], "7 572.73");
    assert_eq!(jelenia_gora["ownContribution"]["label"], "15.00 %");
    assert_eq!(jelenia_gora["total"]["base"]["label"], "wartość ogółem");

    for (project, total) in [(przasnysz, "200146.96"), (jelenia_gora, "1470000.00")] {
        let budget = &project["budgetInForce"];
        assert_eq!(budget["sums"]["total"]["amount"], total);
        assert_eq!(budget["differences"], json!([]));
    }

    let integra = seeds.projects("MOPS Dąbrowa Górnicza", FIGURES).await;
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
        let project = &seeds.projects(centre, FIGURES).await[0];
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

/// No page agrees a rate or asks for a share; the table of indirect costs is not known for 2007-2013, and of Jelenia Góra the
/// period is not known. The rate and the share of Jelenia Góra are made up with its budget, and kept by it.
pub(super) async fn ceilings_that_no_page_lets_one_tell_are_undecided_and_say_why(seeds: &Seeds) {
    let fields = "budgetInForce { checks { rule verdict { code } missing reason legalBasis } }";
    for (centre, told) in [
        (
            "MOPS Przasnysz",
            json!([
                ["indirect_costs_table", "undecided", ["rates"]],
                ["indirect_costs_agreed_rate", "undecided", ["indirectRate"]],
                ["agreed_rate_within_table", "undecided", ["rates", "indirectRate"]],
                ["cross_financing", "ok", []],
                ["own_contribution", "undecided", ["ownShare"]],
            ]),
        ),
        (
            "MOPS Jelenia Góra",
            json!([
                ["indirect_costs_table", "undecided", ["programme"]],
                ["indirect_costs_agreed_rate", "ok", []],
                ["agreed_rate_within_table", "undecided", ["programme"]],
                ["cross_financing", "undecided", ["programme"]],
                ["own_contribution", "ok", []],
            ]),
        ),
    ] {
        let project = seeds.projects(centre, fields).await.remove(0);
        let checks = project["budgetInForce"]["checks"].as_array().unwrap();
        let found: Vec<_> = checks
            .iter()
            .map(|check| json!([check["rule"], check["verdict"]["code"], check["missing"]]))
            .collect();
        assert_eq!(Value::from(found), told, "{centre}");
        for check in checks {
            let is_open = check["verdict"]["code"] == "undecided";
            assert_eq!(check["reason"].is_string(), is_open, "{check}");
            assert_eq!(check["legalBasis"].is_null(), is_open, "{check}");
        }
    }
}
