//! What of effectiveness whoever may not read participations is told.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::domain::indicator::Reader;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{EffectRate, Effectiveness};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

const TODAY: &str = "2019-06-01";

/// With the effect, without it, still open; and of them how many the second effect asks about.
type Group = ([i64; 3], [i64; 3]);

/// A tally of these groups: without a severe or coupled disability, with one, not known.
fn tallied(groups: [Group; 3], broke_off: i64) -> Tally {
    let mut tally = tally(&[], day(TODAY), None, |_| Some(90));
    for (group, found) in [EffectGroup::General, EffectGroup::Disability]
        .map(Some)
        .into_iter()
        .chain([None])
        .zip(groups)
    {
        for rate in &mut tally.rates {
            if rate.group != EffectGroup::All && Some(rate.group) != group {
                continue;
            }
            let [with, without, open] = match rate.kind {
                EffectKind::Social => found.0,
                EffectKind::Employment => found.1,
            };
            rate.numerator += with;
            rate.denominator += with + without;
            rate.pending += open;
        }
        if group.is_none() {
            tally.group_unknown = found.0.iter().sum();
        }
    }
    tally.rates.iter_mut().for_each(finish);
    tally.broke_off = broke_off;
    tally
}

fn told(tally: Tally, as_of: &str, reader: Reader) -> Effectiveness {
    let project = ProjectId::from_uuid(Uuid::nil());
    tell(tally, (project, day(as_of)), None, reader)
}

fn to_an_accountant(groups: [Group; 3]) -> Effectiveness {
    told(tallied(groups, 0), TODAY, Reader::OfFigures { today: day(TODAY) })
}

/// Whether the rates of all participants, and those of the groups, are shown.
fn shown(told: &Effectiveness) -> (bool, bool) {
    let of = |all: bool| {
        let mut rates = told
            .rates
            .iter()
            .filter(|rate| (rate.group == EffectGroup::All) == all);
        let first = rates.next().unwrap();
        let whole = |rate: &EffectRate| {
            let figures = [rate.numerator, rate.denominator, rate.pending];
            assert!(
                figures.iter().all(|one| one.is_some() != rate.too_few),
                "{rate:?}"
            );
            assert!(!rate.too_few || (rate.rate, rate.met) == (None, None), "{rate:?}");
            !rate.too_few
        };
        let found = whole(first);
        assert!(rates.all(|rate| whole(rate) == found), "together or not at all");
        found
    };
    let found = (of(true), of(false));
    assert_eq!(told.group_unknown.is_some(), found.1);
    assert_eq!(told.too_few, found != (true, true) || told.broke_off.is_none());
    found
}

const MANY: Group = ([20, 30, 10], [10, 20, 10]);
const NOBODY: Group = ([0; 3], [0; 3]);

#[test]
fn a_group_of_few_is_withheld_with_all_that_would_give_it_away() {
    assert_eq!(shown(&to_an_accountant([MANY, MANY, NOBODY])), (true, true));
    for few in [
        // The numerator, what is missing to the denominator, the open ones.
        ([1, 20, 0], [0, 21, 0]),
        ([20, 4, 0], [5, 19, 0]),
        ([20, 30, 2], [10, 20, 0]),
        // Employment alone: one job.
        ([20, 30, 0], [1, 20, 0]),
        // One of them had no vocational service.
        ([20, 30, 0], [20, 29, 0]),
    ] {
        assert_eq!(
            shown(&to_an_accountant([MANY, few, NOBODY])),
            (true, false),
            "{few:?}"
        );
    }
    // The groups are many, and the one person of whom it is not known stands in the difference.
    let one = ([0, 1, 0], [0; 3]);
    assert!(!shown(&to_an_accountant([MANY, MANY, one])).1);
    let one_with_the_effect = ([1, 9, 0], [1, 9, 0]);
    assert!(!shown(&to_an_accountant([MANY, MANY, one_with_the_effect])).1);
}

#[test]
fn the_rates_of_all_are_withheld_when_they_are_of_few_and_the_groups_with_them() {
    let few = ([5, 5, 0], [1, 5, 0]);
    assert_eq!(shown(&to_an_accountant([few, NOBODY, NOBODY])), (false, false));
    assert_eq!(
        shown(&to_an_accountant([NOBODY; 3])),
        (true, true),
        "that nobody ended is told"
    );
}

#[test]
fn who_broke_off_is_withheld_when_few_did() {
    for (people, is_told) in [(0, true), (1, false), (4, false), (5, true)] {
        let told = told(
            tallied([MANY, MANY, NOBODY], people),
            TODAY,
            Reader::OfFigures { today: day(TODAY) },
        );
        assert_eq!(told.broke_off, is_told.then_some(people));
        assert_eq!(told.too_few, !is_told);
    }
}

#[test]
fn another_day_than_today_is_told_to_readers_of_participations_alone() {
    let tally = || tallied([MANY, MANY, NOBODY], 7);
    for other in ["2019-05-31", "2019-06-02"] {
        let withheld = told(tally(), other, Reader::OfFigures { today: day(TODAY) });
        assert_eq!(shown(&withheld), (false, false));
        assert_eq!((withheld.broke_off, withheld.without_rule), (None, None));
        let few = tallied([([1, 1, 1], [1, 1, 1]), NOBODY, NOBODY], 1);
        let all = told(few, other, Reader::OfParticipations);
        assert_eq!(shown(&all), (true, true));
        assert_eq!(all.broke_off, Some(1));
    }
}

fn group() -> impl Strategy<Value = Group> {
    let part = || prop_oneof![Just(0_i64), 0_i64..12];
    let parts = || [part(), part(), part()];
    (parts(), parts()).prop_map(|(social, asked)| {
        // Employment asks some of those whom social effectiveness asks.
        let total: i64 = social.iter().sum();
        let mut left = total;
        let asked = asked.map(|people| {
            let some = people.min(left);
            left -= some;
            some
        });
        (social, asked)
    })
}

proptest! {
    /// Whatever is added to or taken from whatever is shown, no number of 1 to 4 people comes out of two or three figures
    /// that stand for nested groups.
    #[test]
    fn no_difference_of_shown_figures_is_few(groups in [group(), group(), group()], broke_off in 0_i64..9) {
        let told = told(tallied(groups, broke_off), TODAY, Reader::OfFigures { today: day(TODAY) });
        let of = |kind, group| {
            let rate = told.rates.iter().find(|rate| rate.kind == kind && rate.group == group).unwrap();
            let (with, entered, open) = (rate.numerator?, rate.denominator?, rate.pending?);
            Some([with, entered - with, open, with + entered - with + open])
        };
        for kind in [EffectKind::Social, EffectKind::Employment] {
            let [all, general, disability] =
                [EffectGroup::All, EffectGroup::General, EffectGroup::Disability].map(|group| of(kind, group));
            let known = [all, general, disability].into_iter().flatten().flatten();
            for figure in known {
                prop_assert!(!(1..=4).contains(&figure));
            }
            if let (Some(all), Some(general), Some(disability)) = (all, general, disability) {
                for at in 0..4 {
                    prop_assert!(!(1..=4).contains(&(all[at] - general[at] - disability[at])));
                }
            }
        }
        for group in EffectGroup::ALL {
            if let (Some(social), Some(employment)) =
                (of(EffectKind::Social, *group), of(EffectKind::Employment, *group))
            {
                prop_assert!(!(1..=4).contains(&(social[3] - employment[3])));
            }
        }
    }
}
