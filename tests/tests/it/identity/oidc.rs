//! Sign-in at an organisation's own provider, against a real one (npm: oidc-provider) on loopback.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use crate::journeys::stage::{Centre, text};
use crate::support::{OPERATOR, TestApp};

const CLIENT: &str = "wsparcie";
const FAILED: &str = "/sign-in?error=provider";
const SECRET: &str = "only-for-tests";

/// A provider that ends with the test.
struct Provider {
    issuer: String,
    _process: Child,
    /// Kept open: the provider writes notices, and ends where nobody could read them.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    async fn start(app: &TestApp, accounts: Value) -> Self {
        // Free a moment ago; the provider has to know its own address before it listens.
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let settings = json!({
            "port": port, "clientId": CLIENT, "clientSecret": SECRET, "accounts": accounts,
            "redirectUri": format!("{}/sign-in/provider/callback", app.base_url),
        });
        let mut process = Command::new("node")
            .arg("oidc_provider.mjs")
            .arg(settings.to_string())
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("node"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .expect("node starts; run `npm ci` in tests/node");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let ready = lines.next_line().await.unwrap().expect("the provider starts");
        let issuer = ready.strip_prefix("ready ").expect("it is ready").to_owned();
        Self {
            issuer,
            _process: process,
            _output: lines,
        }
    }
}

/// A browser: keeps cookies by origin, follows nothing by itself.
struct Browser {
    http: reqwest::Client,
    cookies: BTreeMap<(String, String), String>,
}

struct Page {
    status: u16,
    location: Option<String>,
    body: String,
}

fn origin(url: &str) -> String {
    let end = url[8..].find('/').map_or(url.len(), |slash| slash + 8);
    url[..end].to_owned()
}

impl Browser {
    fn new() -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        Self {
            http: http.build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    async fn send(&mut self, request: reqwest::RequestBuilder, url: &str) -> Page {
        let site = origin(url);
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .filter(|((of, _), _)| *of == site)
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let answer = request.header(COOKIE, cookies.join("; ")).send().await.unwrap();
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies
                .insert((site.clone(), name.to_owned()), value.to_owned());
        }
        let location = answer.headers().get(LOCATION).map(|to| {
            let to = to.to_str().unwrap();
            if to.starts_with('/') {
                format!("{site}{to}")
            } else {
                to.to_owned()
            }
        });
        Page {
            status: answer.status().as_u16(),
            location,
            body: answer.text().await.unwrap(),
        }
    }

    async fn get(&mut self, url: &str) -> Page {
        let request = self.http.get(url);
        self.send(request, url).await
    }

    async fn post(&mut self, url: &str, body: String) -> Page {
        let request = self
            .http
            .post(url)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        self.send(request, url).await
    }

    /// Begins at the platform and does what the provider's pages ask, up to the address that leads back.
    async fn reach_the_way_back(&mut self, app: &TestApp, organisation: &str, login: &str) -> String {
        let mut page = self
            .get(&format!("{}/sign-in/provider/{organisation}", app.base_url))
            .await;
        for _ in 0..12 {
            if let Some(next) = page.location {
                if next.starts_with(&format!("{}/sign-in", app.base_url)) {
                    return next;
                }
                page = self.get(&next).await;
                continue;
            }
            let action = page.body.split("action=\"").nth(1).expect("a form");
            let action = action.split('"').next().unwrap().to_owned();
            let form = if page.body.contains("value=\"login\"") {
                format!("prompt=login&login={login}&password=x")
            } else {
                "prompt=consent".to_owned()
            };
            page = self.post(&action, form).await;
        }
        panic!("the provider never sends the browser back");
    }

    fn session(&self, app: &TestApp) -> Option<&String> {
        let key = (app.base_url.clone(), "__Host-wsparcie".to_owned());
        self.cookies.get(&key).filter(|value| !value.is_empty())
    }
}

async fn with_provider(app: &TestApp, accounts: Value) -> (Centre<'_>, Provider) {
    let centre = Centre::found(app, "polnoc", "0261011").await;
    let provider = Provider::start(app, accounts).await;
    let input = json!({
        "idempotencyKey": "p", "organisation": centre.id, "issuer": provider.issuer, "clientId": CLIENT,
        "clientSecret": SECRET, "enabled": true,
    });
    let operator = app.sign_in(OPERATOR).await;
    operator
        .mutate("setSignInProvider", "signInProvider { enabled version }", input)
        .await;
    (centre, provider)
}

