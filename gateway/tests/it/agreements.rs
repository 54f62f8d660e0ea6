//! What a change of a project states, agreements by day, editions in order, and conflicts of annexes.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use uuid::Uuid;
use wsparcie_kernel::ids::{AgreementId, ProjectId, UserId};
use wsparcie_kernel::{CallError, Problem, Role};
use wsparcie_programmes_api::{
    Agreement, AgreementFacts, LaterFact, ProgrammesApiRequest as P, ProgrammesApiResponse as PR,
    ProjectEditions, ProjectStatus, Recorder, SourceNote, SourceNoteKind, StatusChange, UpdateProject,
};

use crate::projects::project;
use crate::support::{App, Setup};

fn version(project_id: ProjectId, number: i32, from: Option<&str>, to: Option<&str>) -> Agreement {
    let day = |text: &str| text.parse().unwrap();
    Agreement {
        id: AgreementId::from_uuid(Uuid::from_u128(u128::from(number.unsigned_abs()))),
        project_id,
        facts: AgreementFacts {
            number,
            valid_from: from.map(day),
            valid_to: to.map(day),
            ..AgreementFacts::default()
        },
    }
}

/// Project 1 of an undertaking with 3 and 2, in that order; its agreement was changed once.
fn app() -> (App, Arc<Mutex<Vec<UpdateProject>>>) {
    let updates = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&updates);
    let programmes = Arc::new(move |request: P| match request {
        P::ProjectsById { ids, .. } => {
            let described = ids.into_iter().map(|id| {
                let mut row = project(id.into_uuid().as_u128());
                row.status = ProjectStatus::Closing;
                row.next_statuses = vec![ProjectStatus::InReadiness, ProjectStatus::Closed];
                for (field, kind) in [
                    ("period", SourceNoteKind::Unknown),
                    ("placesTotal", SourceNoteKind::Minimum),
                    ("groups", SourceNoteKind::Contradiction),
                ] {
                    row.facts.source_notes.push(SourceNote {
                        kind,
                        field: field.to_owned(),
                        text: "…".to_owned(),
                    });
                }
                row
            });
            PR::ProjectsById(Ok(described.collect()))
        }
        P::UpdateProject { input, .. } => {
            noted.lock().unwrap().push(input);
            PR::UpdateProject(Ok(project(1)))
        }
        P::AgreementsByProject { projects, .. } => PR::AgreementsByProject(Ok(projects
            .into_iter()
            .flat_map(|id| {
                [
                    version(id, 0, None, Some("2018-02-28")),
                    version(id, 1, Some("2018-03-01"), Some("2019-06-30")),
                ]
            })
            .collect())),
        P::EditionsByProject { projects, .. } => {
            let others = [3, 2].map(|n| ProjectId::from_uuid(Uuid::from_u128(n)));
            let of = |project_id| ProjectEditions {
                project_id,
                editions: others.to_vec(),
            };
            PR::EditionsByProject(Ok(projects.into_iter().map(of).collect()))
        }
        P::StatusChangesByProject { projects, .. } => {
            let change = |project_id| StatusChange {
                project_id,
                number: 1,
                from: ProjectStatus::Running,
                to: ProjectStatus::Closing,
                on: None,
                reason: None,
                recorded_by: Some(Recorder::User(UserId::from_uuid(Uuid::from_u128(7)))),
                recorded_at: "2026-03-02T12:00:00Z".parse().unwrap(),
            };
            PR::StatusChangesByProject(Ok(projects.into_iter().map(change).collect()))
        }
        P::AddAgreementVersion { .. } => PR::AddAgreementVersion(Err(CallError::refused(Problem::new(
            "AGREEMENT_NUMBER_UNEXPECTED",
            "nie",
            "no",
        )))),
        P::MoveProject { .. } => PR::MoveProject(Err(wsparcie_kernel::problem::stale_version())),
        _ => PR::ListFactsVocabulary(Err(CallError::Internal)),
    });
    let app = App::with(Setup {
        programmes,
        ..Setup::default()
    });
    // Who signs for projects.
    *app.role.lock().unwrap() = Some(Role::ProjectManager);
    (app, updates)
}

/// The global id of a project.
fn global(n: u128) -> String {
    use base64::Engine;
    let text = format!("Project:{}", Uuid::from_u128(n));
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

const UPDATE: &str = "mutation($input: UpdateProjectInput!) { updateProject(input: $input) {
    project { id } userErrors { code } } }";

async fn stated(facts: Value) -> UpdateProject {
    let (app, updates) = app();
    let token = app.sign_in().await;
    let input = json!({"id": global(1), "expectedVersion": 1, "project": facts});
    let answer = app.ask(&token, UPDATE, json!({"input": input})).await;
    assert_eq!(
        answer.body["data"]["updateProject"]["userErrors"],
        json!([]),
        "{}",
        answer.text
    );
    updates.lock().unwrap().pop().unwrap()
}

