use super::*;
use crate::{Cell, Triple, audit};

const K: Threshold = Threshold::DEFAULT;

fn free(table: &mut Table, women: u32, men: u32) -> Triple {
    table
        .triple(Cell::free(women), Cell::free(men), Cell::free(women + men))
        .unwrap()
}

/// Women, men, total; a dot where hidden.
fn looks(table: &Table, pattern: &Pattern, triple: Triple) -> String {
    triple
        .cells()
        .map(|cell| {
            if pattern.shows(cell) {
                table.value(cell).unwrap().to_string()
            } else {
                ".".to_owned()
            }
        })
        .join(" ")
}

fn alone(women: u32, men: u32) -> String {
    let mut table = Table::new();
    let triple = free(&mut table, women, men);
    looks(&table, &protect(&table, K), triple)
}

#[test]
fn a_small_cell_is_hidden_with_its_complement() {
    assert_eq!(alone(5, 5), "5 5 10");
    assert_eq!(alone(4, 20), ". . 24");
    assert_eq!(alone(20, 4), ". . 24");
    assert_eq!(alone(19, 0), ". . 19");
    assert_eq!(alone(1, 0), ". . .");
    assert_eq!(alone(2, 2), ". . .");
    assert_eq!(alone(0, 0), "0 0 0");
}

#[test]
fn planned_places_do_not_give_hidden_cells_away() {
    let of = |women: u32, men: u32, places: [u32; 3]| {
        let mut table = Table::new();
        let triple = table
            .triple(
                Cell::free(women).planned(places[0]),
                Cell::free(men).planned(places[1]),
                Cell::free(women + men).planned(places[2]),
            )
            .unwrap();
        looks(&table, &protect(&table, K), triple)
    };
    assert_eq!(of(2, 8, [2, 8, 10]), ". . .");
    assert_eq!(of(1, 8, [2, 8, 10]), ". . .");
    assert_eq!(
        of(1, 7, [2, 8, 10]),
        ". . .",
        "8 would leave three values of the men"
    );
    assert_eq!(of(1, 7, [2, 28, 30]), ". . .");
    assert_eq!(of(1, 4, [20, 8, 28]), ". . 5");
    assert_eq!(of(11, 0, [20, 0, 20]), "11 0 11");
    assert_eq!(of(0, 0, [1, 0, 1]), ". 0 .");
}

#[test]
fn those_still_taking_part_are_protected_though_never_shown() {
    let mut table = Table::new();
    let recruited = free(&mut table, 10, 10);
    let ended = free(&mut table, 9, 8);
    let left = table.difference(recruited, &[ended]).unwrap();
    let pattern = protect(&table, K);
    assert_eq!(looks(&table, &pattern, recruited), "10 10 20");
    assert_eq!(looks(&table, &pattern, ended), ". . .");
    for told in audit(&table, &pattern) {
        assert!(told.interval.width().is_none_or(|width| width >= 5), "{told:?}");
    }
    assert!(pattern.hides(left.total));
}

#[test]
fn a_margin_is_shown_with_sexes_only_if_they_give_nothing_away() {
    let mut table = Table::new();
    let rows: Vec<Triple> = [(3, 20), (9, 9), (8, 12)]
        .map(|(women, men)| free(&mut table, women, men))
        .to_vec();
    let region = table.margin(&rows).unwrap();
    let pattern = protect(&table, K);
    assert_eq!(looks(&table, &pattern, rows[0]), ". . 23");
    assert_eq!(looks(&table, &pattern, region), ". . 61");

    let mut table = Table::new();
    let rows: Vec<Triple> = [(2, 20), (30, 2), (8, 12)]
        .map(|(women, men)| free(&mut table, women, men))
        .to_vec();
    let region = table.margin(&rows).unwrap();
    assert_eq!(looks(&table, &protect(&table, K), region), "40 34 74");
}

#[test]
fn a_hidden_total_hides_the_margin_beside_shown_rows() {
    let mut table = Table::new();
    let rows: Vec<Triple> = [(2, 1), (9, 9)]
        .map(|(women, men)| free(&mut table, women, men))
        .to_vec();
    let region = table.margin(&rows).unwrap();
    let pattern = protect(&table, K);
    assert_eq!(looks(&table, &pattern, region), ". . .");
    assert_eq!(looks(&table, &pattern, rows[1]), "9 9 18");
}

#[test]
fn what_was_published_cannot_be_taken_back_but_is_reported() {
    let mut table = Table::new();
    let triple = table
        .triple(Cell::hidden(3), Cell::shown(9), Cell::shown(12))
        .unwrap();
    let pattern = protect(&table, K);
    assert_eq!(pattern.exposed(), [triple.women]);
    assert!(pattern.shows(triple.men));
    assert!(audit(&table, &pattern)[0].interval.is_known());
}

#[test]
fn patterns_are_nested_and_equal_for_equal_input() {
    let mut table = Table::new();
    let rows: Vec<Triple> = [(3, 20), (6, 7), (8, 12), (4, 5)]
        .map(|(women, men)| free(&mut table, women, men))
        .to_vec();
    table.margin(&rows).unwrap();
    let highest = Threshold::at_least(10).unwrap();
    let patterns = protect_nested(&table, highest);
    assert_eq!(patterns.len(), 8);
    for (lower, higher) in patterns.values().zip(patterns.values().skip(1)) {
        assert!(lower.hidden().all(|cell| higher.hides(cell)));
    }
    for (threshold, pattern) in &patterns {
        assert_eq!(&protect(&table, *threshold), pattern);
    }
}

#[test]
fn people_may_be_shifted_over_several_rows() {
    // No single row has room for five women less.
    let mut table = Table::new();
    let rows: Vec<Triple> = [(2, 20), (2, 18), (2, 16), (1, 30), (0, 30)]
        .map(|(women, men)| free(&mut table, women, men))
        .to_vec();
    let region = table.margin(&rows).unwrap();
    let lowest = Threshold::LOWEST;
    let pattern = protect(&table, lowest);
    assert_eq!(looks(&table, &pattern, region), "7 114 121");
    for told in audit(&table, &pattern) {
        assert!(told.interval.width().unwrap() >= 5, "{told:?}");
    }
}
