//! The five seed centres, loaded through the public API as a client would, and what has to be true of them.

mod afterwards;
mod aims;
mod indicators;
mod money;
mod offers;
mod pages;
mod people;
mod release;
mod teams;

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;

use futures::FutureExt;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use wsparcie_demo::{Credentials, Loaded, PasswordSource, SecretKeep, Target};

use crate::support::{Client, OPERATOR, PASSWORD, TestApp, in_processes};

/// One password for everybody.
struct TheSame;

impl PasswordSource for TheSame {
    fn password(&self, _login: &str) -> String {
        PASSWORD.to_owned()
    }
}

/// These platforms demand no second factor, so there is nothing to keep.
impl SecretKeep for TheSame {
    fn secret(&self, _login: &str) -> Option<String> {
        None
    }

    fn keep(&self, _login: &str, _secret: &str) -> anyhow::Result<()> {
        anyhow::bail!("no second factor was due")
    }
}

/// A platform with the demonstration, and those who have signed in to it.
struct Seeds {
    app: TestApp,
    loaded: Loaded,
    signed_in: Mutex<HashMap<String, Client>>,
}

impl Seeds {
    async fn load() -> Self {
        let app = TestApp::start().await;
        crate::journeys::ground::load_reference(&app).await;
        let loaded = load_into(&app).await;
        app.settle_releases().await;
        Self {
            app,
            loaded,
            signed_in: Mutex::default(),
        }
    }

    /// Somebody of an organisation, by role.
    async fn somebody(&self, organisation: &str, role: &str) -> Client {
        let login = self
            .loaded
            .logins
            .iter()
            .find(|login| login.organisation == organisation && login.role == role);
        let login = &login
            .unwrap_or_else(|| panic!("no {role} at {organisation}"))
            .login;
        let mut signed_in = self.signed_in.lock().await;
        if let Some(client) = signed_in.get(login) {
            return client.clone();
        }
        let client = self.app.sign_in(login).await;
        signed_in.insert(login.clone(), client.clone());
        client
    }

    /// These fields of a centre's projects, as its coordinator sees them.
    async fn projects(&self, centre: &str, fields: &str) -> Vec<Value> {
        let coordinator = self.somebody(centre, "coordinator").await;
        let query = format!("{{ projects(first: 5) {{ edges {{ node {{ {fields} }} }} }} }}");
        let data = coordinator.data(&query, json!({})).await;
        let edges = data["projects"]["edges"].as_array().unwrap();
        edges.iter().map(|edge| edge["node"].clone()).collect()
    }
}

async fn load_into(app: &TestApp) -> Loaded {
    let target = Target {
        graphql_url: format!("{}/graphql", app.base_url),
    };
    let operator = Credentials {
        login: OPERATOR.to_owned(),
        password: PASSWORD.to_owned(),
    };
    wsparcie_demo::load(&target, &operator, &TheSame, &TheSame)
        .await
        .expect("the demonstration loads")
}

/// Every check on one platform, for loading takes longer than all of them. One that fails hides no other: what it found is
/// printed where it found it, and its name is told at the end.
macro_rules! check {
    ($seeds:expr; $($check:path,)+) => {{
        let mut failed = Vec::new();
        $(
            if AssertUnwindSafe($check($seeds)).catch_unwind().await.is_err() {
                failed.push(stringify!($check));
            }
        )+
        assert!(failed.is_empty(), "failed: {failed:#?}");
    }};
}

#[tokio::test]
async fn the_loaded_seeds_are_as_their_pages_have_them() {
    let seeds = &Seeds::load().await;
    check! { seeds;
        pages::each_seed_has_its_project_with_its_figures_and_unknown_stays_unknown,
        aims::goals_target_groups_parties_and_the_way_to_its_status_stand_as_each_page_tells_them,
        aims::integras_two_editions_find_each_other,
        teams::teams_have_the_posts_and_duties_of_their_pages,
        teams::integras_team_is_seven_posts_and_with_the_streetworkers_among_the_social_workers_five_people,
        offers::services_are_offered_in_the_quantities_and_by_whom_the_pages_say,
        offers::the_groups_of_przasnysz_have_their_days_places_and_conditions,
        offers::terms_of_recruitment_are_those_of_the_pages,
        money::costs_per_head_and_shares_of_own_money_are_the_named_answers,
        money::ceilings_that_no_page_lets_one_tell_are_undecided_and_say_why,
        indicators::values_effectiveness_and_the_drill_through_follow_from_the_courses,
        afterwards::starachowice_stays_ready_until_2021_06_30_and_its_claim_was_due_on_2018_04_16,
        people::authorities_see_places_and_counts_and_nobodys_name_and_every_centre_only_itself,
        release::a_release_compares_the_centres_as_their_pages_have_it_and_names_who_is_missing,
        release::integra_compares_its_own_two_editions_with_nothing_hidden,
        // Last, for it loads once more.
        people::a_demonstration_that_was_broken_off_is_finished_by_loading_it_again,
    }
}

#[test]
fn the_loaded_seeds_are_the_same_with_each_service_apart() {
    in_processes(the_loaded_seeds_are_as_their_pages_have_them);
}
