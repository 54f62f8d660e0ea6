//! Invitations, one-time links, an organisation's own sign-in.

use http::StatusCode;

use super::{OURS, form, get};
use crate::support::App;

#[tokio::test]
async fn a_dead_invitation_says_so_over_the_form() {
    let app = App::start();
    for path in ["/invitation", "/invitation/join"] {
        let fields = [("token", "martwy"), ("password", "cztery zwykłe słowa")];
        let answer = app.send(form(path, &[OURS], &fields)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text);
        assert!(answer.text.contains("<li>Nie udało się.</li>"), "{}", answer.text);
        assert!(!answer.text.contains("martwy") && !answer.text.contains("cztery zwykłe"));
    }
    let empty = app.send(form("/invitation", &[OURS], &[])).await;
    assert!(empty.text.contains("href=\"#field-token\""), "{}", empty.text);
}

#[tokio::test]
async fn a_new_password_that_is_refused_keeps_the_links_code_unless_the_link_is_dead() {
    let app = App::start();
    let fields = [("token", "martwy"), ("password", "cztery zwykłe słowa")];
    let dead = app.send(form("/password/new", &[OURS], &fields)).await;
    assert_eq!(dead.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!dead.text.contains("martwy"), "{}", dead.text);
    assert!(dead.text.contains("id=\"field-token\""), "{}", dead.text);
}

#[tokio::test]
async fn an_organisations_own_sign_in_is_offered_at_its_address_only() {
    let app = App::start();
    let page = app.send(get("/sign-in/o/T3JnYW5pc2F0aW9uOjE=", &[])).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text
            .contains("href=\"/sign-in/provider/T3JnYW5pc2F0aW9uOjE=\""),
        "{}",
        page.text
    );
    // A refused password does not lose it; what is no id is never written down.
    for (organisation, offered) in [("T3JnYW5pc2F0aW9uOjE=", true), ("../../x", false)] {
        let fields = [
            ("login", "anna"),
            ("password", "nie"),
            ("organisation", organisation),
        ];
        let again = app.send(form("/sign-in", &[OURS], &fields)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(
            again.text.contains("/sign-in/provider/"),
            offered,
            "{}",
            again.text
        );
    }
    let plain = app.send(get("/sign-in", &[])).await;
    assert!(!plain.text.contains("/sign-in/provider/"));
    for odd in ["/sign-in/o/%3Cscript%3E", "/sign-in/o/a%2Fb", "/sign-in/o/a%22b"] {
        let answer = app.send(get(odd, &[])).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{odd}");
        assert!(!answer.text.contains("/sign-in/provider/"));
    }
    let failed = app.send(get("/sign-in?error=provider", &[])).await;
    assert!(failed.text.contains("<title>Błąd: ") && failed.text.contains("przez organizację"));
}
