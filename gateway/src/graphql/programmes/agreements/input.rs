//! Versions of agreements and moves of projects, as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::{MoneyInput, money};
use crate::graphql::scalars::Date;

input_enums! {
    /// How far a project has come. Answers have the code in lower case.
    ProjectStatus for api::ProjectStatus {
        /// Planowany.
        Planned,
        /// W trakcie rekrutacji.
        Recruiting,
        /// W realizacji.
        Running,
        /// W trakcie rozliczania.
        Closing,
        /// W okresie trwałości.
        InReadiness,
        /// Zamknięty.
        Closed,
    }
}

/// A version of an agreement. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct AgreementInput {
    /// 0 the original, 1 to 99 its annexes: the number after that of the newest version.
    number: i64,
    /// When it was signed.
    signed_on: Option<Date>,
    /// The first day on which it is in force; required of an annex, which ends the version before it the day before.
    valid_from: Option<Date>,
    /// The last day on which it is in force; not given while it is open.
    valid_to: Option<Date>,
    /// What it changes, at most 2000 characters.
    changes: Option<String>,
    /// The project's number as this version writes it; its last two digits must be those of the version.
    project_number: Option<String>,
    /// The project's first day by this version.
    starts_on: Option<Date>,
    /// The project's last day by this version.
    ends_on: Option<Date>,
    /// The project's total by this version, more than zero.
    total: Option<MoneyInput>,
}

impl AgreementInput {
    /// What the version says, for the service; a text that is no amount is noted.
    pub(super) fn read(self, check: &mut Check) -> api::AgreementFacts {
        api::AgreementFacts {
            // The service refuses whatever is not the next number.
            number: i32::try_from(self.number).unwrap_or(-1),
            signed_on: self.signed_on.map(|day| day.0),
            valid_from: self.valid_from.map(|day| day.0),
            valid_to: self.valid_to.map(|day| day.0),
            changes: self.changes,
            project_number: self.project_number,
            starts_on: self.starts_on.map(|day| day.0),
            ends_on: self.ends_on.map(|day| day.0),
            total: self
                .total
                .map(|total| money(&total, &["agreement", "total"], check)),
        }
    }
}

/// A version to be added to a project's agreement.
#[derive(InputObject)]
pub(crate) struct AddAgreementVersionInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// The version.
    pub(super) agreement: AgreementInput,
}

/// A move of a project to another status.
#[derive(InputObject)]
pub(crate) struct MoveProjectInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) id: ID,
    /// The version of the project that the move is based on.
    pub(super) expected_version: i64,
    /// The status to come: one of `nextStatuses`.
    pub(super) to: ProjectStatus,
    /// The day on which it happened, not before the last change nor in the future; not given if nobody knows any more.
    pub(super) on: Option<Date>,
    /// Why, at most 2000 characters; required of a move back and of an end before its time.
    pub(super) reason: Option<String>,
}
