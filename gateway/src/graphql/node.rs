//! `node(id)`: anything that has an id of its own, by that id.

use async_graphql::{Context, ID, Interface, Object};
use wsparcie_kernel::ids::{
    AccessReviewId, ApiClientId, BreakGlassId, BudgetId, ClaimId, ComparisonReleaseId, DistrictRuleId,
    DocumentId, EnrolmentId, ExpenseId, InvitationId, MembershipId, NominationId, PersonId, ProgrammeId,
    ProjectId, SessionId, TenantId, WorkerId,
};

use super::Nullable;
use super::casework::{Enrolment, GroupSession, Nomination, Person};
use super::documents::Document;
use super::failure::Failure;
use super::ids::{self, GlobalId};
use super::permissions::open;
use super::programmes::{BudgetVersion, Claim, ComparisonRelease, Expense, Programme, Project, Worker};
use super::scope::{found, load};
use super::tenants::{AccessReview, ApiClient, BreakGlass, DistrictRule, Invitation, Member, Organisation};

/// A thing with a global id, which can be fetched by it alone.
///
/// Permission: as for the type.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "The global id: opaque, never reused."))]
pub(crate) enum Node {
    Organisation(Organisation),
    Member(Member),
    ApiClient(ApiClient),
    Invitation(Invitation),
    AccessReview(AccessReview),
    BreakGlass(BreakGlass),
    DistrictRule(DistrictRule),
    Programme(Programme),
    Project(Box<Project>),
    BudgetVersion(BudgetVersion),
    Worker(Worker),
    Expense(Box<Expense>),
    Person(Person),
    Nomination(Nomination),
    Enrolment(Enrolment),
    GroupSession(GroupSession),
    Document(Document),
    Claim(Claim),
    ComparisonRelease(Box<ComparisonRelease>),
}

#[derive(Default)]
pub(crate) struct NodeQuery;

#[Object]
impl NodeQuery {
    /// A thing by its global id. A thing of another organisation is not found, just as one that does not exist.
    ///
    /// Permission: signed in, and what the type of the thing needs.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The global id, from an `id` field.")] id: ID,
    ) -> Nullable<Node> {
        Some(find(ctx, &id).await)
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Node, Failure> {
    open(ctx, "Query.node")?;
    let (kind, uuid) = ids::decode(id).ok_or_else(ids::bad_id)?;
    macro_rules! fetch {
        ($field:literal, $key:ty, $make:expr) => {{
            let scope = open(ctx, $field)?;
            found(load!(scope, <$key>::wrap(uuid))?).map($make)
        }};
    }
    match kind.as_str() {
        TenantId::KIND => fetch!("Query.organisation", TenantId, |row| Node::Organisation(
            row.into()
        )),
        MembershipId::KIND => fetch!("Query.members", MembershipId, |row| Node::Member(row.into())),
        ApiClientId::KIND => fetch!("Query.apiClients", ApiClientId, |row| Node::ApiClient(row.into())),
        DistrictRuleId::KIND => fetch!("Query.districtRules", DistrictRuleId, |row| Node::DistrictRule(
            row.into()
        )),
        InvitationId::KIND => fetch!("Query.invitations", InvitationId, |row| Node::Invitation(
            row.into()
        )),
        AccessReviewId::KIND => fetch!("Query.accessReviews", AccessReviewId, |row| Node::AccessReview(
            row.into()
        )),
        BreakGlassId::KIND => fetch!("Query.breakGlassAccesses", BreakGlassId, |row| Node::BreakGlass(
            row.into()
        )),
        ProgrammeId::KIND => fetch!("Query.programme", ProgrammeId, |row| Node::Programme(row.into())),
        ProjectId::KIND => fetch!("Query.project", ProjectId, |row| Node::Project(Box::new(
            row.into()
        ))),
        BudgetId::KIND => fetch!("Query.budget", BudgetId, |row| Node::BudgetVersion(row.into())),
        WorkerId::KIND => fetch!("Query.worker", WorkerId, |row| Node::Worker(row.into())),
        ExpenseId::KIND => fetch!("Query.expense", ExpenseId, |row| Node::Expense(Box::new(
            row.into()
        ))),
        PersonId::KIND => fetch!("Query.person", PersonId, |row| Node::Person(row.into())),
        NominationId::KIND => fetch!("Query.nomination", NominationId, |row| Node::Nomination(
            row.into()
        )),
        EnrolmentId::KIND => fetch!("Query.enrolment", EnrolmentId, |row| Node::Enrolment(row.into())),
        SessionId::KIND => fetch!("Query.groupSession", SessionId, |row| Node::GroupSession(
            row.into()
        )),
        DocumentId::KIND => fetch!("Query.document", DocumentId, |row| Node::Document(row.into())),
        ClaimId::KIND => fetch!("Query.claim", ClaimId, |row| Node::Claim(row.into())),
        ComparisonReleaseId::KIND => fetch!("Query.comparisonRelease", ComparisonReleaseId, |row| {
            Node::ComparisonRelease(Box::new(row.into()))
        }),
        _ => Err(ids::bad_id()),
    }
}
