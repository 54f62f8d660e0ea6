//! Terms that are taken, and terms that are refused.

use super::terms::check;
use wsparcie_kernel::Problem;
use wsparcie_programmes_api::{
    Exactness, Places, Preference, PreferencePoints, Quotas, RankingMethod, RecruitmentRules,
    RecruitmentTerms, TieBreak,
};

fn rules() -> RecruitmentRules {
    let preference = |code: &str| Preference {
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        expression: "true".to_owned(),
    };
    RecruitmentRules {
        criteria: Vec::new(),
        groups: Vec::new(),
        preferences: vec![preference("a"), preference("b")],
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the field it fills may be unknown")]
fn places(count: i32, exactness: Exactness) -> Option<Places> {
    Some(Places { count, exactness })
}

fn codes(terms: &RecruitmentTerms) -> Vec<String> {
    let problems = check(terms, &rules()).err().unwrap_or_default();
    let said = |problem: Problem| format!("{} {}", problem.path.join("."), problem.code);
    problems.into_iter().map(said).collect()
}

fn worth(preference: &str, points: i32) -> PreferencePoints {
    PreferencePoints {
        preference: preference.to_owned(),
        points,
    }
}

#[test]
fn terms_of_usual_projects_are_taken() {
    assert_eq!(codes(&RecruitmentTerms::default()), [""; 0]);
    let terms = RecruitmentTerms {
        continuous: Some(true),
        opens_on: Some("2017-10-01".parse().unwrap()),
        conditions: Some(" poprzez bazę danych MOPS\nna podstawie wywiadów ".to_owned()),
        minimum: Some(300),
        quotas: Quotas {
            total: places(300, Exactness::Exact),
            women: places(147, Exactness::Exact),
            men: places(153, Exactness::Exact),
        },
        ranking: Some(RankingMethod::Points),
        points: vec![worth("b", 2), worth("a", 3)],
        tie_breaks: vec![TieBreak::PreferenceOrder, TieBreak::NominationTime],
        ..RecruitmentTerms::default()
    };
    let checked = check(&terms, &rules()).unwrap();
    assert!(checked.conditions.unwrap().ends_with("wywiadów"));
}

#[test]
fn every_problem_of_the_terms_is_named_at_once() {
    let terms = RecruitmentTerms {
        opens_on: Some("2017-10-01".parse().unwrap()),
        closes_on: Some("2003-01-01".parse().unwrap()),
        conditions: Some("\0".to_owned()),
        minimum: Some(11),
        quotas: Quotas {
            total: places(10, Exactness::Exact),
            women: places(6, Exactness::Minimum),
            men: places(5, Exactness::Exact),
        },
        points: vec![worth("a", 0), worth("a", 1), worth("c", 1)],
        tie_breaks: vec![TieBreak::NominationTime; 2],
        ..RecruitmentTerms::default()
    };
    assert_eq!(
        codes(&terms),
        [
            "terms.closesOn DATE_OUT_OF_RANGE",
            "terms.closesOn PERIOD_REVERSED",
            "terms.conditions CONTROL_CHARACTER",
            "terms.quotas.total PLACES_EXCEED_TOTAL",
            "terms.minimum MINIMUM_OUT_OF_RANGE",
            "terms.points POINTS_AND_RANKING",
            "terms.points.0.points AMOUNT_OUT_OF_RANGE",
            "terms.points.1.preference CODE_REPEATED",
            "terms.points.2.preference PREFERENCE_UNKNOWN",
            "terms.tieBreaks.1 REPEATED",
        ]
    );
    let negative = RecruitmentTerms {
        quotas: Quotas {
            women: places(-1, Exactness::Exact),
            ..Quotas::default()
        },
        ranking: Some(RankingMethod::Points),
        ..RecruitmentTerms::default()
    };
    assert_eq!(
        codes(&negative),
        [
            "terms.quotas.women PLACES_OUT_OF_RANGE",
            "terms.points POINTS_AND_RANKING"
        ]
    );
}
