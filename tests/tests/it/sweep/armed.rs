//! Proof that the sweep would notice: each of its senses is shown what it is there to find.

use std::collections::BTreeMap;

use serde_json::json;
use sqlx::postgres::PgConnection;

use super::cells;
use super::digest;
use super::exchange::{Asked, Exchange, difference};
use super::ids;
use super::run;
use super::sdl::Sdl;
use super::subject::Subject;
use super::world::World;

/// Subjects with ids of one organisation: rows, a list, and changes.
const OPEN_DOORS: [&str; 9] = [
    "Query.project",
    "Query.enrolments",
    "Query.node of Document",
    "Query.node of BreakGlass",
    "Mutation.updateProject",
    "Mutation.enrolPerson",
    "Mutation.recordAttendance",
    "Mutation.revokeApiKey",
    "Mutation.endDistrictRule",
];
const ID: &str = "UHJvamVjdDowMTkwZDNjNC03YjFhLTdjM2UtOGYwMC0wMTIzNDU2Nzg5YWI";
const OTHER_ID: &str = "UHJvamVjdDowMTkwZDNjNC03YjFhLTdjM2UtOGYwMC0wMTIzNDU2Nzg5YWM";

fn answer(body: &str, statements: usize) -> Asked {
    let exchange = Exchange {
        status: 200,
        headers: BTreeMap::from([("content-length".to_owned(), "1".to_owned())]),
        text: body.to_owned(),
        statements: vec!["select 1".to_owned(); statements],
    };
    Asked {
        exchange,
        sent: vec![ID.to_owned()],
    }
}

fn not_found(request: &str, id: &str) -> String {
    format!(
        r#"{{"data":{{"project":null}},"errors":[{{"message":"not found: {id}","path":["project"],"extensions":{{"code":"NOT_FOUND","requestId":"{request}","traceId":"t{request}"}}}}]}}"#
    )
}

#[test]
fn answers_that_differ_in_their_own_ids_only_look_alike() {
    let one = answer(&not_found("r1", ID), 3);
    let other = Asked {
        sent: vec![OTHER_ID.to_owned()],
        ..answer(&not_found("r2", OTHER_ID), 3)
    };
    assert_eq!(difference(&one, &other), None);
}

#[test]
fn a_code_a_message_a_field_a_header_a_status_or_a_statement_more_is_a_difference() {
    let plain = not_found("r1", ID);
    let one = answer(&plain, 3);
    for other in [
        plain.replace("NOT_FOUND", "FORBIDDEN"),
        plain.replace("not found", "not found here"),
        plain.replace(r#""data""#, r#""hint":1,"data""#),
        plain.replace("null", "{}"),
        plain.replace(ID, OTHER_ID),
    ] {
        assert!(difference(&one, &answer(&other, 3)).is_some(), "{other}");
    }
    assert!(difference(&one, &answer(&plain, 4)).is_some());
    let mut other = answer(&plain, 3);
    other
        .exchange
        .headers
        .insert("set-cookie".to_owned(), String::new());
    assert!(difference(&one, &other).is_some());
    let mut other = answer(&plain, 3);
    other.exchange.status = 404;
    assert!(difference(&one, &other).is_some());
}

#[test]
fn a_field_without_a_cell_a_cell_without_its_field_and_an_unknown_type_of_node_are_found() {
    let sdl = Sdl::checked_in();
    let all = cells::all();
    assert!(Subject::all(&sdl, &all).is_ok());
    let problems_of =
        |sdl: &Sdl, cells: &[cells::Cell]| Subject::all(sdl, cells).err().unwrap_or_default().join("; ");
    for (at, cell) in all.iter().enumerate() {
        let mut fewer = all.clone();
        fewer.remove(at);
        assert_eq!(problems_of(&sdl, &fewer), format!("{} has 0 cells", cell.field));
    }
    let stale = cells::Cell {
        field: "Query.gone",
        ..all[0]
    };
    assert_eq!(
        problems_of(&sdl, &[all.clone(), vec![stale]].concat()),
        "a cell is for Query.gone, which is gone"
    );
    let text = include_str!("../../../../gateway/schema.graphql");
    let more = Sdl::parse(&format!("{text} type Planet implements Node {{ id: ID! }}"));
    assert_eq!(problems_of(&more, &all), "Query.node has no cell for Planet");
}

#[test]
fn an_id_argument_without_a_cell_is_found() {
    let sdl = Sdl::parse(
        "input Mark { enrolmentId: ID! planetId: ID } input In { marks: [Mark!]! }
         type Query { viewer(input: In!): Int }",
    );
    let viewer: Vec<_> = cells::all()
        .into_iter()
        .filter(|cell| cell.field == "Query.viewer")
        .collect();
    let subject = &Subject::all(&sdl, &viewer).unwrap_or_default()[0];
    let arguments = json!({"input": {"marks": [{"enrolmentId": ID}]}});
    let missing = subject.positions(&sdl, &arguments).err();
    assert_eq!(
        missing.as_deref(),
        Some("Query.viewer: the cell has no id at input.marks.planetId")
    );
    let whole = json!({"input": {"marks": [{"enrolmentId": ID, "planetId": OTHER_ID}]}});
    assert_eq!(
        subject.positions(&sdl, &whole).map(|positions| positions.len()),
        Ok(2)
    );
}

#[test]
fn ids_are_put_into_lists_and_inputs() {
    let path = ["input", "marks", "enrolmentId"].map(str::to_owned);
    let arguments = json!({"input": {"idempotencyKey": "k", "marks": [{"enrolmentId": ID}]}});
    let changed = ids::with(&arguments, &path, OTHER_ID);
    assert_eq!(ids::get(&changed, &path), Some(OTHER_ID));
    assert_eq!(ids::with(&changed, &path, ID), arguments);
    assert_ne!(ids::with_fresh_key(&arguments), arguments);
}

/// A single changed row of the foreign centre shows in its digest, and a change elsewhere does not.
pub(super) async fn the_digest_sees_a_change(world: &World, admin: &mut PgConnection) {
    let before = digest::of_tenant(admin, world.foreign.uuid()).await;
    world.own.person().await.unwrap();
    let still = digest::of_tenant(admin, world.foreign.uuid()).await;
    assert_eq!(digest::changed(&before, &still), Vec::<String>::new());
    world.foreign.person().await.unwrap();
    let after = digest::of_tenant(admin, world.foreign.uuid()).await;
    let changed = digest::changed(&before, &after).join("; ");
    assert!(
        changed.contains("casework.person") && changed.contains("platform.audit_event"),
        "{changed}"
    );
}

/// Told that the own centre were the foreign one, the sweep must cry out: whatever its people reach is then "foreign".
pub(super) async fn the_sweep_sees_an_open_door(
    world: &World,
    sdl: &Sdl,
    subjects: &[Subject],
    admin: &mut PgConnection,
) {
    for subject in subjects
        .iter()
        .filter(|subject| OPEN_DOORS.contains(&subject.label.as_str()))
    {
        let problems = run::sweep(world, &world.own, sdl, subject, admin)
            .await
            .join("\n");
        assert!(
            problems.contains("not like a random id"),
            "{}: {problems}",
            subject.label
        );
        assert!(problems.contains("gave {"), "{}: {problems}", subject.label);
        let changes = problems.contains("changed of the foreign centre");
        assert!(changes || !subject.is_mutation(), "{}: {problems}", subject.label);
    }
}
