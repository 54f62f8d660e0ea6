//! What case work makes of the engine: which facts count, what can be recorded, that a verdict repeats.

use proptest::prelude::*;
use wsparcie_casework_api::{Evidence, Personal, VerdictOutcome};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_programmes_api::Criterion;

use super::*;
use crate::domain::proof::Proof;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn noon() -> Instant {
    "2017-10-01T12:00:00Z".parse().unwrap()
}

pub(crate) fn dictionaries() -> Dictionaries {
    let row = |dictionary: &str, code: &str| DictionaryRow {
        dictionary: dictionary.to_owned(),
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        counts_as: None,
        valid_from: None,
        valid_to: None,
        legal_basis: None,
    };
    Dictionaries::from_rows([
        row("premise", "homeless"),
        row("premise", "disability"),
        row("labour_status", "inactive"),
        row("labour_status", "employed"),
    ])
}

fn rules(expression: &str) -> RecruitmentRules {
    let criterion = Criterion {
        code: "only".to_owned(),
        label_pl: "warunek".to_owned(),
        label_en: "condition".to_owned(),
        legal_basis: None,
        expression: expression.to_owned(),
        group: None,
        evidence_kinds: vec!["wywiad".to_owned()],
    };
    RecruitmentRules {
        criteria: vec![criterion],
        groups: Vec::new(),
        preferences: Vec::new(),
    }
}

fn person() -> Person {
    Person {
        id: PersonId::from_uuid(Uuid::from_u128(1)),
        first_name: Personal::new("Anna".to_owned()),
        last_name: Personal::new("Nowak".to_owned()),
        pesel: None,
        birth_date: day("1990-05-05"),
        sex: Sex::Female,
        version: 1,
        created_at: noon(),
    }
}

fn fact(id: u128, name: &str, value: FactValue, from: &str, to: Option<&str>) -> Fact {
    Fact {
        id: FactId::from_uuid(Uuid::from_u128(id)),
        person_id: person().id,
        name: name.to_owned(),
        value,
        valid_from: day(from),
        valid_to: to.map(day),
        evidence: None,
        recorded_at: noon(),
    }
}

fn homeless(id: u128, value: bool, from: &str, to: Option<&str>) -> Fact {
    fact(id, "premise.homeless", FactValue::Flag(value), from, to)
}

fn inputs(expression: &str, facts: &[Fact], on: &str) -> Inputs {
    let version = RecruitmentId::from_uuid(Uuid::from_u128(9));
    Inputs::gather(
        (version, &rules(expression)),
        (&dictionaries(), Some(7)),
        &person(),
        facts,
        day(on),
    )
}

fn decided(expression: &str, facts: &[Fact], on: &str) -> VerdictOutcome {
    outcome(inputs(expression, facts, on).decide().unwrap().overall)
}

#[test]
fn of_two_records_for_one_day_the_later_recorded_wins() {
    let first_yes = [
        homeless(7, true, "2017-01-01", None),
        homeless(3, false, "2017-01-01", None),
    ];
    assert_eq!(
        decided("premise.homeless", &first_yes, "2017-10-01"),
        VerdictOutcome::NotEligible
    );
    // Even where the earlier record begins later: whoever recorded the second knew more.
    let begins_later = [
        homeless(7, true, "2017-09-01", None),
        homeless(3, false, "2017-01-01", None),
    ];
    assert_eq!(
        decided("premise.homeless", &begins_later, "2017-10-01"),
        VerdictOutcome::NotEligible
    );
}

#[test]
fn a_fact_that_does_not_hold_on_the_day_decides_nothing() {
    let ended = [homeless(1, true, "2017-01-01", Some("2017-09-30"))];
    assert_eq!(
        decided("premise.homeless", &ended, "2017-09-30"),
        VerdictOutcome::Eligible
    );
    assert_eq!(
        decided("premise.homeless", &ended, "2017-10-01"),
        VerdictOutcome::Undecided
    );
    assert_eq!(
        decided("premise.homeless", &ended, "2016-12-31"),
        VerdictOutcome::Undecided
    );
}

