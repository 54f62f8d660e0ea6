//! Sign-in at an organisation's own provider: its settings, and whom a checked token means.
//!
//! A provider can vouch for members of its own organisation only, and makes nobody a member. The protocol is the gateway's.

use serde_json::json;
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::problem::stale_version;
use wsparcie_kernel::{Call, CallError, CallResult, Instant, OrganisationKind, Principal};
use wsparcie_keys::{KeyError, KeyId};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_tenants_api::{
    ProviderAccess, ProviderIdentity, Secret, SetSignInProvider, SignInProvider, SignedIn, Viewer,
};

use super::{Tenants, bare};
use crate::db;
use crate::db::providers::{Linkable, Stored};
use crate::domain::login::Login;
use crate::domain::provider::{self, ProviderDraft};
use crate::domain::sign_in::failed;

/// What the secret's envelope is bound to, besides the organisation's key.
const CONTEXT: &str = "sign_in_provider.secret";
/// The longest subject that OpenID Connect allows.
const LONGEST_SUBJECT: usize = 255;

/// Signs a member in whom the organisation's provider has recognised.
pub(crate) async fn sign_in(
    tenants: &Tenants,
    call: &Call,
    identity: &ProviderIdentity,
) -> CallResult<SignedIn> {
    let now = tenants.clock.now();
    let mut tx = tenants.db.begin(identity.organisation).await?;
    // An organisation without a provider, or that does not exist, has no trail to write to: nothing was tried.
    let in_use = db::providers::in_use(&mut tx).await?;
    if in_use.is_none_or(|stored| stored.provider.issuer != identity.issuer) {
        return Err(failed());
    }
    match recognise(tenants, &mut tx, identity, now).await? {
        Ok((viewer, newly_linked)) => {
            let mut call = call.clone();
            call.actor.principal = Principal::User(viewer.user_id);
            if let Some(member) = newly_linked {
                let act = Act::on("member.linked", "member", member.membership.into_uuid());
                tenants.record(&mut tx, &call, act, now).await?;
            }
            let act = Act::on("session.started", "account", viewer.user_id.into_uuid())
                .with(json!({ "method": "provider" }));
            tenants.record(&mut tx, &call, act, now).await?;
            tx.commit().await?;
            Ok(SignedIn {
                viewer,
                second_factor_due: false,
            })
        }
        Err((reason, member)) => {
            let act = Act {
                action: "session.refused",
                subject_kind: "account",
                subject_id: member.map(|member| member.user.into_uuid()),
                details: json!({ "reason": reason, "method": "provider" }),
            };
            tenants.record(&mut tx, call, act, now).await?;
            tx.commit().await?;
            Err(failed())
        }
    }
}

