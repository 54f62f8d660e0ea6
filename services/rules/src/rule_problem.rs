//! What can be wrong with a rule set as a whole.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::problem::ConditionProblem;
use super::rules::RuleSet;
use super::vocabulary::{VocabularyProblem, is_code};

/// Most criteria, groups and preferences of one rule set, each.
const MAX_ITEMS: usize = 60;
/// Longest label, in characters.
const MAX_LABEL: usize = 1_000;
/// The code of a list that is too long to be checked further.
pub(super) const RULES_TOO_MANY: &str = "RULES_TOO_MANY";

/// Why a rule set cannot be saved: where, what, and for a condition the place within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message_en}")]
pub struct RuleProblem {
    /// Where in the rule set, outermost first: `criteria`, the code, `expression`.
    pub path: Vec<String>,
    /// Stable code, `SCREAMING_SNAKE_CASE`.
    pub code: String,
    /// For people, in Polish.
    pub message_pl: String,
    /// The same in English.
    pub message_en: String,
    /// Characters of the condition before the fault, from 0.
    pub position: Option<u32>,
}

impl RuleProblem {
    pub(super) fn new(
        path: &[&str],
        code: &str,
        message_pl: impl Into<String>,
        message_en: impl Into<String>,
    ) -> Self {
        Self {
            path: path.iter().map(|part| (*part).to_owned()).collect(),
            code: code.to_owned(),
            message_pl: message_pl.into(),
            message_en: message_en.into(),
            position: None,
        }
    }

    pub(super) fn condition(path: &[&str], problem: ConditionProblem) -> Self {
        let code = serde_json::to_value(problem.code)
            .ok()
            .and_then(|code| code.as_str().map(str::to_owned));
        Self {
            position: problem.position,
            ..Self::new(
                path,
                &code.unwrap_or_default(),
                problem.message_pl,
                problem.message_en,
            )
        }
    }

    pub(super) fn vocabulary(problem: &VocabularyProblem) -> Self {
        let (code, message_pl) = match problem {
            VocabularyProblem::BadCode { code } => (
                "CODE_INVALID",
                format!("„{code}” nie może być kodem: małe litery a-z, cyfry i „_”, do 40 znaków"),
            ),
            VocabularyProblem::RepeatedCode { code } => {
                ("CODE_REPEATED", format!("kod {code} występuje dwa razy"))
            }
            VocabularyProblem::TooManyRows { limit } => {
                ("TOO_MANY_ROWS", format!("słownik ma więcej niż {limit} wierszy"))
            }
        };
        Self::new(&["vocabulary"], code, message_pl, problem.to_string())
    }
}

/// What is wrong with the lists of a rule set, apart from the conditions themselves.
pub(super) fn shape_problems(rules: &RuleSet) -> Vec<RuleProblem> {
    let mut problems = Vec::new();
    if rules.criteria.is_empty() {
        let pl = "reguły nie mają żadnego warunku; jeśli każdy może wziąć udział, wpisz warunek „true”";
        let en = "the rules have no condition; if everybody may join, write the condition \"true\"";
        problems.push(RuleProblem::new(&["criteria"], "RULES_EMPTY", pl, en));
    }
    let lists = [
        (
            "criteria",
            rules
                .criteria
                .iter()
                .map(|item| [&*item.code, &*item.label_pl, &*item.label_en])
                .collect(),
        ),
        (
            "groups",
            rules
                .groups
                .iter()
                .map(|item| [&*item.code, &*item.label_pl, &*item.label_en])
                .collect(),
        ),
        (
            "preferences",
            rules
                .preferences
                .iter()
                .map(|item| [&*item.code, &*item.label_pl, &*item.label_en])
                .collect::<Vec<_>>(),
        ),
    ];
    for (list, items) in &lists {
        if items.len() > MAX_ITEMS {
            let (pl, en) = (
                format!("więcej niż {MAX_ITEMS} pozycji"),
                format!("more than {MAX_ITEMS} items"),
            );
            problems.push(RuleProblem::new(&[list], RULES_TOO_MANY, pl, en));
            continue;
        }
        for [code, label_pl, label_en] in items {
            if !is_code(code) {
                let bad = VocabularyProblem::BadCode {
                    code: (*code).to_owned(),
                };
                problems.push(RuleProblem {
                    path: vec![(*list).to_owned()],
                    ..RuleProblem::vocabulary(&bad)
                });
            }
            let is_label = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_LABEL;
            if !is_label(label_pl) || !is_label(label_en) {
                let pl = format!("opis po polsku i po angielsku ma mieć od 1 do {MAX_LABEL} znaków");
                let en = format!("the label in Polish and in English must have 1 to {MAX_LABEL} characters");
                problems.push(RuleProblem::new(&[list, code], "LABEL_INVALID", pl, en));
            }
        }
        let mut seen = BTreeSet::new();
        for [code, ..] in items.iter().filter(|[code, ..]| !seen.insert(*code)) {
            let (pl, en) = ("kod występuje dwa razy", "the code appears twice");
            problems.push(RuleProblem::new(&[list, code], "CODE_REPEATED", pl, en));
        }
    }
    for item in rules.criteria.iter().filter(|item| {
        item.group
            .as_ref()
            .is_some_and(|group| !rules.groups.iter().any(|known| known.code == *group))
    }) {
        let (pl, en) = (
            "nie ma takiej grupy warunków",
            "there is no such group of conditions",
        );
        problems.push(RuleProblem::new(
            &["criteria", &item.code, "group"],
            "GROUP_UNKNOWN",
            pl,
            en,
        ));
    }
    for group in &rules.groups {
        let members = rules
            .criteria
            .iter()
            .filter(|item| item.group.as_ref() == Some(&group.code))
            .count();
        let enough = usize::try_from(group.at_least).unwrap_or(usize::MAX);
        if enough == 0 || enough > members {
            let pl = "liczba wymaganych warunków musi być od 1 do liczby warunków grupy";
            let en = "the number of required conditions must be from 1 to the group's size";
            problems.push(RuleProblem::new(
                &["groups", &group.code, "atLeast"],
                "GROUP_SIZE",
                pl,
                en,
            ));
        }
    }
    problems
}
