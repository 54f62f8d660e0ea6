//! What of counted values whoever may not read participations is told.

use proptest::prelude::*;
use wsparcie_casework_api::Known;
use wsparcie_kernel::national::Sex;
use wsparcie_programmes_api::{IndicatorOrigin, ProjectIndicator, ValueSource};

use super::values::{indicator, project};
use super::{four_weeks, with};
use crate::domain::indicator::{MOST_EVALUATIONS, Participant, Reader, count_into, withhold};

const TODAY: &str = "2019-12-31";
const FIGURES: Reader = Reader::OfFigures {
    today: match wsparcie_kernel::Date::from_ymd_opt(2019, 12, 31) {
        Some(day) => day,
        None => wsparcie_kernel::Date::MIN,
    },
};

/// An indicator of the dictionary.
fn national(condition: &str, as_of: &str) -> ProjectIndicator {
    ProjectIndicator {
        origin: IndicatorOrigin::Dictionary,
        ..indicator(1, condition, as_of)
    }
}

/// So many women and men of an age.
fn aged(age: i64, women: usize, men: usize) -> Vec<Participant> {
    let of = |sex| Participant {
        project_id: project(1),
        sex,
        ..with(|profile| profile.age = Known::Known(age))
    };
    [vec![of(Sex::Female); women], vec![of(Sex::Male); men]].concat()
}

fn told(mut page: Vec<ProjectIndicator>, people: &[Participant], reader: Reader) -> Vec<ProjectIndicator> {
    withhold(&mut page, reader);
    count_into(&mut page, people, reader, four_weeks, MOST_EVALUATIONS).unwrap();
    for one in &page {
        let value = &one.value;
        let figures = [
            value.total,
            value.women,
            value.men,
            value.undecided,
            value.of_target,
        ];
        assert_eq!(figures.iter().all(Option::is_none), value.too_few, "{value:?}");
    }
    page
}

/// The totals of the conditions, as a reader of figures is told them today.
fn totals(conditions: &[&str], people: &[Participant]) -> Vec<Option<i64>> {
    let page = conditions
        .iter()
        .map(|condition| national(condition, TODAY))
        .collect();
    let told = told(page, people, FIGURES);
    told.iter().map(|one| one.value.total).collect()
}

#[test]
fn few_of_one_sex_in_all_left_open_or_left_over_are_withheld() {
    let people = |young: (usize, usize), old: (usize, usize)| {
        [aged(20, young.0, young.1), aged(60, old.0, old.1)].concat()
    };
    for (young, old, total) in [
        ((0, 0), (20, 20), Some(0)),
        ((5, 7), (20, 20), Some(12)),
        ((12, 0), (20, 20), Some(12)),
        ((1, 0), (20, 20), None),
        ((5, 4), (20, 20), None),
        // Without the young, one woman is left.
        ((20, 20), (1, 0), None),
        ((20, 20), (6, 2), None),
        // Nobody of four is young: that speaks of each of them.
        ((0, 0), (4, 0), None),
        ((0, 0), (0, 0), Some(0)),
    ] {
        assert_eq!(
            totals(&["age < 30"], &people(young, old)),
            [total],
            "{young:?} {old:?}"
        );
    }
    let mut open = people((10, 10), (10, 10));
    for one in open.iter_mut().take(3) {
        one.profile.age = Known::Unknown;
    }
    assert_eq!(totals(&["age < 30"], &open), [None]);
}

#[test]
fn what_is_left_between_two_values_is_withheld_and_the_larger_of_them_told() {
    // 10 young, 12 with whoever is 30: two are 30.
    let people = [aged(20, 10, 0), aged(30, 2, 0), aged(60, 20, 0)].concat();
    assert_eq!(totals(&["age < 30", "age < 31"], &people), [None, Some(12)]);
    assert_eq!(totals(&["age < 31", "age < 30"], &people), [Some(12), None]);
    // Those of 30 are few; the whole without the two others would tell how many.
    let parts = ["age < 30", "age == 30", "age > 30"];
    assert_eq!(totals(&parts, &people), [None, None, Some(20)]);
    let many = [aged(20, 10, 0), aged(30, 6, 0), aged(60, 20, 0)].concat();
    assert_eq!(totals(&parts, &many), [Some(10), Some(6), Some(20)]);
}

