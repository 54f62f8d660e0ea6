//! Inputs of the tenants service's mutations.

use async_graphql::{ID, InputObject};
use wsparcie_tenants_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::scalars::Date;

input_enums! {
    /// The type of an organisation. The codes are the same in answers.
    OrganisationType for api::OrganisationType {
        /// Ośrodek pomocy społecznej.
        Ops,
        /// Miejski ośrodek pomocy społecznej.
        Mops,
        /// Gminny ośrodek pomocy społecznej.
        Gops,
        /// Miejsko-gminny ośrodek pomocy społecznej.
        Mgops,
        /// Miejski ośrodek pomocy rodzinie.
        Mopr,
        /// Powiatowe centrum pomocy rodzinie.
        Pcpr,
        /// Centrum usług społecznych.
        Cus,
        /// Urząd marszałkowski.
        MarshalsOffice,
        /// Regionalny ośrodek polityki społecznej.
        Rops,
        /// Wojewódzki urząd pracy.
        Wup,
        /// Ministerstwo: compares the whole country.
        Ministry,
        /// The operator of the platform; cannot be created.
        Platform,
    }

    /// What a user is in an organisation. Answers have the code in lower case: "social_worker".
    Role for wsparcie_kernel::Role {
        /// Dyrektor.
        Director,
        /// Kierownik projektu.
        ProjectManager,
        /// Główny księgowy.
        ChiefAccountant,
        /// Koordynator projektu.
        Coordinator,
        /// Pracownik socjalny.
        SocialWorker,
        /// Asystent rodziny.
        FamilyAssistant,
        /// Psycholog, doradca, prawnik, terapeuta and others who hold sessions.
        Specialist,
        /// Administrator of a centre or authority: users, roles and API clients, no case data.
        Administrator,
        /// Analityk regionalny, in authorities.
        RegionalAnalyst,
        /// Operator platformy.
        Operator,
    }

    /// What an API client may do. Answers have the code with a colon: "projects:read".
    ApiScope for wsparcie_kernel::Scope {
        /// projects:read – projects, programmes and recruitment rules.
        ProjectsRead,
        /// projects:write – creating and changing projects.
        ProjectsWrite,
        /// finance:read – budgets, expenses, personnel hours and payment claims.
        FinanceRead,
        /// finance:write – changing budgets, expenses, personnel hours and payment claims.
        FinanceWrite,
        /// people:read – people and their cases; personal data.
        PeopleRead,
        /// people:write – creating and changing people and their cases.
        PeopleWrite,
        /// documents:read – reading documents.
        DocumentsRead,
        /// documents:write – uploading documents.
        DocumentsWrite,
        /// comparison:read – the comparison of projects, for authorities.
        ComparisonRead,
    }
}

/// A postal address in Poland.
#[derive(InputObject)]
pub(crate) struct AddressInput {
    /// Street and house number.
    street: String,
    /// Postcode, `NN-NNN`.
    postcode: String,
    /// Town.
    town: String,
}

impl From<AddressInput> for api::Address {
    fn from(input: AddressInput) -> Self {
        Self {
            street: input.street,
            postcode: input.postcode,
            town: input.town,
        }
    }
}

/// A user to be added.
#[derive(InputObject)]
pub(crate) struct NewMemberInput {
    /// The login: 3 to 100 characters of `a-z 0-9 . _ - @ +`; an e-mail address will do.
    login: String,
    /// First and last name, 1 to 200 characters.
    full_name: String,
    /// The first password, at least 12 characters, for a login that is new; ignored for one that exists.
    #[graphql(secret)]
    password: String,
    /// At least one role that exists in this kind of organisation.
    roles: Vec<Role>,
}

impl From<NewMemberInput> for api::NewMember {
    fn from(input: NewMemberInput) -> Self {
        Self {
            login: input.login,
            full_name: input.full_name,
            password: api::Secret::new(input.password),
            roles: input.roles.into_iter().map(Into::into).collect(),
        }
    }
}

/// A centre or an authority to be created.
#[derive(InputObject)]
pub(crate) struct CreateOrganisationInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// Its type; not PLATFORM.
    organisation_type: OrganisationType,
    /// Full name, 1 to 200 characters.
    name: String,
    /// Short name, 1 to 80 characters.
    short_name: String,
    /// TERYT code: 7 digits (gmina), 4 (powiat, for PCPR and MOPR), 2 (voivodeship) for authorities, "00" for a ministry.
    teryt: String,
    /// Tax number (NIP), 10 digits.
    nip: Option<String>,
    /// Statistical number (REGON), 9 or 14 digits.
    regon: Option<String>,
    /// Address.
    address: Option<AddressInput>,
    /// The first user, who must be its administrator; of an authority, the same user may be its analyst too.
    first_member: Option<NewMemberInput>,
}

impl From<CreateOrganisationInput> for api::NewOrganisation {
    fn from(input: CreateOrganisationInput) -> Self {
        Self {
            organisation_type: input.organisation_type.into(),
            name: input.name,
            short_name: input.short_name,
            teryt: input.teryt,
            nip: input.nip,
            regon: input.regon,
            address: input.address.map(Into::into),
            first_member: input.first_member.map(Into::into),
        }
    }
}

/// A change of the acting organisation. What is not given stays.
#[derive(InputObject)]
pub(crate) struct UpdateOrganisationInput {
    /// The global id of the acting organisation.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// New full name, 1 to 200 characters.
    pub(super) name: Option<String>,
    /// New short name, 1 to 80 characters.
    pub(super) short_name: Option<String>,
    /// New address.
    pub(super) address: Option<AddressInput>,
}

/// A user to be added to the acting organisation.
#[derive(InputObject)]
pub(crate) struct AddMemberInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The login: 3 to 100 characters of `a-z 0-9 . _ - @ +`; an e-mail address will do.
    login: String,
    /// First and last name, 1 to 200 characters.
    full_name: String,
    /// The first password, at least 12 characters, for a login that is new; ignored for one that exists.
    #[graphql(secret)]
    password: String,
    /// At least one role that exists in this kind of organisation.
    roles: Vec<Role>,
}

impl AddMemberInput {
    /// Whose account the password is tried at.
    pub(super) fn login(&self) -> &str {
        &self.login
    }
}

impl From<AddMemberInput> for api::NewMember {
    fn from(input: AddMemberInput) -> Self {
        let AddMemberInput {
            login,
            full_name,
            password,
            roles,
            ..
        } = input;
        NewMemberInput {
            login,
            full_name,
            password,
            roles,
        }
        .into()
    }
}

/// A change of a membership. What is not given stays.
#[derive(InputObject)]
pub(crate) struct UpdateMemberInput {
    /// The global id of the membership.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// All roles from now on.
    pub(super) roles: Option<Vec<Role>>,
    /// Whether the membership is active from now on.
    pub(super) active: Option<bool>,
}

/// An API client to be created.
#[derive(InputObject)]
pub(crate) struct CreateApiClientInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// What it is for, 1 to 100 characters.
    name: String,
    /// What it may do; at least one scope that fits this kind of organisation.
    scopes: Vec<ApiScope>,
    /// The last day its key is valid: not in the past, at most two years ahead.
    expires_on: Date,
}

impl From<CreateApiClientInput> for api::NewApiClient {
    fn from(input: CreateApiClientInput) -> Self {
        Self {
            name: input.name,
            scopes: input.scopes.into_iter().map(Into::into).collect(),
            expires_on: input.expires_on.0,
        }
    }
}

/// An API client whose key is to be revoked.
#[derive(InputObject)]
pub(crate) struct RevokeApiClientInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the client.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
}
