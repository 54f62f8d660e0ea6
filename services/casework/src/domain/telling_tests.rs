//! What events tell, against the samples in `docs/events` that other services are written by.

use std::path::Path;

use serde_json::Value;
use uuid::Uuid;
use wsparcie_casework_api::{
    Ending, PARTICIPATION_CHANGED, PARTICIPATION_ENDED, PARTICIPATION_OUTCOME, PARTICIPATION_STARTED,
    PARTICIPATION_SUPPORTED, PARTICIPATION_TOPICS, Personal,
};
use wsparcie_kernel::ids::{FactId, PersonId};

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn person() -> Person {
    Person {
        id: PersonId::from_uuid(Uuid::from_u128(7)),
        first_name: Personal::new("Ewa".to_owned()),
        last_name: Personal::new("Przykładowa".to_owned()),
        pesel: None,
        birth_date: day("1980-03-02"),
        sex: Sex::Female,
        version: 1,
        created_at: "2018-01-01T10:00:00Z".parse().unwrap(),
    }
}

fn fact(name: &str, value: FactValue, from: &str, to: Option<&str>) -> Fact {
    Fact {
        id: FactId::from_uuid(Uuid::from_u128(8)),
        person_id: person().id,
        name: name.to_owned(),
        value,
        valid_from: day(from),
        valid_to: to.map(day),
        evidence: None,
        recorded_at: "2018-01-01T10:00:00Z".parse().unwrap(),
    }
}

fn code(code: &str) -> FactValue {
    FactValue::Code(code.to_owned())
}

fn facts() -> Vec<Fact> {
    vec![
        fact("labour_status", code("inactive"), "2017-01-01", None),
        fact("labour_status", code("unemployed_registered"), "2017-06-01", None),
        fact("unemployed_months", FactValue::Number(14), "2017-06-01", None),
        fact("education", code("isced_3"), "2000-01-01", None),
        fact(
            "disability_degree",
            code("moderate"),
            "2015-01-01",
            Some("2017-12-31"),
        ),
        fact(
            "foreign_origin_or_minority",
            FactValue::Refused,
            "2017-06-01",
            None,
        ),
        fact(
            "homeless_or_housing_excluded",
            FactValue::Flag(false),
            "2017-06-01",
            None,
        ),
        fact("premise.addiction", FactValue::Flag(true), "2017-06-01", None),
    ]
}

fn state() -> State {
    State {
        id: EnrolmentId::from_uuid(Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_00e1)),
        project_id: ProjectId::from_uuid(Uuid::from_u128(0x018f_0000_0000_7000_8000_0000_0000_00a1)),
        version: 1,
        sex: Sex::Female,
        on_place: true,
        starts_on: day("2018-01-10"),
        ended: None,
        support: Vec::new(),
        outcomes: Vec::new(),
        profile_version: 1,
    }
}

fn outcome(kind: OutcomeKind, on: &str) -> OutcomeFacts {
    OutcomeFacts {
        occurred_on: Some(day(on)),
        ..OutcomeFacts::of(kind)
    }
}

fn ended() -> State {
    State {
        version: 3,
        profile_version: 3,
        support: vec![SupportCategory::Vocational, SupportCategory::Social],
        ended: Some(Ended {
            on: day("2018-09-30"),
            ending: Ending::ForWork,
        }),
        ..state()
    }
}

fn with_outcomes() -> State {
    State {
        version: 10,
        profile_version: 10,
        outcomes: vec![
            OutcomeFacts {
                code: Some("found_work".to_owned()),
                ..outcome(OutcomeKind::SituationAfter, "2018-10-05")
            },
            OutcomeFacts {
                code: Some("employment".to_owned()),
                until_on: Some(day("2019-09-30")),
                post_percent: Some(50),
                ..outcome(OutcomeKind::Work, "2018-10-01")
            },
            outcome(OutcomeKind::Education, "2018-09-15"),
            OutcomeFacts {
                validated_on: Some(day("2018-08-01")),
                certified_on: Some(day("2018-08-20")),
                ..outcome(OutcomeKind::Qualification, "2018-08-20")
            },
            OutcomeFacts {
                scope_on: Some(day("2018-02-01")),
                standard_on: Some(day("2018-02-02")),
                assessed_on: Some(day("2018-06-01")),
                compared_on: Some(day("2018-06-02")),
                ..outcome(OutcomeKind::Competence, "2018-06-02")
            },
            OutcomeFacts {
                code: Some("motivation".to_owned()),
                ..outcome(OutcomeKind::SocialEffect, "2018-05-01")
            },
        ],
        ..ended()
    }
}

