use super::*;

#[test]
fn a_table_that_does_not_add_up_is_refused() {
    let mut table = Table::new();
    assert_eq!(
        table.triple(Cell::free(1), Cell::free(2), Cell::free(4)),
        Err(TableError::SumDoesNotMatch { total: 4, parts: 3 })
    );
    let (few, many) = (table.cell(Cell::free(1)), table.cell(Cell::free(2)));
    assert_eq!(
        table.sum(many, &[few]),
        Err(TableError::SumDoesNotMatch { total: 2, parts: 1 })
    );
    assert_eq!(
        table.at_most(many, few),
        Err(TableError::NotAtMost {
            smaller: 2,
            larger: 1
        })
    );
    assert_eq!(table.sum(many, &[few, few]), Err(TableError::RepeatedCell));
    assert_eq!(table.at_most(many, many), Err(TableError::RepeatedCell));
    assert_eq!(table.sum(many, &[]), Err(TableError::NoParts));
    assert_eq!(table.sum(CellId(99), &[few]), Err(TableError::UnknownCell));
}

#[test]
fn a_margin_of_margins_adds_up_rows_and_takes_part_in_no_equation() {
    let mut table = Table::new();
    let mut row = |women, men| {
        table
            .triple(Cell::free(women), Cell::free(men), Cell::free(women + men))
            .unwrap()
    };
    let rows = [row(1, 2), row(3, 4), row(5, 6)];
    let region = table.margin(&rows[..2]).unwrap();
    let country = table.margin(&[region, rows[2]]).unwrap();
    assert_eq!(table.value(country.total), Some(21));
    assert_eq!(table.standing(country.total), Some(Standing::Margin));
    assert_eq!(table.margin_parts[country.women.0].len(), 3);
    assert_eq!(table.margin(&[region, rows[0]]), Err(TableError::RepeatedCell));
    assert_eq!(table.margin(&[]), Err(TableError::NoParts));
    assert_eq!(
        table.at_most(rows[0].total, region.total),
        Err(TableError::MarginInEquation)
    );
}

#[test]
fn places_reduced_below_the_people_on_them_bound_nothing() {
    let mut table = Table::new();
    let row = table
        .triple(
            Cell::free(147).planned(100),
            Cell::free(153).planned(160),
            Cell::free(300),
        )
        .unwrap();
    assert!(row.cells().iter().all(|cell| table.cells[cell.0].upper.is_none()));
    let lone = table.cell(Cell::free(3).planned(2));
    assert_eq!(table.cells[lone.0].upper, None);
}

#[test]
fn a_difference_that_would_be_negative_is_refused() {
    let mut table = Table::new();
    let began = table
        .triple(Cell::free(5), Cell::free(5), Cell::free(10))
        .unwrap();
    let ended = table
        .triple(Cell::free(6), Cell::free(4), Cell::free(10))
        .unwrap();
    assert!(matches!(
        table.difference(began, &[ended]),
        Err(TableError::NotAtMost { .. })
    ));
    let both = table.triple_at_most(ended, began);
    assert!(matches!(both, Err(TableError::NotAtMost { .. })));
}
