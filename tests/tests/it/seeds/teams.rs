//! Who works in the projects, as the pages tell it.

use serde_json::{Value, json};

use super::Seeds;

const TEAM: &str = "team { posts { atLeast atMost } people { atLeast atMost }
    lines { id position { code } duties { code } posts { count exactness { code } } amongId } }";

/// Position, posts, whether exactly so many, and how many duties of each line.
fn lines(project: &Value) -> Value {
    let lines = project["team"]["lines"].as_array().unwrap().iter();
    let told = lines.map(|line| {
        let posts = &line["posts"];
        let duties = line["duties"].as_array().unwrap().len();
        json!([
            line["position"]["code"],
            posts["count"],
            posts["exactness"]["code"],
            duties
        ])
    });
    told.collect()
}

pub(super) async fn teams_have_the_posts_and_duties_of_their_pages(seeds: &Seeds) {
    let bounds = |least: i64, most: Option<i64>| json!({"atLeast": least, "atMost": most});
    let przasnysz = seeds.projects("MOPS Przasnysz", TEAM).await.remove(0);
    assert_eq!(
        lines(&przasnysz),
        json!([
            ["project_manager", 1, "exact", 3],
            ["chief_accountant", 1, "exact", 2],
            ["coordinator", 1, "exact", 4],
            ["social_worker", 2, "minimum", 6],
        ])
    );
    assert_eq!(
        przasnysz["team"]["posts"],
        bounds(5, None),
        "social workers, no number told"
    );

    let jelenia_gora = seeds.projects("MOPS Jelenia Góra", TEAM).await.remove(0);
    assert_eq!(
        lines(&jelenia_gora),
        json!([
            ["kis_leader", 1, "minimum", 0],
            ["social_work_specialist", 1, "minimum", 0],
            ["disability_adviser", 1, "minimum", 0],
        ])
    );
    assert_eq!(jelenia_gora["team"]["people"], bounds(3, None));

    let starachowice = seeds.projects("MOPS Starachowice", TEAM).await.remove(0);
    assert_eq!(lines(&starachowice), json!([["assistant", 3, "exact", 0]]));
    assert_eq!(starachowice["team"]["people"], bounds(3, Some(3)));

    let zielona_gora = seeds.projects("MOPS Zielona Góra", TEAM).await.remove(0);
    assert_eq!(zielona_gora["team"], Value::Null, "the page names nobody");
}

/// A named answer.
pub(super) async fn integras_team_is_seven_posts_and_with_the_streetworkers_among_the_social_workers_five_people(
    seeds: &Seeds,
) {
    let editions = seeds.projects("MOPS Dąbrowa Górnicza", TEAM).await;
    assert_eq!(
        editions[0]["team"],
        Value::Null,
        "the page tells the team of 2014-2015 alone"
    );
    let team = &editions[1]["team"];
    assert_eq!(
        lines(&editions[1]),
        json!([
            ["social_worker", 4, "exact", 0],
            ["streetworker", 2, "exact", 0],
            ["local_animator", 1, "exact", 0]
        ])
    );
    assert_eq!(team["lines"][1]["amongId"], team["lines"][0]["id"]);
    assert_eq!(
        (&team["posts"], &team["people"]),
        (
            &json!({"atLeast": 7, "atMost": 7}),
            &json!({"atLeast": 5, "atMost": 7})
        )
    );
}
