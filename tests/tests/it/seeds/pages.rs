//! The figures of the public pages, read back from the projects.

use serde_json::{Value, json};

use super::Seeds;

const FIELDS: &str = "title edition undertaking startsOn endsOn
    number { normalised programmeCode measure submeasure voivodeship }
    programme { code path { code } }
    places { total { count exactness { code } } women { count exactness { code } } men { count } }
    budget { total { amount } sumOfParts { amount } difference { amount } parts { source { code } amount { amount } share } }
    partners { role { code } name }
    sourceNotes { kind { code } field }
    enrolmentCounts { women men }
    recruitment { criteria { code } preferences { code } }";

fn has_note(project: &Value, kind: &str, field: &str) -> bool {
    let notes = project["sourceNotes"].as_array().unwrap();
    notes
        .iter()
        .any(|note| note["kind"]["code"] == kind && note["field"] == field)
}

pub(super) async fn each_seed_has_its_project_with_its_figures_and_unknown_stays_unknown(seeds: &Seeds) {
    let jelenia_gora = &seeds.projects("MOPS Jelenia Góra", FIELDS).await[0];
    assert_eq!(jelenia_gora["budget"]["total"]["amount"], "1470000.00");
    let eu = jelenia_gora["budget"]["parts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|part| part["source"]["code"] == "eu");
    assert_eq!(eu.unwrap()["share"], "85.00");
    assert_eq!(jelenia_gora["places"]["total"]["count"], 165);
    assert_eq!(jelenia_gora["places"]["women"], Value::Null);
    assert!(
        has_note(jelenia_gora, "other_reading", "budget") && has_note(jelenia_gora, "source", "services"),
        "only „wkład własny”, and all of it free of charge"
    );

    let zielona_gora = &seeds.projects("MOPS Zielona Góra", FIELDS).await[0];
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

    let przasnysz = &seeds.projects("MOPS Przasnysz", FIELDS).await[0];
    assert_eq!(przasnysz["budget"]["sumOfParts"]["amount"], "200146.96");
    assert_eq!(przasnysz["budget"]["difference"]["amount"], "0.00");
    assert_eq!(
        przasnysz["places"],
        json!({
            "total": {"count": 19, "exactness": {"code": "exact"}},
            "women": {"count": 11, "exactness": {"code": "minimum"}}, "men": null,
        }),
        "the group of eleven is for women; of the other eight the page does not say"
    );
    assert!(
        has_note(przasnysz, "contradiction", "groups") && has_note(przasnysz, "contradiction", "targetGroup")
    );

    let starachowice = &seeds.projects("MOPS Starachowice", FIELDS).await[0];
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

    let integra = seeds.projects("MOPS Dąbrowa Górnicza", FIELDS).await;
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
}
