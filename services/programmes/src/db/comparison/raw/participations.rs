//! Participations as casework publishes them and as the read model has them, and the facts behind effects.

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_casework_api::{ContractKind, WorkFound};
use wsparcie_kernel::Date;
use wsparcie_postgres::{DbError, TenantTx};

/// A participation as casework has it, or as the read model does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawParticipation {
    pub(crate) project: Uuid,
    pub(crate) version: i64,
    pub(crate) sex: String,
    pub(crate) on_place: bool,
    pub(crate) starts_on: Date,
    pub(crate) ended_on: Option<Date>,
    pub(crate) ending: Option<String>,
    pub(crate) vocational: bool,
}

/// One participation on both sides.
#[derive(Default)]
pub(crate) struct BothSides {
    pub(crate) enrolment: Uuid,
    pub(crate) case_work: Option<RawParticipation>,
    pub(crate) read_model: Option<RawParticipation>,
    /// The effects that the read model derived: social, of work.
    pub(crate) effects: [Option<Date>; 2],
    /// The days of social effects, as casework has them.
    pub(crate) social_on: Vec<Date>,
    /// The work, as casework has it.
    pub(crate) work: Vec<WorkFound>,
}

/// Every participation of the tenant, in casework's published views and in the read model.
#[tracing::instrument(name = "db.comparison.participations", skip_all, err(level = "debug"))]
pub(crate) async fn participations(tx: &mut TenantTx) -> Result<Vec<BothSides>, DbError> {
    let mut sides: BTreeMap<Uuid, BothSides> = BTreeMap::new();
    case_work(tx, &mut sides).await?;
    effects(tx, &mut sides).await?;
    read_model(tx, &mut sides).await?;
    Ok(sides
        .into_iter()
        .map(|(enrolment, both)| BothSides { enrolment, ..both })
        .collect())
}

async fn case_work(tx: &mut TenantTx, sides: &mut BTreeMap<Uuid, BothSides>) -> Result<(), DbError> {
    let rows = sqlx::query!(
        r#"select enrolment_id as "enrolment_id!", project_id as "project_id!", version as "version!", sex as "sex!",
                  on_place as "on_place!", starts_on as "starts_on!", ended_on, ending, vocational as "vocational!"
           from casework_published.participation where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    for row in rows.fetch_all(tx.conn()).await? {
        sides.entry(row.enrolment_id).or_default().case_work = Some(RawParticipation {
            project: row.project_id,
            version: row.version,
            sex: row.sex,
            on_place: row.on_place,
            starts_on: row.starts_on,
            ended_on: row.ended_on,
            ending: row.ending,
            vocational: row.vocational,
        });
    }
    Ok(())
}

async fn effects(tx: &mut TenantTx, sides: &mut BTreeMap<Uuid, BothSides>) -> Result<(), DbError> {
    let rows = sqlx::query!(
        r#"select enrolment_id as "enrolment_id!", occurred_on as "occurred_on!", contract, until_on, post_percent,
                  pay_documented
           from casework_published.participation_effect where tenant_id = $1"#,
        tx.tenant().into_uuid(),
    );
    for row in rows.fetch_all(tx.conn()).await? {
        let both = sides.entry(row.enrolment_id).or_default();
        // Only work has a contract.
        let Some(contract) = row.contract else {
            both.social_on.push(row.occurred_on);
            continue;
        };
        both.work.push(WorkFound {
            on: row.occurred_on,
            until: row.until_on,
            contract: ContractKind::parse(&contract).ok_or(DbError::Inconsistent {
                table: "casework_published.participation_effect",
                column: "contract",
            })?,
            post_percent: row.post_percent.map(i32::from),
            pay_documented: row.pay_documented,
        });
    }
    Ok(())
}

async fn read_model(tx: &mut TenantTx, sides: &mut BTreeMap<Uuid, BothSides>) -> Result<(), DbError> {
    let rows = sqlx::query!(
        "select enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational, social_effect_on,
                employment_effect_on
         from programmes.participation where tenant_id = $1",
        tx.tenant().into_uuid(),
    );
    for row in rows.fetch_all(tx.conn()).await? {
        let both = sides.entry(row.enrolment_id).or_default();
        both.read_model = Some(RawParticipation {
            project: row.project_id,
            version: row.version,
            sex: row.sex,
            on_place: row.on_place,
            starts_on: row.starts_on,
            ended_on: row.ended_on,
            ending: row.ending,
            vocational: row.vocational,
        });
        both.effects = [row.social_effect_on, row.employment_effect_on];
    }
    Ok(())
}
