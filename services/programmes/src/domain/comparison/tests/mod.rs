//! The rules of counting, publishing, figures and summaries.

mod over_time;
mod summaries;

use wsparcie_disclosure::Seen;
use wsparcie_kernel::{Date, Money};
use wsparcie_programmes_api::{
    ComparisonFigure, ComparisonMeasure, CostBase, Exactness, FigureExactness, Hidden, MoneyOrigin,
    PeopleCount, Places, Told,
};

use super::frozen::{FrozenRow, LiveFacts, ProjectMoney, SourceSums};
use super::people::{Ending, Participation, PeopleCounts, SexCounts, count};
use super::protection::{CELLS, Count, Decision, PlannedPlaces, Published, State, decide, shown};
use super::{SmallCells, figures, names, summary};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn woman() -> Participation {
    Participation {
        on_place: true,
        is_woman: true,
        ended: None,
        vocational: false,
        social_effect_on: None,
        employment_effect_on: None,
    }
}

/// By the rule of 2014-20: 90 days after the day of the end.
fn counted<'a>(people: impl IntoIterator<Item = &'a Participation>, on: &str) -> PeopleCounts {
    count(people, day(on), |_| Some(90))
}

#[test]
fn where_no_rule_is_known_nothing_is_decided() {
    let ended = Participation {
        ended: Some((day("2018-01-01"), Ending::Completed)),
        social_effect_on: Some(day("2018-01-02")),
        ..woman()
    };
    let women = count([&ended], day("2020-01-01"), |_| None).women;
    assert_eq!(
        (women.completed, women.social_base, women.social_effect),
        (1, 0, 0)
    );
}

#[test]
fn a_failure_is_entered_only_when_ninety_days_after_the_end_have_passed() {
    let ended = Participation {
        ended: Some((day("2018-01-01"), Ending::Completed)),
        vocational: true,
        ..woman()
    };
    let base = |on: &str| {
        let women = counted([&ended], on).women;
        (women.social_base, women.employment_base)
    };
    assert_eq!(base("2018-04-01"), (0, 0), "day 90");
    assert_eq!(base("2018-04-02"), (1, 1), "day 91");
}

#[test]
fn an_effect_counts_when_it_comes_and_not_when_it_comes_too_late() {
    let with_work = |on: &str| Participation {
        ended: Some((day("2018-01-01"), Ending::Completed)),
        vocational: true,
        employment_effect_on: Some(day(on)),
        ..woman()
    };
    let women = |one: &Participation, on: &str| counted([one], on).women;
    let early = women(&with_work("2018-01-20"), "2018-01-21");
    assert_eq!(
        (early.employment_base, early.employment_effect, early.social_base),
        (1, 1, 0)
    );
    let last = women(&with_work("2018-04-01"), "2018-06-01");
    assert_eq!((last.employment_base, last.employment_effect), (1, 1));
    let late = women(&with_work("2018-04-02"), "2018-06-01");
    assert_eq!((late.employment_base, late.employment_effect), (1, 0));
}

#[test]
fn the_reserve_list_is_counted_nowhere_and_who_drops_out_is_in_no_effectiveness() {
    let reserve = Participation {
        on_place: false,
        ..woman()
    };
    let dropped = Participation {
        is_woman: false,
        ended: Some((day("2018-01-01"), Ending::DroppedOut)),
        vocational: true,
        ..woman()
    };
    let counts = counted([&reserve, &dropped], "2019-01-01");
    assert_eq!(counts.women, SexCounts::default());
    assert_eq!(
        counts.men,
        SexCounts {
            recruited: 1,
            ended: 1,
            dropped_out: 1,
            ..SexCounts::default()
        }
    );
}

#[test]
fn the_worked_example_of_the_guidelines_gives_its_share() {
    // 450 ended, 400 with vocational services, 50 jobs.
    let mut people = Vec::new();
    for n in 0..450 {
        people.push(Participation {
            ended: Some((day("2018-01-01"), Ending::Completed)),
            vocational: n < 400,
            employment_effect_on: (n < 50).then(|| day("2018-02-01")),
            ..woman()
        });
    }
    let counts = counted(&people, "2018-12-01");
    let rate = figures::of_people(counts.women.employment_effect, counts.women.employment_base).unwrap();
    assert_eq!((rate.numerator, rate.denominator), (50, 400));
    assert_eq!(rate.share.hundredths_of_percent(), 1250);
}

