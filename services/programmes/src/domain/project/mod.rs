//! What may be said of a project.
//!
//! Owns the checks of one project's input, all of its problems at once. It must not know other projects, SQL or rights.
//! What a source does not say stays absent; what contradicts itself is stored as it stands (sum and stated total of a
//! budget, places that a source calls a minimum), so few contradictions are refused: only those that cannot be data.

mod about;
pub(in crate::domain) mod budget;
mod kept;
mod notes;
mod number_parts;
mod partners;
pub(in crate::domain) mod period;
mod places;
mod programme;

#[cfg(test)]
mod tests;

use wsparcie_kernel::Problem;
use wsparcie_kernel::national::{GminaCode, PowiatCode, ValueProblem, Voivodeship};
use wsparcie_programmes_api::ProjectFacts;

use super::number::ProjectNumber;
use super::text;

pub use kept::with_kept;
pub use number_parts::parts;
pub use programme::{ProgrammePlace, mismatch};

/// Longest title, in characters.
const MAX_TITLE: usize = 300;
/// Longest edition and undertaking, in characters.
const MAX_NAME: usize = 100;

/// Facts that passed every check that needs no database.
#[derive(Debug, Clone)]
pub struct CheckedProject {
    /// The facts, texts trimmed.
    pub facts: ProjectFacts,
    /// The number, read.
    pub number: Option<ProjectNumber>,
}

/// Checks what is said of a project.
///
/// # Errors
/// Every problem of the input, with paths that begin with `project`.
pub fn check(facts: &ProjectFacts) -> Result<CheckedProject, Vec<Problem>> {
    let mut problems = Vec::new();
    let title = text::line(&mut problems, &["project", "title"], &facts.title, MAX_TITLE);
    let edition = text::optional_line(
        &mut problems,
        &["project", "edition"],
        facts.edition.as_deref(),
        MAX_NAME,
    );
    let undertaking = text::optional_line(
        &mut problems,
        &["project", "undertaking"],
        facts.undertaking.as_deref(),
        MAX_NAME,
    );
    let number = check_number(&mut problems, facts.number.as_deref());
    period::check(&mut problems, facts);
    places::check(&mut problems, facts);
    budget::check(&mut problems, facts);
    let partners = partners::check(&mut problems, &facts.partners);
    let source_notes = notes::check(&mut problems, &facts.source_notes);
    let area = check_area(&mut problems, facts.area.as_deref());
    let beneficiary = about::party(&mut problems, "beneficiary", facts.beneficiary.as_ref());
    let implementer = about::party(&mut problems, "implementer", facts.implementer.as_ref());
    let main_goal = about::main_goal(&mut problems, facts.main_goal.as_deref());
    let specific_goals = about::specific_goals(&mut problems, &facts.specific_goals);
    let target_groups = about::target_groups(&mut problems, &facts.target_groups);
    if !problems.is_empty() {
        return Err(problems);
    }
    let facts = ProjectFacts {
        title,
        edition,
        undertaking,
        number: number.as_ref().map(|number| number.raw().to_owned()),
        budget: budget::in_order(facts.budget.as_deref()),
        partners,
        source_notes,
        area,
        beneficiary,
        implementer,
        main_goal,
        specific_goals,
        target_groups,
        ..facts.clone()
    };
    Ok(CheckedProject { facts, number })
}

fn check_number(problems: &mut Vec<Problem>, text: Option<&str>) -> Option<ProjectNumber> {
    match ProjectNumber::parse(text?.trim()) {
        Ok(number) => Some(number),
        Err(problem) => {
            problems.push(problem.to_problem().at(&["project", "number"]));
            None
        }
    }
}

/// The area is a gmina, a powiat or a voivodeship, told apart by the length of its TERYT code.
fn check_area(problems: &mut Vec<Problem>, area: Option<&str>) -> Option<String> {
    let code = area?.trim();
    let checked = match code.len() {
        2 => Voivodeship::parse(code)
            .map(|_| ())
            .map_err(|problem| problem.to_problem()),
        4 => PowiatCode::parse(code)
            .map(|_| ())
            .map_err(|problem| problem.to_problem()),
        7 => GminaCode::parse(code)
            .map(|_| ())
            .map_err(|problem| problem.to_problem()),
        _ => Err(Problem::new(
            "AREA_FORM",
            "podaj kod TERYT obszaru: 7 cyfr gminy, 4 cyfry powiatu albo 2 cyfry województwa",
            "give the area's TERYT code: 7 digits of a gmina, 4 of a powiat or 2 of a voivodeship",
        )),
    };
    if let Err(problem) = checked {
        problems.push(problem.at(&["project", "area"]));
    }
    Some(code.to_owned())
}
