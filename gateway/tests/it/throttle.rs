//! How often somebody may try, on a real Redis and a clock that the tests move.

use std::net::IpAddr;

use chrono::TimeDelta;
use http::header::COOKIE;
use serde_json::{Value, json};
use wsparcie_gateway::GatewayConfig;
use wsparcie_gateway::http::throttle::PeerAddress;
use wsparcie_kernel::Clock;

use crate::people::CODE;
use crate::support::{Answer, App, PASSWORD, Setup, own_sessions, posted};

const SIGN_IN: &str = "mutation($login: String!, $password: String!) {
    signIn(input: {login: $login, password: $password}) { viewer { login } userErrors { code message } } }";
const HERE: &str = "192.0.2.1";

/// Sends a document from an address.
async fn send(app: &App, from: &str, headers: &[(&str, &str)], query: &str, variables: Value) -> Answer {
    let mut request = posted(
        headers,
        json!({"query": query, "variables": variables}).to_string(),
    );
    let address: IpAddr = from.parse().unwrap();
    request.extensions_mut().insert(PeerAddress(address));
    app.send(request).await
}

async fn attempt(app: &App, from: &str, login: &str, password: &str) -> String {
    attempt_with(app, from, &[], login, password).await
}

/// The code of the refusal, or nothing if the user is in.
async fn attempt_with(
    app: &App,
    from: &str,
    headers: &[(&str, &str)],
    login: &str,
    password: &str,
) -> String {
    let variables = json!({"login": login, "password": password});
    code(&send(app, from, headers, SIGN_IN, variables).await, "signIn")
}

fn code(answer: &Answer, field: &str) -> String {
    let payload = &answer.body["data"][field];
    assert!(payload.is_object(), "{}", answer.text);
    let code = payload["userErrors"][0]["code"].as_str();
    code.unwrap_or_default().to_owned()
}

fn pass(app: &App, time: TimeDelta) {
    app.clock.set(app.clock.now() + time);
}

/// The device's cookie after a sign-in.
async fn device(app: &App) -> String {
    let variables = json!({"login": "anna", "password": PASSWORD});
    kept(&send(app, HERE, &[], SIGN_IN, variables).await)
}

/// The same for somebody with a second factor.
async fn device_of(app: &App, login: &str) -> String {
    let first = "mutation($login: String!, $password: String!) {
        signIn(input: {login: $login, password: $password}) { secondFactor { challenge } } }";
    let second = "mutation($challenge: String!, $code: String!) {
        completeSignIn(input: {challenge: $challenge, code: $code}) { userErrors { code } } }";
    let variables = json!({"login": login, "password": PASSWORD});
    let answer = send(app, HERE, &[], first, variables).await;
    let challenge = &answer.body["data"]["signIn"]["secondFactor"]["challenge"];
    let variables = json!({"challenge": challenge, "code": CODE});
    kept(&send(app, HERE, &[], second, variables).await)
}

fn kept(answer: &Answer) -> String {
    let set = answer
        .headers
        .get_all("set-cookie")
        .iter()
        .map(|value| value.to_str().unwrap())
        .find(|value| value.starts_with("__Host-wsparcie-device="))
        .unwrap();
    for attribute in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="] {
        assert!(set.contains(attribute), "{attribute}");
    }
    set.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn twenty_sign_ins_aliased_in_one_document_are_refused_before_a_password_is_looked_at() {
    let app = App::start();
    let fields: Vec<String> = (0..20)
        .map(|n| {
            format!(
                "a{n}: signIn(input: {{login: \"anna{n}\", password: \"zle\"}}) {{ userErrors {{ code }} }}"
            )
        })
        .collect();
    for count in [2, 10, 20] {
        let document = format!("mutation {{ {} }}", fields[..count].join(" "));
        let answer = send(&app, HERE, &[], &document, Value::Null).await;
        assert!(
            !answer.code().is_empty() && answer.body["data"].is_null(),
            "{}",
            answer.text
        );
    }
    assert_eq!(app.calls(), 0);
}

