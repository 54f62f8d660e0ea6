//! Verification of the audit trail from the command line.

use std::process::ExitCode;

use anyhow::Result;
use clap::Subcommand;
use uuid::Uuid;
use wsparcie_kernel::ids::TenantId;
use wsparcie_keys::Keyring;
use wsparcie_postgres::audit::verify::{self, Fault};

use crate::compose::Platform;
use crate::config::ServerConfig;
use crate::heads::{self, HeadLog};

/// What can be done with the trail.
#[derive(Subcommand)]
pub enum Command {
    /// Checks every chain against itself and against the signed heads; exit code 1 if anything is wrong.
    Verify {
        /// One organisation only; all of them otherwise.
        #[arg(long)]
        organisation: Option<Uuid>,
    },
}

pub(super) async fn verify(
    platform: &Platform,
    config: &ServerConfig,
    keyring: Keyring,
    only: Option<Uuid>,
) -> Result<ExitCode> {
    let kept = HeadLog::beside(&config.keys_dir, keyring);
    let tenants = match only {
        Some(id) => vec![TenantId::from_uuid(id)],
        None => wsparcie_tenants::admin::organisation_ids(&platform.tenants).await?,
    };
    let mut faults = 0;
    for tenant in tenants {
        let mut tx = platform.db.begin(tenant).await?;
        let report = verify::verify(
            &mut tx,
            &kept.of_tenant(tenant)?,
            heads::sealed_by(crate::serve::now()),
        )
        .await?;
        println!(
            "{tenant}: {} events checked, {} faults",
            report.checked,
            report.faults.len()
        );
        for fault in &report.faults {
            println!("  {}", describe(fault));
        }
        faults += report.faults.len();
    }
    Ok(if faults == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn describe(fault: &Fault) -> String {
    match fault {
        Fault::Altered { seq } => format!("event {seq} was altered or exchanged"),
        Fault::Gap { seq } => format!("event {seq} is missing"),
        Fault::TailCut { kept, ends } => {
            format!("the chain ends at {ends}, but head {kept} was signed: the tail was cut")
        }
        Fault::Rewritten { seq } => {
            format!("event {seq} is not the one whose head was signed: the chain was written anew")
        }
        Fault::Unsealed { event_id } => format!("event {event_id} was never sealed"),
    }
}