#[test]
fn a_missing_fact_and_a_refusal_leave_the_verdict_undecided() {
    assert_eq!(
        decided("premise.homeless", &[], "2017-10-01"),
        VerdictOutcome::Undecided
    );
    let refused = [fact(
        1,
        "premise.homeless",
        FactValue::Refused,
        "2017-01-01",
        None,
    )];
    assert_eq!(
        decided("premise.homeless", &refused, "2017-10-01"),
        VerdictOutcome::Undecided
    );
    assert_eq!(
        decided("!premise.homeless", &refused, "2017-10-01"),
        VerdictOutcome::Undecided
    );
}

#[test]
fn age_and_sex_come_from_the_person() {
    assert_eq!(
        decided("age >= 27 && sex == \"K\"", &[], "2017-05-05"),
        VerdictOutcome::Eligible
    );
    assert_eq!(
        decided("age >= 27", &[], "2017-05-04"),
        VerdictOutcome::NotEligible
    );
}

#[test]
fn the_proof_names_a_document_that_has_run_out_and_until_when_it_was_valid() {
    let mut known = homeless(4, true, "2017-01-01", None);
    known.evidence = Some(Evidence {
        kind: "wywiad".to_owned(),
        reference: Personal::new("12/2017".to_owned()),
        dated: None,
        valid_until: Some(day("2017-06-30")),
    });
    let facts = [known];
    let verdict = inputs("premise.homeless", &facts, "2017-10-01").decide().unwrap();
    assert_eq!(verdict.criteria[0].evidence, engine::EvidenceStatus::Incomplete);
    let head = crate::domain::proof::VerdictHead {
        id: wsparcie_kernel::ids::VerdictId::from_uuid(Uuid::nil()),
        nomination_id: wsparcie_kernel::ids::NominationId::from_uuid(Uuid::nil()),
        recruitment_id: RecruitmentId::from_uuid(Uuid::nil()),
        reference_date: day("2017-10-01"),
        outcome: outcome(verdict.overall),
        decided_at: noon(),
    };
    let shown = Proof::of(verdict, &facts, Some(7)).into_verdict(&head, person().id);
    let used = &shown.criteria[0].facts_used[0];
    assert_eq!(
        (used.state.as_str(), used.evidence_kind.as_deref()),
        ("known", Some("wywiad"))
    );
    assert_eq!(used.evidence_valid_until, Some(day("2017-06-30")));
    assert_eq!(used.fact_id, Some(facts[0].id));
}

#[test]
fn rules_that_the_engine_does_not_take_are_a_defect_and_no_verdict() {
    assert!(inputs("1 +", &[], "2017-10-01").decide().is_err());
}

proptest! {
    #[test]
    fn stored_inputs_give_the_same_verdict_again(
        recorded in proptest::collection::vec((0_u8..4, 0_u8..3, 0_u64..400, proptest::option::of(0_u64..400)), 0..12),
        on in 0_u64..400,
    ) {
        let start = day("2017-01-01");
        let facts: Vec<Fact> = (10..).zip(recorded).map(|(id, (name, value, from, length))| {
            let (name, code) = [
                ("premise.homeless", None),
                ("premise.disability", None),
                ("labour_status", Some(["inactive", "employed"])),
                ("centre_client", None),
            ][usize::from(name)];
            let value = match (value, code) {
                (0, _) => FactValue::Refused,
                (other, Some(codes)) => FactValue::Code(codes[usize::from(other) - 1].to_owned()),
                (other, None) => FactValue::Flag(other == 1),
            };
            let from = start + chrono::Days::new(from);
            Fact {
                valid_from: from,
                valid_to: length.map(|days| from + chrono::Days::new(days)),
                ..fact(id, name, value, "2017-01-01", None)
            }
        }).collect();
        let on = (start + chrono::Days::new(on)).to_string();
        let expression = "premise_count >= 1 && (centre_client || labour_status == \"inactive\")";
        let inputs = inputs(expression, &facts, &on);
        let proof = Proof::of(inputs.decide().unwrap(), &facts, Some(7));
        let stored = serde_json::to_vec(&inputs).unwrap();
        let stored_proof = serde_json::to_vec(&proof).unwrap();
        let again: Inputs = serde_json::from_slice(&stored).unwrap();
        let kept: Proof = serde_json::from_slice(&stored_proof).unwrap();
        prop_assert_eq!(&again.decide().unwrap(), kept.verdict());
    }
}
