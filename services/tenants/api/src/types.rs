//! The shapes that the calls take and give.

use std::fmt;

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{AuditEventId, MembershipId, TenantId, UserId};
use wsparcie_kernel::{Instant, OrganisationKind, Role, codes};

use crate::OrganisationStatus;

codes! {
    /// What kind of organisation it is, in the words of the field.
    pub enum OrganisationType {
        /// Ośrodek pomocy społecznej.
        Ops => "OPS", "ośrodek pomocy społecznej", "social welfare centre";
        /// Miejski ośrodek pomocy społecznej.
        Mops => "MOPS", "miejski ośrodek pomocy społecznej", "municipal social welfare centre";
        /// Gminny ośrodek pomocy społecznej.
        Gops => "GOPS", "gminny ośrodek pomocy społecznej", "commune social welfare centre";
        /// Miejsko-gminny ośrodek pomocy społecznej.
        Mgops => "MGOPS", "miejsko-gminny ośrodek pomocy społecznej", "town-and-commune social welfare centre";
        /// Miejski ośrodek pomocy rodzinie.
        Mopr => "MOPR", "miejski ośrodek pomocy rodzinie", "municipal family assistance centre";
        /// Powiatowe centrum pomocy rodzinie.
        Pcpr => "PCPR", "powiatowe centrum pomocy rodzinie", "county family assistance centre";
        /// Centrum usług społecznych.
        Cus => "CUS", "centrum usług społecznych", "social services centre";
        /// Urząd marszałkowski: the managing authority of a voivodeship.
        MarshalsOffice => "MARSHALS_OFFICE", "urząd marszałkowski", "marshal's office";
        /// Regionalny ośrodek polityki społecznej.
        Rops => "ROPS", "regionalny ośrodek polityki społecznej", "regional social policy centre";
        /// Wojewódzki urząd pracy.
        Wup => "WUP", "wojewódzki urząd pracy", "voivodeship labour office";
        /// A ministry: compares the whole country.
        Ministry => "MINISTRY", "ministerstwo", "ministry";
        /// The operator of the platform.
        Platform => "PLATFORM", "operator platformy", "platform operator";
    }
}

impl OrganisationType {
    /// Whether organisations of this type are centres, authorities or the platform.
    pub const fn kind(self) -> OrganisationKind {
        match self {
            Self::Ops | Self::Mops | Self::Gops | Self::Mgops | Self::Mopr | Self::Pcpr | Self::Cus => {
                OrganisationKind::Centre
            }
            Self::MarshalsOffice | Self::Rops | Self::Wup | Self::Ministry => OrganisationKind::Authority,
            Self::Platform => OrganisationKind::Platform,
        }
    }
}

/// A password or a key on its way: never printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    pub const fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

/// A sign-in by password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The login, as typed; compared trimmed and in lower case.
    pub login: String,
    /// The password.
    pub password: Secret,
}

/// The signed-in user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The user's id.
    pub user_id: UserId,
    /// The login.
    pub login: String,
    /// First and last name.
    pub full_name: String,
    /// The active memberships in active organisations, oldest first; never empty.
    pub memberships: Vec<ViewerMembership>,
}

/// One of the signed-in user's memberships.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewerMembership {
    /// The organisation.
    pub organisation_id: TenantId,
    /// Its name.
    pub organisation_name: String,
    /// Its type.
    pub organisation_type: OrganisationType,
    /// The roles there.
    pub roles: Vec<Role>,
}

/// A postal address in Poland.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    /// Street and house number.
    pub street: String,
    /// Postcode, `NN-NNN`.
    pub postcode: String,
    /// Town.
    pub town: String,
}

/// An organisation on the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The id: the tenant.
    pub id: TenantId,
    /// Its type.
    pub organisation_type: OrganisationType,
    /// Full name.
    pub name: String,
    /// Short name, as on a letterhead: `"MOPS Jelenia Góra"`.
    pub short_name: String,
    /// TERYT: 7 digits (gmina) or 4 (powiat, for PCPR and MOPR), 2 (voivodeship) for authorities, `"00"` for a ministry.
    pub teryt: String,
    /// Tax number; may be the gmina's, so not unique. Unknown stays unknown.
    pub nip: Option<String>,
    /// Statistical number; unique together with the type. Unknown stays unknown.
    pub regon: Option<String>,
    /// Address. Unknown stays unknown.
    pub address: Option<Address>,
    /// Whether it takes part.
    pub status: OrganisationStatus,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A centre or authority to be created.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOrganisation {
    /// Its type; not `PLATFORM`.
    pub organisation_type: OrganisationType,
    /// Full name, 1 to 200 characters.
    pub name: String,
    /// Short name, 1 to 80 characters.
    pub short_name: String,
    /// TERYT code as for [`Organisation::teryt`].
    pub teryt: String,
    /// Tax number.
    pub nip: Option<String>,
    /// Statistical number.
    pub regon: Option<String>,
    /// Address.
    pub address: Option<Address>,
    /// The first user, who must be its administrator; of an authority, the same user may be its analyst too.
    pub first_member: Option<NewMember>,
}

/// A change of the acting organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateOrganisation {
    /// The organisation; must be the acting one, anything else is not found.
    pub id: TenantId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// New full name, if it changes.
    pub name: Option<String>,
    /// New short name, if it changes.
    pub short_name: Option<String>,
    /// New address, if it changes.
    pub address: Option<Address>,
}

/// A user of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The membership's id.
    pub id: MembershipId,
    /// The user.
    pub user_id: UserId,
    /// The login.
    pub login: String,
    /// First and last name.
    pub full_name: String,
    /// The roles.
    pub roles: Vec<Role>,
    /// Whether the membership is active.
    pub active: bool,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// A user to be added to an organisation.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewMember {
    /// The login: 3 to 100 characters of `a-z 0-9 . _ - @ +` once in lower case (an e-mail address will do).
    pub login: String,
    /// First and last name, 1 to 200 characters.
    pub full_name: String,
    /// The first password, at least 12 characters, for a login that is new.
    pub password: Secret,
    /// At least one role that exists in this kind of organisation.
    pub roles: Vec<Role>,
}

/// A change of a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct UpdateMember {
    /// The membership.
    pub id: MembershipId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// New roles, if they change.
    pub roles: Option<Vec<Role>>,
    /// Whether the membership is active, if that changes.
    pub active: Option<bool>,
}

/// One entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// The entry's id.
    pub id: AuditEventId,
    /// When.
    pub at: Instant,
    /// `anonymous`, `user`, `api_client` or `system`.
    pub principal_kind: String,
    /// The user's or client's id, or the job's name.
    pub principal_id: String,
    /// What was done, `noun.verb`.
    pub action: String,
    /// The kind of thing it was done to.
    pub subject_kind: String,
    /// The thing's id.
    pub subject_id: Option<uuid::Uuid>,
    /// The entry's number in the sealed chain; absent for the few seconds before sealing.
    pub seal: Option<i64>,
}
