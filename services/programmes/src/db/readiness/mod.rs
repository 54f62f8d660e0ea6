//! SQL of readiness duties, their checks and breaches. The rules are in `domain::readiness`.

mod read;
mod write;

pub(crate) use read::{duty_of, find_all};
pub(crate) use write::{
    SERVICE_TAKEN, UNKNOWN_DOCUMENT, agree, close_breach, count_breaches, count_checks, count_duties,
    insert_breach, insert_check, insert_duty, lock_breach, lock_check, lock_duty, offers, project_days,
    record_check,
};
