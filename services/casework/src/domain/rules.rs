//! The one door to the rules engine: what case work asks of it, in case work's words.
//!
//! Everything that names the engine's types is here or in `proof`. Pure: nothing here knows keys, SQL or the clock.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wsparcie_casework_api::{EnrolmentState, Fact, FactValue, Person, VerdictOutcome};
use wsparcie_kernel::ids::RecruitmentId;
use wsparcie_kernel::national::{GminaCode, Sex};
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Exactness, Places, RecruitmentRules};
use wsparcie_rules as engine;

use super::cohort::Cohort;
use super::proof::GroupVerdict;
pub(crate) use wsparcie_rules::contract::{Dictionaries, DictionaryRow};

/// Facts that come from the person or from other facts; nobody records them.
const FROM_THE_PERSON: [&str; 3] = ["age", "sex", "premise_count"];
/// The fact whose value is a TERYT code rather than a dictionary's.
const RESIDENCE: &str = "residence_gmina";

/// Rules that the engine does not take: they were checked when they were saved, so this is a defect.
#[derive(Debug)]
pub(crate) struct RulesUnreadable;

/// The facts that can be recorded, by the dictionaries as they are now.
pub(crate) struct Recordable(engine::Vocabulary);

impl Recordable {
    /// # Errors
    /// [`RulesUnreadable`] if the dictionaries make no vocabulary.
    pub(crate) fn by(dictionaries: &Dictionaries) -> Result<Self, RulesUnreadable> {
        let no_rules = RecruitmentRules {
            criteria: Vec::new(),
            groups: Vec::new(),
            preferences: Vec::new(),
        };
        let rows = dictionaries.rule_set(Uuid::nil(), &no_rules);
        engine::Vocabulary::new(&rows.premises, &rows.labour_statuses)
            .map(Self)
            .map_err(|_| RulesUnreadable)
    }

    /// Checks that a value can be recorded under a name.
    ///
    /// # Errors
    /// `FACT_UNKNOWN`, `NOT_RECORDABLE`, `FACT_TYPE` or `FACT_CODE_UNKNOWN`, at `name` or `value`.
    pub(crate) fn check(&self, name: &str, value: &FactValue) -> Result<(), Problem> {
        let Some(known) = self.0.find(name) else {
            return Err(Problem::new(
                "FACT_UNKNOWN",
                "nie ma takiego faktu; wybierz nazwę ze słownika faktów",
                "there is no such fact; choose a name from the vocabulary of facts",
            )
            .at(&["name"]));
        };
        if known.derived || FROM_THE_PERSON.contains(&name) {
            return Err(Problem::new(
                "NOT_RECORDABLE",
                "ten fakt wynika z danych osoby albo z innych faktów; nie zapisuje się go",
                "this fact follows from the person or from other facts; it is not recorded",
            )
            .at(&["name"]));
        }
        match (value, &known.fact_type) {
            (FactValue::Refused, _) | (FactValue::Flag(_), engine::FactType::Boolean) => Ok(()),
            (FactValue::Code(code), engine::FactType::Code(codes)) if codes.contains(code) => Ok(()),
            (FactValue::Code(_), engine::FactType::Code(codes)) => {
                let listed = codes.join(", ");
                Err(Problem::new(
                    "FACT_CODE_UNKNOWN",
                    format!("wybierz jeden z kodów: {listed}"),
                    format!("choose one of the codes: {listed}"),
                )
                .at(&["value"]))
            }
            (FactValue::Code(code), engine::FactType::Text) => check_text(name, code),
            (FactValue::Number(number), engine::FactType::Integer) => check_number(*number),
            (_, expected) => Err(wrong_type(expected).at(&["value"])),
        }
    }
}

fn check_text(name: &str, code: &str) -> Result<(), Problem> {
    match GminaCode::parse(code) {
        Err(problem) if name == RESIDENCE => Err(Problem::from(problem).at(&["value"])),
        Ok(gmina) if name == RESIDENCE && gmina.as_str() != code => Err(Problem::new(
            "FACT_TYPE",
            "podaj sam kod, bez spacji",
            "give the code alone, without spaces",
        )
        .at(&["value"])),
        _ => Ok(()),
    }
}

/// No number that is recorded of a person lies outside: what does is a typing error.
const NUMBERS: std::ops::RangeInclusive<i64> = 0..=1_200;

