//! The program `wsparcie`: serve, migrate, the demonstration, the operator's commands.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use wsparcie_server::split::{self, GatewaySettings, ServiceSettings, Target};
use wsparcie_server::{admin, config::ServerConfig, run_file, serve, up};
use wsparcie_telemetry::{Telemetry, TelemetryConfig, install_panic_hook};

/// Wsparcie: the platform for Polish welfare centres that run European Social Fund projects.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves, by the settings in WSPARCIE_…; refuses demonstration data.
    Serve {
        /// Which parts this process runs; calls between processes are signed.
        #[arg(long, value_enum, default_value_t = Target::All)]
        target: Target,
    },
    /// Brings the database up to date; `WSPARCIE_MIGRATOR_URL` logs in as `app_migrator`.
    Migrate {
        /// PostgreSQL as `app_migrator`.
        #[arg(long, env = "WSPARCIE_MIGRATOR_URL", hide_env_values = true)]
        database_url: String,
    },
    /// Starts a private stack for this checkout with the demonstration, and serves it on 127.0.0.1.
    Up,
    /// Prints the code that the second factor of a demonstration login shows now; reads .wsparcie/run.json.
    Code {
        /// The login: `koordynator@mops-jelenia-gora.demo`.
        login: String,
    },
    /// The operator's commands.
    #[command(subcommand)]
    Admin(admin::Command),
    /// Prints the GraphQL schema.
    Schema,
    /// Prints the permission matrix.
    Permissions,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wsparcie: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    match &command {
        Command::Schema => {
            print!("{}", wsparcie_gateway::sdl());
            return Ok(ExitCode::SUCCESS);
        }
        Command::Code { login } => {
            println!("{}", run_file::code_now(&std::env::current_dir()?, login)?);
            return Ok(ExitCode::SUCCESS);
        }
        Command::Permissions => {
            print!("{}", admin::permissions::matrix());
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    install_panic_hook();
    let process = match &command {
        Command::Serve { target } => target.process_name(),
        _ => "wsparcie",
    };
    let telemetry = Telemetry::start(TelemetryConfig::from_env(process))?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        // An unoptimised build keeps every call of a service in one frame: most of the usual two megabytes.
        .thread_stack_size(8 * 1024 * 1024)
        .build()?;
    let outcome = runtime.block_on(async {
        match command {
            Command::Serve { target } => serve_target(target).await.map(|()| ExitCode::SUCCESS),
            Command::Migrate { database_url } => {
                wsparcie_postgres::migrate::run(&database_url).await?;
                Ok(ExitCode::SUCCESS)
            }
            Command::Up => up::up(&std::env::current_dir()?)
                .await
                .map(|()| ExitCode::SUCCESS),
            Command::Admin(command) => admin::run(command).await,
            Command::Schema | Command::Permissions | Command::Code { .. } => Ok(ExitCode::SUCCESS),
        }
    });
    telemetry.shut_down();
    outcome
}

async fn serve_target(target: Target) -> Result<()> {
    match target.service() {
        Some(service) => split::serve_service(service, ServiceSettings::from_env(service)?).await,
        None if target == Target::Gateway => split::serve_gateway(GatewaySettings::from_env()?).await,
        None => serve::serve(ServerConfig::from_env()?).await,
    }
}
