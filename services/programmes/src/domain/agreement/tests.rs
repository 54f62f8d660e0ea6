//! Chains of versions: what joins on, and what does not.

use chrono::Days;
use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::{AgreementId, ProjectId};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn version(number: i32, from: &str, to: &str) -> AgreementFacts {
    let read = |text: &str| (!text.is_empty()).then(|| day(text));
    AgreementFacts {
        number,
        valid_from: read(from),
        valid_to: read(to),
        ..AgreementFacts::default()
    }
}

fn stored(facts: AgreementFacts) -> Agreement {
    Agreement {
        id: AgreementId::from_uuid(Uuid::nil()),
        project_id: ProjectId::from_uuid(Uuid::nil()),
        facts,
    }
}

fn told<T>(outcome: Result<T, Vec<Problem>>) -> Vec<String> {
    let problems = outcome.err().unwrap_or_default();
    problems
        .into_iter()
        .map(|problem| format!("{}@{}", problem.code, problem.path.join(".")))
        .collect()
}

fn alone(facts: &AgreementFacts) -> Vec<String> {
    told(check_alone(facts))
}

fn after(before: &[AgreementFacts], facts: AgreementFacts) -> Result<CheckedVersion, Vec<Problem>> {
    let before: Vec<_> = before.iter().cloned().map(stored).collect();
    check_against(facts, &before, Some("RPSW.09.02.01-26-0057/16-00"))
}

#[test]
fn an_original_may_be_known_by_its_number_alone() {
    let original = AgreementFacts {
        project_number: Some(" rpsw.9.2.1-26-0057/16-00 ".to_owned()),
        ..AgreementFacts::default()
    };
    let checked = check_alone(&original).unwrap();
    assert_eq!(
        checked.project_number.as_deref(),
        Some("rpsw.9.2.1-26-0057/16-00")
    );
    assert_eq!(after(&[], checked).unwrap().predecessor_ends, None);
}

#[test]
fn days_that_cannot_be_are_refused_all_at_once() {
    let facts = AgreementFacts {
        signed_on: Some(day("1999-01-01")),
        starts_on: Some(day("2019-06-30")),
        ends_on: Some(day("2017-07-01")),
        total: Some(Money::from_grosz(0)),
        ..version(0, "2018-01-02", "2018-01-01")
    };
    assert_eq!(
        alone(&facts),
        [
            "DATE_OUT_OF_RANGE@agreement.signedOn",
            "AGREEMENT_REVERSED@agreement.validTo",
            "PERIOD_REVERSED@agreement.endsOn",
            "AMOUNT_OUT_OF_RANGE@agreement.total",
        ]
    );
    assert_eq!(alone(&version(0, "2018-01-01", "2018-01-01")), [""; 0]);
    assert_eq!(
        alone(&version(1, "", "")),
        ["AGREEMENT_START_MISSING@agreement.validFrom"]
    );
    let changes = Some("x".repeat(2_001));
    assert_eq!(
        alone(&AgreementFacts {
            changes,
            ..AgreementFacts::default()
        }),
        ["TOO_LONG@agreement.changes"]
    );
}

#[test]
fn the_project_number_names_this_version_and_this_project() {
    let numbered = |number, text: &str| AgreementFacts {
        project_number: Some(text.to_owned()),
        ..version(number, "2018-01-01", "")
    };
    for (number, text, expected) in [
        (0, "RPSW.09.02.01-26-0057/16-00", &[][..]),
        (0, "RPSW.09.02.01-26-0057/16", &[]),
        (1, "RPSW.09.02.01-26-0057/16-01", &[]),
        (
            1,
            "RPSW.09.02.01-26-0057/16-00",
            &["AGREEMENT_VERSION_MISMATCH@agreement.projectNumber"],
        ),
        (
            0,
            "RPSW.09.02.01-26-0057/16-02",
            &["AGREEMENT_VERSION_MISMATCH@agreement.projectNumber"],
        ),
        (
            0,
            "FEDS.07.03-IP.02-169/24",
            &["CALL_NUMBER@agreement.projectNumber"],
        ),
    ] {
        assert_eq!(alone(&numbered(number, text)), expected, "{number} {text}");
    }
    for (text, expected) in [
        ("rpsw.9.2.1-26-0057/16-00", &[][..]),
        (
            "RPSW.09.02.01-26-0058/16-00",
            &["AGREEMENT_OF_ANOTHER_PROJECT@agreement.projectNumber"],
        ),
    ] {
        assert_eq!(told(after(&[], numbered(0, text))), expected, "{text}");
    }
    // A project without a number takes what the agreement says.
    assert!(check_against(numbered(0, "RPSW.09.02.01-26-0058/16-00"), &[], None).is_ok());
}

#[test]
fn numbers_follow_without_gap_or_repetition() {
    let unexpected = ["AGREEMENT_NUMBER_UNEXPECTED@agreement.number"];
    let chain: Vec<_> = (0..4)
        .map(|n| version(n, &format!("2018-0{}-01", n + 1), ""))
        .collect();
    for known in 0..=chain.len() {
        for number in -1..7 {
            let found = told(after(&chain[..known], version(number, "2019-01-01", "")));
            let is_next = usize::try_from(number).is_ok_and(|number| number == known);
            let expected: &[&str] = if is_next { &[] } else { &unexpected };
            assert_eq!(found, expected, "{known} known, {number} given");
        }
    }
    let full = [version(99, "2018-01-01", "")];
    assert_eq!(told(after(&full, version(100, "2019-01-01", ""))), unexpected);
}

