//! What an organisation is made of, by its type.

use wsparcie_kernel::national::{GminaCode, Nip, Postcode, PowiatCode, Regon, Voivodeship};
use wsparcie_kernel::{OrganisationKind, Problem};
use wsparcie_tenants_api::{Address, NewOrganisation, Organisation, OrganisationType, UpdateOrganisation};

use super::member::MemberDraft;
use wsparcie_kernel::input::{Problems, line};

const NAME: usize = 200;
const SHORT_NAME: usize = 80;
const STREET: usize = 200;
const TOWN: usize = 100;

/// TERYT of the whole country, for a ministry and the platform.
pub(crate) const COUNTRY: &str = "00";

/// An organisation's data, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct OrganisationDraft {
    pub(crate) organisation_type: OrganisationType,
    pub(crate) name: String,
    pub(crate) short_name: String,
    pub(crate) teryt: String,
    pub(crate) nip: Option<String>,
    pub(crate) regon: Option<String>,
    pub(crate) address: Option<Address>,
}

impl OrganisationDraft {
    /// Checks a new organisation and its first user.
    pub(crate) fn parse(input: &NewOrganisation) -> Result<(Self, Option<MemberDraft>), Problems> {
        let mut problems = Problems::default();
        let organisation_type = problems.keep(&["organisationType"], creatable(input.organisation_type));
        let name = problems.keep(&["name"], line(&input.name, NAME));
        let short_name = problems.keep(&["shortName"], line(&input.short_name, SHORT_NAME));
        let teryt = problems.keep(&["teryt"], teryt(input.organisation_type, &input.teryt));
        let nip = input
            .nip
            .as_deref()
            .map(|nip| problems.keep(&["nip"], Nip::parse(nip)));
        let regon = input
            .regon
            .as_deref()
            .map(|regon| problems.keep(&["regon"], Regon::parse(regon)));
        let address = input
            .address
            .as_ref()
            .map(|part| problems.keep_part(&["address"], address(part)));
        let first = input.first_member.as_ref().map(|member| {
            problems.keep_part(
                &["firstMember"],
                MemberDraft::parse_first(input.organisation_type.kind(), member),
            )
        });
        let draft = (|| {
            Some((
                Self {
                    organisation_type: organisation_type?,
                    name: name?,
                    short_name: short_name?,
                    teryt: teryt?,
                    nip: nip.flatten().map(|nip| nip.as_str().to_owned()),
                    regon: regon.flatten().map(|regon| regon.as_str().to_owned()),
                    address: address.flatten(),
                },
                first.flatten(),
            ))
        })();
        problems.finish(draft)
    }

    /// The platform's own organisation.
    pub(crate) fn platform(name: &str) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep(&["name"], line(name, SHORT_NAME));
        problems.finish(name.map(|name| Self {
            organisation_type: OrganisationType::Platform,
            short_name: name.clone(),
            name,
            teryt: COUNTRY.to_owned(),
            nip: None,
            regon: None,
            address: None,
        }))
    }
}

/// What of an organisation changes, checked.
#[derive(Debug, Default)]
pub(crate) struct OrganisationChange {
    name: Option<String>,
    short_name: Option<String>,
    address: Option<Address>,
}

impl OrganisationChange {
    pub(crate) fn parse(input: &UpdateOrganisation) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let change = Self {
            name: input
                .name
                .as_deref()
                .and_then(|name| problems.keep(&["name"], line(name, NAME))),
            short_name: input
                .short_name
                .as_deref()
                .and_then(|name| problems.keep(&["shortName"], line(name, SHORT_NAME))),
            address: input
                .address
                .as_ref()
                .and_then(|part| problems.keep_part(&["address"], address(part))),
        };
        problems.finish(Some(change))
    }

    /// The organisation after the change, one version on.
    pub(crate) fn apply(self, mut organisation: Organisation) -> Organisation {
        organisation.name = self.name.unwrap_or(organisation.name);
        organisation.short_name = self.short_name.unwrap_or(organisation.short_name);
        organisation.address = self.address.or(organisation.address);
        organisation.version += 1;
        organisation
    }

    /// The fields that change, by name.
    pub(crate) fn fields(&self) -> Vec<&'static str> {
        [
            (self.name.is_some(), "name"),
            (self.short_name.is_some(), "short_name"),
            (self.address.is_some(), "address"),
        ]
        .into_iter()
        .filter_map(|(changes, field)| changes.then_some(field))
        .collect()
    }
}

/// What an actor of the organisation may compare: an authority its voivodeship or the country, others nothing.
pub(crate) fn region(organisation_type: OrganisationType, teryt: &str) -> Option<String> {
    (organisation_type.kind() == OrganisationKind::Authority).then(|| teryt.to_owned())
}

/// The refusal of a second organisation of one type under one REGON.
pub(crate) fn exists() -> Problem {
    Problem::new(
        "ORGANISATION_EXISTS",
        "organizacja tego rodzaju z tym numerem REGON już istnieje; sprawdź numer i rodzaj organizacji",
        "an organisation of this type with this REGON exists already; check the number and the type",
    )
    .at(&["regon"])
}

fn creatable(organisation_type: OrganisationType) -> Result<OrganisationType, Problem> {
    match organisation_type {
        OrganisationType::Platform => Err(Problem::new(
            "ORGANISATION_TYPE_PLATFORM",
            "operator platformy jest jeden i powstaje przy instalacji; wybierz inny rodzaj organizacji",
            "there is one platform operator, made at installation; choose another type",
        )),
        other => Ok(other),
    }
}

/// Reads the TERYT code that this type of organisation has.
///
/// A gmina's centre has a gmina (7 digits), a powiat's centre a powiat (4); a MOPR may be either, because cities with powiat
/// rights run it for both tasks. A regional authority has its voivodeship (2), a ministry the country.
fn teryt(organisation_type: OrganisationType, text: &str) -> Result<String, Problem> {
    use OrganisationType as T;
    let gmina = |text: &str| {
        GminaCode::parse(text)
            .map(|code| code.as_str().to_owned())
            .map_err(Problem::from)
    };
    let powiat = |text: &str| {
        PowiatCode::parse(text)
            .map(|code| code.as_str().to_owned())
            .map_err(Problem::from)
    };
    match organisation_type {
        T::Pcpr => powiat(text),
        T::Mopr if text.trim().len() == 4 => powiat(text),
        T::Ops | T::Mops | T::Gops | T::Mgops | T::Cus | T::Mopr => gmina(text),
        T::MarshalsOffice | T::Rops | T::Wup => Voivodeship::parse(text)
            .map(|code| code.code().to_owned())
            .map_err(Problem::from),
        T::Ministry | T::Platform if text.trim() == COUNTRY => Ok(COUNTRY.to_owned()),
        T::Ministry | T::Platform => Err(Problem::new(
            "TERYT_COUNTRY",
            "instytucja krajowa ma kod 00; wpisz 00",
            "a national institution has the code 00; enter 00",
        )),
    }
}

fn address(input: &Address) -> Result<Address, Problems> {
    let mut problems = Problems::default();
    let street = problems.keep(&["street"], line(&input.street, STREET));
    let postcode = problems.keep(&["postcode"], Postcode::parse(&input.postcode));
    let town = problems.keep(&["town"], line(&input.town, TOWN));
    let address = (|| {
        Some(Address {
            street: street?,
            postcode: postcode?.as_str().to_owned(),
            town: town?,
        })
    })();
    problems.finish(address)
}

#[cfg(test)]
mod tests;
