//! Loads the demonstration, each step under an idempotency key that follows from the data.
//!
//! So a load that broke off is run again from its start: what is there answers as it did the first time, and the rest
//! follows. The keys are kept by the platform for two days.

mod budgets;
mod comparison;
mod expenses;
mod files;
mod finance;
mod indicators;
mod organisations;
mod people;
mod plan;
mod projects;
mod sign_in;

use anyhow::{Context, Result};
use chrono::Datelike;
use futures::future::try_join_all;
use wsparcie_kernel::{Clock, Date, SystemClock};

use crate::client::Client;
use crate::data::Demonstration;
use crate::data::fictional::{Authority, Fictional};
use crate::data::source::Centre;
use crate::loaded::{Credentials, Loaded, Login, PasswordSource, SecretKeep, Target};
use organisations::{Founded, Founding};
use sign_in::Doors;

/// The version of a thing that was made a moment ago. A repeated load sends the same input, and so gets the same answer.
const FIRST_VERSION: i64 = 1;

/// Loads every centre and authority of the demonstration as the people of the platform would: the operator makes the
/// organisations, their administrators add users and programs, coordinators and social workers do the rest.
///
/// # Errors
/// The first step that failed, by name. What was loaded stays, and the next call goes on.
pub async fn load(
    target: &Target,
    operator: &Credentials,
    passwords: &dyn PasswordSource,
    secrets: &dyn SecretKeep,
) -> Result<Loaded> {
    let demonstration = Demonstration::bundled()?;
    let anonymous = Client::anonymous(target)?;
    let doors = Doors {
        anonymous: &anonymous,
        passwords,
        secrets,
    };
    let (platform, organisation) = doors.open_with(operator).await?;
    let keys_until = end_of_next_year(SystemClock.now().date_naive())?;
    let founding = Founding {
        doors: &doors,
        operator: &platform,
        keys_until,
    };

    let centres = try_join_all(
        demonstration
            .centres
            .iter()
            .map(|(centre, beside)| load_centre(&founding, centre, beside)),
    );
    let authorities = try_join_all(
        demonstration
            .authorities
            .iter()
            .map(|authority| load_authority(&founding, authority)),
    );
    let (centres, authorities) = futures::future::try_join(centres, authorities).await?;

    // Behind the centres, so that the releases hold what was loaded.
    for (authority, founded) in demonstration.authorities.iter().zip(&authorities) {
        if authority.freezes_release {
            comparison::freeze(founded.user("regional_analyst")?, &authority.code).await?;
        }
    }

    let mut loaded = Loaded::default();
    loaded.logins.push(Login {
        organisation,
        role: "operator".to_owned(),
        login: operator.login.clone(),
        password: operator.password.clone(),
        totp_secret: secrets.secret(&operator.login),
    });
    let authorities = authorities.into_iter().map(|founded| founded.loaded);
    for part in centres.into_iter().chain(authorities) {
        loaded.logins.extend(part.logins);
        loaded.api_keys.extend(part.api_keys);
    }
    Ok(loaded)
}

async fn load_centre(founding: &Founding<'_>, centre: &Centre, beside: &Fictional) -> Result<Loaded> {
    let found = founding
        .found(
            &centre.code,
            &centre.organisation,
            &beside.members,
            &beside.api_clients,
            true,
        )
        .await?;
    let (coordinator, social_worker) = (found.user("coordinator")?, found.user("social_worker")?);
    let projects = projects::load(coordinator, centre).await?;
    plan::load(coordinator, centre, &projects).await?;
    projects::take_their_way(found.user("project_manager")?, centre, &projects).await?;
    budgets::load(
        found.user("project_manager")?,
        &centre.code,
        &projects,
        &beside.budgets,
    )
    .await?;
    if !beside.expenses.is_empty() {
        let accountant = found.user("chief_accountant")?;
        expenses::load(accountant, &centre.code, &projects, &beside.expenses).await?;
    }
    finance::load(
        found.user("project_manager")?,
        found.user("chief_accountant")?,
        centre,
        &projects,
        beside,
    )
    .await?;
    let (marks, enrolments) = people::load(
        social_worker,
        coordinator,
        &centre.code,
        &projects,
        &beside.people,
    )
    .await?;
    projects::hold_sessions(coordinator, &centre.code, &projects, &beside.sessions, &marks).await?;
    indicators::load(coordinator, &projects, &enrolments, beside).await?;
    comparison::consent(found.user("director")?, &centre.code, &beside.comparison_consents).await?;
    Ok(found.loaded)
}

async fn load_authority(founding: &Founding<'_>, authority: &Authority) -> Result<Founded> {
    founding
        .found(
            &authority.code,
            &authority.organisation,
            &authority.members,
            &authority.api_clients,
            false,
        )
        .await
}

/// The key of one step: the same at each load.
fn key(kind: &str, code: &str) -> String {
    format!("demo-v1-{kind}-{code}")
}

/// A day that stays the same for long, between one and two years ahead.
fn end_of_next_year(today: Date) -> Result<Date> {
    Date::from_ymd_opt(today.year() + 1, 12, 31).context("the clock is beyond the calendar")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_programs_end_between_one_and_two_years_ahead() {
        for (today, end) in [("2026-01-01", "2027-12-31"), ("2026-12-31", "2027-12-31")] {
            assert_eq!(end_of_next_year(today.parse().unwrap()).unwrap().to_string(), end);
        }
    }
}
