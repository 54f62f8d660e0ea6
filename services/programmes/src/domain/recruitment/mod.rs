//! Limits of recruitment rules as data. What the conditions mean, and whether they can be read, is the rules engine's.

pub mod terms;
#[cfg(test)]
mod terms_tests;

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::RecruitmentRules;

use super::text;

/// Most criteria, groups and preferences, each.
const MAX_ITEMS: usize = 60;
/// Longest code, in characters.
const MAX_CODE: usize = 40;
/// Longest label, in characters.
const MAX_LABEL: usize = 1_000;
/// Longest condition, in characters.
const MAX_EXPRESSION: usize = 2_000;
/// Longest legal basis, in characters.
const MAX_LEGAL_BASIS: usize = 300;
/// Most kinds of evidence of one criterion.
const MAX_EVIDENCE_KINDS: usize = 20;

/// What is too long or cannot be stored. Paths begin with `rules`.
pub fn limits(rules: &RecruitmentRules) -> Vec<Problem> {
    let mut problems = Vec::new();
    let sizes = [
        ("criteria", rules.criteria.len()),
        ("groups", rules.groups.len()),
        ("preferences", rules.preferences.len()),
    ];
    for (list, size) in sizes {
        if size > MAX_ITEMS {
            problems.push(too_many(MAX_ITEMS).at(&["rules", list]));
        }
    }
    if !problems.is_empty() {
        return problems;
    }
    for (at, criterion) in rules.criteria.iter().enumerate() {
        let mut item = Item {
            problems: &mut problems,
            list: "criteria",
            at: at.to_string(),
        };
        item.named(&criterion.code, &criterion.label_pl, &criterion.label_en);
        item.limit("expression", &criterion.expression, MAX_EXPRESSION);
        item.limit(
            "legalBasis",
            criterion.legal_basis.as_deref().unwrap_or_default(),
            MAX_LEGAL_BASIS,
        );
        item.limit("group", criterion.group.as_deref().unwrap_or_default(), MAX_CODE);
        for kind in criterion.evidence_kinds.iter().take(MAX_EVIDENCE_KINDS) {
            item.limit("evidenceKinds", kind, MAX_CODE);
        }
        if criterion.evidence_kinds.len() > MAX_EVIDENCE_KINDS {
            let path = ["rules", "criteria", &at.to_string(), "evidenceKinds"];
            problems.push(too_many(MAX_EVIDENCE_KINDS).at(&path));
        }
    }
    for (at, group) in rules.groups.iter().enumerate() {
        let mut item = Item {
            problems: &mut problems,
            list: "groups",
            at: at.to_string(),
        };
        item.named(&group.code, &group.label_pl, &group.label_en);
    }
    for (at, preference) in rules.preferences.iter().enumerate() {
        let mut item = Item {
            problems: &mut problems,
            list: "preferences",
            at: at.to_string(),
        };
        item.named(&preference.code, &preference.label_pl, &preference.label_en);
        item.limit("expression", &preference.expression, MAX_EXPRESSION);
    }
    problems
}

/// One item of a list whose texts are checked.
struct Item<'a> {
    problems: &'a mut Vec<Problem>,
    list: &'static str,
    at: String,
}

impl Item<'_> {
    fn named(&mut self, code: &str, label_pl: &str, label_en: &str) {
        self.limit("code", code, MAX_CODE);
        self.limit("labelPl", label_pl, MAX_LABEL);
        self.limit("labelEn", label_en, MAX_LABEL);
    }

    fn limit(&mut self, field: &str, text: &str, max_chars: usize) {
        // Conditions and labels may run over several lines.
        let forbidden = |c: char| c.is_control() && c != '\n' && c != '\t';
        text::limits(
            self.problems,
            &["rules", self.list, &self.at, field],
            text,
            max_chars,
            forbidden,
        );
    }
}

fn too_many(limit: usize) -> Problem {
    Problem::new(
        "RULES_TOO_MANY",
        format!("najwyżej {limit} pozycji; skróć listę"),
        format!("at most {limit} items; shorten the list"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use wsparcie_programmes_api::Criterion;

    fn rules(expression: &str, count: usize) -> RecruitmentRules {
        let criterion = Criterion {
            code: "age".to_owned(),
            label_pl: "wiek".to_owned(),
            label_en: "age".to_owned(),
            legal_basis: None,
            expression: expression.to_owned(),
            group: None,
            evidence_kinds: vec!["declaration".to_owned()],
        };
        RecruitmentRules {
            criteria: vec![criterion; count],
            groups: Vec::new(),
            preferences: Vec::new(),
        }
    }

    #[test]
    fn rules_of_usual_size_are_within_the_limits() {
        assert_eq!(limits(&rules("age >= 15\n&& centre_client", 60)), Vec::new());
    }

    #[test]
    fn what_the_database_could_not_store_is_refused() {
        assert_eq!(limits(&rules("age\0", 1))[0].code, "CONTROL_CHARACTER");
        assert_eq!(
            limits(&rules(&"a".repeat(2_001), 1))[0].path,
            ["rules", "criteria", "0", "expression"]
        );
        assert_eq!(limits(&rules("age", 61))[0].code, "RULES_TOO_MANY");
    }
}
