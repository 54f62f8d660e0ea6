//! Random conditions and people, with what strong Kleene logic says of them.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::*;

pub(super) const PREMISES: [&str; 4] = ["homeless", "disability", "foster_care", "food_aid"];
pub(super) const STATUSES: [&str; 2] = ["inactive", "employed"];

/// A person: each premise, the age and the status known or not.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub(super) premises: [Option<bool>; 4],
    pub(super) age: Option<i64>,
    pub(super) status: Option<usize>,
}

#[derive(Debug, Clone)]
pub(super) enum Tree {
    Constant(bool),
    Premise(usize),
    Age(&'static str, i64),
    Count(&'static str, i64),
    CountIn(Vec<i64>),
    Status(bool, usize),
    Not(Box<Tree>),
    And(Box<Tree>, Box<Tree>),
    Or(Box<Tree>, Box<Tree>),
    Same(Box<Tree>, Box<Tree>),
    Choice(Box<Tree>, Box<Tree>, Box<Tree>),
}

pub(super) fn day() -> NaiveDate {
    "2017-10-01".parse().unwrap()
}

pub(super) fn vocabulary() -> Vocabulary {
    let premises: Vec<Premise> = PREMISES
        .iter()
        .map(|code| Premise {
            code: (*code).to_owned(),
            label_pl: (*code).to_owned(),
            label_en: (*code).to_owned(),
            legal_basis: None,
            counts_as: None,
            valid_from: None,
            valid_to: None,
        })
        .collect();
    let statuses = STATUSES.map(|code| CodeRow {
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
    });
    Vocabulary::new(&premises, &statuses).unwrap()
}

pub(super) fn facts(person: &Person) -> Facts {
    let mut list = Vec::new();
    let mut add = |name: String, value: FactValue| {
        list.push(Fact {
            id: Uuid::from_u128(u128::try_from(list.len()).unwrap()),
            name,
            answer: Answer::Known(value),
            valid_from: None,
            valid_to: None,
            evidence: None,
        });
    };
    for (code, known) in PREMISES.iter().zip(person.premises) {
        if let Some(value) = known {
            add(format!("premise.{code}"), FactValue::Bool(value));
        }
    }
    if let Some(age) = person.age {
        let birth = day().with_year_back(age) - Days::new(1);
        add(BIRTH_DATE.to_owned(), FactValue::Date(birth));
    }
    if let Some(status) = person.status {
        add(
            "labour_status".to_owned(),
            FactValue::Text(STATUSES[status].to_owned()),
        );
    }
    Facts::new(list)
}

trait YearBack {
    fn with_year_back(self, years: i64) -> NaiveDate;
}

impl YearBack for NaiveDate {
    fn with_year_back(self, years: i64) -> NaiveDate {
        self.checked_sub_months(chrono::Months::new(u32::try_from(years * 12).unwrap()))
            .unwrap()
    }
}

pub(super) fn written(tree: &Tree) -> String {
    match tree {
        Tree::Constant(value) => value.to_string(),
        Tree::Premise(index) => format!("premise.{}", PREMISES[*index]),
        Tree::Age(operator, number) => format!("age {operator} {number}"),
        Tree::Count(operator, number) => format!("premise_count {operator} {number}"),
        Tree::CountIn(list) => format!("premise_count in {list:?}"),
        Tree::Status(true, index) => format!("labour_status == \"{}\"", STATUSES[*index]),
        Tree::Status(false, index) => format!("labour_status in ['{}']", STATUSES[*index]),
        Tree::Not(part) => format!("!({})", written(part)),
        Tree::And(left, right) => format!("({} && {})", written(left), written(right)),
        Tree::Or(left, right) => format!("({} || {})", written(left), written(right)),
        Tree::Same(left, right) => format!("(({}) == ({}))", written(left), written(right)),
        Tree::Choice(condition, yes, no) => {
            format!(
                "(({}) ? ({}) : ({}))",
                written(condition),
                written(yes),
                written(no)
            )
        }
    }
}

pub(super) fn compare(operator: &str, left: i64, right: i64) -> bool {
    match operator {
        ">=" => left >= right,
        "<" => left < right,
        "==" => left == right,
        _ => left != right,
    }
}

/// What all of the possible values agree on.
pub(super) fn agreed(values: impl Iterator<Item = bool>) -> Option<bool> {
    let mut values = values.collect::<Vec<_>>();
    values.dedup();
    if let [only] = values.as_slice() {
        Some(*only)
    } else {
        None
    }
}

/// Strong Kleene logic, written as its truth tables say it.
pub(super) fn expected(tree: &Tree, person: &Person) -> Option<bool> {
    let known = person
        .premises
        .iter()
        .filter(|premise| **premise == Some(true))
        .count();
    let open = person.premises.iter().filter(|premise| premise.is_none()).count();
    let counts = i64::try_from(known).unwrap()..=i64::try_from(known + open).unwrap();
    match tree {
        Tree::Constant(value) => Some(*value),
        Tree::Premise(index) => person.premises[*index],
        Tree::Age(operator, number) => person.age.map(|age| compare(operator, age, *number)),
        Tree::Count(operator, number) => agreed(counts.map(|count| compare(operator, count, *number))),
        Tree::CountIn(list) => agreed(counts.map(|count| list.contains(&count))),
        Tree::Status(_, index) => person.status.map(|status| status == *index),
        Tree::Not(part) => expected(part, person).map(|value| !value),
        Tree::And(left, right) => match (expected(left, person), expected(right, person)) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        },
        Tree::Or(left, right) => match (expected(left, person), expected(right, person)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            _ => None,
        },
        Tree::Same(left, right) => Some(expected(left, person)? == expected(right, person)?),
        Tree::Choice(condition, yes, no) => match expected(condition, person) {
            Some(true) => expected(yes, person),
            Some(false) => expected(no, person),
            None => {
                let (yes, no) = (expected(yes, person), expected(no, person));
                if yes == no { yes } else { None }
            }
        },
    }
}

pub(super) fn trees() -> impl Strategy<Value = Tree> {
    let operator = || proptest::sample::select(vec![">=", "<", "==", "!="]);
    let leaf = prop_oneof![
        any::<bool>().prop_map(Tree::Constant),
        (0..4_usize).prop_map(Tree::Premise),
        (operator(), 13..18_i64).prop_map(|(operator, number)| Tree::Age(operator, number)),
        (operator(), -1..6_i64).prop_map(|(operator, number)| Tree::Count(operator, number)),
        proptest::collection::vec(0..5_i64, 1..4).prop_map(Tree::CountIn),
        (any::<bool>(), 0..2_usize).prop_map(|(equals, index)| Tree::Status(equals, index)),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let pair = (inner.clone().prop_map(Box::new), inner.clone().prop_map(Box::new));
        prop_oneof![
            inner.clone().prop_map(|part| Tree::Not(Box::new(part))),
            pair.clone().prop_map(|(left, right)| Tree::And(left, right)),
            pair.clone().prop_map(|(left, right)| Tree::Or(left, right)),
            pair.clone().prop_map(|(left, right)| Tree::Same(left, right)),
            (inner.prop_map(Box::new), pair)
                .prop_map(|(condition, (yes, no))| Tree::Choice(condition, yes, no)),
        ]
    })
}

