//! Programme trees and the numbers that name a project in them.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::ProgrammeId;

codes! {
    /// The funding period of a programme.
    pub enum FundingPeriod {
        /// 2007-2013 (PO KL).
        P2007 => "2007-2013", "2007-2013", "2007-2013";
        /// 2014-2020 (RPO, PO WER).
        P2014 => "2014-2020", "2014-2020", "2014-2020";
        /// 2021-2027 (FE, FERS).
        P2021 => "2021-2027", "2021-2027", "2021-2027";
    }
}

codes! {
    /// A level of a programme tree. Names differ by period: domain.md §1.
    pub enum ProgrammeLevel {
        /// Program operacyjny.
        Programme => "programme", "program", "programme";
        /// Priorytet (2007-13, 2021-27) or oś priorytetowa (2014-20).
        Priority => "priority", "priorytet / oś priorytetowa", "priority axis";
        /// Działanie.
        Measure => "measure", "działanie", "measure";
        /// Poddziałanie.
        Submeasure => "submeasure", "poddziałanie", "submeasure";
        /// Typ projektu (2021-27).
        ProjectType => "project_type", "typ projektu", "project type";
    }
}

/// One level of a programme tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Id.
    pub id: ProgrammeId,
    /// The level above; absent at the root.
    pub parent_id: Option<ProgrammeId>,
    /// The funding period.
    pub period: FundingPeriod,
    /// Which level it is.
    pub level: ProgrammeLevel,
    /// The level's own code, unique in its tree: `"POKL"`, `"VII"`, `"7.1"`, `"7.1.1"`, `"RPSW"`, `"9.2.1"`.
    pub code: String,
    /// Polish name.
    pub name_pl: String,
    /// English name.
    pub name_en: String,
    /// The voivodeship of a regional programme (TERYT); absent for national ones.
    pub voivodeship: Option<String>,
}

/// A project number and what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectNumber {
    /// The text as it was given.
    pub raw: String,
    /// The normalised form.
    pub normalised: String,
    /// The programme's abbreviation: `"RPSW"`, `"POKL"`, `"POWR"`, `"FEDS"`.
    pub programme_code: String,
    /// The funding period.
    pub period: FundingPeriod,
    /// Priority or axis, without leading zeros: `"9"`.
    pub priority: String,
    /// Measure: `"9.2"`.
    pub measure: String,
    /// Submeasure: `"9.2.1"`; absent where the programme has none (`00`, or 2021-27).
    pub submeasure: Option<String>,
    /// Voivodeship (TERYT, `"26"`); `"00"` for national; absent for 2021-27, whose numbers name an institution.
    pub voivodeship: Option<String>,
    /// The institution of a 2021-27 number: `"IZ.00"`, `"IP.02"`.
    pub institution: Option<String>,
    /// The serial, as written.
    pub serial: String,
    /// The year of the call, four digits.
    pub year: i32,
    /// The agreement's version: 0 the original, 1… annexes; absent if the number does not say.
    pub agreement_version: Option<i32>,
}
