//! Properties of counting.

use proptest::prelude::*;
use wsparcie_casework_api::{Known, Profile};
use wsparcie_kernel::national::Sex;

use super::{day, four_weeks, shipped, woman};
use crate::domain::indicator::{Counter, Participant, Standing};

prop_compose! {
    fn anybody()(
        age in proptest::option::of(10_i64..80),
        status in proptest::option::of(proptest::sample::select(vec!["unemployed_registered", "inactive", "employed"])),
        months in proptest::option::of(0_i64..30),
        education in proptest::option::of(proptest::sample::select(vec!["isced_0", "isced_2", "isced_3", "isced_5_8"])),
        man: bool,
        answers in proptest::collection::vec(proptest::option::of(proptest::bool::ANY), 9),
    ) -> Participant {
        let text = |value: Option<&str>| value.map_or(Known::Unknown, |value| Known::Known(value.to_owned()));
        let number = |value: Option<i64>| value.map_or(Known::Unknown, Known::Known);
        let flag = |at: usize| answers[at].map_or(Known::Refused, Known::Known);
        Participant {
            sex: if man { Sex::Male } else { Sex::Female },
            profile: Profile {
                age: number(age),
                labour_status: text(status),
                unemployed_months: number(months),
                education: text(education),
                in_education_or_training: flag(0),
                has_disability: flag(1),
                severe_or_coupled_disability: flag(1),
                foreign_origin_or_minority: flag(2),
                foreign_origin: flag(3),
                minority: flag(4),
                third_country_national: flag(5),
                homeless_or_housing_excluded: flag(6),
                other_disadvantage: flag(7),
                rural_area: flag(8),
            },
            ..woman()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whoever_is_counted_stays_counted_whatever_is_learnt_of_others_and_sexes_add_up(
        people in proptest::collection::vec(anybody(), 0..20),
    ) {
        let counter = Counter::new(day("2019-12-31"), four_weeks);
        let shipped = shipped();
        let conditions: Vec<_> = shipped.values().collect();
        let counts = counter.standings(&conditions, &people).counts();
        for ((code, condition), count) in shipped.iter().zip(counts) {
            let each: Vec<Standing> = people.iter().map(|one| counter.standing(condition, one)).collect();
            let of = |wanted| i64::try_from(each.iter().filter(|found| **found == wanted).count()).unwrap();
            prop_assert_eq!(count.total(), of(Standing::Counted), "{}", code);
            prop_assert_eq!(count.undecided, of(Standing::Undecided), "{}", code);
        }
    }

    #[test]
    fn learning_what_was_open_never_turns_a_counted_person_into_an_uncounted_one(
        one in anybody(), answer: bool, age in 10_i64..80,
    ) {
        let counter = Counter::new(day("2019-12-31"), four_weeks);
        let mut wiser = one.clone();
        if wiser.profile.age == Known::Unknown {
            wiser.profile.age = Known::Known(age);
        }
        if wiser.profile.has_disability == Known::Refused {
            wiser.profile.has_disability = Known::Known(answer);
        }
        for (code, condition) in shipped() {
            match counter.standing(&condition, &one) {
                Standing::Undecided => {}
                decided => prop_assert_eq!(counter.standing(&condition, &wiser), decided, "{}", code),
            }
        }
    }
}
