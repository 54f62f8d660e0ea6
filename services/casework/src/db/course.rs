//! SQL of participations as a whole: the lock, the version, and the state that an event tells. The rules are in `domain`.

use sqlx::types::Json;
use wsparcie_casework_api::{Ended, Ending, OutcomeFacts, OutcomeKind, Profile, SupportCategory};
use wsparcie_kernel::ids::{EnrolmentId, PersonId, ProjectId};
use wsparcie_kernel::national::Sex;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;
use crate::domain::course::Services;
use crate::domain::telling::State;

const ENROLMENT: &str = "casework.enrolment";
const END: &str = "casework.participation_end";

/// Waits until nobody else changes what the participation has come to; `None` if the centre has no such enrolment.
#[tracing::instrument(name = "db.course.lock", skip_all, err(level = "debug"))]
pub(crate) async fn lock(tx: &mut TenantTx, id: EnrolmentId) -> Result<Option<PersonId>, DbError> {
    let person = sqlx::query_scalar!(
        "select person_id from casework.enrolment where tenant_id = $1 and id = $2 for no key update",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    Ok(person.map(PersonId::from_uuid))
}

/// Counts one more change of the participation; holds its lock until the transaction ends.
#[tracing::instrument(name = "db.course.count_on", skip_all, err(level = "debug"))]
pub(crate) async fn count_on(tx: &mut TenantTx, id: EnrolmentId) -> Result<(), DbError> {
    sqlx::query!(
        "update casework.enrolment set version = version + 1 where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// A participation with what it has come to. Under its lock.
pub(crate) struct Whole {
    pub(crate) person_id: PersonId,
    pub(crate) state: State,
    /// The last day that recorded support names.
    pub(crate) supported_until: Option<Date>,
}

/// The whole of a participation; `None` if the centre has no such enrolment.
#[tracing::instrument(name = "db.course.whole", skip_all, err(level = "debug"))]
pub(crate) async fn whole(tx: &mut TenantTx, id: EnrolmentId) -> Result<Option<Whole>, DbError> {
    let row = sqlx::query!(
        r#"select e.person_id, e.project_id, e.version, e.sex, e.state, e.starts_on,
                  n.ended_on as "ended_on?", n.ending as "ending?",
                  array(select distinct s.category from casework.support s
                        where s.tenant_id = $1 and s.enrolment_id = e.id and s.withdrawn_at is null) as "support!",
                  (select max(coalesce(s.ends_on, s.starts_on)) from casework.support s
                   where s.tenant_id = $1 and s.enrolment_id = e.id and s.withdrawn_at is null) as supported_until,
                  coalesce(k.profile_version, 0) as "profile_version!"
           from casework.enrolment e
           left join casework.participation_end n
               on n.tenant_id = $1 and n.enrolment_id = e.id and n.withdrawn_at is null
           left join casework.participation_profile k on k.tenant_id = $1 and k.enrolment_id = e.id
           where e.tenant_id = $1 and e.id = $2"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let ended = match row.ended_on.zip(row.ending) {
        Some((on, ending)) => Some(Ended {
            on,
            ending: Ending::parse(&ending).ok_or(unknown_code(END, "ending"))?,
        }),
        None => None,
    };
    let category =
        |code: &String| SupportCategory::parse(code).ok_or(unknown_code("casework.support", "category"));
    let support = row.support.iter().map(category).collect::<Result<_, _>>()?;
    Ok(Some(Whole {
        person_id: PersonId::from_uuid(row.person_id),
        state: State {
            id,
            project_id: ProjectId::from_uuid(row.project_id),
            version: row.version,
            sex: Sex::parse(&row.sex).map_err(|_| unknown_code(ENROLMENT, "sex"))?,
            on_place: row.state == "enrolled",
            starts_on: row.starts_on,
            ended,
            support,
            outcomes: outcomes(tx, id).await?,
            profile_version: row.profile_version,
        },
        supported_until: row.supported_until,
    }))
}

#[tracing::instrument(name = "db.course.outcomes", skip_all, err(level = "debug"))]
async fn outcomes(tx: &mut TenantTx, id: EnrolmentId) -> Result<Vec<OutcomeFacts>, DbError> {
    let rows = sqlx::query!(
        "select kind, occurred_on, code, until_on, post_percent, pay_documented, validated_on, certified_on, scope_on,
                standard_on, assessed_on, compared_on
         from casework.outcome
         where tenant_id = $1 and enrolment_id = $2 and withdrawn_at is null order by number",
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let facts = rows.into_iter().map(|row| {
        Ok(OutcomeFacts {
            kind: OutcomeKind::parse(&row.kind).ok_or(unknown_code("casework.outcome", "kind"))?,
            occurred_on: Some(row.occurred_on),
            code: row.code,
            until_on: row.until_on,
            post_percent: row.post_percent.map(i32::from),
            pay_documented: row.pay_documented,
            validated_on: row.validated_on,
            certified_on: row.certified_on,
            scope_on: row.scope_on,
            standard_on: row.standard_on,
            assessed_on: row.assessed_on,
            compared_on: row.compared_on,
        })
    });
    facts.collect()
}

/// Keeps what is known of the day of accession, as the newest. Under the participation's lock, or while it is made.
#[tracing::instrument(name = "db.participation_profile.keep", skip_all, err(level = "debug"))]
pub(crate) async fn keep_profile(
    tx: &mut TenantTx,
    id: EnrolmentId,
    version: i64,
    profile: &Profile,
    now: Instant,
) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.participation_profile (tenant_id, enrolment_id, profile_version, profile, recorded_at)
         values ($1, $2, $3, $4, $5)
         on conflict (tenant_id, enrolment_id) do update
         set profile_version = excluded.profile_version, profile = excluded.profile, recorded_at = excluded.recorded_at",
        tx.tenant().into_uuid(),
        id.into_uuid(),
        version,
        Json(profile) as _,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// The participations of a person whose day of accession lies in a period.
#[tracing::instrument(name = "db.course.acceding_within", skip_all, err(level = "debug"))]
pub(crate) async fn acceding_within(
    tx: &mut TenantTx,
    person: PersonId,
    (first, last): (Date, Option<Date>),
) -> Result<Vec<EnrolmentId>, DbError> {
    let ids = sqlx::query_scalar!(
        "select id from casework.enrolment
         where tenant_id = $1 and person_id = $2 and starts_on >= $3 and ($4::date is null or starts_on <= $4)
         order by id",
        tx.tenant().into_uuid(),
        person.into_uuid(),
        first,
        last,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().map(EnrolmentId::from_uuid).collect())
}

/// Participations in the order of their ids, of one project if given.
#[tracing::instrument(name = "db.course.after", skip_all, err(level = "debug"))]
pub(crate) async fn after(
    tx: &mut TenantTx,
    project: Option<ProjectId>,
    after: Option<EnrolmentId>,
    limit: i64,
) -> Result<Vec<EnrolmentId>, DbError> {
    let ids = sqlx::query_scalar!(
        "select id from casework.enrolment
         where tenant_id = $1 and ($2::uuid is null or project_id = $2)
             and id > coalesce($3::uuid, '00000000-0000-0000-0000-000000000000')
         order by id limit $4",
        tx.tenant().into_uuid(),
        project.map(ProjectId::into_uuid),
        after.map(EnrolmentId::into_uuid),
        limit,
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(ids.into_iter().map(EnrolmentId::from_uuid).collect())
}

/// The codes of a dictionary that hold on a day.
#[tracing::instrument(name = "db.course.codes_on", skip_all, err(level = "debug"))]
pub(crate) async fn codes_on(tx: &mut TenantTx, dictionary: &str, day: Date) -> Result<Vec<String>, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select code as "code!" from programmes_published.dictionary_entry
           where dictionary = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2) order by position"#,
        dictionary,
        day,
    )
    .fetch_all(tx.conn())
    .await?)
}

/// What support of a kind and category may stand on, in a participation's project.
#[tracing::instrument(name = "db.course.services", skip_all, err(level = "debug"))]
pub(crate) async fn services(
    tx: &mut TenantTx,
    id: EnrolmentId,
    (kind, category): (&str, SupportCategory),
    day: Date,
) -> Result<Services, DbError> {
    let offered = sqlx::query!(
        r#"select distinct o.kind as "kind!", o.category as "category!"
           from casework.enrolment e
           join programmes_published.offered_service o on o.tenant_id = $1 and o.project_id = e.project_id
           where e.tenant_id = $1 and e.id = $2
           order by 1, 2"#,
        tx.tenant().into_uuid(),
        id.into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    let in_dictionary = sqlx::query_scalar!(
        r#"select exists (
               select from programmes_published.dictionary_entry
               where dictionary = 'service_kind' and code = $1 and counts_as = $2 and valid_from <= $3
                   and (valid_to is null or valid_to >= $3)) as "known!""#,
        kind,
        category.code(),
        day,
    )
    .fetch_one(tx.conn())
    .await?;
    Ok(Services {
        offered: offered.into_iter().map(|row| (row.kind, row.category)).collect(),
        in_dictionary,
    })
}
