//! What can be recorded as a fact.

use uuid::Uuid;

use super::*;
use crate::domain::rules::tests::dictionaries;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn nobody() -> PersonId {
    PersonId::from_uuid(Uuid::nil())
}

fn refusal(name: &str, value: FactValue) -> Vec<(String, String)> {
    let input = NewFact {
        person_id: nobody(),
        name: name.to_owned(),
        value,
        valid_from: day("2017-01-01"),
        valid_to: None,
        evidence: None,
    };
    let recordable = Recordable::by(&dictionaries()).unwrap();
    match FactDraft::check(&input, &recordable, day("2017-10-01")) {
        Ok(_) => Vec::new(),
        Err(CallError::Refused(problems)) => problems
            .into_iter()
            .map(|problem| (problem.path.join("."), problem.code))
            .collect(),
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn only_facts_of_the_vocabulary_can_be_recorded_with_values_that_they_have() {
    let code = |code: &str| FactValue::Code(code.to_owned());
    let pair = |path: &str, code: &str| vec![(path.to_owned(), code.to_owned())];
    assert_eq!(refusal("premise.homeless", FactValue::Flag(true)), []);
    assert_eq!(refusal("premise.homeless", FactValue::Refused), []);
    assert_eq!(refusal("labour_status", code("inactive")), []);
    assert_eq!(refusal("residence_gmina", code("0862011")), []);
    assert_eq!(
        refusal("premise.unheard_of", FactValue::Flag(true)),
        pair("fact.name", "FACT_UNKNOWN")
    );
    assert_eq!(
        refusal("labour_status", code("rich")),
        pair("fact.value", "FACT_CODE_UNKNOWN")
    );
    assert_eq!(
        refusal("labour_status", FactValue::Flag(true)),
        pair("fact.value", "FACT_TYPE")
    );
    assert_eq!(
        refusal("premise.homeless", code("yes")),
        pair("fact.value", "FACT_TYPE")
    );
    assert_eq!(refusal("residence_gmina", code("08620"))[0].0, "fact.value");
    assert_eq!(refusal("unemployed_months", FactValue::Number(14)), []);
    for number in [-1, 1_201] {
        assert_eq!(
            refusal("unemployed_months", FactValue::Number(number)),
            pair("fact.value", "FACT_NUMBER_RANGE")
        );
    }
    assert_eq!(
        refusal("unemployed_months", FactValue::Flag(true)),
        pair("fact.value", "FACT_TYPE")
    );
    assert_eq!(
        refusal("education", FactValue::Number(3)),
        pair("fact.value", "FACT_TYPE")
    );
    for derived in ["age", "sex", "premise_count"] {
        assert_eq!(
            refusal(derived, FactValue::Refused),
            pair("fact.name", "NOT_RECORDABLE"),
            "{derived}"
        );
    }
}

#[test]
fn periods_of_a_fact_and_of_its_document_are_checked_together_with_the_rest() {
    let input = NewFact {
        person_id: nobody(),
        name: "age".to_owned(),
        value: FactValue::Flag(true),
        valid_from: day("2017-02-01"),
        valid_to: Some(day("2017-01-31")),
        evidence: Some(Evidence {
            kind: String::new(),
            reference: Personal::new("x".repeat(201)),
            dated: Some(day("2017-10-02")),
            valid_until: Some(day("2017-10-01")),
        }),
    };
    let recordable = Recordable::by(&dictionaries()).unwrap();
    let Err(CallError::Refused(problems)) = FactDraft::check(&input, &recordable, day("2017-10-01")) else {
        panic!("it was not refused");
    };
    let paths: Vec<String> = problems.iter().map(|problem| problem.path.join(".")).collect();
    let expected = [
        "fact.name",
        "fact.validTo",
        "fact.evidence.kind",
        "fact.evidence.reference",
        "fact.evidence.dated",
        "fact.evidence.validUntil",
    ];
    assert_eq!(paths, expected);
}
