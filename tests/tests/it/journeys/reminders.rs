//! What is due reaches the people who have to see to it.

use serde_json::json;

use super::stage::{Centre, create_project, in_days, key};
use crate::support::TestApp;

#[tokio::test]
pub(crate) async fn who_keeps_a_projects_deadlines_gets_a_letter_once_and_nobody_else_does() {
    let app = TestApp::start().await;
    let centre = Centre::found(&app, "starachowice", "2611011").await;
    let coordinator = centre.coordinator().await;
    centre.hire("kierownik", "PROJECT_MANAGER").await;
    centre.hire("ksiegowosc", "CHIEF_ACCOUNTANT").await;
    centre.hire("dyrektor", "DIRECTOR").await;
    centre.social_worker().await;
    let elsewhere = Centre::found(&app, "walbrzych", "0265011").await;
    elsewhere.coordinator().await;

    let facts = json!({"title": "Asystent aktywności", "startsOn": in_days(-800), "endsOn": in_days(-100)});
    let project = create_project(&coordinator, facts).await;
    let input = json!({"idempotencyKey": key(), "projectId": project, "service": "Asystent osobisty"});
    let duty = coordinator.mutate("addReadinessDuty", "duty { id }", input).await["duty"].take();
    for days in [5, 90] {
        let input = json!({"idempotencyKey": key(), "dutyId": duty["id"], "plannedOn": in_days(days)});
        coordinator
            .mutate("planReadinessCheck", "duty { id }", input)
            .await;
    }
    let input = json!({
        "idempotencyKey": key(), "dutyId": duty["id"], "foundOn": in_days(-1), "what": "Jan Tajny nie odbiera telefonu",
    });
    coordinator
        .mutate("reportReadinessBreach", "duty { id }", input)
        .await;

    // The day's job, its events, and the letters that are written of them.
    app.settle().await;
    let mails = app.mails().await;
    let told = |text: &str| {
        let about = mails.iter().filter(|mail| mail.contains(text));
        let mut to: Vec<_> = about
            .map(|mail| mail.split_once("To: ").unwrap().1.lines().next().unwrap())
            .collect();
        to.sort_unstable();
        to
    };
    let readers = ["kierownik", "koordynator", "ksiegowosc"].map(|who| centre.login(who));
    assert_eq!(told(&format!("kontrola trwałości: {}", in_days(5))), readers);
    assert_eq!(
        told(&format!("otwarte naruszenie trwałości: wykryte {}", in_days(-1))),
        readers
    );
    assert_eq!(mails.len(), 6, "the check in three months is not near");
    for mail in &mails {
        assert!(mail.contains("w projekcie „Asystent aktywności”"), "{mail}");
        // The link is the page's, by the id that the API gives.
        assert!(
            mail.contains(&format!("{}/projects/{project}\r\n", app.base_url)),
            "{mail}"
        );
        assert!(
            !mail.contains("Tajny") && !mail.contains("Osoba Próbna"),
            "{mail}"
        );
        let place = |text: &str| mail.find(text).unwrap();
        assert!(place("Dzień dobry") < place("Hello"), "Polish first");
    }

    // Another act of the same day reminds of nothing twice.
    let input = json!({"idempotencyKey": key(), "dutyId": duty["id"], "plannedOn": in_days(91)});
    coordinator
        .mutate("planReadinessCheck", "duty { id }", input)
        .await;
    app.settle().await;
    assert_eq!(app.mails().await.len(), 6);
}
