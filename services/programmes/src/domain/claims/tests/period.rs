//! A final claim among the others.

use wsparcie_kernel::Money;
use wsparcie_kernel::input::Problems;
use wsparcie_programmes_api::{ClaimDraft, ClaimKind, ClaimRegister};

use super::{day, rules};
use crate::domain::claims::{Other, Surroundings, check_draft};

/// What is told of a claim in a project from 2017-07-01 to 2019-06-30 with other claims.
fn told(kind: ClaimKind, (from, to): (&str, &str), others: &[(ClaimKind, &str, &str)]) -> Vec<String> {
    told_of(kind, (from, to), others, false)
}

fn told_of(
    kind: ClaimKind,
    (from, to): (&str, &str),
    others: &[(ClaimKind, &str, &str)],
    was_submitted: bool,
) -> Vec<String> {
    let others: Vec<Other> = (1..)
        .zip(others)
        .map(|(number, (kind, from, to))| Other {
            number,
            kind: *kind,
            from: day(from),
            to: day(to),
        })
        .collect();
    let around = Surroundings {
        starts_on: Some(day("2017-07-01")),
        ends_on: Some(day("2019-06-30")),
        others: &others,
        rules: &rules(),
        was_submitted,
    };
    let draft = ClaimDraft {
        kind,
        period_from: day(from),
        period_to: day(to),
        note: None,
        advance_requested: (kind == ClaimKind::Advance).then_some(Money::from_grosz(1)),
        advance_settled: Money::ZERO,
        progress: Vec::new(),
        register: ClaimRegister::AllOpen,
    };
    let problems = check_draft(draft, &around).err().map(Problems::into_vec);
    let problems = problems.unwrap_or_default().into_iter();
    problems
        .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
        .collect()
}

use ClaimKind::{Advance, Final, Interim};

const LAST: (&str, &str) = ("2019-04-01", "2019-06-30");

#[test]
fn a_final_claim_runs_until_the_projects_last_day() {
    assert_eq!(told(Final, LAST, &[]), [""; 0]);
    for period in [("2018-04-01", "2018-05-31"), ("2019-04-01", "2019-06-29")] {
        assert_eq!(
            told(Final, period, &[]),
            ["claim.periodTo CLAIM_FINAL_NOT_LAST_DAY"],
            "{period:?}"
        );
    }
    // Told once: it goes beyond the project.
    assert_eq!(
        told(Final, ("2019-05-01", "2019-07-01"), &[]),
        ["claim.periodTo CLAIM_OUTSIDE_PROJECT"]
    );
}

#[test]
fn a_project_has_one_final_claim_and_none_after_it() {
    let early = (Final, "2018-04-01", "2018-05-31");
    assert_eq!(told(Final, LAST, &[early]), ["claim.kind CLAIM_FINAL_TWICE"]);
    for kind in [Interim, Advance] {
        assert_eq!(
            told(kind, LAST, &[early]),
            ["claim.periodFrom CLAIM_AFTER_FINAL"],
            "{kind:?}"
        );
        assert_eq!(
            told(kind, ("2018-01-01", "2018-03-31"), &[early]),
            [""; 0],
            "{kind:?}"
        );
    }
    // Only where the project's end moved can one begin after it.
    let later = (Interim, "2018-06-01", "2018-06-30");
    assert_eq!(
        told(Final, ("2018-04-01", "2018-05-31"), &[later]),
        [
            "claim.kind CLAIM_AFTER_FINAL",
            "claim.periodTo CLAIM_FINAL_NOT_LAST_DAY",
        ]
    );
    assert_eq!(
        told(Interim, ("2018-05-31", "2018-07-31"), &[early]),
        ["claim.periodFrom CLAIM_PERIOD_OVERLAP"],
        "one over the final claim's is told as such"
    );
}

#[test]
fn what_was_submitted_can_still_be_answered_when_the_project_grew_longer() {
    assert_eq!(told_of(Final, ("2019-01-01", "2019-03-31"), &[], true), [""; 0]);
}
