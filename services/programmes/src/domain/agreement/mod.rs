//! What may be said of a project's agreement: the original and its annexes, one after another.
//!
//! Owns the checks of one new version against those before it. It must not know SQL or rights. Versions form a chain without
//! overlap or gap: an annex ends its predecessor the day before it comes into force. The project's own facts are not changed by
//! a version: they say what their source says, and a version says what was signed.

#[cfg(test)]
mod tests;

use wsparcie_kernel::national::ValueProblem;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Agreement, AgreementFacts};

use super::number::ProjectNumber;
use super::project::budget::check_amount;
use super::project::period::{check_year, is_before};
use super::text;

/// The last number that a project number can name.
const MAX_NUMBER: i32 = 99;
/// Longest description of what a version changes, in characters.
const MAX_CHANGES: usize = 2_000;

/// A version that may be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedVersion {
    /// What it says, texts trimmed.
    pub facts: AgreementFacts,
    /// The last day that its predecessor gets; absent for an original.
    pub predecessor_ends: Option<Date>,
}

/// Checks a new version by itself.
///
/// # Errors
/// Every problem, with paths that begin with `agreement`.
pub fn check_alone(facts: &AgreementFacts) -> Result<AgreementFacts, Vec<Problem>> {
    let mut problems = Vec::new();
    for (field, day) in [
        ("signedOn", facts.signed_on),
        ("validFrom", facts.valid_from),
        ("validTo", facts.valid_to),
        ("startsOn", facts.starts_on),
        ("endsOn", facts.ends_on),
    ] {
        check_year(&mut problems, &["agreement", field], day);
    }
    if facts.number > 0 && facts.valid_from.is_none() {
        let pl = "podaj pierwszy dzień obowiązywania aneksu: poprzednia wersja kończy się dzień wcześniej";
        let en =
            "give the first day on which the annex is in force: the version before it ends the day before";
        problems.push(Problem::new("AGREEMENT_START_MISSING", pl, en).at(&["agreement", "validFrom"]));
    }
    if is_before(facts.valid_to, facts.valid_from) {
        let pl = "umowa nie może przestać obowiązywać, zanim zacznie; sprawdź obie daty";
        let en = "an agreement cannot end before it begins; check both dates";
        problems.push(Problem::new("AGREEMENT_REVERSED", pl, en).at(&["agreement", "validTo"]));
    }
    if is_before(facts.ends_on, facts.starts_on) {
        let pl = "projekt nie może kończyć się przed swoim początkiem; sprawdź obie daty";
        let en = "a project cannot end before it starts; check both dates";
        problems.push(Problem::new("PERIOD_REVERSED", pl, en).at(&["agreement", "endsOn"]));
    }
    let changes = text::optional_line(
        &mut problems,
        &["agreement", "changes"],
        facts.changes.as_deref(),
        MAX_CHANGES,
    );
    if let Some(total) = facts.total {
        check_amount(&mut problems, &["agreement", "total"], total);
    }
    let project_number = check_own_number(&mut problems, facts);
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(AgreementFacts {
        changes,
        project_number,
        ..facts.clone()
    })
}

