//! The one table of who may do what: role × resource × action, and scope × resource × action.
//!
//! Services ask it with [`require`]; the gateway prints it; a test fails where a GraphQL field names no row of it. What a
//! row allows is still bounded by the tenant: the database shows each organisation its own rows only.

mod table;

pub use table::TABLE;

use crate::actor::{Actor, Principal, Role, Scope};
use crate::codes;
use crate::ids::TenantId;
use crate::problem::CallError;

codes! {
    /// A kind of thing that permissions speak of.
    pub enum Resource {
        /// The acting organisation itself.
        Organisation => "organisation", "organizacja", "organisation";
        /// All organisations on the instance.
        Organisations => "organisations", "wszystkie organizacje", "all organisations";
        /// Users of the organisation and their roles.
        Member => "member", "użytkownik", "user";
        /// Programs with API keys.
        ApiClient => "api_client", "klient API", "API client";
        /// A review of who has access.
        AccessReview => "access_review", "przegląd uprawnień", "access review";
        /// Case data opened in an emergency, with a reason (break-glass).
        BreakGlass => "break_glass", "dostęp awaryjny", "break-glass access";
        /// The agreement on processing personal data between a centre and the operator.
        ProcessingAgreement => "processing_agreement", "umowa powierzenia przetwarzania danych", "processing agreement";
        /// Districts: which worker is responsible for which addresses.
        District => "district", "rejon opiekuńczy", "district";
        /// National dictionaries, rates and holidays; dated.
        ReferenceData => "reference_data", "dane referencyjne", "reference data";
        /// A centre's own dictionary entries; dated.
        OwnReferenceData => "own_reference_data", "własne słowniki ośrodka", "a centre's own reference data";
        /// The audit trail.
        AuditTrail => "audit_trail", "dziennik zdarzeń", "audit trail";
        /// Programme trees.
        Programme => "programme", "program", "programme";
        /// Projects.
        Project => "project", "projekt", "project";
        /// Versions of a project's grant agreement, and its status.
        Agreement => "agreement", "umowa o dofinansowanie", "grant agreement";
        /// Who works in a project: posts, duties, hours.
        Team => "team", "zespół projektu", "project team";
        /// Budgets in versions.
        Budget => "budget", "budżet", "budget";
        /// Expenses and the months they are settled in.
        Expense => "expense", "wydatek", "expense";
        /// Hours worked by the team, over all engagements.
        WorkHours => "work_hours", "godziny pracy personelu", "personnel hours";
        /// Payment claims, advances and returns.
        Claim => "claim", "wniosek o płatność", "payment claim";
        /// Indicators, their targets and values.
        Indicator => "indicator", "wskaźnik", "indicator";
        /// Duties of readiness after a project's end.
        Readiness => "readiness", "trwałość projektu", "readiness";
        /// Recruitment rules of a project.
        Recruitment => "recruitment", "zasady rekrutacji", "recruitment rules";
        /// People and the facts about them.
        Person => "person", "osoba", "person";
        /// Nominations, verdicts and enrolments.
        Participation => "participation", "udział w projekcie", "participation";
        /// Group sessions and attendance.
        Session => "session", "zajęcia", "session";
        /// Documents.
        Document => "document", "dokument", "document";
        /// A centre's consent to having its figures compared.
        ComparisonConsent => "comparison_consent", "zgoda na porównanie", "consent to the comparison";
        /// The regional comparison.
        Comparison => "comparison", "porównanie", "comparison";
    }
}

codes! {
    /// What is done with a resource.
    pub enum Action {
        /// Look at it.
        Read => "read", "odczyt", "read";
        /// Make a new one.
        Create => "create", "utworzenie", "create";
        /// Change it.
        Update => "update", "zmiana", "update";
        /// Decide on it: eligibility, enrolment.
        Decide => "decide", "decyzja", "decide";
    }
}

/// One row: who may do `action` with `resource`.
#[derive(Debug, Clone, Copy)]
pub struct Permission {
    /// What is acted on.
    pub resource: Resource,
    /// What is done.
    pub action: Action,
    /// The roles that may.
    pub roles: &'static [Role],
    /// The API scopes that may.
    pub scopes: &'static [Scope],
}

/// Whether the table lets the actor do this. Says nothing about which rows the actor can see.
pub fn allows(actor: &Actor, resource: Resource, action: Action) -> bool {
    if matches!(actor.principal, Principal::System(_)) {
        return true;
    }
    if actor.standing.break_glass && opens_in_an_emergency(resource, action) {
        return true;
    }
    TABLE
        .iter()
        .filter(|row| row.resource == resource && row.action == action)
        .any(|row| {
            actor.roles.iter().any(|role| row.roles.contains(role))
                || actor.scopes.iter().any(|scope| row.scopes.contains(scope))
        })
}

/// What break-glass opens beyond the roles: looking at people and their cases, never changing them.
pub const fn opens_in_an_emergency(resource: Resource, action: Action) -> bool {
    matches!(
        (resource, action),
        (Resource::Person | Resource::Participation, Action::Read)
    )
}

/// What stays open to a user who has yet to set up a second factor: what no one would steal a password for.
const fn opens_without_second_factor(resource: Resource, action: Action) -> bool {
    matches!(
        (resource, action),
        (
            Resource::Organisation | Resource::Programme | Resource::ReferenceData,
            Action::Read
        )
    )
}

/// Lets the actor go on, as a member of the tenant returned, or says why not.
///
/// # Errors
/// [`CallError::Unauthenticated`] for nobody, [`CallError::Forbidden`] for somebody without the right,
/// [`CallError::SecondFactorDue`] and [`CallError::OrganisationLeaving`] for somebody who has the right but for that.
pub fn require(actor: &Actor, resource: Resource, action: Action) -> Result<TenantId, CallError> {
    let Some(tenant) = actor.tenant() else {
        return Err(CallError::Unauthenticated);
    };
    if actor.is_anonymous() {
        return Err(CallError::Unauthenticated);
    }
    if !allows(actor, resource, action) {
        return Err(CallError::Forbidden);
    }
    if actor.standing.second_factor_due && !opens_without_second_factor(resource, action) {
        return Err(CallError::SecondFactorDue);
    }
    if actor.standing.read_only && action != Action::Read {
        return Err(CallError::OrganisationLeaving);
    }
    Ok(tenant)
}

#[cfg(test)]
mod tests;
