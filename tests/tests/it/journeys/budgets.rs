//! A budget from its draft to an annex.

use serde_json::{Value, json};

use super::stage::{Centre, key};
use crate::support::{Client, TestApp};

const BUDGET: &str =
    "budget { id version number state { code } tasks { id number lines { id number amount { amount } } } }";

pub(super) struct Desk {
    pub(super) manager: Client,
    project: String,
}

impl Desk {
    pub(super) async fn open(app: &TestApp, project: Value) -> Self {
        let centre = Centre::found(app, "jelenia-gora", "0261011").await;
        let coordinator = centre.coordinator().await;
        let input = json!({"idempotencyKey": key(), "project": project});
        let made = coordinator.mutate("createProject", "project { id }", input).await;
        Self {
            manager: centre.hire("kierownik", "PROJECT_MANAGER").await,
            project: made["project"]["id"].as_str().unwrap().to_owned(),
        }
    }

    pub(super) async fn create(&self, beginning: &str) -> Value {
        let input = json!({"idempotencyKey": key(), "projectId": self.project, "beginning": beginning});
        self.manager.mutate("createBudgetVersion", BUDGET, input).await["budget"].take()
    }

    /// The payload, refused or not.
    pub(super) async fn edit(&self, budget: &Value, edits: Value) -> Value {
        let input = json!({"budgetId": budget["id"], "expectedVersion": budget["version"], "edits": edits});
        self.manager.try_mutate("editBudget", BUDGET, input).await
    }

    pub(super) async fn force(&self, budget: &Value, from: &str) -> Value {
        let input = json!({
            "idempotencyKey": key(), "budgetId": budget["id"], "expectedVersion": budget["version"], "from": from,
        });
        self.manager.try_mutate("putBudgetInForce", BUDGET, input).await
    }

    pub(super) async fn ask(&self, fields: &str) -> Value {
        let query = format!("query($id: ID!) {{ project(id: $id) {{ {fields} }} }}");
        self.manager.data(&query, json!({"id": self.project})).await["project"].take()
    }
}

pub(super) fn line(number: u32, source: &str, amount: &str) -> Value {
    json!({"setLine": {
        "taskNumber": 1, "number": number, "name": "pozycja", "unit": "komplet", "unitCost": {"amount": amount},
        "quantity": "1", "amount": {"amount": amount}, "sources": [{"source": source, "amount": {"amount": amount}}],
    }})
}

pub(super) fn task(number: u32) -> Value {
    json!({"setTask": {"number": number, "name": "Aktywizacja"}})
}

