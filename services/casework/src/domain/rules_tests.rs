//! What case work makes of the engine: which facts count, what can be recorded, that a verdict repeats.

use proptest::prelude::*;
use wsparcie_casework_api::{Evidence, EvidenceState, Personal, VerdictOutcome};
use wsparcie_kernel::Instant;
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_programmes_api::Criterion;

use super::*;
use crate::domain::cohort::CohortPeriod;
use crate::domain::proof::{Proof, VerdictHead};

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
    inputs_with(expression, None, facts, on)
}

fn inputs_with(expression: &str, group: Option<&Cohort>, facts: &[Fact], on: &str) -> Inputs {
    let version = RecruitmentId::from_uuid(Uuid::from_u128(9));
    Inputs::gather(
        (version, &rules(expression)),
        group,
        (&dictionaries(), Some(7)),
        &person(),
        facts,
        day(on),
    )
}

fn decided(expression: &str, facts: &[Fact], on: &str) -> VerdictOutcome {
    outcome(inputs(expression, facts, on).decide().unwrap().overall)
}

fn head(outcome: VerdictOutcome) -> VerdictHead {
    VerdictHead {
        id: wsparcie_kernel::ids::VerdictId::from_uuid(Uuid::nil()),
        nomination_id: wsparcie_kernel::ids::NominationId::from_uuid(Uuid::nil()),
        recruitment_id: RecruitmentId::from_uuid(Uuid::nil()),
        reference_date: day("2017-10-01"),
        outcome,
        decided_at: noon(),
    }
}

/// A group with these conditions, all under the code that the project's condition has too.
fn group(conditions: &[&str]) -> Cohort {
    Cohort {
        id: wsparcie_kernel::ids::GroupId::from_uuid(Uuid::from_u128(5)),
        version: 3,
        name: "Grupa kobiet".to_owned(),
        period: CohortPeriod::default(),
        places: PlaceLimits::default(),
        rules: RecruitmentRules {
            criteria: conditions.iter().flat_map(|text| rules(text).criteria).collect(),
            ..rules("true")
        },
    }
}

fn proved(project: &str, conditions: &[&str], facts: &[Fact]) -> Proof {
    let inputs = inputs_with(project, Some(&group(conditions)), facts, "2017-10-01");
    Proof::of(inputs.decide().unwrap(), facts, Some(7)).and_of_group(inputs.decide_group().unwrap())
}

#[test]
fn the_conditions_of_a_group_join_the_projects_each_with_its_proof() {
    let proof = proved("age >= 18", &["sex == \"M\""], &[]);
    assert_eq!(proof.outcome(), VerdictOutcome::NotEligible);
    // As it is stored and read again.
    let proof: Proof = serde_json::from_slice(&serde_json::to_vec(&proof).unwrap()).unwrap();
    let shown = proof.into_verdict(&head(VerdictOutcome::NotEligible), person().id);
    let told: Vec<_> = shown
        .criteria
        .iter()
        .map(|result| {
            let facts: Vec<_> = result.facts_used.iter().map(|fact| fact.name.as_str()).collect();
            (
                result.code.as_str(),
                result.of_group.as_deref(),
                result.outcome.code(),
                facts,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("only", None, "met", vec!["age"]),
            ("group.only", Some("Grupa kobiet"), "not_met", vec!["sex"]),
        ]
    );
}

#[test]
fn a_verdict_with_a_group_is_the_weaker_of_the_two_and_missing_is_never_a_no() {
    use VerdictOutcome::{Eligible, NotEligible, Undecided};
    let (yes, no, unknown) = ("sex == \"K\"", "sex == \"M\"", "premise.homeless");
    for (project, of_group, expected) in [
        (yes, yes, Eligible),
        (yes, unknown, Undecided),
        (unknown, yes, Undecided),
        (yes, no, NotEligible),
        (no, yes, NotEligible),
        (unknown, no, NotEligible),
        (no, unknown, NotEligible),
        (unknown, unknown, Undecided),
    ] {
        assert_eq!(
            proved(project, &[of_group], &[]).outcome(),
            expected,
            "{project}, {of_group}"
        );
    }
    assert_eq!(
        proved(yes, &[], &[]).outcome(),
        Eligible,
        "a group may have no conditions"
    );
}

#[test]
fn a_proof_from_before_groups_reads_as_one_without() {
    let mut stored = serde_json::to_value(proved("age >= 18", &[], &[])).unwrap();
    stored.as_object_mut().unwrap().remove("group").unwrap();
    let proof: Proof = serde_json::from_value(stored).unwrap();
    assert_eq!(proof.outcome(), VerdictOutcome::Eligible);
}

#[test]
fn who_needs_a_place_of_the_project_and_of_the_group_waits_for_either() {
    let places = |count| PlaceLimits {
        total: Some(Places {
            count,
            exactness: Exactness::Exact,
        }),
        ..PlaceLimits::default()
    };
    let no_men = PlaceLimits {
        men: Some(Places {
            count: 0,
            exactness: Exactness::Exact,
        }),
        ..places(5)
    };
    let taken = OnPlaces { women: 1, men: 1 };
    let state = |project, group: Option<PlaceLimits>, sex| {
        place_in((taken, project), group.map(|places| (taken, places)), sex).code()
    };
    assert_eq!(state(places(3), None, Sex::Female), "enrolled");
    assert_eq!(state(places(3), Some(places(3)), Sex::Female), "enrolled");
    assert_eq!(
        state(places(3), Some(places(2)), Sex::Female),
        "reserve_places_full"
    );
    assert_eq!(
        state(places(2), Some(places(3)), Sex::Female),
        "reserve_places_full"
    );
    assert_eq!(
        state(places(3), Some(no_men), Sex::Male),
        "reserve_sex_quota_full"
    );
    assert_eq!(state(places(2), Some(no_men), Sex::Male), "reserve_places_full");
    assert_eq!(state(places(3), Some(no_men), Sex::Female), "enrolled");
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
    let head = head(outcome(verdict.overall));
    let shown = Proof::of(verdict, &facts, Some(7)).into_verdict(&head, person().id);
    assert_eq!(
        (
            shown.criteria[0].evidence,
            shown.criteria[0].evidence_kinds.as_slice()
        ),
        (EvidenceState::Incomplete, ["wywiad".to_owned()].as_slice()),
        "met, but to be documented anew"
    );
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
