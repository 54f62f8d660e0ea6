//! Holding the comparison against the raw facts, tenant by tenant: every difference is listed.
//!
//! The live rows are kept by SQL; here the same is worked out from single rows by the rules in `domain`, so that a fault of
//! either shows. An event that is still on its way shows too: run it again after a minute.

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_kernel::{Money, PageRequest, TenantId};
use wsparcie_postgres::{Db, DbError, TenantTx};
use wsparcie_programmes_api::{ComparisonFilter, MoneyOrigin, ReleaseState};

use crate::db::comparison::raw::{BothSides, RawProject};
use crate::db::comparison::{self, LiveRow, raw, region, releases};
use crate::db::indicators::parameters::{self, Parameters};
use crate::domain::comparison::frozen::{self, ProjectMoney, SourceSums};
use crate::domain::comparison::people::{self, Ending, Participation, PeopleCounts, SexCounts};

/// One difference between the comparison and the facts. Ids, codes and counts; no person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The centre, or the authority of a release.
    pub tenant: TenantId,
    /// The project, participation or release.
    pub subject: Uuid,
    /// What differs: `"people.K.ended"`, `"budget_total"`, `"release.hash"`.
    pub what: &'static str,
    /// What is kept.
    pub kept: String,
    /// What the facts say.
    pub facts: String,
}

/// Works everything out anew and lists what differs; nothing is changed.
pub async fn verify(db: &Db) -> Result<Vec<Difference>, DbError> {
    let mut worker = db.begin_worker().await?;
    let centres = region::centres(&mut worker, "00").await?;
    let authorities = raw::authorities(&mut worker).await?;
    worker.commit().await?;
    let mut found = Vec::new();
    for centre in centres {
        let mut tx = db.begin(centre).await?;
        verify_centre(&mut tx, &mut found).await?;
        tx.commit().await?;
    }
    for authority in authorities {
        let mut tx = db.begin(authority).await?;
        verify_releases(&mut tx, &mut found).await?;
        tx.commit().await?;
    }
    Ok(found)
}

struct Report<'a> {
    tenant: TenantId,
    subject: Uuid,
    into: &'a mut Vec<Difference>,
}

impl Report<'_> {
    fn hold<T: PartialEq + std::fmt::Debug>(&mut self, what: &'static str, kept: &T, facts: &T) {
        if kept != facts {
            self.into.push(Difference {
                tenant: self.tenant,
                subject: self.subject,
                what,
                kept: format!("{kept:?}"),
                facts: format!("{facts:?}"),
            });
        }
    }
}

async fn verify_centre(tx: &mut TenantTx, into: &mut Vec<Difference>) -> Result<(), DbError> {
    let tenant = tx.tenant();
    let sides = raw::participations(tx).await?;
    let live = comparison::live_rows(tx, None).await?;
    let projects = raw::projects(tx).await?;
    let rules = parameters::read(tx).await?;
    for both in &sides {
        let mut report = Report {
            tenant,
            subject: both.enrolment,
            into,
        };
        report.hold("participation", &both.read_model, &both.case_work);
    }
    let mut live: BTreeMap<Uuid, LiveRow> = live
        .into_iter()
        .map(|row| (row.project.into_uuid(), row))
        .collect();
    for project in projects {
        let mut report = Report {
            tenant,
            subject: project.project,
            into,
        };
        let Some(row) = live.remove(&project.project) else {
            report.hold("row", &"absent", &"present");
            continue;
        };
        verify_facts(&mut report, &row, &project);
        verify_people(&mut report, &row, &sides, &rules);
    }
    Ok(())
}

fn verify_facts(report: &mut Report<'_>, row: &LiveRow, project: &RawProject) {
    let kept = &row.facts;
    report.hold("title", &kept.title, &project.title);
    report.hold("edition", &kept.edition, &project.edition);
    report.hold("days", &(kept.starts_on, kept.ends_on), &project.days);
    let places = [kept.places.total, kept.places.women, kept.places.men].map(|places| {
        (
            places.map(|places| places.count),
            places.map(|places| places.exactness.code().to_owned()),
        )
    });
    report.hold("places", &places, &project.places);
    let money = money(project);
    report.hold("budget_total", &kept.money.total, &money.total);
    report.hold("budget_parts", &kept.money.parts, &money.parts);
    report.hold(
        "services",
        &kept.services.clone().unwrap_or_default(),
        &project.services,
    );
}

