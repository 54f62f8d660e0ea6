//! What the events of participation tell: the whole state; and, beside them, what indicators need of the person.
//!
//! The one place where case work's words become those of `docs/events.md`.

use wsparcie_casework_api::{
    ContractKind, DatedCode, Ended, Fact, FactValue, Known, OutcomeFacts, OutcomeKind, PARTICIPATION_SCHEMA,
    ParticipationEvent, Person, Profile, SupportCategory, WorkFound,
};
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::national::{Sex, completed_years};

/// A participation as it is kept; what was taken back is left out.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) id: EnrolmentId,
    pub(crate) project_id: ProjectId,
    pub(crate) version: i64,
    pub(crate) sex: Sex,
    pub(crate) on_place: bool,
    pub(crate) starts_on: Date,
    pub(crate) ended: Option<Ended>,
    pub(crate) support: Vec<SupportCategory>,
    pub(crate) outcomes: Vec<OutcomeFacts>,
    /// The version that the newest profile was written with, 0 if none was.
    pub(crate) profile_version: i64,
}

/// The event that tells of a participation.
pub(crate) fn event(state: State) -> ParticipationEvent {
    let mut event = ParticipationEvent {
        schema: PARTICIPATION_SCHEMA,
        participation_id: state.id,
        project_id: state.project_id,
        version: state.version,
        sex: state.sex.as_str().to_owned(),
        on_place: state.on_place,
        starts_on: state.starts_on,
        ended: state.ended,
        support: state.support.into_iter().collect(),
        situation_after: Vec::new(),
        work: Vec::new(),
        education_on: Vec::new(),
        qualification_on: Vec::new(),
        competence_on: Vec::new(),
        social_effect_on: Vec::new(),
        profile_version: state.profile_version,
    };
    for outcome in &state.outcomes {
        tell(&mut event, outcome);
    }
    event.situation_after.sort();
    event.work.sort();
    event.education_on.sort();
    event.qualification_on.sort();
    event.competence_on.sort();
    event.social_effect_on.sort();
    event
}

fn tell(event: &mut ParticipationEvent, outcome: &OutcomeFacts) {
    let Some(on) = outcome.occurred_on else { return };
    let dated = || outcome.code.clone().map(|code| DatedCode { code, on });
    match outcome.kind {
        OutcomeKind::SituationAfter => event.situation_after.extend(dated()),
        // The day alone: which effect it was (an addiction overcome) may speak of her health.
        OutcomeKind::SocialEffect => event.social_effect_on.push(on),
        OutcomeKind::Education => event.education_on.push(on),
        // Both belong to a qualification; with one missing it does not count.
        OutcomeKind::Qualification => {
            let certified = outcome.validated_on.zip(outcome.certified_on);
            event
                .qualification_on
                .extend(certified.map(|(validated, certified)| validated.max(certified)));
        }
        // With any of the four stages missing it does not count.
        OutcomeKind::Competence => {
            let stages = [
                outcome.scope_on,
                outcome.standard_on,
                outcome.assessed_on,
                outcome.compared_on,
            ];
            if stages.iter().all(Option::is_some) {
                event.competence_on.extend(stages.into_iter().flatten().max());
            }
        }
        OutcomeKind::Work => {
            if let Some(contract) = outcome.code.as_deref().and_then(ContractKind::parse) {
                event.work.push(WorkFound {
                    on,
                    until: outcome.until_on,
                    contract,
                    post_percent: outcome.post_percent,
                    pay_documented: outcome.pay_documented,
                });
            }
        }
    }
}

/// What is known of a person on the day of accession. `facts` are in the order of recording: of those that hold on the day
/// the one recorded last counts.
pub(crate) fn profile(person: &Person, facts: &[Fact], day: Date) -> Profile {
    let known = OnDay { facts, day };
    Profile {
        age: completed_years(person.birth_date, day)
            .map_or(Known::Unknown, |years| Known::Known(i64::from(years))),
        labour_status: known.code("labour_status"),
        unemployed_months: known.number("unemployed_months"),
        education: known.code("education"),
        in_education_or_training: known.flag("in_education_or_training"),
        has_disability: known.has_disability(),
        severe_or_coupled_disability: known.severe_or_coupled(),
        foreign_origin_or_minority: known.flag("foreign_origin_or_minority"),
        foreign_origin: known.flag("foreign_origin"),
        minority: known.flag("minority"),
        third_country_national: known.flag("third_country_national"),
        homeless_or_housing_excluded: known.flag("homeless_or_housing_excluded"),
        other_disadvantage: known.flag("other_disadvantage"),
        rural_area: known.flag("rural_area"),
    }
}

/// The facts that hold on a day.
struct OnDay<'a> {
    facts: &'a [Fact],
    day: Date,
}

impl OnDay<'_> {
    fn value(&self, name: &str) -> Option<&FactValue> {
        self.facts
            .iter()
            .rfind(|fact| {
                fact.name == name
                    && fact.valid_from <= self.day
                    && fact.valid_to.is_none_or(|last| self.day <= last)
            })
            .map(|fact| &fact.value)
    }

    fn read<T>(&self, name: &str, of: impl Fn(&FactValue) -> Option<T>) -> Known<T> {
        match self.value(name) {
            Some(FactValue::Refused) => Known::Refused,
            Some(value) => of(value).map_or(Known::Unknown, Known::Known),
            None => Known::Unknown,
        }
    }

    fn flag(&self, name: &str) -> Known<bool> {
        self.read(name, |value| match value {
            FactValue::Flag(flag) => Some(*flag),
            _ => None,
        })
    }

    fn code(&self, name: &str) -> Known<String> {
        self.read(name, |value| match value {
            FactValue::Code(code) => Some(code.clone()),
            _ => None,
        })
    }

    fn number(&self, name: &str) -> Known<i64> {
        self.read(name, |value| match value {
            FactValue::Number(number) => Some(*number),
            _ => None,
        })
    }

    /// The answer for monitoring; where nobody asked, what a ruling says.
    fn has_disability(&self) -> Known<bool> {
        match self.flag("has_disability") {
            Known::Unknown => match self.code("disability_degree") {
                Known::Known(degree) => Known::Known(degree != "none"),
                Known::Refused => Known::Refused,
                Known::Unknown => Known::Unknown,
            },
            answered => answered,
        }
    }

    fn severe_or_coupled(&self) -> Known<bool> {
        let coupled = self.flag("coupled_disability");
        match (
            self.code("disability_degree"),
            coupled,
            self.flag("has_disability"),
        ) {
            (Known::Known(degree), _, _) if degree == "severe" => Known::Known(true),
            (_, Known::Known(true), _) => Known::Known(true),
            (Known::Known(degree), _, _) if degree == "none" => Known::Known(false),
            (Known::Unknown, _, Known::Known(false)) | (Known::Known(_), Known::Known(false), _) => {
                Known::Known(false)
            }
            (Known::Refused, _, _) | (_, Known::Refused, _) => Known::Refused,
            _ => Known::Unknown,
        }
    }
}

#[cfg(test)]
#[path = "telling_tests.rs"]
mod tests;
