use proptest::prelude::*;

use super::*;
use crate::national::Voivodeship;

fn gmina(text: &str) -> Result<String, TerytProblem> {
    GminaCode::parse(text).map(|code| code.to_string())
}

fn powiat(text: &str) -> Result<String, TerytProblem> {
    PowiatCode::parse(text).map(|code| code.to_string())
}

#[test]
fn the_seed_centres_codes_give_voivodeship_powiat_and_kind() {
    for (typed, voivodeship, powiat, is_city) in [
        ("0261011", Voivodeship::Dolnoslaskie, "0261", true),
        ("0862011", Voivodeship::Lubuskie, "0862", true),
        ("1422011", Voivodeship::Mazowieckie, "1422", false),
        ("2465011", Voivodeship::Slaskie, "2465", true),
        ("2611011", Voivodeship::Swietokrzyskie, "2611", false),
    ] {
        let read = GminaCode::parse(typed);
        assert_eq!(read.as_ref().map(GminaCode::as_str), Ok(typed));
        assert_eq!(read.as_ref().map(GminaCode::voivodeship), Ok(voivodeship));
        assert_eq!(read.as_ref().map(|code| code.powiat().as_str()), Ok(powiat));
        assert_eq!(
            read.as_ref().map(GminaCode::is_city_with_powiat_rights),
            Ok(is_city),
            "{typed}"
        );
        assert_eq!(read.as_ref().map(GminaCode::kind), Ok(GminaKind::Urban));
    }
}

#[test]
fn the_last_digit_is_the_kind() {
    for digit in 0..10_u8 {
        let kind = GminaCode::parse(&format!("146502{digit}")).map(|code| code.kind().digit());
        let is_kind = [1, 2, 3, 4, 5, 8, 9].contains(&digit);
        assert_eq!(
            kind,
            if is_kind {
                Ok(digit)
            } else {
                Err(TerytProblem::Kind)
            }
        );
    }
}

#[test]
fn cities_with_powiat_rights_start_at_61() {
    for (code, is_city) in [("0201", false), ("0260", false), ("0261", true), ("0299", true)] {
        assert_eq!(
            PowiatCode::parse(code).map(|powiat| powiat.is_city_with_powiat_rights()),
            Ok(is_city),
            "{code}"
        );
    }
}

#[test]
fn a_refused_gmina_code_names_the_rule_it_breaks() {
    for (typed, problem) in [
        ("", TerytProblem::Empty),
        (
            "261101",
            TerytProblem::Length {
                expected: 7,
                given: 6,
            },
        ),
        (
            "26110111",
            TerytProblem::Length {
                expected: 7,
                given: 8,
            },
        ),
        ("2711011", TerytProblem::Voivodeship),
        ("0011011", TerytProblem::Voivodeship),
        ("3411011", TerytProblem::Voivodeship),
        ("2600011", TerytProblem::Powiat),
        ("2611001", TerytProblem::Gmina),
        ("2611016", TerytProblem::Kind),
        ("26 11011", TerytProblem::Character),
        ("26-1101-1", TerytProblem::Character),
        ("٢٦١١٠١١", TerytProblem::Character),
    ] {
        assert_eq!(gmina(typed), Err(problem), "{typed:?}");
    }
}

#[test]
fn a_refused_powiat_code_names_the_rule_it_breaks() {
    for (typed, problem) in [
        (" ", TerytProblem::Empty),
        (
            "261",
            TerytProblem::Length {
                expected: 4,
                given: 3,
            },
        ),
        (
            "2611011",
            TerytProblem::Length {
                expected: 4,
                given: 7,
            },
        ),
        ("2511", TerytProblem::Voivodeship),
        ("2600", TerytProblem::Powiat),
        ("26l1", TerytProblem::Character),
        ("２６１１", TerytProblem::Character),
    ] {
        assert_eq!(powiat(typed), Err(problem), "{typed:?}");
    }
    assert_eq!(powiat(" 0261\n"), Ok("0261".to_owned()));
}

#[test]
fn codes_travel_as_checked_text_with_their_leading_zero() -> serde_json::Result<()> {
    let code: GminaCode = serde_json::from_str(r#""0261011""#)?;
    assert_eq!(serde_json::to_string(&code)?, r#""0261011""#);
    assert_eq!(serde_json::to_string(code.powiat())?, r#""0261""#);
    assert!(serde_json::from_str::<GminaCode>("261011").is_err());
    assert!(serde_json::from_str::<PowiatCode>(r#""2511""#).is_err());
    Ok(())
}

proptest! {
    #[test]
    fn showing_and_reading_a_code_gives_it_back(
        voivodeship in 1..=16_u32, powiat_number in 1..=99_u32, gmina_number in 1..=99_u32,
        kind in prop::sample::select(vec![1, 2, 3, 4, 5, 8, 9]),
    ) {
        let text = format!("{:02}{powiat_number:02}{gmina_number:02}{kind}", voivodeship * 2);
        prop_assert_eq!(gmina(&format!(" {text} ")), Ok(text.clone()));
        prop_assert_eq!(powiat(&text[..4]), Ok(text[..4].to_owned()));
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in ".*") {
        let _outcome = (GminaCode::parse(&text), PowiatCode::parse(&text));
    }
}
