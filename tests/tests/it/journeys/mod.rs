//! What people do with the platform, from beginning to end, over HTTP.

mod access;
mod age;
mod api_keys;
mod audit;
mod centre;
mod documents;
mod pages;
mod repeats;
pub(crate) mod stage;
mod switch;

pub(crate) use audit::faults;
