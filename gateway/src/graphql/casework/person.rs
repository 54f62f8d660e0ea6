//! People as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use wsparcie_casework_api as api;
use wsparcie_kernel::ids::PersonId;

use super::fact::Fact;
use crate::graphql::Nullable;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::FactsOf;
use crate::graphql::permissions::open;
use crate::graphql::scalars::{Date, DateTime};
use crate::graphql::scope::load;

/// A person known to the acting centre. Personal data: every read is recorded in the audit trail.
///
/// Permission for all fields: person:read
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct Person {
    #[graphql(skip)]
    key: PersonId,
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// First name or names.
    first_name: String,
    /// Last name.
    last_name: String,
    /// PESEL, 11 digits; null for people without one.
    pesel: Option<String>,
    /// Birth date, from the PESEL where there is one.
    birth_date: Date,
    /// Sex, from the PESEL where there is one: code "K" (kobieta) or "M" (mężczyzna).
    sex: Term,
    /// Version, for `expectedVersion` of updates.
    version: i64,
    /// When the person was entered.
    created_at: DateTime,
}

#[ComplexObject]
impl Person {
    /// Dated facts about the person, oldest first, at most 500.
    ///
    /// Permission: person:read
    async fn facts(&self, ctx: &Context<'_>) -> Nullable<Vec<Fact>> {
        let read = async {
            let scope = open(ctx, "Person.facts")?;
            let rows = load!(scope, FactsOf(self.key))?.unwrap_or_default();
            Ok(rows.into_iter().map(Fact::from).collect())
        };
        Some(read.await)
    }
}

impl From<api::Person> for Person {
    fn from(row: api::Person) -> Self {
        Self {
            key: row.id,
            id: row.id.global(),
            first_name: row.first_name.expose().to_owned(),
            last_name: row.last_name.expose().to_owned(),
            pesel: row.pesel.map(|pesel| pesel.expose().to_owned()),
            birth_date: row.birth_date.into(),
            sex: row.sex.into(),
            version: row.version,
            created_at: row.created_at.into(),
        }
    }
}

/// A person found by `searchPeople`, and why.
///
/// Permission for all fields: person:read
#[derive(SimpleObject)]
pub(crate) struct PersonMatch {
    /// The person.
    person: Person,
    /// The strongest reason.
    reason: Term,
}

impl From<api::PersonMatch> for PersonMatch {
    fn from(row: api::PersonMatch) -> Self {
        Self {
            person: row.person.into(),
            reason: row.reason.into(),
        }
    }
}
