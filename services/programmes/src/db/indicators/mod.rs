//! SQL of indicators: dictionaries, the indicators of projects, values entered by hand, parameters, thresholds.

pub(crate) mod dictionary;
pub(crate) mod parameters;
pub(crate) mod read;
pub(crate) mod thresholds;
pub(crate) mod write;
