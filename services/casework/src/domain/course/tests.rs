//! Which ends, support and outcomes can be recorded.

use uuid::Uuid;
use wsparcie_kernel::ids::EnrolmentId;

use wsparcie_casework_api::{NewOutcome, OutcomeEvidence, OutcomeFacts, OutcomeKind, SupportCategory};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn nobody() -> EnrolmentId {
    EnrolmentId::from_uuid(Uuid::nil())
}

/// A participation from 2018-01-10 in a project of 2018.
fn course() -> Course {
    Course {
        on_place: true,
        starts_on: day("2018-01-10"),
        ended_on: None,
        supported_until: None,
        has_situation: false,
        project: ProjectPeriod {
            starts_on: Some(day("2018-01-01")),
            ends_on: Some(day("2018-12-31")),
        },
    }
}

fn codes<T>(outcome: Result<T, CallError>) -> Vec<String> {
    match outcome {
        Ok(_) => Vec::new(),
        Err(CallError::Refused(problems)) => problems
            .into_iter()
            .map(|problem| format!("{}@{}", problem.code, problem.path.join(".")))
            .collect(),
        Err(other) => panic!("{other:?}"),
    }
}

fn end(on: &str, ending: Ending, reason: Option<&str>) -> EndParticipation {
    EndParticipation {
        enrolment_id: nobody(),
        ended_on: day(on),
        ending,
        reason: reason.map(|text| Personal::new(text.to_owned())),
    }
}

#[test]
fn a_participation_ends_between_its_start_and_the_end_of_the_project_and_not_in_the_future() {
    let today = day("2019-02-01");
    let refused = |on: &str| codes(check_end(&end(on, Ending::AsPlanned, None), &course(), today));
    assert_eq!(refused("2018-01-10"), [""; 0]);
    assert_eq!(refused("2018-12-31"), [""; 0]);
    assert_eq!(refused("2018-01-09"), ["DATE_OUT_OF_RANGE@endedOn"]);
    assert_eq!(refused("2019-01-01"), ["DATE_OUTSIDE_PROJECT@endedOn"]);
    let early = day("2018-06-30");
    let tomorrow = end("2018-07-01", Ending::AsPlanned, None);
    assert_eq!(
        codes(check_end(&tomorrow, &course(), early)),
        ["DATE_OUT_OF_RANGE@endedOn"]
    );
}

#[test]
fn breaking_off_needs_a_reason_and_ending_for_work_does_not() {
    let today = day("2018-09-01");
    let refused = |ending, reason| codes(check_end(&end("2018-06-30", ending, reason), &course(), today));
    assert_eq!(refused(Ending::Early, None), ["REQUIRED@reason"]);
    assert_eq!(refused(Ending::Early, Some("przeprowadzka")), [""; 0]);
    assert_eq!(refused(Ending::ForWork, None), [""; 0]);
}

#[test]
fn nobody_ends_twice_or_before_recorded_support_and_nobody_on_the_reserve_ends_at_all() {
    let today = day("2018-09-01");
    let input = end("2018-06-30", Ending::AsPlanned, None);
    let ended = Course {
        ended_on: Some(day("2018-05-01")),
        ..course()
    };
    assert_eq!(
        codes(check_end(&input, &ended, today)),
        ["ALREADY_ENDED@enrolmentId"]
    );
    let supported = Course {
        supported_until: Some(day("2018-07-01")),
        ..course()
    };
    assert_eq!(
        codes(check_end(&input, &supported, today)),
        ["SUPPORT_OUTSIDE_PARTICIPATION@endedOn"]
    );
    let waiting = Course {
        on_place: false,
        ..course()
    };
    assert_eq!(
        codes(check_end(&input, &waiting, today)),
        ["ON_RESERVE@enrolmentId"]
    );
}

#[test]
fn an_end_is_taken_back_only_while_no_situation_stands_on_it() {
    assert_eq!(codes(check_take_back_end(&course())), ["NOT_ENDED@enrolmentId"]);
    let ended = Course {
        ended_on: Some(day("2018-05-01")),
        ..course()
    };
    assert_eq!(codes(check_take_back_end(&ended)), [""; 0]);
    let situated = Course {
        has_situation: true,
        ..ended
    };
    assert_eq!(
        codes(check_take_back_end(&situated)),
        ["SITUATION_RECORDED@enrolmentId"]
    );
}

/// The project offers two vocational services, and a social one; the dictionary doesn't have what is asked for.
fn known_services() -> Services {
    let offered = [
        ("kis", "vocational"),
        ("zaz", "vocational"),
        ("own_trips", "social"),
    ];
    Services {
        offered: offered.map(|(kind, of)| (kind.to_owned(), of.to_owned())).into(),
        in_dictionary: false,
    }
}

