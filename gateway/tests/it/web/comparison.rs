//! The comparison's page over HTTP: its filters reach the service as the API's own do, and whatever stands in the address,
//! there is a page.

mod script;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::StatusCode;
use http::header::{ACCEPT_LANGUAGE, COOKIE, LOCATION};
use serde_json::json;
use uuid::Uuid;
use wsparcie_kernel::Role;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_programmes_api::{CompareProjects, ComparisonFilter, ComparisonMeasure, FundingPeriod};

use self::script::analyst;
use super::{OURS, form, get, has_nothing_inline};
use crate::support::{Answer, App, PASSWORD, with_cookie};

async fn page(app: &App, cookie: &str, query: &str) -> Answer {
    let path = format!("/comparison?{query}");
    app.send(get(&path, &[(COOKIE.as_str(), cookie)])).await
}

#[tokio::test]
async fn filters_reach_the_service_exactly_as_the_apis_own_do_and_stay_chosen() {
    let (app, cookie, asked) = analyst("vocational").await;
    let query = "programme=9.2.1&period=2014-2020&centreKind=MOPS&voivodeship=26&measure=services_mix";
    let answer = page(&app, &cookie, query).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    has_nothing_inline(&answer);
    let by_page = std::mem::take(&mut *asked.lock().unwrap());
    let expected = CompareProjects {
        release: Some(ComparisonReleaseId::from_uuid(Uuid::from_u128(1))),
        filter: ComparisonFilter {
            programme: Some("9.2.1".to_owned()),
            period: Some(FundingPeriod::P2014),
            centre_kind: Some("MOPS".to_owned()),
            voivodeship: Some("26".to_owned()),
        },
        measures: vec![ComparisonMeasure::ServicesMix],
    };
    assert_eq!(by_page, [json!(expected), json!(expected)], "rows and summaries");
    // The same asked of the API.
    let document = "{ comparison(filter: {programme: \"9.2.1\", period: P2014, centreKind: \"MOPS\", voivodeship: \"26\"},
        measures: [SERVICES_MIX]) { projects(first: 20) { totalCount } summaries { category } } }";
    let api = app.post(&with_cookie(&cookie), document, json!({})).await;
    assert_eq!(api.body["errors"], json!(null), "{}", api.text);
    assert_eq!(*asked.lock().unwrap(), by_page);
    for chosen in ["2014-2020", "MOPS", "26"] {
        assert!(
            answer.text.contains(&format!("value=\"{chosen}\" selected")),
            "{chosen}"
        );
    }
    assert!(
        answer
            .text
            .contains("value=\"services_mix\" autocomplete=\"off\" checked")
    );
    assert!(
        answer.text.contains("· program 9.2.1 · okres 2014-2020"),
        "{}",
        answer.text
    );
    // Only the tables of the measure asked for.
    assert!(answer.text.contains("id=\"services\"") && answer.text.contains("id=\"summary\""));
    assert!(!answer.text.contains("id=\"money\"") && !answer.text.contains("id=\"people\""));
}

#[tokio::test]
async fn categories_of_services_stand_as_words_of_the_releases_day_in_both_languages() {
    let (app, cookie, _) = analyst("vocational").await;
    let polish = page(&app, &cookie, "").await;
    assert_eq!(polish.status, StatusCode::OK, "{}", polish.text);
    assert!(
        polish.text.contains("Udział kategorii w usługach (zawodowe)"),
        "{}",
        polish.text
    );
    assert!(polish.text.contains("zawodowe: 3"));
    let headers = [
        (COOKIE.as_str(), cookie.as_str()),
        (ACCEPT_LANGUAGE.as_str(), "en"),
    ];
    let english = app.send(get("/comparison", &headers)).await;
    assert!(english.text.contains("work-related: 3"), "{}", english.text);
    assert!(english.text.contains("What to compare") && english.text.contains("Funding period"));
    for page in [&polish, &english] {
        assert!(!page.text.contains("vocational"), "{}", page.text);
    }
    // What the dictionary does not know stays a code, as text.
    let (app, cookie, _) = analyst("<script>x").await;
    let strange = page(&app, &cookie, "").await;
    assert_eq!(strange.status, StatusCode::OK, "{}", strange.text);
    assert!(strange.text.contains("&#60;script&#62;x: 3"), "{}", strange.text);
    has_nothing_inline(&strange);
}

