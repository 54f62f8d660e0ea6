//! The values of a page of indicators, counted together: each participation is read once a day, whatever is asked of it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{ProjectIndicator, ValueSource};
use wsparcie_rules::Condition;

use super::count::{Counter, Work};
use super::few::{Reader, too_few};
use super::participant::Participant;
use super::vocabulary::check_condition;

/// A whole, in hundredths of a percent.
const WHOLE: i64 = 10_000;
/// The most conditions that one call decides: a hundred indicators of a project of five thousand people. A page of a hundred
/// projects as large as the seeds', with a whole dictionary each, stays below.
pub const MOST_EVALUATIONS: u64 = 500_000;

/// Why nothing was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Uncounted {
    /// It is too much at once.
    TooMuch(Problem),
    /// A stored condition does not pass its check any more.
    Unreadable,
}

/// Gives indicators their values as a reader is told them, each on its own day, and says how much work it was. What is
/// withheld already (`too_few`) is not counted. `result_days` is what [`Counter::new`] takes, `most` the most conditions to decide.
///
/// # Errors
/// [`Uncounted`]; more than `most` are refused before the first is decided.
pub fn count_into(
    indicators: &mut [ProjectIndicator],
    participants: &[Participant],
    reader: Reader,
    result_days: impl Fn(Date) -> Option<u64>,
    most: u64,
) -> Result<Work, Uncounted> {
    let people = by_project(participants);
    let nobody: &[&Participant] = &[];
    let of = |project| people.get(&project).map_or(nobody, Vec::as_slice);
    // By day first: a day's counter serves all projects.
    let mut asked: BTreeMap<(Date, ProjectId), Vec<usize>> = BTreeMap::new();
    for (at, indicator) in indicators.iter().enumerate() {
        if is_counted(indicator) {
            let key = (indicator.value.as_of, indicator.project_id);
            asked.entry(key).or_default().push(at);
        }
    }
    let planned = asked.iter().map(|((_, project), places)| {
        let pairs = places.len().saturating_mul(of(*project).len());
        u64::try_from(pairs).unwrap_or(u64::MAX)
    });
    let planned = planned.fold(0, u64::saturating_add);
    if planned > most {
        return Err(Uncounted::TooMuch(too_much(planned, most)));
    }
    let conditions = compiled(indicators)?;
    let mut counter: Option<(Date, Counter<&_>)> = None;
    let mut done = Work::default();
    for ((as_of, project), places) in asked {
        let (_, counter) = match &mut counter {
            Some(known) if known.0 == as_of => known,
            other => other.insert((as_of, Counter::new(as_of, &result_days))),
        };
        let asked = |at: &usize| indicators.get(*at);
        let wanted: Vec<&Condition> = places
            .iter()
            .filter_map(|at| conditions.get(asked(at)?.condition.as_deref()?))
            .collect();
        let by_sex: Vec<bool> = places.iter().filter_map(|at| Some(asked(at)?.by_sex)).collect();
        let standings = counter.standings(&wanted, of(project).iter().copied());
        done += standings.work();
        let withheld = match reader {
            Reader::OfParticipations => vec![false; places.len()],
            Reader::OfFigures { .. } => too_few(&standings, &by_sex),
        };
        let told = standings.counts().into_iter().zip(withheld);
        for (at, (count, withheld)) in places.into_iter().zip(told) {
            let Some(indicator) = indicators.get_mut(at) else {
                continue;
            };
            let value = &mut indicator.value;
            value.too_few = withheld;
            if withheld {
                continue;
            }
            value.total = Some(count.total());
            value.women = indicator.by_sex.then_some(count.women);
            value.men = indicator.by_sex.then_some(count.men);
            value.undecided = Some(count.undecided);
        }
    }
    for indicator in indicators {
        let target = indicator.targets.total.filter(|target| *target > 0);
        let total = indicator.value.total.zip(target);
        indicator.value.of_target =
            total.and_then(|(total, target)| Some(total.checked_mul(WHOLE)? / target));
    }
    Ok(done)
}

/// Whether participations decide the indicator's value, and it is told.
pub fn is_counted(indicator: &ProjectIndicator) -> bool {
    indicator.value.source == ValueSource::Counted
        && indicator.condition.is_some()
        && !indicator.value.too_few
}

/// The conditions by how they are written: projects of one page share the dictionary's, and each is compiled once.
fn compiled(indicators: &[ProjectIndicator]) -> Result<BTreeMap<String, Condition>, Uncounted> {
    let mut conditions = BTreeMap::new();
    for source in indicators
        .iter()
        .filter(|indicator| is_counted(indicator))
        .filter_map(|indicator| indicator.condition.as_ref())
    {
        if let Entry::Vacant(place) = conditions.entry(source.clone()) {
            place.insert(check_condition(source).map_err(|_| Uncounted::Unreadable)?);
        }
    }
    Ok(conditions)
}

/// Sorts participations by project.
pub fn by_project(participants: &[Participant]) -> BTreeMap<ProjectId, Vec<&Participant>> {
    let mut sorted: BTreeMap<ProjectId, Vec<&Participant>> = BTreeMap::new();
    for participant in participants {
        sorted
            .entry(participant.project_id)
            .or_default()
            .push(participant);
    }
    sorted
}

fn too_much(planned: u64, most: u64) -> Problem {
    Problem::new(
        "INDICATORS_TOO_MANY_AT_ONCE",
        format!(
            "za dużo wskaźników i uczestników naraz ({planned} sprawdzeń, najwięcej {most}); zapytaj o mniej projektów albo wniosków"
        ),
        format!(
            "too many indicators and participants at once ({planned} checks, at most {most}); ask for fewer projects or claims"
        ),
    )
}
