//! What the paths of participations lack by the rules of their projects.

use wsparcie_casework_api::PathGap;
use wsparcie_kernel::ids::EnrolmentId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult};
use wsparcie_rules::{PathRule, check_path};

use crate::app::{Casework, reads, uuids};
use crate::db;
use crate::db::paths::Measured;

/// The gaps of several participations. That there is none is told too, so reading it is recorded as reading the support.
pub(crate) async fn by_enrolment(
    svc: &Casework,
    call: &Call,
    enrolments: &[EnrolmentId],
) -> CallResult<Vec<PathGap>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    check_id_count(enrolments.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::paths::of_enrolments(&mut tx, &uuids(enrolments, EnrolmentId::into_uuid)).await?;
    let vault = svc.vault(tenant);
    let (mut people, mut gaps) = (Vec::new(), Vec::new());
    for row in found {
        if vault.is_erased(row.person_id)? {
            continue;
        }
        people.push(row.person_id.into_uuid());
        gaps.extend(gap(row));
    }
    svc.record(&mut tx, call, reads("support.read", people), svc.clock.now())
        .await?;
    tx.commit().await?;
    Ok(gaps)
}

/// What a path lacks by one rule; nothing if it keeps it, or if none holds.
fn gap(measured: Measured) -> Option<PathGap> {
    let rule = measured.rule?;
    let asked = PathRule {
        code: rule.code,
        category: rule.category,
        at_least: u32::try_from(rule.at_least).unwrap_or(0),
    };
    let categories: Vec<&str> = measured.support.iter().map(String::as_str).collect();
    let missing = check_path(&[asked], &categories).pop()?;
    Some(PathGap {
        enrolment_id: measured.enrolment_id,
        rule: missing.rule,
        category: missing.category,
        at_least: rule.at_least,
        needed: i32::try_from(missing.needed).unwrap_or(i32::MAX),
        label_pl: rule.label_pl,
        label_en: rule.label_en,
        legal_basis: rule.legal_basis,
    })
}
