//! Telling participations again from the command line: the read model is rebuilt from what case work keeps.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use uuid::Uuid;
use wsparcie_casework_api::CaseworkApi;
use wsparcie_kernel::ids::{ProjectId, TenantId};
use wsparcie_kernel::{Actor, Call, Clock, IdSource, OrganisationKind, SystemClock, SystemIds};
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
        /// One centre only; all organisations otherwise.
        #[arg(long)]
        tenant: Option<Uuid>,
        /// One project of that centre only.
        #[arg(long, requires = "tenant")]
        project: Option<Uuid>,
    },
}

pub(super) async fn run(platform: &Platform, command: Command) -> Result<ExitCode> {
    let Command::Republish { tenant, project } = command;
    let tenants = match tenant {
        Some(id) => vec![TenantId::from_uuid(id)],
        None => wsparcie_tenants::admin::organisation_ids(&platform.tenants).await?,
    };
    for tenant in tenants {
        let told = republish(platform, tenant, project.map(ProjectId::from_uuid)).await?;
        println!("{tenant}: {told} participations told");
    }
    Ok(ExitCode::SUCCESS)
}

async fn republish(platform: &Platform, tenant: TenantId, project: Option<ProjectId>) -> Result<i64> {
    let actor = Actor::system(COMMAND, tenant, OrganisationKind::Centre);
    let (mut told, mut after) = (0, None);
    loop {
        let call = Call::new(actor.clone(), SystemIds.next(SystemClock.now()));
        let service = platform.casework.clone();
        let page = service.republish_participation(context::current(), call, project, after);
        let page = page.await.map_err(refusal)?;
        told += page.told;
        after = page.next;
        if after.is_none() {
            return Ok(told);
        }
    }
}
