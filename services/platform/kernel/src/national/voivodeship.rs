//! The sixteen voivodeships.

use super::digits::are_digits;
use super::problem::{parsed_from_text, shown_as_text, value_problem};

/// A voivodeship. Kept and sent as its two-digit TERYT code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "each name is the voivodeship's own")]
pub enum Voivodeship {
    Dolnoslaskie,
    KujawskoPomorskie,
    Lubelskie,
    Lubuskie,
    Lodzkie,
    Malopolskie,
    Mazowieckie,
    Opolskie,
    Podkarpackie,
    Podlaskie,
    Pomorskie,
    Slaskie,
    Swietokrzyskie,
    WarminskoMazurskie,
    Wielkopolskie,
    Zachodniopomorskie,
}

/// Why a text is not the code of a voivodeship.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VoivodeshipProblem {
    /// Not two digits.
    Form,
    /// Two digits that no voivodeship has.
    Unknown,
}

impl Voivodeship {
    /// All sixteen, in the order of their codes.
    pub const ALL: [Self; 16] = [
        Self::Dolnoslaskie,
        Self::KujawskoPomorskie,
        Self::Lubelskie,
        Self::Lubuskie,
        Self::Lodzkie,
        Self::Malopolskie,
        Self::Mazowieckie,
        Self::Opolskie,
        Self::Podkarpackie,
        Self::Podlaskie,
        Self::Pomorskie,
        Self::Slaskie,
        Self::Swietokrzyskie,
        Self::WarminskoMazurskie,
        Self::Wielkopolskie,
        Self::Zachodniopomorskie,
    ];

    /// Code, Polish name and abbreviation in the numbers of regional programmes 2014-20 (`RP` + abbreviation).
    ///
    /// Source: TERYT (TERC) and the list of regional operational programmes 2014-20.
    const fn row(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Dolnoslaskie => ("02", "dolnośląskie", "DS"),
            Self::KujawskoPomorskie => ("04", "kujawsko-pomorskie", "KP"),
            Self::Lubelskie => ("06", "lubelskie", "LU"),
            Self::Lubuskie => ("08", "lubuskie", "LB"),
            Self::Lodzkie => ("10", "łódzkie", "LD"),
            Self::Malopolskie => ("12", "małopolskie", "MP"),
            Self::Mazowieckie => ("14", "mazowieckie", "MA"),
            Self::Opolskie => ("16", "opolskie", "OP"),
            Self::Podkarpackie => ("18", "podkarpackie", "PK"),
            Self::Podlaskie => ("20", "podlaskie", "PD"),
            Self::Pomorskie => ("22", "pomorskie", "PM"),
            Self::Slaskie => ("24", "śląskie", "SL"),
            Self::Swietokrzyskie => ("26", "świętokrzyskie", "SW"),
            Self::WarminskoMazurskie => ("28", "warmińsko-mazurskie", "WM"),
            Self::Wielkopolskie => ("30", "wielkopolskie", "WP"),
            Self::Zachodniopomorskie => ("32", "zachodniopomorskie", "ZP"),
        }
    }

    /// Reads a two-digit TERYT code; white space around it is dropped.
    ///
    /// # Errors
    /// [`VoivodeshipProblem`] when the text is not a code, or not of a voivodeship.
    pub fn parse(text: &str) -> Result<Self, VoivodeshipProblem> {
        let code = text.trim();
        if code.len() != 2 || !are_digits(code) {
            return Err(VoivodeshipProblem::Form);
        }
        Self::from_code(code).ok_or(VoivodeshipProblem::Unknown)
    }

    /// The voivodeship with exactly this TERYT code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|voivodeship| voivodeship.code() == code)
    }

    /// The voivodeship with this abbreviation in the numbers of regional programmes 2014-20, in capitals.
    pub fn from_programme_abbreviation(abbreviation: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|voivodeship| voivodeship.programme_abbreviation() == abbreviation)
    }

    /// Two-digit TERYT code.
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// Two-digit TERYT code, the text in which the voivodeship is kept and sent.
    pub const fn as_str(self) -> &'static str {
        self.code()
    }

    /// Polish name, an adjective in lower case as the law writes it.
    pub const fn name_pl(self) -> &'static str {
        self.row().1
    }

    /// Abbreviation in the numbers of regional programmes 2014-20, `DS` to `ZP`.
    ///
    /// The 2021-27 programmes write Zachodniopomorskie as `PZ`; that table belongs to programmes.
    pub const fn programme_abbreviation(self) -> &'static str {
        self.row().2
    }
}

