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
/// Those who sign for a project.
const ANSWERS_FOR_PROJECTS: &[Role] = &[Role::Director, Role::ProjectManager];
/// Those who know a project's money (seed 002: the director, the manager, the chief accountant, the coordinator).
const KNOWS_MONEY: &[Role] = &[
    Role::Director,
    Role::ProjectManager,
    Role::ChiefAccountant,
    Role::Coordinator,
];
const KEEPS_ACCOUNTS: &[Role] = &[Role::ChiefAccountant, Role::ProjectManager];
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
    row(Resource::Agreement, Action::Read, CENTRE, &[Scope::ProjectsRead]),
    row(
        Resource::Agreement,
        Action::Create,
        ANSWERS_FOR_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    // The status of a project.
    row(
        Resource::Agreement,
        Action::Decide,
        ANSWERS_FOR_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(Resource::Team, Action::Read, CENTRE, &[Scope::ProjectsRead]),
    row(
        Resource::Team,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(Resource::Budget, Action::Read, KNOWS_MONEY, &[Scope::FinanceRead]),
    row(
        Resource::Budget,
        Action::Update,
        KEEPS_ACCOUNTS,
        &[Scope::FinanceWrite],
    ),
    // A version comes into force.
    row(
        Resource::Budget,
        Action::Decide,
        ANSWERS_FOR_PROJECTS,
        &[Scope::FinanceWrite],
    ),
    row(
        Resource::Expense,
        Action::Read,
        KNOWS_MONEY,
        &[Scope::FinanceRead],
    ),
    row(
        Resource::Expense,
        Action::Create,
        KEEPS_ACCOUNTS,
        &[Scope::FinanceWrite],
    ),
    // A month is closed.
    row(
        Resource::Expense,
        Action::Decide,
        &[Role::ChiefAccountant],
        &[Scope::FinanceWrite],
    ),
    row(
        Resource::WorkHours,
        Action::Read,
        KNOWS_MONEY,
        &[Scope::FinanceRead],
    ),
    row(
        Resource::WorkHours,
        Action::Update,
        &[Role::ChiefAccountant, Role::ProjectManager, Role::Coordinator],
        &[Scope::FinanceWrite],
    ),
    row(Resource::Claim, Action::Read, KNOWS_MONEY, &[Scope::FinanceRead]),
    row(
        Resource::Claim,
        Action::Create,
        KEEPS_ACCOUNTS,
        &[Scope::FinanceWrite],
    ),
    // What is submitted, questioned, approved.
    row(
        Resource::Claim,
        Action::Decide,
        KEEPS_ACCOUNTS,
        &[Scope::FinanceWrite],
    ),
    row(Resource::Indicator, Action::Read, CENTRE, &[Scope::ProjectsRead]),
    row(
        Resource::Indicator,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(Resource::Readiness, Action::Read, CENTRE, &[Scope::ProjectsRead]),
    row(
        Resource::Readiness,
        Action::Update,
        MANAGES_PROJECTS,
        &[Scope::ProjectsWrite],
    ),
    row(
        Resource::ComparisonConsent,
        Action::Read,
        CENTRE,
        &[Scope::ProjectsRead],
    ),
    row(
        Resource::ComparisonConsent,
        Action::Decide,
        &[Role::Director],
        &[],
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
    // A release is frozen.
    row(
        Resource::Comparison,
        Action::Create,
        &[Role::RegionalAnalyst],
        &[],
    ),
];
