//! What an address asks, in the schema's words, and what is wrong with it.

use serde_json::json;
use wsparcie_programmes_api::{ComparisonMeasure, FundingPeriod};
use wsparcie_tenants_api::OrganisationType;

use super::super::asked::{Asked, centre_kinds, measure_name, period_name};
use super::EVERYTHING;
use crate::graphql::sdl;
use crate::web::form::Problems;
use crate::web::lang::Lang;
use crate::web::visit::Failure;

/// The problems of an address: field and message.
fn problems(query: &str, lang: Lang) -> Vec<(Option<&'static str>, String)> {
    let mut problems = Problems::default();
    let fits = Asked::of(Some(query)).check(&mut problems, lang);
    assert_eq!(fits, problems.is_empty(), "{query}");
    problems
        .iter()
        .map(|problem| (problem.field, problem.message.clone()))
        .collect()
}

#[test]
fn an_address_asks_for_exactly_what_the_schema_knows() {
    let asked = Asked::of(Some(EVERYTHING));
    assert!(asked.is_narrowed());
    assert_eq!(problems(EVERYTHING, Lang::Pl), Vec::new());
    assert_eq!(
        asked.variables(true),
        json!({
            "release": "UkVM",
            "filter": {"programme": "9.2.1", "period": "P2014", "centreKind": "MOPS", "voivodeship": "26"},
            "measures": ["COST_PER_PLACE", "SERVICES_MIX"],
            "after": "QUZU",
            "fits": true,
        })
    );
    for nothing in [
        "",
        "release=&programme=%20&period=&centreKind=&voivodeship=&other=x&measure=",
    ] {
        let asked = Asked::of(Some(nothing));
        assert_eq!(asked, Asked::of(None), "{nothing}");
        assert!(!asked.is_narrowed());
        let nulls = json!({"programme": null, "period": null, "centreKind": null, "voivodeship": null});
        let variables =
            json!({"release": null, "filter": nulls, "measures": [], "after": null, "fits": true});
        assert_eq!(asked.variables(true), variables);
    }
}

#[test]
fn what_the_form_sends_has_its_name_in_the_schema() {
    let has = |name: &str| sdl().contains(&format!("\t{name}\n"));
    for measure in ComparisonMeasure::ALL {
        assert!(has(&measure_name(*measure)), "{measure:?}");
        let query = format!("measure={}", measure.code());
        assert_eq!(Asked::of(Some(&query)).measures, [*measure]);
    }
    for period in FundingPeriod::ALL {
        assert!(has(period_name(*period)), "{period:?}");
    }
    let kinds: Vec<_> = centre_kinds().map(OrganisationType::code).collect();
    assert_eq!(kinds, ["OPS", "MOPS", "GOPS", "MGOPS", "MOPR", "PCPR", "CUS"]);
    assert!(!has("NOTHING"), "the check can fail");
}

#[test]
fn a_name_that_stands_twice_counts_once_and_measures_keep_their_order() {
    let asked = Asked::of(Some(
        "period=2007-2013&period=2014-2020&measure=completion&measure=completion&measure=cost_per_place",
    ));
    assert_eq!(asked.period, "2007-2013");
    assert_eq!(
        asked.measures,
        [ComparisonMeasure::CostPerPlace, ComparisonMeasure::Completion]
    );
}

#[test]
fn what_there_is_not_is_told_at_its_field_and_asks_for_no_figures() {
    let long = "9".repeat(21);
    let endless = "A".repeat(20_000);
    for (query, field) in [
        ("period=2050", Some("period")),
        ("period=P2014", Some("period")),
        ("centreKind=MINISTRY", Some("centreKind")),
        ("centreKind=mops", Some("centreKind")),
        ("voivodeship=99", Some("voivodeship")),
        ("voivodeship=00", Some("voivodeship")),
        ("measure=wealth", Some("measure")),
        ("measure=completion&measure=COMPLETION", Some("measure")),
        ("programme=a%00b", Some("programme")),
        ("programme=a%0Ab", Some("programme")),
        (&format!("programme={long}"), Some("programme")),
        (&format!("release={endless}"), Some("release")),
        (&format!("after={endless}"), None),
        ("period=%3Cscript%3E", Some("period")),
        ("voivodeship=%FF%FE", Some("voivodeship")),
        ("voivodeship=26%27%20or%201=1", Some("voivodeship")),
    ] {
        let (polish, english) = (problems(query, Lang::Pl), problems(query, Lang::En));
        assert_eq!(polish.len(), 1, "{query}: {polish:?}");
        assert_eq!((polish[0].0, english[0].0), (field, field), "{query}");
        assert_ne!(polish[0].1, english[0].1, "{query}");
        let variables = Asked::of(Some(query)).variables(false);
        assert_eq!(variables["fits"], json!(false));
        assert!(variables.to_string().len() < 500, "{query}");
        assert!(!variables.to_string().contains("\\u0000"), "{query}");
    }
    assert_eq!(
        problems(&format!("programme={}", "Ż".repeat(20)), Lang::Pl),
        Vec::new()
    );
    let all = "period=x&centreKind=x&voivodeship=x&measure=x";
    assert_eq!(problems(all, Lang::Pl).len(), 4);
}

#[test]
fn the_next_page_asks_the_same_question() {
    let asked = Asked::of(Some(
        "programme=9.2.1%20%26%20a&period=2014-2020&measure=completion&after=old",
    ));
    let next = asked.page_after("neu/+=");
    assert_eq!(
        next,
        "/comparison?programme=9.2.1+%26+a&period=2014-2020&measure=completion&after=neu%2F%2B%3D"
    );
    let again = Asked::of(next.split_once('?').map(|(_, query)| query));
    assert_eq!(again.page_after("neu/+="), next);
    assert_eq!(Asked::default().page_after("x"), "/comparison?after=x");
}

#[test]
fn the_head_says_in_words_what_narrows() {
    let asked = Asked::of(Some(EVERYTHING));
    assert_eq!(
        asked.words(Lang::Pl),
        [
            "program 9.2.1",
            "okres 2014-2020",
            "rodzaj ośrodka: MOPS",
            "województwo świętokrzyskie",
            "miary: koszt na miejsce uczestnika, struktura usług",
        ]
    );
    assert!(Asked::default().words(Lang::En).is_empty());
}

#[test]
fn only_what_the_address_asks_in_vain_is_blamed_on_it() {
    let failure = |path: &str, code: &str| Failure {
        path: path.to_owned(),
        code: code.to_owned(),
        message: "za wcześnie".to_owned(),
    };
    let with_release = Asked::of(Some("release=x"));
    let newest = Asked::default();
    let field = |asked: &Asked, path, code| {
        let blamed = asked.blame(&failure(path, code), Lang::Pl);
        blamed.map(|(field, _)| field)
    };
    assert_eq!(
        field(&with_release, "comparison", "NOT_FOUND"),
        Some(Some("release"))
    );
    assert_eq!(
        field(&with_release, "comparison", "BAD_INPUT"),
        Some(Some("release"))
    );
    assert_eq!(
        field(&with_release, "comparison.summaries", "RELEASE_NOT_FROZEN"),
        Some(Some("release"))
    );
    assert_eq!(
        field(&newest, "comparison.projects", "INVALID_CURSOR"),
        Some(None)
    );
    assert_eq!(field(&newest, "comparison", "NOT_FOUND"), None);
    for code in ["FORBIDDEN", "UNAVAILABLE", "INTERNAL"] {
        assert_eq!(field(&with_release, "comparison", code), None, "{code}");
        assert_eq!(field(&with_release, "comparison.projects", code), None, "{code}");
    }
}
