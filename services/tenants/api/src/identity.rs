//! Proving who one is: sign-in in two steps, second factors, one-time links, sign-in at an organisation's own provider.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{InvitationId, TenantId, UserId};
use wsparcie_kernel::{Instant, Role, codes};

use crate::{Secret, Viewer};

/// What a right password leads to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum SignInStep {
    /// The user is in.
    SignedIn(SignedIn),
    /// The user has a second factor: `complete_sign_in` with its code comes next, within five minutes.
    SecondFactor {
        /// Whose password it was. The gateway keeps it behind a challenge of its own and tells nobody.
        user: UserId,
    },
}

/// A successful sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who signed in, to the first of the memberships (the provider's organisation, if they came from one).
    pub viewer: Viewer,
    /// Whether the user has to set up a second factor before case data open.
    #[serde(default)]
    pub second_factor_due: bool,
}

codes! {
    /// How somebody proved who they are. A session keeps it.
    pub enum SignInMethod {
        /// By password, with the second factor if there is one.
        Password => "password", "hasło", "password";
        /// At the organisation's own provider; the session opens that organisation only.
        Provider => "provider", "logowanie organizacji", "the organisation's provider";
    }
}

/// A session, as the gateway asks for its actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionOf {
    /// Whose.
    pub user: UserId,
    /// For which organisation.
    pub organisation: TenantId,
    /// How it was started.
    pub method: SignInMethod,
}

/// A second factor about to be set up: shown once, in force after the first right code.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SecondFactorSetup {
    /// The shared secret in base32, to be typed into an authenticator.
    pub secret: Secret,
    /// The same as an `otpauth://` address, to be shown as a QR code.
    pub uri: Secret,
}

/// Codes that each replace the second factor once. Shown once; only digests are kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Ten codes of 80 random bits: `XXXX-XXXX-XXXX-XXXX` in base32.
    pub codes: Vec<Secret>,
}

/// The state of the signed-in user's second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorState {
    /// When it was set up; absent if there is none.
    pub since: Option<Instant>,
    /// How many recovery codes are left.
    pub recovery_codes_left: u32,
    /// Whether it has to be set up before case data open.
    pub due: bool,
}

/// A fresh proof by somebody who is signed in: the second factor's code if they have one, the password otherwise.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reproof {
    /// The password; needed by users without a second factor.
    pub password: Option<Secret>,
    /// A code of the second factor or a recovery code; needed by users with one.
    pub code: Option<Secret>,
}

/// A new password for the signed-in user.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The password until now.
    pub current: Secret,
    /// The new one.
    pub new: Secret,
}

/// A new password by a one-time link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetPassword {
    /// The link's token.
    pub token: Secret,
    /// The new password.
    pub password: Secret,
}

codes! {
    /// What became of an invitation.
    pub enum InvitationState {
        /// The link waits to be used.
        Open => "open", "czeka", "open";
        /// Somebody joined by it.
        Accepted => "accepted", "przyjęte", "accepted";
        /// Withdrawn by the organisation.
        Revoked => "revoked", "wycofane", "revoked";
        /// Nobody used it in time.
        Expired => "expired", "wygasło", "expired";
    }
}

/// An invitation to join an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// Whereto the link went; the login of whoever joins.
    pub email: String,
    /// First and last name.
    pub full_name: String,
    /// The roles to come.
    pub roles: Vec<Role>,
    /// What became of it.
    pub state: InvitationState,
    /// Until when the link works: 7 days after it was sent.
    pub expires_at: Instant,
    /// When it was sent.
    pub created_at: Instant,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// An invitation to be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewInvitation {
    /// An e-mail address that will do as a login.
    pub email: String,
    /// First and last name, 1 to 200 characters.
    pub full_name: String,
    /// At least one role that exists in this kind of organisation.
    pub roles: Vec<Role>,
}

/// An invitation to be withdrawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RevokeInvitation {
    /// The invitation.
    pub id: InvitationId,
    /// The version that the change is based on.
    pub expected_version: i64,
}

/// What the holder of an invitation's link is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationPreview {
    /// Who invites.
    pub organisation_name: String,
    /// The login to be.
    pub login: String,
    /// First and last name.
    pub full_name: String,
    /// Until when the link works.
    pub expires_at: Instant,
}

/// Joining by an invitation's link.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AcceptInvitation {
    /// The link's token.
    pub token: Secret,
    /// The new user's password; of an existing login, the password that it has.
    pub password: Secret,
}

/// An organisation's own sign-in provider (OpenID Connect, code with PKCE). Whoever may see the settings sees no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInProvider {
    /// The organisation.
    pub organisation: TenantId,
    /// The issuer's address, exactly as it stands in its tokens: `https://login.miasto.example`.
    pub issuer: String,
    /// Our name at the provider.
    pub client_id: String,
    /// Whether people can sign in by it.
    pub enabled: bool,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// Settings of a provider; replaces those that are there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetSignInProvider {
    /// The organisation: a centre or an authority.
    pub organisation: TenantId,
    /// The issuer's address; `https`, but for a demonstration on loopback.
    pub issuer: String,
    /// Our name at the provider, 1 to 200 characters.
    pub client_id: String,
    /// Our secret at the provider; absent keeps the one that is there.
    pub client_secret: Option<Secret>,
    /// Whether people can sign in by it.
    pub enabled: bool,
    /// The version that the change is based on; absent for the first settings.
    pub expected_version: Option<i64>,
}

/// What the gateway needs to send somebody to a provider and to redeem the answer. Never leaves the platform.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderAccess {
    /// The issuer's address.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// Our secret there.
    pub client_secret: Secret,
}

/// Who a provider says somebody is; the gateway has checked the token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ProviderIdentity {
    /// Whose provider.
    pub organisation: TenantId,
    /// The issuer that the token names.
    pub issuer: String,
    /// The provider's own, lasting name of the person.
    pub subject: String,
    /// The e-mail address, if the provider says that it has verified it: links the person to a membership once.
    pub verified_email: Option<String>,
}