#[test]
fn another_day_and_own_conditions_are_not_even_counted_and_entered_values_stay() {
    let people = aged(20, 30, 30);
    let mut entered = national("age < 30", "2018-12-31");
    entered.origin = IndicatorOrigin::Own;
    entered.value.source = ValueSource::Entered;
    entered.condition = None;
    entered.value.total = Some(3);
    let page = || {
        vec![
            national("age < 30", TODAY),
            national("age < 30", "2019-12-30"),
            national("age < 30", "2020-01-01"),
            indicator(1, "age < 30", TODAY),
            entered.clone(),
        ]
    };
    let seen = |reader| {
        let told = told(page(), &people, reader);
        told.iter().map(|one| one.value.total).collect::<Vec<_>>()
    };
    assert_eq!(seen(FIGURES), [Some(60), None, None, None, Some(3)]);
    let all = [Some(60), Some(60), Some(60), Some(60), Some(3)];
    assert_eq!(seen(Reader::OfParticipations), all);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever one or two told values leave of a third, or of all, that holds them: it is nobody, or more than four.
    #[test]
    fn no_difference_of_told_values_is_few(
        sizes in proptest::collection::vec((0_usize..9, 0_usize..9), 8),
        bounds in proptest::collection::vec((0_i64..8, 0_i64..8), 1..6),
    ) {
        let people: Vec<Participant> = (0_i64..)
            .zip(&sizes)
            .flat_map(|(age, (women, men))| aged(age, *women, *men))
            .collect();
        // The people of the ages from the one to the other.
        let of = |(from, to): (i64, i64)| {
            let held = (0_i64..).zip(&sizes).filter(|(age, _)| (from..=to).contains(age));
            held.map(|(_, (women, men))| [*women, *men]).collect::<Vec<_>>()
        };
        let conditions: Vec<String> = bounds.iter().map(|(from, to)| format!("age >= {from} && age <= {to}")).collect();
        let page = conditions.iter().map(|condition| national(condition, TODAY)).collect();
        let shown: Vec<(i64, i64)> = told(page, &people, FIGURES)
            .iter()
            .zip(&bounds)
            .filter(|(one, _)| !one.value.too_few)
            .map(|(_, bounds)| *bounds)
            .collect();
        let sum = |bounds| of(bounds).iter().fold([0, 0], |sum, next| [sum[0] + next[0], sum[1] + next[1]]);
        let is_few = |left: [usize; 2]| [left[0], left[1], left[0] + left[1]].iter().any(|left| (1..=4).contains(left));
        let within = |part: (i64, i64), whole: (i64, i64)| part.0 > part.1 || (whole.0 <= part.0 && part.1 <= whole.1);
        for part in &shown {
            prop_assert!(!is_few(sum(*part)), "{:?}", part);
        }
        for whole in shown.iter().chain(&[(0, 7)]) {
            for part in shown.iter().filter(|part| within(**part, *whole)) {
                let (all, some) = (sum(*whole), sum(*part));
                prop_assert!(!is_few([all[0] - some[0], all[1] - some[1]]), "{:?} {:?}", whole, part);
                for other in shown.iter().filter(|other| within(**other, *whole) && (other.0 > part.1 || other.1 < part.0)) {
                    let more = sum(*other);
                    if part.0 <= part.1 && other.0 <= other.1 {
                        let left = [all[0] - some[0] - more[0], all[1] - some[1] - more[1]];
                        prop_assert!(!is_few(left), "{:?} {:?} {:?}", whole, part, other);
                    }
                }
            }
        }
    }
}
