//! What an answer must not hold.

use super::{ACROSS_ORGANISATIONS, OF_ANY_ORGANISATION, Round};
use crate::sweep::actor::{Actor, Expected};
use crate::sweep::exchange::Asked;
use crate::sweep::ids;
use crate::sweep::world::World;

/// Refusals that come before anything was looked for: they would hide what the sweep is there to see.
const MASKS: [&str; 9] = [
    "INTERNAL",
    "UNAVAILABLE",
    "DEADLINE_EXCEEDED",
    "RATE_LIMITED",
    "OVERLOADED",
    "TOO_COSTLY",
    "TOO_MANY_ATTEMPTS",
    "STEP_UP_DUE",
    "SECOND_FACTOR_DUE",
];

impl Round<'_> {
    pub(super) fn must_give_nothing(&self, actor: &Actor, whose: &str, answer: &Asked) -> Option<String> {
        let body = answer.exchange.body();
        let is_empty_list = body["data"][self.subject.name()]["edges"]
            .as_array()
            .is_some_and(Vec::is_empty);
        let nothing = answer.exchange.failure(self.subject.name()).is_some() || is_empty_list;
        let codes = answer.exchange.codes(self.subject.name());
        let masked = codes.iter().any(|code| MASKS.contains(&code.as_str()));
        (!nothing || masked).then(|| self.says(actor, whose, &format!("gave {}", answer.exchange.text)))
    }

    /// The operator may look at any organisation's row and provider and set its standing, and at nothing else of it.
    pub(super) fn sees_every_organisation(&self, actor: &Actor) -> bool {
        OF_ANY_ORGANISATION.contains(&self.subject.decided_by.as_str())
            && actor.expected("Query.organisations") == Expected::Allowed
    }

    /// Words and ids of other organisations in an answer.
    pub(super) fn leaks(&self, actor: &Actor, whose: &str, answer: &Asked) -> Vec<String> {
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

    pub(super) fn says(&self, actor: &Actor, whose: &str, what: &str) -> String {
        let text = format!("{} as {}, {whose}: {what}", self.subject.label, actor.name);
        text.chars().take(3_000).collect()
    }
}
