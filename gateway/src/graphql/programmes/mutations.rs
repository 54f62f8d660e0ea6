//! Changes of projects and their recruitment rules.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

use super::facts_input::{CreateProjectInput, UpdateProjectInput};
use super::project::Project;
use super::recruitment::Recruitment;
use super::recruitment_input::SetRecruitmentInput;
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::loaders::RecruitmentOf;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `createProject`.
    ///
    /// Permission: project:create
    CreateProjectPayload {
        /// The project created; null if it was refused.
        project: Project
    }

    /// What became of `updateProject`.
    ///
    /// Permission: project:update
    UpdateProjectPayload {
        /// The project as it is now, also after a conflict of versions; null if the change was refused otherwise.
        project: Project
    }

    /// What became of `setRecruitment`.
    ///
    /// Permission: recruitment:update
    SetRecruitmentPayload {
        /// The rules as they are now, also after a conflict of versions; null if they were refused otherwise.
        recruitment: Recruitment
    }
}

#[derive(Default)]
pub(crate) struct ProgrammesMutation;

#[Object]
impl ProgrammesMutation {
    /// Creates a project of the acting centre.
    ///
    /// Permission: project:create
    async fn create_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] input: CreateProjectInput,
    ) -> Nullable<CreateProjectPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createProject")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let facts = input.project.read(&mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    programmes.create_project(call, api::NewProject { facts })
                ),
                Err(refused) => Err(refused),
            };
            CreateProjectPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Changes a project: what is given replaces all that was known, but for the fields that say that they stay.
    ///
    /// Permission: project:update
    async fn update_project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateProjectInput,
    ) -> Nullable<UpdateProjectPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.updateProject")?;
            let id: ProjectId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let stated = input.project.stated();
            let facts = input.project.read(&mut check)?;
            let update = api::UpdateProject {
                id,
                expected_version: input.expected_version,
                facts,
                stated,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.update_project(scope.call(), update)),
                Err(refused) => Err(refused),
            };
            UpdateProjectPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Stores a new version of a project's recruitment rules.
    ///
    /// Permission: recruitment:update
    async fn set_recruitment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rules.")] input: SetRecruitmentInput,
    ) -> Nullable<SetRecruitmentPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setRecruitment")?;
            let project_id: ProjectId = ids::parse(&input.project_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let set = api::SetRecruitment {
                project_id,
                expected_version: input.expected_version,
                rules: input.rules.into(),
                terms: input.terms.map(Into::into),
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.set_recruitment(call, set)),
                Err(refused) => Err(refused),
            };
            SetRecruitmentPayload::settle_or_current(scope, answer, async {
                load!(scope, RecruitmentOf(project_id))
            })
            .await
        };
        Some(change.await)
    }
}
