//! Counting people, full time, and what a line may say.

use proptest::prelude::*;
use uuid::Uuid;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{Headcount, Places};

use super::*;

fn post_id(n: u128) -> TeamPostId {
    TeamPostId::from_uuid(Uuid::from_u128(n))
}

fn worker(n: u128) -> WorkerId {
    WorkerId::from_uuid(Uuid::from_u128(n))
}

fn line(id: u128, count: i32, among: Option<u128>) -> Line {
    Line {
        id: post_id(id),
        worker: None,
        posts: Places {
            count,
            exactness: Exactness::Exact,
        },
        among: among.map(post_id),
    }
}

fn named(id: u128, who: u128, among: Option<u128>) -> Line {
    Line {
        worker: Some(worker(who)),
        ..line(id, 1, among)
    }
}

fn between(at_least: i64, at_most: i64) -> Headcount {
    Headcount {
        at_least,
        at_most: Some(at_most),
    }
}

#[test]
fn integra_has_seven_posts_and_five_people_if_the_streetworkers_are_social_workers() {
    let lines = [line(1, 4, None), line(2, 2, Some(1)), line(3, 1, None)];
    assert_eq!(posts(&lines), between(7, 7));
    assert_eq!(people(&lines), between(5, 7));
}

#[test]
fn a_worker_with_several_posts_is_one_person() {
    let lines = [
        named(1, 1, None),
        named(2, 1, None),
        named(3, 2, None),
        line(4, 2, None),
    ];
    assert_eq!(posts(&lines), between(5, 5));
    assert_eq!(people(&lines), between(4, 4));
}

#[test]
fn named_people_fill_the_posts_that_they_may_be_among_only_once() {
    // Two named streetworkers may be two of the four; a third and a fourth post of one of them change nothing.
    let lines = [
        line(1, 4, None),
        named(2, 1, Some(1)),
        named(3, 2, Some(1)),
        named(4, 2, Some(1)),
    ];
    assert_eq!(people(&lines), between(4, 6));
    // Three cannot be among two.
    let lines = [line(1, 2, None), line(2, 3, Some(1))];
    assert_eq!(people(&lines), between(3, 5));
    assert_eq!(people(&[named(1, 1, None), named(2, 2, Some(1))]), between(2, 2));
}

#[test]
fn a_number_that_is_a_minimum_has_no_upper_bound() {
    let mut some = line(1, 2, None);
    some.posts.exactness = Exactness::Minimum;
    let open = Headcount {
        at_least: 3,
        at_most: None,
    };
    assert_eq!(posts(&[some, line(2, 1, None)]), open);
    assert_eq!(people(&[some, line(2, 1, None)]), open);
    assert_eq!(people(&[]), between(0, 0));
}

#[expect(clippy::unnecessary_wraps, reason = "the field it fills may be unknown")]
fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

fn share(from: Option<Date>, to: Option<Date>, bp: i32) -> Share {
    Share::new((from, to), Some(bp), None)
}

#[test]
fn posts_of_one_worker_add_up_on_the_days_that_they_share() {
    let january = (day("2018-01-01"), day("2018-01-31"));
    let posts = [
        share(january.0, january.1, 5_000),
        share(day("2018-01-31"), None, 6_000),
        share(day("2018-03-01"), None, 4_000),
    ];
    assert_eq!(peak(&posts, january), 11_000);
    assert_eq!(peak(&posts, (day("2018-02-01"), day("2018-02-28"))), 6_000);
    assert_eq!(peak(&posts, (day("2018-02-01"), None)), 10_000);
    assert_eq!(peak(&posts, (None, None)), 11_000);
    let open = [share(None, None, 7_000), share(None, day("2018-01-01"), 4_000)];
    assert_eq!(peak(&open, (None, None)), 11_000);
    assert_eq!(peak(&open, (day("2018-01-02"), None)), 7_000);
    assert_eq!(Share::new((None, None), None, Some(2_000)).bp, 5_000);
    assert_eq!(Share::new((None, None), None, None).bp, 0);
}