fn check_number(number: i64) -> Result<(), Problem> {
    if NUMBERS.contains(&number) {
        return Ok(());
    }
    let (first, last) = (NUMBERS.start(), NUMBERS.end());
    Err(Problem::new(
        "FACT_NUMBER_RANGE",
        format!("podaj liczbę od {first} do {last}"),
        format!("give a number from {first} to {last}"),
    )
    .at(&["value"]))
}

fn wrong_type(expected: &engine::FactType) -> Problem {
    let (pl, en) = match expected {
        engine::FactType::Boolean => (
            "ten fakt to tak, nie albo odmowa",
            "this fact is yes, no or refused",
        ),
        engine::FactType::Integer => (
            "ten fakt to liczba albo odmowa",
            "this fact is a number or refused",
        ),
        _ => ("ten fakt to kod albo odmowa", "this fact is a code or refused"),
    };
    Problem::new("FACT_TYPE", pl, en)
}

/// All that a verdict follows from; kept with it, so that it can be repeated from itself alone.
#[derive(Serialize, Deserialize)]
pub(crate) struct Inputs {
    rules: engine::RuleSet,
    facts: engine::Facts,
    reference_date: Date,
    /// The release of reference data that the dictionaries in `rules` are of; absent in verdicts from before releases.
    #[serde(default)]
    reference_release: Option<i64>,
    /// The conditions of the group that the nomination is to; absent where there are none, and in verdicts from before groups.
    #[serde(default)]
    group: Option<GroupInputs>,
}

/// A participant group's part of the inputs.
#[derive(Serialize, Deserialize)]
struct GroupInputs {
    name: String,
    version: i64,
    /// Rules of their own, whose version is the group's id: the codes may be the project's, too, and the lists full.
    rules: engine::RuleSet,
}

impl Inputs {
    /// Gathers what is known of a person for the day. `facts` are in the order of recording: of those that hold on the
    /// day the one recorded last counts.
    pub(crate) fn gather(
        (version, rules): (RecruitmentId, &RecruitmentRules),
        group: Option<&Cohort>,
        (dictionaries, reference_release): (&Dictionaries, Option<i64>),
        person: &Person,
        facts: &[Fact],
        reference_date: Date,
    ) -> Self {
        let known = [
            from_person(
                person,
                engine::BIRTH_DATE,
                engine::FactValue::Date(person.birth_date),
            ),
            from_person(
                person,
                "sex",
                engine::FactValue::Text(person.sex.as_str().to_owned()),
            ),
        ];
        let recorded = holding(facts, reference_date)
            .into_iter()
            .map(|fact| recorded(fact, reference_date));
        let dictionaries = dictionaries.on(reference_date);
        // Rules without a condition are none.
        let group = group.filter(|group| !group.rules.criteria.is_empty());
        Self {
            rules: dictionaries.rule_set(version.into_uuid(), rules),
            group: group.map(|group| GroupInputs {
                name: group.name.clone(),
                version: group.version,
                rules: dictionaries.rule_set(group.id.into_uuid(), &group.rules),
            }),
            facts: engine::Facts::new(known.into_iter().chain(recorded).collect()),
            reference_date,
            reference_release,
        }
    }

    /// The verdict that follows from the project's rules.
    ///
    /// # Errors
    /// [`RulesUnreadable`] if the engine does not take the rules.
    pub(crate) fn decide(&self) -> Result<engine::Verdict, RulesUnreadable> {
        self.decide_by(&self.rules)
    }

    /// The verdict that follows from the group's conditions, if there are any. Both are needed to join.
    ///
    /// # Errors
    /// [`RulesUnreadable`] if the engine does not take the conditions.
    pub(crate) fn decide_group(&self) -> Result<Option<GroupVerdict>, RulesUnreadable> {
        let decided = self.group.as_ref().map(|group| {
            Ok(GroupVerdict {
                name: group.name.clone(),
                version: group.version,
                verdict: self.decide_by(&group.rules)?,
            })
        });
        decided.transpose()
    }

    fn decide_by(&self, rules: &engine::RuleSet) -> Result<engine::Verdict, RulesUnreadable> {
        let checked = engine::CheckedRules::check(rules.clone()).map_err(|_| RulesUnreadable)?;
        Ok(engine::evaluate(&checked, &self.facts, self.reference_date))
    }
}

