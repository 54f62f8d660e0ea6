//! Every pair of statuses, every day around a border, every sequence of moves.

use proptest::prelude::*;
use wsparcie_kernel::ids::ProjectId;

use super::*;
use ProjectStatus::{Closed, Closing, InReadiness, Planned, Recruiting, Running};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A project of 2017-07-01 to 2019-06-30, looked at in 2026.
fn standing(status: ProjectStatus) -> Standing {
    Standing {
        status,
        starts_on: Some(day("2017-07-01")),
        ends_on: Some(day("2019-06-30")),
        changes: 0,
        last_on: None,
        duty: Duty::None,
        today: day("2026-03-02"),
    }
}

fn to(status: ProjectStatus, on: Option<&str>, reason: Option<&str>) -> MoveProject {
    MoveProject {
        id: ProjectId::from_uuid(uuid::Uuid::nil()),
        expected_version: 1,
        to: status,
        on: on.map(day),
        reason: reason.map(str::to_owned),
    }
}

fn codes(standing: &Standing, to: &MoveProject) -> Vec<String> {
    match check(standing, to) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| problem.code).collect(),
    }
}

#[test]
fn of_all_pairs_of_statuses_just_these_twelve_are_moves() {
    let allowed = [
        (Planned, Recruiting),
        (Planned, Running),
        (Planned, Closed),
        (Recruiting, Running),
        (Recruiting, Planned),
        (Recruiting, Closing),
        (Running, Recruiting),
        (Running, Closing),
        (Closing, Running),
        (Closing, InReadiness),
        (Closing, Closed),
        (InReadiness, Closed),
    ];
    for from in ProjectStatus::ALL.iter().copied() {
        for target in ProjectStatus::ALL.iter().copied() {
            let found = codes(&standing(from), &to(target, None, Some("powód")));
            let expected: &[&str] = if allowed.contains(&(from, target)) {
                &[]
            } else {
                &["PROJECT_STATUS_TRANSITION"]
            };
            assert_eq!(found, expected, "{from:?} -> {target:?}");
            assert_eq!(
                next(from).contains(&target),
                expected.is_empty(),
                "{from:?} -> {target:?}"
            );
        }
    }
    assert_eq!(TRANSITIONS.len(), allowed.len());
}

#[test]
fn the_refusal_names_what_may_come_next() {
    let problems = check(&standing(Running), &to(Planned, None, None)).unwrap_err();
    assert!(
        problems[0]
            .message_pl
            .contains("w trakcie rekrutacji, w trakcie rozliczania")
    );
    let problems = check(&standing(Closed), &to(Running, None, None)).unwrap_err();
    assert!(problems[0].message_en.contains("cannot be moved"));
}

#[test]
fn moves_back_and_early_ends_say_why() {
    for transition in TRANSITIONS {
        let found = codes(&standing(transition.from), &to(transition.to, None, None));
        let expected: &[&str] = if transition.needs_reason {
            &["STATUS_REASON_MISSING"]
        } else {
            &[]
        };
        assert_eq!(found, expected, "{transition:?}");
        let empty = codes(&standing(transition.from), &to(transition.to, None, Some(" ")));
        assert_eq!(empty, ["REQUIRED"], "{transition:?}");
    }
    assert_eq!(
        check(&standing(Closing), &to(Running, None, Some(" aneks ")))
            .unwrap()
            .unwrap(),
        "aneks"
    );
}

#[test]
fn a_history_goes_forward_and_not_into_the_future() {
    let known = Standing {
        last_on: Some(day("2019-06-01")),
        ..standing(Running)
    };
    for (on, expected) in [
        ("2003-12-31", &["DATE_OUT_OF_RANGE", "STATUS_DAY_BEFORE_LAST"][..]),
        ("2019-05-31", &["STATUS_DAY_BEFORE_LAST"]),
        ("2019-06-01", &[]),
        ("2026-03-02", &[]),
        ("2026-03-03", &["STATUS_DAY_IN_FUTURE"]),
        ("2041-01-01", &["DATE_OUT_OF_RANGE", "STATUS_DAY_IN_FUTURE"]),
    ] {
        assert_eq!(codes(&known, &to(Closing, Some(on), None)), expected, "{on}");
    }
    assert_eq!(codes(&known, &to(Closing, None, None)), [""; 0]);
}

#[test]
fn the_work_begins_and_readiness_follows_with_the_projects_own_days() {
    for (on, expected) in [("2017-06-30", &["PROJECT_NOT_STARTED"][..]), ("2017-07-01", &[])] {
        assert_eq!(
            codes(&standing(Planned), &to(Running, Some(on), None)),
            expected,
            "{on}"
        );
    }
    for (on, expected) in [("2019-06-30", &["PROJECT_NOT_ENDED"][..]), ("2019-07-01", &[])] {
        assert_eq!(
            codes(&standing(Closing), &to(InReadiness, Some(on), None)),
            expected,
            "{on}"
        );
    }
    let unknown = Standing {
        starts_on: None,
        ends_on: None,
        ..standing(Closing)
    };
    assert_eq!(
        codes(&unknown, &to(InReadiness, Some("2010-01-01"), None)),
        [""; 0]
    );
    let running = Standing {
        today: day("2019-06-30"),
        ..standing(Closing)
    };
    assert_eq!(
        codes(&running, &to(InReadiness, None, None)),
        ["PROJECT_NOT_ENDED"]
    );
}

