//! New versions, their terms and their coming into force, as they are typed in.

use async_graphql::{Enum, ID, InputObject};
use wsparcie_kernel as kernel;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::scalars::Date;

input_enums! {
    /// What happens to an expense that would spend more on a line than the line has. Answers have the code in lower case.
    OverSpending for api::OverSpending {
        /// It is refused.
        Refuse,
        /// It is stored and flagged.
        Flag,
    }
}

/// How a new version begins.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BudgetBeginning {
    /// Without tasks.
    Empty,
    /// With the tasks and lines of the version in force.
    CopyOfInForce,
}

/// What a version agrees beside its lines. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct BudgetTermsInput {
    /// What happens to an expense over a line's amount.
    #[graphql(default_with = "OverSpending::Refuse")]
    over_spending: OverSpending,
    /// The agreed rate of indirect costs, in percent of direct costs, 0 to 100 with at most two decimals: "20.00".
    indirect_rate: Option<String>,
    /// The least own contribution that is asked, in percent of the whole, 0 to 100 with at most two decimals: "15.00".
    own_share: Option<String>,
    /// The global id of the version of the project's agreement that it belongs to.
    agreement_id: Option<ID>,
}

impl BudgetTermsInput {
    /// The terms for the service; texts that are no percentages are noted.
    pub(super) fn read(self, path: &[&str], check: &mut Check) -> Result<api::BudgetTerms, Failure> {
        let mut share = |field: &str, text: Option<String>| {
            let path: Vec<&str> = path.iter().copied().chain([field]).collect();
            text.map(|text| percent(&text, &path, check))
        };
        Ok(api::BudgetTerms {
            over_spending: self.over_spending.into(),
            indirect_rate: share("indirectRate", self.indirect_rate),
            own_share: share("ownShare", self.own_share),
            agreement_id: self.agreement_id.map(|id| ids::parse(&id)).transpose()?,
        })
    }
}

/// Reads a percentage; zero where it is none, and then the call is not made.
fn percent(text: &str, path: &[&str], check: &mut Check) -> BasisPoints {
    // Percent and hundredths are written as złoty and grosz are.
    let hundredths = kernel::Money::parse(text).map(kernel::Money::grosz);
    BasisPoints::from_hundredths_of_percent(hundredths.unwrap_or_else(|_| {
        check.refuse(
            "BUDGET_RATE_FORM",
            path,
            "podaj procent cyframi, z kropką i najwyżej dwoma miejscami, np. 20.00",
            "write the percentage in digits, with a dot and at most two decimals, for example 20.00",
        );
        0
    }))
}

/// A version to be created.
#[derive(InputObject)]
pub(crate) struct CreateBudgetVersionInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// How it begins.
    #[graphql(default_with = "BudgetBeginning::Empty")]
    pub(super) beginning: BudgetBeginning,
    /// What it agrees; if not given: what the version in force agrees, without its link to the agreement.
    pub(super) terms: Option<BudgetTermsInput>,
}

impl From<BudgetBeginning> for api::BudgetBeginning {
    fn from(beginning: BudgetBeginning) -> Self {
        match beginning {
            BudgetBeginning::Empty => Self::Empty,
            BudgetBeginning::CopyOfInForce => Self::CopyOfInForce,
        }
    }
}

/// A draft that is to come into force.
#[derive(InputObject)]
pub(crate) struct PutBudgetInForceInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the draft.
    pub(super) budget_id: ID,
    /// The version of the record that the decision is based on.
    pub(super) expected_version: i64,
    /// The first day on which it holds: after that of the version in force, not in the future.
    pub(super) from: Date,
}
