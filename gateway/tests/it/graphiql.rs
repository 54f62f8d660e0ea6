//! The GraphQL console.

use axum::body::Body;
use http::header::{ACCEPT_LANGUAGE, COOKIE};
use http::{Request, StatusCode};
use serde_json::json;

use crate::support::{App, PASSWORD, SIGN_IN};

fn get(path: &str) -> http::request::Builder {
    Request::get(path).header("sec-fetch-site", "none")
}

#[tokio::test]
async fn the_console_is_for_signed_in_people_in_their_language() {
    let app = App::start();
    let stranger = app.send(get("/graphiql").body(Body::empty()).unwrap()).await;
    assert_eq!(
        (stranger.status, stranger.header("location")),
        (StatusCode::SEE_OTHER, "/sign-in")
    );
    let ended = get("/graphiql").header(COOKIE, format!("__Host-wsparcie={}", "A".repeat(43)));
    assert_eq!(
        app.send(ended.body(Body::empty()).unwrap()).await.status,
        StatusCode::SEE_OTHER
    );

    let variables = json!({"password": PASSWORD, "transport": "COOKIE"});
    let cookie = app.post(&[], SIGN_IN, variables).await.cookie();
    for (language, lang) in [
        ("pl", "<html lang=\"pl\">"),
        ("en-GB, pl;q=0.5", "<html lang=\"en\">"),
    ] {
        let request = get("/graphiql")
            .header(COOKIE, &cookie)
            .header(ACCEPT_LANGUAGE, language);
        let page = app.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains(lang), "{}", page.text);
        let policy = page.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("script-src 'self'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cache-control"), "no-store");
        // Everything comes from here, and nothing stands inline: the policy would refuse it.
        for word in ["://", "<style", "onclick", " style="] {
            assert!(!page.text.contains(word), "{word}");
        }
        assert_eq!(page.text.matches("<script").count(), 1);
        for field in ["document", "variables", "search"] {
            assert!(
                page.text.contains(&format!("<label for=\"{field}\">")),
                "{field} has a label"
            );
            assert!(page.text.contains(&format!("id=\"{field}\"")));
        }
    }
    for (file, media) in [
        ("/graphiql/console.js", "text/javascript; charset=utf-8"),
        ("/graphiql/console.css", "text/css; charset=utf-8"),
    ] {
        let answer = app.send(get(file).body(Body::empty()).unwrap()).await;
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::OK, media)
        );
    }
}
