//! Terms of recruitment: days, quotas, order. Beside the conditions and in one version with them.

use std::collections::BTreeSet;

use chrono::Datelike;
use wsparcie_kernel::input::{self, Problems};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Exactness, Places, Quotas, RankingMethod, RecruitmentRules, RecruitmentTerms};

use crate::domain::text;
use crate::domain::words::{EVIDENCE_KIND, Words};

const MAX_CONDITIONS: usize = 4_000;
const MAX_LEGAL_BASIS: usize = 300;
const MAX_POINTS: usize = 60;
const PEOPLE: std::ops::RangeInclusive<i32> = 1..=1_000_000;
const PLACES: std::ops::RangeInclusive<i32> = 0..=1_000_000;
const POINTS: std::ops::RangeInclusive<i32> = 1..=1_000;
const YEARS: std::ops::RangeInclusive<i32> = 2004..=2040;

/// Checks terms beside the rules that they come with; texts come back trimmed.
///
/// # Errors
/// Every problem, with paths that begin with `terms`.
pub fn check(terms: &RecruitmentTerms, rules: &RecruitmentRules) -> Result<RecruitmentTerms, Vec<Problem>> {
    let mut problems = Problems::default();
    days(&mut problems, terms);
    let conditions = terms.conditions.as_deref().map(str::trim).map(str::to_owned);
    if let Some(words) = &conditions {
        let mut found = Vec::new();
        let forbidden = |c: char| input::is_invisible(c) && c != '\n' && c != '\t';
        text::limits(
            &mut found,
            &["terms", "conditions"],
            words,
            MAX_CONDITIONS,
            forbidden,
        );
        for problem in found {
            problems.add(&[], problem);
        }
    }
    let basis = terms.legal_basis.as_deref();
    let legal_basis =
        basis.and_then(|basis| problems.keep(&["terms", "legalBasis"], input::line(basis, MAX_LEGAL_BASIS)));
    quotas(&mut problems, &terms.quotas);
    if let Some(minimum) = terms.minimum {
        let exceeds = terms
            .quotas
            .total
            .is_some_and(|total| total.exactness == Exactness::Exact && minimum > total.count);
        if !PEOPLE.contains(&minimum) || exceeds {
            let (pl, en) = (
                "minimum osób jest od 1 do liczby miejsc",
                "the minimum of people is from 1 to the number of places",
            );
            problems.add(
                &["terms", "minimum"],
                Problem::new("MINIMUM_OUT_OF_RANGE", pl, en),
            );
        }
    }
    ranking(&mut problems, terms, rules);
    let checked = RecruitmentTerms {
        conditions: conditions.filter(|words| !words.is_empty()),
        legal_basis,
        ..terms.clone()
    };
    problems.finish(Some(checked)).map_err(Problems::into_vec)
}

fn days(problems: &mut Problems, terms: &RecruitmentTerms) {
    for (field, day) in [("opensOn", terms.opens_on), ("closesOn", terms.closes_on)] {
        if day.is_some_and(|day| !YEARS.contains(&day.year())) {
            let (first, last) = (YEARS.start(), YEARS.end());
            let problem = Problem::new(
                "DATE_OUT_OF_RANGE",
                format!("rok powinien być od {first} do {last}; sprawdź datę"),
                format!("the year should be from {first} to {last}; check the date"),
            );
            problems.add(&["terms", field], problem);
        }
    }
    if terms
        .closes_on
        .zip(terms.opens_on)
        .is_some_and(|(last, first)| last < first)
    {
        problems.add(&["terms", "closesOn"], crate::domain::team::reversed());
    }
}

