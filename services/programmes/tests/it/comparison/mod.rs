//! The regional comparison: from participations and budgets to what an authority is shown.

mod attack;
mod consents;
mod live;
mod own;
mod places;
mod reading;
mod releases;
mod staleness;
mod unfinished;
mod untold;
mod verify;
mod verify_rows;

use std::sync::Arc;

use serde_json::json;
use wsparcie_kernel::ids::{ComparisonReleaseId, JobId, ProjectId, TenantId};
use wsparcie_kernel::{Actor, Clock, PageRequest, Role, SystemIds};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{FREEZE_JOB, SmallCells, freeze_handler};
use wsparcie_programmes_api::{
    CompareProjects, ComparisonMeasure, ComparisonRelease, ComparisonRow, DecideConsent, Hidden,
    NewComparisonRelease, PeopleCount, ProgrammesApi,
};
use wsparcie_testkit::{authority_analyst, call, user};

use crate::support::{Centre, Stage, nothing, now};

pub(super) const SUPPRESSED: PeopleCount = PeopleCount::NotShown(Hidden::Suppressed);
pub(super) const MISSING: PeopleCount = PeopleCount::NotShown(Hidden::Missing);
pub(super) const NO_CONSENT: PeopleCount = PeopleCount::NotShown(Hidden::NoConsent);

/// People to be planted in the read model of participation.
#[derive(Clone, Copy)]
pub(super) struct People {
    pub(super) women: i64,
    pub(super) men: i64,
    /// The last day and the kind of end.
    pub(super) ended: Option<(&'static str, &'static str)>,
    pub(super) vocational: bool,
    pub(super) social_on: Option<&'static str>,
    pub(super) work_on: Option<&'static str>,
}

/// So many people who take part and did nothing yet.
pub(super) const fn people(women: i64, men: i64) -> People {
    People {
        women,
        men,
        ended: None,
        vocational: false,
        social_on: None,
        work_on: None,
    }
}

/// So many people who ended in 2018, when the rule of 90 days held.
pub(super) const fn ended(women: i64, men: i64, ending: &'static str) -> People {
    People {
        ended: Some(("2018-06-30", ending)),
        ..people(women, men)
    }
}

fn quoted(text: Option<&str>) -> String {
    text.map_or_else(|| "null".to_owned(), |text| format!("'{text}'"))
}

impl Stage {
    /// Replaces a project's participations in the read model, as its events would have left it, and counts them.
    pub(super) async fn people(&self, centre: &Centre, project: ProjectId, groups: &[People]) {
        let mut sql = format!("delete from programmes.participation where project_id = '{project}';");
        for group in groups {
            for (sex, count) in [("K", group.women), ("M", group.men)] {
                let insert = format!(
                    "insert into programmes.participation
                         (tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending,
                          vocational, social_effect_on, employment_effect_on, recorded_at)
                     select '{}', gen_random_uuid(), '{project}', 1, '{sex}', true, '2018-01-01', {}, {}, {}, {}, {}, now()
                     from generate_series(1, {count});",
                    centre.tenant,
                    quoted(group.ended.map(|(day, _)| day)),
                    quoted(group.ended.map(|(_, ending)| ending)),
                    group.vocational,
                    quoted(group.social_on),
                    quoted(group.work_on),
                );
                sql.push_str(&insert);
            }
        }
        self.plant(&sql).await;
    }

    /// Gives casework's views rows of the test's own: those that the read model holds now, and effects that lead to its.
    pub(super) async fn agreeing_case_work(&self) {
        self.plant(
            "create table public.case_work as
                 select tenant_id, enrolment_id, project_id, version, sex, on_place, starts_on, ended_on, ending, vocational,
                        timestamptz '2026-01-01' as recorded_at
                 from programmes.participation;
             create table public.case_work_effect as
                 select tenant_id, enrolment_id, 'social_effect'::text as kind, social_effect_on as occurred_on,
                        null::text as contract, null::date as until_on, null::smallint as post_percent,
                        null::boolean as pay_documented
                 from programmes.participation where social_effect_on is not null
                 union all
                 select tenant_id, enrolment_id, 'work', employment_effect_on, 'employment', null, 50::smallint, null
                 from programmes.participation where employment_effect_on is not null;
             grant select on public.case_work, public.case_work_effect to public;
             create or replace view casework_published.participation with (security_invoker = true) as
                 select * from public.case_work;
             create or replace view casework_published.participation_effect with (security_invoker = true) as
                 select * from public.case_work_effect",
        )
        .await;
    }

