//! SQL of the schema `tenants`, and the reading of the audit trail. The rules are in `domain`.
//!
//! Whoever takes a `TenantTx` sees one organisation; whoever takes an `IdentityTx` or a bare connection runs as
//! `app_identity`, before a tenant is known or for the operator.

pub(crate) mod access_review_items;
pub(crate) mod access_reviews;
pub(crate) mod accounts;
pub(crate) mod actors;
pub(crate) mod agreements;
pub(crate) mod api_clients;
pub(crate) mod audit_events;
pub(crate) mod break_glass;
pub(crate) mod districts;
pub(crate) mod invitations;
pub(crate) mod links;
pub(crate) mod mails;
pub(crate) mod members;
pub(crate) mod organisations;
pub(crate) mod providers;
pub(crate) mod refusals;
pub(crate) mod reminders;
pub(crate) mod second_factors;

use uuid::Uuid;
use wsparcie_kernel::{PageRequest, Role, Scope};
use wsparcie_postgres::DbError;
use wsparcie_tenants_api::OrganisationType;

/// The open interval of ids that a page lies in.
fn bounds(page: &PageRequest) -> (Uuid, Uuid) {
    (
        page.after.unwrap_or(Uuid::nil()),
        page.before.unwrap_or(Uuid::max()),
    )
}

/// Rows sorted by id, turned into the order in which the page is walked.
fn walked<T>(page: &PageRequest, mut rows: Vec<T>) -> Vec<T> {
    if page.backward {
        rows.reverse();
    }
    rows
}

fn organisation_type(code: &str) -> Result<OrganisationType, DbError> {
    OrganisationType::parse(code).ok_or(DbError::Inconsistent {
        table: "tenants.organisation",
        column: "organisation_type",
    })
}

fn roles(codes: &[String]) -> Result<Vec<Role>, DbError> {
    codes
        .iter()
        .map(|code| {
            Role::parse(code).ok_or(DbError::Inconsistent {
                table: "tenants.membership",
                column: "roles",
            })
        })
        .collect()
}

fn role_codes(roles: &[Role]) -> Vec<String> {
    roles.iter().map(|role| role.code().to_owned()).collect()
}

fn scopes(codes: &[String]) -> Result<Vec<Scope>, DbError> {
    codes
        .iter()
        .map(|code| {
            Scope::parse(code).ok_or(DbError::Inconsistent {
                table: "tenants.api_client",
                column: "scopes",
            })
        })
        .collect()
}

fn scope_codes(scopes: &[Scope]) -> Vec<String> {
    scopes.iter().map(|scope| scope.code().to_owned()).collect()
}