/// Every kind of event with its sample.
fn samples() -> Vec<(&'static str, ParticipationEvent)> {
    let supported = State {
        version: 2,
        profile_version: 2,
        support: vec![SupportCategory::Vocational],
        ..state()
    };
    vec![
        (PARTICIPATION_STARTED, event(state())),
        (PARTICIPATION_SUPPORTED, event(supported)),
        (PARTICIPATION_ENDED, event(ended())),
        (PARTICIPATION_OUTCOME, event(with_outcomes())),
        // Of an erased person: no newer profile can be read.
        (
            PARTICIPATION_CHANGED,
            event(State {
                version: 11,
                ..with_outcomes()
            }),
        ),
    ]
}

#[test]
fn every_event_is_as_its_checked_in_sample_shows_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/events");
    let mut topics = Vec::new();
    for (topic, event) in samples() {
        topics.push(topic);
        let path = folder.join(format!("{topic}.json"));
        let told = serde_json::to_value(&event).unwrap();
        if std::env::var_os("WSPARCIE_UPDATE_SAMPLES").is_some() {
            let text = serde_json::to_string_pretty(&told).unwrap() + "\n";
            std::fs::write(&path, text).unwrap();
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let sample: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            told, sample,
            "{topic} is not as its sample; a change of meaning is another schema number"
        );
        let read: ParticipationEvent = serde_json::from_value(sample).unwrap();
        assert_eq!(read, event);
    }
    topics.sort_unstable();
    let mut all = PARTICIPATION_TOPICS;
    all.sort_unstable();
    assert_eq!(topics, all, "every topic has a sample");
}

#[test]
fn no_event_tells_who_the_person_is() {
    for (topic, event) in samples() {
        let text = serde_json::to_string(&event).unwrap();
        let person_id = person().id.to_string();
        for secret in [
            "Ewa",
            "Przykładowa",
            "1980",
            "pesel",
            "addiction",
            "birth",
            // Nor anything of her profile.
            "disability",
            "homeless",
            "isced",
            "unemployed",
            "37",
            person_id.as_str(),
        ] {
            assert!(!text.contains(secret), "{topic} tells {secret}");
        }
    }
}

#[test]
fn the_profile_is_of_the_day_of_accession_and_what_was_recorded_last_counts() {
    let profile = profile(&person(), &facts(), day("2018-01-10"));
    assert_eq!(profile.age, Known::Known(37), "the birthday is in March");
    assert_eq!(
        profile.labour_status,
        Known::Known("unemployed_registered".to_owned())
    );
    assert_eq!(profile.unemployed_months, Known::Known(14));
    assert_eq!(profile.foreign_origin_or_minority, Known::Refused);
    assert_eq!(profile.homeless_or_housing_excluded, Known::Known(false));
    assert_eq!(profile.rural_area, Known::Unknown);
    assert_eq!(profile.has_disability, Known::Unknown, "the ruling had run out");
    let before = super::profile(&person(), &facts(), day("2017-05-31"));
    assert_eq!(before.labour_status, Known::Known("inactive".to_owned()));
    assert_eq!(
        before.has_disability,
        Known::Known(true),
        "the ruling of the day answers it"
    );
}

#[test]
fn a_severe_or_coupled_disability_is_known_only_when_what_is_known_decides_it() {
    let of = |facts: &[(&str, FactValue)]| {
        let facts: Vec<Fact> = facts
            .iter()
            .map(|(name, value)| fact(name, value.clone(), "2017-01-01", None))
            .collect();
        profile(&person(), &facts, day("2018-01-10")).severe_or_coupled_disability
    };
    let (degree, coupled) = ("disability_degree", "coupled_disability");
    assert_eq!(of(&[]), Known::Unknown);
    assert_eq!(of(&[(degree, code("severe"))]), Known::Known(true));
    assert_eq!(of(&[(degree, code("light"))]), Known::Unknown);
    assert_eq!(
        of(&[(degree, code("light")), (coupled, FactValue::Flag(true))]),
        Known::Known(true)
    );
    assert_eq!(
        of(&[(degree, code("light")), (coupled, FactValue::Flag(false))]),
        Known::Known(false)
    );
    assert_eq!(of(&[(degree, code("none"))]), Known::Known(false));
    assert_eq!(
        of(&[("has_disability", FactValue::Flag(false))]),
        Known::Known(false)
    );
    assert_eq!(of(&[(degree, FactValue::Refused)]), Known::Refused);
}

#[test]
fn a_competence_without_all_stages_and_a_qualification_without_a_certificate_are_not_told() {
    let half = State {
        outcomes: vec![
            OutcomeFacts {
                validated_on: Some(day("2018-08-01")),
                ..outcome(OutcomeKind::Qualification, "2018-08-01")
            },
            OutcomeFacts {
                scope_on: Some(day("2018-02-01")),
                standard_on: Some(day("2018-02-02")),
                assessed_on: Some(day("2018-06-01")),
                ..outcome(OutcomeKind::Competence, "2018-06-01")
            },
        ],
        ..state()
    };
    let event = event(half);
    assert!(event.qualification_on.is_empty() && event.competence_on.is_empty());
}