impl VoivodeshipProblem {
    /// Stable code for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Form => "VOIVODESHIP_FORM",
            Self::Unknown => "VOIVODESHIP_UNKNOWN",
        }
    }

    /// What is wrong and what to do, in Polish.
    pub fn message_pl(&self) -> String {
        match self {
            Self::Form => "kod województwa to dwie cyfry TERYT, na przykład 26; popraw zapis".to_owned(),
            Self::Unknown => {
                "nie ma województwa o tym kodzie TERYT; kody są parzyste, od 02 do 32; sprawdź kod".to_owned()
            }
        }
    }

    /// What is wrong and what to do, in English.
    pub fn message_en(&self) -> String {
        match self {
            Self::Form => "a voivodeship code is two TERYT digits, for example 26; correct it".to_owned(),
            Self::Unknown => {
                "no voivodeship has this TERYT code; the codes are even, from 02 to 32; check the code"
                    .to_owned()
            }
        }
    }
}

value_problem!(VoivodeshipProblem);
parsed_from_text!(Voivodeship, VoivodeshipProblem);
shown_as_text!(Voivodeship);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_even_numbers_from_02_to_32() {
        for number in 0..100 {
            let found = Voivodeship::parse(&format!("{number:02}"));
            let is_code = number % 2 == 0 && (2..=32).contains(&number);
            assert_eq!(found.is_ok(), is_code, "{number}");
            assert!(is_code || found == Err(VoivodeshipProblem::Unknown));
        }
    }

    #[test]
    fn codes_and_abbreviations_lead_back_to_the_voivodeship() {
        for voivodeship in Voivodeship::ALL {
            assert_eq!(Voivodeship::from_code(voivodeship.code()), Some(voivodeship));
            let abbreviation = voivodeship.programme_abbreviation();
            assert_eq!(
                Voivodeship::from_programme_abbreviation(abbreviation),
                Some(voivodeship)
            );
        }
    }

    #[test]
    fn codes_names_and_abbreviations_belong_together() {
        let pairs = Voivodeship::ALL
            .map(|v| format!("{} {}", v.code(), v.programme_abbreviation()))
            .join(", ");
        assert_eq!(
            pairs,
            "02 DS, 04 KP, 06 LU, 08 LB, 10 LD, 12 MP, 14 MA, 16 OP, 18 PK, 20 PD, 22 PM, 24 SL, 26 SW, 28 WM, 30 WP, 32 ZP"
        );
        assert_eq!(Voivodeship::Swietokrzyskie.name_pl(), "świętokrzyskie");
    }

    #[test]
    fn texts_that_are_not_two_ascii_digits_are_refused() {
        for typed in ["", "2", "002", "2 6", "SW", "٢٦", "2６"] {
            assert_eq!(
                Voivodeship::parse(typed),
                Err(VoivodeshipProblem::Form),
                "{typed:?}"
            );
        }
        assert_eq!(Voivodeship::parse(" 26 "), Ok(Voivodeship::Swietokrzyskie));
    }

    #[test]
    fn a_voivodeship_travels_as_its_code() -> serde_json::Result<()> {
        assert_eq!(serde_json::to_string(&Voivodeship::Dolnoslaskie)?, r#""02""#);
        assert_eq!(
            serde_json::from_str::<Voivodeship>(r#""02""#)?,
            Voivodeship::Dolnoslaskie
        );
        assert!(serde_json::from_str::<Voivodeship>(r#""03""#).is_err());
        Ok(())
    }
}
