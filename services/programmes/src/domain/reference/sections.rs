//! The sections of a file: lists that are always complete.

use std::fmt;

use wsparcie_programmes_api::FundingPeriod;

/// Every dictionary that the platform knows, and whether centres may add entries of their own. A name that is not here is
/// a typing error: nothing would ever read it.
const DICTIONARIES: &[(&str, bool)] = &[
    ("absence_reason", true),
    ("art7_ground", false),
    ("degurba", false),
    ("disability_degree", false),
    ("education", false),
    ("evidence_kind", true),
    ("instrument_category", false),
    ("labour_status", false),
    ("labour_status_detail", false),
    ("premise", false),
    ("referral_source", true),
    ("sensitive_answer", false),
    ("service_kind", true),
    ("service_unit", false),
    ("situation_after", false),
    ("social_effect", false),
    ("team_duty", true),
    ("team_position", true),
];

/// Whether there is a dictionary of this name.
pub fn is_dictionary(name: &str) -> bool {
    DICTIONARIES.iter().any(|(known, _)| *known == name)
}

/// Whether centres may add their own entries to this dictionary.
pub fn centres_may_add(name: &str) -> bool {
    DICTIONARIES.contains(&(name, true))
}

/// The dictionaries, for messages: all of them, or those that centres may add to.
pub(super) fn listed(own_only: bool) -> String {
    let names = DICTIONARIES.iter().filter(|(_, own)| *own || !own_only);
    names.map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

/// A list that a file holds as a whole or not at all: what is known of it and is not in the file ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// One dictionary.
    Dictionary(String),
    /// One rate with all its times.
    Rate(String),
    /// All public holidays.
    Holidays,
    /// The indicators of all periods.
    Indicators,
    /// The tree of one programme.
    Tree {
        /// The funding period's code.
        period: &'static str,
        /// The programme's code: `"RPSW"`.
        root: String,
    },
}

impl Section {
    /// The tree of a programme.
    pub fn tree(period: FundingPeriod, root: &str) -> Self {
        Self::Tree {
            period: period.code(),
            root: root.to_owned(),
        }
    }
}

impl fmt::Display for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dictionary(name) => write!(f, "dictionary.{name}"),
            Self::Rate(code) => write!(f, "rate.{code}"),
            Self::Holidays => f.write_str("holiday"),
            Self::Indicators => f.write_str("indicator"),
            Self::Tree { period, root } => write!(f, "programme.{period}.{root}"),
        }
    }
}
