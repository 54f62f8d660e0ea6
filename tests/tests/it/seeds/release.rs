//! What authorities compare of the seeds, and what a centre compares of its own.

use serde_json::json;

use super::Seeds;

pub(super) async fn a_release_compares_the_centres_as_their_pages_have_it_and_names_who_is_missing(
    seeds: &Seeds,
) {
    let minister = seeds.somebody("MFiPR", "regional_analyst").await;
    let query = "{ comparison { release { state { code } projectCount threshold hash } projects(first: 50) { edges { node {
        centre edition costTotal { value { amount } exactness { code } hidden { code } } costEu { value { amount } }
        ownShare { share hidden { code } } } } }
        summaries { figure { code } sex { code } included considered missing { centre edition reason { code label } }
            bounds { centre atMost { amount { amount } } } } } }";
    let comparison = minister.data(query, json!({})).await["comparison"].clone();
    assert_eq!(comparison["release"]["state"]["code"], "frozen");
    assert_eq!(comparison["release"]["projectCount"], 6);
    let edges = comparison["projects"]["edges"].as_array().unwrap();
    let row = |centre: &str, edition: Option<&str>| {
        let found = edges.iter().find(|edge| {
            let node = &edge["node"];
            node["centre"] == centre && edition.is_none_or(|edition| node["edition"] == edition)
        });
        found.unwrap()["node"].clone()
    };
    let przasnysz = row("MOPS Przasnysz", None);
    assert_eq!(przasnysz["costTotal"]["value"]["amount"], "10534.05");
    assert_eq!(przasnysz["ownShare"]["share"], "10.50");
    let jelenia = row("MOPS Jelenia Góra", None);
    assert_eq!(jelenia["costTotal"]["value"]["amount"], "8909.09");
    assert_eq!(jelenia["costEu"]["value"]["amount"], "7572.73");
    assert_eq!(jelenia["ownShare"]["share"], "15.00");
    let integra = row("MOPS Dąbrowa Górnicza", Some("2014-2015"));
    assert_eq!(integra["costTotal"]["value"]["amount"], "13005.49");
    assert_eq!(integra["costTotal"]["exactness"]["code"], "at_most");
    assert_eq!(integra["ownShare"]["hidden"]["code"], "no_consent");
    assert_eq!(
        row("MOPS Zielona Góra", None)["costTotal"]["hidden"]["code"],
        "missing"
    );

    let summaries = comparison["summaries"].as_array().unwrap();
    let of = |figure: &str| {
        summaries
            .iter()
            .find(|summary| summary["figure"]["code"] == figure)
            .unwrap()
    };
    let total = of("cost_per_place_total");
    let bounds = total["bounds"].as_array().unwrap();
    assert!(
        bounds
            .iter()
            .any(|bound| bound["atMost"]["amount"]["amount"] == "13005.49")
    );
    let missing = total["missing"].as_array().unwrap();
    let zielona = missing
        .iter()
        .find(|one| one["centre"] == "MOPS Zielona Góra")
        .unwrap();
    assert_eq!(
        zielona["reason"],
        json!({"code": "missing", "label": "brak danych"})
    );
    assert_eq!(
        total["included"].as_u64().unwrap() + (bounds.len() + missing.len()) as u64,
        total["considered"].as_u64().unwrap()
    );
    let own = of("own_contribution_share")["missing"].as_array().unwrap();
    assert!(
        own.iter()
            .any(|one| one["reason"]["label"] == "brak zgody ośrodka")
    );
}

pub(super) async fn integra_compares_its_own_two_editions_with_nothing_hidden(seeds: &Seeds) {
    let centre = "MOPS Dąbrowa Górnicza";
    let ids: Vec<_> = seeds
        .projects(centre, "id")
        .await
        .iter()
        .map(|one| one["id"].clone())
        .collect();
    let query = "query($ids: [ID!]!) { ownComparison(projectIds: $ids) { projectId peopleTold moneyTold figures {
        edition period { code } programme costTotal { value { amount } exactness { code } hidden { code } }
        costEu { hidden { code } } ownShare { hidden { code } }
        recruited { total { count } women { count } men { count } } recruitment { total { share hidden { code } } }
        services { categories { category services } } } } }";
    let coordinator = seeds.somebody(centre, "coordinator").await;
    let told = coordinator.data(query, json!({"ids": ids})).await["ownComparison"].take();
    let level = ["POKL", "VII", "7.1", "7.1.1"];
    let missing = json!({"hidden": {"code": "missing"}});
    let count = |count: i64| json!({"count": count});
    let of = |edition: &str, amount: &str, exactness: &str| {
        json!({
            "edition": edition, "period": {"code": "2007-2013"}, "programme": level, "costEu": missing, "ownShare": missing,
            "costTotal": {"value": {"amount": amount}, "exactness": {"code": exactness}, "hidden": null},
        })
    };
    let mut first = of("2008-2013", "8992.76", "exact");
    // Nobody's participation is known of it: no data, not 0.
    let unknown = json!({"count": null});
    first["recruited"] = json!({"total": unknown, "women": unknown, "men": unknown});
    first["recruitment"] = json!({"total": {"share": null, "hidden": {"code": "missing"}}});
    first["services"] = json!({"categories": null});
    let mut second = of("2014-2015", "13005.49", "at_most");
    second["recruited"] = json!({"total": count(6), "women": count(4), "men": count(2)});
    second["recruitment"] = json!({"total": {"share": null, "hidden": {"code": "bound"}}});
    second["services"] = json!({"categories": [
        {"category": "health", "services": 1}, {"category": "social", "services": 18},
        {"category": "vocational", "services": 2},
    ]});
    for (row, (id, figures)) in told
        .as_array()
        .unwrap()
        .iter()
        .zip(ids.iter().zip([first, second]))
    {
        assert_eq!(
            row,
            &json!({"projectId": id, "peopleTold": true, "moneyTold": true, "figures": figures})
        );
    }
    assert_eq!(told.as_array().unwrap().len(), 2);
    let elsewhere = seeds.somebody("MOPS Przasnysz", "coordinator").await;
    assert_eq!(
        elsewhere.ask(query, json!({"ids": ids})).await.code(),
        Some("NOT_FOUND")
    );
}
