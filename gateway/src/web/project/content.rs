//! From the answer about a project to the words on its page. Pure.

use super::Places;
use super::answer::{Criterion, Document, EnrolmentCounts, Group, Level, Preference, Project};
use super::budget::{BudgetTable, money};
use super::course::{Course, Entry, Purpose, partner, party};
use super::notes::{Flag, Note, flags, notes};
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::visit::Failure;

/// A figure: its name, its value if it is known, and the notes on it.
pub(super) struct Figure {
    pub(super) name: &'static str,
    pub(super) value: Option<String>,
    /// The notes on it: their numbers on the page, and in a word what they say.
    pub(super) flags: Vec<Flag>,
}

/// A row of who takes part.
pub(super) struct Taking {
    pub(super) name: &'static str,
    pub(super) women: String,
    pub(super) men: String,
    pub(super) all: String,
}

/// A group of criteria, or those that stand by themselves.
pub(super) struct CriteriaGroup {
    pub(super) heading: String,
    pub(super) criteria: Vec<Criterion>,
}

/// A document on the page.
pub(super) struct File {
    pub(super) action: String,
    pub(super) title: String,
    pub(super) kind: String,
    pub(super) name_and_size: String,
    pub(super) state: String,
    pub(super) available: bool,
}

/// Everything on the page.
pub(super) struct Content {
    pub(super) title: String,
    pub(super) edition: Option<String>,
    pub(super) figures: Vec<Figure>,
    pub(super) programme: Vec<Level>,
    pub(super) programme_flags: Vec<Flag>,
    pub(super) places: Vec<Figure>,
    pub(super) budget: Option<BudgetTable>,
    pub(super) budget_flags: Vec<Flag>,
    pub(super) partners: Vec<Entry>,
    pub(super) purpose: Purpose,
    pub(super) course: Course,
    pub(super) notes: Vec<Note>,
    pub(super) taking: Option<Vec<Taking>>,
    pub(super) taking_closed: bool,
    pub(super) rules: Option<Vec<CriteriaGroup>>,
    pub(super) rules_closed: bool,
    pub(super) rules_flags: Vec<Flag>,
    pub(super) preferences: Vec<Preference>,
    pub(super) files: Option<Vec<File>>,
    pub(super) files_closed: bool,
}

