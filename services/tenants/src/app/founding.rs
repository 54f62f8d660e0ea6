//! Making an organisation, and the account behind a new member.
//!
//! Only `app_identity` may insert an organisation or an account, and only `app_rw` may write the audit trail, so two
//! transactions take part. The order makes every crash harmless:
//!
//! 1. Both are open; the organisation and the account are inserted, so every refusal is known, and both can still be undone.
//! 2. The audit row and the idempotency key commit. From now on the key stands for the organisation's id.
//! 3. The organisation and the account commit.
//! 4. The first membership commits, with its audit row, in the new organisation.
//!
//! After a crash behind 2 or 3, the repeated request finds the id under its key and does the rest again; every step does
//! nothing where it was done before. So there is never an organisation without its audit row; an audit row whose
//! organisation never came means that a crash was not followed by a repetition.

use serde_json::json;
use wsparcie_kernel::ids::{MembershipId, TenantId, UserId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Instant};
use wsparcie_postgres::audit::Act;
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_postgres::{DbError, IdentityTx};
use wsparcie_tenants_api::{Member, NewOrganisation, Organisation};

use super::{Tenants, repeated, secrets};
use crate::db;
use crate::db::accounts::NewAccount;
use crate::domain::member::{self, MemberDraft};
use crate::domain::organisation::{self, OrganisationDraft};

/// Creates a centre or an authority, with its first user if one is given.
pub(crate) async fn create_organisation(
    tenants: &Tenants,
    call: &Call,
    input: &NewOrganisation,
) -> CallResult<Organisation> {
    let operator = permission::require(&call.actor, Resource::Organisations, Action::Create)?;
    let (draft, first) = OrganisationDraft::parse(input)?;
    let now = tenants.clock.now();
    let first = match first {
        Some(first) => Some(Joining::prepare(tenants, first, now).await?),
        None => None,
    };

    let mut trail = tenants.db.begin(operator).await?;
    let outcome = idempotency::begin(&mut trail, call, now).await?;
    let id = match outcome {
        Outcome::Fresh => tenants.ids.next(now),
        Outcome::Repeated(id) => id,
    };
    let mut identity = tenants.db.begin_identity().await?;
    let tenant = TenantId::from_uuid(id);
    db::organisations::insert(&mut identity, tenant, &draft, now)
        .await
        .map_err(taken)?;
    let user = match &first {
        Some(first) => {
            let user = first.account(tenants, &mut identity, now).await;
            Some(user.map_err(of_the_first_member)?)
        }
        None => None,
    };
    let created = repeated(db::organisations::by_ids(identity.conn(), &[id]).await?)?;
    if outcome == Outcome::Fresh {
        let act = Act::on("organisation.created", "organisation", id);
        let details = json!({ "organisation_type": draft.organisation_type.code() });
        tenants.record(&mut trail, call, act.with(details), now).await?;
        idempotency::complete(&mut trail, call, id).await?;
    }
    trail.commit().await?;
    identity.commit().await?;

    if let (Some(first), Some(user)) = (first, user) {
        ensure_member(tenants, call, tenant, first.member(user), now).await?;
    }
    Ok(created)
}

fn of_the_first_member(error: CallError) -> CallError {
    let CallError::Refused(mut problems) = error else {
        return error;
    };
    for problem in &mut problems {
        problem.path.insert(0, "firstMember".to_owned());
    }
    CallError::Refused(problems)
}

fn taken(error: DbError) -> CallError {
    match error {
        DbError::Duplicate { constraint } if constraint == db::organisations::REGON_TYPE => {
            CallError::refused(organisation::exists())
        }
        other => other.into(),
    }
}

/// Makes the user a member of the organisation unless they are one.
pub(crate) async fn ensure_member(
    tenants: &Tenants,
    call: &Call,
    tenant: TenantId,
    member: Member,
    now: Instant,
) -> CallResult<()> {
    let mut tx = tenants.db.begin(tenant).await?;
    if db::members::insert(&mut tx, &member, now).await? {
        tenants.record(&mut tx, call, added(&member), now).await?;
    }
    Ok(tx.commit().await?)
}

/// The audit entry of a new member.
pub(crate) fn added(member: &Member) -> Act {
    let roles: Vec<_> = member.roles.iter().map(|role| role.code()).collect();
    Act::on("member.added", "member", member.id.into_uuid()).with(json!({ "roles": roles }))
}

/// Somebody about to join an organisation, their password hashed already: before any transaction, because it may wait.
/// It is hashed for a login that exists as well, so that time does not tell.
pub(crate) struct Joining {
    account: NewAccount,
    password: String,
    id: MembershipId,
    roles: Vec<wsparcie_kernel::Role>,
}

impl Joining {
    pub(crate) async fn prepare(tenants: &Tenants, draft: MemberDraft, now: Instant) -> CallResult<Self> {
        let salt = secrets::secret(tenants.secrets.as_ref())?;
        let password_hash = tenants.passwords.hash(draft.password.clone(), salt).await?;
        Ok(Self {
            account: NewAccount {
                id: UserId::from_uuid(tenants.ids.next(now)),
                login: draft.login,
                full_name: draft.full_name,
                password_hash,
            },
            password: draft.password,
            id: MembershipId::from_uuid(tenants.ids.next(now)),
            roles: draft.roles,
        })
    }

    /// The user's account: a new one, or the one with their login if the password given is that account's.
    ///
    /// Whoever could add an existing login with any password could register somebody's future login with a password of
    /// their own and wait until that person's centre gives it access. The password is the user's word that they want to
    /// join; it is compared for a new account as well, so that the work is the same.
    ///
    /// # Errors
    /// Refused with `LOGIN_TAKEN` if the login's account has another password.
    pub(crate) async fn account(
        &self,
        tenants: &Tenants,
        identity: &mut IdentityTx,
        now: Instant,
    ) -> CallResult<UserId> {
        let (user, stored) = db::accounts::ensure(identity, &self.account, now).await?;
        if tenants
            .passwords
            .verify(self.password.clone(), Some(stored))
            .await?
        {
            return Ok(user);
        }
        Err(CallError::refused(member::login_taken()))
    }

    /// The membership of the account found. The name is the one typed here, also where the account has another.
    pub(crate) fn member(self, user_id: UserId) -> Member {
        Member {
            id: self.id,
            user_id,
            login: self.account.login.as_str().to_owned(),
            full_name: self.account.full_name,
            roles: self.roles,
            active: true,
            version: 1,
        }
    }
}
