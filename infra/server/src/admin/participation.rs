//! Telling participations again from the command line: the read model is rebuilt from what case work keeps.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Subcommand;
use uuid::Uuid;
use wsparcie_casework_api::CaseworkApi;
use wsparcie_kernel::ids::{ProjectId, TenantId};
use wsparcie_kernel::{Actor, Call, Clock, IdSource, OrganisationKind, SystemClock, SystemIds};
use wsparcie_programmes::{ProgrammesService, SmallCells};
use wsparcie_programmes_api::ProgrammesApi;
use wsparcie_rpc::tarpc::context;

use super::refusal;
use crate::compose::Platform;

/// How the command line stands in the audit trail.
const COMMAND: &str = "admin";

/// What can be done with the read model.
#[derive(Subcommand)]
pub enum Command {
    /// Tells every participation again: those from before there were events, or all after a restore or after new
    /// parameters of effectiveness. Running it twice does no harm. The background jobs take the events in.
    Republish {
        /// One centre only; all organisations otherwise. An id that no organisation has fails.
        #[arg(long)]
        tenant: Option<Uuid>,
        /// One project of that centre only; it has to be its own.
        #[arg(long, requires = "tenant")]
        project: Option<Uuid>,
    },
}

pub(super) async fn run(platform: &Platform, command: Command) -> Result<ExitCode> {
    let Command::Republish { tenant, project } = command;
    let project = project.map(ProjectId::from_uuid);
    let mut tenants = wsparcie_tenants::admin::organisation_ids(&platform.tenants).await?;
    if let Some(id) = tenant.map(TenantId::from_uuid) {
        // An id that is mistyped would else look like a centre without participations.
        if !tenants.contains(&id) {
            return Err(anyhow!("there is no organisation {id}"));
        }
        if let Some(project) = project {
            check_project(platform, id, project).await?;
        }
        tenants = vec![id];
    }
    for tenant in tenants {
        let told = republish(platform, tenant, project).await?;
        println!("{tenant}: {told} participations told");
    }
    Ok(ExitCode::SUCCESS)
}

/// Fails for a project that the organisation does not have.
async fn check_project(platform: &Platform, tenant: TenantId, project: ProjectId) -> Result<()> {
    let service = ProgrammesService::new(
        platform.db.clone(),
        Arc::new(SystemClock),
        Arc::new(SystemIds),
        SmallCells::DEFAULT,
    );
    let found = service.projects_by_id(context::current(), as_system(tenant), vec![project]);
    if found.await.map_err(refusal)?.is_empty() {
        return Err(anyhow!("organisation {tenant} has no project {project}"));
    }
    Ok(())
}

fn as_system(tenant: TenantId) -> Call {
    let actor = Actor::system(COMMAND, tenant, OrganisationKind::Centre);
    Call::new(actor, SystemIds.next(SystemClock.now()))
}

async fn republish(platform: &Platform, tenant: TenantId, project: Option<ProjectId>) -> Result<i64> {
    let (mut told, mut after) = (0, None);
    loop {
        let service = platform.casework.clone();
        let page = service.republish_participation(context::current(), as_system(tenant), project, after);
        let page = page.await.map_err(refusal)?;
        told += page.told;
        after = page.next;
        if after.is_none() {
            return Ok(told);
        }
    }
}
