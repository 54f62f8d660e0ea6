//! A project number in the words of the contract.

use wsparcie_kernel::national::Voivodeship;
use wsparcie_programmes_api::{FundingPeriod, ProjectNumber as Parts};

use crate::domain::number::{ProjectNumber, Scheme};

/// What the number says, part by part.
pub fn parts(number: &ProjectNumber) -> Parts {
    let institution = number.institution();
    Parts {
        raw: number.raw().to_owned(),
        normalised: number.as_str().to_owned(),
        programme_code: number.programme().code().to_owned(),
        period: period(number.programme().scheme()),
        priority: number.axis().to_string(),
        measure: number.measure(),
        submeasure: number.submeasure(),
        // A number of 2021-27 names an institution in that place, so it says nothing of a voivodeship itself.
        voivodeship: match institution {
            Some(_) => None,
            None => Some(number.voivodeship().map_or("00", Voivodeship::code).to_owned()),
        },
        institution: institution.map(|institution| institution.to_string()),
        serial: number.serial().to_owned(),
        year: i32::from(number.year()),
        agreement_version: number.agreement_version().map(i32::from),
    }
}

const fn period(scheme: Scheme) -> FundingPeriod {
    match scheme {
        Scheme::Pokl => FundingPeriod::P2007,
        Scheme::Rpo | Scheme::Power => FundingPeriod::P2014,
        Scheme::Fe => FundingPeriod::P2021,
    }
}