fn post() -> NewTeamPost {
    NewTeamPost {
        project_id: ProjectId::from_uuid(Uuid::nil()),
        worker_id: None,
        position: "coordinator".to_owned(),
        duties: vec!["monitoring".to_owned(), "monitoring".to_owned()],
        posts: Places {
            count: 1,
            exactness: Exactness::Exact,
        },
        full_time_bp: None,
        weekly_hours_hundredths: None,
        valid_from: None,
        valid_to: None,
        among: None,
        note: Some(" a ".to_owned()),
    }
}

#[test]
fn every_problem_of_a_line_is_named_at_once() {
    let checked = check(&post()).unwrap();
    assert_eq!((checked.duties.len(), checked.note.as_deref()), (1, Some("a")));
    let wrong = NewTeamPost {
        worker_id: Some(worker(1)),
        posts: Places {
            count: 0,
            exactness: Exactness::Minimum,
        },
        full_time_bp: Some(10_001),
        weekly_hours_hundredths: Some(0),
        valid_from: day("2018-01-02"),
        valid_to: day("2018-01-01"),
        note: Some("\0".to_owned()),
        ..post()
    };
    let problems = check(&wrong).unwrap_err();
    let codes: Vec<&str> = problems.iter().map(|problem| problem.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "CONTROL_CHARACTER",
            "POSTS_OUT_OF_RANGE",
            "WORKER_HOLDS_ONE_POST",
            "HOURS_OR_SHARE",
            "SHARE_OUT_OF_RANGE",
            "HOURS_OUT_OF_RANGE",
            "PERIOD_REVERSED"
        ]
    );
}

#[test]
fn one_worker_is_not_twice_in_one_position_at_a_time() {
    let other = Other {
        id: post_id(1),
        worker: Some(worker(1)),
        position: "coordinator".to_owned(),
        days: (day("2018-01-01"), day("2018-06-30")),
        among: None,
    };
    let mut draft = NewTeamPost {
        worker_id: Some(worker(1)),
        valid_from: day("2018-06-30"),
        ..post()
    };
    let code = |draft: &NewTeamPost, other: &Other| {
        let found = check_beside(draft, std::slice::from_ref(other));
        found.map_err(|problems| problems[0].code.clone())
    };
    assert_eq!(code(&draft, &other), Err("POST_OVERLAP".to_owned()));
    draft.valid_from = day("2018-07-01");
    assert_eq!(code(&draft, &other), Ok(()));
    draft.valid_from = None;
    assert_eq!(code(&draft, &other), Err("POST_OVERLAP".to_owned()));
    draft.position = "psychologist".to_owned();
    assert_eq!(code(&draft, &other), Ok(()));
    draft.among = Some(post_id(2));
    assert_eq!(code(&draft, &other), Err("AMONG_UNKNOWN".to_owned()));
    draft.among = Some(post_id(1));
    let chained = Other {
        among: Some(post_id(9)),
        ..other
    };
    assert_eq!(code(&draft, &chained), Err("AMONG_CHAIN".to_owned()));
}

proptest! {
    #[test]
    fn the_bounds_hold_for_any_team(shape in prop::collection::vec((1i32..6, 0u128..4, any::<bool>()), 0..8)) {
        let lines: Vec<Line> = (1..).zip(shape).map(|(id, (count, who, among))| {
            let among = (among && id > 1).then_some(1);
            if who > 0 { named(id, who, among) } else { line(id, count, among) }
        }).collect();
        let (posts, people) = (posts(&lines), people(&lines));
        prop_assert!(people.at_least <= people.at_most.unwrap());
        prop_assert!(people.at_most <= posts.at_most);
        prop_assert!(lines.is_empty() || people.at_least >= 1);
    }
}
