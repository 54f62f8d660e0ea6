//! Who acts: a user in one of their organisations, a program, or nobody yet.

use serde::{Deserialize, Serialize};

use crate::codes;
use crate::ids::{ApiClientId, TenantId, UserId};

codes! {
    /// What an organisation on the platform is.
    pub enum OrganisationKind {
        /// A welfare centre (ośrodek): runs projects, works with people.
        Centre => "centre", "ośrodek", "centre";
        /// A regional or national authority: compares projects, never sees a person.
        Authority => "authority", "instytucja", "authority";
        /// The operator of the platform: no case data at all.
        Platform => "platform", "operator platformy", "platform operator";
    }
}

codes! {
    /// What a user is in one organisation. From the project team of seed 002 and the people in product.md.
    pub enum Role {
        /// Dyrektor: agreements, approvals, oversight.
        Director => "director", "dyrektor", "director";
        /// Kierownik projektu.
        ProjectManager => "project_manager", "kierownik projektu", "project manager";
        /// Główna księgowa.
        ChiefAccountant => "chief_accountant", "główny księgowy", "chief accountant";
        /// Koordynator projektu: recruitment, groups, monitoring.
        Coordinator => "coordinator", "koordynator", "coordinator";
        /// Pracownik socjalny.
        SocialWorker => "social_worker", "pracownik socjalny", "social worker";
        /// Asystent rodziny.
        FamilyAssistant => "family_assistant", "asystent rodziny", "family assistant";
        /// Psycholog, doradca, prawnik, terapeuta, lider KIS …: sessions and attendance.
        Specialist => "specialist", "specjalista", "specialist";
        /// Administrator of a centre or authority: users, roles, API clients; no case data.
        Administrator => "administrator", "administrator", "administrator";
        /// Analityk regionalny: comparison without personal data.
        RegionalAnalyst => "regional_analyst", "analityk regionalny", "regional analyst";
        /// Operator platformy: centres, quotas, keys; no case data.
        Operator => "operator", "operator platformy", "platform operator";
    }
}

impl Role {
    /// Whether the role exists in organisations of this kind.
    pub const fn exists_in(self, kind: OrganisationKind) -> bool {
        match self {
            Self::RegionalAnalyst => matches!(kind, OrganisationKind::Authority),
            Self::Operator => matches!(kind, OrganisationKind::Platform),
            Self::Administrator => matches!(kind, OrganisationKind::Centre | OrganisationKind::Authority),
            _ => matches!(kind, OrganisationKind::Centre),
        }
    }
}

codes! {
    /// What an API client may do. Each scope opens reading or writing of one part.
    pub enum Scope {
        /// Reads projects, programmes and recruitment rules.
        ProjectsRead => "projects:read", "odczyt projektów", "read projects";
        /// Creates and changes projects.
        ProjectsWrite => "projects:write", "zapis projektów", "write projects";
        /// Reads budgets, expenses, hours and payment claims.
        FinanceRead => "finance:read", "odczyt finansów", "read finance";
        /// Changes budgets, expenses, hours and payment claims.
        FinanceWrite => "finance:write", "zapis finansów", "write finance";
        /// Reads people and their cases (personal data; audited).
        PeopleRead => "people:read", "odczyt osób", "read people";
        /// Creates and changes people and their cases.
        PeopleWrite => "people:write", "zapis osób", "write people";
        /// Reads documents.
        DocumentsRead => "documents:read", "odczyt dokumentów", "read documents";
        /// Uploads documents.
        DocumentsWrite => "documents:write", "zapis dokumentów", "write documents";
        /// Reads the comparison of projects (authorities).
        ComparisonRead => "comparison:read", "odczyt porównań", "read the comparison";
    }
}

/// The party behind a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Principal {
    /// Nobody has signed in.
    Anonymous,
    /// A signed-in user.
    User(UserId),
    /// A program with an API key.
    ApiClient(ApiClientId),
    /// The platform itself: a background job or an operator command. The name says which.
    System(String),
}

/// Who acts, for which organisation and with which rights. Made by the tenants service, never from a request's own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The party.
    pub principal: Principal,
    /// The organisation acted for; nobody acts without one, except to sign in.
    pub organisation: Option<ActingOrganisation>,
    /// A user's roles in that organisation.
    #[serde(default)]
    pub roles: Vec<Role>,
    /// An API client's scopes.
    #[serde(default)]
    pub scopes: Vec<Scope>,
    /// What narrows or widens these rights for the time being.
    #[serde(default)]
    pub standing: Standing,
}

/// What narrows or widens an actor's rights for the time being. The default changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Standing {
    /// The organisation is leaving the platform: it reads and exports, and changes nothing more.
    #[serde(default)]
    pub read_only: bool,
    /// The user has to set up a second factor first: nothing but the organisation's own name is open until then.
    #[serde(default)]
    pub second_factor_due: bool,
    /// Case data are open for reading in an emergency, with a reason given and a review to come (break-glass).
    #[serde(default)]
    pub break_glass: bool,
}

impl Standing {
    /// Nothing narrowed, nothing widened.
    pub const NORMAL: Self = Self {
        read_only: false,
        second_factor_due: false,
        break_glass: false,
    };
}

/// The organisation an actor acts for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActingOrganisation {
    /// The organisation's id: the tenant.
    pub id: TenantId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What an authority may compare: its voivodeship's TERYT code (`"08"`), or `"00"` for the whole country.
    #[serde(default)]
    pub region: Option<String>,
}

impl Actor {
    /// Nobody: may sign in and read what is public.
    pub const fn anonymous() -> Self {
        Self {
            principal: Principal::Anonymous,
            organisation: None,
            roles: Vec::new(),
            scopes: Vec::new(),
            standing: Standing::NORMAL,
        }
    }

    /// The platform acting within one organisation, under the name of a job or command.
    pub fn system(name: &str, id: TenantId, kind: OrganisationKind) -> Self {
        Self {
            principal: Principal::System(name.to_owned()),
            organisation: Some(ActingOrganisation {
                id,
                kind,
                region: None,
            }),
            roles: Vec::new(),
            scopes: Vec::new(),
            standing: Standing::NORMAL,
        }
    }

    /// The organisation acted for, if any.
    pub fn tenant(&self) -> Option<TenantId> {
        self.organisation.as_ref().map(|organisation| organisation.id)
    }

    /// Whether somebody has signed in.
    pub const fn is_anonymous(&self) -> bool {
        matches!(self.principal, Principal::Anonymous)
    }
}
