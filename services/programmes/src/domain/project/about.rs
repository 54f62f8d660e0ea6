//! Who answers for a project, and what it is for: parties, goals, target groups.

use wsparcie_kernel::Problem;
use wsparcie_kernel::national::{Nip, ValueProblem};
use wsparcie_programmes_api::ProjectParty;

use crate::domain::text;

/// Longest name of a party, in characters.
const MAX_NAME: usize = 200;
/// Longest goal and longest target group, in characters.
const MAX_TEXT: usize = 2_000;
/// A project has at most this many specific goals, and this many target groups, so the lists need no pages.
const MAX_ROWS: usize = 50;

/// A party's name, and its NIP as ten digits. The same NIP may be another party's, and another centre's.
pub(super) fn party(
    problems: &mut Vec<Problem>,
    field: &str,
    party: Option<&ProjectParty>,
) -> Option<ProjectParty> {
    let party = party?;
    let name = text::line(problems, &["project", field, "name"], &party.name, MAX_NAME);
    let nip = party.nip.as_deref().and_then(|typed| match Nip::parse(typed) {
        Ok(nip) => Some(nip.as_str().to_owned()),
        Err(problem) => {
            problems.push(problem.to_problem().at(&["project", field, "nip"]));
            None
        }
    });
    Some(ProjectParty { name, nip })
}

pub(super) fn main_goal(problems: &mut Vec<Problem>, goal: Option<&str>) -> Option<String> {
    text::optional_line(problems, &["project", "mainGoal"], goal, MAX_TEXT)
}

pub(super) fn specific_goals(problems: &mut Vec<Problem>, goals: &[String]) -> Vec<String> {
    if goals.len() > MAX_ROWS {
        let pl = format!("projekt ma najwyżej {MAX_ROWS} celów szczegółowych; połącz podobne");
        let en = format!("a project has at most {MAX_ROWS} specific goals; join similar ones");
        problems.push(Problem::new("TOO_MANY_GOALS", pl, en).at(&["project", "specificGoals"]));
        return Vec::new();
    }
    rows(problems, "specificGoals", goals)
}

pub(super) fn target_groups(problems: &mut Vec<Problem>, groups: &[String]) -> Vec<String> {
    if groups.len() > MAX_ROWS {
        let pl = format!("projekt ma najwyżej {MAX_ROWS} grup docelowych; połącz podobne");
        let en = format!("a project has at most {MAX_ROWS} target groups; join similar ones");
        problems.push(Problem::new("TOO_MANY_TARGET_GROUPS", pl, en).at(&["project", "targetGroups"]));
        return Vec::new();
    }
    rows(problems, "targetGroups", groups)
}

/// The texts in their order, each with its place in its path.
fn rows(problems: &mut Vec<Problem>, field: &str, texts: &[String]) -> Vec<String> {
    let numbered = texts.iter().enumerate();
    numbered
        .map(|(at, text)| text::line(problems, &["project", field, &at.to_string()], text, MAX_TEXT))
        .collect()
}
