//! The regional comparison from the command line: holding it against the facts, freezing a release, an authority's
//! threshold.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Subcommand;
use wsparcie_kernel::ids::JobId;
use wsparcie_kernel::{Actor, Call, Clock, IdSource, OrganisationKind, SystemClock, SystemIds, TenantId};
use wsparcie_postgres::jobs::Job;
use wsparcie_programmes::{FREEZE_JOB, ProgrammesService, SmallCells, freeze_handler};
use wsparcie_programmes_api::{NewComparisonRelease, ProgrammesApi};
use wsparcie_rpc::tarpc::context;
use wsparcie_tenants_api::TenantsApi;

use super::refusal;
use crate::compose::Platform;

/// How the command line stands in the audit trail.
const COMMAND: &str = "admin";

/// What can be done with the comparison.
#[derive(Subcommand)]
pub enum Command {
    /// Works the comparison out anew from the facts and lists every difference; fails if there is any.
    Verify,
    /// Freezes a release of an authority's voivodeship; of all for a national one.
    Release {
        /// The authority's organisation id.
        #[arg(long, value_parser = tenant_id)]
        authority: TenantId,
    },
    /// Starts the newest release of an authority again, if it failed or is stuck; the servers freeze it.
    Retry {
        /// The authority's organisation id.
        #[arg(long, value_parser = tenant_id)]
        authority: TenantId,
    },
    /// Sets from how many people on an authority is shown counts: 3 to 5.
    Threshold {
        /// The authority's organisation id.
        #[arg(long, value_parser = tenant_id)]
        authority: TenantId,
        /// How many people.
        #[arg(long)]
        people: u8,
    },
}

fn tenant_id(text: &str) -> Result<TenantId, uuid::Error> {
    text.parse().map(TenantId::from_uuid)
}

fn call(authority: TenantId, region: Option<String>) -> Call {
    let mut actor = Actor::system(COMMAND, authority, OrganisationKind::Authority);
    if let Some(organisation) = &mut actor.organisation {
        organisation.region = region;
    }
    Call::new(actor, SystemIds.next(SystemClock.now()))
}

/// A call for an authority, which compares the voivodeship that it was created for and no other.
async fn call_of(platform: &Platform, id: TenantId) -> Result<Call> {
    let found = platform
        .tenants
        .clone()
        .organisations_by_id(context::current(), call(id, None), vec![id]);
    let found = found.await.map_err(refusal)?.pop();
    match found {
        Some(found) if found.organisation_type.kind() == OrganisationKind::Authority => {
            Ok(call(id, Some(found.teryt)))
        }
        Some(found) => Err(anyhow!("{id} ({}) is not an authority", found.short_name)),
        None => Err(anyhow!("there is no organisation {id}")),
    }
}

pub(super) async fn run(platform: &Platform, command: Command) -> Result<ExitCode> {
    match command {
        Command::Verify => verify(platform).await,
        Command::Release { authority } => {
            let call = call_of(platform, authority).await?;
            let service = ProgrammesService::new(
                platform.db.clone(),
                Arc::new(SystemClock),
                Arc::new(SystemIds),
                SmallCells::DEFAULT,
            );
            let input = NewComparisonRelease {};
            let begun = service
                .clone()
                .create_comparison_release(context::current(), call.clone(), input);
            let begun = begun.await.map_err(refusal)?;
            // Here and now: the job that was enqueued finds it frozen.
            let handler = freeze_handler(platform.db.clone(), Arc::new(SystemClock), Arc::new(SystemIds));
            let job = Job {
                tenant_id: authority,
                id: JobId::from_uuid(SystemIds.next(SystemClock.now())),
                kind: FREEZE_JOB.to_owned(),
                payload: serde_json::json!({"release_id": begun.id}),
                attempts: 1,
            };
            handler(job)
                .await
                .map_err(|failure| anyhow!("the release could not be frozen ({})", failure.0))?;
            let ids = vec![begun.id];
            let found = service.comparison_releases_by_id(context::current(), call, ids);
            let found = found.await.map_err(refusal)?;
            if let Some(failure) = found.first().and_then(|release| release.failure.as_deref()) {
                println!(
                    "release {} ({}) failed: {failure}; put it right, then `retry`",
                    begun.number, begun.id
                );
                return Ok(ExitCode::FAILURE);
            }
            match found.first().and_then(|release| release.hash.as_deref()) {
                Some(hash) => println!("release {} frozen: {}, sha256 {hash}", begun.number, begun.id),
                None => println!(
                    "release {} ({}) waits for events that are on their way; the servers freeze it behind them",
                    begun.number, begun.id
                ),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Retry { authority } => {
            let call = call_of(platform, authority).await?;
            let restarted = wsparcie_programmes::retry_comparison_release(
                &platform.db,
                &SystemClock,
                &SystemIds,
                &call,
                authority,
            );
            match restarted.await? {
                Some(id) => println!("release {id} is being prepared again"),
                None => println!("the authority has no release that failed or is being prepared"),
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Threshold { authority, people } => {
            let threshold =
                SmallCells::at_least(people).ok_or_else(|| anyhow!("a threshold is from 3 to 5 people"))?;
            let call = call_of(platform, authority).await?;
            wsparcie_programmes::set_comparison_threshold(
                &platform.db,
                &SystemClock,
                &SystemIds,
                &call,
                authority,
                threshold,
            )
            .await?;
            println!("releases from now on show counts from {people} people on");
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn verify(platform: &Platform) -> Result<ExitCode> {
    let differences = wsparcie_programmes::verify_comparison(&platform.db).await?;
    for difference in &differences {
        println!(
            "{} {} {}: kept {}, facts {}",
            difference.tenant, difference.subject, difference.what, difference.kept, difference.facts
        );
    }
    if differences.is_empty() {
        println!("the comparison agrees with the facts");
        return Ok(ExitCode::SUCCESS);
    }
    println!("{} differences", differences.len());
    if differences
        .iter()
        .any(|difference| difference.what.starts_with("participation"))
    {
        println!(
            "an event may be on its way: verify again after a minute; what differs then, `participation republish` tells anew"
        );
    }
    Ok(ExitCode::FAILURE)
}
