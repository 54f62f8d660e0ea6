//! Takes in that something is due at a centre, and writes to those who have to see to it.

use wsparcie_kernel::Role;
use wsparcie_postgres::jobs::{Job, JobFailure};
use wsparcie_programmes_api::{REMINDER_SCHEMA, ReminderEvent};

use super::reminder_letter::reminder;
use super::{address, enqueue};
use crate::app::Tenants;
use crate::db;
use crate::db::mails::MailKind;

/// The kind of job. Its payload is a [`ReminderEvent`].
pub const REMINDER_JOB: &str = "tenants.reminder_mail";
/// Who is written to: those who keep a project's deadlines. All of them may read claims and readiness.
const READERS: &[Role] = &[Role::Coordinator, Role::ProjectManager, Role::ChiefAccountant];

/// Writes one letter to each reader who can be reached. An event that comes again writes to nobody twice: letter and note of it
/// are one transaction.
pub(crate) async fn take_in(tenants: &Tenants, job: Job) -> Result<(), JobFailure> {
    let event: ReminderEvent = serde_json::from_value(job.payload).map_err(|_| JobFailure("PAYLOAD"))?;
    if event.schema != REMINDER_SCHEMA {
        return Err(JobFailure("SCHEMA"));
    }
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(job.tenant_id).await?;
    let members = db::reminders::members(&mut tx, READERS).await?;
    let found = {
        let mut identity = tenants.db.identity_conn().await?;
        db::reminders::addressees(identity.conn(), &members).await?
    };
    let reached: Vec<_> = found
        .into_iter()
        .filter_map(|one| address(one.email.as_deref(), &one.login).map(|to| (one.id, to)))
        .collect();
    let accounts: Vec<_> = reached.iter().map(|(id, _)| *id).collect();
    let fresh = db::reminders::note(&mut tx, event.reminder_id, &accounts, now).await?;
    for (_, to) in reached.iter().filter(|(id, _)| fresh.contains(id)) {
        let letter = reminder(to, &tenants.config.public_url, &event);
        enqueue(tenants, tx.conn(), MailKind::Reminder, letter, now)
            .await
            .map_err(|_| JobFailure("MAIL"))?;
    }
    tx.commit().await?;
    Ok(())
}
