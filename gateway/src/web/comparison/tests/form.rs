//! The form of the filters.

use askama::Template;

use super::super::answer::{Code, Release, ReleaseName};
use super::super::asked::Asked;
use super::super::filter::Filter;
use super::EVERYTHING;
use crate::web::form::Problems;
use crate::web::lang::Lang;

fn release(voivodeship: &str) -> Release {
    Release {
        id: "UkVM".to_owned(),
        number: 7,
        voivodeship: voivodeship.to_owned(),
        threshold: 5,
        as_of: Some("2026-11-22T10:00:00Z".to_owned()),
        project_count: Some(2),
        hash: Some("ab".to_owned()),
        definition: "Tak liczymy.".to_owned(),
    }
}

fn named(id: &str, number: i64, state: &str) -> ReleaseName {
    ReleaseName {
        id: id.to_owned(),
        number,
        as_of: (state == "frozen").then(|| "2026-11-22T10:00:00Z".to_owned()),
        state: Code {
            code: state.to_owned(),
        },
    }
}

/// The whole form as HTML.
fn form(query: &str, shown: Option<&Release>, known: &[ReleaseName], lang: Lang) -> String {
    let asked = Asked::of(Some(query));
    let mut problems = Problems::default();
    asked.check(&mut problems, lang);
    let filter = Filter::new(&asked, &problems, shown, known, lang);
    let selects = [&filter.release, &filter.period, &filter.centre_kind];
    let mut html: Vec<_> = selects.map(|select| select.render().unwrap()).into();
    html.extend(filter.voivodeship.map(|select| select.render().unwrap()));
    html.push(filter.programme.render().unwrap());
    html.push(filter.measures.render().unwrap());
    html.concat()
}

#[test]
fn what_was_chosen_stays_chosen_in_both_languages() {
    for lang in [Lang::Pl, Lang::En] {
        let html = form(
            EVERYTHING,
            Some(&release("00")),
            &[named("UkVM", 7, "frozen")],
            lang,
        );
        for chosen in ["UkVM", "2014-2020", "MOPS", "26"] {
            assert!(html.contains(&format!("value=\"{chosen}\" selected")), "{html}");
        }
        assert_eq!(html.matches(" selected").count(), 4);
        assert!(
            html.contains("name=\"programme\" type=\"text\" value=\"9.2.1\""),
            "{html}"
        );
        assert_eq!(html.matches(" checked").count(), 2);
        let untouched = form("", Some(&release("00")), &[], lang);
        assert!(!untouched.contains(" selected") && !untouched.contains(" checked"));
        // Every input has its label.
        for name in [
            "release",
            "programme",
            "period",
            "centreKind",
            "voivodeship",
            "measure",
        ] {
            assert!(untouched.contains(&format!("for=\"field-{name}\"")), "{name}");
        }
        assert!(!untouched.contains("aria-required"), "{untouched}");
    }
    let polish = form("", Some(&release("00")), &[], Lang::Pl);
    let english = form("", Some(&release("00")), &[], Lang::En);
    assert!(polish.contains("Koszt na miejsce uczestnika") && polish.contains("świętokrzyskie"));
    assert!(polish.contains("MOPS – miejski ośrodek pomocy społecznej"));
    assert!(
        english.contains("Cost per participant&#39;s place")
            || english.contains("Cost per participant's place")
    );
    assert!(english.contains("MOPS – municipal social welfare centre"));
}

#[test]
fn an_authority_of_one_voivodeship_is_not_asked_which() {
    assert!(!form("", Some(&release("26")), &[], Lang::Pl).contains("voivodeship"));
    // But whoever came with one can take it away.
    assert!(form("voivodeship=02", Some(&release("26")), &[], Lang::Pl).contains("value=\"02\" selected"));
}

#[test]
fn frozen_releases_are_offered_newest_first_and_the_one_shown_even_if_it_is_old() {
    let known = [
        named("QQ", 8, "frozen"),
        named("Qg", 9, "failed"),
        named("Qw", 10, "frozen"),
        named("RA", 11, "preparing"),
    ];
    let html = form("release=UkVM", Some(&release("26")), &known, Lang::Pl);
    let values: Vec<_> = html
        .split("value=\"")
        .skip(1)
        .map(|part| part.split('"').next().unwrap())
        .take(4)
        .collect();
    assert_eq!(values, ["", "Qw", "QQ", "UkVM"]);
    assert!(html.contains("value=\"UkVM\" selected>7 (22.11.2026,"), "{html}");
    assert!(!form("", Some(&release("26")), &known, Lang::Pl).contains("UkVM"));
}

#[test]
fn hostile_text_comes_back_as_text_and_not_endlessly() {
    let hostile = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let names = [
        "release",
        "programme",
        "period",
        "centreKind",
        "voivodeship",
        "measure",
        "after",
    ];
    let query: Vec<_> = names.iter().map(|name| format!("{name}={hostile}")).collect();
    let html = form(&query.join("&"), None, &[], Lang::Pl);
    assert!(!html.contains("<script>") && !html.contains("\">&"), "{html}");
    assert!(html.contains("&#34;&#62;&#60;script&#62;alert(1)"), "{html}");
    let endless = format!("programme={}", "x".repeat(50_000));
    assert!(form(&endless, None, &[], Lang::Pl).len() < 20_000);
}
