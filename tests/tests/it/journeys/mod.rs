//! What people do with the platform, from beginning to end, over HTTP.

pub(crate) mod access;
pub(crate) mod accounts;
pub(crate) mod age;
pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod budget_input;
pub(crate) mod budgets;
pub(crate) mod ceilings;
pub(crate) mod centre;
pub(crate) mod claims;
pub(crate) mod cohorts;
pub(crate) mod compared;
pub(crate) mod dictionary;
pub(crate) mod documents;
pub(crate) mod ground;
pub(crate) mod measured;
pub(crate) mod outcomes;
pub(crate) mod pages;
pub(crate) mod paths;
pub(crate) mod plan;
pub(crate) mod reminders;
pub(crate) mod repeats;
pub(crate) mod stage;
pub(crate) mod switch;
pub(crate) mod taken_back;
pub(crate) mod undertaking;
pub(crate) mod upkeep;
pub(crate) mod upkeep_plan;
pub(crate) mod workbooks;

pub(crate) use audit::faults;
