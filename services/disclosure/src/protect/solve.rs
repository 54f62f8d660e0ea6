//! The farthest table by integer programming: complete, and checked in whole numbers.

use std::rc::Rc;

use microlp::{ComparisonOp, LinearExpr, OptimizationDirection, Problem};

use super::knowledge::Knowledge;
use super::proof::Shift;
use super::window::Window;

/// How far a cell nothing bounds is followed. Proofs need at most a threshold; this is an audit's "far away".
const FAR: i64 = 100_000;

impl Knowledge<'_> {
    /// The table that agrees with everything known in which `cell` is farthest up or down, at most `cap` away; cells
    /// outside the window are taken at their values. `None` if the solver fails.
    pub(super) fn farthest(
        &mut self,
        window: &Window,
        cell: usize,
        upwards: bool,
        cap: i64,
    ) -> Option<Shift> {
        let direction = if upwards {
            OptimizationDirection::Maximize
        } else {
            OptimizationDirection::Minimize
        };
        let mut problem = Problem::new(direction);
        let mut variables = std::collections::BTreeMap::new();
        for other in &window.cells {
            let value = self.table.cells[*other].value;
            let cap = if *other == cell { cap.min(FAR) } else { FAR };
            let down = value.min(cap);
            let up = self.bounds[*other].map_or(cap, |most| (most - value).min(cap));
            let objective = if *other == cell { 1.0 } else { 0.0 };
            let bounds = (-(i32::try_from(down).ok()?), i32::try_from(up).ok()?);
            variables.insert(*other, problem.add_integer_var(objective, bounds));
        }
        for sum in &window.sums {
            let equation = &self.table.sums[*sum];
            let mut changes = LinearExpr::empty();
            let signs = equation.parts.iter().map(|part| (part, 1.0));
            for (part, sign) in signs.chain([(&equation.total, -1.0)]) {
                if let Some(variable) = variables.get(part) {
                    changes.add(*variable, sign);
                }
            }
            problem.add_constraint(changes, ComparisonOp::Eq, 0.0);
        }
        for limit in &window.limits {
            let (smaller, larger) = self.table.at_most[*limit];
            let mut changes = LinearExpr::empty();
            if let Some(variable) = variables.get(&smaller) {
                changes.add(*variable, 1.0);
            }
            if let Some(variable) = variables.get(&larger) {
                changes.add(*variable, -1.0);
            }
            let slack = self.table.cells[larger].value - self.table.cells[smaller].value;
            let slack = i32::try_from(slack.min(2 * FAR)).ok()?;
            problem.add_constraint(changes, ComparisonOp::Le, f64::from(slack));
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let changes: Vec<(usize, i64)> = variables
            .iter()
            .map(|(other, variable)| (*other, whole(solution.var_value(*variable))))
            .filter(|(_, change)| *change != 0)
            .collect();
        let shift: Shift = Rc::from(changes);
        self.holds(&shift).then_some(shift)
    }

    /// Whether a shift keeps every equation, inequality and bound, in whole numbers.
    fn holds(&mut self, shift: &Shift) -> bool {
        let in_bounds = shift.iter().all(|(cell, change)| {
            let value = self.table.cells[*cell].value + change;
            value >= 0 && self.bounds[*cell].is_none_or(|most| value <= most)
        });
        in_bounds && self.agrees(shift)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "variables are bounded by ±FAR; a wrong rounding fails the check in whole numbers"
)]
fn whole(value: f64) -> i64 {
    value.round() as i64
}
