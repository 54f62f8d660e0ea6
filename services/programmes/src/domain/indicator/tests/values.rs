//! How much work the values of a page are.

use uuid::Uuid;
use wsparcie_kernel::ids::{IndicatorId, ProjectId};
use wsparcie_programmes_api::{
    IndicatorKind, IndicatorOrigin, IndicatorTargets, IndicatorValue, ProjectIndicator, ValueSource,
};

use super::{day, four_weeks, woman};
use crate::domain::indicator::{MOST_EVALUATIONS, Participant, Reader, Uncounted, Work};

/// As for somebody who may read participations.
fn count_into(
    page: &mut [ProjectIndicator],
    people: &[Participant],
    days: impl Fn(wsparcie_kernel::Date) -> Option<u64>,
    most: u64,
) -> Result<Work, Uncounted> {
    crate::domain::indicator::count_into(page, people, Reader::OfParticipations, days, most)
}

pub(super) fn project(number: u128) -> ProjectId {
    ProjectId::from_uuid(Uuid::from_u128(number))
}

pub(super) fn indicator(of: u128, condition: &str, as_of: &str) -> ProjectIndicator {
    ProjectIndicator {
        id: IndicatorId::from_uuid(Uuid::nil()),
        project_id: project(of),
        code: "MOJE".to_owned(),
        origin: IndicatorOrigin::Own,
        period: None,
        kind: IndicatorKind::Output,
        unit: "person".to_owned(),
        by_sex: true,
        label_pl: String::new(),
        label_en: String::new(),
        definition_pl: String::new(),
        definition_en: String::new(),
        condition: Some(condition.to_owned()),
        targets: IndicatorTargets {
            total: Some(4),
            ..IndicatorTargets::default()
        },
        value: IndicatorValue {
            total: None,
            women: None,
            men: None,
            undecided: None,
            too_few: false,
            of_target: None,
            source: ValueSource::Counted,
            as_of: day(as_of),
            stated_for: None,
            stands_on: None,
        },
        version: 1,
    }
}

fn people(of: u128, count: usize) -> Vec<Participant> {
    let one = Participant {
        project_id: project(of),
        ..woman()
    };
    vec![one; count]
}

const LATE: &str = "2019-12-31";

#[test]
fn what_is_known_of_a_participation_is_put_together_once_a_day_however_many_indicators_ask() {
    let people = [people(1, 3), people(2, 5)].concat();
    let ages: Vec<String> = (0..10).map(|age| format!("age > {age}")).collect();
    let mut page: Vec<_> = ages.iter().map(|age| indicator(1, age, LATE)).collect();
    page.extend(ages.iter().take(2).map(|age| indicator(2, age, LATE)));
    page.push(indicator(1, "age > 40", "2018-12-31"));
    // Before anybody began.
    page.push(indicator(1, "age > 40", "2017-12-31"));
    let work = count_into(&mut page, &people, four_weeks, MOST_EVALUATIONS).unwrap();
    assert_eq!(
        work,
        Work {
            facts: 3 + 5 + 3,
            evaluations: 3 * 10 + 5 * 2 + 3,
        }
    );
    let totals: Vec<_> = page.iter().map(|one| one.value.total).collect();
    assert_eq!(totals[..10], [Some(3); 10]);
    assert_eq!(totals[10..], [Some(5), Some(5), Some(0), Some(0)]);
    assert_eq!(page[0].value.of_target, Some(7500));
}

#[test]
fn more_than_a_call_may_ask_is_refused_before_anything_is_decided() {
    let people = people(1, 6);
    let page = || vec![indicator(1, "age > 1", LATE), indicator(1, "age > 2", LATE)];
    let mut just = page();
    assert_eq!(
        count_into(&mut just, &people, four_weeks, 12)
            .unwrap()
            .evaluations,
        12
    );
    let mut more = page();
    let Err(Uncounted::TooMuch(problem)) = count_into(&mut more, &people, four_weeks, 11) else {
        unreachable!("refused")
    };
    assert_eq!(problem.code, "INDICATORS_TOO_MANY_AT_ONCE");
    assert!(problem.message_pl.contains("12") && problem.message_en.contains("11"));
    assert_eq!(more, page(), "nothing was counted");
}

#[test]
fn what_is_withheld_or_entered_is_not_counted_and_a_broken_condition_counts_nothing() {
    let people = people(1, 2);
    let mut withheld = indicator(1, "age > 1", LATE);
    withheld.value.too_few = true;
    let mut entered = indicator(1, "age > 1", LATE);
    entered.condition = None;
    entered.value.source = ValueSource::Entered;
    entered.value.total = Some(2);
    let mut page = vec![withheld, entered];
    let work = count_into(&mut page, &people, four_weeks, 0).unwrap();
    assert_eq!(work, Work::default());
    let told: Vec<_> = page
        .iter()
        .map(|one| (one.value.total, one.value.of_target))
        .collect();
    assert_eq!(told, [(None, None), (Some(2), Some(5000))]);
    let mut broken = vec![indicator(1, "income > 1", LATE)];
    assert_eq!(
        count_into(&mut broken, &people, four_weeks, MOST_EVALUATIONS),
        Err(Uncounted::Unreadable)
    );
}
