//! Who may decide about whose access, and about emergencies.

use chrono::TimeDelta;
use wsparcie_kernel::{Problem, Role};
use wsparcie_tenants_api::AccessDecision;

/// The roles that answer for who has access; the permission table's row of access reviews.
pub(crate) const OVERSEERS: &[Role] = &[Role::Director, Role::Administrator, Role::Operator];
/// How long an emergency lasts.
pub(crate) const BREAK_GLASS_LASTS: TimeDelta = TimeDelta::hours(3);
/// The shortest reason for an emergency, in characters.
pub(crate) const SHORTEST_BREAK_GLASS_REASON: usize = 20;
/// The longest note of whoever looked into one, in characters.
pub(crate) const LONGEST_NOTE: usize = 500;

/// Whether somebody may decide on their own access: never, but where nobody else in the organisation could. Then they may
/// confirm it, or no review of a centre with one overseer would ever end; the trail says that it was their own.
pub(crate) fn may_decide_on_own(decision: AccessDecision, another_overseer: bool) -> bool {
    decision == AccessDecision::Confirmed && !another_overseer
}

/// The refusal to decide on one's own access.
pub(crate) fn own() -> Problem {
    Problem::new(
        "OWN_ACCESS",
        "nikt nie rozstrzyga o własnym dostępie; poproś o to innego dyrektora albo administratora",
        "nobody decides on their own access; ask another director or administrator",
    )
}

/// The refusal to decide twice.
pub(crate) fn already_decided() -> Problem {
    Problem::new(
        "ALREADY_DECIDED",
        "o tym dostępie już rozstrzygnięto; odśwież listę i przejdź do następnego",
        "this access has been decided on already; refresh the list and go on to the next",
    )
}

/// The refusal of a second review while one is undecided.
pub(crate) fn review_open() -> Problem {
    Problem::new(
        "ACCESS_REVIEW_OPEN",
        "poprzedni przegląd uprawnień nie jest zakończony; rozstrzygnij najpierw wszystkie jego pozycje",
        "the last access review is not finished; decide on all its items first",
    )
}

/// The refusal of a second emergency while one runs.
pub(crate) fn break_glass_running() -> Problem {
    Problem::new(
        "BREAK_GLASS_RUNNING",
        "twój dostęp awaryjny już trwa; korzystaj z niego, a po jego końcu otwórz nowy, jeśli będzie potrzebny",
        "your break-glass access is running already; use it, and open another when it is over if you need one",
    )
}

/// The refusal to look into an emergency twice.
pub(crate) fn break_glass_reviewed() -> Problem {
    Problem::new(
        "BREAK_GLASS_REVIEWED",
        "ten dostęp awaryjny już rozpatrzono; nie trzeba robić nic więcej",
        "this break-glass access has been looked into already; nothing more needs to be done",
    )
}

#[cfg(test)]
mod tests {
    use wsparcie_kernel::permission::{Action, Resource, TABLE};

    use super::*;

    #[test]
    fn only_the_last_overseer_confirms_their_own_access() {
        assert!(may_decide_on_own(AccessDecision::Confirmed, false));
        assert!(!may_decide_on_own(AccessDecision::Confirmed, true));
        assert!(!may_decide_on_own(AccessDecision::Removed, false));
        assert!(!may_decide_on_own(AccessDecision::Removed, true));
    }

    #[test]
    fn overseers_are_those_whom_the_permission_table_lets_decide() {
        let row = TABLE
            .iter()
            .find(|row| row.resource == Resource::AccessReview && row.action == Action::Decide);
        assert_eq!(row.unwrap().roles, OVERSEERS);
    }
}
