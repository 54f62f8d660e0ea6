//! National reference data from the command line: what a file would change, and loading it.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow};
use clap::{Args, Subcommand};
use wsparcie_kernel::{Actor, Call, Clock, IdSource, OrganisationKind, SystemClock, SystemIds};
use wsparcie_programmes::{ProgrammesService, SHIPPED_REFERENCE, SmallCells};
use wsparcie_programmes_api::{LoadReference, ProgrammesApi, ReferencePreview};
use wsparcie_rpc::tarpc::context;
use wsparcie_tenants::admin;

use super::refusal;
use crate::compose::Platform;

/// How the command line stands in the audit trail.
const COMMAND: &str = "admin";
/// No more of a file is read than what makes it too large.
const READ_AT_MOST: u64 = 1024 * 1024 + 1;

/// What can be done with reference data.
#[derive(Subcommand)]
pub enum Command {
    /// Shows what loading a file would change, row by row, and the number to load it with. Writes nothing.
    Preview(Source),
    /// Loads a file as the next release: all of it or nothing.
    Load {
        /// The file.
        #[command(flatten)]
        source: Source,
        /// The release that the preview was compared with.
        #[arg(long)]
        expect: i64,
        /// What the release is, in a line.
        #[arg(long)]
        label: String,
    },
}

/// Where the reference data are read from.
#[derive(Args)]
pub struct Source {
    /// A file (TOML, at most 1 MiB); without it the reference data that the platform comes with.
    file: Option<PathBuf>,
}

impl Source {
    fn read(&self) -> Result<String> {
        let Some(path) = &self.file else {
            return Ok(SHIPPED_REFERENCE.to_owned());
        };
        let mut content = String::new();
        File::open(path)
            .and_then(|file| file.take(READ_AT_MOST).read_to_string(&mut content))
            .with_context(|| format!("{} cannot be read as UTF-8 text", path.display()))?;
        Ok(content)
    }
}

/// Loads what the platform comes with, unless something was loaded before: a demonstration begins with it.
pub(crate) async fn load_shipped(platform: &Platform) -> Result<()> {
    let (service, call) = operator(platform).await?;
    let content = SHIPPED_REFERENCE.to_owned();
    let preview = service
        .clone()
        .preview_reference(context::current(), call.clone(), content.clone());
    let preview = preview.await.map_err(refusal)?;
    if preview.changes.is_empty() {
        return Ok(());
    }
    let input = LoadReference {
        content,
        expected_release: preview.release,
        label: "dane referencyjne platformy".to_owned(),
    };
    let release = service.load_reference(context::current(), call, input);
    release.await.map_err(refusal)?;
    Ok(())
}

/// The service, and a call by the command line in the platform's name.
async fn operator(platform: &Platform) -> Result<(ProgrammesService, Call)> {
    let tenant = admin::platform(&platform.tenants)
        .await
        .map_err(refusal)?
        .ok_or_else(|| anyhow!("the platform has no operator yet; run `wsparcie admin bootstrap` first"))?;
    let actor = Actor::system(COMMAND, tenant, OrganisationKind::Platform);
    let call = Call::new(actor, SystemIds.next(SystemClock.now()));
    let service = ProgrammesService::new(
        platform.db.clone(),
        Arc::new(SystemClock),
        Arc::new(SystemIds),
        SmallCells::DEFAULT,
    );
    Ok((service, call))
}

pub(super) async fn run(platform: &Platform, command: Command) -> Result<ExitCode> {
    let (service, call) = operator(platform).await?;
    match command {
        Command::Preview(source) => {
            let content = source.read()?;
            let preview = service.preview_reference(context::current(), call, content);
            print(&preview.await.map_err(refusal)?);
        }
        Command::Load {
            source,
            expect,
            label,
        } => {
            let input = LoadReference {
                content: source.read()?,
                expected_release: expect,
                label,
            };
            let release = service.load_reference(context::current(), call, input);
            let release = release.await.map_err(refusal)?;
            println!("release {} loaded", release.number);
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn print(preview: &ReferencePreview) {
    for change in &preview.changes {
        println!("{} {} {}", change.kind.code(), change.section, change.code);
        for (sign, words) in [('-', &change.before), ('+', &change.after)] {
            if let Some(words) = words {
                println!("  {sign} {words}");
            }
        }
    }
    println!(
        "{} changes, {} rows stay; sha256 {}",
        preview.changes.len(),
        preview.unchanged,
        preview.checksum
    );
    println!("load it with --expect {}", preview.release);
}
