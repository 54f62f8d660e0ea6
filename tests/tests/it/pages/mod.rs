//! The pages in a real browser, on the whole platform with the demonstration's centres: `tests/node/browser.mjs` acts, looks
//! and measures; see docs/pages.md. Screenshots are left in `target/screenshots`.

use std::path::PathBuf;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use wsparcie_demo::{Credentials, Loaded, PasswordSource, SecretKeep, Target};

use crate::support::{OPERATOR, PASSWORD, TestApp};

/// Who is invited.
const DIRECTOR: &str = "dyrektor@gops-testowo.demo";
const UNDECIDED: &str = "specjalista@gops-testowo.demo";

/// One password for everybody; nobody's second factor is set up.
struct TheSame;

impl PasswordSource for TheSame {
    fn password(&self, _login: &str) -> String {
        PASSWORD.to_owned()
    }
}

impl SecretKeep for TheSame {
    fn secret(&self, _login: &str) -> Option<String> {
        None
    }

    fn keep(&self, _login: &str, _secret: &str) -> anyhow::Result<()> {
        anyhow::bail!("no second factor was due")
    }
}

fn login(loaded: &Loaded, organisation: &str, role: &str) -> String {
    let mut logins = loaded.logins.iter();
    let found = logins.find(|login| login.organisation == organisation && login.role == role);
    found
        .unwrap_or_else(|| panic!("no {role} at {organisation}"))
        .login
        .clone()
}

/// The newest link to this page in the mails to somebody.
async fn link(app: &TestApp, to: &str, path: &str) -> String {
    let start = format!("{}{path}#", app.base_url);
    let mails = app.mails().await;
    let links = mails
        .iter()
        .filter(|mail| mail.contains(&format!("To: {to}")) || mail.contains(&format!("<{to}>")))
        .filter_map(|mail| mail.split_once(&start)?.1.split_whitespace().next());
    let found: Vec<_> = links.collect();
    let [code] = found[..] else {
        panic!("{} links for {path} in {} mails", found.len(), mails.len());
    };
    format!("{path}#{code}")
}

/// The workspace's folder.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Runs the program and gives what it found.
async fn browse(input: &Value) -> Value {
    let mut child = tokio::process::Command::new("node")
        .arg("browser.mjs")
        .current_dir(root().join("tests/node"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .expect("node is installed: run `make test-install`");
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(input.to_string().as_bytes()).await.unwrap();
    drop(stdin);
    let output = child.wait_with_output().await.unwrap();
    serde_json::from_slice(&output.stdout)
        .expect("browser.mjs tells what it found; if it says nothing, its error stands above")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_use_every_page_by_keyboard_in_both_languages_on_any_width_and_on_paper() {
    let app = TestApp::start().await;
    crate::journeys::ground::load_reference(&app).await;
    let target = Target {
        graphql_url: format!("{}/graphql", app.base_url),
    };
    let operator = Credentials {
        login: OPERATOR.to_owned(),
        password: PASSWORD.to_owned(),
    };
    let loaded = wsparcie_demo::load(&target, &operator, &TheSame, &TheSame)
        .await
        .expect("the demonstration loads");
    app.settle_releases().await;

    // Somebody who works for two centres; the second one has no project yet.
    let coordinator = login(&loaded, "MOPS Jelenia Góra", "coordinator");
    let operator = app.sign_in(OPERATOR).await;
    let founded = operator
        .mutate(
            "createOrganisation",
            "organisation { id }",
            json!({"idempotencyKey": "pages", "organisationType": "GOPS", "name": "Gminny Ośrodek Pomocy Społecznej w Testowie",
                   "shortName": "GOPS Testowo", "teryt": "0202022",
                   "firstMember": {"login": "admin@gops-testowo.demo", "fullName": "Alina Testowa",
                                   "password": PASSWORD, "roles": ["ADMINISTRATOR"]}}),
        )
        .await;
    let administrator = app.sign_in("admin@gops-testowo.demo").await;
    administrator
        .mutate(
            "addMember",
            "member { id }",
            json!({"idempotencyKey": "pages", "login": coordinator, "fullName": "Ktoś", "password": PASSWORD,
                   "roles": ["COORDINATOR"]}),
        )
        .await;

    // Somebody invited to direct it, somebody else invited who never comes, and somebody who forgot a password.
    for (email, full_name, role) in [
        (DIRECTOR, "Dorota Próbna-Testowa", "DIRECTOR"),
        (UNDECIDED, "Urszula Próbna-Testowa", "SPECIALIST"),
    ] {
        let invitation =
            json!({"idempotencyKey": email, "email": email, "fullName": full_name, "roles": [role]});
        administrator
            .mutate("inviteMember", "invitation { id }", invitation)
            .await;
    }
    let forgetful = login(&loaded, "MOPS Jelenia Góra", "specialist");
    app.anonymous()
        .mutate("requestPasswordReset", "requested", json!({"login": forgetful}))
        .await;

    let screenshots = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), PathBuf::from)
        .join("screenshots");
    let input = json!({
        "baseUrl": app.base_url,
        "login": coordinator,
        "outsider": login(&loaded, "MOPS Zielona Góra", "coordinator"),
        "analyst": login(&loaded, "MFiPR", "regional_analyst"),
        "password": PASSWORD,
        "organisation": founded["organisation"]["id"],
        "director": {"login": DIRECTOR, "link": link(&app, DIRECTOR, "/invitation").await},
        "undecided": {"login": UNDECIDED, "link": link(&app, UNDECIDED, "/invitation").await},
        "forgetful": {"login": forgetful, "link": link(&app, &forgetful, "/password").await},
        "screenshots": std::path::absolute(screenshots).unwrap(),
    });
    let found = browse(&input).await;
    assert_eq!(found["findings"], json!([]), "{found:#}");
    assert!(found["pages"].as_u64().unwrap() >= 64, "{found:#}");
}
