//! Runs the sweep of one subject over everybody who asks.

mod calls;
mod judge;

use serde_json::Value;
use sqlx::postgres::PgConnection;

use super::actor::{Actor, Expected, Home};
use super::cells::For;
use super::digest;
use super::exchange::{self, Asked, difference};
use super::ids;
use super::sdl::Sdl;
use super::subject::{Position, Subject};
use super::tenant::Tenant;
use super::world::World;

/// Fields that answer from what the request itself brings: no statement behind the authentication.
const WITHOUT_SQL: [&str; 3] = [
    "Query.indicatorVocabulary",
    "Query.parseProjectNumber",
    "Mutation.signOut",
];
/// Fields that show rows of other organisations to whoever may ask for them.
const ACROSS_ORGANISATIONS: [&str; 3] = [
    "Query.projectComparison",
    "Query.comparison",
    "Query.organisations",
];

/// Fields after which the account or the session that asked is not what it was: asked by people who are there for that.
const BY_DOUBLES: [&str; 6] = [
    "Mutation.breakGlass",
    "Mutation.changePassword",
    "Mutation.completeSignIn",
    "Mutation.confirmSecondFactor",
    "Mutation.renewRecoveryCodes",
    "Mutation.revokeAllSessions",
];
/// Fields by which the operator reaches every organisation.
const OF_ANY_ORGANISATION: [&str; 4] = [
    "Query.organisation",
    "Query.signInProvider",
    "Mutation.setOrganisationStatus",
    "Mutation.setSignInProvider",
];
/// Valid requests of rightful people that are refused all the same: by whom, and how.
const REFUSED: [(&str, Home, &str); 7] = [
    // The lasting release was asked for within this hour.
    (
        "Mutation.createComparisonRelease",
        Home::Authority,
        "RELEASE_TOO_SOON",
    ),
    // Authorities have administrators too, but no data to entrust; the table of rights does not tell the two apart.
    ("Query.processingAgreement", Home::Authority, "FORBIDDEN"),
    ("Mutation.acceptProcessingAgreement", Home::Authority, "FORBIDDEN"),
    // Accepted when the centre was made, for without that it has no people.
    (
        "Mutation.acceptProcessingAgreement",
        Home::Centre,
        "AGREEMENT_ACCEPTED",
    ),
    // The lasting review is open, for `decideAccess`.
    ("Mutation.startAccessReview", Home::Centre, "ACCESS_REVIEW_OPEN"),
    (
        "Mutation.startAccessReview",
        Home::Authority,
        "ACCESS_REVIEW_OPEN",
    ),
    ("Mutation.startAccessReview", Home::Platform, "ACCESS_REVIEW_OPEN"),
];
/// Lists that are rightly empty: nobody opens case data at the platform.
const EMPTY: [(&str, Home); 1] = [("Query.breakGlassAccesses", Home::Platform)];

/// One subject with what belongs to all who ask for it.
struct Round<'a> {
    world: &'a World,
    subject: &'a Subject,
    document: String,
    positions: Vec<Position>,
    /// Valid arguments from the own centre's things, for those who are refused and so leave them as they are.
    own: Value,
    /// Valid arguments from the foreign centre's things.
    foreign: Value,
}

/// Asks for the subject as everybody, with the ids of a centre that is foreign to all of them, and gives everything that is
/// wrong.
pub(super) async fn sweep(
    world: &World,
    centre: &Tenant,
    sdl: &Sdl,
    subject: &Subject,
    admin: &mut PgConnection,
) -> Vec<String> {
    let doubles = if BY_DOUBLES.contains(&subject.field.as_str()) {
        world.doubles().await
    } else {
        Vec::new()
    };
    let actors = if doubles.is_empty() {
        &world.actors
    } else {
        &doubles
    };
    let of = async |tenant| {
        let actor = &actors[0];
        let arguments = subject.arguments(For { world, tenant, actor }).await;
        arguments.unwrap_or_else(|| panic!("{}: a centre has nothing to ask for", subject.label))
    };
    let (own, foreign) = (of(&world.own).await, of(centre).await);
    let positions = match subject.positions(sdl, &foreign) {
        Ok(positions) => positions,
        Err(missing) => return vec![missing],
    };
    let document = subject.document(sdl, &foreign);
    let round = Round {
        world,
        subject,
        document,
        positions,
        own,
        foreign,
    };
    digest::note_everybody(admin).await;
    let before = digest::of_tenant(admin, centre.uuid()).await;
    let forbidden = futures::future::join_all(actors.iter().map(|actor| round.as_forbidden(actor)));
    let allowed = async {
        let mut problems = Vec::new();
        // One organisation's row is changed by several of its people: one after the other, for its version moves on.
        let one_by_one = ["Mutation.updateOrganisation", "Mutation.loadReferenceData"];
        let at_once = if one_by_one.contains(&subject.field.as_str()) {
            1
        } else {
            6
        };
        for some in actors.chunks(at_once) {
            let found = futures::future::join_all(some.iter().map(|actor| round.as_allowed(actor))).await;
            problems.extend(found.into_iter().flatten());
        }
        problems
    };
    let (forbidden, allowed) = futures::join!(forbidden, allowed);
    if !world
        .actors
        .iter()
        .any(|actor| actor.expected(&subject.decided_by) == Expected::Allowed)
    {
        return vec![format!("{}: nobody may ask for it", subject.label)];
    }
    let after = digest::of_tenant(admin, centre.uuid()).await;
    let changed = digest::changed(&before, &after);
    let changed = changed
        .into_iter()
        .map(|table| format!("{}: changed of the foreign centre: {table}", subject.label));
    forbidden
        .into_iter()
        .flatten()
        .chain(allowed)
        .chain(changed)
        .collect()
}

