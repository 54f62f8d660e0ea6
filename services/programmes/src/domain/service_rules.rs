//! Rules of what every path must hold, as data. Whether a path keeps them is `wsparcie_rules::check_path`.

use std::collections::BTreeSet;

use wsparcie_kernel::input::{self, Problems};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::ServiceRule;

use super::reference::is_code;
use super::words::{CATEGORY, Words};

const MAX_RULES: usize = 20;
const MAX_LABEL: usize = 300;
const AT_LEAST: std::ops::RangeInclusive<i32> = 1..=100;

/// Checks rules; their texts come back trimmed.
///
/// # Errors
/// Every problem, with paths that begin with `rules`.
pub fn check(rules: &[ServiceRule], words: &Words, day: Date) -> Result<Vec<ServiceRule>, Vec<Problem>> {
    let mut problems = Problems::default();
    if rules.len() > MAX_RULES {
        let problem = Problem::new(
            "RULES_TOO_MANY",
            format!("najwyżej {MAX_RULES} pozycji; skróć listę"),
            format!("at most {MAX_RULES} items; shorten the list"),
        );
        return Err(vec![problem.at(&["rules"])]);
    }
    let mut codes = BTreeSet::new();
    let mut checked = Vec::with_capacity(rules.len());
    for (at, rule) in rules.iter().enumerate() {
        let at = at.to_string();
        let path = |field| ["rules", at.as_str(), field];
        if !is_code(&rule.code, 40) {
            let (pl, en) = (
                "kod to małe litery a-z, cyfry i „_”, do 40 znaków, zaczyna się literą",
                "a code is small letters a-z, digits and “_”, at most 40 characters, and begins with a letter",
            );
            problems.add(&path("code"), Problem::new("CODE_INVALID", pl, en));
        } else if !codes.insert(rule.code.as_str()) {
            let (pl, en) = ("kod występuje dwa razy", "the code appears twice");
            problems.add(&path("code"), Problem::new("CODE_REPEATED", pl, en));
        }
        if let Some(problem) = words.refuse(CATEGORY, &rule.category, day) {
            problems.add(&path("category"), problem);
        }
        if !AT_LEAST.contains(&rule.at_least) {
            let (pl, en) = ("podaj liczbę od 1 do 100", "give a number from 1 to 100");
            problems.add(&path("atLeast"), Problem::new("AMOUNT_OUT_OF_RANGE", pl, en));
        }
        let label_pl = problems.keep(&path("labelPl"), input::line(&rule.label_pl, MAX_LABEL));
        let label_en = problems.keep(&path("labelEn"), input::line(&rule.label_en, MAX_LABEL));
        let basis = rule.legal_basis.as_deref();
        let legal_basis =
            basis.and_then(|basis| problems.keep(&path("legalBasis"), input::line(basis, MAX_LABEL)));
        checked.push(ServiceRule {
            label_pl: label_pl.unwrap_or_default(),
            label_en: label_en.unwrap_or_default(),
            legal_basis,
            ..rule.clone()
        });
    }
    problems.finish(Some(checked)).map_err(Problems::into_vec)
}

/// Warns of rules that no path can keep, because nothing of their category is offered.
pub fn warnings(rules: &[ServiceRule], offered: &[String]) -> Vec<Problem> {
    let broken = rules
        .iter()
        .enumerate()
        .filter(|(_, rule)| !offered.contains(&rule.category));
    let warned = broken.map(|(at, rule)| {
        let problem = Problem::new(
            "RULE_WITHOUT_SERVICE",
            format!(
                "projekt nie oferuje żadnej usługi kategorii „{}”, której ta reguła wymaga w każdej ścieżce",
                rule.category
            ),
            format!(
                "the project offers no service of the category “{}”, which this rule asks for in every path",
                rule.category
            ),
        );
        Problem {
            rule: rule.legal_basis.clone(),
            ..problem.at(&["rules", &at.to_string(), "category"])
        }
    });
    warned.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn social() -> ServiceRule {
        ServiceRule {
            code: "social_obligatory".to_owned(),
            category: "social".to_owned(),
            at_least: 1,
            label_pl: "usługi społeczne, obligatoryjne dla każdego uczestnika".to_owned(),
            label_en: "social services, obligatory for every participant".to_owned(),
            legal_basis: None,
        }
    }

    #[test]
    fn rules_that_cannot_be_kept_or_read_are_named() {
        let twice = [
            social(),
            ServiceRule {
                at_least: 0,
                label_pl: " ".to_owned(),
                ..social()
            },
        ];
        let problems = check(&twice, &Words::default(), "2018-01-01".parse().unwrap()).unwrap_err();
        let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
        let expected = [
            "CODE_UNKNOWN",
            "CODE_REPEATED",
            "CODE_UNKNOWN",
            "AMOUNT_OUT_OF_RANGE",
            "REQUIRED",
        ];
        assert_eq!(codes, expected);
        assert_eq!(
            check(&vec![social(); 21], &Words::default(), Date::MIN).unwrap_err()[0].code,
            "RULES_TOO_MANY"
        );
    }

    #[test]
    fn a_rule_for_what_nobody_offers_is_warned_of() {
        assert_eq!(warnings(&[social()], &["social".to_owned()]), []);
        let warned = warnings(&[social()], &["health".to_owned()]);
        assert_eq!(warned[0].code, "RULE_WITHOUT_SERVICE");
        assert_eq!(warned[0].path, ["rules", "0", "category"]);
    }
}
