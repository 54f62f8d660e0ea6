//! The page of the processing agreement, and who is asked for it.

use std::sync::Arc;

use http::StatusCode;
use http::header::{COOKIE, LOCATION};
use wsparcie_kernel::ids::UserId;
use wsparcie_kernel::{CallError, CallResult, Date, Instant, Page, Problem, Role};
use wsparcie_programmes_api::{ProgrammesApiRequest as P, ProgrammesApiResponse as PR, Project};
use wsparcie_tenants_api::{
    AgreementAcceptance, ProcessingAgreement, TenantsApiRequest as T, TenantsApiResponse as TR,
};

use super::{OURS, form, get, has_nothing_inline, signed_in};
use crate::support::{App, Setup};

/// A centre that has accepted the agreement, or has not.
pub(super) fn agreement(accepted: bool) -> ProcessingAgreement {
    ProcessingAgreement {
        version: "2026-1".to_owned(),
        valid_from: Date::from_ymd_opt(2026, 1, 1).unwrap(),
        text: "UMOWA\n\n§ 1. Strony\n1. <b>Ośrodek</b>.".to_owned(),
        accepted: accepted.then(|| AgreementAcceptance {
            at: Instant::from_timestamp(1_795_000_000, 0).unwrap(),
            by: UserId::from_uuid(uuid::Uuid::from_u128(77)),
        }),
    }
}

fn no_projects(request: &P) -> PR {
    let P::ListProjects { page, .. } = request else {
        return PR::ListFactsVocabulary(Err(CallError::Internal));
    };
    let total = page.with_total.then_some(0);
    PR::ListProjects(Ok(Page::from_fetched(
        page,
        Vec::new(),
        total,
        |row: &Project| row.id.into_uuid(),
    )))
}

/// A gateway to a centre whose agreement is such.
fn with_agreement(found: CallResult<ProcessingAgreement>) -> App {
    App::with(Setup {
        tenants: Arc::new(move |request| match request {
            T::ProcessingAgreement { .. } => TR::ProcessingAgreement(found.clone()),
            T::AcceptProcessingAgreement { version, .. } if version == "2026-1" => {
                TR::AcceptProcessingAgreement(Ok(agreement(true)))
            }
            _ => TR::AcceptProcessingAgreement(Err(CallError::refused(Problem::new(
                "AGREEMENT_VERSION",
                "inna wersja",
                "another version",
            )))),
        }),
        programmes: Arc::new(|request| no_projects(&request)),
        ..Setup::default()
    })
}

#[tokio::test]
async fn a_list_of_projects_needs_no_agreement_and_asks_only_whom_it_is_for() {
    // The scripted person is a coordinator, who accepts nothing for the centre; an authority has nothing to accept.
    for found in [
        Ok(agreement(false)),
        Ok(agreement(true)),
        Err(CallError::Forbidden),
    ] {
        let app = with_agreement(found);
        let cookie = signed_in(&app).await;
        let list = app.send(get("/projects", &[(COOKIE.as_str(), &cookie)])).await;
        assert_eq!(list.status, StatusCode::OK, "{}", list.text);
        assert!(!list.text.contains("/agreement"), "{}", list.text);
    }
}

#[tokio::test]
async fn the_agreement_is_shown_as_text_and_offered_only_to_whom_it_is_for() {
    let app = with_agreement(Ok(agreement(false)));
    let cookie = signed_in(&app).await;
    let shown = app.send(get("/agreement", &[(COOKIE.as_str(), &cookie)])).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text);
    assert!(shown.text.contains("<h2>§\u{a0}1. Strony</h2>"), "{}", shown.text);
    assert!(shown.text.contains("&#60;b&#62;Ośrodek"), "{}", shown.text);
    assert!(!shown.text.contains("action=\"/agreement\""), "{}", shown.text);
    has_nothing_inline(&shown);
    // Where there is none, that is told with the right status.
    let app = with_agreement(Err(CallError::Forbidden));
    let cookie = signed_in(&app).await;
    let none = app.send(get("/agreement", &[(COOKIE.as_str(), &cookie)])).await;
    assert_eq!(none.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn accepting_the_agreement_is_for_the_version_that_was_read() {
    let app = with_agreement(Ok(agreement(false)));
    let cookie = signed_in(&app).await;
    let accept = |version| {
        let fields = [("version", version), ("key", "page-1")];
        app.send(form("/agreement", &[OURS, (COOKIE.as_str(), &cookie)], &fields))
    };
    assert_eq!(
        accept("2026-1").await.status,
        StatusCode::FORBIDDEN,
        "a coordinator"
    );
    *app.role.lock().unwrap() = Some(Role::Director);
    let done = accept("2026-1").await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text);
    assert_eq!(done.header(LOCATION.as_str()), "/agreement?done=1");
    let other = accept("2020-1").await;
    assert_eq!(other.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", other.text);
    assert!(other.text.contains("<li>Inna wersja.</li>"), "{}", other.text);
}
