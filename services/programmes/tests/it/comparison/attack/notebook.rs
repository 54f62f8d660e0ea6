//! All that somebody saw of each project, and what can be told from it.

use std::collections::BTreeMap;

use chrono::Datelike;
use wsparcie_kernel::Date;
use wsparcie_programmes_api::{
    ComparisonRow, Hidden, PeopleBySex, PeopleCount, PeopleRate, RatesBySex, Told,
};

use super::puzzle::{Puzzle, Term};

/// The planned places, which everybody knows: no more people are on them.
pub(super) const PLACES: i64 = 16;

/// Women and men recruited, ended, completed, whose social effect is decided, who have it, whose employment effect is
/// decided, who have it.
pub(super) type Truth = [i64; 14];

const COUNTS: usize = 7;
const ENDED: usize = 1;
const COMPLETED: usize = 2;
const SOCIAL_BASE: usize = 3;
const SOCIAL: usize = 4;
const WORK_BASE: usize = 5;
const WORK: usize = 6;

/// Which count is among which.
const AMONG: [(usize, usize); 6] = [
    (ENDED, 0),
    (COMPLETED, ENDED),
    (SOCIAL_BASE, COMPLETED),
    (SOCIAL, SOCIAL_BASE),
    (WORK_BASE, COMPLETED),
    (WORK, WORK_BASE),
];

/// Those left over who never become fewer: dropped out, decided without the effect.
const GROWING: [(usize, usize); 3] = [(COMPLETED, ENDED), (SOCIAL, SOCIAL_BASE), (WORK, WORK_BASE)];

/// Women, men and total of each count: as seen, or hidden.
pub(super) type Cells = [Option<i64>; 3 * COUNTS];

fn of_sex(truth: &Truth, count: usize) -> [i64; 3] {
    let (women, men) = (truth[2 * count], truth[2 * count + 1]);
    [women, men, women + men]
}

/// What somebody saw of each project's states, by day.
#[derive(Default)]
pub(super) struct Notebook(BTreeMap<String, BTreeMap<Date, Cells>>);

/// What the attacker finds.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Findings {
    pub(super) hidden: usize,
    pub(super) shown: usize,
    /// Hidden cells, printed or left over, that only one value is left for: state, which, value.
    pub(super) recovered: Vec<(usize, String, i64)>,
    /// The same, but of nobody or of enough people, so that nobody is told of.
    pub(super) harmless: usize,
    /// How many would fall if one hidden cell were told.
    pub(super) with_help: usize,
}

impl Notebook {
    /// Notes every count of people in a row, and what its rates tell.
    pub(super) fn note(&mut self, row: &ComparisonRow) {
        let Some(day) = row.people_as_of else { return };
        let state = self
            .0
            .entry(row.title.clone())
            .or_default()
            .entry(day)
            .or_insert([None; 3 * COUNTS]);
        let mut note = |count: usize, sex: usize, value: i64| {
            let cell = &mut state[3 * count + sex];
            assert!(cell.is_none_or(|known| known == value), "one state, two values");
            *cell = Some(value);
        };
        let people = [
            (0, &row.recruited),
            (ENDED, &row.ended),
            (COMPLETED, &row.completed),
        ];
        for (count, PeopleBySex { women, men, total }) in people {
            for (sex, told) in [women, men, total].into_iter().enumerate() {
                if let Some(value) = PeopleCount::shown(*told) {
                    note(count, sex, value);
                }
            }
        }
        for (rates, some, whole) in [
            (&row.completion, COMPLETED, ENDED),
            (&row.social_effectiveness, SOCIAL, SOCIAL_BASE),
            (&row.employment_effectiveness, WORK, WORK_BASE),
        ] {
            for (sex, rate) in by_sex(rates).into_iter().enumerate() {
                if let Some((numerator, denominator)) = told(rate) {
                    note(some, sex, numerator);
                    note(whole, sex, denominator);
                }
            }
        }
        for (sex, rate) in by_sex(&row.drop_out).into_iter().enumerate() {
            if let Some((numerator, denominator)) = told(rate) {
                note(ENDED, sex, denominator);
                note(COMPLETED, sex, denominator - numerator);
            }
        }
    }

    pub(super) fn seen(&self, title: &str) -> Vec<Cells> {
        self.0[title].values().copied().collect()
    }

