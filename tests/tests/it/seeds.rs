//! The five seed centres, loaded through the public API as a client would, and what has to be true of them.

mod indicators;
mod money;

use serde_json::{Value, json};
use wsparcie_demo::{Credentials, Loaded, PasswordSource, SecretKeep, Target};

use crate::support::{Client, OPERATOR, PASSWORD, TestApp};

/// One password for everybody.
struct TheSame;

impl PasswordSource for TheSame {
    fn password(&self, _login: &str) -> String {
        PASSWORD.to_owned()
    }
}

/// These platforms demand no second factor, so there is nothing to keep.
impl SecretKeep for TheSame {
    fn secret(&self, _login: &str) -> Option<String> {
        None
    }

    fn keep(&self, _login: &str, _secret: &str) -> anyhow::Result<()> {
        anyhow::bail!("no second factor was due")
    }
}

struct Seeds {
    app: TestApp,
    loaded: Loaded,
}

impl Seeds {
    async fn load() -> Self {
        let app = TestApp::start().await;
        crate::journeys::ground::load_reference(&app).await;
        let target = Target {
            graphql_url: format!("{}/graphql", app.base_url),
        };
        let operator = Credentials {
            login: OPERATOR.to_owned(),
            password: PASSWORD.to_owned(),
        };
        let loaded = wsparcie_demo::load(&target, &operator, &TheSame, &TheSame)
            .await
            .expect("the demonstration loads");
        app.settle_releases().await;
        Self { app, loaded }
    }

    /// Somebody of an organisation, by role.
    async fn somebody(&self, organisation: &str, role: &str) -> Client {
        let login = self
            .loaded
            .logins
            .iter()
            .find(|login| login.organisation == organisation && login.role == role);
        self.app
            .sign_in(
                &login
                    .unwrap_or_else(|| panic!("no {role} at {organisation}"))
                    .login,
            )
            .await
    }

    /// The projects of a centre, as its coordinator sees them.
    async fn projects(&self, centre: &str) -> Vec<Value> {
        let coordinator = self.somebody(centre, "coordinator").await;
        let data = coordinator.data(PROJECTS, json!({})).await;
        data["projects"]["edges"]
            .as_array()
            .unwrap()
            .iter()
            .map(|edge| edge["node"].clone())
            .collect()
    }
}

const PROJECTS: &str = "{ projects(first: 10) { edges { node {
    title edition undertaking startsOn endsOn
    number { normalised programmeCode measure submeasure voivodeship }
    programme { code path { code } }
    places { total { count exactness { code } } women { count } men { count } }
    budget { total { amount } sumOfParts { amount } difference { amount } parts { source { code } amount { amount } share } }
    partners { role { code } name }
    sourceNotes { kind { code } field }
    enrolmentCounts { women men }
    recruitment { criteria { code } preferences { code } }
} } } }";

fn has_note(project: &Value, kind: &str, field: &str) -> bool {
    let notes = project["sourceNotes"].as_array().unwrap();
    notes
        .iter()
        .any(|note| note["kind"]["code"] == kind && note["field"] == field)
}

