//! SQL of the schema `programmes`. The rules are in `domain`; nothing outside this folder names sqlx.

pub(crate) mod agreements;
pub(crate) mod budget;
pub(crate) mod claims;
pub(crate) mod comparison;
pub(crate) mod deadlines;
pub(crate) mod dictionaries;
pub(crate) mod expenses;
pub(crate) mod forecasts;
pub(crate) mod frame;
pub(crate) mod groups;
pub(crate) mod indicators;
pub(crate) mod offered;
pub(crate) mod participation;
pub(crate) mod places;
pub(crate) mod programmes;
pub(crate) mod projects;
pub(crate) mod readiness;
pub(crate) mod recruitment;
pub(crate) mod reference;
pub(crate) mod service_rules;
pub(crate) mod status;
pub(crate) mod team;
pub(crate) mod transfers;
pub(crate) mod words;
pub(crate) mod work_hours;
pub(crate) mod workers;