fn sex(recruited: i64, ended: i64, completed: i64) -> SexCounts {
    SexCounts {
        recruited,
        ended,
        completed,
        dropped_out: ended - completed,
        ..SexCounts::default()
    }
}

fn recruited(women: i64, men: i64) -> PeopleCounts {
    PeopleCounts {
        women: sex(women, 0, 0),
        men: sex(men, 0, 0),
    }
}

fn publish(counts: &PeopleCounts, earlier: &[Published], k: u8) -> Decision {
    let k = SmallCells::at_least(k).unwrap();
    decide(counts, &[PlannedPlaces::default()], earlier, k).unwrap()
}

fn state(counts: &PeopleCounts, k: u8) -> State {
    match publish(counts, &[], k) {
        Decision::Publish(state) => state,
        Decision::Repeat => panic!("a first state is published"),
    }
}

fn seen(state: &State, k: u8) -> [Option<u32>; 3] {
    shown(state, SmallCells::at_least(k).unwrap())[Count::Recruited as usize]
}

#[test]
fn a_small_cell_is_hidden_with_its_complement_and_each_threshold_has_its_pattern() {
    let state = state(&recruited(4, 20), 5);
    assert_eq!(seen(&state, 3), [Some(4), Some(20), Some(24)]);
    assert_eq!(seen(&state, 5), [None, None, Some(24)]);
    assert_eq!((state.cells.len(), state.seen.len()), (CELLS, 3));
    assert_eq!(state.seen[0][0], Seen::Shown);
}

#[test]
fn what_a_higher_threshold_shows_a_lower_one_shows_too() {
    for (women, men) in [(4, 20), (7, 9), (10, 3), (6, 6), (0, 12), (40, 9)] {
        let state = state(&recruited(women, men), 5);
        for k in 3..5 {
            for (low, high) in seen(&state, k).into_iter().zip(seen(&state, k + 1)) {
                assert!(high.is_none() || low == high, "{women} {men} at {k}");
            }
        }
    }
}

#[test]
fn those_left_over_by_subtraction_are_protected_as_well() {
    // 30 ended, 28 of them completed: two dropped out.
    let counts = PeopleCounts {
        women: sex(30, 20, 19),
        men: sex(30, 10, 9),
    };
    let cells = shown(&state(&counts, 5), SmallCells::DEFAULT);
    let [ended, completed] = [Count::Ended, Count::Completed].map(|count| cells[count as usize]);
    for (ended, completed) in ended.into_iter().zip(completed) {
        assert!(
            ended.is_none() || completed.is_none(),
            "{ended:?} less {completed:?} is too few"
        );
    }
}

fn facts() -> LiveFacts {
    LiveFacts {
        id: uuid::Uuid::from_u128(1),
        centre: "MOPS".to_owned(),
        centre_kind: Some("MOPS".to_owned()),
        region: "02".to_owned(),
        title: "projekt".to_owned(),
        edition: None,
        programme: vec!["POKL".to_owned()],
        period: None,
        starts_on: None,
        ends_on: None,
        places: PlannedPlaces {
            total: Some(Places {
                count: 60,
                exactness: Exactness::Minimum,
            }),
            ..PlannedPlaces::default()
        },
        money: ProjectMoney {
            total: Some((Money::from_grosz(78_032_900), MoneyOrigin::Stated)),
            parts: None,
        },
        services: None,
    }
}

fn row(consents: &[ComparisonMeasure], counts: &PeopleCounts) -> FrozenRow {
    let state = state(counts, 5);
    let at = "2026-03-02T12:00:00Z".parse().unwrap();
    FrozenRow::of(
        facts(),
        (uuid::Uuid::from_u128(9), consents),
        Some((&state, at)),
        SmallCells::DEFAULT,
    )
}

