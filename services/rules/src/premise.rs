//! A premise of poverty or social exclusion: one row of a dated dictionary.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// One premise (przesłanka) that a programme's guidelines name. Data: lists differ by period and programme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Premise {
    /// Stable code; conditions read it as `premise.<code>`.
    pub code: String,
    /// What it is, in Polish.
    pub label_pl: String,
    /// What it is, in English.
    pub label_en: String,
    /// The law or guideline that names it.
    pub legal_basis: Option<String>,
    /// The premise that this one counts as: rows that share it count once in `premise_count`, because the guidelines put
    /// them under one letter. `None`: it counts as itself.
    #[serde(default)]
    pub counts_as: Option<String>,
    /// First day on which the premise exists.
    #[serde(default)]
    pub valid_from: Option<NaiveDate>,
    /// Last day on which the premise exists.
    #[serde(default)]
    pub valid_to: Option<NaiveDate>,
}

impl Premise {
    /// The name under which conditions read it.
    pub fn fact_name(&self) -> String {
        format!("premise.{}", self.code)
    }

    /// What it counts as in `premise_count`.
    pub fn counted_as(&self) -> &str {
        self.counts_as.as_deref().unwrap_or(&self.code)
    }

    /// Whether the premise exists on that day.
    pub fn in_force(&self, on: NaiveDate) -> bool {
        self.valid_from.is_none_or(|from| from <= on) && self.valid_to.is_none_or(|to| on <= to)
    }
}
