//! The sweep: every root field and every id argument × everybody who asks × own, foreign and random ids.
//!
//! The fields and their id arguments are read from the published schema, what each role may do from the two tables of
//! permissions; only how to make valid input is written down here, in `cells`. A field or an id argument without a cell fails,
//! and so does a cell whose field is gone.

mod actor;
mod armed;
mod cells;
mod cursors;
mod digest;
mod edges;
mod exchange;
mod ids;
mod run;
mod sdl;
mod subject;
mod tenant;
mod world;

use serde_json::json;

use self::exchange::{Asked, difference};
use self::sdl::Sdl;
use self::subject::Subject;
use self::world::World;

/// One test, because all of it shares one platform: making two centres with all they have takes longer than asking.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reads_changes_or_senses_what_another_organisation_has() {
    let sdl = Sdl::checked_in();
    let subjects = Subject::all(&sdl, &cells::all()).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let world = World::start().await;
    let served = world
        .app
        .anonymous()
        .request(reqwest::Method::GET, "/schema.graphql")
        .send()
        .await
        .unwrap();
    let checked_in = include_str!("../../../../gateway/schema.graphql");
    assert!(
        served.text().await.unwrap() == checked_in,
        "the platform serves another schema: run `make schema`"
    );

    let mut admin = world.app.test.admin().await;
    armed::the_digest_sees_a_change(&world, &mut admin).await;
    armed::the_sweep_sees_an_open_door(&world, &sdl, &subjects, &mut admin).await;
    let mut problems = edges::check(&world, &sdl).await;
    problems.extend(cursors::check(&world, &sdl).await);
    problems.extend(ids_that_node_does_not_take(&world).await);
    problems.extend(names_are_searched_at_home(&world).await);
    for subject in &subjects {
        problems.extend(run::sweep(&world, &world.foreign, &sdl, subject, &mut admin).await);
    }
    let shown = problems.iter().take(40).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(
        problems.is_empty(),
        "{} problems, the first of them:\n\n{shown}",
        problems.len()
    );
}

/// Ids of things that cannot be fetched alone, and ids under another type's name, say nothing of what exists.
async fn ids_that_node_does_not_take(world: &World) -> Vec<String> {
    let person = ids::parts(&world.foreign.id("Person").unwrap()).1;
    let query = "query($id: ID!) { node(id: $id) { id } }";
    let mut problems = Vec::new();
    for actor in &world.actors {
        for kind in [
            "Fact",
            "Verdict",
            "Recruitment",
            "AuditEvent",
            "User",
            "ComparedProject",
            "Project",
            "Nobody",
        ] {
            let [foreign, random] = {
                let foreign = ids::global(kind, person);
                let random = ids::random_like(&foreign);
                [foreign, random]
            };
            let mut answers = Vec::new();
            for id in [foreign, random] {
                let exchange = exchange::send(&actor.client(), query, &json!({"id": id})).await;
                answers.push(Asked {
                    exchange,
                    sent: vec![id],
                });
            }
            if answers[0].exchange.failure("node").is_none() {
                problems.push(format!(
                    "node of {kind} as {}: {}",
                    actor.name, answers[0].exchange.text
                ));
            }
            let difference = difference(&answers[0], &answers[1]);
            problems.extend(difference.map(|text| format!("node of {kind} as {}: {text}", actor.name)));
        }
    }
    problems
}

/// A name that only another centre knows is found as little as one that nobody has.
async fn names_are_searched_at_home(world: &World) -> Vec<String> {
    let data = "{ people(first: 1) { edges { node { lastName } } } }";
    let people = world.foreign.worker.as_ref().unwrap().data(data, json!({})).await;
    let foreign = people["people"]["edges"][0]["node"]["lastName"]
        .as_str()
        .unwrap()
        .to_owned();
    let nobodys: String = foreign.chars().rev().collect();
    let query = "query($input: SearchPeopleInput!) { searchPeople(input: $input) { matches { person { id } } userErrors { code } } }";
    let mut problems = Vec::new();
    for actor in world
        .actors
        .iter()
        .filter(|actor| actor.expected("Query.searchPeople") == actor::Expected::Allowed)
    {
        let mut answers = Vec::new();
        for name in [&foreign, &nobodys] {
            let exchange =
                exchange::send(&actor.client(), query, &json!({"input": {"lastName": name}})).await;
            answers.push(Asked {
                exchange,
                sent: Vec::new(),
            });
        }
        if answers[0].exchange.body()["data"]["searchPeople"]["matches"] != json!([]) {
            problems.push(format!(
                "searchPeople as {}: {}",
                actor.name, answers[0].exchange.text
            ));
        }
        problems.extend(
            difference(&answers[0], &answers[1])
                .map(|text| format!("searchPeople as {}: {text}", actor.name)),
        );
    }
    problems
}
