//! What the operator does from the command line (`wsparcie admin …`), as the platform itself.

use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Actor, Call, CallError, CallResult, OrganisationKind, Problem, Role};
use wsparcie_postgres::DbError;
use wsparcie_postgres::audit::Act;
use wsparcie_tenants_api::{NewMember, NewOrganisation, Organisation, Secret};

use super::Tenants;
use super::founding::{self, Joining, ensure_member};
use crate::TenantsService;
use crate::db;
use crate::domain::member::MemberDraft;
use crate::domain::organisation::OrganisationDraft;

/// How the command line stands in the audit trail.
const COMMAND: &str = "admin";

/// Makes the platform's own organisation and its operator `login`, and gives the organisation's id. Repeating it changes
/// nothing; with another login it adds another operator.
///
/// # Errors
/// Refused if the name, the login or the password does not do.
pub async fn bootstrap_platform(
    service: &TenantsService,
    name: &str,
    login: &str,
    password: Secret,
) -> CallResult<TenantId> {
    let tenants = &service.inner;
    let draft = OrganisationDraft::platform(name)?;
    let operator = NewMember {
        login: login.to_owned(),
        full_name: login.to_owned(),
        password,
        roles: vec![Role::Operator],
    };
    let operator = MemberDraft::parse(OrganisationKind::Platform, &operator)?;
    let now = tenants.clock.now();
    let operator = Joining::prepare(tenants, operator, now).await?;

    let platform = ensure_platform(tenants, &draft).await?;
    let mut identity = tenants.db.begin_identity().await?;
    let user = operator.account(tenants, &mut identity, now).await?;
    identity.commit().await?;
    ensure_member(
        tenants,
        &command(tenants, platform),
        platform,
        operator.member(user),
        now,
    )
    .await?;
    Ok(platform)
}

/// Creates a centre or an authority, with its first user if one is given; recorded in the platform's trail. Repeating it
/// with the same REGON and type is refused.
///
/// # Errors
/// Refused with `PLATFORM_MISSING` before [`bootstrap_platform`], and as `create_organisation` refuses.
pub async fn create_organisation(
    service: &TenantsService,
    input: &NewOrganisation,
) -> CallResult<Organisation> {
    let tenants = &service.inner;
    let platform = known_platform(tenants).await?.ok_or_else(|| {
        CallError::refused(Problem::new(
            "PLATFORM_MISSING",
            "platforma nie ma jeszcze operatora; najpierw go utwórz",
            "the platform has no operator yet; create one first",
        ))
    })?;
    founding::create_organisation(tenants, &command(tenants, platform), input).await
}

/// Whether [`bootstrap_platform`] has been done on this database.
pub async fn is_bootstrapped(service: &TenantsService) -> CallResult<bool> {
    Ok(known_platform(&service.inner).await?.is_some())
}

/// The platform's own organisation, in whose trail the operator's acts stand; `None` before [`bootstrap_platform`].
pub async fn platform(service: &TenantsService) -> CallResult<Option<TenantId>> {
    known_platform(&service.inner).await
}

/// The ids of all organisations, oldest first, for commands that go through every tenant.
pub async fn organisation_ids(service: &TenantsService) -> CallResult<Vec<TenantId>> {
    let mut identity = service.inner.db.identity_conn().await?;
    Ok(db::organisations::all_ids(identity.conn()).await?)
}

async fn known_platform(tenants: &Tenants) -> CallResult<Option<TenantId>> {
    let mut identity = tenants.db.identity_conn().await?;
    Ok(db::organisations::platform(identity.conn()).await?)
}

/// Finds or founds the platform's organisation, its audit row first (see `founding`).
async fn ensure_platform(tenants: &Tenants, draft: &OrganisationDraft) -> CallResult<TenantId> {
    if let Some(platform) = known_platform(tenants).await? {
        return Ok(platform);
    }
    let now = tenants.clock.now();
    let platform = TenantId::from_uuid(tenants.ids.next(now));
    let mut trail = tenants.db.begin(platform).await?;
    let mut identity = tenants.db.begin_identity().await?;
    match db::organisations::insert(&mut identity, platform, draft, now).await {
        Ok(_) => {}
        // Another bootstrap was faster.
        Err(DbError::Duplicate { .. }) => {
            drop((identity, trail));
            return known_platform(tenants).await?.ok_or(CallError::Internal);
        }
        Err(error) => return Err(error.into()),
    }
    let act = Act::on("organisation.created", "organisation", platform.into_uuid());
    tenants
        .record(&mut trail, &command(tenants, platform), act, now)
        .await?;
    trail.commit().await?;
    identity.commit().await?;
    Ok(platform)
}

fn command(tenants: &Tenants, platform: TenantId) -> Call {
    let actor = Actor::system(COMMAND, platform, OrganisationKind::Platform);
    Call::new(actor, tenants.ids.next(tenants.clock.now()))
}