    /// The rule that effectiveness is decided by.
    pub(super) async fn rules(&self) {
        self.plant(
            "insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, valid_to, legal_basis, introduced_by)
             values ('effectiveness_days', 'day', 90, 'dni', 'days', '2014-01-01', '2023-12-31', 'wytyczne', 1)",
        )
        .await;
    }

    /// An authority's analyst: of a voivodeship's ROPS, or of the ministry for `"00"`.
    pub(super) async fn authority(&self, region: &str) -> Actor {
        let kind = if region == "00" { "MINISTRY" } else { "ROPS" };
        let name = format!("{kind} {region} {}", nothing());
        let tenant = self
            .test
            .organisation(kind, &name[..40.min(name.len())], region)
            .await;
        authority_analyst(tenant, region)
    }

    pub(super) async fn threshold(&self, authority: &Actor, people: u8) {
        wsparcie_programmes::set_comparison_threshold(
            &self.test.db,
            &*self.clock,
            &SystemIds,
            &call(authority),
            authority.tenant().unwrap(),
            SmallCells::at_least(people).unwrap(),
        )
        .await
        .unwrap();
    }

    /// Does the job of a release, as the worker would.
    pub(super) async fn freeze(&self, tenant: TenantId, id: ComparisonReleaseId) {
        let handler = freeze_handler(
            self.test.db.clone(),
            Arc::clone(&self.clock) as _,
            Arc::new(SystemIds),
        );
        let job = Job {
            tenant_id: tenant,
            id: JobId::from_uuid(nothing()),
            kind: FREEZE_JOB.to_owned(),
            payload: json!({"release_id": id}),
            attempts: 1,
        };
        handler(job).await.unwrap();
    }

    /// A frozen release of an authority; an hour passes, so that it may ask for the next.
    pub(super) async fn release(&self, authority: &Actor) -> ComparisonRelease {
        let input = NewComparisonRelease {};
        let begun = self
            .service
            .clone()
            .create_comparison_release(now(), call(authority), input);
        let begun = begun.await.unwrap();
        self.freeze(authority.tenant().unwrap(), begun.id).await;
        let found = self
            .service
            .clone()
            .comparison_releases_by_id(now(), call(authority), vec![begun.id]);
        let release = found.await.unwrap().remove(0);
        self.clock.set(self.clock.now() + chrono::TimeDelta::hours(1));
        release
    }

    /// All rows of what is asked of a release.
    pub(super) async fn rows(&self, authority: &Actor, input: &CompareProjects) -> Vec<ComparisonRow> {
        let page = PageRequest::first(100);
        let rows = self
            .service
            .clone()
            .compare_rows(now(), call(authority), input.clone(), page);
        rows.await
            .unwrap()
            .edges
            .into_iter()
            .map(|edge| edge.node)
            .collect()
    }
}

impl Centre {
    pub(super) fn director(&self) -> Actor {
        user(self.tenant, Role::Director)
    }

    pub(super) async fn decide(&self, measure: ComparisonMeasure, granted: bool) {
        let input = DecideConsent { measure, granted };
        let decided = self
            .service
            .clone()
            .decide_comparison_consent(now(), call(&self.director()), input);
        decided.await.unwrap();
    }

    /// Consents to every measure.
    pub(super) async fn consent(&self) {
        for measure in ComparisonMeasure::ALL {
            self.decide(*measure, true).await;
        }
    }
}

/// The release itself, all of it.
pub(super) fn of(release: &ComparisonRelease) -> CompareProjects {
    CompareProjects {
        release: Some(release.id),
        ..CompareProjects::default()
    }
}
