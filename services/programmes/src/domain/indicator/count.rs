//! Counting participations by conditions.
//!
//! Three things can become of a participation in an indicator: it counts, it does not, or what is known leaves it open.
//! Open is never a no: it is told as a count of its own, beside the value.

use wsparcie_casework_api::{DatedCode, Known};
use wsparcie_kernel::Date;
use wsparcie_kernel::national::Sex;
use wsparcie_rules::{Condition, ConditionJudge, FactState, FactValue, Given, Kleene, Vocabulary};

use super::participant::{Participant, known};
use super::vocabulary::{QUESTIONS, REQUIRED, SITUATIONS, vocabulary};

/// The situation that says that another will follow.
const IN_MONITORING: &str = "in_monitoring";

/// What becomes of one participation in one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counted,
    /// It does not.
    Not,
    /// Data are missing or were refused.
    Undecided,
}

/// A value by sex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Women who count.
    pub women: i64,
    /// Men who count.
    pub men: i64,
    /// Both sexes: left open.
    pub undecided: i64,
}

impl Count {
    /// Everybody who counts.
    pub const fn total(self) -> i64 {
        self.women + self.men
    }

    fn add(&mut self, sex: Sex, standing: Standing) {
        match (standing, sex) {
            (Standing::Counted, Sex::Female) => self.women += 1,
            (Standing::Counted, Sex::Male) => self.men += 1,
            (Standing::Undecided, _) => self.undecided += 1,
            (Standing::Not, _) => {}
        }
    }
}

/// How much was done to count: what the limit on one call is set on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// How often what is known of a participation was put together.
    pub facts: u64,
    /// How many conditions were decided.
    pub evaluations: u64,
}

impl std::ops::AddAssign for Work {
    fn add_assign(&mut self, more: Self) {
        self.facts = self.facts.saturating_add(more.facts);
        self.evaluations = self.evaluations.saturating_add(more.evaluations);
    }
}

/// What became of participations in several conditions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standings {
    conditions: usize,
    /// Each participation's sex, and its standing by condition.
    people: Vec<(Sex, Vec<Standing>)>,
}

impl Standings {
    /// How many there are of each condition.
    pub fn counts(&self) -> Vec<Count> {
        let mut counts = vec![Count::default(); self.conditions];
        for (sex, standings) in &self.people {
            for (count, standing) in counts.iter_mut().zip(standings) {
                count.add(*sex, *standing);
            }
        }
        counts
    }

    /// How much was done to find out.
    pub fn work(&self) -> Work {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        let facts = number(self.people.len());
        Work {
            facts,
            evaluations: facts.saturating_mul(number(self.conditions)),
        }
    }

    pub(super) fn people(&self) -> &[(Sex, Vec<Standing>)] {
        &self.people
    }
}

/// Counts participations as they stood on a day.
pub struct Counter<D> {
    vocabulary: Vocabulary,
    judge: ConditionJudge,
    as_of: Date,
    result_days: D,
}

impl<D: Fn(Date) -> Option<u64>> Counter<D> {
    /// A counter for a day. `result_days` gives how many days after leaving on that day results are counted; absent, nothing
    /// is known of results.
    pub fn new(as_of: Date, result_days: D) -> Self {
        Self {
            vocabulary: vocabulary(),
            judge: ConditionJudge::new(),
            as_of,
            result_days,
        }
    }

    /// What becomes of a participation. One that begins later is not there yet.
    pub fn standing(&self, condition: &Condition, participant: &Participant) -> Standing {
        self.given(participant).map_or(Standing::Not, |given| {
            self.decided(condition, &given, is_complete(participant))
        })
    }

