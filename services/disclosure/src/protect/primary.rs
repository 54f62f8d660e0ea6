//! Which cells are too small to be shown, by themselves.

use crate::Table;

/// What everybody knows before anything is published: each cell's bound, tightened by the equations and inequalities.
pub(crate) fn public_bounds(table: &Table) -> Vec<Option<i64>> {
    let mut bounds: Vec<Option<i64>> = table.cells.iter().map(|cell| cell.upper).collect();
    // Every pass that changes something lowers a bound; chains are short, and a bound left too high only hides more.
    for _ in 0..8 {
        let before = bounds.clone();
        for (smaller, larger) in &table.at_most {
            tighten(&mut bounds[*smaller], before[*larger]);
        }
        for sum in &table.sums {
            for part in &sum.parts {
                let total = bounds[sum.total];
                tighten(&mut bounds[*part], total);
            }
            let parts: Option<i64> = sum.parts.iter().map(|part| bounds[*part]).sum();
            tighten(&mut bounds[sum.total], parts);
        }
        if bounds == before {
            break;
        }
    }
    bounds
}

fn tighten(bound: &mut Option<i64>, known: Option<i64>) {
    if let Some(known) = known {
        *bound = Some(bound.map_or(known, |bound| bound.min(known)));
    }
}

/// The cells below `k` that tell of somebody.
pub(super) fn sensitive(table: &Table, bounds: &[Option<i64>], k: i64) -> Vec<bool> {
    let mut sensitive = vec![false; table.cells.len()];
    for triple in &table.triples {
        let total = triple.total.index();
        // With a single place, showing nobody would make a hidden total say one.
        let single_place = bounds[total] == Some(1);
        if table.cells[total].value == 0 && !single_place {
            continue;
        }
        for cell in triple.cells() {
            let cell = cell.index();
            sensitive[cell] |= table.cells[cell].value < k && bounds[cell] != Some(0);
        }
    }
    sensitive
}
