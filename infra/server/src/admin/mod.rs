//! The operator's commands: `wsparcie admin …`, by the same `WSPARCIE_…` settings as `serve`.

pub mod audit;
pub mod comparison;
pub mod organisations;
pub mod participation;
pub mod permissions;
pub mod reference;
#[cfg(test)]
mod tests;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Subcommand;
use wsparcie_kernel::{CallError, SystemClock, SystemIds};
use wsparcie_keys::{FileKeyStore, Keyring};
use wsparcie_postgres::startup;

use crate::compose;
use crate::config::ServerConfig;

/// What the operator can do from the command line.
#[derive(Subcommand)]
pub enum Command {
    /// Makes a new key store in `WSPARCIE_KEYS_DIR`; refuses where one is.
    CreateKeys,
    /// Writes `call.key` and `gateway.keys`, for processes without the key store, into a folder.
    ExportKeys {
        /// The folder, which must exist.
        #[arg(long)]
        folder: std::path::PathBuf,
    },
    /// Makes the platform's own organisation and its operator; the password is read from standard input.
    Bootstrap {
        /// The operator's login.
        #[arg(long)]
        login: String,
        /// The name of whoever operates the platform.
        #[arg(long, default_value = "Operator platformy Wsparcie")]
        name: String,
    },
    /// Creates a centre or an authority; with --login also its first user, whose password is read from standard input.
    CreateOrganisation(Box<organisations::NewOrganisationArguments>),
    /// The audit trail.
    #[command(subcommand)]
    Audit(audit::Command),
    /// The regional comparison.
    #[command(subcommand)]
    Comparison(comparison::Command),
    /// National reference data: dictionaries, rates, holidays, indicators, programme trees.
    #[command(subcommand)]
    Reference(reference::Command),
    /// The read model of participation, on which indicators and the comparison stand.
    #[command(subcommand)]
    Participation(participation::Command),
}

/// Does a command.
pub async fn run(command: Command) -> Result<ExitCode> {
    let config = ServerConfig::from_env()?;
    if let Command::CreateKeys = command {
        if FileKeyStore::open_existing(&config.keys_dir).is_ok() {
            return Err(anyhow!(
                "there is a key store in WSPARCIE_KEYS_DIR already; it stays as it is"
            ));
        }
        FileKeyStore::open(&config.keys_dir, crate::serve::now())?;
        return Ok(ExitCode::SUCCESS);
    }
    let keyring = Keyring::new(Arc::new(FileKeyStore::open_existing(&config.keys_dir)?));
    if let Command::ExportKeys { folder } = &command {
        crate::split::export(&keyring, folder)?;
        return Ok(ExitCode::SUCCESS);
    }
    let platform = compose::compose(
        &config,
        keyring.clone(),
        Arc::new(SystemClock),
        Arc::new(SystemIds),
    )?;
    startup::check(&platform.db).await?;
    match command {
        Command::CreateKeys | Command::ExportKeys { .. } => Ok(ExitCode::SUCCESS),
        Command::Bootstrap { login, name } => organisations::bootstrap(&platform, &name, &login).await,
        Command::CreateOrganisation(arguments) => organisations::create(&platform, *arguments).await,
        Command::Comparison(command) => comparison::run(&platform, command).await,
        Command::Reference(command) => reference::run(&platform, command).await,
        Command::Participation(command) => participation::run(&platform, command).await,
        Command::Audit(audit::Command::Verify { organisation }) => {
            audit::verify(&platform, &config, keyring, organisation).await
        }
    }
}

/// A refusal in the operator's words: each problem with its field.
pub(crate) fn refusal(error: CallError) -> anyhow::Error {
    match error {
        CallError::Refused(problems) => {
            let lines: Vec<String> = problems
                .iter()
                .map(|problem| {
                    format!(
                        "{}: {} ({})",
                        problem.path.join("."),
                        problem.message_en,
                        problem.code
                    )
                })
                .collect();
            anyhow!("refused\n{}", lines.join("\n"))
        }
        other => anyhow!("{other}"),
    }
}

/// One line of standard input: a password is never an argument, where everyone on the machine could read it.
pub(crate) fn password_from_stdin() -> Result<wsparcie_tenants_api::Secret> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(anyhow!("give the password on standard input, on one line"));
    }
    Ok(wsparcie_tenants_api::Secret::new(password.to_owned()))
}