    /// Looks at every hidden cell of a project, and at every count that subtraction would give, small ones below `few`.
    /// `grows` says whether nobody who was recruited, ended or had an effect is so no more, which the attacker then uses.
    pub(super) fn attack(&self, title: &str, history: &[Truth; 3], grows: bool, few: i64) -> Findings {
        let states = &self.0[title];
        let truths: Vec<&Truth> = states
            .keys()
            .map(|day| &history[usize::try_from(day.day0()).unwrap()])
            .collect();
        let puzzle = puzzle(states.values(), &truths, grows);
        assert!(puzzle.has_solution(), "{title}: what is shown contradicts itself");
        let mut findings = Findings::default();
        for (state, (seen, truth)) in states.values().zip(&truths).enumerate() {
            let mut look = |name: String, terms: &[Term], value: i64, is_few: bool| {
                if puzzle.stays_open(terms, value) {
                    return;
                }
                if is_few {
                    findings.recovered.push((state, name, value));
                } else {
                    findings.harmless += 1;
                }
            };
            for count in 0..COUNTS {
                let values = of_sex(truth, count);
                for (sex, value) in values.into_iter().enumerate() {
                    if seen[3 * count + sex].is_none() {
                        let is_few = values[2] > 0 && value < few;
                        look(format!("{count}.{sex}"), &of(state, count, sex, 1), value, is_few);
                    }
                }
            }
            for (part, whole) in AMONG {
                let (less, from) = (of_sex(truth, part), of_sex(truth, whole));
                for sex in 0..3 {
                    let (left, all) = (from[sex] - less[sex], from[2] - less[2]);
                    let terms = [of(state, whole, sex, 1), of(state, part, sex, -1)].concat();
                    let is_few = all > 0 && left < few;
                    if is_few {
                        look(format!("{whole}-{part}.{sex}"), &terms, left, is_few);
                    }
                }
            }
            findings.hidden += seen.iter().filter(|cell| cell.is_none()).count();
            findings.shown += seen.iter().filter(|cell| cell.is_some()).count();
        }
        findings.with_help = helped(&puzzle, states.values(), &truths);
        findings
    }
}

/// How many hidden sexes fall when another hidden one of the same state is told.
fn helped<'a>(puzzle: &Puzzle, seen: impl Iterator<Item = &'a Cells>, truths: &[&Truth]) -> usize {
    let mut fallen = 0;
    for (state, (seen, truth)) in seen.zip(truths).enumerate() {
        for count in 0..COUNTS {
            if seen[3 * count].is_none() && seen[3 * count + 1].is_none() {
                let [women, men, _] = of_sex(truth, count);
                let mut told = puzzle.clone();
                told.equals(&of(state, count, 0, 1), women);
                fallen += usize::from(!told.stays_open(&of(state, count, 1, 1), men));
            }
        }
    }
    fallen
}

/// The terms of a count in a state: of women, men or both.
fn of(state: usize, count: usize, sex: usize, sign: i64) -> Vec<Term> {
    let first = 2 * (COUNTS * state + count);
    match sex {
        0 | 1 => vec![(first + sex, sign)],
        _ => vec![(first, sign), (first + 1, sign)],
    }
}

fn puzzle<'a>(states: impl Iterator<Item = &'a Cells>, truths: &[&Truth], grows: bool) -> Puzzle {
    let mut puzzle = Puzzle::default();
    for (state, (seen, truth)) in states.zip(truths).enumerate() {
        for likely in *truth {
            puzzle.unknown(PLACES, *likely);
        }
        puzzle.at_most(&of(state, 0, 2, 1), PLACES);
        for (cell, value) in seen.iter().enumerate() {
            if let Some(value) = value {
                puzzle.equals(&of(state, cell / 3, cell % 3, 1), *value);
                assert_eq!(
                    of_sex(truth, cell / 3)[cell % 3],
                    *value,
                    "what is shown is not the truth"
                );
            }
        }
        for sex in 0..2 {
            for (part, whole) in AMONG {
                puzzle.at_least(&[of(state, whole, sex, 1), of(state, part, sex, -1)].concat(), 0);
            }
            if state == 0 || !grows {
                continue;
            }
            for count in 0..COUNTS {
                puzzle.at_least(
                    &[of(state, count, sex, 1), of(state - 1, count, sex, -1)].concat(),
                    0,
                );
            }
            for (part, whole) in GROWING {
                let left = |state: usize, sign: i64| {
                    [of(state, whole, sex, sign), of(state, part, sex, -sign)].concat()
                };
                puzzle.at_least(&[left(state, 1), left(state - 1, -1)].concat(), 0);
            }
        }
    }
    puzzle
}

/// Whether a history is one in which nobody who was counted is counted no more.
pub(super) fn grows(history: &[Truth; 3]) -> bool {
    history.windows(2).all(|pair| {
        let left = |truth: &Truth, sex: usize, (part, whole): (usize, usize)| {
            truth[2 * whole + sex] - truth[2 * part + sex]
        };
        pair[0]
            .iter()
            .zip(pair[1])
            .all(|(before, after)| *before <= after)
            && GROWING.iter().all(|pair_of| {
                (0..2).all(|sex| left(&pair[0], sex, *pair_of) <= left(&pair[1], sex, *pair_of))
            })
    })
}

fn by_sex(rates: &RatesBySex) -> [&Told<PeopleRate>; 3] {
    [&rates.women, &rates.men, &rates.total]
}

/// A rate tells its parts; that there is none, though nothing is hidden, tells that it would be of nobody.
fn told(rate: &Told<PeopleRate>) -> Option<(i64, i64)> {
    match rate {
        Told::Shown(rate) => Some((rate.numerator, rate.denominator)),
        Told::NotShown(Hidden::Missing) => Some((0, 0)),
        Told::NotShown(_) => None,
    }
}
