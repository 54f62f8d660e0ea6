//! SQL of `programmes.project_comparison` and the people beside it: kept by the centre's own transactions.

use uuid::Uuid;
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_postgres::{DbError, TenantTx};

pub(super) const TABLE: &str = "programmes.project_comparison";

/// Brings the row of a project up to its present facts: title, places, programme, money, services, the centre's name. The
/// counts of people stay. A new project gets a row under `new_id`.
///
/// Whatever changes one of these calls it in its own transaction.
pub(crate) async fn follow_project(
    tx: &mut TenantTx,
    new_id: Uuid,
    project: ProjectId,
    now: Instant,
) -> Result<(), DbError> {
    if follow(tx, &[new_id], &[project.into_uuid()], now).await? == 1 {
        Ok(())
    } else {
        Err(DbError::Inconsistent {
            table: TABLE,
            column: "project_id",
        })
    }
}

#[tracing::instrument(name = "db.comparison.follow_project", skip_all, err(level = "debug"))]
async fn follow(
    tx: &mut TenantTx,
    new_ids: &[Uuid],
    projects: &[Uuid],
    now: Instant,
) -> Result<u64, DbError> {
    super::consents::follow_centre(tx).await?;
    let stored = sqlx::query!(
        "insert into programmes.project_comparison
             (tenant_id, id, project_id, region_code, centre_name, centre_kind, title, edition, places_total,
              places_total_exactness, places_women, places_women_exactness, places_men, places_men_exactness,
              programme_codes, period, starts_on, ends_on, budget_total_origin, budget_total_grosz, budget_parts_origin,
              budget_sources_grosz, budget_eu_grosz, budget_own_grosz, services, as_of)
         select p.tenant_id, wanted.new_id, p.id, left(o.teryt, 2), o.short_name, o.organisation_type, p.title, p.edition,
                p.places_total, p.places_total_exactness, p.places_women, p.places_women_exactness, p.places_men,
                p.places_men_exactness, coalesce(tree.codes, array_remove(array[p.number_parts ->> 'programme_code', p.number_parts ->> 'priority',
                                                       p.number_parts ->> 'measure', p.number_parts ->> 'submeasure'], null)),
                coalesce(tree.period, p.number_parts ->> 'period'), p.starts_on, p.ends_on,
                case when coalesce(p.budget_total_grosz, stated.total) is not null then 'stated'
                     when sources.total is not null then 'budget_in_force' end,
                coalesce(p.budget_total_grosz, stated.total, sources.total),
                case when stated.total is not null then 'stated'
                     when sources.total is not null then 'budget_in_force' end,
                coalesce(stated.total, sources.total),
                -- Parts that do not make up the stated total leave open what the rest is.
                case when stated.total is null then sources.eu
                     when stated.names_eu or coalesce(p.budget_total_grosz, stated.total) = stated.total then stated.eu end,
                case when stated.total is null then sources.own
                     when coalesce(p.budget_total_grosz, stated.total) = stated.total then stated.own end,
                offered.services, $4
         from unnest($2::uuid[], $3::uuid[]) as wanted (project_id, new_id)
         join programmes.project p on p.tenant_id = $1 and p.id = wanted.project_id
         join tenants_published.organisation o on o.tenant_id = p.tenant_id
         left join lateral (
             with recursive levels as (
                 select l.id, l.parent_id, l.code, l.period, 0 as up from programmes.programme l where l.id = p.programme_id
                 union all
                 select l.id, l.parent_id, l.code, l.period, levels.up + 1
                 from levels join programmes.programme l on l.id = levels.parent_id)
             select array_agg(code order by up desc) as codes, min(period) as period from levels
         ) tree on true
         left join lateral (
             select sum(b.amount_grosz)::bigint as total, coalesce(bool_or(b.source = 'eu'), false) as names_eu,
                    coalesce(sum(b.amount_grosz) filter (where b.source = 'eu'), 0)::bigint as eu,
                    coalesce(sum(b.amount_grosz) filter (where b.source in ('local_government', 'private')), 0)::bigint as own
             from programmes.project_budget_part b where b.tenant_id = $1 and b.project_id = p.id
         ) stated on true
         left join lateral (
             select sum(s.amount_grosz)::bigint as total,
                    case when count(*) > 0 then coalesce(sum(s.amount_grosz) filter (where s.source = 'eu'), 0)::bigint end as eu,
                    case when count(*) > 0
                         then coalesce(sum(s.amount_grosz) filter (where s.source in ('local_government', 'private')), 0)::bigint
                    end as own
             from programmes.budget b
             join programmes.budget_line_source s on s.tenant_id = $1 and s.budget_id = b.id
             where b.tenant_id = $1 and b.project_id = p.id and b.state = 'in_force'
         ) sources on true
         left join lateral (
             select jsonb_object_agg(kind.category, kind.services) as services
             from (select s.category, count(*) as services from programmes.offered_service s
                   where s.tenant_id = $1 and s.project_id = p.id and s.withdrawn_at is null
                   group by s.category) kind
         ) offered on true
         on conflict (tenant_id, project_id) do update
         set region_code = excluded.region_code, centre_name = excluded.centre_name, centre_kind = excluded.centre_kind,
             title = excluded.title, edition = excluded.edition, places_total = excluded.places_total,
             places_total_exactness = excluded.places_total_exactness, places_women = excluded.places_women,
             places_women_exactness = excluded.places_women_exactness, places_men = excluded.places_men,
             places_men_exactness = excluded.places_men_exactness, programme_codes = excluded.programme_codes,
             period = excluded.period, starts_on = excluded.starts_on, ends_on = excluded.ends_on,
             budget_total_origin = excluded.budget_total_origin, budget_total_grosz = excluded.budget_total_grosz,
             budget_parts_origin = excluded.budget_parts_origin, budget_sources_grosz = excluded.budget_sources_grosz,
             budget_eu_grosz = excluded.budget_eu_grosz, budget_own_grosz = excluded.budget_own_grosz,
             services = excluded.services",
        tx.tenant().into_uuid(),
        projects,
        new_ids,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(stored.rows_affected())
}

/// Whether events of participations that casework had by an instant never came: the read model does not know them. Where
/// there were people before there were events, they have to be told again before anybody counts them.
#[tracing::instrument(name = "db.comparison.untold", skip_all, err(level = "debug"))]
pub(crate) async fn some_untold(tx: &mut TenantTx, by: Instant) -> Result<bool, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from casework_published.participation e
                          where e.tenant_id = $1 and e.recorded_at <= $2
                            and not exists (select from programmes.participation p
                                            where p.tenant_id = $1 and p.enrolment_id = e.enrolment_id)) as "untold!""#,
        tx.tenant().into_uuid(),
        by,
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Counts the people on a project's places anew, by the rules of the day. A project that the tenant does not have is left
/// alone, and so is one that was never counted, until every participation of it has been told: unknown is better than less
/// than there are. Whatever changes `programmes.participation` calls it in its own transaction.
pub(crate) async fn recount(tx: &mut TenantTx, project: ProjectId, now: Instant) -> Result<(), DbError> {
    recount_all(tx, &[project.into_uuid()], now).await
}

