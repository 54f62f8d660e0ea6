//! Programmes' codes: the four letters that a project number begins with.

use std::ops::RangeInclusive;

use wsparcie_kernel::national::Voivodeship;

use super::ProjectNumberProblem;

/// Regional programmes 2021-27 (Fundusze Europejskie dla …) and their voivodeships.
///
/// Source: the codes under which the managing authorities publish their calls. Confirmed by domain.md §1: FEDS and
/// FEPZ (Pomorze Zachodnie, unlike `RPZP`); the others are to be confirmed, so a code that is not in the table is
/// accepted without a voivodeship rather than refused.
const FE_REGIONAL: [(&str, Voivodeship); 16] = [
    ("FEDS", Voivodeship::Dolnoslaskie),
    ("FEKP", Voivodeship::KujawskoPomorskie),
    ("FELU", Voivodeship::Lubelskie),
    ("FELB", Voivodeship::Lubuskie),
    ("FELD", Voivodeship::Lodzkie),
    ("FEMP", Voivodeship::Malopolskie),
    ("FEMA", Voivodeship::Mazowieckie),
    ("FEOP", Voivodeship::Opolskie),
    ("FEPK", Voivodeship::Podkarpackie),
    ("FEPD", Voivodeship::Podlaskie),
    ("FEPM", Voivodeship::Pomorskie),
    ("FESL", Voivodeship::Slaskie),
    ("FESW", Voivodeship::Swietokrzyskie),
    ("FEWM", Voivodeship::WarminskoMazurskie),
    ("FEWP", Voivodeship::Wielkopolskie),
    ("FEPZ", Voivodeship::Zachodniopomorskie),
];

/// Food aid (PO PŻ 2014-20, FEPŻ 2021-27): programmes without participant records. The Ż is theirs, never a Z.
const FOOD_AID: [&str; 2] = ["POPŻ", "FEPŻ"];

/// A family of programmes whose numbers share one form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// Program Operacyjny Kapitał Ludzki 2007-13.
    Pokl,
    /// Regionalny Program Operacyjny 2014-20, one a voivodeship.
    Rpo,
    /// Program Operacyjny Wiedza Edukacja Rozwój 2014-20.
    Power,
    /// Fundusze Europejskie 2021-27, regional and national.
    Fe,
}

/// A programme, known by its code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Programme {
    code: String,
    scheme: Scheme,
    voivodeship: Option<Voivodeship>,
}

impl Scheme {
    /// Years that a number can carry: from the period's start to the last year of its spending.
    ///
    /// Source: Regulations (EC) 1083/2006 art. 56, (EU) 1303/2013 art. 65, (EU) 2021/1060 art. 63.
    pub fn years(self) -> RangeInclusive<u16> {
        match self {
            Self::Pokl => 2007..=2015,
            Self::Rpo | Self::Power => 2014..=2023,
            Self::Fe => 2021..=2029,
        }
    }

    /// A number of this scheme, for messages.
    pub fn example(self) -> &'static str {
        match self {
            Self::Pokl => "POKL.07.01.01-14-012/08",
            Self::Rpo => "RPSW.09.02.01-26-0057/16-00",
            Self::Power => "POWR.02.07.00-00-0012/17-00",
            Self::Fe => "FEDS.07.03-IP.02-0169/24-00",
        }
    }
}

impl Programme {
    /// The programme with this code, in capitals.
    ///
    /// # Errors
    /// [`ProjectNumberProblem::FoodAid`] or [`ProjectNumberProblem::UnknownProgramme`].
    pub(super) fn from_code(code: &str) -> Result<Self, ProjectNumberProblem> {
        if FOOD_AID.contains(&code) {
            return Err(ProjectNumberProblem::FoodAid {
                code: code.to_owned(),
            });
        }
        let unknown = ProjectNumberProblem::UnknownProgramme;
        let (scheme, voivodeship) = match (code, code.get(..2), code.get(2..)) {
            ("POKL", ..) => (Scheme::Pokl, None),
            ("POWR", ..) => (Scheme::Power, None),
            (_, Some("RP"), Some(region)) => {
                let voivodeship = Voivodeship::from_programme_abbreviation(region).ok_or(unknown)?;
                (Scheme::Rpo, Some(voivodeship))
            }
            (_, Some("FE"), Some(name))
                if name.len() == 2 && name.bytes().all(|b| b.is_ascii_uppercase()) =>
            {
                (
                    Scheme::Fe,
                    FE_REGIONAL
                        .iter()
                        .find(|(known, _)| *known == code)
                        .map(|(_, place)| *place),
                )
            }
            _ => return Err(unknown),
        };
        Ok(Self {
            code: code.to_owned(),
            scheme,
            voivodeship,
        })
    }

    /// Four capitals, for example `RPSW`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The family that the programme belongs to.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The voivodeship of a regional programme; `None` for a national one and for codes that are not in our table.
    pub fn voivodeship(&self) -> Option<Voivodeship> {
        self.voivodeship
    }
}
