//! Holding the comparison against the raw facts, tenant by tenant: every difference is listed.
//!
//! The live rows are kept by SQL; here the same is worked out from single rows by the rules in `domain`, so that a fault of
//! either shows. An event that is still on its way shows too: run it again after a minute.

mod people;
mod projects;
mod releases;

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_kernel::TenantId;
use wsparcie_postgres::{Db, DbError, TenantTx};

use crate::db::comparison::{self, LiveRow, raw, region};
use crate::db::indicators::parameters;

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
        releases::verify(&mut tx, &mut found).await?;
        tx.commit().await?;
    }
    Ok(found)
}

struct Report<'a> {
    tenant: TenantId,
    subject: Uuid,
    into: &'a mut Vec<Difference>,
}

impl<'a> Report<'a> {
    const fn on(tenant: TenantId, subject: Uuid, into: &'a mut Vec<Difference>) -> Self {
        Self {
            tenant,
            subject,
            into,
        }
    }

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
    let Some(centre) = raw::centre(tx).await? else {
        Report::on(tenant, tenant.into_uuid(), into).hold("centre", &"present", &"absent");
        return Ok(());
    };
    projects::verify_centre(&mut Report::on(tenant, tenant.into_uuid(), into), &centre);
    for both in &sides {
        people::verify_participation(&mut Report::on(tenant, both.enrolment, into), both, &rules);
    }
    let mut live: BTreeMap<Uuid, LiveRow> = live
        .into_iter()
        .map(|row| (row.project.into_uuid(), row))
        .collect();
    for project in projects {
        let mut report = Report::on(tenant, project.project, into);
        let Some(row) = live.remove(&project.project) else {
            report.hold("row", &"absent", &"present");
            continue;
        };
        projects::verify(&mut report, &row, &project, &centre);
        people::verify(&mut report, &row, &sides, &rules);
    }
    Ok(())
}
