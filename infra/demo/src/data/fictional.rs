//! What no page says: users, programs, people and sessions, all made up.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::national::Sex;

use super::courses::{Course, Indicator, Thresholds};
use super::expenses::Expense;
use super::finance::{Claim, ReadinessCheck};
use super::source::{BudgetPart, Organisation};
use super::values::{Amount, Code};

/// The file beside a centre's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fictional {
    /// The centre's code.
    pub(crate) centre: String,
    pub(crate) members: Vec<Member>,
    /// The measures of the regional comparison that the centre consents to.
    #[serde(default)]
    pub(crate) comparison_consents: Vec<Code>,
    #[serde(default)]
    pub(crate) api_clients: Vec<ApiClient>,
    #[serde(default)]
    pub(crate) claims: Vec<Claim>,
    #[serde(default)]
    pub(crate) readiness_checks: Vec<ReadinessCheck>,
    #[serde(default)]
    pub(crate) sessions: Vec<Session>,
    #[serde(default)]
    pub(crate) people: Vec<Person>,
    #[serde(default)]
    pub(crate) budgets: Vec<Budget>,
    #[serde(default)]
    pub(crate) expenses: Vec<Expense>,
    #[serde(default)]
    pub(crate) courses: Vec<Course>,
    #[serde(default)]
    pub(crate) indicators: Vec<Indicator>,
    #[serde(default)]
    pub(crate) thresholds: Vec<Thresholds>,
}

/// The file of authorities.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authorities {
    pub(crate) authorities: Vec<Authority>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Authority {
    /// A stable name within the data.
    pub(crate) code: String,
    #[serde(flatten)]
    pub(crate) organisation: Organisation,
    /// Whether its analyst freezes a release once the centres are there.
    #[serde(default)]
    pub(crate) freezes_release: bool,
    pub(crate) members: Vec<Member>,
    #[serde(default)]
    pub(crate) api_clients: Vec<ApiClient>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Member {
    pub(crate) role: Code,
    pub(crate) login: String,
    pub(crate) full_name: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ApiClient {
    pub(crate) name: String,
    pub(crate) scopes: Vec<Code>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct Session {
    /// The project's code.
    #[serde(skip_serializing)]
    pub(crate) project: String,
    pub(crate) title: String,
    pub(crate) held_on: Date,
    pub(crate) minutes: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Person {
    /// A stable name within the centre's data.
    pub(crate) code: String,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    pub(crate) birth_date: Date,
    pub(crate) sex: Sex,
    /// The serial of the PESEL, four digits; absent for people without PESEL.
    pub(crate) pesel_serial: Option<u16>,
    /// The day of the interview from which the facts hold.
    pub(crate) known_since: Date,
    #[serde(default)]
    pub(crate) facts: Vec<Fact>,
    #[serde(default)]
    pub(crate) nominations: Vec<Nomination>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fact {
    pub(crate) name: String,
    pub(crate) value: Option<FactValue>,
    #[serde(default)]
    pub(crate) refused: bool,
    /// The kind of the document behind it.
    pub(crate) evidence: Option<String>,
    /// The last day that document is valid.
    pub(crate) valid_until: Option<Date>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum FactValue {
    Flag(bool),
    Number(i64),
    Code(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nomination {
    /// The project's code.
    pub(crate) project: String,
    pub(crate) by: Code,
    pub(crate) on: Date,
    pub(crate) decided_on: Option<Date>,
    /// What the verdict has to be.
    pub(crate) outcome: Option<Code>,
    pub(crate) enrolled_on: Option<Date>,
    /// Whether the person was at the project's session.
    pub(crate) presence: Option<Code>,
}

/// A detailed budget that comes into force as the agreement's own.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    /// The project's code.
    pub(crate) project: String,
    pub(crate) in_force_from: Date,
    /// The agreed rate of indirect costs, in percent.
    pub(crate) indirect_rate: Option<String>,
    /// The least own contribution, in percent.
    pub(crate) own_share: Option<String>,
    pub(crate) tasks: Vec<BudgetTask>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetTask {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) lines: Vec<BudgetLine>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, rename_all(serialize = "camelCase"))]
pub(crate) struct BudgetLine {
    pub(crate) number: u32,
    pub(crate) name: String,
    pub(crate) unit: String,
    pub(crate) unit_cost: Amount,
    /// With at most three decimals: "2.5".
    pub(crate) quantity: String,
    pub(crate) amount: Amount,
    pub(crate) sources: Vec<BudgetPart>,
    #[serde(default)]
    pub(crate) flags: Vec<Code>,
}
