//! The real rules engine judges the data's people as the data say.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_rules as rules;

use super::super::fictional::{FactValue, Fictional, Person};
use super::super::source::Project;
use super::{bundled, project};

fn checked(project: &Project, beside: &Fictional) -> rules::CheckedRules {
    let named = beside
        .people
        .iter()
        .flat_map(|person| &person.facts)
        .map(|fact| fact.name.clone());
    let conditions = project
        .recruitment
        .criteria
        .iter()
        .map(|criterion| &criterion.expression);
    let words =
        conditions.flat_map(|text| text.split(|c: char| !(c.is_ascii_alphanumeric() || "._".contains(c))));
    let mut premises = BTreeSet::new();
    for name in named.chain(words.map(str::to_owned)) {
        if let Some(code) = name.strip_prefix("premise.") {
            premises.insert(code.to_owned());
        }
    }
    let row = |code: &str| (code.to_owned(), code.to_owned(), code.to_owned());
    let premise = |code: String| {
        let (code, label_pl, label_en) = row(&code);
        rules::Premise {
            code,
            label_pl,
            label_en,
            legal_basis: None,
            counts_as: None,
            valid_from: None,
            valid_to: None,
        }
    };
    let status = |code| {
        let (code, label_pl, label_en) = row(code);
        rules::CodeRow {
            code,
            label_pl,
            label_en,
        }
    };
    let statuses = [
        "unemployed_unregistered",
        "unemployed_registered",
        "inactive",
        "employed",
    ];
    let recruitment = &project.recruitment;
    let criteria = recruitment.criteria.iter().map(|one| rules::Criterion {
        code: one.code.clone(),
        label_pl: one.label_pl.clone(),
        label_en: one.label_en.clone(),
        legal_basis: one.legal_basis.clone(),
        expression: one.expression.clone(),
        evidence_kinds: one.evidence_kinds.clone(),
        group: one.group.clone(),
        other_reading: None,
    });
    let groups = recruitment.groups.iter().map(|one| rules::Group {
        code: one.code.clone(),
        label_pl: one.label_pl.clone(),
        label_en: one.label_en.clone(),
        at_least: one.at_least,
    });
    let preferences = recruitment.preferences.iter().map(|one| rules::Preference {
        code: one.code.clone(),
        label_pl: one.label_pl.clone(),
        label_en: one.label_en.clone(),
        legal_basis: None,
        expression: one.expression.clone(),
    });
    rules::CheckedRules::check(rules::RuleSet {
        version_id: Uuid::nil(),
        premises: premises.into_iter().map(premise).collect(),
        labour_statuses: statuses.into_iter().map(status).collect(),
        criteria: criteria.collect(),
        groups: groups.collect(),
        preferences: preferences.collect(),
    })
    .unwrap()
}

fn facts(person: &Person) -> rules::Facts {
    let fact = |id: usize, name: &str, answer, from: Option<Date>| rules::Fact {
        id: Uuid::from_u128(id as u128),
        name: name.to_owned(),
        answer,
        valid_from: from,
        valid_to: None,
        evidence: None,
    };
    let text = |text: &str| rules::Answer::Known(rules::FactValue::Text(text.to_owned()));
    let birth = rules::Answer::Known(rules::FactValue::Date(person.birth_date));
    let mut all = vec![
        fact(1, rules::BIRTH_DATE, birth, None),
        fact(2, "sex", text(person.sex.as_str()), None),
    ];
    for (place, one) in person.facts.iter().enumerate() {
        let answer = match &one.value {
            Some(FactValue::Flag(flag)) => rules::Answer::Known(rules::FactValue::Bool(*flag)),
            Some(FactValue::Number(number)) => rules::Answer::Known(rules::FactValue::Int(*number)),
            Some(FactValue::Code(code)) => text(code),
            None => rules::Answer::Refused,
        };
        all.push(fact(10 + place, &one.name, answer, Some(person.known_since)));
    }
    rules::Facts::new(all)
}

#[test]
fn the_rules_engine_gives_every_verdict_that_the_data_expect() {
    let mut seen = BTreeMap::new();
    for (centre, beside) in &bundled().centres {
        for person in &beside.people {
            for nomination in &person.nominations {
                let (Some(day), Some(expected)) = (nomination.decided_on, &nomination.outcome) else {
                    continue;
                };
                let rules = checked(project(centre, &nomination.project), beside);
                let verdict = rules::evaluate(&rules, &facts(person), day);
                let outcome = match verdict.overall {
                    rules::Overall::Eligible => "eligible",
                    rules::Overall::NotEligible => "not_eligible",
                    rules::Overall::Undecided => "undecided",
                };
                assert_eq!(outcome, expected.as_str(), "{} {}", centre.code, person.code);
                *seen.entry((centre.code.clone(), outcome)).or_insert(0) += 1;
            }
        }
    }
    assert_eq!(seen.len(), 15, "each centre has all three: {seen:?}");
}