#[test]
fn support_is_of_a_service_that_the_project_offers_or_the_dictionary_has_in_its_category() {
    let of = |kind: &str, category, in_dictionary| {
        let input = NewSupport {
            enrolment_id: nobody(),
            category,
            kind: kind.to_owned(),
            starts_on: day("2018-02-01"),
            ends_on: None,
            note: None,
        };
        let services = Services {
            in_dictionary,
            ..known_services()
        };
        check_support(&input, &course(), &services, day("2018-09-01"))
    };
    assert_eq!(codes(of("kis", SupportCategory::Vocational, false)), [""; 0]);
    assert_eq!(codes(of("course", SupportCategory::Health, true)), [""; 0]);
    for (kind, category, offers) in [
        ("own_trips", SupportCategory::Vocational, "kis, zaz"),
        ("course", SupportCategory::Social, "own_trips"),
        ("course", SupportCategory::Health, "none"),
    ] {
        let refused = of(kind, category, false);
        let Err(CallError::Refused(problems)) = &refused else {
            panic!("{kind} passes")
        };
        assert!(
            problems[0].message_en.ends_with(offers),
            "{}",
            problems[0].message_en
        );
        assert_eq!(codes(refused), ["SUPPORT_KIND_UNKNOWN@kind"]);
    }
}

#[test]
fn support_lies_within_the_participation() {
    let today = day("2018-09-01");
    let refused = |from: &str, to: Option<&str>, kind: &str, course: &Course| {
        let input = NewSupport {
            enrolment_id: nobody(),
            category: SupportCategory::Vocational,
            kind: kind.to_owned(),
            starts_on: day(from),
            ends_on: to.map(day),
            note: None,
        };
        codes(check_support(&input, course, &known_services(), today))
    };
    assert_eq!(
        refused("2018-01-10", Some("2018-03-01"), "kis", &course()),
        [""; 0]
    );
    assert_eq!(
        refused("2018-01-09", None, "kis", &course()),
        ["SUPPORT_OUTSIDE_PARTICIPATION@startsOn"]
    );
    assert_eq!(
        refused("2018-02-01", Some("2018-01-31"), "kis", &course()),
        ["SUPPORT_OUTSIDE_PARTICIPATION@endsOn"]
    );
    let ended = Course {
        ended_on: Some(day("2018-03-31")),
        ..course()
    };
    assert_eq!(
        refused("2018-03-01", Some("2018-04-01"), "Kurs!", &ended),
        ["CODE_MALFORMED@kind", "SUPPORT_OUTSIDE_PARTICIPATION@endsOn"]
    );
}

fn outcome(facts: OutcomeFacts, course: &Course) -> Vec<String> {
    let input = NewOutcome {
        enrolment_id: nobody(),
        facts,
        evidence: OutcomeEvidence {
            kind: Personal::new("umowa".to_owned()),
            note: None,
        },
    };
    let known = ["seeks_work".to_owned(), "motivation".to_owned()];
    codes(check_outcome(&input, course, &known, day("2018-09-01")))
}

#[test]
fn a_situation_after_leaving_needs_that_the_person_left() {
    let facts = OutcomeFacts {
        occurred_on: Some(day("2018-06-01")),
        code: Some("seeks_work".to_owned()),
        ..OutcomeFacts::of(OutcomeKind::SituationAfter)
    };
    assert_eq!(outcome(facts.clone(), &course()), ["NOT_ENDED@kind"]);
    let ended = Course {
        ended_on: Some(day("2018-05-31")),
        ..course()
    };
    assert_eq!(outcome(facts.clone(), &ended), [""; 0]);
    let unknown = OutcomeFacts {
        code: Some("rich".to_owned()),
        occurred_on: Some(day("2018-05-30")),
        ..facts
    };
    assert_eq!(
        outcome(unknown, &ended),
        ["DATE_OUT_OF_RANGE@occurredOn", "OUTCOME_CODE_UNKNOWN@code"]
    );
}

#[test]
fn each_kind_takes_its_own_parts_and_no_others() {
    let mixed = OutcomeFacts {
        occurred_on: Some(day("2018-06-01")),
        code: Some("employment".to_owned()),
        post_percent: Some(101),
        certified_on: Some(day("2018-06-01")),
        until_on: Some(day("2018-05-31")),
        ..OutcomeFacts::of(OutcomeKind::Work)
    };
    assert_eq!(
        outcome(mixed, &course()),
        [
            "NOT_OF_THIS_KIND@certifiedOn",
            "DATE_OUT_OF_RANGE@untilOn",
            "PERCENT_OUT_OF_RANGE@postPercent"
        ]
    );
    assert_eq!(
        outcome(OutcomeFacts::of(OutcomeKind::Qualification), &course()),
        ["REQUIRED@validatedOn"]
    );
    let half = OutcomeFacts {
        validated_on: Some(day("2018-06-01")),
        ..OutcomeFacts::of(OutcomeKind::Qualification)
    };
    assert_eq!(
        outcome(half, &course()),
        [""; 0],
        "it may be recorded, it does not count yet"
    );
    assert_eq!(
        outcome(OutcomeFacts::of(OutcomeKind::Competence), &course()),
        ["REQUIRED@scopeOn"]
    );
    let future = OutcomeFacts {
        scope_on: Some(day("2018-02-01")),
        compared_on: Some(day("2018-09-02")),
        ..OutcomeFacts::of(OutcomeKind::Competence)
    };
    assert_eq!(outcome(future, &course()), ["DATE_OUT_OF_RANGE@comparedOn"]);
}