#[test]
fn what_is_not_consented_to_is_not_in_the_row_and_is_missing_by_that_name() {
    let whole = row(ComparisonMeasure::ALL, &recruited(20, 20));
    assert_eq!(whole.people(Count::Recruited).women, PeopleCount::Shown(20));
    let revoked = whole.only(&[ComparisonMeasure::CostPerPlace]);
    let text = serde_json::to_string(&revoked).unwrap();
    assert!(!text.contains("20]") && !text.contains("[20"), "{text}");
    let told = figures::of(revoked);
    assert_eq!(told.recruited.total, PeopleCount::NotShown(Hidden::NoConsent));
    assert_eq!(told.own_share, Told::NotShown(Hidden::NoConsent));
    assert_eq!(told.cost_eu, Told::NotShown(Hidden::Missing));
}

#[test]
fn a_minimum_of_places_bounds_the_cost_and_is_never_averaged() {
    let rows = [figures::of(row(ComparisonMeasure::ALL, &recruited(20, 20)))];
    let cost = rows[0].cost_total.shown().unwrap();
    assert_eq!(
        (cost.value, cost.exactness, cost.base),
        (
            Money::from_grosz(1_300_549),
            FigureExactness::AtMost,
            CostBase::Total
        )
    );
    let summaries = summary::of(
        &rows,
        &[ComparisonMeasure::CostPerPlace, ComparisonMeasure::Recruitment],
    );
    let total = &summaries[0];
    assert_eq!(
        (
            total.figure,
            total.included,
            total.considered,
            total.mean,
            total.weighted_mean
        ),
        (ComparisonFigure::CostPerPlaceTotal, 0, 1, None, None)
    );
    assert_eq!(total.bounds[0].at_most, 1_300_549);
    let places = summaries
        .iter()
        .find(|summary| summary.figure == ComparisonFigure::RecruitmentRate)
        .unwrap();
    assert_eq!(places.missing[0].reason, Hidden::Bound);
}

#[test]
fn costs_are_rounded_to_the_nearest_grosz_and_own_money_is_shared_by_all_sources() {
    let mut przasnysz = facts();
    przasnysz.places.total = Some(Places {
        count: 19,
        exactness: Exactness::Exact,
    });
    przasnysz.money = ProjectMoney {
        total: Some((Money::from_grosz(20_014_696), MoneyOrigin::Stated)),
        parts: Some((
            SourceSums {
                all: Money::from_grosz(20_014_696),
                eu: Some(Money::from_grosz(17_913_153)),
                own: Some(Money::from_grosz(2_101_543)),
            },
            MoneyOrigin::Stated,
        )),
    };
    let row = figures::of(FrozenRow::own(przasnysz, None));
    assert_eq!(row.cost_total.shown().unwrap().value.to_string(), "10534.05");
    assert_eq!(row.own_share.shown().unwrap().share.hundredths_of_percent(), 1050);
}

#[test]
fn means_weigh_by_people_or_count_each_project_once() {
    let with = |women: i64, ended: i64, completed: i64| {
        let counts = PeopleCounts {
            women: sex(women, ended, completed),
            men: sex(women, ended, completed),
        };
        figures::of(row(ComparisonMeasure::ALL, &counts))
    };
    // 20 of 40 and 120 of 160, each by sex half.
    let rows = [with(30, 20, 10), with(100, 80, 60)];
    let summaries = summary::of(&rows, &[ComparisonMeasure::Completion]);
    let completion = &summaries[0];
    assert_eq!(
        (completion.weighted_mean, completion.mean),
        (Some(7000), Some(6250))
    );
    let spread = completion.spread.unwrap();
    assert_eq!((spread.least, spread.median, spread.greatest), (5000, 6250, 7500));
    let (low, high) = completion.interval.unwrap();
    assert!(low.hundredths_of_percent() < 7000 && high.hundredths_of_percent() > 7000);
}

#[test]
fn names_stand_in_the_polish_order() {
    let mut names = ["Łódź", "Zgierz", "Lublin", "Żary", "Źródła", "łomża", "Maków"];
    names.sort_by_key(|name| names::key(name));
    assert_eq!(
        names,
        ["Lublin", "łomża", "Łódź", "Maków", "Zgierz", "Źródła", "Żary"]
    );
}

#[test]
fn a_threshold_under_three_or_over_five_is_no_threshold() {
    assert_eq!(SmallCells::at_least(2), None);
    assert_eq!(SmallCells::at_least(6), None);
    assert_eq!(SmallCells::at_least(5), Some(SmallCells::DEFAULT));
}
