//! Indicators of projects: reading them with their values, drilling through, effectiveness, changing them.

pub(crate) mod change;
pub(crate) mod counting;
pub(crate) mod effectiveness;
pub(crate) mod participants;
pub(crate) mod read;
