//! The closed, typed list of facts that a condition may name.
//!
//! Names and types are fixed here; the lists of premises and of labour-market statuses are dictionary rows, handed in.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::definitions;
use super::premise::Premise;

/// The derived fact that counts distinct premises.
pub(super) const PREMISE_COUNT: &str = "premise_count";
/// The derived fact with the completed years on the reference date.
pub(super) const AGE: &str = "age";

/// A vocabulary holds at most this many premises; comparisons with an undecided `premise_count` try each value.
pub(super) const MAX_PREMISES: usize = 40;
/// A dictionary of codes holds at most this many rows.
pub(super) const MAX_CODES: usize = 40;

/// What values a fact has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactType {
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer,
    /// One of these codes.
    Code(Vec<String>),
    /// An identifier that is compared as text, such as a TERYT code.
    Text,
}

/// How carefully the fact must be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sensitivity {
    /// Personal data.
    Personal,
    /// A special category (GDPR art. 9 and 10): health, disability, addiction, ethnicity, convictions; or so close to one
    /// that it is treated alike.
    Special,
}

/// One fact of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactDef {
    /// The name in conditions.
    pub name: String,
    /// Its values.
    pub fact_type: FactType,
    /// Meaning, in Polish.
    pub meaning_pl: String,
    /// Meaning, in English.
    pub meaning_en: String,
    /// Unit, where there is one.
    pub unit: Option<String>,
    /// How carefully it must be kept.
    pub sensitivity: Sensitivity,
    /// Computed from other facts, so nobody records it.
    pub derived: bool,
}

/// One code of a dictionary with its labels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRow {
    /// Stable code.
    pub code: String,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
}

/// Why lists of dictionary rows make no vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyProblem {
    /// Not lower-case letters, digits and `_`, starting with a letter, at most 40; or a word that CEL reserves.
    #[error("{code:?} cannot be a code")]
    BadCode {
        /// The code as given.
        code: String,
    },
    /// The same code twice.
    #[error("the code {code} appears twice")]
    RepeatedCode {
        /// The repeated code.
        code: String,
    },
    /// Too many rows.
    #[error("a dictionary has more than {limit} rows")]
    TooManyRows {
        /// How many it may have.
        limit: usize,
    },
}

/// The facts that the conditions of one rule set may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    facts: BTreeMap<String, FactDef>,
    premises: Vec<Premise>,
}

impl Vocabulary {
    /// The built-in facts plus one `premise.<code>` for each premise.
    ///
    /// # Errors
    /// [`VocabularyProblem`] names the first bad row.
    pub fn new(premises: &[Premise], labour_statuses: &[CodeRow]) -> Result<Self, VocabularyProblem> {
        check_codes(premises.iter().map(|row| row.code.as_str()), MAX_PREMISES)?;
        check_codes(labour_statuses.iter().map(|row| row.code.as_str()), MAX_CODES)?;
        if let Some(bad) = premises.iter().find(|row| !is_code(row.counted_as())) {
            return Err(VocabularyProblem::BadCode {
                code: bad.counted_as().to_owned(),
            });
        }
        let statuses = labour_statuses.iter().map(|row| row.code.clone()).collect();
        let facts = definitions::builtin(statuses)
            .into_iter()
            .chain(premises.iter().map(definitions::premise));
        Ok(Self {
            facts: facts.map(|fact| (fact.name.clone(), fact)).collect(),
            premises: premises.to_vec(),
        })
    }

    /// A vocabulary of these facts alone, without premises: what indicators ask of a participation.
    pub fn closed(facts: impl IntoIterator<Item = FactDef>) -> Self {
        Self {
            facts: facts.into_iter().map(|fact| (fact.name.clone(), fact)).collect(),
            premises: Vec::new(),
        }
    }

    /// The fact with this name, if conditions may name it.
    pub fn find(&self, name: &str) -> Option<&FactDef> {
        self.facts.get(name)
    }

