//! Who sees whom, and that a load begun again ends like the first.

use serde_json::{Value, json};
use wsparcie_demo::Loaded;

use super::{Seeds, load_into};
use crate::support::OPERATOR;

pub(super) async fn authorities_see_places_and_counts_and_nobodys_name_and_every_centre_only_itself(
    seeds: &Seeds,
) {
    let comparison = "{ projectComparison(first: 50) { edges { node {
        centre title voivodeship places { total { count } } enrolledTotal { count } enrolledWomen { count } enrolledMen { count } } } } }";
    let national = seeds
        .somebody("MFiPR", "regional_analyst")
        .await
        .data(comparison, json!({}))
        .await;
    let rows = national["projectComparison"]["edges"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    let row = |centre: &str| &rows.iter().find(|row| row["node"]["centre"] == centre).unwrap()["node"];
    assert_eq!(row("MOPS Zielona Góra")["places"]["total"]["count"], 300);
    assert_eq!(
        row("MOPS Przasnysz")["enrolledTotal"]["count"],
        Value::Null,
        "fewer than five are hidden"
    );

    let regional = seeds
        .somebody("UM Lubuskie", "regional_analyst")
        .await
        .data(comparison, json!({}))
        .await;
    let rows = regional["projectComparison"]["edges"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["node"]["voivodeship"] == "08") && rows.len() == 1);

    // Everybody's names, and none of them anywhere else.
    let people = "{ people(first: 100) { edges { node { id lastName } } } }";
    let mut names: Vec<(String, Vec<String>)> = Vec::new();
    for centre in [
        "MOPS Jelenia Góra",
        "MOPS Zielona Góra",
        "MOPS Przasnysz",
        "MOPS Dąbrowa Górnicza",
        "MOPS Starachowice",
    ] {
        let data = seeds
            .somebody(centre, "coordinator")
            .await
            .data(people, json!({}))
            .await;
        let own = data["people"]["edges"].as_array().unwrap();
        assert!(own.len() >= 5, "{centre}");
        names.push((
            centre.to_owned(),
            own.iter()
                .map(|p| p["node"]["lastName"].as_str().unwrap().to_owned())
                .collect(),
        ));
        let text = data.to_string();
        for (other, theirs) in names.iter().filter(|(other, _)| other != centre) {
            assert!(
                !theirs.iter().any(|name| text.contains(&format!("\"{name}\""))),
                "{other}'s people at {centre}"
            );
        }
    }
    let seen = national.to_string();
    assert!(
        !names
            .iter()
            .flat_map(|(_, names)| names)
            .any(|name| seen.contains(&format!("\"{name}\"")))
    );
}

pub(super) async fn a_demonstration_that_was_broken_off_is_finished_by_loading_it_again(seeds: &Seeds) {
    let again = load_into(&seeds.app).await;
    let logins = |loaded: &Loaded| {
        loaded
            .logins
            .iter()
            .map(|login| login.login.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(logins(&again), logins(&seeds.loaded));
    assert_eq!(seeds.projects("MOPS Dąbrowa Górnicza", "id").await.len(), 2);
    let count = seeds
        .app
        .sign_in(OPERATOR)
        .await
        .data("{ organisations(first: 1) { totalCount } }", json!({}))
        .await;
    // Five centres, three authorities, the platform.
    assert_eq!(count["organisations"]["totalCount"], 9);
}
