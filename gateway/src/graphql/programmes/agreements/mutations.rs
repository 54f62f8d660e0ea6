//! Changes of a project's agreement and of its status.

use async_graphql::{Context, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

use super::Agreement;
use super::input::{AddAgreementVersionInput, MoveProjectInput};
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, UserError, payloads};
use crate::graphql::permissions::open;
use crate::graphql::programmes::project::Project;
use crate::graphql::scope::load;
use crate::services::ask;

/// What became of `addAgreementVersion`.
///
/// Permission: agreement:create
#[derive(SimpleObject)]
pub(crate) struct AddAgreementVersionPayload {
    /// The version added; null if it was refused.
    agreement: Option<Agreement>,
    /// The project as it is now, also after a refusal because of another version; null if it was refused otherwise.
    project: Option<Project>,
    /// What has to be put right; empty if the mutation happened.
    user_errors: Vec<UserError>,
}

payloads! {
    /// What became of `moveProject`.
    ///
    /// Permission: agreement:decide
    MoveProjectPayload {
        /// The project as it is now, also after a conflict of versions; null if the move was refused otherwise.
        project: Project
    }
}

#[derive(Default)]
pub(crate) struct AgreementsMutation;

#[Object]
impl AgreementsMutation {
    /// Adds the original or the next annex to a project's agreement. An annex ends the version before it the day before it comes
    /// into force.
    ///
    /// Permission: agreement:create
    async fn add_agreement_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version.")] input: AddAgreementVersionInput,
    ) -> Nullable<AddAgreementVersionPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.addAgreementVersion")?;
            let project_id: ProjectId = ids::parse(&input.project_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let facts = input.agreement.read(&mut check);
            let add = api::AddAgreementVersion { project_id, facts };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.add_agreement_version(call, add)),
                Err(refused) => Err(refused),
            };
            let (agreement, problems) = match answer {
                Ok(agreement) => (Some(agreement), Vec::new()),
                Err(CallError::Refused(problems)) => (None, problems),
                Err(failure) => return Err(failure.into()),
            };
            let outrun = |problem: &wsparcie_kernel::Problem| problem.code == "AGREEMENT_NUMBER_UNEXPECTED";
            let project = if agreement.is_some() || problems.iter().any(outrun) {
                // Without the project the answer still says what happened.
                load!(scope, project_id).ok().flatten()
            } else {
                None
            };
            Ok(AddAgreementVersionPayload {
                agreement: agreement.map(Into::into),
                project: project.map(Into::into),
                user_errors: UserError::all(problems, scope.locale),
            })
        };
        Some(change.await)
    }

    /// Moves a project to another status, one of its `nextStatuses`.
    ///
    /// Permission: agreement:decide
    async fn move_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The move.")] input: MoveProjectInput,
    ) -> Nullable<MoveProjectPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.moveProject")?;
            let id: ProjectId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let to = api::MoveProject {
                id,
                expected_version: input.expected_version,
                to: input.to.into(),
                on: input.on.map(|day| day.0),
                reason: input.reason,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.move_project(call, to)),
                Err(refused) => Err(refused),
            };
            MoveProjectPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
