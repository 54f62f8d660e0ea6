//! Districts in the schema: which worker is responsible for which addresses.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{DistrictRuleId, MembershipId};
use wsparcie_tenants_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::{Term, input_enums};
use crate::graphql::connection::{Connection, Paging};
use crate::graphql::ids::{self, GlobalId};
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::load;
use crate::services::ask;

/// A street, or a part of it by house numbers, and the worker responsible for it between two dates.
///
/// Permission for all fields: district:read
#[derive(SimpleObject)]
pub(crate) struct DistrictRule {
    /// The global id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// The town or village.
    town: String,
    /// The street as it was typed; null where houses have numbers only.
    street: Option<String>,
    /// The first house number, "12" or "12a"; null from the beginning of the street.
    from_number: Option<String>,
    /// The last house number, included with all its letters: "12" includes 12a. Null to the end of the street.
    to_number: Option<String>,
    /// Which sides of the street: "all", "odd", "even". 12a stands on the side of 12.
    parity: Term,
    /// The global id of the worker's membership; `Query.node` opens it to those with member:read.
    worker_id: ID,
    /// The worker's first and last name.
    worker_name: String,
    /// The first day.
    valid_from: Date,
    /// The last day, included; null while no end is set.
    valid_to: Option<Date>,
    /// Version, for `expectedVersion`.
    version: i64,
}

impl From<api::DistrictRule> for DistrictRule {
    fn from(row: api::DistrictRule) -> Self {
        Self {
            id: row.id.global(),
            town: row.town,
            street: row.street,
            from_number: row.from_number,
            to_number: row.to_number,
            parity: row.parity.into(),
            worker_id: row.worker.global(),
            worker_name: row.worker_name,
            valid_from: row.valid_from.into(),
            valid_to: row.valid_to.map(Into::into),
            version: row.version,
        }
    }
}

input_enums! {
    /// Which house numbers of a range are meant. Answers have the code in lower case: "odd".
    HouseParity for api::HouseParity {
        /// All of them.
        All,
        /// Odd ones.
        Odd,
        /// Even ones.
        Even,
    }
}

/// A district rule to be added.
#[derive(InputObject)]
pub(crate) struct CreateDistrictRuleInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The town or village, 1 to 100 characters.
    town: String,
    /// The street, 1 to 100 characters, with or without "ul."; "al.", "os." and "pl." make another street of it. Leave it out
    /// where houses have numbers only.
    street: Option<String>,
    /// The first house number: 1 to 99999 and up to two letters a to z. From the beginning of the street if not given.
    from_number: Option<String>,
    /// The last house number, included with all its letters. To the end of the street if not given.
    to_number: Option<String>,
    /// Which sides of the street.
    #[graphql(default_with = "HouseParity::All")]
    parity: HouseParity,
    /// The global id of the worker's membership: an active social worker or family assistant of the centre.
    worker: ID,
    /// The first day, from 1990-01-01.
    valid_from: Date,
    /// The last day, included; open if not given.
    valid_to: Option<Date>,
}

impl CreateDistrictRuleInput {
    fn into_rule(self, worker: MembershipId) -> api::NewDistrictRule {
        api::NewDistrictRule {
            town: self.town,
            street: self.street,
            from_number: self.from_number,
            to_number: self.to_number,
            parity: self.parity.into(),
            worker,
            valid_from: self.valid_from.0,
            valid_to: self.valid_to.map(|day| day.0),
        }
    }
}

/// The end of a district rule.
#[derive(InputObject)]
pub(crate) struct EndDistrictRuleInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the rule.
    id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// The last day: not before the first, and not later than an end that is set.
    valid_to: Date,
}

payloads! {
    /// What became of `createDistrictRule`.
    ///
    /// Permission: district:create
    CreateDistrictRulePayload {
        /// The rule added; null if it was refused.
        district_rule: DistrictRule
    }

    /// What became of `endDistrictRule`.
    ///
    /// Permission: district:update
    EndDistrictRulePayload {
        /// The rule as it is now, also after a conflict of versions; null if the change was refused otherwise.
        district_rule: DistrictRule
    }
}

#[derive(Default)]
pub(crate) struct DistrictsQuery;

#[Object]
impl DistrictsQuery {
    /// The district rules of the acting centre, oldest first; with a day, only those valid on it. The reading is recorded.
    ///
    /// Permission: district:read
    #[graphql(complexity = "crate::graphql::connection::page_cost(first, last, child_complexity)")]
    async fn district_rules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the rules valid on this day.")] on: Option<Date>,
        #[graphql(desc = "The first so many rows, 1 to 100; either this or `last`.")] first: Option<i64>,
        #[graphql(desc = "Only rows behind this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many rows, 1 to 100; either this or `first`.")] last: Option<i64>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
    ) -> Nullable<Connection<DistrictRule>> {
        let read = async {
            let field = "Query.districtRules";
            let scope = open(ctx, field)?;
            let page = Paging {
                first,
                after,
                last,
                before,
            }
            .request(ctx, scope, field)?;
            let on = on.map(|day| day.0);
            let rows = ask!(scope.backend, tenants.list_district_rules(scope.call(), on, page))?;
            Ok(Connection::new(scope, field, rows))
        };
        Some(read.await)
    }

    /// The rule that covers an address on a day, and so the worker responsible for it; null if no rule covers it.
    ///
    /// Permission: district:read
    async fn responsible_for_address(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The town or village.")] town: String,
        #[graphql(desc = "The street; left out where houses have numbers only.")] street: Option<String>,
        #[graphql(desc = "The house number, \"12\", \"12a\" or \"12a/3\": the flat does not matter.")]
        house_number: String,
        #[graphql(desc = "The day.")] on: Date,
    ) -> Nullable<DistrictRule> {
        let read = async {
            let scope = open(ctx, "Query.responsibleForAddress")?;
            let question = api::AddressQuestion {
                town,
                street,
                house_number,
                on: on.0,
            };
            let rule = ask!(
                scope.backend,
                tenants.responsible_for_address(scope.call(), question)
            )?;
            Ok(rule.map(DistrictRule::from))
        };
        read.await.transpose()
    }
}

#[derive(Default)]
pub(crate) struct DistrictsMutation;

#[Object]
impl DistrictsMutation {
    /// Adds a district rule. One that covers an address which another rule has on the same day is refused, with both named.
    ///
    /// Permission: district:create
    async fn create_district_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] input: CreateDistrictRuleInput,
    ) -> Nullable<CreateDistrictRulePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.createDistrictRule")?;
            let worker = ids::parse(&input.worker)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let answer = match check.into_result() {
                Ok(()) => ask!(
                    scope.backend,
                    tenants.create_district_rule(call, input.into_rule(worker))
                ),
                Err(refused) => Err(refused),
            };
            CreateDistrictRulePayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Ends a district rule. To hand a street over, end its rule and add another from the next day.
    ///
    /// Permission: district:update
    async fn end_district_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The end.")] input: EndDistrictRuleInput,
    ) -> Nullable<EndDistrictRulePayload> {
        let change = async {
            let scope = open(ctx, "Mutation.endDistrictRule")?;
            let id: DistrictRuleId = ids::parse(&input.id)?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let end = api::EndDistrictRule {
                id,
                expected_version: input.expected_version,
                valid_to: input.valid_to.0,
            };
            let answer: Result<_, CallError> = match check.into_result() {
                Ok(()) => ask!(scope.backend, tenants.end_district_rule(call, end)),
                Err(refused) => Err(refused),
            };
            EndDistrictRulePayload::settle_or_current(scope, answer, async { load!(scope, id) }).await
        };
        Some(change.await)
    }
}
