//! Values that Polish public administration defines: tax, statistical and personal numbers, TERYT codes,
//! postcodes, sex and age.
//!
//! Each type is parsed once and valid ever after: a private field, one constructor `parse`, text kept as typed
//! digits (leading zeros matter). Each refusal has a stable code and says, in Polish and in English, what to do;
//! no refusal repeats what was typed. This module must not know organisations, people, programmes or storage.
//!
//! Only ASCII digits are digits here. `char::is_numeric` would let `٠` or `०` through, and two spellings of one
//! number would then be two different keys.

pub mod age;
mod digits;
mod nip;
mod pesel;
mod postcode;
mod problem;
mod regon;
mod sex;
mod teryt;
mod voivodeship;

pub use age::completed_years;
pub use digits::is_dash;
pub use nip::{Nip, NipProblem};
pub use pesel::{Pesel, PeselProblem};
pub use postcode::{Postcode, PostcodeProblem};
pub use problem::ValueProblem;
pub use regon::{Regon, RegonProblem};
pub use sex::{Sex, SexProblem};
pub use teryt::{GminaCode, GminaKind, PowiatCode, TerytProblem};
pub use voivodeship::{Voivodeship, VoivodeshipProblem};
