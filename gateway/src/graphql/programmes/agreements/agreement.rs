//! A version of an agreement as the schema shows it.

use async_graphql::{ID, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Money;
use crate::graphql::scalars::Date;

/// A version of a project's agreement: the original or an annex. What it does not say is null.
///
/// Permission for all fields: agreement:read
#[derive(SimpleObject)]
pub(crate) struct Agreement {
    /// The global id. `node` does not open it: it is read with its project.
    id: ID,
    /// 0 the original, 1 and above its annexes.
    number: i32,
    /// When it was signed; null if unknown.
    signed_on: Option<Date>,
    /// The first day on which it is in force; null if unknown, which only that of an original may be.
    valid_from: Option<Date>,
    /// The last day on which it is in force; null while it is open. An annex gives it to the version before.
    valid_to: Option<Date>,
    /// What it changes, in the words of the centre; null if not said.
    changes: Option<String>,
    /// The project's number as this version writes it; null if unknown.
    project_number: Option<String>,
    /// The project's first day by this version; null if it does not say.
    starts_on: Option<Date>,
    /// The project's last day by this version; null if it does not say.
    ends_on: Option<Date>,
    /// The project's total by this version; null if it does not say.
    total: Option<Money>,
}

impl From<api::Agreement> for Agreement {
    fn from(row: api::Agreement) -> Self {
        let facts = row.facts;
        Self {
            id: row.id.global(),
            number: facts.number,
            signed_on: facts.signed_on.map(Into::into),
            valid_from: facts.valid_from.map(Into::into),
            valid_to: facts.valid_to.map(Into::into),
            changes: facts.changes,
            project_number: facts.project_number,
            starts_on: facts.starts_on.map(Into::into),
            ends_on: facts.ends_on.map(Into::into),
            total: facts.total.map(Into::into),
        }
    }
}

/// A day that the agreement says otherwise than the project. Claims, readiness, ceilings and hours go by the project's days: change
/// them with `updateProject` if the agreement is right.
///
/// Permission for all fields: agreement:read
#[derive(SimpleObject)]
pub(crate) struct AgreementDifference {
    /// Which day: `starts_on` or `ends_on`.
    field: Term,
    /// The number of the version that says it, the newest that says anything of it: 0 the original, 1 and above its annexes.
    agreement_number: i32,
    /// The day by the agreement.
    agreement_value: Date,
    /// The day by the project; null if the project does not say.
    project_value: Option<Date>,
}

impl From<api::AgreementDifference> for AgreementDifference {
    fn from(row: api::AgreementDifference) -> Self {
        Self {
            field: row.field.into(),
            agreement_number: row.agreement,
            agreement_value: row.agreed.into(),
            project_value: row.of_project.map(Into::into),
        }
    }
}
