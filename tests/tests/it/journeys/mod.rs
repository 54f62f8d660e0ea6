//! What people do with the platform, from beginning to end, over HTTP.

pub(crate) mod access;
pub(crate) mod age;
pub(crate) mod api_keys;
pub(crate) mod audit;
pub(crate) mod centre;
pub(crate) mod documents;
pub(crate) mod pages;
pub(crate) mod repeats;
pub(crate) mod stage;
pub(crate) mod switch;

pub(crate) use audit::faults;
