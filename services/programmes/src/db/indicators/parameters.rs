//! The dated parameters that results and effectiveness are counted by, as they are known now.

use wsparcie_kernel::Date;
use wsparcie_postgres::{DbError, TenantTx};

use crate::domain::indicator::Effects;

/// How many days after leaving results are counted.
const RESULT_DAYS: &str = "result_days";
/// How many days after the end effects are counted.
const EFFECTIVENESS_DAYS: &str = "effectiveness_days";
/// How many months work lasts at least.
const CONTRACT_MONTHS: &str = "effectiveness_contract_months";
/// How much of a full post it is at least.
const POST_SHARE: &str = "effectiveness_post_share";

struct Row {
    code: String,
    amount: i64,
    valid_from: Date,
    valid_to: Option<Date>,
}

/// The parameters of all days.
pub(crate) struct Parameters(Vec<Row>);

impl Parameters {
    fn on(&self, code: &str, day: Date) -> Option<i64> {
        let holds = |row: &&Row| {
            row.code == code && row.valid_from <= day && row.valid_to.is_none_or(|last| day <= last)
        };
        self.0.iter().find(holds).map(|row| row.amount)
    }

    fn days(&self, code: &str, day: Date) -> Option<u64> {
        self.on(code, day).and_then(|days| u64::try_from(days).ok())
    }

    /// How many days after leaving results are counted, on a day.
    pub(crate) fn result_days(&self, day: Date) -> Option<u64> {
        self.days(RESULT_DAYS, day)
    }

    /// How many days after an end on that day effects are counted.
    pub(crate) fn effectiveness_days(&self, day: Date) -> Option<u64> {
        self.days(EFFECTIVENESS_DAYS, day)
    }

    /// What work that begins on that day counts for effectiveness.
    pub(crate) fn effects(&self, day: Date) -> Effects {
        Effects {
            contract_months: self
                .on(CONTRACT_MONTHS, day)
                .and_then(|months| u32::try_from(months).ok()),
            post_share: self.on(POST_SHARE, day),
        }
    }
}

/// Reads the parameters.
#[tracing::instrument(name = "db.indicator.parameters", skip_all, err(level = "debug"))]
pub(crate) async fn read(tx: &mut TenantTx) -> Result<Parameters, DbError> {
    let codes = [RESULT_DAYS, EFFECTIVENESS_DAYS, CONTRACT_MONTHS, POST_SHARE].map(str::to_owned);
    let rows = sqlx::query_as!(
        Row,
        "select code, amount, valid_from, valid_to from programmes.rate
         where code = any($1) and ended_by is null order by code, valid_from",
        &codes,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Parameters(rows))
}
