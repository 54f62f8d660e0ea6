//! The attacker's solver: whole numbers, bounds on sums, propagation and trying out. It shares nothing with the program.

/// A term of a sum: which unknown, and +1 or −1.
pub(super) type Term = (usize, i64);

/// How many choices are tried before a test gives up on its fixture.
const PATIENCE: u32 = 200_000;

/// Unknown counts and what is known of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Puzzle {
    ranges: Vec<(i64, i64)>,
    /// Values tried first: an order alone, so that a witness is found soon.
    likely: Vec<i64>,
    /// Sums that are at least so much.
    sums: Vec<(Vec<Term>, i64)>,
}

impl Puzzle {
    /// A count from 0 to `most`.
    pub(super) fn unknown(&mut self, most: i64, likely: i64) -> usize {
        self.ranges.push((0, most));
        self.likely.push(likely);
        self.ranges.len() - 1
    }

    pub(super) fn at_least(&mut self, terms: &[Term], least: i64) {
        self.sums.push((terms.to_vec(), least));
    }

    pub(super) fn at_most(&mut self, terms: &[Term], most: i64) {
        let negative: Vec<Term> = terms.iter().map(|(unknown, sign)| (*unknown, -sign)).collect();
        self.at_least(&negative, -most);
    }

    pub(super) fn equals(&mut self, terms: &[Term], value: i64) {
        self.at_least(terms, value);
        self.at_most(terms, value);
    }

    /// Whether a sum can be something else than its value.
    pub(super) fn stays_open(&self, terms: &[Term], value: i64) -> bool {
        let (mut fewer, mut more) = (self.clone(), self.clone());
        fewer.at_most(terms, value - 1);
        more.at_least(terms, value + 1);
        [fewer, more].iter().any(Self::has_solution)
    }

    pub(super) fn has_solution(&self) -> bool {
        self.solve(self.ranges.clone(), &mut PATIENCE.clone())
    }

    fn solve(&self, mut ranges: Vec<(i64, i64)>, patience: &mut u32) -> bool {
        assert!(*patience > 0, "the fixture is too large for the solver");
        *patience -= 1;
        if !self.propagate(&mut ranges) {
            return false;
        }
        let open = (0..ranges.len())
            .filter(|unknown| ranges[*unknown].0 < ranges[*unknown].1)
            .min_by_key(|unknown| ranges[*unknown].1 - ranges[*unknown].0);
        let Some(open) = open else { return true };
        let mut values: Vec<i64> = (ranges[open].0..=ranges[open].1).collect();
        values.sort_by_key(|value| (value - self.likely[open]).abs());
        values.into_iter().any(|value| {
            let mut tried = ranges.clone();
            tried[open] = (value, value);
            self.solve(tried, patience)
        })
    }

    /// Narrows until nothing changes; false if nothing is left of some unknown.
    fn propagate(&self, ranges: &mut [(i64, i64)]) -> bool {
        let most = |ranges: &[(i64, i64)], (unknown, sign): Term| {
            let (low, high) = ranges[unknown];
            if sign > 0 { high } else { -low }
        };
        loop {
            let mut changed = false;
            for (terms, least) in &self.sums {
                let together: i64 = terms.iter().map(|term| most(ranges, *term)).sum();
                for term in terms {
                    // What this one has to bring if all others bring their most.
                    let needed = least - (together - most(ranges, *term));
                    let range = &mut ranges[term.0];
                    let narrowed = if term.1 > 0 {
                        (range.0.max(needed), range.1)
                    } else {
                        (range.0, range.1.min(-needed))
                    };
                    changed |= narrowed != *range;
                    *range = narrowed;
                    if narrowed.0 > narrowed.1 {
                        return false;
                    }
                }
                if terms.is_empty() && *least > 0 {
                    return false;
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
    let (a, b, c) = (puzzle.unknown(9, 3), puzzle.unknown(9, 4), puzzle.unknown(9, 2));
    puzzle.equals(&[(a, 1), (b, 1)], 7);
    assert!(puzzle.stays_open(&[(a, 1)], 3));
    puzzle.equals(&[(b, 1), (c, 1)], 6);
    assert!(puzzle.stays_open(&[(a, 1)], 3));
    assert!(!puzzle.stays_open(&[(a, 1), (c, -1)], 1));
    puzzle.equals(&[(a, 1), (c, 1)], 5);
    assert!(!puzzle.stays_open(&[(a, 1)], 3));
    assert!(puzzle.has_solution());
    puzzle.at_least(&[(a, 1)], 4);
    assert!(!puzzle.has_solution());
}
