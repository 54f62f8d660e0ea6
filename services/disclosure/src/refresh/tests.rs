use super::*;

const K: Threshold = Threshold::DEFAULT;

fn row(women: u32, men: u32) -> RowValues {
    RowValues::new().triple(women, men)
}

#[test]
fn one_more_person_waits_for_others() {
    let before = [row(10, 10)];
    assert!(!may_refresh(&before, &row(11, 10), K));
    assert!(!may_refresh(&before, &row(14, 10), K));
    assert!(!may_refresh(&before, &row(15, 11), K), "the men's one would show");
    assert!(
        !may_refresh(&before, &row(12, 13), K),
        "enough in all, not of each sex"
    );
    assert!(may_refresh(&before, &row(15, 10), K));
    assert!(may_refresh(&before, &row(15, 15), K));
    assert!(may_refresh(&before, &row(10, 10), K), "nothing changed");
}

#[test]
fn fewer_people_count_as_a_change_too() {
    assert!(!may_refresh(&[row(10, 10)], &row(9, 10), K));
    assert!(
        !may_refresh(&[row(10, 10)], &row(15, 6), K),
        "the total and the men change by little"
    );
    assert!(may_refresh(&[row(20, 10)], &row(15, 10), K));
}

#[test]
fn every_earlier_state_counts_and_not_only_the_last() {
    let history = [row(10, 10), row(20, 10)];
    assert!(
        !may_refresh(&history, &row(12, 10), K),
        "far from the last, near the first"
    );
    assert!(may_refresh(&history, &row(15, 10), K));
}

#[test]
fn derived_cells_change_by_nobody_or_enough() {
    // Recruited, ended, still taking part.
    let of = |recruited: u32, ended: u32| {
        RowValues::new()
            .cell(recruited)
            .cell(ended)
            .cell(recruited - ended)
    };
    assert!(
        !may_refresh(&[of(20, 5)], &of(26, 10), K),
        "one more is taking part"
    );
    assert!(may_refresh(&[of(20, 5)], &of(25, 10), K));
}

#[test]
fn nobody_before_is_protected_by_the_primary_rule_alone() {
    assert!(may_refresh(&[row(0, 0)], &row(1, 2), K));
    assert!(
        !may_refresh(&[row(0, 9)], &row(1, 9), K),
        "an absent sex is not nobody"
    );
}

#[test]
fn a_row_of_another_shape_is_no_refresh() {
    assert!(!may_refresh(&[row(1, 2)], &RowValues::new().cell(3), K));
    let broken = PublishedRow {
        values: row(1, 2),
        seen: Vec::new(),
    };
    assert_eq!(refresh(&[broken], &row(1, 2), K), Refresh::CarryForward);
}

#[test]
fn a_hidden_cell_is_shown_again_only_far_from_all_it_could_have_been() {
    let hidden = |least, most| Interval { least, most };
    assert!(must_stay_hidden(hidden(0, Some(10)), 14, K));
    assert!(!must_stay_hidden(hidden(0, Some(10)), 15, K));
    assert!(!must_stay_hidden(hidden(12, Some(20)), 7, K));
    assert!(must_stay_hidden(hidden(12, Some(20)), 8, K));
    assert!(must_stay_hidden(hidden(0, None), 8, K));
    assert!(
        !must_stay_hidden(hidden(0, None), 9, K),
        "1 to 4 became at least 9"
    );
}

#[test]
fn the_sexes_of_ten_stay_hidden_until_fifteen_of_each() {
    let open = Seen::Hidden(Interval {
        least: 0,
        most: Some(10),
    });
    let before = PublishedRow {
        values: row(0, 10),
        seen: vec![open, open, Seen::Shown],
    };
    let replaced = |withheld: [bool; 3]| Refresh::Replace {
        withheld: withheld.to_vec(),
    };
    let of = |women, men| refresh(std::slice::from_ref(&before), &row(women, men), K);
    assert_eq!(
        of(5, 15),
        replaced([true, false, false]),
        "5 women could tell that none were there"
    );
    assert_eq!(of(15, 15), replaced([false; 3]));
    assert_eq!(of(15, 12), Refresh::CarryForward);
    assert_eq!(refresh(&[], &row(1, 2), K), replaced([false; 3]), "a new row");
}
