//! What a project is for and how it went so far, in the words of its page: goals, parties, agreements, status. Pure.

use super::answer::{Agreement, Edition, Partner, Party, Project, StatusChange};
use super::notes::{Flag, flags};
use crate::web::format;
use crate::web::lang::Lang;

/// Goals and target groups.
pub(super) struct Purpose {
    pub(super) main_goal: Option<String>,
    pub(super) specific_goals: Vec<String>,
    pub(super) target_groups: Vec<String>,
    pub(super) goal_flags: Vec<Flag>,
    pub(super) group_flags: Vec<Flag>,
}

impl Purpose {
    pub(super) fn of(project: &Project) -> Self {
        let noted = &project.source_notes;
        let tied = |texts: &[String]| texts.iter().map(|text| format::tied(text)).collect();
        Self {
            main_goal: project.main_goal.as_deref().map(format::tied),
            specific_goals: tied(&project.specific_goals),
            target_groups: tied(&project.target_groups),
            goal_flags: flags(noted, &["goals", "mainGoal", "specificGoals"]),
            group_flags: flags(noted, &["targetGroup"]),
        }
    }
}

/// A line with a heading: a version of the agreement, a step of the status.
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) text: String,
}

/// A link to another edition.
pub(super) struct Other {
    pub(super) href: String,
    pub(super) name: String,
}

/// Agreements, status and editions.
pub(super) struct Course {
    pub(super) agreements: Vec<Entry>,
    pub(super) agreement_flags: Vec<Flag>,
    pub(super) history: Vec<Entry>,
    pub(super) status_flags: Vec<Flag>,
    pub(super) editions: Vec<Other>,
}

impl Course {
    pub(super) fn of(project: &Project, lang: Lang) -> Self {
        let noted = &project.source_notes;
        let agreements = project.agreements.as_deref().unwrap_or_default().iter();
        let history = project.status_history.as_deref().unwrap_or_default().iter();
        let editions = project.editions.as_deref().unwrap_or_default().iter();
        Self {
            agreements: agreements.map(|version| agreement(version, lang)).collect(),
            agreement_flags: flags(noted, &["agreements"]),
            history: history.map(|change| step(change, lang)).collect(),
            status_flags: flags(noted, &["status"]),
            editions: editions.map(other).collect(),
        }
    }
}

/// A partner: „Partner nr 1”, its name and its share.
pub(super) fn partner(partner: &Partner, lang: Lang) -> Entry {
    let role = format::capital(&partner.role.label);
    let share = partner.share.as_ref().map(|share| share.in_words(lang));
    Entry {
        name: match partner.number {
            Some(number) => format!("{role} {} {number}", lang.t("nr", "no.")),
            None => role,
        },
        text: match share {
            Some(share) => format!("{} ({share})", partner.name),
            None => partner.name.clone(),
        },
    }
}

/// „Gmina Starachowice (NIP 8971811633)”.
pub(super) fn party(party: &Party) -> String {
    match &party.nip {
        Some(nip) => format!("{} (NIP {nip})", party.name),
        None => party.name.clone(),
    }
}

fn agreement(version: &Agreement, lang: Lang) -> Entry {
    let name = match version.number {
        0 => lang.t("Umowa pierwotna", "The original agreement").to_owned(),
        number => format!("{} {number}", lang.t("Aneks nr", "Annex no.")),
    };
    let days = |from: &Option<String>, to: &Option<String>| {
        crate::web::projects::period(from.as_deref(), to.as_deref(), lang)
    };
    let unknown = || {
        lang.t("okres obowiązywania nieznany", "its days are unknown")
            .to_owned()
    };
    let mut parts = vec![days(&version.valid_from, &version.valid_to).unwrap_or_else(unknown)];
    if let Some(period) = days(&version.starts_on, &version.ends_on) {
        parts.push(format!("{} {period}", lang.t("projekt:", "project:")));
    }
    if let Some(total) = &version.total {
        parts.push(format!(
            "{} {}",
            lang.t("wartość:", "value:"),
            total.in_words(lang)
        ));
    }
    parts.extend(version.changes.clone());
    Entry {
        name,
        text: parts.join("; "),
    }
}

fn step(change: &StatusChange, lang: Lang) -> Entry {
    let day = change.on.as_deref().map(|on| format::day(on, lang));
    let day = day.unwrap_or_else(|| lang.t("dzień nieznany", "day unknown").to_owned());
    Entry {
        name: format::capital(&change.to.label),
        text: match &change.reason {
            Some(reason) => format!("{day}; {reason}"),
            None => day,
        },
    }
}

fn other(edition: &Edition) -> Other {
    let name = match &edition.edition {
        Some(name) => format!("{} ({name})", edition.title),
        None => edition.title.clone(),
    };
    Other {
        href: format!("/projects/{}", edition.id),
        name: format::tied(&name),
    }
}
