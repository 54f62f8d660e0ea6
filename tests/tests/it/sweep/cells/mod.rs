//! The cells: for each root field, how to make valid arguments from the things of one organisation.
//!
//! Arguments name every id that the field takes, optional ones too, so that the sweep can put others in their place. A cell
//! that makes something for each call makes it fresh: own calls use it up.

mod agreements;
mod budget;
mod claims;
mod comparison;
mod districts;
mod expenses;
mod identity;
mod indicators;
mod organisations;
mod oversight;
mod people;
mod projects;
mod reference;
mod team;

use futures::future::BoxFuture;
use serde_json::{Value, json};

use super::actor::Actor;
use super::tenant::Tenant;
use super::world::World;

/// For whom arguments are made: whose things, and who will ask.
#[derive(Clone, Copy)]
pub(super) struct For<'a> {
    pub(super) world: &'a World,
    pub(super) tenant: &'a Tenant,
    pub(super) actor: &'a Actor,
}

/// How to ask for one root field.
#[derive(Clone, Copy)]
pub(super) struct Cell {
    /// `Query.project`.
    pub(super) field: &'static str,
    /// Makes valid arguments; `None` if this kind of organisation has nothing that the field could be asked for.
    pub(super) arguments: for<'a> fn(For<'a>) -> BoxFuture<'a, Option<Value>>,
}

macro_rules! cells {
    ($($field:literal => |$given:ident| $arguments:expr;)+) => {
        pub(super) const CELLS: &[$crate::sweep::cells::Cell] = &[$({
            fn arguments($given: $crate::sweep::cells::For<'_>) -> ::futures::future::BoxFuture<'_, Option<::serde_json::Value>> {
                Box::pin(async move { Some($arguments) })
            }
            $crate::sweep::cells::Cell { field: $field, arguments }
        },)+];
    };
}
use cells;

/// Every cell but those of `node`, which [`node_field`] gives for each type.
pub(super) fn all() -> Vec<Cell> {
    [
        identity::CELLS,
        organisations::CELLS,
        oversight::CELLS,
        districts::CELLS,
        reference::CELLS,
        projects::CELLS,
        agreements::CELLS,
        budget::CELLS,
        expenses::CELLS,
        team::CELLS,
        claims::CELLS,
        comparison::CELLS,
        people::CELLS,
        indicators::CELLS,
    ]
    .concat()
}

/// The root field whose permission `node` asks for a thing of the type.
pub(super) fn node_field(type_name: &str) -> Option<&'static str> {
    let field = match type_name {
        "Organisation" => "Query.organisation",
        "ComparisonRelease" => "Query.comparisonRelease",
        "Member" => "Query.members",
        "ApiClient" => "Query.apiClients",
        "Invitation" => "Query.invitations",
        "AccessReview" => "Query.accessReviews",
        "BreakGlass" => "Query.breakGlassAccesses",
        "DistrictRule" => "Query.districtRules",
        "Programme" => "Query.programme",
        "Project" => "Query.project",
        "BudgetVersion" => "Query.budget",
        "Worker" => "Query.worker",
        "Expense" => "Query.expense",
        "Claim" => "Query.claim",
        "Person" => "Query.person",
        "Nomination" => "Query.nomination",
        "Enrolment" => "Query.enrolment",
        "GroupSession" => "Query.groupSession",
        "Document" => "Query.document",
        _ => return None,
    };
    Some(field)
}

/// The arguments of `node` for a thing of the type.
pub(super) fn node_arguments(given: For<'_>, type_name: &str) -> Option<Value> {
    let id = match type_name {
        "Programme" => given.world.programme.clone(),
        "ComparisonRelease" => comparison::release(given),
        _ => given.tenant.id(type_name)?,
    };
    Some(json!({"id": id}))
}
