//! The shipped list of passwords that everybody knows. `data/README.md` tells where it comes from.

use sha2::{Digest, Sha256};

/// Bytes of each entry's digest. With 56,000 entries, one password in five thousand million is refused by accident.
const PREFIX: usize = 6;

/// The entries' digests, sorted.
static LIST: &[u8] = include_bytes!("../../../data/breached.bin");

/// Whether the list has this text, folded as `stretched::fold` folds.
pub(super) fn contains(folded: &str) -> bool {
    let digest = Sha256::digest(folded.as_bytes());
    let (entries, _) = LIST.as_chunks::<PREFIX>();
    entries
        .binary_search_by(|entry| entry.as_slice().cmp(&digest[..PREFIX]))
        .is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_sorted() {
        let (entries, rest) = LIST.as_chunks::<PREFIX>();
        assert!(entries.len() > 50_000 && rest.is_empty());
        assert!(entries.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn what_is_on_the_list_is_found() {
        for known in ["password", "1qaz2wsx", "haslo", "kochanie", "katarzyna"] {
            assert!(contains(known), "{known}");
        }
        assert!(!contains("poprawny kon bateria zszywka"));
    }
}