/// The member who is meant and, if they were linked just now, the link's; or why nobody is.
type Recognised = Result<(Viewer, Option<Linkable>), (&'static str, Option<Linkable>)>;

async fn recognise(
    tenants: &Tenants,
    tx: &mut TenantTx,
    identity: &ProviderIdentity,
    now: Instant,
) -> CallResult<Recognised> {
    let subject = identity.subject.as_str();
    if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT || subject.contains('\0') {
        return Ok(Err(("subject_invalid", None)));
    }
    let (member, is_new) = match db::providers::linked(tx, &identity.issuer, subject).await? {
        Some(Some(member)) => (member, false),
        Some(None) => return Ok(Err(("membership_inactive", None))),
        None => {
            let login = identity
                .verified_email
                .as_deref()
                .and_then(|email| Login::parse(email).ok());
            let Some(login) = login else {
                return Ok(Err(("no_verified_email", None)));
            };
            match db::providers::candidate(tx, &login).await? {
                Some(member) => (member, true),
                None => return Ok(Err(("unknown_member", None))),
            }
        }
    };
    let account = {
        let mut identity = tenants.db.identity_conn().await?;
        db::accounts::by_id(identity.conn(), member.user).await?
    };
    let Some(account) = account else {
        return Err(CallError::Internal);
    };
    let mut viewer = match account.into_viewer() {
        Ok(viewer) => viewer,
        Err(reason) => return Ok(Err((reason, Some(member)))),
    };
    // The provider speaks for its own organisation, whatever others the user belongs to.
    viewer
        .memberships
        .retain(|membership| membership.organisation_id == identity.organisation);
    if viewer.memberships.is_empty() {
        return Ok(Err(("no_membership", Some(member))));
    }
    if is_new {
        let id = tenants.ids.next(now);
        let linked = db::providers::link(tx, id, &identity.issuer, subject, member.membership, now).await?;
        if !linked {
            // The member is somebody else at the provider: an address that was given to another person, perhaps.
            return Ok(Err(("linked_otherwise", Some(member))));
        }
    }
    Ok(Ok((viewer, is_new.then_some(member))))
}

/// What the gateway needs to reach an organisation's provider.
pub(crate) async fn access(
    tenants: &Tenants,
    _call: &Call,
    organisation: TenantId,
) -> CallResult<Option<ProviderAccess>> {
    let mut tx = tenants.db.begin(organisation).await?;
    let stored = db::providers::in_use(&mut tx).await?;
    tx.commit().await?;
    stored
        .map(|stored| {
            let secret = tenants
                .keyring
                .open_for(
                    KeyId::tenant(organisation.into_uuid()),
                    CONTEXT,
                    &stored.secret_sealed,
                )
                .map_err(|error| key_fault(&error))?;
            let secret = std::str::from_utf8(&secret).map_err(|_| CallError::Internal)?;
            Ok(ProviderAccess {
                issuer: stored.provider.issuer,
                client_id: stored.provider.client_id,
                client_secret: Secret::new(secret.to_owned()),
            })
        })
        .transpose()
}

/// Sets how people of an organisation sign in at its own provider. Recorded in that organisation's trail.
pub(crate) async fn set(
    tenants: &Tenants,
    call: &Call,
    input: &SetSignInProvider,
) -> CallResult<SignInProvider> {
    permission::require(&call.actor, Resource::Organisations, Action::Update)?;
    let loopback = provider::is_demonstration(&tenants.config.public_url);
    let draft = ProviderDraft::parse(input, loopback)?;
    let now = tenants.clock.now();
    let tenant = input.organisation;
    let organisation = {
        let mut identity = tenants.db.identity_conn().await?;
        db::organisations::by_ids(identity.conn(), &[tenant.into_uuid()])
            .await?
            .pop()
            .ok_or(CallError::NotFound)?
    };
    if organisation.organisation_type.kind() == OrganisationKind::Platform {
        return Err(CallError::refused(provider::not_for_the_platform()));
    }
    let created = tenants.keyring.create_tenant_key(tenant.into_uuid(), now).await;
    created.map_err(|error| key_fault(&error))?;

    let mut tx = tenants.db.begin(tenant).await?;
    let outcome = idempotency::begin(&mut tx, call, now).await?;
    db::organisations::lock(&mut tx, tenant).await?;
    let current = db::providers::lock(&mut tx).await?;
    if let (Outcome::Repeated(_), Some(current)) = (outcome, &current) {
        return Ok(current.provider.clone());
    }
    if current.as_ref().map(|stored| stored.provider.version) != input.expected_version {
        return Err(stale_version());
    }
    let version = input.expected_version.unwrap_or(0) + 1;
    let secret_sealed = match (&draft.client_secret, current) {
        (Some(secret), _) => tenants
            .keyring
            .seal_for(
                KeyId::tenant(tenant.into_uuid()),
                CONTEXT,
                secret.expose().as_bytes(),
            )
            .map_err(|error| key_fault(&error))?
            .into_bytes(),
        // A secret kept for another issuer would be sent to it.
        (None, Some(stored))
            if stored.provider.issuer == draft.issuer && stored.provider.client_id == draft.client_id =>
        {
            stored.secret_sealed
        }
        (None, _) => return Err(CallError::refused(provider::secret_needed())),
    };
    let stored = Stored {
        provider: SignInProvider {
            organisation: tenant,
            issuer: draft.issuer,
            client_id: draft.client_id,
            enabled: draft.enabled,
            version,
        },
        secret_sealed,
    };
    db::providers::put(&mut tx, &stored, now).await?;
    let act = Act::on("sign_in_provider.set", "organisation", tenant.into_uuid()).with(json!({
        "enabled": stored.provider.enabled, "secret_changed": draft.client_secret.is_some(), "version": version,
    }));
    tenants.record(&mut tx, call, act, now).await?;
    idempotency::complete(&mut tx, call, tenant.into_uuid()).await?;
    tx.commit().await?;
    Ok(stored.provider)
}

/// Settings of organisations: the acting one's, or any for the operator.
pub(crate) async fn of_organisations(
    tenants: &Tenants,
    call: &Call,
    organisations: &[TenantId],
) -> CallResult<Vec<SignInProvider>> {
    let tenant = permission::require(&call.actor, Resource::Organisation, Action::Read)?;
    check_id_count(organisations.len())?;
    let ids = bare(organisations, TenantId::into_uuid);
    if permission::allows(&call.actor, Resource::Organisations, Action::Read) {
        let mut identity = tenants.db.identity_conn().await?;
        return Ok(db::providers::of(identity.conn(), &ids).await?);
    }
    let mut tx = tenants.db.begin(tenant).await?;
    let providers = db::providers::of(tx.conn(), &ids).await?;
    tx.commit().await?;
    Ok(providers)
}

fn key_fault(error: &KeyError) -> CallError {
    let code = match error {
        KeyError::Destroyed => "TENANT_KEY_DESTROYED",
        KeyError::Unknown => "KEY_UNKNOWN",
        KeyError::Tampered => "SEALED_TEXT_TAMPERED",
        _ => "KEY_STORE",
    };
    tracing::error!(
        error.code = code,
        "a provider's secret could not be sealed or opened"
    );
    CallError::Internal
}