fn quotas(problems: &mut Problems, quotas: &Quotas) {
    let all = [
        ("total", quotas.total),
        ("women", quotas.women),
        ("men", quotas.men),
    ];
    let before = all
        .iter()
        .filter(|(_, places)| places.is_some_and(|places| !PLACES.contains(&places.count)));
    let mut in_range = true;
    for (field, _) in before {
        in_range = false;
        let (pl, en) = (
            "liczba miejsc powinna być od 0 do 1 000 000",
            "the number of places should be from 0 to 1,000,000",
        );
        problems.add(
            &["terms", "quotas", field],
            Problem::new("PLACES_OUT_OF_RANGE", pl, en),
        );
    }
    let at_least = |places: Option<Places>| places.map_or(0, |places| i64::from(places.count));
    let total = quotas.total.filter(|total| total.exactness == Exactness::Exact);
    if in_range
        && total.is_some_and(|total| at_least(quotas.women) + at_least(quotas.men) > i64::from(total.count))
    {
        let (pl, en) = (
            "miejsc dla kobiet i mężczyzn jest razem więcej niż wszystkich; popraw liczby",
            "places for women and men together exceed the total; correct the numbers",
        );
        problems.add(
            &["terms", "quotas", "total"],
            Problem::new("PLACES_EXCEED_TOTAL", pl, en),
        );
    }
}

fn ranking(problems: &mut Problems, terms: &RecruitmentTerms, rules: &RecruitmentRules) {
    if terms.points.len() > MAX_POINTS {
        problems.add(&["terms", "points"], super::too_many(MAX_POINTS));
        return;
    }
    let by_points = terms.ranking == Some(RankingMethod::Points);
    if by_points == terms.points.is_empty() {
        let (pl, en) = (
            "punkty podaje się wtedy i tylko wtedy, gdy lista powstaje z punktów",
            "points are given if, and only if, the list is made by points",
        );
        problems.add(&["terms", "points"], Problem::new("POINTS_AND_RANKING", pl, en));
    }
    let mut seen = BTreeSet::new();
    for (at, item) in terms.points.iter().enumerate() {
        let at = at.to_string();
        let path = |field| ["terms", "points", at.as_str(), field];
        if !rules
            .preferences
            .iter()
            .any(|preference| preference.code == item.preference)
        {
            let (pl, en) = (
                "nie ma takiej preferencji w tych zasadach; podaj kod jednej z nich",
                "these rules have no such preference; give the code of one of them",
            );
            problems.add(&path("preference"), Problem::new("PREFERENCE_UNKNOWN", pl, en));
        } else if !seen.insert(item.preference.as_str()) {
            let (pl, en) = ("kod występuje dwa razy", "the code appears twice");
            problems.add(&path("preference"), Problem::new("CODE_REPEATED", pl, en));
        }
        if !POINTS.contains(&item.points) {
            let (pl, en) = ("podaj liczbę od 1 do 1000", "give a number from 1 to 1000");
            problems.add(&path("points"), Problem::new("AMOUNT_OUT_OF_RANGE", pl, en));
        }
    }
    let repeated =
        (1..terms.tie_breaks.len()).find(|at| terms.tie_breaks[..*at].contains(&terms.tie_breaks[*at]));
    if let Some(at) = repeated {
        let (pl, en) = (
            "to rozstrzygnięcie stoi już wcześniej",
            "this tie-break stands earlier already",
        );
        problems.add(
            &["terms", "tieBreaks", &at.to_string()],
            Problem::new("REPEATED", pl, en),
        );
    }
}

/// Kinds of evidence that the dictionary does not have on the day. Before reference data are loaded nothing is known of
/// kinds, and any will do.
pub fn unknown_evidence(rules: &RecruitmentRules, words: &Words, day: Date) -> Vec<Problem> {
    if !words.has(EVIDENCE_KIND) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    for (at, criterion) in rules.criteria.iter().enumerate() {
        for (kind_at, kind) in criterion.evidence_kinds.iter().enumerate() {
            let path = [
                "rules",
                "criteria",
                &at.to_string(),
                "evidenceKinds",
                &kind_at.to_string(),
            ];
            problems.extend(
                words
                    .refuse(EVIDENCE_KIND, kind, day)
                    .map(|problem| problem.at(&path)),
            );
        }
    }
    problems
}
