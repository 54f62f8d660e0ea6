//! Runs the sweep of one subject over everybody who asks.

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
const WITHOUT_SQL: [&str; 2] = ["Query.parseProjectNumber", "Mutation.signOut"];
/// Fields that show rows of other organisations to whoever may ask for them.
const ACROSS_ORGANISATIONS: [&str; 2] = ["Query.projectComparison", "Query.organisations"];

/// One subject with what belongs to all who ask for it.
struct Round<'a> {
    world: &'a World,
    sdl: &'a Sdl,
    subject: &'a Subject,
    document: String,
    positions: Vec<Position>,
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
    let stranger = &world.actors[0];
    let foreign = subject
        .arguments(For {
            world,
            tenant: centre,
            actor: stranger,
        })
        .await;
    let foreign = foreign.unwrap_or_else(|| panic!("{}: the foreign centre has nothing", subject.label));
    let positions = match subject.positions(sdl, &foreign) {
        Ok(positions) => positions,
        Err(missing) => return vec![missing],
    };
    let document = subject.document(sdl, &foreign);
    let round = Round {
        world,
        sdl,
        subject,
        document,
        positions,
        foreign,
    };
    let before = digest::of_tenant(admin, centre.uuid()).await;
    let forbidden = futures::future::join_all(world.actors.iter().map(|actor| round.as_forbidden(actor)));
    let allowed = async {
        let mut problems = Vec::new();
        for actor in &world.actors {
            problems.extend(round.as_allowed(actor).await);
        }
        problems
    };
    let (forbidden, allowed) = futures::join!(forbidden, allowed);
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
        let own = if actor.home == Home::Centre {
            self.own(actor).await
        } else {
            None
        };
        let own = own.unwrap_or_else(|| self.foreign.clone());
        let mut problems = Vec::new();
        let random = self.ask(actor, &self.randomised(&own)).await;
        for (whose, arguments) in [("own", own), ("foreign", ids::with_fresh_key(&self.foreign))] {
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

    async fn own_call(&self, actor: &Actor, arguments: &Value) -> Vec<String> {
        let answer = self.ask(actor, arguments).await;
        let name = self.subject.name();
        let mut problems = Vec::new();
        if let Some(failure) = answer.exchange.failure(name) {
            problems.push(self.says(actor, "own", &format!("refused with valid input: {failure}")));
        }
        let value = &answer.exchange.body()["data"][name];
        actor.follow(value);
        let free = WITHOUT_SQL.contains(&self.subject.field.as_str());
        if !free && answer.exchange.statements.len() <= actor.authentication.len() {
            problems.push(self.says(actor, "own", "no statement was counted"));
        }
        let centre = actor.home == Home::Centre || actor.expected("Query.projects") != Expected::Allowed;
        if centre && value["edges"].as_array().is_some_and(Vec::is_empty) {
            problems.push(self.says(actor, "own", "the list is empty"));
        }
        problems.extend(self.leaks(actor, "own", &answer));
        problems
    }

    async fn foreign_calls(&self, actor: &Actor, has_own: bool, used_key: Option<&str>) -> Vec<String> {
        let bound: Vec<&Position> = self
            .positions
            .iter()
            .filter(|position| !position.is_shared)
            .collect();
        if bound.is_empty() {
            return Vec::new();
        }
        // Every id foreign, as they fit together; then the same under a key that the own call has used.
        let mut pairs = vec![(
            "foreign".to_owned(),
            ids::with_fresh_key(&self.foreign),
            self.randomised(&self.foreign),
        )];
        if let Some(key) = used_key {
            let (foreign, random) = (ids::with_key(&self.foreign, key), self.randomised(&self.foreign));
            pairs.push((
                "foreign, under a used key".to_owned(),
                foreign,
                ids::with_key(&random, key),
            ));
        }
        if bound.len() > 1 && has_own {
            // Fresh, for the own call has used the others up.
            let own = self.own(actor).await.unwrap_or_default();
            for position in bound {
                let foreign = ids::get(&self.foreign, &position.path).unwrap_or_default();
                let [one, other] = [foreign.to_owned(), ids::random_like(foreign)]
                    .map(|id| ids::with_fresh_key(&ids::with(&own, &position.path, &id)));
                pairs.push((format!("foreign {}", position.path.join(".")), one, other));
            }
        }
        let mut problems = Vec::new();
        for (whose, foreign, random) in pairs {
            problems.extend(self.compare(actor, &whose, &foreign, &random).await);
        }
        problems
    }

    async fn compare(&self, actor: &Actor, whose: &str, foreign: &Value, random: &Value) -> Vec<String> {
        let foreign = self.ask(actor, foreign).await;
        let random = self.ask(actor, random).await;
        if self.sees_every_organisation(actor) {
            let failure = foreign.exchange.failure(self.subject.name());
            return failure
                .map(|text| self.says(actor, whose, &text))
                .into_iter()
                .collect();
        }
        let mut problems = self.leaks(actor, whose, &foreign);
        if let Some(difference) = difference(&foreign, &random) {
            problems.push(self.says(actor, whose, &format!("not like a random id: {difference}")));
        }
        for (whose, answer) in [(whose, foreign), ("random", random)] {
            problems.extend(self.must_give_nothing(actor, whose, &answer));
        }
        problems
    }

    /// Reference data are everybody's: there is no foreign id, and a random one gives nothing.
    async fn shared_calls(&self, actor: &Actor) -> Vec<String> {
        let mut problems = Vec::new();
        for position in self.positions.iter().filter(|position| position.is_shared) {
            let Some(own) = self.own(actor).await else {
                continue;
            };
            let random = ids::get(&own, &position.path)
                .map(ids::random_like)
                .unwrap_or_default();
            let answer = self
                .ask(
                    actor,
                    &ids::with_fresh_key(&ids::with(&own, &position.path, &random)),
                )
                .await;
            problems.extend(self.must_give_nothing(actor, "random", &answer));
        }
        problems
    }

    fn must_give_nothing(&self, actor: &Actor, whose: &str, answer: &Asked) -> Option<String> {
        let body = answer.exchange.body();
        let is_empty_list = body["data"][self.subject.name()]["edges"]
            .as_array()
            .is_some_and(Vec::is_empty);
        let nothing = answer.exchange.failure(self.subject.name()).is_some() || is_empty_list;
        let masked = matches!(
            answer.exchange.code().as_deref(),
            Some("INTERNAL" | "UNAVAILABLE" | "DEADLINE_EXCEEDED")
        );
        (!nothing || masked).then(|| self.says(actor, whose, &format!("gave {}", answer.exchange.text)))
    }

    /// The operator may look at any organisation's row, and at nothing else of it.
    fn sees_every_organisation(&self, actor: &Actor) -> bool {
        self.subject.decided_by == "Query.organisation"
            && actor.expected("Query.organisations") == Expected::Allowed
    }

    /// Words and ids of other organisations in an answer.
    fn leaks(&self, actor: &Actor, whose: &str, answer: &Asked) -> Vec<String> {
        if ACROSS_ORGANISATIONS.contains(&self.subject.field.as_str()) {
            return Vec::new();
        }
        let text = answer.exchange.masked(&answer.sent);
        let World {
            own,
            foreign,
            authority,
            ..
        } = self.world;
        let home = self.world.home_of(actor).mark;
        // The operator's own audit trail names the organisations that the operator created.
        let knows_organisations = actor.expected("Query.organisations") == Expected::Allowed;
        let mut found = Vec::new();
        for other in [own, foreign, authority]
            .into_iter()
            .filter(|tenant| tenant.mark != home)
        {
            let secret = other
                .all_ids()
                .filter(|id| !(knows_organisations && id.as_str() == other.organisation()));
            let known = secret.flat_map(|id| [id.clone(), ids::parts(id).1.to_string()]);
            found.extend(
                known
                    .chain([other.mark.to_owned()])
                    .filter(|word| text.contains(word.as_str())),
            );
        }
        found
            .into_iter()
            .map(|word| self.says(actor, whose, &format!("the answer holds {word}: {text}")))
            .collect()
    }

    fn says(&self, actor: &Actor, whose: &str, what: &str) -> String {
        let text = format!("{} as {}, {whose}: {what}", self.subject.label, actor.name);
        text.chars().take(3_000).collect()
    }
}