pub(super) fn people() -> impl Strategy<Value = Person> {
    let premise = || proptest::option::of(any::<bool>());
    let premises = [premise(), premise(), premise(), premise()];
    (
        premises,
        proptest::option::of(13..18_i64),
        proptest::option::of(0..2_usize),
    )
        .prop_map(|(premises, age, status)| Person {
            premises,
            age,
            status,
        })
}

/// Every way of establishing what is unknown.
pub(super) fn completions(person: &Person) -> Vec<Person> {
    let mut all = vec![person.clone()];
    for index in 0..4 {
        all = all
            .into_iter()
            .flat_map(|person| {
                let values = person.premises[index].map_or(vec![true, false], |known| vec![known]);
                values.into_iter().map(move |value| {
                    let mut next = person.clone();
                    next.premises[index] = Some(value);
                    next
                })
            })
            .collect();
    }
    let ages = person.age.map_or(vec![13, 15, 17], |age| vec![age]);
    let statuses = person.status.map_or(vec![0, 1], |status| vec![status]);
    let pairs: Vec<_> = ages
        .iter()
        .flat_map(|age| statuses.iter().map(move |status| (*age, *status)))
        .collect();
    all.into_iter()
        .flat_map(|person| {
            pairs.iter().map(move |(age, status)| Person {
                age: Some(*age),
                status: Some(*status),
                ..person.clone()
            })
        })
        .collect()
}
