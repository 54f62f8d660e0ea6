//! The refusals that several checks share.

use wsparcie_casework_api::SupportCategory;
use wsparcie_kernel::{CallError, Problem};

use super::MAX_ENTRIES;

/// The refusal of a text that is no code.
pub(super) fn malformed_code() -> Problem {
    Problem::new(
        "CODE_MALFORMED",
        "kod ma małe litery bez polskich znaków, cyfry i podkreślenia i zaczyna się literą",
        "a code has lower-case letters without diacritics, digits and underscores, and begins with a letter",
    )
}

/// The refusal of a second end.
pub(crate) fn already_ended() -> Problem {
    Problem::new(
        "ALREADY_ENDED",
        "udział tej osoby już się zakończył; jeśli zakończenie wpisano błędnie, najpierw je wycofaj",
        "this person's participation has ended already; if the end was entered wrongly, take it back first",
    )
}

/// The refusal of taking back an end that stands no more.
pub(crate) fn stale_end() -> CallError {
    CallError::refused(
        Problem::new(
            "STALE_VERSION",
            "to zakończenie zostało już wycofane; obejrzyj udział, jaki jest teraz",
            "this end was taken back already; look at the participation as it is now",
        )
        .at(&["endId"]),
    )
}

/// The refusal of support that nobody offers.
pub(super) fn not_offered(category: SupportCategory, offered: &[(String, String)]) -> Problem {
    let kinds: Vec<&str> = offered
        .iter()
        .filter(|(_, of)| of == category.code())
        .map(|(kind, _)| kind.as_str())
        .collect();
    let (pl, en) = if kinds.is_empty() {
        ("nie oferuje żadnej".to_owned(), "offers none".to_owned())
    } else {
        let named = kinds.join(", ");
        (format!("oferuje: {named}"), format!("offers: {named}"))
    };
    Problem::new(
        "SUPPORT_KIND_UNKNOWN",
        format!(
            "projekt nie oferuje takiej usługi w kategorii „{}” i nie ma jej w niej w słowniku na ten dzień; w tej kategorii projekt {pl}",
            category.label_pl()
        ),
        format!(
            "the project offers no such service in the category \u{201c}{}\u{201d}, and the dictionary has none in it on that day; in this category the project {en}",
            category.label_en()
        ),
    )
    .by_rule("zapisuje się usługi z oferty projektu albo ze słownika rodzajów usług")
}

/// The refusal of what needs an end.
pub(super) fn not_ended() -> Problem {
    Problem::new(
        "NOT_ENDED",
        "udział tej osoby trwa; najpierw zapisz jego zakończenie",
        "this person's participation goes on; record its end first",
    )
}

/// The refusal of one entry too many.
pub(crate) fn too_many() -> CallError {
    CallError::refused(
        Problem::new(
            "TOO_MANY_ENTRIES",
            format!("ten udział ma już {MAX_ENTRIES} wpisów tego rodzaju; więcej nie można zapisać"),
            format!(
                "this participation has {MAX_ENTRIES} entries of this kind already; no more can be recorded"
            ),
        )
        .at(&["enrolmentId"]),
    )
}

/// The refusal of taking something back a second time.
pub(crate) fn taken_back_already(field: &str) -> CallError {
    CallError::refused(
        Problem::new(
            "TAKEN_BACK_ALREADY",
            "ten wpis został już wycofany",
            "this entry was taken back already",
        )
        .at(&[field]),
    )
}
