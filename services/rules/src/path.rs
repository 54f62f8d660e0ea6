//! What every participant's path must hold: so many services of a category, as the project's own rules say.
//!
//! Pure. Case work asks it of the support that a participation has received.

use serde::{Deserialize, Serialize};

/// One rule of a project: at least so many services of a category in every path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathRule {
    /// Stable code within the project's rules.
    pub code: String,
    /// Code of the category (`instrument_category`).
    pub category: String,
    /// How many services of it a path holds at least.
    pub at_least: u32,
}

/// What a path lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The rule that it does not keep.
    pub rule: String,
    /// The category.
    pub category: String,
    /// How many more services it needs, at least 1.
    pub needed: u32,
}

/// What a path still needs to keep every rule; nothing, if it keeps them. `categories` has one entry for each service.
pub fn check_path(rules: &[PathRule], categories: &[&str]) -> Vec<Missing> {
    let missing = rules.iter().filter_map(|rule| {
        let has = categories
            .iter()
            .filter(|category| **category == rule.category)
            .count();
        let needed = rule
            .at_least
            .saturating_sub(u32::try_from(has).unwrap_or(u32::MAX));
        (needed > 0).then(|| Missing {
            rule: rule.code.clone(),
            category: rule.category.clone(),
            needed,
        })
    });
    missing.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(category: &str, at_least: u32) -> PathRule {
        PathRule {
            code: format!("{category}_obligatory"),
            category: category.to_owned(),
            at_least,
        }
    }

    #[test]
    fn in_jelenia_gora_every_path_has_a_social_service() {
        let rules = [rule("social", 1)];
        for kept in [
            &["social"][..],
            &["vocational", "social"],
            &["social", "social", "health"],
        ] {
            assert_eq!(check_path(&rules, kept), []);
        }
        for broken in [&[][..], &["vocational"], &["educational", "health"]] {
            let missing = check_path(&rules, broken);
            assert_eq!(missing.len(), 1, "{broken:?}");
            assert_eq!(
                (missing[0].rule.as_str(), missing[0].needed),
                ("social_obligatory", 1)
            );
        }
    }

    #[test]
    fn every_rule_that_a_path_breaks_is_named_with_what_it_lacks() {
        let rules = [rule("social", 3), rule("health", 1), rule("vocational", 0)];
        let missing = check_path(&rules, &["social", "educational"]);
        let found: Vec<_> = missing
            .iter()
            .map(|item| (item.category.as_str(), item.needed))
            .collect();
        assert_eq!(found, [("social", 2), ("health", 1)]);
        assert_eq!(check_path(&[], &[]), []);
    }
}
