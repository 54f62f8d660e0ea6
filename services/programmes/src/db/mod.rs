//! SQL of the schema `programmes`. The rules are in `domain`; nothing outside this folder names sqlx.

pub(crate) mod comparison;
pub(crate) mod dictionaries;
pub(crate) mod places;
pub(crate) mod programmes;
pub(crate) mod projects;
pub(crate) mod recruitment;
pub(crate) mod reference;