#[tracing::instrument(name = "db.comparison.recount", skip_all, err(level = "debug"))]
async fn recount_all(tx: &mut TenantTx, projects: &[Uuid], now: Instant) -> Result<(), DbError> {
    let locked = sqlx::query_scalar!(
        "select project_id from programmes.project_comparison where tenant_id = $1 and project_id = any($2)
         order by project_id for no key update",
        tx.tenant().into_uuid(),
        projects,
    )
    .fetch_all(tx.conn())
    .await?;
    if locked.is_empty() {
        return Ok(());
    }
    // A second statement on purpose: counted in the first, it would use the snapshot from before the wait for the lock, and
    // of two recounts at once the older could win.
    sqlx::query!(
        "with counted as (select * from programmes.counted_people($1, $2, $3::timestamptz::date)),
              stored as (
                  insert into programmes.project_comparison_people as people
                      (tenant_id, project_id, sex, recruited, ended, completed, dropped_out, vocational, social_base,
                       social_effect, employment_base, employment_effect)
                  select $1, project_id, sex, recruited, ended, completed, dropped_out, vocational, social_base, social_effect,
                         employment_base, employment_effect
                  from counted
                  on conflict (tenant_id, project_id, sex) do update
                  set recruited = excluded.recruited, ended = excluded.ended, completed = excluded.completed,
                      dropped_out = excluded.dropped_out, vocational = excluded.vocational,
                      social_base = excluded.social_base, social_effect = excluded.social_effect,
                      employment_base = excluded.employment_base, employment_effect = excluded.employment_effect)
         update programmes.project_comparison c
         set enrolled_women = sums.women, enrolled_men = sums.men, as_of = greatest(c.as_of, $3)
         from (select project_id, sum(recruited) filter (where sex = 'K')::bigint as women,
                      sum(recruited) filter (where sex = 'M')::bigint as men
               from counted group by project_id) as sums
         where c.tenant_id = $1 and c.project_id = sums.project_id",
        tx.tenant().into_uuid(),
        &locked,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

/// Brings every row of the tenant up to the present, people included, and holds their locks until the end of the
/// transaction: of two releases at once one waits, and then knows what the other published.
pub(crate) async fn refresh(
    tx: &mut TenantTx,
    new_id: impl Fn() -> Uuid,
    now: Instant,
) -> Result<(), DbError> {
    let projects = sqlx::query_scalar!(
        "select id from programmes.project where tenant_id = $1 order by id",
        tx.tenant().into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    if projects.is_empty() {
        return Ok(());
    }
    let new_ids: Vec<Uuid> = projects.iter().map(|_| new_id()).collect();
    follow(tx, &new_ids, &projects, now).await?;
    // Counted where people were counted before, or where there is anybody: elsewhere no data is no data.
    let counted = sqlx::query_scalar!(
        "select c.project_id from programmes.project_comparison c
         where c.tenant_id = $1
           and (c.enrolled_women is not null
                or exists (select from programmes.participation p
                           where p.tenant_id = $1 and p.project_id = c.project_id))",
        tx.tenant().into_uuid(),
    )
    .fetch_all(tx.conn())
    .await?;
    recount_all(tx, &counted, now).await
}
