//! The one table of who may do what: role × resource × action, and scope × resource × action.
//!
//! Services ask it with [`require`]; the gateway prints it; a test fails where a GraphQL field names no row of it. What a
//! row allows is still bounded by the tenant: the database shows each organisation its own rows only.

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
        /// The audit trail.
        AuditTrail => "audit_trail", "dziennik zdarzeń", "audit trail";
        /// Programme trees.
        Programme => "programme", "program", "programme";
        /// Projects.
        Project => "project", "projekt", "project";
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

const fn row(
    resource: Resource,
    action: Action,
    roles: &'static [Role],
    scopes: &'static [Scope],
) -> Permission {
    Permission {
        resource,
        action,
        roles,
        scopes,
    }
}

/// Everyone at a centre.
const CENTRE: &[Role] = &[
    Role::Director,
    Role::ProjectManager,
    Role::ChiefAccountant,
    Role::Coordinator,
    Role::SocialWorker,
    Role::FamilyAssistant,
    Role::Specialist,
    Role::Administrator,
];
/// Everyone anywhere.
const ANY: &[Role] = Role::ALL;
const MANAGES_PROJECTS: &[Role] = &[Role::Director, Role::ProjectManager, Role::Coordinator];
const KNOWS_PEOPLE: &[Role] = &[
    Role::Director,
    Role::ProjectManager,
    Role::Coordinator,
    Role::SocialWorker,
    Role::FamilyAssistant,
];
const WORKS_WITH_PEOPLE: &[Role] = &[Role::Coordinator, Role::SocialWorker, Role::FamilyAssistant];
const DECIDES: &[Role] = &[Role::ProjectManager, Role::Coordinator, Role::SocialWorker];
const HOLDS_SESSIONS: &[Role] = &[
    Role::ProjectManager,
    Role::Coordinator,
    Role::SocialWorker,
    Role::FamilyAssistant,
    Role::Specialist,
];
const EVERY_SCOPE: &[Scope] = Scope::ALL;

/// The table. Anything not in it is forbidden.
pub const TABLE: &[Permission] = &[
    row(Resource::Organisation, Action::Read, ANY, EVERY_SCOPE),
    row(
        Resource::Organisation,
        Action::Update,
        &[Role::Director, Role::Administrator],
        &[],
    ),
    row(Resource::Organisations, Action::Read, &[Role::Operator], &[]),
    row(Resource::Organisations, Action::Create, &[Role::Operator], &[]),
    row(
        Resource::Member,
        Action::Read,
        &[Role::Director, Role::Administrator, Role::Operator],
        &[],
    ),
    row(
        Resource::Member,
        Action::Create,
        &[Role::Administrator, Role::Operator],
        &[],
    ),
    row(
        Resource::Member,
        Action::Update,
        &[Role::Administrator, Role::Operator],
        &[],
    ),
    row(Resource::ApiClient, Action::Read, &[Role::Administrator], &[]),
    row(Resource::ApiClient, Action::Create, &[Role::Administrator], &[]),
    row(Resource::ApiClient, Action::Update, &[Role::Administrator], &[]),
    row(
        Resource::AuditTrail,
        Action::Read,
        &[Role::Director, Role::Administrator, Role::Operator],
        &[],
    ),
    row(Resource::Programme, Action::Read, ANY, EVERY_SCOPE),
    row(Resource::Project, Action::Read, CENTRE, &[Scope::ProjectsRead]),
    row(
        Resource::Project,
        Action::Create,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(
        Resource::Project,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(
        Resource::Recruitment,
        Action::Read,
        CENTRE,
        &[Scope::ProjectsRead],
    ),
    row(
        Resource::Recruitment,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(Resource::Person, Action::Read, KNOWS_PEOPLE, &[Scope::PeopleRead]),
    row(
        Resource::Person,
        Action::Create,
        WORKS_WITH_PEOPLE,
        &[Scope::PeopleWrite],
    ),
    row(
        Resource::Person,
        Action::Update,
        WORKS_WITH_PEOPLE,
        &[Scope::PeopleWrite],
    ),
    row(
        Resource::Participation,
        Action::Read,
        KNOWS_PEOPLE,
        &[Scope::PeopleRead],
    ),
    row(
        Resource::Participation,
        Action::Create,
        WORKS_WITH_PEOPLE,
        &[Scope::PeopleWrite],
    ),
    row(
        Resource::Participation,
        Action::Decide,
        DECIDES,
        &[Scope::PeopleWrite],
    ),
    row(
        Resource::Session,
        Action::Read,
        HOLDS_SESSIONS,
        &[Scope::PeopleRead],
    ),
    row(
        Resource::Session,
        Action::Create,
        HOLDS_SESSIONS,
        &[Scope::PeopleWrite],
    ),
    row(
        Resource::Session,
        Action::Update,
        HOLDS_SESSIONS,
        &[Scope::PeopleWrite],
    ),
    row(Resource::Document, Action::Read, CENTRE, &[Scope::DocumentsRead]),
    row(
        Resource::Document,
        Action::Create,
        MANAGES_PROJECTS,
        &[Scope::DocumentsWrite],
    ),
    row(
        Resource::Document,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::DocumentsWrite],
    ),
    row(
        Resource::Comparison,
        Action::Read,
        &[Role::RegionalAnalyst],
        &[Scope::ComparisonRead],
    ),
];

/// Whether the table lets the actor do this. Says nothing about which rows the actor can see.
pub fn allows(actor: &Actor, resource: Resource, action: Action) -> bool {
    if matches!(actor.principal, Principal::System(_)) {
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

/// Lets the actor go on, as a member of the tenant returned, or says why not.
///
/// # Errors
/// [`CallError::Unauthenticated`] for nobody, [`CallError::Forbidden`] for somebody without the right.
pub fn require(actor: &Actor, resource: Resource, action: Action) -> Result<TenantId, CallError> {
    let Some(tenant) = actor.tenant() else {
        return Err(CallError::Unauthenticated);
    };
    if actor.is_anonymous() {
        return Err(CallError::Unauthenticated);
    }
    if allows(actor, resource, action) {
        Ok(tenant)
    } else {
        Err(CallError::Forbidden)
    }
}

#[cfg(test)]
mod tests;
