//! What needs a fresh proof, and what each proof does to sessions.

use chrono::TimeDelta;
use http::StatusCode;
use http::header::USER_AGENT;
use serde_json::{Value, json};
use wsparcie_gateway::http::sessions::NewSession;
use wsparcie_gateway::{FIELD_PERMISSIONS, Requirement, STEP_UP_FIELDS, StepUp};
use wsparcie_kernel::{Clock, Role, permission};
use wsparcie_tenants_api::SignInMethod;

use crate::fields::{Types, actor};
use crate::support::{App, PASSWORD, organisation};

const VIEWER: &str = "{ viewer { login } }";
const PROVE: &str = "mutation($password: String!) {
    proveAgain(input: {password: $password}) { token expiresAt userErrors { code } } }";
const SET_ROLES: &str = "mutation {
    updateMember(input: {id: \"x\", expectedVersion: 1, roles: [DIRECTOR]}) { userErrors { code } } }";

fn pass(app: &App, time: TimeDelta) {
    app.clock.set(app.clock.now() + time);
}

async fn is_open(app: &App, token: &str) -> bool {
    match app.ask(token, VIEWER, Value::Null).await.status {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn fifteen_minutes_after_the_sign_in_a_field_of_the_list_asks_for_a_proof_and_calls_nobody() {
    let (app, types) = (App::start(), Types::read());
    let token = app.sign_in().await;
    pass(&app, TimeDelta::minutes(15));
    let mut seen = 0;
    for (path, _) in STEP_UP_FIELDS.iter().filter(|(_, when)| *when == StepUp::Always) {
        let (_, requirement) = FIELD_PERMISSIONS.iter().find(|(name, _)| name == path).unwrap();
        if let Requirement::Needs(resource, action) = *requirement {
            let may = |role: &&Role| permission::allows(&actor(**role), resource, action);
            *app.role.lock().unwrap() = Role::ALL.iter().find(may).copied();
        }
        let name = path.strip_prefix("Mutation.").unwrap();
        let fields = types.root_fields("Mutation");
        let field = fields.iter().find(|field| field.name.node == name).unwrap();
        let before = app.calls();
        let document = types.document("Mutation", field);
        let answer = app.ask(&token, &document, Value::Null).await;
        assert_eq!(answer.code(), "STEP_UP_DUE", "{path}: {}", answer.text);
        assert_eq!(app.calls() - before, 1, "only who is asking: {path}");
        seen += 1;
    }
    assert!(seen >= 5);
}

#[tokio::test]
async fn roles_are_changed_or_given_back_and_reviewed_access_removed_only_after_a_proof() {
    let app = App::start();
    *app.role.lock().unwrap() = Some(Role::Administrator);
    let token = app.sign_in().await;
    pass(&app, TimeDelta::minutes(15));
    let decide = |decision: &str| {
        format!(
            "mutation {{ decideAccess(input: {{idempotencyKey: \"k\", itemId: \"x\", decision: {decision}}}) {{ userErrors {{ code }} }} }}"
        )
    };
    let set_active = |active: bool| {
        format!(
            "mutation {{ updateMember(input: {{id: \"x\", expectedVersion: 1, active: {active}}}) {{ userErrors {{ code }} }} }}"
        )
    };
    for (document, expected) in [
        (SET_ROLES, "STEP_UP_DUE"),
        (&decide("REMOVED"), "STEP_UP_DUE"),
        // It gives the roles back. To take them away there may be no time to lose.
        (&set_active(true), "STEP_UP_DUE"),
        (&set_active(false), "BAD_INPUT"),
        (&decide("CONFIRMED"), "BAD_INPUT"),
    ] {
        let answer = app.ask(&token, document, Value::Null).await;
        assert_eq!(answer.code(), expected, "{document}");
    }
}

#[tokio::test]
async fn a_proof_opens_it_for_fifteen_minutes_under_a_new_token() {
    let app = App::start();
    *app.role.lock().unwrap() = Some(Role::Administrator);
    let old = app.sign_in().await;
    pass(&app, TimeDelta::minutes(20));
    let refused = app.ask(&old, PROVE, json!({"password": "zle"})).await;
    assert_eq!(
        refused.body["data"]["proveAgain"]["userErrors"][0]["code"],
        "PASSWORD_WRONG"
    );
    assert!(is_open(&app, &old).await);
    let answer = app.ask(&old, PROVE, json!({"password": PASSWORD})).await;
    let token = answer.body["data"]["proveAgain"]["token"].as_str().unwrap();
    assert!(!is_open(&app, &old).await);
    assert_eq!(app.ask(token, SET_ROLES, Value::Null).await.code(), "BAD_INPUT");
    pass(&app, TimeDelta::minutes(15));
    assert_eq!(app.ask(token, SET_ROLES, Value::Null).await.code(), "STEP_UP_DUE");
}

#[tokio::test]
async fn a_stolen_session_cannot_guess_the_password() {
    let app = App::start();
    let token = app.sign_in().await;
    for n in 0..12 {
        let answer = app.ask(&token, PROVE, json!({"password": "zle"})).await;
        let code = &answer.body["data"]["proveAgain"]["userErrors"][0]["code"];
        assert_eq!(*code == "TOO_MANY_ATTEMPTS", n >= 10, "{n} {}", answer.text);
    }
}

#[tokio::test]
async fn a_new_password_ends_all_other_sessions_and_renews_this_one() {
    let app = App::start();
    let (other, mine) = (app.sign_in().await, app.sign_in().await);
    let change = "mutation($current: String!) {
        changePassword(input: {current: $current, new: \"nowe dlugie haslo\"}) { changed token userErrors { code } } }";
    let refused = app.ask(&mine, change, json!({"current": "zle"})).await;
    assert_eq!(refused.body["data"]["changePassword"]["changed"], false);
    assert!(is_open(&app, &other).await);
    let answer = app.ask(&mine, change, json!({"current": PASSWORD})).await;
    let token = answer.body["data"]["changePassword"]["token"].as_str().unwrap();
    assert!(!is_open(&app, &other).await);
    assert!(!is_open(&app, &mine).await);
    assert!(is_open(&app, token).await);
}

#[tokio::test]
async fn a_password_reset_ends_all_sessions() {
    let app = App::start();
    let token = app.sign_in().await;
    let reset = "mutation { resetPassword(input: {token: \"link\", password: \"y\"}) { changed } }";
    let answer = app.post(&[], reset, Value::Null).await;
    assert_eq!(
        answer.body["data"]["resetPassword"]["changed"], true,
        "{}",
        answer.text
    );
    assert!(!is_open(&app, &token).await);
}

#[tokio::test]
async fn a_second_factor_comes_into_force_under_a_new_token() {
    let app = App::start();
    let old = app.sign_in().await;
    let confirm = "mutation { confirmSecondFactor(input: {code: \"123456\"}) { recoveryCodes token userErrors { code } } }";
    let answer = app.ask(&old, confirm, Value::Null).await;
    let payload = &answer.body["data"]["confirmSecondFactor"];
    assert_eq!(payload["recoveryCodes"], json!(["AAAA-BBBB-CCCC-DDDD"]));
    assert!(!is_open(&app, &old).await);
    assert!(is_open(&app, payload["token"].as_str().unwrap()).await);
}

#[tokio::test]
async fn a_user_sees_their_sessions_and_ends_one_of_them() {
    let app = App::start();
    let sign_in = "mutation($password: String!) {
        signIn(input: {login: \"anna\", password: $password, transport: BEARER}) { token } }";
    let phone = [(
        USER_AGENT.as_str(),
        "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/128.0 Mobile Safari/537.36 <script>",
    )];
    let answer = app.post(&phone, sign_in, json!({"password": PASSWORD})).await;
    let other = answer.body["data"]["signIn"]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    pass(&app, TimeDelta::seconds(1));
    let mine = app.sign_in().await;
    let list = "{ viewer { sessions {
        id client current organisationName method { code } startedAt lastSeenAt provedAt } } }";
    let answer = app.ask(&mine, list, Value::Null).await;
    let sessions = answer.body["data"]["viewer"]["sessions"].as_array().unwrap();
    let [first, second] = sessions.as_slice() else {
        panic!("{}", answer.text)
    };
    assert_eq!(first["client"], "Chrome (Android)");
    assert_eq!(
        (&first["current"], &second["current"]),
        (&json!(false), &json!(true))
    );
    assert_eq!(first["organisationName"], "Ośrodek 1");
    assert_eq!(first["method"]["code"], "password");
    assert!(!answer.text.contains("script"));

    let revoke = "mutation($id: ID!) { revokeSession(input: {sessionId: $id}) { ended } }";
    let id = json!({"id": first["id"]});
    let answer = app.ask(&mine, revoke, id.clone()).await;
    assert_eq!(
        answer.body["data"]["revokeSession"]["ended"], 1,
        "{}",
        answer.text
    );
    assert!(!is_open(&app, &other).await);
    assert!(is_open(&app, &mine).await);
    assert_eq!(app.ask(&mine, revoke, id).await.code(), "NOT_FOUND");
}

#[tokio::test]
async fn all_sessions_end_with_or_without_the_one_that_asks() {
    let app = App::start();
    let (other, mine) = (app.sign_in().await, app.sign_in().await);
    let revoke = "mutation($but: Boolean!) { revokeAllSessions(input: {exceptCurrent: $but}) { ended } }";
    let answer = app.ask(&mine, revoke, json!({"but": true})).await;
    assert_eq!(answer.body["data"]["revokeAllSessions"]["ended"], 1);
    assert!(!is_open(&app, &other).await);
    let answer = app.ask(&mine, revoke, json!({"but": false})).await;
    assert_eq!(answer.body["data"]["revokeAllSessions"]["ended"], 1);
    assert!(!is_open(&app, &mine).await);
}

#[tokio::test]
async fn a_session_begun_at_a_provider_opens_no_other_organisation() {
    let app = App::start();
    let new = NewSession {
        user: app.user,
        organisation: organisation(1),
        method: SignInMethod::Provider,
        client: "—".to_owned(),
    };
    let token = app.gateway.sessions().start(new, None).await.unwrap();
    let memberships = "{ viewer { memberships { organisationId } } }";
    // A session by password sees both organisations.
    let listed = app.ask(&app.sign_in().await, memberships, Value::Null).await;
    let second = &listed.body["data"]["viewer"]["memberships"][1]["organisationId"];
    let switch = "mutation($id: ID!) {
        switchOrganisation(input: {organisationId: $id}) { token userErrors { code } } }";
    let answer = app.ask(token.expose(), switch, json!({"id": second})).await;
    let payload = &answer.body["data"]["switchOrganisation"];
    assert_eq!(
        payload["userErrors"][0]["code"], "WRONG_SIGN_IN_METHOD",
        "{}",
        answer.text
    );
    assert!(is_open(&app, token.expose()).await);
}