    /// What becomes of participations in several conditions, each in its place. What is known of a participation is put
    /// together once for all of them; one that begins later is left out.
    pub fn standings<'p>(
        &self,
        conditions: &[&Condition],
        participants: impl IntoIterator<Item = &'p Participant>,
    ) -> Standings {
        let people = participants.into_iter().filter_map(|participant| {
            let given = self.given(participant)?;
            let complete = is_complete(participant);
            let decided = conditions
                .iter()
                .map(|condition| self.decided(condition, &given, complete));
            Some((participant.sex, decided.collect()))
        });
        Standings {
            conditions: conditions.len(),
            people: people.collect(),
        }
    }

    /// What is known of a participation on the day; `None` before it begins.
    fn given(&self, participant: &Participant) -> Option<Given<'_>> {
        (participant.starts_on <= self.as_of).then(|| Given::new(&self.vocabulary, self.states(participant)))
    }

    fn decided(&self, condition: &Condition, given: &Given<'_>, complete: bool) -> Standing {
        match (self.judge.truth(condition, given), complete) {
            (Kleene::False, _) => Standing::Not,
            (Kleene::True, true) => Standing::Counted,
            (Kleene::True, false) | (Kleene::Unknown, _) => Standing::Undecided,
        }
    }

    /// What is known of a participation on the day.
    fn states(&self, participant: &Participant) -> Vec<(String, FactState)> {
        let profile = &participant.profile;
        let mut states = vec![
            state("age", number(&profile.age)),
            state("sex", text(participant.sex.as_str())),
            state("labour_status", code(&profile.labour_status)),
            state("unemployed_months", number(&profile.unemployed_months)),
            state("education", code(&profile.education)),
            state("vocational_support", flag(participant.vocational)),
        ];
        let answers = [
            &profile.in_education_or_training,
            &profile.has_disability,
            &profile.foreign_origin_or_minority,
            &profile.foreign_origin,
            &profile.minority,
            &profile.third_country_national,
            &profile.homeless_or_housing_excluded,
            &profile.other_disadvantage,
            &profile.rural_area,
        ];
        for ((name, _, _), answer) in QUESTIONS.iter().zip(answers) {
            states.push(state(name, answered(answer, |yes| FactValue::Bool(*yes))));
        }
        self.after_leaving(participant, &mut states);
        states
    }

    /// What became of her, as far as it came about within the time that results have. Before she leaves there is none.
    fn after_leaving(&self, participant: &Participant, states: &mut Vec<(String, FactState)>) {
        let ended = participant.ended.filter(|ended| ended.on <= self.as_of);
        states.push(state("ended", flag(ended.is_some())));
        let results = &participant.results;
        let Some(ended) = ended else {
            for (name, _, _) in super::vocabulary::RESULTS {
                states.push(state(name, flag(false)));
            }
            for (code, _, _) in SITUATIONS {
                states.push(state(&format!("situation_after.{code}"), flag(false)));
            }
            return;
        };
        states.push(state("ending", text(ended.ending.code())));
        // Without the rule nothing is said about results: they stay open.
        let Some(last) = (self.result_days)(ended.on)
            .and_then(|days| ended.on.checked_add_days(chrono::Days::new(days)))
            .map(|last| last.min(self.as_of))
        else {
            return;
        };
        let by_then = |days: &[Date]| flag(days.iter().any(|day| *day <= last));
        let work: Vec<Date> = results.work.iter().map(|work| work.on).collect();
        states.extend([
            state("work_found", by_then(&work)),
            state("education_taken_up", by_then(&results.education_on)),
            state("qualification", by_then(&results.qualification_on)),
            state("competence_complete", by_then(&results.competence_on)),
            state("social_effect", by_then(&results.social_effect_on)),
        ]);
        situations(&results.situation_after, last, states);
    }
}

/// A situation that nobody recorded is unknown, not another one.
fn situations(recorded: &[DatedCode], last: Date, states: &mut Vec<(String, FactState)>) {
    let said: Vec<&str> = recorded
        .iter()
        .filter(|situation| situation.on <= last && situation.code != IN_MONITORING)
        .map(|situation| situation.code.as_str())
        .collect();
    if said.is_empty() {
        return;
    }
    for (code, _, _) in SITUATIONS {
        states.push(state(
            &format!("situation_after.{code}"),
            flag(said.contains(&code)),
        ));
    }
}

/// Whether everything is known that must be known of whoever is counted.
fn is_complete(participant: &Participant) -> bool {
    let profile = &participant.profile;
    REQUIRED.iter().all(|name| match *name {
        "age" => known(&profile.age).is_some(),
        "labour_status" => known(&profile.labour_status).is_some(),
        "education" => known(&profile.education).is_some(),
        _ => false,
    })
}

fn state(name: &str, state: FactState) -> (String, FactState) {
    (name.to_owned(), state)
}

const fn flag(value: bool) -> FactState {
    FactState::Known(FactValue::Bool(value))
}

fn text(value: &str) -> FactState {
    FactState::Known(FactValue::Text(value.to_owned()))
}

fn answered<T>(answer: &Known<T>, value: impl Fn(&T) -> FactValue) -> FactState {
    match answer {
        Known::Known(known) => FactState::Known(value(known)),
        Known::Refused => FactState::Refused,
        Known::Unknown => FactState::Unknown,
    }
}

fn number(answer: &Known<i64>) -> FactState {
    answered(answer, |number| FactValue::Int(*number))
}

fn code(answer: &Known<String>) -> FactState {
    answered(answer, |code| FactValue::Text(code.clone()))
}
