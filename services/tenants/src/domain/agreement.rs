//! Refusals around the processing agreement. Which version is in force is a dated row.

use wsparcie_kernel::Problem;

/// The refusal of any version but the one in force.
pub(crate) fn other_version() -> Problem {
    Problem::new(
        "AGREEMENT_VERSION",
        "ta wersja umowy powierzenia nie obowiązuje; przeczytaj obowiązującą i zaakceptuj ją",
        "this version of the processing agreement is not in force; read the one that is and accept it",
    )
    .at(&["version"])
    .by_rule("art. 28 RODO")
}

/// The refusal to accept a version twice.
pub(crate) fn already_accepted() -> Problem {
    Problem::new(
        "AGREEMENT_ACCEPTED",
        "ośrodek już zaakceptował tę wersję umowy; nie trzeba robić nic więcej",
        "the centre has accepted this version of the agreement already; nothing more needs to be done",
    )
}
