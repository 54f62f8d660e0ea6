//! What is refused of a project, and what is kept.

use wsparcie_kernel::{Date, Money};
use wsparcie_programmes_api::{
    BudgetPart, BudgetSource, Exactness, FundingPeriod, PartnerRole, Places, ProgrammeLevel, SourceNoteKind,
};
use wsparcie_programmes_api::{Partner, SourceNote};

use super::*;

mod figures;
mod later;

fn facts() -> ProjectFacts {
    ProjectFacts {
        title: "Asystent aktywności".to_owned(),
        ..ProjectFacts::default()
    }
}

/// The problems of the facts: code and path.
fn problems(facts: &ProjectFacts) -> Vec<(String, String)> {
    match check(facts) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| (problem.code, problem.path.join(".")))
            .collect(),
    }
}

fn one(code: &str, path: &str) -> Vec<(String, String)> {
    vec![(code.to_owned(), path.to_owned())]
}

#[expect(clippy::unnecessary_wraps, reason = "a fact that may be unknown")]
fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

#[expect(clippy::unnecessary_wraps, reason = "a fact that may be unknown")]
const fn places(count: i32, exactness: Exactness) -> Option<Places> {
    Some(Places { count, exactness })
}

fn part(source: BudgetSource, grosz: i64) -> BudgetPart {
    BudgetPart {
        source,
        amount: Money::from_grosz(grosz),
    }
}

#[test]
fn a_title_is_enough_and_everything_else_stays_unknown() {
    let checked = check(&ProjectFacts {
        title: "  Góra pomocy ".to_owned(),
        ..facts()
    })
    .unwrap();
    assert_eq!(
        checked.facts,
        ProjectFacts {
            title: "Góra pomocy".to_owned(),
            ..facts()
        }
    );
    assert!(checked.number.is_none());
}

#[test]
fn texts_without_content_too_long_or_with_control_characters_are_refused() {
    assert_eq!(
        problems(&ProjectFacts {
            title: " \u{a0}".to_owned(),
            ..facts()
        }),
        one("REQUIRED", "project.title")
    );
    assert_eq!(
        problems(&ProjectFacts {
            title: "ą".repeat(301),
            ..facts()
        }),
        one("TOO_LONG", "project.title")
    );
    assert_eq!(
        problems(&ProjectFacts {
            title: "ą".repeat(300),
            ..facts()
        }),
        Vec::new()
    );
    let edition = Some("2014\0".to_owned());
    assert_eq!(
        problems(&ProjectFacts { edition, ..facts() }),
        one("CONTROL_CHARACTER", "project.edition")
    );
    let undertaking = Some(String::new());
    assert_eq!(
        problems(&ProjectFacts {
            undertaking,
            ..facts()
        }),
        one("REQUIRED", "project.undertaking")
    );
}

#[test]
fn every_problem_of_the_input_is_named_at_once() {
    let facts = ProjectFacts {
        title: String::new(),
        number: Some("FEDS.07.03-IP.02-169/24".to_owned()),
        starts_on: day("2018-01-02"),
        ends_on: day("2018-01-01"),
        places_total: places(-1, Exactness::Exact),
        budget: Some(Vec::new()),
        area: Some("261".to_owned()),
        ..facts()
    };
    let codes: Vec<String> = problems(&facts).into_iter().map(|(code, _)| code).collect();
    let text = [
        "REQUIRED",
        "CALL_NUMBER",
        "PERIOD_REVERSED",
        "PLACES_OUT_OF_RANGE",
        "BUDGET_EMPTY",
        "AREA_FORM",
    ];
    assert_eq!(codes, text);
}

#[test]
fn a_call_number_is_refused_as_what_it_is() {
    for number in ["RPMA.09.01.00-IP.01-14-028/16", "FEDS.07.03-IP.02-169/24"] {
        let facts = ProjectFacts {
            number: Some(number.to_owned()),
            ..facts()
        };
        assert_eq!(problems(&facts), one("CALL_NUMBER", "project.number"), "{number}");
    }
}