pub(super) fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| error["code"].as_str().unwrap())
        .collect()
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one story")]
pub(crate) async fn a_budget_is_drafted_put_in_force_and_changed_by_an_annex() {
    let app = TestApp::start().await;
    let project = json!({
        "title": "Postaw na siebie II", "placesTotal": {"count": 165},
        "budget": [
            {"source": "EU", "amount": {"amount": "1249500.00"}},
            {"source": "LOCAL_GOVERNMENT", "amount": {"amount": "220500.00"}},
        ],
    });
    let desk = Desk::open(&app, project).await;
    let draft = desk.create("EMPTY").await;
    let edited = desk
        .edit(
            &draft,
            json!([
                task(1),
                line(1, "EU", "1249500.00"),
                line(2, "LOCAL_GOVERNMENT", "220499.99")
            ]),
        )
        .await;
    let refused = desk.force(&edited["budget"], "2017-10-01").await;
    assert_eq!(codes(&refused), ["BUDGET_DOES_NOT_ADD_UP"]);
    assert!(
        refused["userErrors"][0]["message"]
            .as_str()
            .unwrap()
            .contains("-0.01"),
        "{refused}"
    );
    let second = json!([{"setLine": {
        "lineId": edited["budget"]["tasks"][0]["lines"][1]["id"], "taskNumber": 1, "number": 2, "name": "wkład",
        "unit": "komplet", "unitCost": {"amount": "220500.00"}, "quantity": "1", "amount": {"amount": "220500.00"},
        "sources": [{"source": "LOCAL_GOVERNMENT", "amount": {"amount": "220500.00"}}], "flags": ["OWN_CONTRIBUTION"],
    }}]);
    let edited = desk.edit(&edited["budget"], second).await;
    let forced = desk.force(&edited["budget"], "2017-10-01").await;
    assert_eq!(forced["budget"]["state"]["code"], "in_force", "{forced}");

    let annex = desk.create("COPY_OF_IN_FORCE").await;
    let lines = &annex["tasks"][0]["lines"];
    let moved = json!([
        task(2),
        {"moveAmount": {"fromLineId": lines[0]["id"], "toLineId": lines[1]["id"], "source": "EU", "amount": {"amount": "0.01"}}},
    ]);
    let moved = desk.edit(&annex, moved).await;
    assert_eq!(
        moved["budget"]["tasks"][0]["lines"][0]["amount"]["amount"],
        "1249499.99"
    );
    let answer = desk
        .ask(
            "budgetInForce { id number }
             budgets { number state { code } sums { total { amount } byFlag { flag { code } amount { amount } } }
                       differences { place { code } difference { amount } blocking } checks { rule verdict { code } missing } }",
        )
        .await;
    assert_eq!(answer["budgetInForce"]["number"], 0);
    let [agreed, annexed] = [&answer["budgets"][0], &answer["budgets"][1]];
    assert_eq!(
        (&agreed["state"]["code"], &annexed["state"]["code"]),
        (&json!("in_force"), &json!("draft"))
    );
    for version in [agreed, annexed] {
        assert_eq!(version["sums"]["total"]["amount"], "1470000.00");
    }
    assert_eq!(agreed["differences"], json!([]));
    assert_eq!(
        annexed["differences"].as_array().unwrap().len(),
        2,
        "both lines and their products"
    );
    let undecided: Vec<_> = agreed["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["verdict"]["code"].as_str().unwrap())
        .collect();
    assert_eq!(undecided, ["undecided"; 5], "neither period nor terms are known");
    let diff = desk
        .manager
        .data(
            "query($id: ID!, $against: ID!) { budget(id: $id) { diff(against: $against) {
                total { change { amount } } tasks { field to } lines { kind { code } fields { field from to } } } } }",
            json!({"id": annex["id"], "against": answer["budgetInForce"]["id"]}),
        )
        .await;
    let diff = &diff["budget"]["diff"];
    assert_eq!(diff["total"]["change"]["amount"], "0.00");
    assert_eq!(
        diff["tasks"],
        json!([{"field": "task.2", "to": "2. Aktywizacja"}])
    );
    assert_eq!(
        diff["lines"][0]["fields"][0],
        json!({"field": "amount", "from": "1249500.00", "to": "1249499.99"})
    );

    let figures = desk
        .ask("total: costPerHead(base: TOTAL) { label base { label(lang: EN) } } eu: costPerHead(base: EU) { label } ownContribution { label }")
        .await;
    assert_eq!(
        figures,
        json!({
            "total": {"label": "8 909.09", "base": {"label": "total value"}}, "eu": {"label": "7 572.73"},
            "ownContribution": {"label": "15.00 %"},
        })
    );
}

#[tokio::test]
pub(crate) async fn of_two_who_edit_one_draft_one_is_told_and_gets_it_as_it_is() {
    let app = TestApp::start().await;
    let desk = Desk::open(&app, json!({"title": "Postaw na siebie II"})).await;
    let draft = desk.create("EMPTY").await;
    let (one, other) = futures::join!(
        desk.edit(&draft, json!([task(1)])),
        desk.edit(&draft, json!([task(2)]))
    );
    let (won, lost) = if codes(&one).is_empty() {
        (one, other)
    } else {
        (other, one)
    };
    assert_eq!((codes(&won).len(), codes(&lost)), (0, vec!["STALE_VERSION"]));
    assert_eq!(
        lost["budget"], won["budget"],
        "the loser gets the draft as the winner left it"
    );
    let query = "query($id: ID!) { node(id: $id) { ... on BudgetVersion { version } } }";
    let node = desk.manager.data(query, json!({"id": draft["id"]})).await;
    assert_eq!(node["node"]["version"], 2);
}
