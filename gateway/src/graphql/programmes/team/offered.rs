//! Offered services and the rules of paths as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use wsparcie_programmes_api as api;

use super::decimal;
use super::types::{DictionaryTerm, ProjectWarning};
use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::DateTime;

/// How much of a service is planned.
///
/// Permission: as for the service.
#[derive(SimpleObject)]
struct PlannedQuantity {
    /// The number, as a decimal in the service's unit: "50".
    value: String,
    /// The upper end of a range ("3 to 4 hours"); null if it is one number.
    to: Option<String>,
    /// Whether it is exactly so much or at least so much.
    exactness: Term,
}

impl From<api::PlannedQuantity> for PlannedQuantity {
    fn from(quantity: api::PlannedQuantity) -> Self {
        Self {
            value: decimal::write(quantity.thousandths, 3),
            to: quantity.to_thousandths.map(|to| decimal::write(to, 3)),
            exactness: quantity.exactness.into(),
        }
    }
}

/// Who provides a service: exactly one of a post of the team, a partner and a firm.
///
/// Permission: as for the service.
#[derive(SimpleObject)]
struct ServiceProvider {
    /// The global id of the line of the project's team; null if it is somebody else.
    team_post_id: Option<ID>,
    /// The name of the partner; null if it is somebody else.
    partner: Option<String>,
    /// The firm; null if it is somebody else.
    firm: Option<ServiceFirm>,
}

/// An external firm. A source may tell of one without naming it.
///
/// Permission: as for the service.
#[derive(SimpleObject)]
struct ServiceFirm {
    /// Its name; null if unknown.
    name: Option<String>,
    /// Its NIP, ten digits; null if unknown.
    nip: Option<String>,
}

impl From<api::ServiceProvider> for ServiceProvider {
    fn from(provider: api::ServiceProvider) -> Self {
        let nobody = Self {
            team_post_id: None,
            partner: None,
            firm: None,
        };
        match provider {
            api::ServiceProvider::TeamPost(post) => Self {
                team_post_id: Some(post.global()),
                ..nobody
            },
            api::ServiceProvider::Partner(name) => Self {
                partner: Some(name),
                ..nobody
            },
            api::ServiceProvider::Firm { name, nip } => Self {
                firm: Some(ServiceFirm { name, nip }),
                ..nobody
            },
        }
    }
}

/// A service that a project offers its participants.
///
/// Permission for all fields: project:read
#[derive(SimpleObject)]
pub(crate) struct OfferedService {
    /// The global id.
    id: ID,
    /// The global id of the project.
    project_id: ID,
    /// The kind.
    kind: DictionaryTerm,
    /// Which of the four categories of instruments it is.
    category: DictionaryTerm,
    /// The source's words; null if the kind says all.
    description: Option<String>,
    /// The unit; null if unknown.
    unit: Option<DictionaryTerm>,
    /// How much is planned; null if unknown.
    quantity: Option<PlannedQuantity>,
    /// What the quantity is for; null if unknown, or it is for the whole project.
    per_what: Option<String>,
    /// Who provides it; null if unknown.
    provider: Option<ServiceProvider>,
    /// Since when it is offered no longer; null while it is.
    withdrawn_at: Option<DateTime>,
    /// Version, for `expectedVersion` of updates.
    version: i64,
}

impl From<api::OfferedService> for OfferedService {
    fn from(row: api::OfferedService) -> Self {
        Self {
            id: row.id.global(),
            project_id: row.project_id.global(),
            kind: row.kind.into(),
            category: row.category.into(),
            description: row.description,
            unit: row.unit.map(Into::into),
            quantity: row.quantity.map(Into::into),
            per_what: row.per_what,
            provider: row.provider.map(Into::into),
            withdrawn_at: row.withdrawn_at.map(DateTime),
            version: row.version,
        }
    }
}

/// One rule: at least so many services of a category in every path.
///
/// Permission: as for the rules.
#[derive(SimpleObject)]
#[graphql(complex)]
struct ServiceRule {
    /// Code, unique in the rules.
    code: String,
    /// Code of the category.
    category: String,
    /// How many, at least 1.
    at_least: i32,
    #[graphql(skip)]
    labels: Label,
    /// The law, guideline or rule of the project behind it; null if there is none.
    legal_basis: Option<String>,
}

#[ComplexObject]
impl ServiceRule {
    /// The rule in words.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::ServiceRule> for ServiceRule {
    fn from(rule: api::ServiceRule) -> Self {
        Self {
            code: rule.code,
            category: rule.category,
            at_least: rule.at_least,
            labels: Label {
                pl: rule.label_pl,
                en: rule.label_en,
            },
            legal_basis: rule.legal_basis,
        }
    }
}

/// One version of what every participant's path must hold.
///
/// Permission for all fields: project:read
pub(crate) struct ServiceRules(api::ServiceRules);

impl From<api::ServiceRules> for ServiceRules {
    fn from(row: api::ServiceRules) -> Self {
        Self(row)
    }
}

/// One version of what every participant's path must hold.
///
/// Permission for all fields: project:read
#[Object]
impl ServiceRules {
    /// The global id of the project.
    async fn project_id(&self) -> ID {
        self.0.project_id.global()
    }

    /// The version, from 1; for `expectedVersion` of `setServiceRules`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The rules.
    async fn rules(&self) -> Vec<ServiceRule> {
        self.0.rules.iter().cloned().map(ServiceRule::from).collect()
    }

    /// Rules that no path can keep now, because the project offers no service of their category.
    async fn warnings(&self, ctx: &Context<'_>) -> Vec<ProjectWarning> {
        ProjectWarning::all(self.0.warnings.clone(), super::project::locale(ctx))
    }
}