#[tokio::test]
async fn whatever_stands_in_the_address_there_is_a_page_that_says_what_is_wrong_and_no_figure_is_asked_for() {
    let (app, cookie, asked) = analyst("vocational").await;
    let long = "9".repeat(5_000);
    for (query, field) in [
        ("period=2050", "href=\"#field-period\""),
        (
            "period=%3Cscript%3Ealert(1)%3C/script%3E",
            "href=\"#field-period\"",
        ),
        ("centreKind=MINISTRY", "href=\"#field-centreKind\""),
        ("voivodeship=99", "href=\"#field-voivodeship\""),
        ("measure=completion&measure=wealth", "href=\"#field-measure\""),
        ("programme=%00", "href=\"#field-programme\""),
        (
            "programme=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
            "href=\"#field-programme\"",
        ),
        (&format!("programme={long}"), "href=\"#field-programme\""),
        (&format!("release={long}"), "href=\"#field-release\""),
        ("release=UHJvamVjdDox", "href=\"#field-release\""),
        ("release=%FF%FE&release=x", "href=\"#field-release\""),
        (&format!("after={long}"), "role=\"alert\""),
    ] {
        let answer = page(&app, &cookie, query).await;
        assert_eq!(
            answer.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{query}: {}",
            answer.text
        );
        assert!(answer.text.contains("<title>Błąd: "), "{query}");
        assert!(answer.text.contains(field), "{query}: {}", answer.text);
        assert!(
            !answer.text.contains("<script>alert") && !answer.text.contains("id=\"summary\""),
            "{query}"
        );
        assert!(answer.text.len() < 40_000, "{query}");
        has_nothing_inline(&answer);
    }
    assert!(asked.lock().unwrap().is_empty(), "figures were asked for");
    // The API itself tells that a cursor is none.
    let cursor = page(&app, &cookie, "after=x").await;
    assert_eq!(cursor.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", cursor.text);
    assert!(
        cursor.text.contains("Ten kursor nie pochodzi z tej listy"),
        "{}",
        cursor.text
    );
    assert!(!cursor.text.contains("id=\"summary\""));
    // What no filter is does not matter.
    let odd = page(&app, &cookie, "&&=&%&x=1&asked&period=&after=").await;
    assert_eq!(odd.status, StatusCode::OK, "{}", odd.text);
}

#[tokio::test]
async fn a_release_can_be_chosen_once_it_is_frozen() {
    let (app, cookie, _) = analyst("vocational").await;
    let id = |n: u128| URL_SAFE_NO_PAD.encode(format!("ComparisonRelease:{}", Uuid::from_u128(n)));
    let chosen = page(&app, &cookie, &format!("release={}", id(1))).await;
    assert_eq!(chosen.status, StatusCode::OK, "{}", chosen.text);
    assert!(
        chosen.text.contains(&format!("value=\"{}\" selected", id(1))),
        "{}",
        chosen.text
    );
    assert!(
        !chosen.text.contains(&id(2)),
        "one that is being prepared is offered"
    );
    let early = page(&app, &cookie, &format!("release={}", id(2))).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", early.text);
    assert!(
        early.text.contains("Wydanie jest przygotowywane."),
        "{}",
        early.text
    );
    assert!(!early.text.contains("id=\"summary\""));
    let unknown = page(&app, &cookie, &format!("release={}", id(3))).await;
    assert_eq!(
        unknown.status,
        StatusCode::UNPROCESSABLE_ENTITY,
        "{}",
        unknown.text
    );
    assert!(unknown.text.contains("Nie ma takiego wydania."));
    assert!(
        !unknown.text.contains("Nie ma jeszcze wydania"),
        "{}",
        unknown.text
    );
}

#[tokio::test]
async fn filters_that_leave_nothing_say_so_and_how_to_go_back() {
    let (app, cookie, _) = analyst("vocational").await;
    let answer = page(&app, &cookie, "programme=9.9.9").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    assert!(
        answer.text.contains("Żaden projekt nie spełnia warunków"),
        "{}",
        answer.text
    );
    assert!(
        answer
            .text
            .contains("<a class=\"button\" href=\"/comparison\">Usuń filtry</a>")
    );
}

#[tokio::test]
async fn no_filter_opens_the_comparison_to_whom_it_is_closed() {
    let (app, cookie, asked) = analyst("vocational").await;
    *app.role.lock().unwrap() = Some(Role::Coordinator);
    for query in ["", "period=2014-2020", "period=x", "release=UHJvamVjdDox"] {
        let answer = page(&app, &cookie, query).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{query}: {}", answer.text);
        assert!(!answer.text.contains("Nowy początek") && !answer.text.contains("field-release"));
    }
    assert!(asked.lock().unwrap().is_empty());
}

#[tokio::test]
async fn whoever_gets_an_address_with_filters_comes_back_to_it_after_signing_in() {
    let (app, _, _) = analyst("vocational").await;
    let there = "/comparison?period=2014-2020&measure=completion&programme=9.2.1";
    let away = app.send(get(there, &[])).await;
    assert_eq!(away.status, StatusCode::SEE_OTHER);
    let next = away
        .header(LOCATION.as_str())
        .strip_prefix("/sign-in?")
        .unwrap()
        .to_owned();
    let pairs: Vec<_> = form_urlencoded::parse(next.as_bytes()).into_owned().collect();
    assert_eq!(pairs, [("next".to_owned(), there.to_owned())]);
    let fields = [("login", "anna"), ("password", PASSWORD), ("next", there)];
    let back = app.send(form("/sign-in", &[OURS], &fields)).await;
    assert_eq!(back.header(LOCATION.as_str()), there);
    // What signing in would not take back is left out.
    let odd = app.send(get("/comparison?programme=a%22b+c(d)", &[])).await;
    assert_eq!(odd.header(LOCATION.as_str()), "/sign-in?next=/comparison");
}
