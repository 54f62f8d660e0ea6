//! What a reminder says: what is due, when, in which project. Polish first; no person stands in it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{DeadlineKind, ReminderEvent, ReminderStage};

use super::Letter;

/// The letter about something that is due.
pub(super) fn reminder(to: &str, public_url: &str, event: &ReminderEvent) -> Letter {
    let (what_pl, what_en) = (event.kind.label_pl(), event.kind.label_en());
    let due_on = event.due_on;
    let (news_pl, news_en) = match event.stage {
        ReminderStage::Near => ("zbliża się termin", "a deadline is near"),
        ReminderStage::Over => ("minął termin", "a deadline has passed"),
        ReminderStage::Open => ("jest coś do naprawienia", "something has to be put right"),
    };
    // A breach has no last day, but a first one.
    let (since_pl, since_en) = match event.kind {
        DeadlineKind::ReadinessBreach => ("wykryte ", "found on "),
        _ => ("", ""),
    };
    let title = one_line(&event.project_title);
    let link = project_page(public_url, event.project_id);
    Letter {
        to: to.to_owned(),
        subject: format!("Wsparcie: {what_pl}, {since_pl}{due_on} / {what_en}, {since_en}{due_on}"),
        body: format!(
            "Dzień dobry,\n\n\
             w projekcie „{title}” {news_pl}:\n\n\
             {what_pl}: {since_pl}{due_on}\n\n\
             Strona projektu:\n\n\
             {link}\n\n\
             Tę wiadomość dostają koordynatorzy, kierownicy projektów i główni księgowi ośrodka.\n\n\
             ----\n\n\
             Hello,\n\n\
             in the project “{title}” {news_en}:\n\n\
             {what_en}: {since_en}{due_on}\n\n\
             The project's page is behind the link above.\n\
             Coordinators, project managers and chief accountants of the centre get this message.\n"
        ),
    }
}

/// The address of a project's page. Pages name things by the global ids of the public API.
fn project_page(public_url: &str, project: ProjectId) -> String {
    let id = URL_SAFE_NO_PAD.encode(format!("Project:{project}"));
    format!("{public_url}/projects/{id}")
}

/// A title cannot break a letter's lines.
fn one_line(title: &str) -> String {
    title
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn event(kind: DeadlineKind, stage: ReminderStage) -> ReminderEvent {
        ReminderEvent {
            schema: 1,
            reminder_id: Uuid::nil(),
            kind,
            stage,
            project_id: ProjectId::from_uuid(Uuid::nil()),
            project_title: "Asystent\r\naktywności".to_owned(),
            claim_id: None,
            check_id: None,
            breach_id: None,
            due_on: "2026-03-09".parse().unwrap(),
        }
    }

    #[test]
    fn a_reminder_says_in_polish_first_what_is_due_when_and_where() {
        let near = event(DeadlineKind::ClaimDue, ReminderStage::Near);
        let letter = reminder("anna@mops.example", "https://wsparcie.example", &near);
        assert_eq!(letter.to, "anna@mops.example");
        assert_eq!(
            letter.subject,
            "Wsparcie: złożenie wniosku o płatność, 2026-03-09 / payment claim due, 2026-03-09"
        );
        let place = |text: &str| {
            letter
                .body
                .find(text)
                .unwrap_or_else(|| panic!("{text}: {}", letter.body))
        };
        assert!(place("w projekcie „Asystent  aktywności” zbliża się termin:") < place("a deadline is near"));
        assert!(place("złożenie wniosku o płatność: 2026-03-09") < place("payment claim due: 2026-03-09"));
        let id = URL_SAFE_NO_PAD.encode("Project:00000000-0000-0000-0000-000000000000");
        place(&format!("https://wsparcie.example/projects/{id}\n"));
    }

    #[test]
    fn every_kind_and_stage_has_words_of_its_own() {
        let mut bodies = std::collections::BTreeSet::new();
        for kind in DeadlineKind::ALL {
            for stage in [ReminderStage::Near, ReminderStage::Over, ReminderStage::Open] {
                bodies.insert(reminder("a@b.example", "https://w.example", &event(*kind, stage)).body);
            }
        }
        assert_eq!(bodies.len(), DeadlineKind::ALL.len() * 3);
        let breach = event(DeadlineKind::ReadinessBreach, ReminderStage::Open);
        let letter = reminder("a@b.example", "https://w.example", &breach);
        assert!(
            letter
                .body
                .contains("otwarte naruszenie trwałości: wykryte 2026-03-09")
        );
    }
}
