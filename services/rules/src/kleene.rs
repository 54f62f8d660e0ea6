//! Logic with three values: what is not known yet is neither true nor false (strong Kleene logic).

/// True, false, or not decided by what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kleene {
    /// It holds, whatever the undecided facts turn out to be.
    True,
    /// It does not hold, whatever the undecided facts turn out to be.
    False,
    /// What is known doesn't decide it.
    Unknown,
}

impl Kleene {
    /// Not.
    #[must_use]
    pub const fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }

    /// And: one false is enough for false.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Unknown,
        }
    }

    /// Or: one true is enough for true.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        self.negate().and(other.negate()).negate()
    }

    /// Whether the two are equal; unknown as soon as one is unknown.
    #[must_use]
    pub const fn same(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::True, Self::True) | (Self::False, Self::False) => Self::True,
            _ => Self::False,
        }
    }

    /// `self ? yes : no`; with an undecided condition, the value on which both branches agree.
    #[must_use]
    pub const fn choose(self, yes: Self, no: Self) -> Self {
        match (self, yes, no) {
            (Self::True, chosen, _)
            | (Self::False, _, chosen)
            | (Self::Unknown, chosen @ Self::True, Self::True)
            | (Self::Unknown, chosen @ Self::False, Self::False) => chosen,
            _ => Self::Unknown,
        }
    }
}

impl From<bool> for Kleene {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Kleene::{self, False, True, Unknown};

    #[test]
    fn one_true_decides_or_and_one_false_decides_and() {
        assert_eq!(True.or(Unknown), True);
        assert_eq!(Unknown.or(True), True);
        assert_eq!(Unknown.or(False), Unknown);
        assert_eq!(False.and(Unknown), False);
        assert_eq!(Unknown.and(False), False);
        assert_eq!(Unknown.and(True), Unknown);
    }

    #[test]
    fn not_knowing_is_not_a_no() {
        assert_eq!(Unknown.negate(), Unknown);
        assert_eq!(Unknown.same(Unknown), Unknown);
    }

    #[test]
    fn a_choice_between_equals_needs_no_condition() {
        assert_eq!(Unknown.choose(True, True), True);
        assert_eq!(Unknown.choose(True, False), Unknown);
        assert_eq!(True.choose(False, Unknown), False);
        assert_eq!(False.choose(Unknown, True), True);
    }

    #[test]
    fn a_decided_result_survives_every_way_of_deciding_the_unknown() {
        let decided = |value: Kleene| match value {
            Unknown => vec![True, False],
            known => vec![known],
        };
        let keeps = |loose: Kleene, tight: Kleene| loose == Unknown || loose == tight;
        for number in 0..27 {
            let [a, b, c] =
                [number / 9, number / 3 % 3, number % 3].map(|digit| [True, False, Unknown][digit]);
            for x in decided(a) {
                for y in decided(b) {
                    assert!(
                        keeps(a.and(b), x.and(y)) && keeps(a.or(b), x.or(y)) && keeps(a.same(b), x.same(y))
                    );
                    for z in decided(c) {
                        assert!(keeps(a.choose(b, c), x.choose(y, z)));
                    }
                }
            }
        }
    }
}
