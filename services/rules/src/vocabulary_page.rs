//! The page docs/vocabulary.md: every fact, as the code has it. A test keeps the page and the code alike.

use std::fmt::Write as _;

use crate::{FactDef, FactType, Sensitivity, Vocabulary};

/// What stands before the table; what the code cannot know of itself.
const INTRODUCTION: &str = "\
# The vocabulary of facts

What recruitment conditions may speak of, and what facts about a person are recorded under. Generated from the code
(`services/rules/src/definitions`); write it anew with `UPDATE_VOCABULARY=1 cargo test -p wsparcie-rules vocabulary_page`.

The names and types are fixed. The codes of `labour_status` and the list of premises (`premise.<code>`, one yes-or-no fact
for each row of the dictionary `premise`) are dated reference data, loaded without a change of code; the rows shown here are
those that the platform starts with. A condition is checked against this vocabulary when it is saved: an unknown name, a
wrong type or a code that is not listed is refused, and the refusal names the place.

Every fact may also be *not established* (nobody asked: a condition on it is undecided, never a no) and *refused*
(„Odmowa podania informacji”: never a no either, and it counts in no indicator). „szczególne / special” are special
categories of personal data (GDPR art. 9 and 10), or so close to one that they are treated alike: the sensitive questions of
SL2014 and SM EFS (`Tak | Nie | Odmowa podania informacji`) are among them.

What is not here follows from what is:
- *long-term unemployed* depends on the period (2014-20: more than 6 months under 25 years of age, more than 12 from 25;
  2021-27: more than 12), so it is no fact: a condition writes it with `unemployed_months`, `age` and `labour_status`, and
  indicators compute it from dated data.
- *users of food aid* are `premise.food_aid`; *homeless people* in recruitment are `premise.homeless`, while
  `homeless_or_housing_excluded` is the answer to the monitoring question.
- *birth date* is recorded and never named by a condition: conditions name `age`, in completed years on the reference day.

";

/// The page for a vocabulary.
pub(crate) fn page(vocabulary: &Vocabulary) -> String {
    let mut text = INTRODUCTION.to_owned();
    text.push_str("| name | type | unit | znaczenie | meaning | data | recorded | values |\n");
    text.push_str("|---|---|---|---|---|---|---|---|\n");
    for fact in vocabulary.facts() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", row(fact));
    }
    text
}

fn row(fact: &FactDef) -> String {
    let (kind, values) = match &fact.fact_type {
        FactType::Boolean => ("bool", String::new()),
        FactType::Integer => ("int", String::new()),
        FactType::Text => ("string", String::new()),
        FactType::Code(codes) => ("string", codes.join(", ")),
    };
    let data = match fact.sensitivity {
        Sensitivity::Personal => "osobowe / personal",
        Sensitivity::Special => "szczególne / special",
    };
    let recorded = if fact.derived { "no: derived" } else { "yes" };
    let cells = [
        format!("`{}`", fact.name),
        kind.to_owned(),
        fact.unit.clone().unwrap_or_default(),
        fact.meaning_pl.clone(),
        fact.meaning_en.clone(),
        data.to_owned(),
        recorded.to_owned(),
        values,
    ];
    format!("| {} |", cells.join(" | "))
}
