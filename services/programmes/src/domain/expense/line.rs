//! A line of the budget against what is spent on it.

use wsparcie_kernel::{Money, Problem};
use wsparcie_programmes_api::OverSpending;

/// A line as it stands, read under the line's lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinePosition {
    /// What the budget in force has for it.
    pub planned: Money,
    /// The eligible parts of all rows on it.
    pub spent: Money,
    /// What happens beyond that.
    pub rule: OverSpending,
}

impl LinePosition {
    /// What is left; negative where it is over-spent.
    pub fn left(&self) -> Option<Money> {
        self.planned.checked_sub(self.spent)
    }

    /// By how much the line is over-spent after a row of this eligible part, if it is. A row that takes money off is never
    /// held up and never flagged: it makes things better.
    ///
    /// # Errors
    /// `LINE_OVERSPENT`, where the budget says to refuse; it tells what is left.
    pub fn after(&self, eligible: Money) -> Result<Option<Money>, Problem> {
        let over = self
            .spent
            .checked_add(eligible)
            .and_then(|after| after.checked_sub(self.planned));
        match over {
            _ if eligible <= Money::ZERO => Ok(None),
            Some(over) if over <= Money::ZERO => Ok(None),
            Some(over) if self.rule == OverSpending::Flag => Ok(Some(over)),
            _ => Err(self.overspent()),
        }
    }

    fn overspent(&self) -> Problem {
        let left = self.left().unwrap_or(Money::ZERO).max(Money::ZERO);
        let (planned, spent) = (self.planned, self.spent);
        let pl = format!(
            "w tej pozycji zostało {left} zł (w budżecie {planned} zł, wydano {spent} zł); zmniejsz kwotę \
             kwalifikowalną, wybierz inną pozycję albo zmień budżet"
        );
        let en = format!(
            "PLN {left} is left on this line (budget {planned}, spent {spent}); reduce the eligible part, choose \
             another line or change the budget"
        );
        Problem::new("LINE_OVERSPENT", pl, en)
            .at(&["amounts", "eligible"])
            .by_rule("zasada budżetu projektu: przekroczenie pozycji jest odrzucane")
    }
}
