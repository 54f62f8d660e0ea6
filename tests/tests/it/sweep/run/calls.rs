//! The calls of those who may ask: with their own ids, with foreign ones, with random ones.

use serde_json::Value;

use super::{EMPTY, REFUSED, Round, WITHOUT_SQL};
use crate::sweep::actor::{Actor, Expected, Home};
use crate::sweep::exchange::difference;
use crate::sweep::ids;
use crate::sweep::subject::Position;

impl Round<'_> {
    pub(super) async fn own_call(&self, actor: &Actor, arguments: &Value) -> Vec<String> {
        let answer = self.ask(actor, arguments).await;
        let name = self.subject.name();
        let mut problems = Vec::new();
        if let Some(code) = self.refusal_of(actor) {
            if answer.exchange.codes(name) != [code] {
                problems.push(self.says(
                    actor,
                    "own",
                    &format!("{code} expected: {}", answer.exchange.text),
                ));
            }
            return problems;
        }
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
        let is_empty = EMPTY.contains(&(self.subject.field.as_str(), actor.home));
        if centre && !is_empty && value["edges"].as_array().is_some_and(Vec::is_empty) {
            problems.push(self.says(actor, "own", "the list is empty"));
        }
        problems.extend(self.leaks(actor, "own", &answer));
        problems
    }

    /// The code that a valid request of this actor is rightly refused with.
    fn refusal_of(&self, actor: &Actor) -> Option<&'static str> {
        let found = REFUSED
            .iter()
            .find(|(field, home, _)| *field == self.subject.field && *home == actor.home);
        found.map(|(_, _, code)| *code)
    }

    pub(super) async fn foreign_calls(
        &self,
        actor: &Actor,
        has_own: bool,
        used_key: Option<&str>,
    ) -> Vec<String> {
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

    pub(super) async fn compare(
        &self,
        actor: &Actor,
        whose: &str,
        foreign: &Value,
        random: &Value,
    ) -> Vec<String> {
        let foreign = self.ask(actor, foreign).await;
        let random = self.ask(actor, random).await;
        if self.sees_every_organisation(actor) {
            let name = self.subject.name();
            let mut problems = Vec::new();
            // A key that was used for another organisation: refused or not, and in no case by a fault.
            if !whose.ends_with("used key") {
                let failure = foreign.exchange.failure(name);
                problems.extend(failure.map(|text| self.says(actor, whose, &text)));
            }
            problems.extend(self.must_give_nothing(actor, "random", &random));
            return problems;
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
    pub(super) async fn shared_calls(&self, actor: &Actor) -> Vec<String> {
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
}
