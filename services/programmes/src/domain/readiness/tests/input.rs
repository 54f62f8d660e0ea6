//! Checks, breaches and duties as they are entered.

use wsparcie_kernel::ids::{ReadinessCheckId, ReadinessDutyId};
use wsparcie_kernel::input::Problems;
use wsparcie_programmes_api::{CheckOutcome, Evidence, RecordReadinessCheck, ReportReadinessBreach};

use super::{Owed, day, owed};
use crate::domain::readiness::{check_new_service, check_planned, checked_breach, checked_done};

/// What seed 004 owes: 2019-07-01 to 2021-06-30.
fn two_years() -> Option<Owed> {
    owed(day("2017-07-01"), day("2019-06-30"))
}

fn codes<T: std::fmt::Debug>(outcome: Result<T, Problems>) -> Vec<String> {
    let problems = outcome.unwrap_err();
    let codes = problems.codes().into_iter();
    codes.map(|(path, code)| format!("{path} {code}")).collect()
}

#[test]
fn a_check_is_planned_on_a_day_of_the_duty() {
    for inside in ["2019-07-01", "2021-06-30"] {
        assert_eq!(check_planned(day(inside), two_years(), None), Ok(()));
    }
    assert_eq!(
        codes(check_planned(day("2019-06-30"), two_years(), None)),
        ["plannedOn READINESS_NOT_BEGUN"]
    );
    assert_eq!(
        codes(check_planned(day("2021-07-01"), two_years(), None)),
        ["plannedOn READINESS_OVER"]
    );
    let agreed = Some(day("2022-06-30"));
    assert_eq!(check_planned(day("2022-06-30"), two_years(), agreed), Ok(()));
    assert_eq!(
        codes(check_planned(day("2022-07-01"), two_years(), agreed)),
        ["plannedOn READINESS_OVER"]
    );
    for any in ["2001-01-01", "2050-01-01"] {
        assert_eq!(check_planned(day(any), None, agreed), Ok(()), "nothing is known");
    }
    assert_eq!(
        codes(check_planned(day("1999-12-31"), None, None)),
        ["plannedOn DATE_OUT_OF_RANGE"]
    );
}

fn done(on: &str, outcome: CheckOutcome) -> RecordReadinessCheck {
    RecordReadinessCheck {
        check_id: ReadinessCheckId::from_uuid(uuid::Uuid::nil()),
        expected_version: 1,
        done_on: day(on),
        done_by: "J. Fikcyjna".to_owned(),
        outcome,
        note: None,
        evidence: vec![Evidence::Words("segregator 4".to_owned())],
    }
}

#[test]
fn a_check_is_not_done_before_readiness_begins_and_may_come_after_it_ends() {
    let from = Some(day("2019-07-01"));
    let check = |on: &str| checked_done(done(on, CheckOutcome::Kept), from, day("2022-03-01"));
    for possible in ["2019-07-01", "2021-12-31"] {
        assert!(check(possible).is_ok());
    }
    assert_eq!(codes(check("2019-06-30")), ["doneOn READINESS_NOT_BEGUN"]);
    assert_eq!(codes(check("2022-03-02")), ["doneOn DATE_OUT_OF_RANGE"]);
    let unknown = checked_done(done("2001-01-01", CheckOutcome::Kept), None, day("2022-03-01"));
    assert!(unknown.is_ok(), "nothing is known");
}

#[test]
fn a_service_is_found_ready_by_evidence_or_a_note_and_not_ready_by_a_note() {
    let from = Some(day("2019-07-01"));
    let check = |outcome, note: Option<&str>, has_evidence: bool| {
        let mut input = done("2019-12-03", outcome);
        input.note = note.map(str::to_owned);
        input.evidence.truncate(usize::from(has_evidence));
        checked_done(input, from, day("2022-03-01"))
    };
    assert!(check(CheckOutcome::Kept, None, true).is_ok());
    assert!(check(CheckOutcome::Kept, Some("rozmowa z asystentem"), false).is_ok());
    assert_eq!(
        codes(check(CheckOutcome::Kept, None, false)),
        ["evidence READINESS_EVIDENCE_MISSING"]
    );
    assert_eq!(
        codes(check(CheckOutcome::Breached, None, true)),
        ["note READINESS_NOTE_MISSING"]
    );
}

#[test]
fn nothing_is_broken_before_readiness_begins() {
    let found = |on: &str, from: Option<&str>| {
        let input = ReportReadinessBreach {
            duty_id: ReadinessDutyId::from_uuid(uuid::Uuid::nil()),
            found_on: day(on),
            what: "brak asystenta".to_owned(),
            remedy: None,
        };
        checked_breach(input, from.map(day), day("2022-03-01"))
    };
    assert!(found("2019-07-01", Some("2019-07-01")).is_ok());
    assert!(found("2022-03-01", Some("2019-07-01")).is_ok());
    assert!(found("2019-01-01", None).is_ok(), "nothing is known");
    assert_eq!(
        codes(found("2019-06-30", Some("2019-07-01"))),
        ["foundOn READINESS_NOT_BEGUN"]
    );
}

#[test]
fn a_service_is_kept_once_however_it_is_spelt() {
    let kept = [None, Some("Usługi AOON".to_owned())];
    for same in ["Usługi AOON", "usługi aoon", "USŁUGI\u{A0} AOON"] {
        let refused = check_new_service(Some(same), &kept).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.path.as_slice()),
            ("READINESS_SERVICE_TAKEN", &["service".to_owned()][..])
        );
    }
    assert_eq!(check_new_service(Some("Usługi KIS"), &kept), Ok(()));
    assert_eq!(check_new_service(None, &kept), Ok(()));
}
