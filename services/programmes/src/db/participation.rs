//! SQL of `programmes.participation`, the read model that casework's events feed.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_casework_api::{Ended, Ending, ParticipationEvent, Profile};
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

use crate::domain::indicator::{Derived, Participant, Results};

const TABLE: &str = "programmes.participation";

/// Takes an event in. An older one than what is known changes nothing, the same one again neither: whichever order they
/// come in, the newest state and the newest profile stay. The profile is in no event: it is read here, in the tenant's own
/// transaction, from what casework publishes. An event of a project that the tenant does not have is left alone.
#[tracing::instrument(name = "db.participation.take_in", skip_all, err(level = "debug"))]
pub(crate) async fn take_in(
    tx: &mut TenantTx,
    event: &ParticipationEvent,
    derived: &Derived,
    now: Instant,
) -> Result<(), DbError> {
    let results = Results::from(event);
    sqlx::query!(
        "insert into programmes.participation as known
             (tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational,
              social_effect_on, employment_effect_on, results, support_categories, recorded_at)
         select $1, $2, p.id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15
         from programmes.project p where p.tenant_id = $1 and p.id = $3
         on conflict (tenant_id, enrolment_id) do update
         set project_id = excluded.project_id, version = excluded.version, sex = excluded.sex,
             on_place = excluded.on_place, starts_on = excluded.starts_on, ended_on = excluded.ended_on,
             ending = excluded.ending, vocational = excluded.vocational, social_effect_on = excluded.social_effect_on,
             employment_effect_on = excluded.employment_effect_on, results = excluded.results,
             support_categories = excluded.support_categories, recorded_at = excluded.recorded_at
         where excluded.version > known.version",
        tx.tenant().into_uuid(),
        event.participation_id.into_uuid(),
        event.project_id.into_uuid(),
        event.version,
        event.sex,
        event.on_place,
        event.starts_on,
        event.ended.map(|ended| ended.on),
        event.ended.map(|ended| ended.ending.code()),
        derived.vocational,
        derived.social_effect_on,
        derived.employment_effect_on,
        Json(&results) as _,
        &derived.support_categories,
        now,
    )
    .execute(tx.conn())
    .await?;
    // Whatever the event's age: the newest profile there is counts, and never an older one again.
    sqlx::query!(
        "update programmes.participation known
         set profile = told.profile, profile_version = told.profile_version
         from casework_published.participation_profile told
         where known.tenant_id = $1 and known.enrolment_id = $2
             and told.tenant_id = $1 and told.enrolment_id = $2 and told.profile_version > known.profile_version",
        tx.tenant().into_uuid(),
        event.participation_id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The participations of several projects, those on places, in the order of projects and enrolments.
#[tracing::instrument(name = "db.participation.of_projects", skip_all, err(level = "debug"))]
pub(crate) async fn of_projects(tx: &mut TenantTx, projects: &[Uuid]) -> Result<Vec<Participant>, DbError> {
    let rows = sqlx::query!(
        r#"select enrolment_id, project_id, sex, starts_on, ended_on, ending, vocational, social_effect_on,
                  employment_effect_on, profile as "profile: Json<Profile>", results as "results: Json<Results>"
           from programmes.participation
           where tenant_id = $1 and project_id = any($2) and on_place
           order by project_id, enrolment_id"#,
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    let unknown = |column| DbError::Inconsistent { table: TABLE, column };
    let participants = rows.into_iter().map(|row| {
        Ok(Participant {
            enrolment_id: EnrolmentId::from_uuid(row.enrolment_id),
            project_id: ProjectId::from_uuid(row.project_id),
            sex: Sex::parse(&row.sex).map_err(|_| unknown("sex"))?,
            starts_on: row.starts_on,
            ended: ended(row.ended_on, row.ending.as_deref()).ok_or(unknown("ending"))?,
            vocational: row.vocational,
            social_effect_on: row.social_effect_on,
            employment_effect_on: row.employment_effect_on,
            profile: row.profile.0,
            results: row.results.0,
        })
    });
    participants.collect()
}

#[expect(
    clippy::option_option,
    reason = "a code that is unknown is not an end that is absent"
)]
fn ended(on: Option<Date>, ending: Option<&str>) -> Option<Option<Ended>> {
    match (on, ending) {
        (Some(on), Some(code)) => Ending::parse(code).map(|ending| Some(Ended { on, ending })),
        _ => Some(None),
    }
}