#[tokio::test]
async fn one_address_tries_ten_accounts_of_fifty_and_then_one_every_five_seconds() {
    let app = App::start();
    let mut refused = 0;
    for n in 0..50 {
        match attempt(&app, HERE, &format!("osoba{n}"), "zle").await.as_str() {
            "SIGN_IN_FAILED" => {}
            "TOO_MANY_ATTEMPTS" => refused += 1,
            other => panic!("{other}"),
        }
    }
    assert_eq!(refused, 40);
    pass(&app, TimeDelta::milliseconds(4_999));
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "TOO_MANY_ATTEMPTS");
    pass(&app, TimeDelta::milliseconds(1));
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "");
    // Whoever gets in has used nothing up.
    assert_eq!(attempt(&app, HERE, "anna", "zle").await, "SIGN_IN_FAILED");
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "TOO_MANY_ATTEMPTS");
    assert_eq!(
        attempt(&app, "192.0.2.2", "anna", PASSWORD).await,
        "",
        "another address has its own bucket"
    );
}

#[tokio::test]
async fn fifty_addresses_at_one_account_do_not_keep_its_user_out() {
    let app = App::start();
    let mut looked_at = 0;
    for n in 0..50 {
        for _ in 0..3 {
            let code = attempt(&app, &format!("198.51.100.{n}"), "anna", "zle").await;
            looked_at += u32::from(code == "SIGN_IN_FAILED");
        }
    }
    // Ten of the account's bucket, and one for each address that had not failed before.
    assert!((50..=60).contains(&looked_at), "{looked_at}");
    assert_eq!(
        attempt(&app, "198.51.100.7", "anna", PASSWORD).await,
        "TOO_MANY_ATTEMPTS"
    );
    assert_eq!(
        attempt(&app, "203.0.113.9", "anna", PASSWORD).await,
        "",
        "from home at once"
    );
    assert_eq!(
        attempt(&app, "198.51.100.7", "anna", PASSWORD).await,
        "",
        "whoever got in has filled the account's bucket"
    );
}