#[test]
fn a_project_is_closed_the_day_after_its_readiness_duty_at_the_earliest() {
    for from in [Closing, InReadiness] {
        let bound = Standing {
            duty: Duty::Until(day("2021-06-30")),
            ..standing(from)
        };
        for (on, expected) in [
            ("2021-06-29", &["READINESS_DUTY_OPEN"][..]),
            ("2021-06-30", &["READINESS_DUTY_OPEN"]),
            ("2021-07-01", &[]),
        ] {
            assert_eq!(
                codes(&bound, &to(Closed, Some(on), None)),
                expected,
                "{from:?} {on}"
            );
        }
        let early = Standing {
            today: day("2020-01-01"),
            ..bound
        };
        assert_eq!(codes(&early, &to(Closed, None, None)), ["READINESS_DUTY_OPEN"]);
        let unknown = Standing {
            duty: Duty::Unknown,
            ..bound
        };
        assert_eq!(codes(&unknown, &to(Closed, None, None)), ["READINESS_DUTY_OPEN"]);
    }
    let bound = Standing {
        duty: Duty::Until(day("2021-06-30")),
        ..standing(Closing)
    };
    assert_eq!(codes(&bound, &to(InReadiness, Some("2019-07-11"), None)), [""; 0]);
}

#[test]
fn a_project_in_readiness_has_a_duty_though_none_was_written_down() {
    let end = Some(day("2021-06-30"));
    assert_eq!(duty(Closing, false, end), Duty::None);
    assert_eq!(duty(Closing, true, end), Duty::Until(day("2021-06-30")));
    assert_eq!(duty(Closing, true, None), Duty::Unknown);
    for has_duties in [false, true] {
        assert_eq!(duty(InReadiness, has_duties, end), Duty::Until(day("2021-06-30")));
        assert_eq!(duty(InReadiness, has_duties, None), Duty::Unknown);
    }
}

#[test]
fn a_history_has_an_end() {
    let full = Standing {
        changes: MAX_CHANGES,
        ..standing(Running)
    };
    assert_eq!(
        codes(&full, &to(Recruiting, None, None)),
        ["STATUS_CHANGES_TOO_MANY"]
    );
    let last = Standing {
        changes: MAX_CHANGES - 1,
        ..standing(Running)
    };
    assert_eq!(codes(&last, &to(Recruiting, None, None)), [""; 0]);
}

proptest! {
    /// Whatever is tried, nobody leaves `closed`, days never go back, and nothing closes over an open duty.
    #[test]
    fn no_sequence_of_moves_breaks_the_history(
        tries in prop::collection::vec((0..6_usize, prop::option::of(0..4_000_u64), any::<bool>()), 1..60),
        duty in prop::option::of(0..4_000_u64),
    ) {
        let start = day("2015-01-01");
        let at = |days: u64| start + chrono::Days::new(days);
        let until = duty.map(at);
        let mut now = Standing {
            duty: until.map_or(Duty::None, Duty::Until),
            starts_on: None,
            ends_on: None,
            ..standing(Planned)
        };
        for (target, on, reasoned) in tries {
            let target = ProjectStatus::ALL[target];
            let attempt = MoveProject { on: on.map(at), ..to(target, None, reasoned.then_some("powód")) };
            let before = now;
            if check(&before, &attempt).is_err() {
                continue;
            }
            prop_assert_ne!(before.status, Closed);
            prop_assert!(next(before.status).contains(&target));
            prop_assert!(attempt.on.is_none_or(|on| before.last_on.is_none_or(|last| last <= on)));
            prop_assert!(attempt.on.is_none_or(|on| on <= before.today));
            if target == Closed && before.status != Planned {
                let closed = attempt.on.unwrap_or(before.today);
                prop_assert!(until.is_none_or(|until| until < closed));
            }
            now.status = target;
            now.changes += 1;
            now.last_on = now.last_on.max(attempt.on);
        }
    }

    /// From every status, `closed` can be reached: no project is caught in a circle.
    #[test]
    fn every_project_can_come_to_its_end(from in 0..5_usize) {
        let mut reached = vec![ProjectStatus::ALL[from]];
        let mut at = 0;
        while at < reached.len() {
            for status in next(reached[at]) {
                if !reached.contains(&status) {
                    reached.push(status);
                }
            }
            at += 1;
        }
        prop_assert!(reached.contains(&Closed));
    }
}
