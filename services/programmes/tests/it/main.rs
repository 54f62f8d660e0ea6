//! The programmes service on a real database, as the request role.

#![expect(
    clippy::unwrap_used,
    reason = "a test should stop where something is not as it must be"
)]
#![expect(
    clippy::unnecessary_wraps,
    reason = "what tests write down may be unknown, so helpers give an Option"
)]

mod agreements;
mod budget;
mod claims;
mod comparison;
mod deadlines;
mod expenses;
mod indicators;
mod later_facts;
mod locks;
mod pages;
mod permissions;
mod programmes;
mod projects;
mod readiness;
mod recruitment;
mod reference;
mod region_role;
mod seeds;
mod status;
mod support;
mod team;
