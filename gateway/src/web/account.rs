//! One's own account: second factor, sessions, password.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::errands::run;
use super::form::{Field, Posted, Problems};
use super::format;
use super::lang::Lang;
use super::layout::{Frame, Person, go, page};
use super::trouble::Trouble;
use super::visit::Visit;

pub(super) const ACCOUNT: &str = include_str!("documents/account.graphql");
pub(super) const CHANGE_PASSWORD: &str = include_str!("documents/change_password.graphql");
pub(super) const REVOKE_OTHERS: &str = include_str!("documents/revoke_other_sessions.graphql");
pub(super) const REVOKE_SESSION: &str = include_str!("documents/revoke_session.graphql");

#[derive(Deserialize)]
struct Data {
    viewer: Option<Account>,
}

/// The signed-in user's account.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Account {
    #[serde(flatten)]
    pub(super) person: Person,
    pub(super) login: String,
    #[serde(default, deserialize_with = "or_default")]
    pub(super) second_factor: SecondFactor,
    #[serde(default, deserialize_with = "or_default")]
    sessions: Vec<Session>,
}

/// A field that failed is null; the page shows the rest.
fn or_default<'de, D: serde::Deserializer<'de>, T: Default + DeserializeOwned>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(from)?.unwrap_or_default())
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecondFactor {
    pub(super) since: Option<String>,
    recovery_codes_left: i64,
    pub(super) due: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Session {
    id: String,
    started_at: String,
    last_seen_at: String,
    organisation_name: Option<String>,
    client: String,
    current: bool,
    method: Method,
}

/// How a session began.
#[derive(Deserialize)]
struct Method {
    code: String,
}

/// A session in words.
struct Row {
    id: String,
    started: String,
    seen: String,
    organisation: Option<String>,
    client: String,
    current: bool,
}

/// The account, and the cookies that the answer sets.
pub(super) async fn read(visit: &Visit) -> Result<(Account, Vec<HeaderValue>), Box<Trouble>> {
    let answered = visit.need::<Data>(ACCOUNT, json!({}), &["viewer"]).await?;
    let account = answered.data.viewer.ok_or_else(|| Trouble::of(visit, None))?;
    Ok((account, answered.cookies))
}

#[derive(Template)]
#[template(path = "account.html")]
struct AccountPage {
    frame: Frame,
    problems: Problems,
    notice: &'static str,
    login: String,
    full_name: String,
    factor_since: Option<String>,
    codes_left: String,
    few_codes: bool,
    /// Whether this session began at the organisation's own provider; it cannot change the account then.
    by_provider: bool,
    sessions: Vec<Row>,
    current: Field,
    new: Field,
}

impl AccountPage {
    fn new(visit: &Visit, account: Account, problems: Problems) -> Self {
        let lang = visit.lang;
        let mut frame = Frame::new(visit, lang.t("Moje konto", "My account"));
        frame.refused = !problems.is_empty();
        let left = account.second_factor.recovery_codes_left;
        Self {
            notice: "",
            login: account.login,
            full_name: account.person.full_name.clone(),
            frame: frame
                .for_person(Some(account.person))
                .within("/account", Vec::new()),
            factor_since: account
                .second_factor
                .since
                .as_deref()
                .map(|since| format::day(since, lang)),
            codes_left: format::counted(
                left,
                ["kod zapasowy", "kody zapasowe", "kodów zapasowych"],
                ["recovery code", "recovery codes"],
                lang,
            ),
            few_codes: left < 3,
            by_provider: account
                .sessions
                .iter()
                .any(|session| session.current && session.method.code == "provider"),
            sessions: account
                .sessions
                .into_iter()
                .map(|session| Row::new(session, lang))
                .collect(),
            current: Field::password(
                "current",
                lang.t("Obecne hasło", "Current password"),
                "current-password",
            )
            .checked(&problems),
            new: new_password("new", lang).checked(&problems),
            problems,
        }
    }
}

impl Row {
    fn new(session: Session, lang: Lang) -> Self {
        Self {
            started: format::moment(&session.started_at, lang),
            seen: format::moment(&session.last_seen_at, lang),
            id: session.id,
            organisation: session.organisation_name,
            client: match session.client.as_str() {
                "—" => lang.t("nieznane urządzenie", "unknown device").to_owned(),
                _ => session.client,
            },
            current: session.current,
        }
    }
}

/// The field for a new password.
pub(super) fn new_password(name: &'static str, lang: Lang) -> Field {
    Field::password(name, lang.t("Nowe hasło", "New password"), "new-password").hint(lang.t(
        "Co najmniej 12 znaków. Najlepiej kilka zwykłych słów, których nie używasz nigdzie indziej.",
        "At least 12 characters. Best are a few ordinary words that you use nowhere else.",
    ))
}

/// The account's page with what was refused.
pub(super) fn page_with(
    visit: &Visit,
    account: Account,
    problems: Problems,
    cookies: Vec<HeaderValue>,
) -> Response {
    let template = AccountPage::new(visit, account, problems);
    page(StatusCode::UNPROCESSABLE_ENTITY, &template, cookies)
}

/// What the address of the account's page may say.
#[derive(Deserialize)]
pub(crate) struct Asked {
    done: Option<String>,
}

/// `GET /account`.
pub(crate) async fn show(visit: Visit, Query(asked): Query<Asked>) -> Result<Response, Box<Trouble>> {
    let (account, cookies) = read(&visit).await?;
    let lang = visit.lang;
    let mut template = AccountPage::new(&visit, account, Problems::default());
    template.notice = match asked.done.as_deref() {
        Some("password") => lang.t(
            "Hasło zostało zmienione. Na innych urządzeniach trzeba zalogować się ponownie.",
            "The password was changed. Other devices have to sign in again.",
        ),
        Some("session") => lang.t("Sesja zakończona.", "The session has ended."),
        Some("sessions") => lang.t("Pozostałe sesje zakończone.", "The other sessions have ended."),
        Some("proof") => lang.t(
            "Dziękujemy. Przez 15 minut możesz zmieniać ustawienia, które tego wymagają.",
            "Thank you. For 15 minutes you can change what needs this proof.",
        ),
        _ => "",
    };
    Ok(page(StatusCode::OK, &template, cookies))
}

/// `POST /account/password`.
pub(crate) async fn change_password(posted: Posted) -> Result<Response, Box<Trouble>> {
    let visit = &posted.visit;
    let input = json!({"current": posted.secret("current"), "new": posted.secret("new")});
    let (errors, cookies) = run(visit, CHANGE_PASSWORD, "changePassword", input).await?;
    if errors.is_empty() {
        return Ok(go("/account?done=password", cookies));
    }
    let (account, _) = read(visit).await?;
    Ok(page_with(
        visit,
        account,
        Problems::of(&errors, &["current", "new"]),
        cookies,
    ))
}

/// `POST /account/session`.
pub(crate) async fn end_session(posted: Posted) -> Result<Response, Box<Trouble>> {
    let input = json!({"sessionId": posted.text("sessionId")});
    let (_, cookies) = run(&posted.visit, REVOKE_SESSION, "revokeSession", input).await?;
    Ok(go("/account?done=session", cookies))
}

/// `POST /account/other-sessions`.
pub(crate) async fn end_other_sessions(posted: Posted) -> Result<Response, Box<Trouble>> {
    let (_, cookies) = run(&posted.visit, REVOKE_OTHERS, "revokeAllSessions", json!({})).await?;
    Ok(go("/account?done=sessions", cookies))
}
