//! Storing projects.

use serde_json::Value;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId};
use wsparcie_kernel::{Instant, Money};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{BudgetPart, ProjectMode, ProjectParty};

use crate::db::places;
use crate::domain::number::ProjectNumber;
use crate::domain::project::{self, CheckedProject};

/// The unique index that says: this number stands in that edition already.
pub(crate) const NUMBER_TAKEN: &str = "project_number_edition";

/// Stores a new project, version 1, with its budget.
#[tracing::instrument(name = "db.project.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(
    tx: &mut TenantTx,
    id: ProjectId,
    checked: &CheckedProject,
    now: Instant,
) -> Result<(), DbError> {
    let facts = &checked.facts;
    let (total, total_exactness) = places::columns(facts.places_total);
    let (women, women_exactness) = places::columns(facts.places_women);
    let (men, men_exactness) = places::columns(facts.places_men);
    sqlx::query!(
        "insert into programmes.project
             (tenant_id, id, title, edition, undertaking, programme_id, number_raw, number_normalised, number_parts,
              mode, starts_on, ends_on, recruitment_from, recruitment_until, places_total, places_total_exactness,
              places_women, places_women_exactness, places_men, places_men_exactness, budget_total_grosz, partners,
              source_notes, area, beneficiary_name, beneficiary_nip, implementer_name, implementer_nip, main_goal,
              specific_goals, target_groups, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, 1, $32, $32)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        facts.title,
        facts.edition,
        facts.undertaking,
        facts.programme_id.map(ProgrammeId::into_uuid),
        checked.number.as_ref().map(ProjectNumber::raw),
        checked.number.as_ref().map(ProjectNumber::as_str),
        number_parts(checked)?,
        facts.mode.map(ProjectMode::code),
        facts.starts_on,
        facts.ends_on,
        facts.recruitment_from,
        facts.recruitment_until,
        total,
        total_exactness,
        women,
        women_exactness,
        men,
        men_exactness,
        facts.budget_total.map(Money::grosz),
        json(&facts.partners)?,
        json(&facts.source_notes)?,
        facts.area,
        name(facts.beneficiary.as_ref()),
        nip(facts.beneficiary.as_ref()),
        name(facts.implementer.as_ref()),
        nip(facts.implementer.as_ref()),
        facts.main_goal,
        &facts.specific_goals,
        &facts.target_groups,
        now,
    )
    .execute(tx.conn())
    .await?;
    insert_budget(tx, id, facts.budget.as_deref()).await
}

/// Replaces everything that is known of a project whose row is locked, and counts its version up.
#[tracing::instrument(name = "db.project.update", skip_all, err(level = "debug"))]
pub(crate) async fn update(
    tx: &mut TenantTx,
    id: ProjectId,
    checked: &CheckedProject,
    now: Instant,
) -> Result<(), DbError> {
    let facts = &checked.facts;
    let (total, total_exactness) = places::columns(facts.places_total);
    let (women, women_exactness) = places::columns(facts.places_women);
    let (men, men_exactness) = places::columns(facts.places_men);
    sqlx::query!(
        "update programmes.project
         set title = $3, edition = $4, undertaking = $5, programme_id = $6, number_raw = $7, number_normalised = $8,
             number_parts = $9, mode = $10, starts_on = $11, ends_on = $12, recruitment_from = $13,
             recruitment_until = $14, places_total = $15, places_total_exactness = $16, places_women = $17,
             places_women_exactness = $18, places_men = $19, places_men_exactness = $20, budget_total_grosz = $21,
             partners = $22, source_notes = $23, area = $24, beneficiary_name = $25, beneficiary_nip = $26,
             implementer_name = $27, implementer_nip = $28, main_goal = $29, specific_goals = $30, target_groups = $31,
             version = version + 1, updated_at = $32
         where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        facts.title,
        facts.edition,
        facts.undertaking,
        facts.programme_id.map(ProgrammeId::into_uuid),
        checked.number.as_ref().map(ProjectNumber::raw),
        checked.number.as_ref().map(ProjectNumber::as_str),
        number_parts(checked)?,
        facts.mode.map(ProjectMode::code),
        facts.starts_on,
        facts.ends_on,
        facts.recruitment_from,
        facts.recruitment_until,
        total,
        total_exactness,
        women,
        women_exactness,
        men,
        men_exactness,
        facts.budget_total.map(Money::grosz),
        json(&facts.partners)?,
        json(&facts.source_notes)?,
        facts.area,
        name(facts.beneficiary.as_ref()),
        nip(facts.beneficiary.as_ref()),
        name(facts.implementer.as_ref()),
        nip(facts.implementer.as_ref()),
        facts.main_goal,
        &facts.specific_goals,
        &facts.target_groups,
        now,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!(
        "delete from programmes.project_budget_part where tenant_id = $1 and project_id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    insert_budget(tx, id, facts.budget.as_deref()).await
}

async fn insert_budget(
    tx: &mut TenantTx,
    id: ProjectId,
    parts: Option<&[BudgetPart]>,
) -> Result<(), DbError> {
    let Some(parts) = parts else { return Ok(()) };
    let sources: Vec<String> = parts.iter().map(|part| part.source.code().to_owned()).collect();
    let amounts: Vec<i64> = parts.iter().map(|part| part.amount.grosz()).collect();
    sqlx::query!(
        "insert into programmes.project_budget_part (tenant_id, project_id, source, amount_grosz)
         select $1, $2, part.source, part.amount from unnest($3::text[], $4::bigint[]) as part (source, amount)",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        &sources,
        &amounts,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

fn name(party: Option<&ProjectParty>) -> Option<&str> {
    party.map(|party| party.name.as_str())
}

fn nip(party: Option<&ProjectParty>) -> Option<&str> {
    party.and_then(|party| party.nip.as_deref())
}

fn number_parts(checked: &CheckedProject) -> Result<Option<Value>, DbError> {
    checked
        .number
        .as_ref()
        .map(|number| json(&project::parts(number)))
        .transpose()
}

fn json(value: &impl serde::Serialize) -> Result<Value, DbError> {
    serde_json::to_value(value).map_err(|_| DbError::Defect {
        sqlstate: "client".to_owned(),
    })
}
