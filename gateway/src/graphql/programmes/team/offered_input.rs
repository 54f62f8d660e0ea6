//! Offered services and the rules of paths as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use super::input::read_decimal;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::Exactness;

/// How much of a service is planned.
#[derive(InputObject)]
pub(crate) struct PlannedQuantityInput {
    /// The number in the service's unit, at most three decimals: "50".
    value: String,
    /// The upper end of a range; not given: one number.
    to: Option<String>,
    /// Whether exactly or at least so much.
    #[graphql(default_with = "Exactness::Exact")]
    exactness: Exactness,
}

/// Who provides a service: exactly one of the three.
#[derive(InputObject)]
pub(crate) struct ServiceProviderInput {
    /// The global id of a line of the project's team.
    team_post_id: Option<ID>,
    /// The name of a partner, as it stands among the project's partners.
    partner: Option<String>,
    /// An external firm.
    firm: Option<ServiceFirmInput>,
}

/// An external firm.
#[derive(InputObject)]
pub(crate) struct ServiceFirmInput {
    /// Its name, 1 to 200 characters.
    name: Option<String>,
    /// Its NIP.
    nip: Option<String>,
}

/// What is known of an offered service. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct ServiceFactsInput {
    /// Code of the dictionary `service_kind`.
    kind: String,
    /// Code of the dictionary `instrument_category`; not given: the category of the kind.
    category: Option<String>,
    /// The source's words, 1 to 500 characters.
    description: Option<String>,
    /// Code of the dictionary `service_unit`.
    unit: Option<String>,
    /// How much is planned; needs a unit.
    quantity: Option<PlannedQuantityInput>,
    /// What the quantity is for, 1 to 100 characters.
    per_what: Option<String>,
    /// Who provides it.
    provider: Option<ServiceProviderInput>,
}

/// A service to be offered.
#[derive(InputObject)]
pub(crate) struct AddOfferedServiceInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// What is known.
    pub(super) service: ServiceFactsInput,
}

/// A change of an offered service: what is given replaces all that was known.
#[derive(InputObject)]
pub(crate) struct UpdateOfferedServiceInput {
    /// The global id of the service.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// What is known now.
    pub(super) service: ServiceFactsInput,
}

/// A service that is offered no longer.
#[derive(InputObject)]
pub(crate) struct WithdrawOfferedServiceInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the service.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
}

/// One rule: at least so many services of a category in every path.
#[derive(InputObject)]
pub(crate) struct ServiceRuleInput {
    /// Code, unique in the rules: `a-z 0-9 _`.
    code: String,
    /// Code of the dictionary `instrument_category`.
    category: String,
    /// How many, 1 to 100.
    at_least: i64,
    /// The rule in Polish words.
    label_pl: String,
    /// The rule in English words.
    label_en: String,
    /// The law, guideline or rule of the project behind it.
    legal_basis: Option<String>,
}

/// New rules of what every path must hold. They replace the current ones.
#[derive(InputObject)]
pub(crate) struct SetServiceRulesInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// The version that the change is based on; 0 if there are no rules yet.
    pub(super) expected_version: i64,
    /// All rules from now on, at most 20.
    pub(super) rules: Vec<ServiceRuleInput>,
}

impl From<ServiceRuleInput> for api::ServiceRule {
    fn from(input: ServiceRuleInput) -> Self {
        Self {
            code: input.code,
            category: input.category,
            // The service refuses what no rule can ask.
            at_least: i32::try_from(input.at_least).unwrap_or(i32::MAX),
            label_pl: input.label_pl,
            label_en: input.label_en,
            legal_basis: input.legal_basis,
        }
    }
}

impl ServiceFactsInput {
    /// The facts for the service; decimals that cannot be read and providers that are not one are noted.
    pub(super) fn read(self, check: &mut Check) -> Result<api::ServiceFacts, Failure> {
        let quantity = self.quantity.and_then(|quantity| quantity.read(check));
        let provider = match self.provider {
            Some(provider) => provider.read(check)?,
            None => None,
        };
        Ok(api::ServiceFacts {
            kind: self.kind,
            category: self.category,
            description: self.description,
            unit: self.unit,
            quantity,
            per_what: self.per_what,
            provider,
        })
    }
}

impl PlannedQuantityInput {
    fn read(self, check: &mut Check) -> Option<api::PlannedQuantity> {
        let value = read_decimal(check, &self.value, 3, &["service", "quantity", "value"]);
        let to = match self.to {
            Some(to) => Some(read_decimal(check, &to, 3, &["service", "quantity", "to"])?),
            None => None,
        };
        Some(api::PlannedQuantity {
            thousandths: value?,
            to_thousandths: to,
            exactness: self.exactness.into(),
        })
    }
}

impl ServiceProviderInput {
    fn read(self, check: &mut Check) -> Result<Option<api::ServiceProvider>, Failure> {
        let provider = match (self.team_post_id, self.partner, self.firm) {
            (Some(post), None, None) => api::ServiceProvider::TeamPost(ids::parse(&post)?),
            (None, Some(name), None) => api::ServiceProvider::Partner(name),
            (None, None, Some(firm)) => api::ServiceProvider::Firm {
                name: firm.name,
                nip: firm.nip,
            },
            _ => {
                check.refuse(
                    "PROVIDER_NOT_ONE",
                    &["service", "provider"],
                    "podaj dokładnie jedno: stanowisko w zespole, partnera albo firmę; jeśli wykonawca nie jest znany, pomiń pole",
                    "give exactly one: a post of the team, a partner or a firm; leave the field out if the provider is unknown",
                );
                return Ok(None);
            }
        };
        Ok(Some(provider))
    }
}
