//! The protocol: discovery, the address to send the browser to, the code's redemption, the token's check.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use chrono::TimeDelta;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient, CoreClientAuthMethod,
    CoreGrantType, CoreIdTokenClaims, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreJwsSigningAlgorithm, CoreResponseMode, CoreResponseType,
    CoreSubjectIdentifierType, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, Scope,
    TokenResponse,
};
use redis::aio::ConnectionManager;
use serde::{Deserialize, Serialize};
use wsparcie_kernel::{Clock, Instant};
use wsparcie_tenants_api::ProviderAccess;

use super::Trouble;
use super::fetch::Client;
use super::pending::{Pending, PendingStore};
use crate::http::sessions::{RedisDoor, SessionError, SessionLimits, SessionToken};

/// How long what a provider says of itself is believed.
const FRESH: TimeDelta = TimeDelta::minutes(5);
/// How soon it is asked again when its keys have changed.
const AGAIN: TimeDelta = TimeDelta::seconds(30);
/// More issuers than an instance has organisations are not kept.
const MOST_KEPT: usize = 1_000;
/// Signatures by a key of the provider's own. Not by the client secret, and never none.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What RFC 9207 adds to a provider's metadata.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct IssuerParameter {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for IssuerParameter {}

type Metadata = ProviderMetadata<
    IssuerParameter,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Relying = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Whom a provider has recognised; its token is checked.
pub(super) struct Person {
    pub(super) subject: String,
    pub(super) verified_email: Option<String>,
}

/// The providers of all organisations. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Providers {
    origin: Option<String>,
    client: Client,
    pending: PendingStore,
    clock: Arc<dyn Clock>,
    known: Arc<Mutex<HashMap<String, Known>>>,
}

#[derive(Clone)]
struct Known {
    metadata: Arc<Metadata>,
    read_at: Instant,
}

impl Providers {
    /// Providers that send people back to `origin`. If that is on this machine, so may they be.
    pub(crate) fn new(
        origin: Option<String>,
        manager: ConnectionManager,
        limits: &SessionLimits,
        clock: Arc<dyn Clock>,
    ) -> Self {
        let loopback = origin.as_deref().is_some_and(is_on_this_machine);
        Self {
            origin,
            client: Client::new(loopback),
            pending: PendingStore {
                redis: RedisDoor {
                    manager,
                    timeout: limits.redis_timeout,
                },
                prefix: limits.key_prefix.clone(),
            },
            clock,
            known: Arc::default(),
        }
    }

