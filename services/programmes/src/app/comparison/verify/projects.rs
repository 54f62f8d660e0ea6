//! Projects and their centre: names, places, programme, money, services, consents.

use wsparcie_kernel::Money;
use wsparcie_programmes_api::{FundingPeriod, MoneyOrigin};

use super::Report;
use crate::db::comparison::LiveRow;
use crate::db::comparison::raw::{RawCentre, RawProject};
use crate::domain::comparison::frozen::{ProjectMoney, SourceSums};

/// What the comparison keeps of the centre itself.
pub(super) fn verify_centre(report: &mut Report<'_>, centre: &RawCentre) {
    report.hold("consents", &centre.kept_consents, &centre.granted);
    if let Some(kept) = &centre.kept_region {
        report.hold("centre.region_code", kept, &centre.region);
    }
}

/// A project's live row, without its people.
pub(super) fn verify(report: &mut Report<'_>, row: &LiveRow, project: &RawProject, centre: &RawCentre) {
    let kept = &row.facts;
    report.hold("region_code", &kept.region, &centre.region);
    report.hold("centre_name", &kept.centre, &centre.name);
    report.hold("centre_kind", &kept.centre_kind.as_ref(), &Some(&centre.kind));
    report.hold("title", &kept.title, &project.title);
    report.hold("edition", &kept.edition, &project.edition);
    let (codes, period) = &project.programme;
    report.hold("programme_codes", &kept.programme, codes);
    report.hold(
        "period",
        &kept.period.map(FundingPeriod::code),
        &period.as_deref(),
    );
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
            own: Some(of(parts, &["local_government", "private"])),
        })
    };
    let (mut stated, in_force) = (sums(&project.stated), sums(&project.in_force));
    let stated_total = project
        .stated_total
        .map(Money::from_grosz)
        .or(stated.map(|sums| sums.all));
    let names_eu = project.stated.iter().any(|(source, _)| source == "eu");
    if let Some(sums) = &mut stated
        && stated_total != Some(sums.all)
    {
        // The rest may be anybody's.
        sums.own = None;
        if !names_eu {
            sums.eu = None;
        }
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
