//! Partners and parties of a project, as they are typed in.

use async_graphql::{InputObject, MaybeUndefined};
use wsparcie_programmes_api as api;

use super::facts_input::{MoneyInput, money};
use crate::graphql::codes::input_enums;
use crate::graphql::payload::Check;

input_enums! {
    /// What a partner is in a project. Answers have the code in lower case.
    PartnerRole for api::PartnerRole {
        /// Partner wiodący (lider).
        Lead,
        /// Partner nr 1, 2 and so on.
        Partner,
    }
}

/// A partner of a project. In an update, a partner of whom neither number, `isCentre` nor share is given keeps those that it
/// had under this name.
#[derive(InputObject)]
pub(crate) struct PartnerInput {
    /// What it is in the project; at most one leads.
    role: PartnerRole,
    /// Its name.
    name: String,
    /// Its number among the partners ("Partner nr 1": 1), 1 to 99, each once; null if it has none.
    number: MaybeUndefined<i32>,
    /// Whether it is the centre itself; at most one is. False if null.
    is_centre: MaybeUndefined<bool>,
    /// Its share of the budget, more than zero; null if unknown.
    share: MaybeUndefined<MoneyInput>,
}

impl PartnerInput {
    pub(super) fn read(self, at: usize, check: &mut Check) -> api::Partner {
        let nothing =
            self.number.is_undefined() && self.is_centre.is_undefined() && self.share.is_undefined();
        let path = ["project", "partners", &at.to_string(), "share"];
        let details = || api::PartnerDetails {
            number: self.number.take(),
            is_centre: self.is_centre.take().unwrap_or(false),
            share: self.share.take().map(|share| money(&share, &path, check)),
        };
        api::Partner {
            role: self.role.into(),
            name: self.name,
            details: (!nothing).then(details),
        }
    }
}

/// An entity that answers for a project.
#[derive(InputObject)]
pub(crate) struct ProjectPartyInput {
    /// Its name, 1 to 200 characters.
    name: String,
    /// Its NIP, if known; need not be unique.
    nip: Option<String>,
}

impl From<ProjectPartyInput> for api::ProjectParty {
    fn from(input: ProjectPartyInput) -> Self {
        Self {
            name: input.name,
            nip: input.nip,
        }
    }
}