impl Content {
    #[expect(
        clippy::too_many_lines,
        reason = "one list of what stands on the page, in its order"
    )]
    pub(super) fn new(project: Project, failures: &[Failure], lang: Lang) -> Self {
        let noted = &project.source_notes;
        let flags = |fields: &[&str]| flags(noted, fields);
        let figure = |name, value: Option<String>, fields: &[&str]| Figure {
            name,
            value,
            flags: flags(fields),
        };
        let day = |iso: &String| format::day(iso, lang);
        let number = project.number.as_ref();
        let figures = vec![
            figure(
                lang.t("Status", "Status"),
                Some(format::capital(&project.status.label)),
                &["status"],
            ),
            figure(
                lang.t("Beneficjent", "Beneficiary"),
                project.beneficiary.as_ref().map(party),
                &["beneficiary"],
            ),
            figure(
                lang.t("Realizator", "Implementer"),
                project.implementer.as_ref().map(party),
                &["implementer"],
            ),
            figure(
                lang.t("Numer projektu", "Project number"),
                number.map(|number| number.normalised.clone()),
                &["number"],
            ),
            figure(
                lang.t("Wersja umowy", "Agreement version"),
                number
                    .and_then(|number| number.agreement_version)
                    .map(|version| match version {
                        0 => lang.t("umowa pierwotna", "the original agreement").to_owned(),
                        annex => format!("{} {annex}", lang.t("aneks nr", "annex no.")),
                    }),
                &[],
            ),
            figure(
                lang.t("Perspektywa", "Funding period"),
                number
                    .and_then(|number| number.period.as_ref())
                    .map(|period| period.label.clone()),
                &[],
            ),
            figure(
                lang.t("Tryb wyboru", "How it was chosen"),
                project.mode.as_ref().map(|mode| mode.label.clone()),
                &["mode"],
            ),
            figure(
                lang.t("Okres realizacji", "Period"),
                crate::web::projects::period(project.starts_on.as_deref(), project.ends_on.as_deref(), lang),
                &["period", "startsOn", "endsOn"],
            ),
            figure(
                lang.t("Rekrutacja od", "Recruitment from"),
                project.recruitment_from.as_ref().map(day),
                &["recruitment", "recruitmentFrom"],
            ),
            figure(
                lang.t("Rekrutacja do", "Recruitment until"),
                project.recruitment_until.as_ref().map(day),
                &["recruitmentUntil"],
            ),
            figure(
                lang.t("Przedsięwzięcie", "Undertaking"),
                project.undertaking.clone(),
                &["undertaking"],
            ),
            figure(
                lang.t("Obszar (kod TERYT)", "Area (TERYT code)"),
                project.area.clone(),
                &["area"],
            ),
        ];
        // An agreement's version and an undertaking are told where there is one; that there is none is nothing unknown.
        let optional = [
            lang.t("Wersja umowy", "Agreement version"),
            lang.t("Przedsięwzięcie", "Undertaking"),
            lang.t("Perspektywa", "Funding period"),
            lang.t("Rekrutacja do", "Recruitment until"),
        ];
        let figures = figures
            .into_iter()
            .filter(|figure| {
                figure.value.is_some() || !figure.flags.is_empty() || !optional.contains(&figure.name)
            })
            .collect();
        let all = &project.places;
        let people = |places: &Option<Places>| places.as_ref().map(|places| places.in_words(lang));
        let places = vec![
            figure(
                lang.t("Razem", "In all"),
                people(&all.total),
                &["placesTotal", "places"],
            ),
            figure(lang.t("Kobiety", "Women"), people(&all.women), &["placesWomen"]),
            figure(lang.t("Mężczyźni", "Men"), people(&all.men), &["placesMen"]),
        ];
        let closed = |field: &str| {
            failures
                .iter()
                .any(|failure| failure.path == format!("project.{field}"))
        };
        let (purpose, course) = (Purpose::of(&project), Course::of(&project, lang));
        let (rules, preferences) = match project.recruitment {
            Some(rules) => (
                Some(grouped(rules.criteria, rules.groups, lang)),
                rules.preferences,
            ),
            None => (None, Vec::new()),
        };
        Self {
            purpose,
            course,
            title: format::tied(&project.title),
            edition: project.edition,
            figures,
            programme: project
                .programme
                .and_then(|programme| programme.path)
                .unwrap_or_default(),
            programme_flags: flags(&["programme"]),
            places,
            budget: project
                .budget
                .map(|budget| money(&budget, flags(&["budget"]), lang)),
            budget_flags: flags(&["budget"]),
            partners: (project.partners.iter()).map(|one| partner(one, lang)).collect(),
            rules_flags: flags(&["recruitmentRules", "targetGroup", "groups"]),
            notes: notes(&project.source_notes, lang),
            taking: project.enrolment_counts.map(|counts| taking(&counts, lang)),
            taking_closed: closed("enrolmentCounts"),
            rules,
            rules_closed: closed("recruitment"),
            preferences,
            files: project.documents.map(|documents| {
                let nodes = documents.edges.into_iter().map(|edge| edge.node);
                nodes.map(|document| file(document, lang)).collect()
            }),
            files_closed: closed("documents"),
        }
    }
}

fn taking(counts: &EnrolmentCounts, lang: Lang) -> Vec<Taking> {
    let row = |name, women: i64, men: i64| Taking {
        name,
        women: format::count(women, lang),
        men: format::count(men, lang),
        all: format::count(women.saturating_add(men), lang),
    };
    vec![
        row(lang.t("Na miejscach", "On places"), counts.women, counts.men),
        row(
            lang.t("Na liście rezerwowej", "On the reserve list"),
            counts.reserve_women,
            counts.reserve_men,
        ),
    ]
}

fn grouped(mut criteria: Vec<Criterion>, groups: Vec<Group>, lang: Lang) -> Vec<CriteriaGroup> {
    let mut found = Vec::new();
    let alone: Vec<_> = criteria.extract_if(.., |one| one.group.is_none()).collect();
    if !alone.is_empty() {
        found.push(CriteriaGroup {
            heading: lang.t("Każdy z warunków", "Every one of these").to_owned(),
            criteria: alone,
        });
    }
    for group in groups {
        let of_group = criteria.extract_if(.., |one| one.group.as_deref() == Some(group.code.as_str()));
        let at_least = format!("{} {}", lang.t("co najmniej", "at least"), group.at_least);
        found.push(CriteriaGroup {
            heading: format!("{} ({at_least})", format::capital(&format::tied(&group.label))),
            criteria: of_group.collect(),
        });
    }
    found
}

fn file(document: Document, lang: Lang) -> File {
    File {
        action: format!("/documents/{}", document.id),
        available: document.state.code == "available",
        title: format::tied(&document.title),
        kind: format::capital(&document.kind.label),
        name_and_size: format!(
            "{}, {}",
            document.file_name,
            format::size(document.size_bytes, lang)
        ),
        state: document.state.label,
    }
}
