//! The rows.

use super::{Action, Permission, Resource};
use crate::actor::{Role, Scope};

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
/// Those who answer for who has access.
const OVERSEES: &[Role] = &[Role::Director, Role::Administrator, Role::Operator];
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
    row(Resource::Organisations, Action::Update, &[Role::Operator], &[]),
    row(Resource::AccessReview, Action::Read, OVERSEES, &[]),
    row(Resource::AccessReview, Action::Create, OVERSEES, &[]),
    row(Resource::AccessReview, Action::Decide, OVERSEES, &[]),
    row(Resource::BreakGlass, Action::Read, OVERSEES, &[]),
    // Whoever works at the centre: an emergency does not ask for the role. Each use is reviewed by somebody else.
    row(Resource::BreakGlass, Action::Create, CENTRE, &[]),
    row(Resource::BreakGlass, Action::Decide, OVERSEES, &[]),
    row(Resource::ProcessingAgreement, Action::Read, CENTRE, &[]),
    row(
        Resource::ProcessingAgreement,
        Action::Decide,
        &[Role::Director, Role::Administrator],
        &[],
    ),
    row(Resource::District, Action::Read, CENTRE, &[Scope::PeopleRead]),
    row(
        Resource::District,
        Action::Create,
        &[Role::Director, Role::Administrator],
        &[],
    ),
    row(
        Resource::District,
        Action::Update,
        &[Role::Director, Role::Administrator],
        &[],
    ),
    row(Resource::ReferenceData, Action::Read, ANY, EVERY_SCOPE),
    row(Resource::ReferenceData, Action::Update, &[Role::Operator], &[]),
    row(
        Resource::OwnReferenceData,
        Action::Read,
        CENTRE,
        &[Scope::ProjectsRead],
    ),
    row(
        Resource::OwnReferenceData,
        Action::Update,
        &[Role::Administrator],
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