    /// Every fact, by name.
    pub fn facts(&self) -> impl Iterator<Item = &FactDef> {
        self.facts.values()
    }

    /// The premises, in the order of the dictionary.
    pub fn premises(&self) -> &[Premise] {
        &self.premises
    }
}

fn check_codes<'a>(codes: impl Iterator<Item = &'a str>, limit: usize) -> Result<(), VocabularyProblem> {
    let mut seen = BTreeSet::new();
    for code in codes {
        if !is_code(code) {
            return Err(VocabularyProblem::BadCode {
                code: code.to_owned(),
            });
        }
        if !seen.insert(code) {
            return Err(VocabularyProblem::RepeatedCode {
                code: code.to_owned(),
            });
        }
        if seen.len() > limit {
            return Err(VocabularyProblem::TooManyRows { limit });
        }
    }
    Ok(())
}

/// Whether the text can stand in a condition as `premise.<code>` or as a code: a CEL identifier, and none of CEL's own.
pub(super) fn is_code(text: &str) -> bool {
    const RESERVED: [&str; 21] = [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "false",
        "for",
        "function",
        "if",
        "import",
        "in",
        "let",
        "loop",
        "namespace",
        "null",
        "package",
        "return",
        "true",
        "var",
        "void",
        "while",
    ];
    let starts_with_letter = text
        .bytes()
        .next()
        .is_some_and(|first| first.is_ascii_lowercase());
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    starts_with_letter && plain && text.len() <= 40 && !RESERVED.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn premise(code: &str) -> Premise {
        Premise {
            code: code.to_owned(),
            label_pl: "bezdomność".to_owned(),
            label_en: "homelessness".to_owned(),
            legal_basis: None,
            counts_as: None,
            valid_from: None,
            valid_to: None,
        }
    }

    #[test]
    fn every_premise_becomes_a_sensitive_yes_or_no() {
        let vocabulary = Vocabulary::new(&[premise("homeless")], &[]).unwrap();
        let found = vocabulary.find("premise.homeless").unwrap();
        assert_eq!(
            (&found.fact_type, found.sensitivity),
            (&FactType::Boolean, Sensitivity::Special)
        );
        assert!(vocabulary.find("premise.other").is_none() && vocabulary.find("homeless").is_none());
    }

    #[test]
    fn every_fact_has_a_meaning_in_both_languages() {
        let vocabulary = Vocabulary::new(&[premise("homeless")], &[]).unwrap();
        assert!(
            vocabulary
                .facts()
                .all(|fact| !fact.meaning_pl.is_empty() && !fact.meaning_en.is_empty())
        );
    }

    #[test]
    fn codes_that_cel_cannot_read_are_refused() {
        let long = "a".repeat(41);
        for bad in [
            "",
            "1a",
            "Art7",
            "art 7",
            "art.7",
            "in",
            "loop",
            "true",
            "bezdomność",
            long.as_str(),
        ] {
            let problem = Vocabulary::new(&[premise(bad)], &[]).unwrap_err();
            assert_eq!(problem, VocabularyProblem::BadCode { code: bad.to_owned() });
        }
        let mut odd = premise("art7");
        odd.counts_as = Some("Art 7".to_owned());
        assert!(Vocabulary::new(&[odd], &[]).is_err());
    }

    #[test]
    fn repeated_and_too_many_rows_are_refused() {
        let twice = [premise("art7"), premise("art7")];
        assert_eq!(
            Vocabulary::new(&twice, &[]).unwrap_err(),
            VocabularyProblem::RepeatedCode {
                code: "art7".to_owned()
            }
        );
        let many: Vec<Premise> = (0..=MAX_PREMISES).map(|n| premise(&format!("p{n}"))).collect();
        assert!(matches!(
            Vocabulary::new(&many, &[]),
            Err(VocabularyProblem::TooManyRows { .. })
        ));
    }
}
