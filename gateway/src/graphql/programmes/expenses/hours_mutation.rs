//! Entering hours of the team.

use async_graphql::{Context, ID, InputObject, Object};
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::WorkerId;
use wsparcie_programmes_api as api;

use super::hours::WorkerMonth;
use crate::graphql::Nullable;
use crate::graphql::codes::input_enums;
use crate::graphql::ids;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::services::ask;

input_enums! {
    /// What somebody works in. Answers have the code in lower case.
    Engagement for api::Engagement {
        /// Projekt ośrodka.
        Project,
        /// Inny projekt.
        OtherProject,
        /// Inny pracodawca.
        OtherEmployer,
    }
}

/// Hours of one worker in one month and one engagement; they replace what was entered for it.
#[derive(InputObject)]
pub(crate) struct RecordWorkHoursInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    idempotency_key: String,
    /// The global id of the worker.
    worker_id: ID,
    /// Any day of the month.
    month: Date,
    /// What the engagement is.
    engagement: Engagement,
    /// The global id of the centre's project; only with PROJECT.
    project_id: Option<ID>,
    /// The name of the other project or employer, at most 200 characters; not with PROJECT.
    name: Option<String>,
    /// How many hours: digits, a dot, at most two decimals, "160.5".
    hours: String,
    /// The version that this replaces; 0 if nothing was entered for the engagement and month yet.
    #[graphql(default)]
    expected_version: i64,
}

payloads! {
    /// What became of `recordWorkHours`.
    ///
    /// Permission: work_hours:update
    RecordWorkHoursPayload {
        /// The worker's month as it is now, also after a conflict of versions; null if the hours were refused otherwise.
        worker_month: WorkerMonth
    }
}

#[derive(Default)]
pub(crate) struct HoursMutation;

#[Object]
impl HoursMutation {
    /// Enters the hours that somebody worked in a month. Hours of a project of the centre that would pass the month's limit over
    /// all engagements are refused; hours elsewhere are kept and marked.
    ///
    /// Permission: work_hours:update
    async fn record_work_hours(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The hours.")] input: RecordWorkHoursInput,
    ) -> Nullable<RecordWorkHoursPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.recordWorkHours")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let worker_id: WorkerId = ids::parse(&input.worker_id)?;
            let month = input.month.0;
            let record = api::RecordWorkHours {
                worker_id,
                month,
                engagement: input.engagement.into(),
                project_id: input.project_id.map(|id| ids::parse(&id)).transpose()?,
                name: input.name,
                hours_hundredths: hundredths(&input.hours, &mut check),
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.record_work_hours(call, record)),
                Err(refused) => Err(refused),
            };
            RecordWorkHoursPayload::settle_or_current(scope, answer, async {
                let current = ask!(
                    scope.backend,
                    programmes.worker_month(scope.call(), worker_id, month)
                )?;
                Ok(Some(current))
            })
            .await
        };
        Some(change.await)
    }
}

/// Reads hours with two decimals, which are written as amounts are.
fn hundredths(text: &str, check: &mut Check) -> i32 {
    let read = Money::parse(text)
        .ok()
        .and_then(|read| i32::try_from(read.grosz()).ok());
    read.unwrap_or_else(|| {
        check.refuse(
            "HOURS_NOT_A_NUMBER",
            &["hours"],
            "podaj godziny cyframi, z kropką i najwyżej dwoma miejscami: 160.5",
            "write the hours in digits, with a dot and at most two decimals: 160.5",
        );
        0
    })
}
