//! The platform of the sweep: two centres that have the same things, an authority above both, the operator, and everybody
//! who asks.

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::json;
use wsparcie_kernel::{OrganisationKind, Role, Scope};

use super::actor::{Actor, Home};
use super::canaries;
use super::tenant::{Tenant, key};
use crate::journeys::stage::accept_agreement;
use crate::support::{Client, OPERATOR, PASSWORD, TestApp};

/// The platform with everything on it.
pub(super) struct World {
    pub(super) app: TestApp,
    /// The centre that the sweep's centre roles belong to.
    pub(super) own: Tenant,
    /// The centre that nobody of the sweep belongs to.
    pub(super) foreign: Tenant,
    pub(super) authority: Tenant,
    /// A release of an authority that nobody of the sweep belongs to.
    pub(super) foreign_release: String,
    pub(super) platform: Tenant,
    pub(super) actors: Vec<Actor>,
    /// A level of a programme tree: the same for everybody.
    pub(super) programme: String,
    /// How many times there were doubles.
    generation: AtomicU32,
    /// Held by whoever opens the post.
    post: tokio::sync::Mutex<()>,
}

impl World {
    pub(super) async fn start() -> Self {
        let app = TestApp::start().await;
        let operator = app.sign_in(OPERATOR).await;
        let viewer = operator
            .data("{ viewer { current { organisationId } } }", json!({}))
            .await;
        let id = viewer["viewer"]["current"]["organisationId"]
            .as_str()
            .unwrap()
            .to_owned();
        let admin = (operator.clone(), OPERATOR.to_owned());
        let mut platform = Tenant::new(OrganisationKind::Platform, "Zimorodek", id, admin, &app.base_url);
        load_reference(&operator).await;
        let mut own = organisation(&app, &operator, "MOPS", "0261011", "Wilgorad").await;
        let mut foreign = organisation(&app, &operator, "MOPS", "0264011", "Kanarosz").await;
        let mut authority = organisation(&app, &operator, "ROPS", "02", "Sowidar").await;
        let elsewhere = organisation(&app, &operator, "WUP", "02", "Puszczyk").await;
        let foreign_release = elsewhere.release().await.unwrap().id;
        futures::join!(
            platform.furnish(),
            own.furnish(),
            foreign.furnish(),
            authority.furnish()
        );
        for tenant in [&own, &foreign, &authority] {
            let input = tenant.provider_input(tenant.organisation());
            operator
                .mutate("setSignInProvider", "signInProvider { version }", input)
                .await;
        }
        app.settle_releases().await;
        let roots = operator
            .data("{ programmes(first: 1) { edges { node { id } } } }", json!({}))
            .await;
        let programme = roots["programmes"]["edges"][0]["node"]["id"]
            .as_str()
            .unwrap()
            .to_owned();
        let actors = actors(&app, &own, &authority).await;
        Self {
            app,
            own,
            foreign,
            authority,
            foreign_release,
            platform,
            actors,
            programme,
            generation: AtomicU32::new(0),
            post: tokio::sync::Mutex::new(()),
        }
    }

    /// The same people over again: whatever becomes of their accounts, the sweep's own go on.
    pub(super) async fn doubles(&self) -> Vec<Actor> {
        let generation = self.generation.fetch_add(1, Ordering::Relaxed);
        let mut doubles = Vec::new();
        for actor in &self.actors {
            let Some(role) = actor.role() else {
                doubles.push(actor.again());
                continue;
            };
            let tenant = self.home_of(actor);
            let login = format!("{}.{generation}@{}", role.code(), tenant.mark.to_lowercase());
            tenant.member_with(&login, &role.code().to_uppercase()).await;
            let client = self.app.sign_in(&login).await;
            doubles.push(Actor::user(role, actor.home, login, client).measured().await);
        }
        doubles
    }

