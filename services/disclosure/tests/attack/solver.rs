//! The attacker's solver: whole numbers, bound propagation, and trying out.

/// More people than any unknown cell is thought to count.
const MOST: i64 = 150;

/// A term of an equation: which unknown, how often.
type Term = (usize, i64);

/// Unknown counts and the equations between them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Puzzle {
    ranges: Vec<(i64, i64)>,
    hidden: Vec<bool>,
    equations: Vec<Vec<Term>>,
}

impl Puzzle {
    /// A cell as it was published.
    pub(crate) fn unknown(&mut self, seen: Option<i64>) -> usize {
        self.ranges.push(seen.map_or((0, MOST), |value| (value, value)));
        self.hidden.push(seen.is_none());
        self.ranges.len() - 1
    }

    /// The terms make 0 together.
    pub(crate) fn equation(&mut self, terms: &[Term]) {
        self.equations.push(terms.to_vec());
    }

    /// An unknown for `a − b`.
    pub(crate) fn difference(&mut self, a: usize, b: usize) -> usize {
        self.ranges.push((-MOST, MOST));
        self.hidden.push(true);
        let difference = self.ranges.len() - 1;
        self.equation(&[(a, 1), (b, -1), (difference, -1)]);
        difference
    }

    pub(crate) fn was_hidden(&self, unknown: usize) -> bool {
        self.hidden[unknown]
    }

    /// The value of an unknown if there is only one.
    pub(crate) fn only_value(&self, unknown: usize) -> Option<i64> {
        let mut ranges = self.ranges.clone();
        assert!(self.propagate(&mut ranges), "the truth fits");
        let (low, high) = ranges[unknown];
        if low == high {
            return Some(low);
        }
        let first = self.solve(ranges.clone()).unwrap()[unknown];
        let other = (low..=high).filter(|value| *value != first).any(|value| {
            let mut ranges = ranges.clone();
            ranges[unknown] = (value, value);
            self.solve(ranges).is_some()
        });
        (!other).then_some(first)
    }

    fn solve(&self, mut ranges: Vec<(i64, i64)>) -> Option<Vec<i64>> {
        if !self.propagate(&mut ranges) {
            return None;
        }
        let open = (0..ranges.len())
            .filter(|index| ranges[*index].0 < ranges[*index].1)
            .min_by_key(|index| ranges[*index].1 - ranges[*index].0);
        let Some(open) = open else {
            return Some(ranges.into_iter().map(|(low, _)| low).collect());
        };
        let (low, high) = ranges[open];
        (low..=high).find_map(|value| {
            let mut ranges = ranges.clone();
            ranges[open] = (value, value);
            self.solve(ranges)
        })
    }

    /// Narrows until nothing changes; false if nothing is left of some unknown.
    fn propagate(&self, ranges: &mut [(i64, i64)]) -> bool {
        loop {
            let mut changed = false;
            for equation in &self.equations {
                let reach = |ranges: &[(i64, i64)], (unknown, times): Term| {
                    let (low, high) = ranges[unknown];
                    if times > 0 {
                        (low * times, high * times)
                    } else {
                        (high * times, low * times)
                    }
                };
                for term in equation {
                    let (mut least, mut most) = (0, 0);
                    for other in equation.iter().filter(|other| other.0 != term.0) {
                        let (low, high) = reach(ranges, *other);
                        least += low;
                        most += high;
                    }
                    // The term is minus the rest; all terms count once or minus once.
                    let (low, high) = if term.1 > 0 {
                        (-most, -least)
                    } else {
                        (least, most)
                    };
                    let range = &mut ranges[term.0];
                    let narrowed = (range.0.max(low), range.1.min(high));
                    if narrowed != *range {
                        *range = narrowed;
                        changed = true;
                    }
                    if narrowed.0 > narrowed.1 {
                        return false;
                    }
                }
            }
            if !changed {
                return true;
            }
        }
    }
}

#[test]
fn the_solver_finds_what_is_forced_and_leaves_open_what_is_not() {
    let mut puzzle = Puzzle::default();
    let total = puzzle.unknown(Some(7));
    let (a, b, c) = (puzzle.unknown(None), puzzle.unknown(None), puzzle.unknown(None));
    puzzle.equation(&[(a, 1), (b, 1), (total, -1)]);
    assert_eq!(puzzle.only_value(a), None);
    let (six, one) = (puzzle.unknown(Some(6)), puzzle.unknown(Some(1)));
    puzzle.equation(&[(b, 1), (c, 1), (six, -1)]);
    puzzle.equation(&[(a, 1), (c, -1), (one, -1)]);
    assert_eq!(puzzle.only_value(a), None, "a − c is 1 whatever they are");
    let difference = puzzle.difference(a, c);
    assert_eq!(puzzle.only_value(difference), Some(1));
    let five = puzzle.unknown(Some(5));
    puzzle.equation(&[(a, 1), (c, 1), (five, -1)]);
    assert_eq!(puzzle.only_value(a), Some(3));
}
