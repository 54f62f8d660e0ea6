//! What a file changes in what is known.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Key};
use super::sections::Section;

/// What becomes of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not known.
    Added(Entry),
    /// It is known with another content.
    Changed {
        /// As it is known.
        before: Entry,
        /// As it will be.
        after: Entry,
    },
    /// It is known and the file's complete list does not have it.
    Ended(Entry),
}

/// All changes of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff {
    /// In the order of keys.
    pub changes: Vec<Change>,
    /// How many rows of the file's sections stay as they are.
    pub unchanged: usize,
}

/// Compares what is known with a file that holds `sections`, each complete. Rows of other sections are not touched.
///
/// Of two rows with one key in the file the later counts; the checks refuse such a file before.
pub fn diff(known: &[Entry], file: &[Entry], sections: &BTreeSet<Section>) -> Diff {
    let by_key = |entries: &[Entry]| -> BTreeMap<Key, Entry> {
        let keyed = entries.iter().map(|entry| (entry.key(), entry.clone()));
        keyed.filter(|(key, _)| sections.contains(&key.section)).collect()
    };
    let (mut known, mut file) = (by_key(known), by_key(file));
    let keys: BTreeSet<Key> = known.keys().chain(file.keys()).cloned().collect();
    let mut diff = Diff {
        changes: Vec::new(),
        unchanged: 0,
    };
    for key in keys {
        match (known.remove(&key), file.remove(&key)) {
            (Some(before), Some(after)) if before == after => diff.unchanged += 1,
            (Some(before), Some(after)) => diff.changes.push(Change::Changed { before, after }),
            (Some(before), None) => diff.changes.push(Change::Ended(before)),
            (None, Some(after)) => diff.changes.push(Change::Added(after)),
            (None, None) => {}
        }
    }
    diff
}