#[tokio::test]
async fn what_an_update_does_not_name_is_not_stated_and_null_states_that_it_is_unknown() {
    let old_client = stated(json!({"title": "A", "partners": [{"role": "PARTNER", "name": "a"}]})).await;
    assert_eq!(old_client.stated, []);
    assert_eq!(old_client.facts.partners[0].details, None);

    let cleared = stated(json!({
        "title": "A", "beneficiary": null, "implementer": null, "mainGoal": null, "specificGoals": null,
        "targetGroups": null, "partners": [{"role": "LEAD", "name": "a", "number": null}],
    }))
    .await;
    assert_eq!(cleared.stated, LaterFact::ALL);
    assert_eq!((cleared.facts.beneficiary, cleared.facts.main_goal), (None, None));
    assert_eq!(
        cleared.facts.partners[0].details.map(|details| details.number),
        Some(None)
    );

    let some = stated(json!({"title": "A", "mainGoal": "cel", "specificGoals": ["b", "a"]})).await;
    assert_eq!(some.stated, [LaterFact::MainGoal, LaterFact::SpecificGoals]);
    assert_eq!(some.facts.specific_goals, ["b", "a"]);
}

#[tokio::test]
async fn a_project_tells_its_status_its_agreement_of_a_day_and_its_editions_in_order() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let query = "query($id: ID!) { project(id: $id) {
        status { code } nextStatuses { code } statusHistory { number to { code } on recordedBy }
        agreements { number validFrom validTo } early: agreementOn(date: \"2018-02-28\") { number }
        late: agreementOn(date: \"2018-03-01\") { number } over: agreementOn(date: \"2019-07-01\") { number }
        editions { id } start: sourceNotes(field: \"startsOn\") { field } places: sourceNotes(field: \"placesTotal\") { kind { code } }
        typing: sourceNotes(field: \"nothing\") { field } sourceNotes { field } } }";
    let answer = app.ask(&token, query, json!({"id": global(1)})).await;
    let told = &answer.body["data"]["project"];
    assert_eq!(told["status"]["code"], "closing", "{}", answer.text);
    assert_eq!(
        told["nextStatuses"],
        json!([{"code": "in_readiness"}, {"code": "closed"}])
    );
    assert_eq!(told["statusHistory"][0]["to"]["code"], "closing");
    assert!(told["statusHistory"][0]["recordedBy"].is_string() && told["statusHistory"][0]["on"].is_null());
    assert_eq!(
        told["agreements"][1],
        json!({"number": 1, "validFrom": "2018-03-01", "validTo": "2019-06-30"})
    );
    assert_eq!(
        (&told["early"]["number"], &told["late"]["number"]),
        (&json!(0), &json!(1))
    );
    assert_eq!(told["over"], Value::Null);
    assert_eq!(told["editions"], json!([{"id": global(3)}, {"id": global(2)}]));
    assert_eq!(told["start"], json!([{"field": "period"}]));
    assert_eq!(told["places"], json!([{"kind": {"code": "minimum"}}]));
    assert_eq!(
        (&told["typing"], told["sourceNotes"].as_array().unwrap().len()),
        (&json!([]), 3)
    );
}

#[tokio::test]
async fn who_comes_second_with_an_annex_or_a_move_gets_the_project_as_it_is() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let add = "mutation($input: AddAgreementVersionInput!) { addAgreementVersion(input: $input) {
        agreement { id } project { version agreements { number } } userErrors { code path } } }";
    let input = json!({"idempotencyKey": "k", "projectId": global(1), "agreement": {"number": 1, "validFrom": "2018-03-01"}});
    let answer = app.ask(&token, add, json!({"input": input})).await;
    let payload = &answer.body["data"]["addAgreementVersion"];
    assert_eq!(payload["agreement"], Value::Null, "{}", answer.text);
    assert_eq!(payload["project"]["agreements"].as_array().unwrap().len(), 2);
    assert_eq!(payload["userErrors"][0]["code"], "AGREEMENT_NUMBER_UNEXPECTED");

    let go = "mutation($input: MoveProjectInput!) { moveProject(input: $input) {
        project { version status { code } } userErrors { code } } }";
    let input = json!({"idempotencyKey": "k", "id": global(1), "expectedVersion": 1, "to": "CLOSED"});
    let answer = app.ask(&token, go, json!({"input": input})).await;
    let payload = &answer.body["data"]["moveProject"];
    assert_eq!(
        payload["project"],
        json!({"version": 3, "status": {"code": "closing"}}),
        "{}",
        answer.text
    );
    assert_eq!(payload["userErrors"], json!([{"code": "STALE_VERSION"}]));
}

#[tokio::test]
async fn an_amount_that_is_none_is_told_before_any_call() {
    let (app, _) = app();
    let token = app.sign_in().await;
    let add = "mutation($input: AddAgreementVersionInput!) { addAgreementVersion(input: $input) { userErrors { code path } } }";
    let agreement = json!({"number": 0, "total": {"amount": "1.005"}});
    let input = json!({"idempotencyKey": "k", "projectId": global(1), "agreement": agreement});
    let answer = app.ask(&token, add, json!({"input": input})).await;
    assert_eq!(
        answer.body["data"]["addAgreementVersion"]["userErrors"],
        json!([{"code": "MONEY_TOO_MANY_DECIMALS", "path": ["agreement", "total"]}]),
        "{}",
        answer.text
    );
}
