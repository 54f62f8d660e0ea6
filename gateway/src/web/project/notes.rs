//! What a source does not say, or says in two ways: at the figures in a word, at the end of the page in full. Pure.

use super::SourceNote;
use crate::web::format;
use crate::web::lang::Lang;

/// A word at a figure that leads to a note.
#[derive(Clone)]
pub(super) struct Flag {
    pub(super) number: usize,
    pub(super) label: String,
    pub(super) serious: bool,
}

/// A note on the page.
pub(super) struct Note {
    pub(super) number: usize,
    pub(super) kind: String,
    pub(super) serious: bool,
    pub(super) about: String,
    pub(super) text: String,
}

/// The notes on some fields, by their numbers on the page.
pub(super) fn flags(notes: &[SourceNote], fields: &[&str]) -> Vec<Flag> {
    let numbered = notes.iter().zip(1..);
    numbered
        .filter(|(note, _)| fields.contains(&note.field.as_str()))
        .map(|(note, number)| Flag {
            number,
            label: note.kind.label.clone(),
            serious: note.kind.code == "contradiction",
        })
        .collect()
}

/// All notes, as they stand on the page.
pub(super) fn notes(notes: &[SourceNote], lang: Lang) -> Vec<Note> {
    let numbered = notes.iter().zip(1..);
    numbered
        .map(|(note, number)| Note {
            number,
            kind: format::capital(&note.kind.label),
            serious: note.kind.code == "contradiction",
            about: about(&note.field, lang).to_owned(),
            text: format::tied(&note.text),
        })
        .collect()
}

/// A field of the API in the words of the page.
fn about(field: &str, lang: Lang) -> &str {
    match field {
        "budget" => lang.t("Budżet", "Budget"),
        "programme" => lang.t("Program", "Programme"),
        "mode" => lang.t("Tryb wyboru", "How it was chosen"),
        "number" => lang.t("Numer projektu", "Project number"),
        "period" | "startsOn" | "endsOn" => lang.t("Okres realizacji", "Period"),
        "recruitment" | "recruitmentFrom" | "recruitmentUntil" => lang.t("Rekrutacja", "Recruitment"),
        "recruitmentRules" => lang.t("Zasady rekrutacji", "Recruitment rules"),
        "targetGroup" | "groups" => lang.t("Grupa docelowa", "Target group"),
        "partners" => lang.t("Partnerzy", "Partners"),
        "beneficiary" => lang.t("Beneficjent", "Beneficiary"),
        "implementer" => lang.t("Realizator", "Implementer"),
        "goals" | "mainGoal" | "specificGoals" => lang.t("Cele", "Goals"),
        "budgetTotal" => lang.t("Wartość projektu", "Value of the project"),
        "agreements" => lang.t("Umowa", "Agreement"),
        "status" => lang.t("Status", "Status"),
        "team" => lang.t("Zespół", "Team"),
        "services" => lang.t("Usługi", "Services"),
        "districts" => lang.t("Rejony", "Districts"),
        "hours" => lang.t("Godziny", "Hours"),
        "indicators" => lang.t("Wskaźniki", "Indicators"),
        "readiness" => lang.t("Trwałość", "Readiness"),
        "area" => lang.t("Obszar", "Area"),
        "placesWomen" => lang.t("Miejsca dla kobiet", "Places for women"),
        "placesMen" => lang.t("Miejsca dla mężczyzn", "Places for men"),
        "placesTotal" | "places" => lang.t("Miejsca", "Places"),
        other => other,
    }
}
