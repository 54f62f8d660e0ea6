//! The engine in the words of the programmes service's contract: what it stores, sends and says to people.

use std::collections::BTreeMap;

use uuid::Uuid;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api as api;

use crate::{
    CheckedRules, CodeRow, Criterion, FactType, Group, Preference, Premise, RuleProblem, RuleSet,
    Sensitivity, Vocabulary,
};

/// The dictionary of premises.
pub const PREMISES: &str = "premise";
/// The dictionary of labour-market statuses.
pub const LABOUR_STATUSES: &str = "labour_status";

/// One dated row of a dictionary.
#[derive(Debug, Clone)]
pub struct DictionaryRow {
    /// Which dictionary.
    pub dictionary: String,
    /// Stable code.
    pub code: String,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// The row that it counts as.
    pub counts_as: Option<String>,
    /// First day on which it is in force; absent if always so far.
    pub valid_from: Option<Date>,
    /// Last day on which it is in force.
    pub valid_to: Option<Date>,
    /// The law or guideline that names it.
    pub legal_basis: Option<String>,
}

/// The dictionaries that conditions may name codes of.
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    premises: Vec<Premise>,
    labour_statuses: Vec<CodeRow>,
}

impl Dictionaries {
    /// Sorts rows into dictionaries; rows of others are left out.
    pub fn from_rows(rows: impl IntoIterator<Item = DictionaryRow>) -> Self {
        let mut dictionaries = Self::default();
        // A status that was renamed has a row for each time; conditions know its code.
        let mut statuses = BTreeMap::new();
        for row in rows {
            match row.dictionary.as_str() {
                PREMISES => dictionaries.premises.push(Premise {
                    code: row.code,
                    label_pl: row.label_pl,
                    label_en: row.label_en,
                    legal_basis: row.legal_basis,
                    counts_as: row.counts_as,
                    valid_from: row.valid_from,
                    valid_to: row.valid_to,
                }),
                LABOUR_STATUSES => {
                    let (label_pl, label_en) = (row.label_pl, row.label_en);
                    statuses.insert(
                        row.code.clone(),
                        CodeRow {
                            code: row.code,
                            label_pl,
                            label_en,
                        },
                    );
                }
                _ => {}
            }
        }
        dictionaries.labour_statuses = statuses.into_values().collect();
        dictionaries
    }

    /// The dictionaries as they are read on a day: of a code that changed, the row that holds on it; of one that does not
    /// hold, the newest, so that conditions which name it can still be read.
    #[must_use]
    pub fn on(&self, day: Date) -> Self {
        Self {
            premises: one_each(&self.premises, Some(day)),
            labour_statuses: self.labour_statuses.clone(),
        }
    }

    /// Project rules as the engine takes them, with the dictionaries that they are read against: of each code one row,
    /// the newest unless [`Dictionaries::on`] chose others.
    pub fn rule_set(&self, version_id: Uuid, rules: &api::RecruitmentRules) -> RuleSet {
        RuleSet {
            version_id,
            premises: one_each(&self.premises, None),
            labour_statuses: self.labour_statuses.clone(),
            criteria: rules.criteria.iter().map(criterion).collect(),
            groups: rules.groups.iter().map(group).collect(),
            preferences: rules.preferences.iter().map(preference).collect(),
        }
    }

    /// What is wrong with project rules; nothing, if they may be saved. Paths begin with `rules`.
    pub fn problems_of(&self, rules: &api::RecruitmentRules) -> Vec<Problem> {
        match CheckedRules::check(self.rule_set(Uuid::nil(), rules)) {
            Ok(_) => Vec::new(),
            Err(problems) => problems.into_iter().map(problem).collect(),
        }
    }

    /// The vocabulary as it is shown to whoever writes conditions; empty if the dictionaries make none.
    pub fn terms(&self) -> Vec<api::VocabularyTerm> {
        let Ok(vocabulary) = Vocabulary::new(&one_each(&self.premises, None), &self.labour_statuses) else {
            return Vec::new();
        };
        vocabulary
            .facts()
            .map(|fact| {
                let (value_type, values) = match &fact.fact_type {
                    FactType::Boolean => ("bool", Vec::new()),
                    FactType::Integer => ("int", Vec::new()),
                    FactType::Code(codes) => ("string", codes.clone()),
                    FactType::Text => ("string", Vec::new()),
                };
                api::VocabularyTerm {
                    name: fact.name.clone(),
                    value_type: value_type.to_owned(),
                    meaning_pl: fact.meaning_pl.clone(),
                    meaning_en: fact.meaning_en.clone(),
                    unit: fact.unit.clone(),
                    is_special: fact.sensitivity == Sensitivity::Special,
                    is_derived: fact.derived,
                    values,
                }
            })
            .collect()
    }
}

/// One row of each code, in the order of first appearance.
fn one_each(rows: &[Premise], day: Option<Date>) -> Vec<Premise> {
    let mut chosen: Vec<&Premise> = Vec::new();
    let rank = |row: &Premise| (day.is_some_and(|day| row.in_force(day)), row.valid_from);
    for row in rows {
        match chosen.iter_mut().find(|kept| kept.code == row.code) {
            Some(kept) if rank(row) > rank(kept) => *kept = row,
            Some(_) => {}
            None => chosen.push(row),
        }
    }
    chosen.into_iter().cloned().collect()
}

fn criterion(from: &api::Criterion) -> Criterion {
    Criterion {
        code: from.code.clone(),
        label_pl: from.label_pl.clone(),
        label_en: from.label_en.clone(),
        legal_basis: from.legal_basis.clone(),
        expression: from.expression.clone(),
        evidence_kinds: from.evidence_kinds.clone(),
        group: from.group.clone(),
        other_reading: None,
    }
}

fn group(from: &api::CriterionGroup) -> Group {
    Group {
        code: from.code.clone(),
        label_pl: from.label_pl.clone(),
        label_en: from.label_en.clone(),
        // A negative number becomes 0, which the check refuses.
        at_least: u32::try_from(from.at_least).unwrap_or(0),
    }
}

fn preference(from: &api::Preference) -> Preference {
    Preference {
        code: from.code.clone(),
        label_pl: from.label_pl.clone(),
        label_en: from.label_en.clone(),
        legal_basis: None,
        expression: from.expression.clone(),
    }
}

fn problem(from: RuleProblem) -> Problem {
    let place = |text: String, word: &str| match from.position {
        Some(position) => format!("{text} ({word} {})", position + 1),
        None => text,
    };
    let mut path = vec!["rules".to_owned()];
    path.extend(from.path);
    Problem {
        code: from.code,
        path,
        message_pl: place(from.message_pl, "znak"),
        message_en: place(from.message_en, "character"),
        rule: None,
    }
}
