//! What no page says: users, programs, people and sessions, all made up.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::national::Sex;

use super::source::Organisation;
use super::values::Code;

/// The file beside a centre's.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Fictional {
    /// The centre's code.
    pub(crate) centre: String,
    pub(crate) members: Vec<Member>,
    #[serde(default)]
    pub(crate) api_clients: Vec<ApiClient>,
    #[serde(default)]
    pub(crate) sessions: Vec<Session>,
    #[serde(default)]
    pub(crate) people: Vec<Person>,
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
