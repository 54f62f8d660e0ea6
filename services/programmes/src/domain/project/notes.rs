//! Notes about what a source says, or does not say.

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::{NOTED_FIGURES, SourceNote};

use crate::domain::text;

/// Longest note, in characters.
const MAX_NOTE: usize = 2_000;
/// A project has at most this many notes, so lists of notes need no pages.
const MAX_NOTES: usize = 100;

pub(super) fn check(problems: &mut Vec<Problem>, notes: &[SourceNote]) -> Vec<SourceNote> {
    if notes.len() > MAX_NOTES {
        let pl = format!("projekt ma najwyżej {MAX_NOTES} uwag o źródle");
        let en = format!("a project has at most {MAX_NOTES} notes on its source");
        problems.push(Problem::new("TOO_MANY_NOTES", pl, en).at(&["project", "sourceNotes"]));
        return Vec::new();
    }
    let mut checked = Vec::with_capacity(notes.len());
    for (at, note) in notes.iter().enumerate() {
        let at = at.to_string();
        let field = note.field.trim();
        if !NOTED_FIGURES.contains(&field) {
            let pl = format!(
                "uwaga dotyczy nieznanego pola; dopuszczalne: {}",
                NOTED_FIGURES.join(", ")
            );
            let en = format!(
                "the note speaks of an unknown field; accepted: {}",
                NOTED_FIGURES.join(", ")
            );
            let path = ["project", "sourceNotes", &at, "field"];
            problems.push(Problem::new("NOTE_FIELD_UNKNOWN", pl, en).at(&path));
        }
        let text = text::line(
            problems,
            &["project", "sourceNotes", &at, "text"],
            &note.text,
            MAX_NOTE,
        );
        checked.push(SourceNote {
            kind: note.kind,
            field: field.to_owned(),
            text,
        });
    }
    checked
}