#[test]
fn a_number_is_kept_as_written_and_read_into_its_parts() {
    let checked = check(&ProjectFacts {
        number: Some(" rpsw.9.2.1-26-0057/16-00 ".to_owned()),
        ..facts()
    })
    .unwrap();
    assert_eq!(checked.facts.number.as_deref(), Some("rpsw.9.2.1-26-0057/16-00"));
    let read = parts(&checked.number.unwrap());
    assert_eq!(read.normalised, "RPSW.09.02.01-26-0057/16-00");
    assert_eq!(
        (read.programme_code.as_str(), read.period),
        ("RPSW", FundingPeriod::P2014)
    );
    assert_eq!(
        (
            read.priority.as_str(),
            read.measure.as_str(),
            read.submeasure.as_deref()
        ),
        ("9", "9.2", Some("9.2.1"))
    );
    assert_eq!(
        (read.voivodeship.as_deref(), read.institution),
        (Some("26"), None)
    );
    assert_eq!(
        (read.serial.as_str(), read.year, read.agreement_version),
        ("0057", 2016, Some(0))
    );
}

#[test]
fn a_number_of_2021_names_an_institution_and_a_national_one_the_whole_country() {
    let read = |text: &str| parts(&ProjectNumber::parse(text).unwrap());
    let regional = read("FEDS.07.03-IP.02-0169/24");
    assert_eq!(
        (regional.voivodeship, regional.institution.as_deref()),
        (None, Some("IP.02"))
    );
    assert_eq!((regional.submeasure, regional.agreement_version), (None, None));
    assert_eq!(
        read("POWR.02.07.00-00-0012/17-00").voivodeship.as_deref(),
        Some("00")
    );
}

#[test]
fn notes_speak_of_known_fields_only() {
    let with = |field: &str, text: &str| {
        let note = SourceNote {
            kind: SourceNoteKind::Unknown,
            field: field.to_owned(),
            text: text.to_owned(),
        };
        problems(&ProjectFacts {
            source_notes: vec![note],
            ..facts()
        })
    };
    assert_eq!(with("budget", "strona nie podaje budżetu"), Vec::new());
    assert_eq!(
        with("budzet", "x"),
        one("NOTE_FIELD_UNKNOWN", "project.sourceNotes.0.field")
    );
    assert_eq!(with("period", " "), one("REQUIRED", "project.sourceNotes.0.text"));
}

#[test]
fn partners_have_names() {
    let partner = |name: &str| Partner {
        role: PartnerRole::Partner,
        name: name.to_owned(),
        details: None,
    };
    let with = |partners| problems(&ProjectFacts { partners, ..facts() });
    assert_eq!(
        with(vec![partner("Stowarzyszenie PROREW w Kielcach")]),
        Vec::new()
    );
    assert_eq!(
        with(vec![partner("a"), partner("")]),
        one("REQUIRED", "project.partners.1.name")
    );
    assert_eq!(
        with(vec![partner("a"); 51]),
        one("TOO_MANY_PARTNERS", "project.partners")
    );
}

#[test]
fn an_area_is_a_gmina_a_powiat_or_a_voivodeship() {
    for code in ["2611011", "2611", "26"] {
        assert_eq!(
            problems(&ProjectFacts {
                area: Some(code.to_owned()),
                ..facts()
            }),
            Vec::new(),
            "{code}"
        );
    }
    for code in ["", "00", "261", "03", "26110111", "２６"] {
        let found = problems(&ProjectFacts {
            area: Some(code.to_owned()),
            ..facts()
        });
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        assert_eq!(found[0].1, "project.area");
    }
}

#[test]
fn a_number_belongs_to_the_programme_that_was_chosen() {
    let number = ProjectNumber::parse("RPSW.09.02.01-26-0057/16-00").unwrap();
    let mismatch = |programme_code: &str, level, code: &str| {
        let place = ProgrammePlace {
            programme_code: programme_code.to_owned(),
            level,
            code: code.to_owned(),
        };
        super::mismatch(&number, &place).map(|problem| problem.code)
    };
    assert_eq!(mismatch("RPSW", ProgrammeLevel::Programme, "RPSW"), None);
    assert_eq!(mismatch("RPSW", ProgrammeLevel::Priority, "9"), None);
    assert_eq!(mismatch("RPSW", ProgrammeLevel::Submeasure, "9.2.1"), None);
    let refused = Some("PROGRAMME_MISMATCH".to_owned());
    assert_eq!(mismatch("RPSW", ProgrammeLevel::Measure, "9.1"), refused);
    assert_eq!(mismatch("RPSL", ProgrammeLevel::Submeasure, "9.2.1"), refused);
    assert_eq!(mismatch("POKL", ProgrammeLevel::Programme, "POKL"), refused);
}