    pub(super) fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }

    pub(super) async fn keep(&self, state: &SessionToken, pending: &Pending) -> Result<(), SessionError> {
        self.pending.keep(state, pending).await
    }

    pub(super) async fn take(&self, state: &SessionToken) -> Result<Option<Pending>, SessionError> {
        self.pending.take(state).await
    }

    /// Where to send the browser.
    pub(super) async fn authorisation_url(
        &self,
        access: &ProviderAccess,
        redirect_uri: &str,
        state: &str,
        pending: &Pending,
    ) -> Result<String, Trouble> {
        let metadata = self.metadata(&access.issuer, FRESH).await?;
        let relying = relying(&metadata, access, redirect_uri)?;
        let verifier = PkceCodeVerifier::new(pending.verifier.clone());
        let (state, nonce) = (state.to_owned(), pending.nonce.clone());
        let (url, _, _) = relying
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                move || CsrfToken::new(state),
                move || Nonce::new(nonce),
            )
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        let uri = url.as_str().parse().map_err(|_| Trouble("PROVIDER_ENDPOINT"))?;
        if !self.client.may_reach(&uri) {
            return Err(Trouble("PROVIDER_ENDPOINT"));
        }
        Ok(url.into())
    }

    /// Refuses an answer that names another issuer, or none where the provider says that it always does.
    pub(super) async fn check_issuer(
        &self,
        access: &ProviderAccess,
        named: Option<&str>,
    ) -> Result<(), Trouble> {
        let metadata = self.metadata(&access.issuer, FRESH).await?;
        let promised = metadata
            .additional_metadata()
            .authorization_response_iss_parameter_supported;
        match named {
            Some(named) if named == access.issuer => Ok(()),
            None if !promised => Ok(()),
            _ => Err(Trouble("ISSUER_MIXED_UP")),
        }
    }

    /// Redeems a code and checks the token.
    pub(super) async fn redeem(
        &self,
        access: &ProviderAccess,
        redirect_uri: &str,
        code: &str,
        pending: &Pending,
    ) -> Result<Person, Trouble> {
        let metadata = self.metadata(&access.issuer, FRESH).await?;
        let relying = relying(&metadata, access, redirect_uri)?;
        let send = self.client.sender();
        let answer = relying
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(|_| Trouble("PROVIDER_ENDPOINT"))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .request_async(&send)
            .await
            .map_err(|_| Trouble("CODE_NOT_REDEEMED"))?;
        let token = answer.id_token().ok_or(Trouble("TOKEN_MISSING"))?;
        let nonce = Nonce::new(pending.nonce.clone());
        let claims = match self.verified(token, &relying, &nonce) {
            Err(ClaimsVerificationError::SignatureVerification(_)) => {
                // The provider may have new keys.
                let metadata = self.metadata(&access.issuer, AGAIN).await?;
                let relying = self::relying(&metadata, access, redirect_uri)?;
                self.verified(token, &relying, &nonce)
            }
            first => first,
        };
        let claims = claims.map_err(|_| Trouble("TOKEN_INVALID"))?;
        let said = Said::of(&claims);
        let said = match said {
            Some(said) => said,
            None => self.asked(&relying, answer.access_token(), &claims).await?,
        };
        Ok(Person {
            subject: claims.subject().to_string(),
            verified_email: said.verified.then_some(said.email).flatten(),
        })
    }

    fn verified(
        &self,
        token: &openidconnect::core::CoreIdToken,
        relying: &Relying,
        nonce: &Nonce,
    ) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
        let clock = Arc::clone(&self.clock);
        let verifier = relying
            .id_token_verifier()
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || clock.now());
        token.claims(&verifier, nonce).cloned()
    }

    /// What the provider's user info says of the same person, where the token says nothing of their address.
    async fn asked(
        &self,
        relying: &Relying,
        token: &AccessToken,
        claims: &CoreIdTokenClaims,
    ) -> Result<Said, Trouble> {
        let Ok(request) = relying.user_info(token.clone(), Some(claims.subject().clone())) else {
            return Ok(Said::default());
        };
        let send = self.client.sender();
        let info: CoreUserInfoClaims = request
            .request_async(&send)
            .await
            .map_err(|_| Trouble("USER_INFO_FAILED"))?;
        Ok(Said {
            email: info.email().map(|email| email.to_string()),
            verified: info.email_verified() == Some(true),
        })
    }

    /// What a provider says of itself, with its keys; asked again when it is older than `age`.
    async fn metadata(&self, issuer: &str, age: TimeDelta) -> Result<Arc<Metadata>, Trouble> {
        let now = self.clock.now();
        let kept = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.get(issuer).cloned()
        };
        if let Some(kept) = kept.filter(|kept| now - kept.read_at < age) {
            return Ok(kept.metadata);
        }
        let url = IssuerUrl::new(issuer.to_owned()).map_err(|_| Trouble("PROVIDER_ENDPOINT"))?;
        let send = self.client.sender();
        // Also checks that the metadata are the issuer's own.
        let metadata = Metadata::discover_async(url, &send)
            .await
            .map_err(|_| Trouble("PROVIDER_DISCOVERY"))?;
        let metadata = Arc::new(metadata);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KEPT {
            known.clear();
        }
        let entry = Known {
            metadata: Arc::clone(&metadata),
            read_at: now,
        };
        known.insert(issuer.to_owned(), entry);
        Ok(metadata)
    }
}

/// What a provider says of somebody's address.
#[derive(Default)]
struct Said {
    email: Option<String>,
    verified: bool,
}

impl Said {
    fn of(claims: &CoreIdTokenClaims) -> Option<Self> {
        claims.email().map(|email| Self {
            email: Some(email.to_string()),
            verified: claims.email_verified() == Some(true),
        })
    }
}

fn relying(metadata: &Metadata, access: &ProviderAccess, redirect_uri: &str) -> Result<Relying, Trouble> {
    let redirect = RedirectUrl::new(redirect_uri.to_owned()).map_err(|_| Trouble("PROVIDER_NO_ORIGIN"))?;
    let secret = ClientSecret::new(access.client_secret.expose().to_owned());
    let client_id = ClientId::new(access.client_id.clone());
    let client = CoreClient::from_provider_metadata(metadata.clone(), client_id, Some(secret));
    let methods = metadata.token_endpoint_auth_methods_supported();
    let only_in_the_body = methods.is_some_and(|methods| {
        !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
            && methods.contains(&CoreClientAuthMethod::ClientSecretPost)
    });
    let way = if only_in_the_body {
        AuthType::RequestBody
    } else {
        AuthType::BasicAuth
    };
    Ok(client.set_redirect_uri(redirect).set_auth_type(way))
}

fn is_on_this_machine(origin: &str) -> bool {
    ["http://127.0.0.1", "http://localhost"].iter().any(|start| {
        origin
            .strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

#[cfg(test)]
mod tests {
    use super::is_on_this_machine;

    #[test]
    fn only_a_platform_on_this_machine_may_have_providers_on_it() {
        for origin in [
            "http://127.0.0.1:8080",
            "http://localhost:8080",
            "http://localhost",
        ] {
            assert!(is_on_this_machine(origin), "{origin}");
        }
        for origin in [
            "https://127.0.0.1",
            "http://127.0.0.1.example",
            "http://localhost.example:80",
            "https://wsparcie.example",
        ] {
            assert!(!is_on_this_machine(origin), "{origin}");
        }
    }
}