#[tokio::test]
async fn a_member_signs_in_at_the_organisations_provider() {
    let login = "anna@osoba.test";
    let accounts = json!({"anna": {"email": login, "verified": true}});
    let app = TestApp::start().await;
    let (centre, _provider) = with_provider(&app, accounts).await;
    centre.add(login, "SOCIAL_WORKER").await;
    // She belongs to another centre as well, for which this provider does not speak.
    let other = Centre::found(&app, "poludnie", "0862011").await;
    other.add(login, "COORDINATOR").await;

    let mut browser = Browser::new();
    let back = browser.reach_the_way_back(&app, &centre.id, "anna").await;
    let page = browser.get(&back).await;
    assert_eq!(page.status, 200, "{:?}", page.location);
    assert!(page.body.contains("url=/\""), "it goes on to the first page");
    let token = browser.session(&app).expect("a session").clone();
    let client = app.anonymous().with_token(&token);
    let seen = client
        .data("{ viewer { login memberships { organisationId } } }", json!({}))
        .await;
    assert_eq!(text(&seen["viewer"]["login"]), login);
    assert_eq!(
        seen["viewer"]["memberships"],
        json!([{"organisationId": centre.id}])
    );

    let input = json!({"organisationId": other.id});
    let refused = client.try_mutate("switchOrganisation", "token", input).await;
    assert_eq!(refused["userErrors"][0]["code"], "WRONG_SIGN_IN_METHOD");

    // The provider answers for its organisation, not for the account: it may belong to others too.
    let begin = "mutation { beginSecondFactor(input: {}) { setup { secret } } }";
    let refused = client.ask(begin, json!({})).await;
    assert_eq!(refused.code(), Some("WRONG_SIGN_IN_METHOD"), "{}", refused.body);

    // The way back works once.
    let again = browser.get(&back).await;
    assert_eq!(again.location, Some(format!("{}{FAILED}", app.base_url)));
}

#[tokio::test]
async fn strangers_unverified_addresses_and_stolen_ways_back_are_refused() {
    let login = "anna@osoba.test";
    let accounts = json!({
        "anna": {"email": login, "verified": true},
        "unverified": {"email": login, "verified": false},
        "stranger": {"email": "obca@osoba.test", "verified": true},
    });
    let app = TestApp::start().await;
    let (centre, _provider) = with_provider(&app, accounts).await;
    centre.add(login, "SOCIAL_WORKER").await;
    let failed = Some(format!("{}{FAILED}", app.base_url));

    for account in ["unverified", "stranger"] {
        let mut browser = Browser::new();
        let back = browser.reach_the_way_back(&app, &centre.id, account).await;
        assert_eq!(browser.get(&back).await.location, failed, "{account}");
        assert_eq!(browser.session(&app), None);
    }
    // Another browser with the same address (a link sent to a victim), then the first: the state is used up.
    let mut browser = Browser::new();
    let back = browser.reach_the_way_back(&app, &centre.id, "anna").await;
    for browser in [&mut Browser::new(), &mut browser] {
        assert_eq!(browser.get(&back).await.location, failed);
        assert_eq!(browser.session(&app), None);
    }
    // Another issuer's answer, a forged state, an organisation without a provider.
    let mut browser = Browser::new();
    let back = browser.reach_the_way_back(&app, &centre.id, "anna").await;
    let (start, _) = back.split_once("&iss=").expect("the provider names itself");
    let mixed_up = format!("{start}&iss=https%3A%2F%2Fevil.example");
    assert_eq!(browser.get(&mixed_up).await.location, failed);
    let forged = format!(
        "{}/sign-in/provider/callback?code=x&state={}",
        app.base_url,
        "A".repeat(43)
    );
    assert_eq!(browser.get(&forged).await.location, failed);
    let unknown = format!("{}/sign-in/provider/{}", app.base_url, uuid::Uuid::nil());
    assert_eq!(browser.get(&unknown).await.location, failed);
    assert_eq!(browser.session(&app), None);
}
