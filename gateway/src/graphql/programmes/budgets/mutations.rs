//! Changes of budgets.

use async_graphql::{Context, Object};
use wsparcie_kernel::ids::BudgetId;
use wsparcie_programmes_api as api;

use super::edits_input::EditBudgetInput;
use super::input::{CreateBudgetVersionInput, PutBudgetInForceInput};
use super::version::BudgetVersion;
use crate::graphql::Nullable;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scope::load;
use crate::services::ask;

payloads! {
    /// What became of `createBudgetVersion`.
    ///
    /// Permission: budget:update
    CreateBudgetVersionPayload {
        /// The draft created; null if it was refused.
        budget: BudgetVersion
    }

    /// What became of `editBudget`.
    ///
    /// Permission: budget:update
    EditBudgetPayload {
        /// The draft as it is now, also after a conflict of versions; null if the edits were refused otherwise.
        budget: BudgetVersion
    }

    /// What became of `putBudgetInForce`.
    ///
    /// Permission: budget:decide
    PutBudgetInForcePayload {
        /// The version as it is now, also after a conflict of versions; null if it was refused otherwise.
        budget: BudgetVersion
    }
}

#[derive(Default)]
pub(crate) struct BudgetsMutation;

#[Object]
impl BudgetsMutation {
    /// Creates the next version of a project's budget, as a draft. A project has one draft at a time.
    ///
    /// Permission: budget:update
    async fn create_budget_version(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The version.")] input: CreateBudgetVersionInput,
    ) -> Nullable<CreateBudgetVersionPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createBudgetVersion")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let terms = input.terms.map(|terms| terms.read(&["terms"], &mut check));
            let new = api::NewBudgetVersion {
                project_id: ids::parse(&input.project_id)?,
                beginning: input.beginning.into(),
                terms: terms.transpose()?,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.create_budget_version(call, new)),
                Err(refused) => Err(refused),
            };
            CreateBudgetVersionPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Applies edits to a draft in order, all or none. Of two who edit at once, one is told and gets the draft as it is now.
    ///
    /// Permission: budget:update
    async fn edit_budget(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The edits.")] input: EditBudgetInput,
    ) -> Nullable<EditBudgetPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.editBudget")?;
            let id: BudgetId = ids::parse(&input.budget_id)?;
            let mut check = Check::default();
            let mut edits = Vec::with_capacity(input.edits.len());
            for (at, edit) in input.edits.into_iter().enumerate() {
                edits.extend(edit.read(at, &mut check)?);
            }
            let edit = api::EditBudget {
                budget_id: id,
                expected_version: input.expected_version,
                edits,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.edit_budget(scope.call(), edit)),
                Err(refused) => Err(refused),
            };
            EditBudgetPayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }

    /// Puts a draft in force in place of the version that is. Where it does not add up, each place is named; so is each line
    /// that has less than is spent on it, where over-spending is refused.
    ///
    /// Permission: budget:decide
    async fn put_budget_in_force(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The draft and its first day.")] input: PutBudgetInForceInput,
    ) -> Nullable<PutBudgetInForcePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.putBudgetInForce")?;
            let id: BudgetId = ids::parse(&input.budget_id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let put = api::PutBudgetInForce {
                budget_id: id,
                expected_version: input.expected_version,
                from: input.from.0,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.put_budget_in_force(call, put)),
                Err(refused) => Err(refused),
            };
            PutBudgetInForcePayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
