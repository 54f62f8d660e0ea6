//! Organisations from the command line.

use std::process::ExitCode;

use anyhow::{Result, anyhow};
use clap::Args;
use wsparcie_kernel::Role;
use wsparcie_tenants::admin;
use wsparcie_tenants_api::{NewMember, NewOrganisation, OrganisationType};

use super::{password_from_stdin, refusal};
use crate::compose::Platform;

/// A centre or authority to be created.
#[derive(Args)]
pub struct NewOrganisationArguments {
    /// `OPS`, `MOPS`, `GOPS`, `MGOPS`, `MOPR`, `PCPR`, `CUS`, `MARSHALS_OFFICE`, `ROPS`, `WUP` or `MINISTRY`.
    #[arg(long = "type")]
    organisation_type: String,
    /// Full name.
    #[arg(long)]
    name: String,
    /// Short name, as on a letterhead.
    #[arg(long)]
    short_name: String,
    /// TERYT code: 7 digits of the gmina, 4 of the powiat, 2 of the voivodeship, 00 for a ministry.
    #[arg(long)]
    teryt: String,
    /// Tax number.
    #[arg(long)]
    nip: Option<String>,
    /// Statistical number.
    #[arg(long)]
    regon: Option<String>,
    /// Login of the first user, its administrator.
    #[arg(long, requires = "full_name")]
    login: Option<String>,
    /// First and last name of the first user.
    #[arg(long)]
    full_name: Option<String>,
    /// More roles of the first user, besides administrator.
    #[arg(long)]
    role: Vec<String>,
}

pub(super) async fn bootstrap(platform: &Platform, name: &str, login: &str) -> Result<ExitCode> {
    let id = admin::bootstrap_platform(&platform.tenants, name, login, password_from_stdin()?)
        .await
        .map_err(refusal)?;
    println!("{id}");
    Ok(ExitCode::SUCCESS)
}

pub(super) async fn create(platform: &Platform, arguments: NewOrganisationArguments) -> Result<ExitCode> {
    let organisation_type = OrganisationType::parse(&arguments.organisation_type).ok_or_else(|| {
        anyhow!(
            "--type is one of OPS, MOPS, GOPS, MGOPS, MOPR, PCPR, CUS, MARSHALS_OFFICE, ROPS, WUP, MINISTRY"
        )
    })?;
    let first_member = match (arguments.login, arguments.full_name) {
        (Some(login), Some(full_name)) => {
            let mut roles = vec![Role::Administrator];
            for code in &arguments.role {
                roles.push(
                    Role::parse(code)
                        .ok_or_else(|| anyhow!("{code} is not a role; docs/permissions.md lists them"))?,
                );
            }
            Some(NewMember {
                login,
                full_name,
                password: password_from_stdin()?,
                roles,
            })
        }
        _ => None,
    };
    let input = NewOrganisation {
        organisation_type,
        name: arguments.name,
        short_name: arguments.short_name,
        teryt: arguments.teryt,
        nip: arguments.nip,
        regon: arguments.regon,
        address: None,
        first_member,
    };
    let created = admin::create_organisation(&platform.tenants, &input)
        .await
        .map_err(refusal)?;
    println!("{}", created.id);
    Ok(ExitCode::SUCCESS)
}