#[tokio::test]
async fn a_known_device_gets_in_from_the_very_address_that_attacks() {
    let app = App::start();
    let cookie = device(&app).await;
    for _ in 0..30 {
        attempt(&app, HERE, "anna", "zle").await;
    }
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "TOO_MANY_ATTEMPTS");
    let known = [(COOKIE.as_str(), cookie.as_str())];
    assert_eq!(attempt_with(&app, HERE, &known, "anna", PASSWORD).await, "");

    // It helps with its own account only, and has a bucket itself.
    for _ in 0..30 {
        attempt(&app, HERE, "jan", "zle").await;
    }
    assert_eq!(
        attempt_with(&app, HERE, &known, "jan", "zle").await,
        "TOO_MANY_ATTEMPTS"
    );
    // The sign-in above has cost it nothing.
    for _ in 0..10 {
        assert_eq!(
            attempt_with(&app, HERE, &known, "anna", "zle").await,
            "SIGN_IN_FAILED"
        );
    }
    assert_eq!(
        attempt_with(&app, HERE, &known, "anna", "zle").await,
        "TOO_MANY_ATTEMPTS"
    );
    pass(&app, TimeDelta::minutes(1));
    assert_eq!(attempt_with(&app, HERE, &known, "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn an_invented_device_cookie_helps_nobody() {
    let app = App::start();
    for _ in 0..30 {
        attempt(&app, HERE, "anna", "zle").await;
    }
    let real = device(&App::start()).await;
    let mut changed = real.clone();
    let position = changed.find('=').unwrap() + 60;
    let other = if changed.as_bytes()[position] == b'A' {
        "B"
    } else {
        "A"
    };
    changed.replace_range(position..=position, other);
    for cookie in [
        "__Host-wsparcie-device=x",
        "__Host-wsparcie-device=",
        &changed,
        &format!("{real}; {real}"),
    ] {
        let headers = [(COOKIE.as_str(), cookie)];
        let code = attempt_with(&app, HERE, &headers, "anna", PASSWORD).await;
        assert_eq!(code, "TOO_MANY_ATTEMPTS", "{cookie}");
    }
    let headers = [(COOKIE.as_str(), real.as_str())];
    assert_eq!(attempt_with(&app, HERE, &headers, "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn within_fifteen_minutes_everybody_gets_in_whatever_happened() {
    let app = App::start();
    for n in 0..50 {
        for _ in 0..5 {
            attempt(&app, &format!("198.51.100.{n}"), "anna", "zle").await;
        }
    }
    let mut waited = 0;
    while attempt(&app, "198.51.100.7", "anna", PASSWORD).await == "TOO_MANY_ATTEMPTS" {
        waited += 1;
        assert!(waited <= 15, "locked out");
        pass(&app, TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn refusals_read_the_same_for_a_login_that_nobody_has_and_tell_how_long_to_wait() {
    let app = App::start();
    // The last one begins with a Cyrillic letter.
    let look_alike = "\u{430}nna";
    let mut texts = Vec::new();
    for (address, login) in [(HERE, "anna"), ("192.0.2.2", "nikt"), ("192.0.2.3", look_alike)] {
        for _ in 0..10 {
            assert_eq!(attempt(&app, address, login, "zle").await, "SIGN_IN_FAILED");
        }
        let variables = json!({"login": login, "password": "zle"});
        let answer = send(&app, address, &[], SIGN_IN, variables).await;
        assert_eq!(code(&answer, "signIn"), "TOO_MANY_ATTEMPTS");
        texts.push(answer.body["data"]["signIn"]["userErrors"][0]["message"].clone());
    }
    assert_eq!(texts[0], "za dużo prób; spróbuj ponownie za 60 s");
    assert_eq!((&texts[1], &texts[2]), (&texts[0], &texts[0]));
    // The look-alike uses up nothing of the real account.
    pass(&app, TimeDelta::minutes(15));
    for _ in 0..30 {
        attempt(&app, "192.0.2.3", look_alike, "zle").await;
    }
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn letter_case_and_spaces_do_not_make_another_account() {
    let app = App::start();
    let spellings = ["anna", "Anna", " ANNA ", "anna\t", "aNNA"];
    for (n, login) in spellings.iter().cycle().take(10).enumerate() {
        let address = format!("192.0.2.{n}");
        assert_eq!(attempt(&app, &address, login, "zle").await, "SIGN_IN_FAILED");
    }
    assert_eq!(attempt(&app, HERE, "anna", "zle").await, "TOO_MANY_ATTEMPTS");
}

#[tokio::test]
async fn headers_cannot_move_somebody_to_another_address() {
    let app = App::start();
    for n in 0..11 {
        let forged = format!("203.0.113.{n}");
        let headers = [
            ("x-forwarded-for", forged.as_str()),
            ("x-real-ip", &forged),
            ("forwarded", "for=203.0.113.99"),
        ];
        let code = attempt_with(&app, HERE, &headers, &format!("osoba{n}"), "zle").await;
        assert_eq!(code == "TOO_MANY_ATTEMPTS", n == 10, "{n}");
    }
}

#[tokio::test]
async fn behind_a_proxy_of_ones_own_each_client_has_its_own_bucket() {
    let app = App::with(Setup {
        config: GatewayConfig {
            sessions: own_sessions(),
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            ..GatewayConfig::default()
        },
        ..Setup::default()
    });
    for n in 0..12 {
        let client = [("x-forwarded-for", "203.0.113.1")];
        let code = attempt_with(&app, "10.0.0.1", &client, &format!("osoba{n}"), "zle").await;
        assert_eq!(code == "TOO_MANY_ATTEMPTS", n >= 10, "{n}");
    }
    let other = [("x-forwarded-for", "203.0.113.1, 203.0.113.2")];
    assert_eq!(attempt_with(&app, "10.0.0.1", &other, "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn all_addresses_of_an_ipv6_network_are_one() {
    let app = App::start();
    for n in 0..11 {
        let code = attempt(&app, &format!("2001:db8:1:2::{n}"), &format!("osoba{n}"), "zle").await;
        assert_eq!(code == "TOO_MANY_ATTEMPTS", n == 10, "{n}");
    }
    assert_eq!(attempt(&app, "2001:db8:1:3::1", "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn a_flood_of_refusals_is_on_record_and_does_not_fill_it() {
    let app = App::start();
    for n in 0..100 {
        attempt(&app, HERE, &format!("osoba{n}"), "zle").await;
    }
    assert_eq!(
        app.calls(),
        11,
        "ten were looked at, and one refusal is on record"
    );
}

#[tokio::test]
async fn links_and_resets_are_counted_by_address() {
    let by_link = "(input: {token: \"x\", password: \"y\"}) { userErrors { code } }";
    for (field, input) in [
        ("resetPassword", by_link),
        ("acceptInvitation", by_link),
        (
            "requestPasswordReset",
            "(input: {login: \"anna\"}) { userErrors { code } }",
        ),
    ] {
        let app = App::start();
        let document = format!("mutation {{ {field}{input} }}");
        for n in 0..11 {
            let answer = send(&app, HERE, &[], &document, Value::Null).await;
            assert_eq!(
                code(&answer, field) == "TOO_MANY_ATTEMPTS",
                n == 10,
                "{field} {n}"
            );
        }
    }
    let app = App::start();
    let aliases: Vec<String> = (0..11)
        .map(|n| format!("a{n}: invitationPreview(token: \"x{n}\") {{ login }}"))
        .collect();
    let document = format!("{{ {} }}", aliases.join(" "));
    let answer = send(&app, HERE, &[], &document, Value::Null).await;
    let errors = answer.body["errors"].as_array().unwrap().iter();
    let codes: Vec<_> = errors
        .filter_map(|error| error["extensions"]["code"].as_str())
        .collect();
    let count = |wanted: &str| codes.iter().filter(|code| **code == wanted).count();
    assert_eq!(
        (count("LINK_INVALID"), count("TOO_MANY_ATTEMPTS")),
        (10, 1),
        "{}",
        answer.text
    );
}

#[tokio::test]
async fn a_new_password_by_a_link_opens_the_account_at_once() {
    let app = App::start();
    for n in 0..12 {
        attempt(&app, &format!("198.51.100.{n}"), "anna", "zle").await;
        attempt(&app, HERE, "anna", "zle").await;
    }
    pass(&app, TimeDelta::seconds(50));
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "TOO_MANY_ATTEMPTS");
    let reset = "mutation { resetPassword(input: {token: \"link\", password: \"y\"}) { changed } }";
    let answer = send(&app, HERE, &[], reset, Value::Null).await;
    assert_eq!(
        answer.body["data"]["resetPassword"]["changed"], true,
        "{}",
        answer.text
    );
    assert_eq!(attempt(&app, HERE, "anna", PASSWORD).await, "");
}

#[tokio::test]
async fn whoever_knows_a_password_cannot_guess_the_code_from_many_addresses() {
    let app = App::start();
    let first = "mutation($password: String!) {
        signIn(input: {login: \"ewa\", password: $password}) { secondFactor { challenge } } }";
    let second = "mutation($challenge: String!, $code: String!) {
        completeSignIn(input: {challenge: $challenge, code: $code}) { userErrors { code } } }";
    let known = device_of(&app, "ewa").await;
    let (mut looked_at, mut next) = (0, 0);
    let mut elsewhere = || {
        next += 1;
        format!("2001:db8:{next:x}::1")
    };
    let mut last = Value::Null;
    for _ in 0..10 {
        let answer = send(&app, &elsewhere(), &[], first, json!({"password": PASSWORD})).await;
        last = answer.body["data"]["signIn"]["secondFactor"]["challenge"].clone();
        for _ in 0..5 {
            let variables = json!({"challenge": last, "code": "000000"});
            let answer = send(&app, &elsewhere(), &[], second, variables).await;
            looked_at += u32::from(code(&answer, "completeSignIn") == "CODE_WRONG");
        }
    }
    assert_eq!(looked_at, 10);
    // A device that has signed in before is not held up, and lets others try again: its user is there.
    let variables = json!({"challenge": last, "code": CODE});
    let headers = [(COOKIE.as_str(), known.as_str())];
    let answer = send(&app, HERE, &[], second, variables.clone()).await;
    assert_eq!(code(&answer, "completeSignIn"), "TOO_MANY_ATTEMPTS");
    let answer = send(&app, HERE, &headers, second, variables).await;
    assert_eq!(code(&answer, "completeSignIn"), "", "{}", answer.text);
}
