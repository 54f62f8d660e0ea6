//! What money is held against.

use uuid::Uuid;
use wsparcie_kernel::Money;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::Settlement;

use crate::domain::claims::{OverReimbursed, check_advance, settlement_warnings};

fn money(grosz: i64) -> Money {
    Money::from_grosz(grosz)
}

#[test]
fn no_more_of_advances_is_settled_than_is_left_of_them() {
    for (settled, left, holds) in [
        (0, 0, true),
        (0, -1, true),
        (1, 0, false),
        (100, 99, false),
        (100, 100, true),
        (1, -5, false),
    ] {
        assert_eq!(
            check_advance(money(settled), money(left)).is_ok(),
            holds,
            "{settled} {left}"
        );
    }
    let problem = check_advance(money(10_000), money(-5)).unwrap_err();
    assert_eq!(
        (problem.code.as_str(), problem.path.join(".")),
        ("CLAIM_ADVANCE_NOT_RECEIVED", "advanceSettled".to_owned())
    );
    assert!(problem.message_pl.contains(" 0.00 zł"), "{}", problem.message_pl);
}

fn settlement([advances, returned, settled, approved, reimbursed]: [i64; 5]) -> Settlement {
    Settlement {
        project_id: ProjectId::from_uuid(Uuid::nil()),
        advances: money(advances),
        reimbursed: money(reimbursed),
        returned: money(returned),
        interest: Money::ZERO,
        spent: Money::ZERO,
        awaiting: Money::ZERO,
        approved: money(approved),
        advance_settled: money(settled),
        warnings: Vec::new(),
    }
}

#[test]
fn a_settlement_tells_what_cannot_be_right() {
    let overdrawn = "advanceLeft ADVANCE_OVERDRAWN";
    let over = "reimbursed REIMBURSED_OVER_APPROVED";
    for (sums, expected) in [
        ([0, 0, 0, 0, 0], &[][..]),
        ([500_000, 100_000, 400_000, 500_000, 100_000], &[]),
        ([500_000, 99_999_900, 0, 0, 0], &[overdrawn]),
        ([0, 0, 10_000, 10_000, 0], &[overdrawn]),
        ([500_000, 0, 400_000, 500_000, 100_001], &[over]),
        ([0, 0, 0, -5, 1], &[over]),
        ([0, 0, 0, -5, 0], &[]),
    ] {
        let told: Vec<_> = settlement_warnings(&settlement(sums), &[])
            .iter()
            .map(|problem| format!("{} {}", problem.path.join("."), problem.code))
            .collect();
        assert_eq!(told, expected, "{sums:?}");
    }
    // One claim's is told, though the project's sums hold.
    let claim = OverReimbursed {
        number: 7,
        reimbursed: money(100),
        approved: Money::ZERO,
    };
    let told = settlement_warnings(&settlement([0, 0, 0, 500, 100]), &[claim]);
    assert_eq!(told.len(), 1);
    assert!(
        told[0].message_en.contains("claim no. 7 are 1.00 PLN"),
        "{}",
        told[0].message_en
    );
}
