//! The sweep: every root field and every id argument × everybody who asks × own, foreign and random ids.
//!
//! The fields and their id arguments are read from the published schema, what each role may do from the two tables of
//! permissions; only how to make valid input is written down here, in `cells`. A field or an id argument without a cell fails,
//! and so does a cell whose field is gone.

mod actor;
mod armed;
mod canaries;
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
mod words;
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
    let mut admin = world.app.test.admin().await;
    armed::the_digest_sees_a_change(&world, &mut admin).await;
    armed::the_sweep_sees_an_open_door(&world, &sdl, &subjects, &mut admin).await;
    digest::note_everybody(&mut admin).await;
    let mut problems = schema_served(&world).await;
    problems.extend(edges::check(&world, &sdl).await);
    problems.extend(cursors::check(&world, &sdl).await);
    problems.extend(ids_that_node_does_not_take(&world).await);
    problems.extend(words::check(&world).await);
    for subject in &subjects {
        problems.extend(run::sweep(&world, &world.foreign, &sdl, subject, &mut admin).await);
    }
    world.app.settle().await;
    canaries::sing(&world).await;
    problems.extend(canaries::check(&sdl));
    let shown = problems.iter().take(200);
    let shown: Vec<String> = shown.map(|text| text.chars().take(700).collect()).collect();
    let shown = shown.join("\n\n");
    assert!(
        problems.is_empty(),
        "{} problems, the first of them:\n\n{shown}",
        problems.len()
    );
}

/// The sweep speaks of the schema that is checked in, so it has to be the one that is served.
async fn schema_served(world: &World) -> Vec<String> {
    let client = world.app.anonymous();
    let request = client.request(reqwest::Method::GET, "/schema.graphql");
    let served = request.send().await.unwrap().text().await.unwrap();
    let same = served == include_str!("../../../../gateway/schema.graphql");
    let problem = (!same).then(|| "the platform serves another schema: run `make schema`".to_owned());
    problem.into_iter().collect()
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
            "TeamPost",
            "OfferedService",
            "ParticipantGroup",
            "BudgetTask",
            "BudgetLine",
            "Transfer",
            "ReadinessDuty",
            "ReadinessCheck",
            "ReadinessBreach",
            "Recruitment",
            "AuditEvent",
            "User",
            "ComparedProject",
            "ComparisonRow",
            "Project",
            "Session",
            "ApiKey",
            "AccessReviewItem",
            "ReferenceRelease",
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
