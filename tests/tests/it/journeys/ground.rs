//! What the journeys of projects stand on: national reference data, a budget in force, and how refusals are told.

use serde_json::{Value, json};

use super::stage::{Centre, create_project, key, operator, text};
use crate::support::{Client, TestApp};

/// What the platform comes with: codes of positions, services and situations, rates and limits.
pub(crate) async fn load_reference(app: &TestApp) {
    let content = include_str!("../../../../services/programmes/data/reference/national.toml");
    let input =
        json!({"idempotencyKey": key(), "content": content, "expectedRelease": 1, "label": "Platforma"});
    operator(app)
        .await
        .mutate("loadReferenceData", "release { number }", input)
        .await;
}

/// The refusals of a payload, each as its path and its code.
pub(crate) fn refusals(payload: &Value) -> Vec<String> {
    let errors = payload["userErrors"].as_array().unwrap();
    errors
        .iter()
        .map(|error| {
            let path = error["path"].as_array().unwrap().iter();
            let path: Vec<_> = path.map(|part| part.as_str().unwrap()).collect();
            assert!(!error["message"].as_str().unwrap().is_empty(), "{error}");
            format!("{} {}", path.join("."), error["code"].as_str().unwrap())
        })
        .collect()
}

/// One field after another of a centre's project.
pub(crate) async fn ask(client: &Client, project: &str, fields: &str) -> Value {
    let query = format!("query($id: ID!) {{ project(id: $id) {{ {fields} }} }}");
    client.data(&query, json!({"id": project})).await["project"].take()
}

/// Records that something is so since 2017, by nothing but word.
pub(crate) async fn know(worker: &Client, person: &str, name: &str, value: Value) {
    let fact = json!({"personId": person, "name": name, "value": value, "validFrom": "2017-01-01"});
    let input = json!({"idempotencyKey": key(), "fact": fact});
    worker.mutate("recordFact", "fact { id }", input).await;
}

/// Zloty, as inputs have them.
pub(crate) fn zloty(amount: &str) -> Value {
    json!({"amount": amount})
}

/// A project with a budget in force, and those who keep its accounts.
pub(crate) struct Books<'a> {
    pub(crate) centre: Centre<'a>,
    pub(crate) coordinator: Client,
    pub(crate) manager: Client,
    pub(crate) accountant: Client,
    pub(crate) project: String,
    pub(crate) task: String,
    /// One of 1000.00 and one of 5000.00 zł, 85 % of both from the Union.
    pub(crate) lines: [String; 2],
}

impl<'a> Books<'a> {
    /// A project of these days whose budget is in force from the first of them and refuses over-spending.
    pub(crate) async fn open(app: &'a TestApp, starts_on: &str, ends_on: &str) -> Self {
        load_reference(app).await;
        let centre = Centre::found(app, "starachowice", "2611011").await;
        let coordinator = centre.coordinator().await;
        let manager = centre.hire("kierownik", "PROJECT_MANAGER").await;
        let accountant = centre.hire("ksiegowosc", "CHIEF_ACCOUNTANT").await;
        let facts = json!({"title": "Asystent aktywności", "startsOn": starts_on, "endsOn": ends_on});
        let project = create_project(&coordinator, facts).await;
        let input = json!({"idempotencyKey": key(), "projectId": project});
        let draft = manager
            .mutate("createBudgetVersion", "budget { id version }", input)
            .await["budget"]
            .take();
        let line = |number: u32, amount: &str, parts: [&str; 2]| {
            json!({"setLine": {
                "taskNumber": 1, "number": number, "name": format!("pozycja {number}"), "unit": "komplet",
                "unitCost": zloty(amount), "quantity": "1", "amount": zloty(amount),
                "sources": [
                    {"source": "EU", "amount": zloty(parts[0])}, {"source": "LOCAL_GOVERNMENT", "amount": zloty(parts[1])},
                ],
            }})
        };
        let input = json!({
            "budgetId": draft["id"], "expectedVersion": draft["version"],
            "edits": [
                {"setTask": {"number": 1, "name": "Usługi asystenckie"}},
                line(1, "1000.00", ["850.00", "150.00"]), line(2, "5000.00", ["4250.00", "750.00"]),
            ],
        });
        let selection = "budget { id version tasks { id lines { id } } }";
        let draft = manager.mutate("editBudget", selection, input).await["budget"].take();
        let input = json!({
            "idempotencyKey": key(), "budgetId": draft["id"], "expectedVersion": draft["version"], "from": starts_on,
        });
        manager.mutate("putBudgetInForce", "budget { id }", input).await;
        let task = &draft["tasks"][0];
        Self {
            centre,
            coordinator,
            manager,
            accountant,
            project,
            task: text(&task["id"]),
            lines: [0, 1].map(|number: usize| text(&task["lines"][number]["id"])),
        }
    }

    /// A document of this day and amount on a line, all of it eligible.
    pub(crate) fn document(&self, line: usize, number: &str, paid_on: &str, amount: &str) -> Value {
        json!({
            "idempotencyKey": key(), "projectId": self.project, "lineId": self.lines[line], "documentNumber": number,
            "documentDate": paid_on, "paidOn": paid_on, "month": paid_on,
            "contractor": {"name": "Firma Fikcyjna", "nip": "897-181-16-33"}, "amounts": amounts(amount),
        })
    }

    /// Enters a document; the payload, refused or not.
    pub(crate) async fn record(&self, by: &Client, document: Value) -> Value {
        let selection = "expense { id version month amounts { eligible { amount } } } earlier { id }
            line { planned { amount } spent { amount } left { amount } }";
        by.try_mutate("recordExpense", selection, document).await
    }

    /// Corrects a document to another amount; the payload, refused or not.
    pub(crate) async fn correct(&self, expense: &Value, amount: &str, month: Option<&str>) -> Value {
        let input = json!({
            "idempotencyKey": key(), "id": expense["id"], "expectedVersion": expense["version"], "month": month,
            "amounts": amounts(amount), "reason": "pomyłka w kwocie",
        });
        let selection = "correction { id month correction { code } amounts { eligible { amount } } }
            expense { version effective { eligible { amount } } amounts { eligible { amount } } }";
        self.accountant
            .try_mutate("correctExpense", selection, input)
            .await
    }

    /// Closes a month.
    pub(crate) async fn close(&self, month: &str) {
        let input = json!({"idempotencyKey": key(), "projectId": self.project, "month": month});
        self.accountant
            .mutate("closeExpenseMonth", "closedMonth { month }", input)
            .await;
    }
}

/// Gross and eligible alike, without VAT.
pub(crate) fn amounts(amount: &str) -> Value {
    json!({"amount": zloty(amount), "vat": zloty("0.00"), "vatRecoverable": "NO", "eligible": zloty(amount)})
}