    /// The token of the link that was sent to an address: `invitation` or `password`.
    pub(super) async fn token_sent(&self, address: &str, link: &str) -> String {
        // One at a time: somebody else could have claimed the letter and not yet written it.
        let _turn = self.post.lock().await;
        let (to, before) = (format!("To: {address}\r\n"), format!("/{link}#"));
        let mut letters = self.app.mails().await.into_iter();
        let token = letters.find_map(|letter| {
            let (_, rest) = letter.split_once(&before).filter(|_| letter.contains(&to))?;
            rest.split_whitespace().next().map(str::to_owned)
        });
        token.unwrap_or_else(|| panic!("no letter to {address}"))
    }

    /// The organisation that an actor acts for; nobody is taken for a stranger at the centre's door.
    pub(super) const fn home_of(&self, actor: &Actor) -> &Tenant {
        match actor.home {
            Home::Nowhere | Home::Centre => &self.own,
            Home::Authority => &self.authority,
            Home::Platform => &self.platform,
        }
    }
}

/// What the platform comes with: codes of positions, services and categories are refused without it.
async fn load_reference(operator: &Client) {
    let content = include_str!("../../../../services/programmes/data/reference/national.toml");
    let input =
        json!({"idempotencyKey": key(), "content": content, "expectedRelease": 1, "label": "Zimorodek"});
    operator
        .mutate("loadReferenceData", "release { number }", input)
        .await;
}

async fn organisation(
    app: &TestApp,
    operator: &Client,
    kind: &str,
    teryt: &str,
    mark: &'static str,
) -> Tenant {
    let login = format!("admin@{}", mark.to_lowercase());
    let input = json!({
        "idempotencyKey": key(), "organisationType": kind, "name": format!("Ośrodek {mark}"), "shortName": mark, "teryt": teryt,
        "firstMember": {
            "login": login, "fullName": format!("{} {mark}", canaries::FIRST_NAME), "password": PASSWORD, "roles": ["ADMINISTRATOR"],
        },
    });
    let payload = operator
        .mutate("createOrganisation", "organisation { id kind { code } }", input)
        .await;
    let id = payload["organisation"]["id"].as_str().unwrap().to_owned();
    let is_centre = payload["organisation"]["kind"]["code"] == "centre";
    let kind = if is_centre {
        OrganisationKind::Centre
    } else {
        OrganisationKind::Authority
    };
    let admin = app.sign_in(&login).await;
    if is_centre {
        accept_agreement(&admin).await;
    }
    let mut tenant = Tenant::new(kind, mark, id, (admin, login), &app.base_url);
    if is_centre {
        let login = format!("koordynator@{}", mark.to_lowercase());
        tenant.member_with(&login, "COORDINATOR").await;
        tenant.worker = Some(app.sign_in(&login).await);
        let login = format!("kierownik@{}", mark.to_lowercase());
        tenant.member_with(&login, "PROJECT_MANAGER").await;
        tenant.manager = Some(app.sign_in(&login).await);
    }
    tenant
}

async fn actors(app: &TestApp, own: &Tenant, authority: &Tenant) -> Vec<Actor> {
    let mut actors = vec![Actor::nobody(app.anonymous())];
    for (tenant, home) in [(own, Home::Centre), (authority, Home::Authority)] {
        for role in Role::ALL
            .iter()
            .copied()
            .filter(|role| role.exists_in(tenant.kind))
        {
            let login = format!("{}@{}", role.code(), tenant.mark.to_lowercase());
            tenant.member_with(&login, &role.code().to_uppercase()).await;
            let client = app.sign_in(&login).await;
            actors.push(Actor::user(role, home, login, client));
        }
        for scope in Scope::ALL.iter().copied() {
            if (scope == Scope::ComparisonRead) == (home == Home::Authority) {
                let (_client, key) = tenant.api_client(scope).await.unwrap();
                actors.push(Actor::program(scope, home, app.anonymous().with_token(&key)));
            }
        }
    }
    let operator = app.sign_in(OPERATOR).await;
    actors.push(Actor::user(
        Role::Operator,
        Home::Platform,
        OPERATOR.to_owned(),
        operator,
    ));
    let mut measured = Vec::new();
    for actor in actors {
        measured.push(actor.measured().await);
    }
    measured
}
