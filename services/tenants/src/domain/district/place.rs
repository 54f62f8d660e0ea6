//! Towns and streets: as written, and as compared.

use unicode_normalization::UnicodeNormalization;
use wsparcie_kernel::Problem;
use wsparcie_kernel::input::line;

const LONGEST: usize = 100;

/// A town or village.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Town {
    written: String,
    key: String,
}

impl Town {
    /// Reads a town's name of 1 to 100 characters.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let written = name(text)?;
        let key = folded(&written);
        Ok(Self { written, key })
    }

    /// What towns are compared by.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn into_written(self) -> String {
        self.written
    }
}

/// A street. `ul. Długa`, `ulica Długa` and `Długa` are one street; `al. Długa` is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Street {
    written: String,
    key: String,
}

/// The words before a street's name that say what it is, and how the key says it. Others (`rondo`, `bulwar`) are part of
/// the name.
const KINDS: [(&str, &str); 13] = [
    ("ulica", "ul"),
    ("ul.", "ul"),
    ("ul", "ul"),
    ("aleja", "al"),
    ("aleje", "al"),
    ("al.", "al"),
    ("al", "al"),
    ("osiedle", "os"),
    ("os.", "os"),
    ("os", "os"),
    ("plac", "pl"),
    ("pl.", "pl"),
    ("pl", "pl"),
];

impl Street {
    /// Reads a street's name of 1 to 100 characters.
    pub(crate) fn parse(text: &str) -> Result<Self, Problem> {
        let written = name(text)?;
        let folded = folded(&written);
        let (kind, rest) = kind_and_name(&folded);
        // `ul. Plac Wolności` is the square: the word for a street says nothing beside another one.
        let (kind, rest) = if kind == "ul" {
            kind_and_name(rest)
        } else {
            (kind, rest)
        };
        if !rest.chars().any(char::is_alphanumeric) {
            return Err(Problem::new(
                "STREET_NAME",
                "to nie jest nazwa ulicy; wpisz ją, a jeśli w tej miejscowości nie ma ulic, zostaw pole puste",
                "this is no name of a street; type it, or leave the field out if the place has no streets",
            ));
        }
        let key = format!("{kind} {rest}");
        Ok(Self { written, key })
    }

    /// What streets are compared by.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    pub(crate) fn into_written(self) -> String {
        self.written
    }
}

/// The kind of a street, `ul` if none is named, and the rest of its folded name.
fn kind_and_name(folded: &str) -> (&'static str, &str) {
    for (word, kind) in KINDS {
        let Some(rest) = folded.strip_prefix(word) else {
            continue;
        };
        // `ul.Długa` is written too, but `ulica` and `ul` end only where a blank begins: `Ulanowska`, `Placowa`.
        let name = rest.trim_start();
        if word.ends_with('.') || (name.len() < rest.len() && !name.is_empty()) {
            return (kind, name);
        }
    }
    ("ul", folded)
}

/// A name as written, with single blanks.
fn name(text: &str) -> Result<String, Problem> {
    let written = line(text, LONGEST)?;
    Ok(written.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Small letters, composed: making letters small can take a composed letter apart.
fn folded(written: &str) -> String {
    written.to_lowercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(text: &str) -> String {
        Street::parse(text).unwrap().key().to_owned()
    }

    #[test]
    fn a_street_is_the_same_with_and_without_its_word() {
        for text in [
            "Długa",
            "ul. Długa",
            "ul.Długa",
            "UL. DŁUGA",
            "ulica  Długa",
            "ul Długa",
            "  długa ",
            "ul.\u{a0}Długa",
        ] {
            assert_eq!(key(text), "ul długa", "{text:?}");
        }
    }

    #[test]
    fn an_avenue_a_square_and_an_estate_are_no_streets_of_that_name() {
        assert_eq!(key("al. Wolności"), "al wolności");
        assert_eq!(key("Aleja Wolności"), "al wolności");
        assert_eq!(key("Aleje Jerozolimskie"), key("al. Jerozolimskie"));
        assert_eq!(key("pl. Wolności"), "pl wolności");
        assert_eq!(key("ul. Plac Wolności"), "pl wolności");
        assert_eq!(key("os.Wolności"), "os wolności");
        assert_eq!(key("Osiedle Wolności"), "os wolności");
        assert_eq!(key("Wolności"), "ul wolności");
    }

    #[test]
    fn other_words_are_part_of_the_name() {
        assert_eq!(key("Rondo Solidarności"), "ul rondo solidarności");
        assert_eq!(key("Ulanowska"), "ul ulanowska");
        assert_eq!(key("Placowa"), "ul placowa");
        assert_eq!(key("Aleja"), "ul aleja");
        assert_eq!(key("Osiedlowa"), "ul osiedlowa");
    }

    #[test]
    fn diacritics_matter_and_how_they_are_composed_does_not() {
        assert_ne!(key("Dluga"), key("Długa"));
        assert_eq!(key("Z\u{307}abia"), key("Żabia"));
        assert_eq!(
            Town::parse("JELENIA  GÓRA").unwrap().key(),
            Town::parse("Jelenia Góra").unwrap().key()
        );
    }

    #[test]
    fn a_word_without_a_name_is_no_street() {
        for text in ["ul.", "al. ", "ul. pl.", "-", "ul. …"] {
            assert_eq!(Street::parse(text).unwrap_err().code, "STREET_NAME", "{text:?}");
        }
        assert_eq!(Street::parse(" ").unwrap_err().code, "REQUIRED");
        assert_eq!(Street::parse(&"ą".repeat(101)).unwrap_err().code, "TOO_LONG");
        assert_eq!(
            Street::parse("Dłu\u{200b}ga").unwrap_err().code,
            "CONTROL_CHARACTER"
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_the_same_again_and_keys_fit_their_column(text in "\\PC{0,110}") {
            if let Ok(street) = Street::parse(&text) {
                prop_assert!((4..=400).contains(&street.key().chars().count()));
                prop_assert_eq!(&Street::parse(&street.clone().into_written()).unwrap(), &street);
            }
            if let Ok(town) = Town::parse(&text) {
                prop_assert!((1..=400).contains(&town.key().chars().count()));
                prop_assert_eq!(&Town::parse(&town.clone().into_written()).unwrap(), &town);
            }
        }
    }
}
