//! The answer of `accounts.graphql`. What somebody's role does not cover is null.

use serde::Deserialize;

use crate::web::layout::{Person, Term};
use crate::web::project::Money;

#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) viewer: Option<Person>,
    pub(super) project: Option<Project>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Project {
    pub(super) title: String,
    pub(super) edition: Option<String>,
    pub(super) cost_total: Option<Cost>,
    pub(super) cost_eu: Option<Cost>,
    pub(super) own_contribution: Option<OwnContribution>,
    pub(super) team: Option<Team>,
    pub(super) budget_in_force: Option<Budget>,
    pub(super) claims: Option<Vec<Claim>>,
    pub(super) settlement: Option<Settlement>,
    pub(super) indicators: Option<Vec<Indicator>>,
    pub(super) readiness: Option<Readiness>,
}

#[derive(Deserialize)]
pub(super) struct Cost {
    pub(super) value: Option<Money>,
    pub(super) exactness: Option<Term>,
}

#[derive(Deserialize)]
pub(super) struct OwnContribution {
    pub(super) share: Option<String>,
    pub(super) amount: Option<Money>,
}

#[derive(Deserialize)]
pub(super) struct Team {
    pub(super) posts: Headcount,
    pub(super) people: Headcount,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Headcount {
    pub(super) at_least: i64,
    pub(super) at_most: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Budget {
    pub(super) number: i64,
    pub(super) in_force_from: Option<String>,
    pub(super) sums: Option<Sums>,
    pub(super) tasks: Option<Vec<Task>>,
    pub(super) checks: Option<Vec<Check>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Sums {
    pub(super) total: Money,
    pub(super) by_task: Vec<TaskSum>,
    pub(super) by_source: Vec<SourceSum>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskSum {
    pub(super) task_id: String,
    pub(super) amount: Money,
}

/// A label in the language of the page.
#[derive(Deserialize)]
pub(super) struct Word {
    pub(super) label: String,
}

#[derive(Deserialize)]
pub(super) struct SourceSum {
    pub(super) source: Word,
    pub(super) amount: Money,
}

#[derive(Deserialize)]
pub(super) struct Task {
    pub(super) id: String,
    pub(super) number: i64,
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Check {
    pub(super) label: String,
    pub(super) legal_basis: Option<String>,
    pub(super) base_label: String,
    pub(super) limit: Option<String>,
    pub(super) actual: Option<String>,
    pub(super) actual_amount: Option<Money>,
    pub(super) verdict: Term,
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Claim {
    pub(super) number: i64,
    pub(super) kind: Word,
    pub(super) period_from: String,
    pub(super) period_to: String,
    pub(super) state: Word,
    pub(super) due_on: Option<String>,
    pub(super) claimed: Option<Money>,
    pub(super) approved: Option<Money>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Settlement {
    pub(super) received: Option<Money>,
    pub(super) advances: Money,
    pub(super) spent: Money,
    pub(super) awaiting: Money,
    pub(super) approved: Money,
    pub(super) returned: Money,
    pub(super) advance_left: Option<Money>,
    pub(super) unsettled: Option<Money>,
}

#[derive(Deserialize)]
pub(super) struct Indicator {
    pub(super) code: String,
    pub(super) label: String,
    pub(super) unit: String,
    pub(super) targets: Targets,
    pub(super) value: Value,
}

#[derive(Deserialize)]
pub(super) struct Targets {
    pub(super) total: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Value {
    pub(super) total: Option<i64>,
    pub(super) women: Option<i64>,
    pub(super) men: Option<i64>,
    pub(super) undecided: Option<i64>,
    pub(super) too_few: bool,
    pub(super) percent_of_target: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Readiness {
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) duties: Vec<Duty>,
}

#[derive(Deserialize)]
pub(super) struct Duty {
    pub(super) service: String,
    pub(super) until: Option<String>,
}
