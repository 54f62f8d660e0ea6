use proptest::prelude::*;
use wsparcie_kernel::national::Voivodeship;

use crate::domain::number::ProjectNumber;

fn version() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "-[0-9]{2}"]
}

fn levels() -> impl Strategy<Value = String> {
    "[0-9]{2}\\.[0-9]{2}"
}

/// Numbers in normalised form, of every scheme.
fn number() -> impl Strategy<Value = String> {
    let home = prop::sample::select(Voivodeship::ALL.to_vec());
    let rpo = (
        home.clone(),
        levels(),
        "[0-9]{2}",
        "[0-9A-Z]{4}",
        14..=23,
        version(),
    )
        .prop_map(|(home, levels, submeasure, serial, year, version)| {
            let (letters, code) = (home.programme_abbreviation(), home.code());
            format!("RP{letters}.{levels}.{submeasure}-{code}-{serial}/{year:02}{version}")
        });
    let power = (levels(), "[0-9]{2}", "[0-9A-Z]{4}", 14..=23, version()).prop_map(
        |(levels, submeasure, serial, year, version)| {
            format!("POWR.{levels}.{submeasure}-00-{serial}/{year:02}{version}")
        },
    );
    let pokl = (home, levels(), "[0-9]{2}", "[0-9]{2,4}", 7..=15, version()).prop_map(
        |(home, levels, submeasure, serial, year, version)| {
            format!(
                "POKL.{levels}.{submeasure}-{}-{serial}/{year:02}{version}",
                home.code()
            )
        },
    );
    let fe = (
        "FE[A-Z]{2}",
        levels(),
        "I[ZPW]\\.[0-9]{2}",
        "[0-9A-Z]{4}",
        21..=29,
        version(),
    )
        .prop_map(|(programme, levels, institution, serial, year, version)| {
            format!("{programme}.{levels}-{institution}-{serial}/{year:02}{version}")
        });
    prop_oneof![rpo, power, pokl, fe]
}

/// The same number as careless hands write it.
fn carelessly_written(number: &str, dash: char, spaced: bool, lower: bool) -> String {
    let separator = if spaced {
        format!(" {dash} ")
    } else {
        dash.to_string()
    };
    let text = number.replace('-', &separator);
    if lower { text.to_lowercase() } else { text }
}

proptest! {
    #[test]
    fn a_normalised_number_is_its_own_normal_form(text in number()) {
        let read = ProjectNumber::parse(&text);
        prop_assert_eq!(read.as_ref().map(ProjectNumber::as_str), Ok(text.as_str()));
        prop_assert_eq!(read.as_ref().map(ProjectNumber::raw), Ok(text.as_str()));
    }

    #[test]
    fn careless_writing_gives_the_same_number(
        text in number(),
        dash in prop::sample::select(vec!['-', '–', '—', '\u{2010}', '\u{2011}', '\u{2212}']),
        spaced: bool,
        lower: bool,
    ) {
        let careless = carelessly_written(&text, dash, spaced, lower);
        prop_assert_eq!(ProjectNumber::parse(&careless), ProjectNumber::parse(&text));
    }

    #[test]
    fn the_number_without_version_is_a_number_without_version(text in number()) {
        let base = ProjectNumber::parse(&text).map(|number| number.without_version());
        let again = base.clone().and_then(|base| ProjectNumber::parse(&base));
        prop_assert_eq!(again.clone().map(|number| number.agreement_version()), Ok(None));
        prop_assert_eq!(again.map(|number| number.to_string()), base);
    }

    #[test]
    fn whatever_is_accepted_is_accepted_again_in_its_normal_form(text in "[A-Za-zŻż0-9./ –-]{0,40}") {
        if let Ok(number) = ProjectNumber::parse(&text) {
            prop_assert_eq!(ProjectNumber::parse(number.as_str()), Ok(number));
        }
    }

    #[test]
    fn a_number_with_one_character_removed_never_panics_and_keeps_its_text(text in number(), at in 0..40_usize) {
        let mut changed = text;
        if at < changed.len() {
            changed.remove(at);
        }
        let read = ProjectNumber::parse(&changed);
        prop_assert!(read.map_or(true, |number| number.raw() == changed));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".*") {
        let _outcome = ProjectNumber::parse(&text);
    }
}
