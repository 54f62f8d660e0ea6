//! Partners, parties and notes of a project.

use async_graphql::SimpleObject;
use wsparcie_programmes_api as api;

use super::budget::Money;
use crate::graphql::codes::Term;

/// A partner of a project.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(super) struct Partner {
    /// Whether it leads or not.
    role: Term,
    /// Its name.
    name: String,
    /// Its number among the partners („Partner nr 1”: 1), 1 to 99; null if it has none or it is unknown.
    number: Option<i32>,
    /// Whether it is known to be the centre itself.
    is_centre: bool,
    /// Its share of the budget; null if unknown.
    share: Option<Money>,
}

impl From<&api::Partner> for Partner {
    fn from(row: &api::Partner) -> Self {
        let details = row.details.unwrap_or_default();
        Self {
            role: row.role.into(),
            name: row.name.clone(),
            number: details.number,
            is_centre: details.is_centre,
            share: details.share.map(Into::into),
        }
    }
}

/// An entity that answers for a project.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(super) struct ProjectParty {
    /// Its name.
    name: String,
    /// Its NIP, ten digits; null if unknown. Not unique: a centre's may be its gmina's.
    nip: Option<String>,
}

impl From<api::ProjectParty> for ProjectParty {
    fn from(row: api::ProjectParty) -> Self {
        Self {
            name: row.name,
            nip: row.nip,
        }
    }
}

/// A note about what a source says, or does not say, of one field.
///
/// Permission for all fields: as for the project.
#[derive(SimpleObject)]
pub(super) struct SourceNote {
    /// Whether it names the source, or something is unknown, a lower bound, contradictory or open to another reading.
    kind: Term,
    /// The field it speaks of, in the API's name: "budget".
    field: String,
    /// The note, in Polish.
    text: String,
}

impl From<&api::SourceNote> for SourceNote {
    fn from(row: &api::SourceNote) -> Self {
        Self {
            kind: row.kind.into(),
            field: row.field.clone(),
            text: row.text.clone(),
        }
    }
}
