//! SQL of readiness duties, their checks and breaches. The rules are in `domain::readiness`.

mod breaches;
mod checks;
mod duties;
mod read;

pub(crate) use breaches::{close_breach, count_breaches, insert_breach, lock_breach};
pub(crate) use checks::{UNKNOWN_DOCUMENT, count_checks, insert_check, lock_check, record_check};
pub(crate) use duties::{SERVICE_TAKEN, agree, insert_duty, lock_duty, offers, project_days, services};
pub(crate) use read::{duty_of, find_all};
