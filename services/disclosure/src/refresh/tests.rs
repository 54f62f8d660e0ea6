use super::*;

const K: Threshold = Threshold::DEFAULT;

fn shown(values: RowValues) -> PublishedRow {
    PublishedRow {
        seen: vec![Seen::Shown; values.cells.len()],
        values,
    }
}

fn row(women: u32, men: u32) -> PublishedRow {
    shown(RowValues::new().growing(women, men))
}

fn hidden(least: i64, most: Option<i64>) -> Seen {
    Seen::Hidden(Interval { least, most })
}

/// Women and men hidden, their total shown.
fn sexes_hidden(women: u32, men: u32) -> PublishedRow {
    let total = i64::from(women + men);
    PublishedRow {
        seen: vec![hidden(0, Some(total)), hidden(0, Some(total)), Seen::Shown],
        ..row(women, men)
    }
}

fn may(before: &[PublishedRow], next: &PublishedRow) -> bool {
    may_refresh(before, next, K)
}

#[test]
fn one_more_person_waits_for_others() {
    let before = [row(10, 10)];
    assert!(!may(&before, &row(11, 10)));
    assert!(!may(&before, &row(14, 10)));
    assert!(!may(&before, &row(15, 11)), "the men's one would show");
    assert!(!may(&before, &row(12, 13)), "enough in all, not of each sex");
    assert!(may(&before, &row(15, 10)));
    assert!(may(&before, &row(15, 15)));
    assert!(!may(&before, &row(10, 10)), "nothing to tell");
    assert!(may(&[], &row(1, 2)), "a new row");
}

#[test]
fn fewer_people_count_as_a_change_too() {
    assert!(!may(&[row(10, 10)], &row(9, 10)));
    assert!(
        !may(&[row(10, 10)], &row(15, 6)),
        "the total and the men change by little"
    );
    assert!(may(&[row(20, 10)], &row(15, 10)), "and everybody sees it");
}

#[test]
fn every_earlier_state_counts_and_not_only_the_last() {
    let history = [row(10, 10), row(20, 10)];
    assert!(!may(&history, &row(12, 10)), "far from the last, near the first");
    assert!(may(&history, &row(15, 10)));
}

#[test]
fn those_still_taking_part_change_by_nobody_or_enough() {
    let of = |recruited: u32, ended: u32| {
        let row = RowValues::new().growing(recruited, 30).growing(ended, 10);
        shown(row.triple(recruited - ended, 20))
    };
    assert!(!may(&[of(20, 5)], &of(26, 10)), "one more is taking part");
    assert!(may(&[of(20, 5)], &of(25, 10)));
}

#[test]
fn nobody_before_is_protected_by_the_primary_rule_alone() {
    assert!(may(&[row(0, 0)], &row(1, 2)));
    assert!(!may(&[row(0, 9)], &row(1, 9)), "an absent sex is not nobody");
}

#[test]
fn a_row_of_another_shape_is_no_refresh() {
    assert!(!may(
        &[row(1, 2)],
        &shown(RowValues::new().growing(1, 2).triple(1, 2))
    ));
    let broken = PublishedRow {
        seen: Vec::new(),
        ..row(1, 2)
    };
    assert!(!may(&[broken], &row(10, 20)));
}

#[test]
fn hidden_counts_decide_nothing() {
    for (before, next) in [
        ((4, 20), (5, 24)),
        ((4, 20), (20, 9)),
        ((2, 22), (3, 26)),
        ((0, 24), (29, 0)),
    ] {
        let (before, next) = (sexes_hidden(before.0, before.1), sexes_hidden(next.0, next.1));
        assert!(may(&[before], &next));
    }
    let (before, next) = (sexes_hidden(4, 20), sexes_hidden(4, 21));
    assert!(!may(&[before], &next), "the total tells of one");
}

#[test]
fn an_unseen_change_makes_no_new_day() {
    assert!(!may(&[sexes_hidden(4, 20)], &sexes_hidden(5, 19)));
}

#[test]
fn what_was_hidden_is_told_again_only_far_from_all_it_could_have_been() {
    let before = [sexes_hidden(0, 10)];
    assert!(
        !may(&before, &row(5, 15)),
        "5 women could tell that none were there"
    );
    assert!(!may(&before, &row(15, 14)));
    assert!(may(&before, &row(15, 15)));
    // Beside a count that is known to have changed.
    let beside = |women, men, known| shown(RowValues::new().growing(women, men).growing(known, known));
    let open = PublishedRow {
        seen: [vec![hidden(0, None); 3], vec![Seen::Shown; 3]].concat(),
        ..beside(1, 2, 10)
    };
    assert!(!may(std::slice::from_ref(&open), &beside(8, 9, 20)));
    assert!(may(&[open], &beside(9, 9, 20)), "1 to 4 became at least 9");
}

#[test]
fn what_grows_stays_hidden_and_has_its_least_from_before() {
    let carried = Carried::of(&[sexes_hidden(3, 20), row(6, 24)]);
    assert_eq!(carried.cell(0, 9), Cell::hidden(9));
    assert_eq!(carried.cell(2, 40), Cell::free(40));
    assert_eq!((carried.floor(0, 6), carried.floor(2, 40)), (Some(6), Some(30)));
    assert_eq!(carried.floor(0, 5), None, "it fell");
    assert_eq!(Carried::of(&[]).floor(0, 5), None);
    let comes_and_goes = shown(RowValues::new().triple(6, 24));
    assert_eq!(Carried::of(&[comes_and_goes]).floor(0, 9), None);
}

#[test]
fn a_fall_that_nobody_sees_is_not_published() {
    let next = sexes_hidden(19, 30);
    assert!(!may(&[row(20, 20)], &next));
    assert!(may(&[row(20, 20)], &sexes_hidden(22, 28)));
}