/// For each name the fact that counts on the day; where none holds, all of them, so that the proof can tell "no longer"
/// from "never".
fn holding(facts: &[Fact], day: Date) -> Vec<&Fact> {
    let holds = |fact: &&Fact| fact.valid_from <= day && fact.valid_to.is_none_or(|last| day <= last);
    let latest: BTreeMap<&str, &Fact> = facts
        .iter()
        .filter(holds)
        .map(|fact| (fact.name.as_str(), fact))
        .collect();
    let settled: BTreeSet<&str> = latest.keys().copied().collect();
    let others = facts.iter().filter(|fact| !settled.contains(fact.name.as_str()));
    latest.into_values().chain(others).collect()
}

/// The person's own data as a fact. It bears the person's id, by which the proof knows that nobody recorded it.
fn from_person(person: &Person, name: &str, value: engine::FactValue) -> engine::Fact {
    engine::Fact {
        id: person.id.into_uuid(),
        name: name.to_owned(),
        answer: engine::Answer::Known(value),
        valid_from: None,
        valid_to: None,
        evidence: None,
    }
}

fn recorded(fact: &Fact, day: Date) -> engine::Fact {
    // A document that has run out proves nothing on the day; the proof still names it.
    let valid = fact
        .evidence
        .as_ref()
        .filter(|document| document.valid_until.is_none_or(|last| day <= last));
    engine::Fact {
        id: fact.id.into_uuid(),
        name: fact.name.clone(),
        answer: match &fact.value {
            FactValue::Flag(flag) => engine::Answer::Known(engine::FactValue::Bool(*flag)),
            FactValue::Code(code) => engine::Answer::Known(engine::FactValue::Text(code.clone())),
            FactValue::Number(number) => engine::Answer::Known(engine::FactValue::Int(*number)),
            FactValue::Refused => engine::Answer::Refused,
        },
        valid_from: Some(fact.valid_from),
        valid_to: fact.valid_to,
        evidence: valid.map(|document| engine::Evidence {
            kind: document.kind.clone(),
            document_id: None,
            dated_on: document.dated,
        }),
    }
}

/// What a verdict came to, in the contract's words.
pub(crate) const fn outcome(overall: engine::Overall) -> VerdictOutcome {
    match overall {
        engine::Overall::Eligible => VerdictOutcome::Eligible,
        engine::Overall::NotEligible => VerdictOutcome::NotEligible,
        engine::Overall::Undecided => VerdictOutcome::Undecided,
    }
}

/// The places of a project or of a group of it, as far as they are known.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct PlaceLimits {
    pub(crate) total: Option<Places>,
    pub(crate) women: Option<Places>,
    pub(crate) men: Option<Places>,
}

/// How many people are on places now, by sex.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct OnPlaces {
    pub(crate) women: u32,
    pub(crate) men: u32,
}

/// Where the next person goes who needs a place of the project and, if of a group, one of that: who has to wait for one of
/// them waits, for the project's reason if for both.
pub(crate) fn place_in(
    project: (OnPlaces, PlaceLimits),
    group: Option<(OnPlaces, PlaceLimits)>,
    sex: Sex,
) -> EnrolmentState {
    match (place(project.0, sex, project.1), group) {
        (EnrolmentState::Enrolled, Some((taken, places))) => place(taken, sex, places),
        (state, _) => state,
    }
}

/// Where the next person goes by one set of places.
fn place(taken: OnPlaces, sex: Sex, places: PlaceLimits) -> EnrolmentState {
    let counts = engine::Counts {
        women: taken.women,
        men: taken.men,
        environment: 0,
    };
    let places = engine::Places {
        total: bound(places.total),
        women: bound(places.women),
        men: bound(places.men),
    };
    match engine::place(counts, sex, places) {
        engine::Placement::Enrolled => EnrolmentState::Enrolled,
        engine::Placement::Reserve(engine::ReserveReason::PlacesFull) => EnrolmentState::ReservePlacesFull,
        engine::Placement::Reserve(engine::ReserveReason::SexQuotaFull) => {
            EnrolmentState::ReserveSexQuotaFull
        }
    }
}

fn bound(places: Option<Places>) -> Option<engine::Bound> {
    places.map(|places| engine::Bound {
        kind: match places.exactness {
            Exactness::Exact => engine::BoundKind::Exact,
            Exactness::Minimum => engine::BoundKind::Minimum,
        },
        count: u32::try_from(places.count).unwrap_or(0),
    })
}

#[cfg(test)]
#[path = "rules_tests.rs"]
pub(crate) mod tests;
