use proptest::prelude::*;

use super::*;

fn completed(ten: &str) -> String {
    format!("{ten}{}", (10 - weighted_sum(ten, &WEIGHTS) % 10) % 10)
}

fn facts(text: &str) -> Result<(String, Sex), PeselProblem> {
    Pesel::parse(text).map(|pesel| (pesel.birth_date().to_string(), pesel.sex()))
}

#[test]
fn the_documented_examples_give_birth_date_and_sex() {
    assert_eq!(facts("44051401359"), Ok(("1944-05-14".to_owned(), Sex::Male)));
    assert_eq!(facts(" 02270803624 "), Ok(("2002-07-08".to_owned(), Sex::Female)));
    assert_eq!(
        Pesel::parse("02270803624").map(|pesel| pesel.expose().to_owned()),
        Ok("02270803624".to_owned())
    );
}

#[test]
fn the_century_is_in_the_month() {
    for (date, born) in [
        ("008101", Some("1800-01-01")),
        ("999231", Some("1899-12-31")),
        ("000101", Some("1900-01-01")),
        ("991231", Some("1999-12-31")),
        ("002229", Some("2000-02-29")),
        ("992231", None),
        ("993231", Some("2099-12-31")),
        ("044229", Some("2104-02-29")),
        ("995231", Some("2199-12-31")),
        ("006101", Some("2200-01-01")),
        ("997231", Some("2299-12-31")),
        ("000229", None),
        ("004229", None),
        ("010229", None),
        ("040229", Some("1904-02-29")),
        ("010431", None),
        ("010100", None),
        ("010132", None),
        ("010001", None),
        ("011301", None),
        ("012001", None),
        ("013301", None),
        ("014001", None),
        ("015301", None),
        ("016001", None),
        ("017301", None),
        ("018001", None),
        ("019301", None),
    ] {
        let outcome = facts(&completed(&format!("{date}0001")));
        let expected = born
            .map(|day| (day.to_owned(), Sex::Male))
            .ok_or(PeselProblem::BirthDate);
        assert_eq!(outcome, expected, "{date}");
    }
}

#[test]
fn a_refused_pesel_names_the_rule_it_breaks() {
    for (typed, problem) in [
        ("", PeselProblem::Empty),
        ("   ", PeselProblem::Empty),
        ("4405140135", PeselProblem::Length { given: 10 }),
        ("440514013590", PeselProblem::Length { given: 12 }),
        ("44051401358", PeselProblem::Checksum),
        ("00000000000", PeselProblem::BirthDate),
        ("440514 01359", PeselProblem::Character),
        ("440514-01359", PeselProblem::Character),
        ("4405140135O", PeselProblem::Character),
        ("٤٤٠٥١٤٠١٣٥٩", PeselProblem::Character),
        ("４４０５１４０１３５９", PeselProblem::Character),
    ] {
        assert_eq!(facts(typed), Err(problem), "{typed:?}");
    }
}

#[test]
fn a_pesel_is_masked_in_debug_output() {
    let shown = format!("{:?}", Pesel::parse("44051401359"));
    assert_eq!(shown, "Ok(Pesel(***))");
}

#[test]
fn no_refusal_repeats_what_was_typed() {
    for typed in ["44051401358", "440514 01359", "4405140135"] {
        let Err(problem) = Pesel::parse(typed) else {
            continue;
        };
        for text in [
            problem.message_pl(),
            problem.message_en(),
            problem.to_string(),
            format!("{problem:?}"),
        ] {
            assert!(!text.contains(typed) && !text.contains("440514"), "{text}");
        }
    }
    for json in [
        "44051401359",
        r#""44051401358""#,
        r#"["44051401359"]"#,
        "44051401359.5",
    ] {
        let error = serde_json::from_str::<Pesel>(json).map_err(|error| error.to_string());
        assert!(
            matches!(&error, Err(text) if !text.contains("440514")),
            "{error:?}"
        );
    }
}

#[test]
fn a_pesel_travels_as_checked_text() -> serde_json::Result<()> {
    let pesel: Pesel = serde_json::from_str(r#""02270803624""#)?;
    assert_eq!(serde_json::to_string(&pesel)?, r#""02270803624""#);
    Ok(())
}

proptest! {
    #[test]
    fn any_single_changed_digit_breaks_the_checksum(
        days in 0..180_000_u64, serial in 0..10_000_u32, at in 0..11_usize, by in 1..10_u8,
    ) {
        let valid = pesel_of(days, serial);
        prop_assert!(Pesel::parse(&valid).is_ok());
        let mut bytes = valid.into_bytes();
        bytes[at] = b'0' + (bytes[at] - b'0' + by) % 10;
        prop_assert_eq!(facts(&String::from_utf8_lossy(&bytes)), Err(PeselProblem::Checksum));
    }

    #[test]
    fn birth_date_and_sex_round_trip(days in 0..180_000_u64, serial in 0..10_000_u32) {
        let sex = if serial % 2 == 1 { Sex::Male } else { Sex::Female };
        prop_assert_eq!(facts(&pesel_of(days, serial)), Ok((birth(days).to_string(), sex)));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".*") {
        let _outcome = Pesel::parse(&text);
    }
}

/// A birth date that many days after 1800-01-01.
fn birth(days: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(1800, 1, 1).unwrap_or_default() + chrono::Days::new(days)
}

fn pesel_of(days: u64, serial: u32) -> String {
    use chrono::Datelike as _;
    let birth = birth(days);
    let offset = [80, 0, 20, 40, 60][usize::try_from(birth.year() / 100 - 18).unwrap_or_default()];
    completed(&format!(
        "{:02}{:02}{:02}{serial:04}",
        birth.year() % 100,
        birth.month() + offset,
        birth.day()
    ))
}