/// The same choice as `follow_project` makes in SQL.
fn money(project: &RawProject) -> ProjectMoney {
    let all = |parts: &[(String, i64)]| parts.iter().map(|(_, amount)| amount).sum::<i64>();
    let of = |parts: &[(String, i64)], sources: &[&str]| {
        let chosen = parts
            .iter()
            .filter(|(source, _)| sources.contains(&source.as_str()));
        Money::from_grosz(chosen.map(|(_, amount)| amount).sum())
    };
    let sums = |parts: &[(String, i64)]| {
        (!parts.is_empty()).then(|| SourceSums {
            all: Money::from_grosz(all(parts)),
            eu: Some(of(parts, &["eu"])),
            own: of(parts, &["local_government", "private"]),
        })
    };
    let (mut stated, in_force) = (sums(&project.stated), sums(&project.in_force));
    let stated_total = project
        .stated_total
        .map(Money::from_grosz)
        .or(stated.map(|sums| sums.all));
    let names_eu = project.stated.iter().any(|(source, _)| source == "eu");
    if let Some(sums) = &mut stated
        && !names_eu
        && stated_total != Some(sums.all)
    {
        sums.eu = None;
    }
    let in_force_total = in_force.map(|sums| sums.all);
    ProjectMoney {
        total: stated_total
            .map(|total| (total, MoneyOrigin::Stated))
            .or(in_force_total.map(|total| (total, MoneyOrigin::BudgetInForce))),
        parts: stated
            .map(|sums| (sums, MoneyOrigin::Stated))
            .or(in_force.map(|sums| (sums, MoneyOrigin::BudgetInForce))),
    }
}

fn verify_people(report: &mut Report<'_>, row: &LiveRow, sides: &[BothSides], rules: &Parameters) {
    let of_project: Vec<Participation> = sides
        .iter()
        .filter_map(|both| {
            let raw = both
                .case_work
                .as_ref()
                .filter(|raw| raw.project == report.subject)?;
            let ending = raw.ending.as_deref().map(|code| {
                if code == "early" {
                    Ending::DroppedOut
                } else {
                    Ending::Completed
                }
            });
            Some(Participation {
                on_place: raw.on_place,
                is_woman: raw.sex == "K",
                ended: raw.ended_on.zip(ending),
                vocational: raw.vocational,
                social_effect_on: both.social_effect_on,
                employment_effect_on: both.employment_effect_on,
            })
        })
        .collect();
    // By the rules of the day on which the row was counted: what time alone changes is no difference.
    let facts = people::count(&of_project, row.as_of.date_naive(), |day| {
        rules.effectiveness_days(day)
    });
    let Some(kept) = row.people else {
        report.hold("people", &PeopleCounts::default(), &facts);
        return;
    };
    for (of_sex, kept, facts) in [(&WOMEN, kept.women, facts.women), (&MEN, kept.men, facts.men)] {
        for ((what, kept), facts) in of_sex.iter().zip(counts(kept)).zip(counts(facts)) {
            report.hold(what, &kept, &facts);
        }
    }
}

const WOMEN: [&str; 9] = [
    "people.K.recruited",
    "people.K.ended",
    "people.K.completed",
    "people.K.dropped_out",
    "people.K.vocational",
    "people.K.social_base",
    "people.K.social_effect",
    "people.K.employment_base",
    "people.K.employment_effect",
];
const MEN: [&str; 9] = [
    "people.M.recruited",
    "people.M.ended",
    "people.M.completed",
    "people.M.dropped_out",
    "people.M.vocational",
    "people.M.social_base",
    "people.M.social_effect",
    "people.M.employment_base",
    "people.M.employment_effect",
];

const fn counts(sex: SexCounts) -> [i64; 9] {
    [
        sex.recruited,
        sex.ended,
        sex.completed,
        sex.dropped_out,
        sex.vocational,
        sex.social_base,
        sex.social_effect,
        sex.employment_base,
        sex.employment_effect,
    ]
}

/// The rows of every frozen release still give the hash that was written down.
async fn verify_releases(tx: &mut TenantTx, into: &mut Vec<Difference>) -> Result<(), DbError> {
    let tenant = tx.tenant();
    let mut page = PageRequest::first(100);
    loop {
        let found = releases::list(tx, &page).await?;
        let Some(last) = found.last().map(|release| release.id.into_uuid()) else {
            return Ok(());
        };
        for release in found
            .iter()
            .filter(|release| release.state == ReleaseState::Frozen)
        {
            let rows = releases::rows(tx, release.id, &ComparisonFilter::default()).await?;
            let Some(as_of) = release.as_of else { continue };
            let salt = releases::salt(tx, release.id).await?;
            let hash = frozen::hash(
                &salt,
                release.definition,
                &release.voivodeship,
                release.threshold,
                as_of,
                rows.iter().map(|(_, content)| content.as_str()),
            );
            let mut report = Report {
                tenant,
                subject: release.id.into_uuid(),
                into,
            };
            report.hold("release.hash", &release.hash, &Some(frozen::written(&hash)));
        }
        page.after = Some(last);
    }
}