#[tokio::test]
async fn each_seed_has_its_project_with_its_figures_and_unknown_stays_unknown() {
    let seeds = Seeds::load().await;

    let jelenia_gora = &seeds.projects("MOPS Jelenia Góra").await[0];
    assert_eq!(jelenia_gora["budget"]["total"]["amount"], "1470000.00");
    let eu = jelenia_gora["budget"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["source"]["code"] == "eu");
    assert_eq!(eu.unwrap()["share"], "85.00");
    assert_eq!(jelenia_gora["places"]["total"]["count"], 165);

    let zielona_gora = &seeds.projects("MOPS Zielona Góra").await[0];
    assert_eq!(zielona_gora["budget"], Value::Null, "unknown, not 0");
    assert_eq!(zielona_gora["places"]["women"]["count"], 147);
    assert_eq!(zielona_gora["places"]["men"]["count"], 153);
    assert_eq!(
        zielona_gora["recruitment"]["preferences"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert!(has_note(zielona_gora, "contradiction", "programme"));

    let przasnysz = &seeds.projects("MOPS Przasnysz").await[0];
    assert_eq!(przasnysz["budget"]["sumOfParts"]["amount"], "200146.96");
    assert_eq!(przasnysz["budget"]["difference"]["amount"], "0.00");
    assert!(
        has_note(przasnysz, "contradiction", "groups") && has_note(przasnysz, "contradiction", "targetGroup")
    );

    let starachowice = &seeds.projects("MOPS Starachowice").await[0];
    assert_eq!(
        starachowice["number"],
        json!({"normalised": "RPSW.09.02.01-26-0057/16-00", "programmeCode": "RPSW", "measure": "9.2",
               "submeasure": "9.2.1", "voivodeship": "26"})
    );
    assert_eq!(
        (starachowice["startsOn"].as_str(), starachowice["endsOn"].as_str()),
        (Some("2017-07-01"), Some("2019-06-30"))
    );
    assert!(
        starachowice["partners"]
            .as_array()
            .unwrap()
            .iter()
            .any(|partner| partner["role"]["code"] == "lead")
    );

    let integra = seeds.projects("MOPS Dąbrowa Górnicza").await;
    let editions: Vec<_> = integra
        .iter()
        .map(|project| project["edition"].as_str().unwrap())
        .collect();
    assert_eq!(editions, ["2008-2013", "2014-2015"]);
    assert!(integra.iter().all(|project| project["undertaking"] == "INTEGRA"));
    assert_eq!(
        integra[1]["places"]["total"],
        json!({"count": 60, "exactness": {"code": "minimum"}})
    );
    assert_eq!(integra[1]["budget"]["total"]["amount"], "780329.00");
    assert_eq!(
        integra[1]["budget"]["parts"],
        Value::Null,
        "the page gives no split"
    );
    money::the_answers(&seeds).await;
    indicators::the_answers(&seeds).await;
}

#[tokio::test]
async fn authorities_see_places_and_counts_and_nobodys_name_and_every_centre_only_itself() {
    let seeds = Seeds::load().await;
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

#[tokio::test]
async fn a_demonstration_that_was_broken_off_is_finished_by_loading_it_again() {
    let seeds = Seeds::load().await;
    let target = Target {
        graphql_url: format!("{}/graphql", seeds.app.base_url),
    };
    let operator = Credentials {
        login: OPERATOR.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let again = wsparcie_demo::load(&target, &operator, &TheSame, &TheSame)
        .await
        .unwrap();
    let logins = |loaded: &Loaded| {
        loaded
            .logins
            .iter()
            .map(|login| login.login.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(logins(&again), logins(&seeds.loaded));
    assert_eq!(seeds.projects("MOPS Dąbrowa Górnicza").await.len(), 2);
    let count = seeds
        .app
        .sign_in(OPERATOR)
        .await
        .data("{ organisations(first: 1) { totalCount } }", json!({}))
        .await;
    // Five centres, three authorities, the platform.
    assert_eq!(count["organisations"]["totalCount"], 9);
}

const AFTERWARDS: &str = "{ projects(first: 10) { edges { node {
    readiness { from until basis { code } duration { months days } running: state(on: \"2021-06-30\") { code }
        ended: state(on: \"2021-07-01\") { code } duties { service checks { outcome { code } } } }
    claims { number state { code } periodTo dueOn late: overdue(on: \"2018-04-17\") due { undecided count unit { code } } }
} } } }";

/// The named answers of seed 004, and the deadline of a claim for a period ending 2018-03-31.
#[tokio::test]
async fn starachowice_stays_ready_until_2021_06_30_and_its_claim_was_due_on_2018_04_16() {
    let seeds = Seeds::load().await;
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

#[tokio::test]
async fn a_release_compares_the_centres_as_their_pages_have_it_and_names_who_is_missing() {
    let seeds = Seeds::load().await;
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
