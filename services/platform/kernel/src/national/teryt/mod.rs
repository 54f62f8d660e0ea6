//! TERYT codes of powiats (WWPP) and gminas (WWPPGGR), kept as text because of their leading zeros.
//!
//! The codes carry no check digit, so a well-formed code of a place that does not exist is accepted here.

mod gmina;
mod powiat;
mod problem;

pub use gmina::{GminaCode, GminaKind};
pub use powiat::PowiatCode;
pub use problem::TerytProblem;

#[cfg(test)]
mod tests;