#[test]
fn an_annex_ends_its_predecessor_the_day_before() {
    let original = version(0, "2017-05-10", "2019-06-30");
    let overlap = &["AGREEMENT_OVERLAP@agreement.validFrom"][..];
    let gap = &["AGREEMENT_GAP@agreement.validFrom"][..];
    for (from, expected, ends) in [
        ("2017-05-09", overlap, None),
        ("2017-05-10", overlap, None),
        ("2017-05-11", &[][..], Some("2017-05-10")),
        ("2018-03-01", &[], Some("2018-02-28")),
        ("2019-07-01", &[], Some("2019-06-30")),
        ("2019-07-02", gap, None),
    ] {
        let outcome = after(std::slice::from_ref(&original), version(1, from, ""));
        assert_eq!(told(outcome.clone()), expected, "{from}");
        assert_eq!(
            outcome.ok().and_then(|checked| checked.predecessor_ends),
            ends.map(day),
            "{from}"
        );
    }
    // Without a last day there can be no gap; without a first day the signature is the border.
    assert!(after(&[version(0, "2017-05-10", "")], version(1, "2030-01-01", "")).is_ok());
    assert!(after(&[version(0, "", "")], version(1, "2005-01-01", "")).is_ok());
    let signed = AgreementFacts {
        signed_on: Some(day("2017-05-10")),
        ..version(0, "", "")
    };
    assert_eq!(told(after(&[signed], version(1, "2017-05-10", ""))), overlap);
}

#[test]
fn an_annex_is_not_signed_before_what_it_changes() {
    let signed = |facts: AgreementFacts, on: &str| AgreementFacts {
        signed_on: Some(day(on)),
        ..facts
    };
    let original = signed(version(0, "2017-05-10", ""), "2017-05-01");
    let annex = |on: &str| signed(version(1, "2018-01-01", ""), on);
    assert_eq!(
        told(after(std::slice::from_ref(&original), annex("2017-04-30"))),
        ["AGREEMENT_SIGNED_EARLIER@agreement.signedOn"]
    );
    // It may come into force before it is signed.
    assert!(after(&[original], annex("2018-02-01")).is_ok());
}

proptest! {
    /// Whatever is added in whatever order, at most one version holds on any day, and between the first and the last day known
    /// there is no day without one.
    #[test]
    fn versions_never_overlap_and_leave_no_gap(
        tries in prop::collection::vec((0..12_i32, 0..1_500_u64, prop::option::of(0..400_u64)), 1..40),
    ) {
        let start = day("2015-01-01");
        let mut chain: Vec<Agreement> = Vec::new();
        for (number, from, lasts) in tries {
            let from = start + Days::new(from);
            let facts = AgreementFacts {
                number,
                valid_from: Some(from),
                valid_to: lasts.map(|days| from + Days::new(days)),
                ..AgreementFacts::default()
            };
            let Ok(facts) = check_alone(&facts) else { continue };
            let Ok(checked) = check_against(facts, &chain, None) else { continue };
            if let (Some(last), Some(ends)) = (chain.last_mut(), checked.predecessor_ends) {
                last.facts.valid_to = Some(ends);
            }
            chain.push(stored(checked.facts));
        }
        for (at, version) in chain.iter().enumerate() {
            prop_assert_eq!(i32::try_from(at).unwrap(), version.facts.number);
            prop_assert!(version.facts.valid_to.is_none_or(|last| version.facts.valid_from.unwrap() <= last));
        }
        for pair in chain.windows(2) {
            prop_assert_eq!(pair[0].facts.valid_to.unwrap().succ_opt(), pair[1].facts.valid_from);
        }
        for days in 0..2_000 {
            let on = start + Days::new(days);
            let holding: Vec<_> = chain.iter().filter(|version| version.facts.holds_on(on)).collect();
            prop_assert!(holding.len() <= 1);
            prop_assert_eq!(Agreement::in_force_on(&chain, on), holding.first().copied());
        }
    }
}

#[test]
fn an_annex_that_moves_the_projects_days_shows_as_a_difference_until_the_project_follows() {
    let original = stored(AgreementFacts {
        starts_on: Some(day("2017-07-01")),
        ends_on: Some(day("2019-06-30")),
        ..version(0, "2017-05-10", "")
    });
    let annex = stored(AgreementFacts {
        ends_on: Some(day("2019-12-31")),
        ..version(1, "2019-01-01", "")
    });
    // The newest annex says nothing of days: the one before still holds.
    let of_money = stored(version(2, "2019-03-01", ""));
    let told = |versions: &[Agreement], starts: Option<&str>, ends: Option<&str>| {
        let found = Agreement::differences(versions, starts.map(day), ends.map(day));
        let rows = found.into_iter().map(|row| {
            let of_project = row.of_project.map(|day| day.to_string());
            (
                row.field.code(),
                row.agreement,
                row.agreed.to_string(),
                of_project,
            )
        });
        rows.collect::<Vec<_>>()
    };
    let (start, end) = (Some("2017-07-01"), Some("2019-06-30"));
    assert_eq!(told(std::slice::from_ref(&original), start, end), []);
    let moved = (
        "ends_on",
        1,
        "2019-12-31".to_owned(),
        Some("2019-06-30".to_owned()),
    );
    let versions = [of_money, original, annex];
    assert_eq!(told(&versions, start, end), [moved]);
    assert_eq!(told(&versions, start, Some("2019-12-31")), []);
    let unknown = [
        ("starts_on", 0, "2017-07-01".to_owned(), None),
        ("ends_on", 1, "2019-12-31".to_owned(), None),
    ];
    assert_eq!(told(&versions, None, None), unknown);
    assert_eq!(
        told(&[], start, None),
        [],
        "what no version says is no difference"
    );
}
