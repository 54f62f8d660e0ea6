//! How an organisation's status may change.

use wsparcie_kernel::Problem;
use wsparcie_tenants_api::OrganisationStatus::{self, Active, Leaving, Suspended};

/// The shortest reason for a change, in characters.
pub(crate) const SHORTEST_REASON: usize = 10;

/// Checks a change of status. One that leaves is not suspended again, or it could not export its data; it comes back first.
///
/// # Errors
/// `STATUS_UNCHANGED` or `STATUS_TRANSITION`, at the field.
pub(crate) fn check(from: OrganisationStatus, to: OrganisationStatus) -> Result<(), Problem> {
    match (from, to) {
        (Active, Suspended | Leaving) | (Suspended, Active | Leaving) | (Leaving, Active) => Ok(()),
        (Leaving, Suspended) => Err(Problem::new(
            "STATUS_TRANSITION",
            "organizacja, która odchodzi, musi móc pobrać swoje dane; jeśli trzeba ją zawiesić, najpierw przywróć ją jako czynną",
            "an organisation that leaves has to be able to take its data along; to suspend it, make it active first",
        )
        .at(&["status"])),
        (Active, Active) | (Suspended, Suspended) | (Leaving, Leaving) => Err(Problem::new(
            "STATUS_UNCHANGED",
            "organizacja już ma ten stan; nie trzeba robić nic więcej",
            "the organisation has this status already; nothing more needs to be done",
        )
        .at(&["status"])),
    }
}

/// The refusal to touch the platform's own organisation.
pub(crate) fn of_the_platform() -> Problem {
    Problem::new(
        "ORGANISATION_TYPE_PLATFORM",
        "stanu organizacji operatora platformy nie można zmienić",
        "the status of the platform operator's own organisation cannot be changed",
    )
    .at(&["id"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_statuses_has_its_answer() {
        for (from, to, code) in [
            (Active, Active, Some("STATUS_UNCHANGED")),
            (Active, Suspended, None),
            (Active, Leaving, None),
            (Suspended, Active, None),
            (Suspended, Suspended, Some("STATUS_UNCHANGED")),
            (Suspended, Leaving, None),
            (Leaving, Active, None),
            (Leaving, Suspended, Some("STATUS_TRANSITION")),
            (Leaving, Leaving, Some("STATUS_UNCHANGED")),
        ] {
            assert_eq!(
                check(from, to).err().map(|problem| problem.code).as_deref(),
                code,
                "{from:?} to {to:?}"
            );
        }
    }
}