impl Round<'_> {
    async fn ask(&self, actor: &Actor, arguments: &Value) -> Asked {
        let exchange = exchange::send(&actor.client(), &self.document, arguments).await;
        let sent = self
            .positions
            .iter()
            .filter_map(|position| ids::get(arguments, &position.path));
        Asked {
            exchange,
            sent: sent.map(str::to_owned).collect(),
        }
    }

    /// Arguments from the actor's own organisation.
    async fn own(&self, actor: &Actor) -> Option<Value> {
        self.subject
            .arguments(For {
                world: self.world,
                tenant: self.world.home_of(actor),
                actor,
            })
            .await
    }

    /// The arguments with random ids where the organisation's own things stood.
    fn randomised(&self, arguments: &Value) -> Value {
        let bound = self.positions.iter().filter(|position| !position.is_shared);
        bound.fold(ids::with_fresh_key(arguments), |arguments, position| {
            let random = ids::get(&arguments, &position.path)
                .map(ids::random_like)
                .unwrap_or_default();
            ids::with(&arguments, &position.path, &random)
        })
    }

    /// Whoever may not ask is told so, whatever the id, and it costs nothing but the authentication.
    async fn as_forbidden(&self, actor: &Actor) -> Vec<String> {
        let code = match actor.expected(&self.subject.decided_by) {
            Expected::Allowed => return Vec::new(),
            Expected::Forbidden => "FORBIDDEN",
            Expected::Unauthenticated => "UNAUTHENTICATED",
        };
        let mut problems = Vec::new();
        let random = self.ask(actor, &self.randomised(&self.own)).await;
        for (whose, arguments) in [
            ("own", self.own.clone()),
            ("foreign", ids::with_fresh_key(&self.foreign)),
        ] {
            let answer = self.ask(actor, &arguments).await;
            if answer.exchange.code().as_deref() != Some(code)
                || answer.exchange.failure(self.subject.name()).is_none()
            {
                problems.push(self.says(
                    actor,
                    whose,
                    &format!("{code} expected: {}", answer.exchange.text),
                ));
            }
            if answer.exchange.statements != actor.authentication {
                problems.push(self.says(
                    actor,
                    whose,
                    &format!("SQL for {code}: {:?}", answer.exchange.statements),
                ));
            }
            if let Some(difference) = difference(&answer, &random) {
                problems.push(self.says(actor, whose, &format!("not like a random id: {difference}")));
            }
        }
        problems
    }

    /// Whoever may ask gets what is their own, and of others learns nothing.
    async fn as_allowed(&self, actor: &Actor) -> Vec<String> {
        if actor.expected(&self.subject.decided_by) != Expected::Allowed {
            return Vec::new();
        }
        let own = self.own(actor).await;
        let mut problems = match &own {
            Some(arguments) => self.own_call(actor, arguments).await,
            None if actor.home == Home::Centre => {
                vec![self.says(actor, "own", "the cell gives no arguments")]
            }
            // Allowed, but an organisation of this kind has no such thing.
            None => Vec::new(),
        };
        let key = own
            .as_ref()
            .and_then(|own| own["input"]["idempotencyKey"].as_str());
        problems.extend(self.foreign_calls(actor, own.is_some(), key).await);
        problems.extend(self.shared_calls(actor).await);
        problems
    }
}