/// Checks a version that is right by itself against the versions before it (by number) and the project's own number.
///
/// # Errors
/// Every problem, with paths that begin with `agreement`.
pub fn check_against(
    facts: AgreementFacts,
    before: &[Agreement],
    project_number: Option<&str>,
) -> Result<CheckedVersion, Vec<Problem>> {
    let mut problems = Vec::new();
    check_project(&mut problems, &facts, project_number);
    let next = before.last().map_or(0, |last| last.facts.number + 1);
    if facts.number != next || next > MAX_NUMBER {
        problems.push(unexpected_number(next));
        return Err(problems);
    }
    let predecessor = before.last().map(|version| &version.facts);
    if let Some(predecessor) = predecessor {
        check_order(&mut problems, &facts, predecessor);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let predecessor_ends = predecessor
        .and(facts.valid_from)
        .and_then(|first| first.pred_opt());
    Ok(CheckedVersion {
        facts,
        predecessor_ends,
    })
}

/// The refusal of a number that is not the next one: repeated, or with a gap before it.
pub fn unexpected_number(next: i32) -> Problem {
    let (pl, en) = match next {
        0 => (
            "najpierw wpisz umowę pierwotną (numer 0)".to_owned(),
            "enter the original agreement first (number 0)".to_owned(),
        ),
        next if next > MAX_NUMBER => (
            format!("projekt ma najwyżej {MAX_NUMBER} aneksów"),
            format!("a project has at most {MAX_NUMBER} annexes"),
        ),
        next => (
            format!("wersje umowy następują po sobie bez przerw: kolejny jest aneks nr {next}"),
            format!("the versions of an agreement follow without gaps: the next is annex no. {next}"),
        ),
    };
    Problem::new("AGREEMENT_NUMBER_UNEXPECTED", pl, en).at(&["agreement", "number"])
}

/// The number that the version writes must name this version, if it names any.
fn check_own_number(problems: &mut Vec<Problem>, facts: &AgreementFacts) -> Option<String> {
    let path = ["agreement", "projectNumber"];
    let number = match ProjectNumber::parse(facts.project_number.as_deref()?.trim()) {
        Ok(number) => number,
        Err(problem) => {
            problems.push(problem.to_problem().at(&path));
            return None;
        }
    };
    let named = number.agreement_version().map(i32::from);
    if named.is_some_and(|version| version != facts.number) {
        let pl = "numer projektu wskazuje inną wersję umowy (00 to umowa pierwotna, 01 aneks nr 1); popraw numer albo wersję";
        let en = "the project number names another version of the agreement (00 the original, 01 annex no. 1); correct one of them";
        problems.push(Problem::new("AGREEMENT_VERSION_MISMATCH", pl, en).at(&path));
    }
    Some(number.raw().to_owned())
}

/// The number that the version writes must be the project's own, apart from its version.
fn check_project(problems: &mut Vec<Problem>, facts: &AgreementFacts, project: Option<&str>) {
    let read = |text: &str| ProjectNumber::parse(text).ok();
    let numbers = (facts.project_number.as_deref().and_then(read)).zip(project.and_then(read));
    if numbers.is_some_and(|(written, own)| written.without_version() != own.without_version()) {
        let pl = "to numer innego projektu; sprawdź numer w umowie i numer projektu";
        let en = "this is another project's number; check the number in the agreement and the project's";
        problems
            .push(Problem::new("AGREEMENT_OF_ANOTHER_PROJECT", pl, en).at(&["agreement", "projectNumber"]));
    }
}

fn check_order(problems: &mut Vec<Problem>, facts: &AgreementFacts, predecessor: &AgreementFacts) {
    let begun = predecessor.valid_from.or(predecessor.signed_on);
    if let (Some(first), Some(begun)) = (facts.valid_from, begun)
        && first <= begun
    {
        let pl = format!(
            "poprzednia wersja obowiązuje od {begun}; aneks może obowiązywać najwcześniej od następnego dnia"
        );
        let en = format!(
            "the version before is in force from {begun}; an annex can be from the next day at the earliest"
        );
        problems.push(Problem::new("AGREEMENT_OVERLAP", pl, en).at(&["agreement", "validFrom"]));
    }
    let latest = predecessor.valid_to.and_then(|last| last.succ_opt());
    if is_before(latest, facts.valid_from) {
        let pl = "poprzednia wersja przestaje obowiązywać wcześniej; aneks powinien obowiązywać najpóźniej od dnia po jej końcu";
        let en = "the version before ends earlier; an annex should be in force from the day after its end at the latest";
        problems.push(Problem::new("AGREEMENT_GAP", pl, en).at(&["agreement", "validFrom"]));
    }
    if is_before(facts.signed_on, predecessor.signed_on) {
        let pl = "aneks nie może być podpisany przed wersją, którą zmienia; sprawdź datę";
        let en = "an annex cannot be signed before the version that it changes; check the date";
        problems.push(Problem::new("AGREEMENT_SIGNED_EARLIER", pl, en).at(&["agreement", "signedOn"]));
    }
}
