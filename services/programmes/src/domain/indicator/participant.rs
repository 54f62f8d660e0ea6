//! A participation as indicators and effectiveness see it: without a name, by its enrolment's id.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wsparcie_casework_api::{
    ContractKind, DatedCode, Ended, Known, ParticipationEvent, Profile, SupportCategory, WorkFound,
};
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{EnrolmentId, ProjectId};
use wsparcie_kernel::national::Sex;

/// The dated results of a participation, as the read model keeps them. Stored: fields are only added, with a default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Results {
    /// The situation after leaving.
    pub situation_after: Vec<DatedCode>,
    /// Work found.
    pub work: Vec<WorkFound>,
    /// Education or training taken up.
    pub education_on: Vec<Date>,
    /// Qualifications, validated and certified.
    pub qualification_on: Vec<Date>,
    /// Competences with all four stages.
    pub competence_on: Vec<Date>,
    /// The days of social effects.
    pub social_effect_on: Vec<Date>,
}

impl From<&ParticipationEvent> for Results {
    fn from(event: &ParticipationEvent) -> Self {
        Self {
            situation_after: event.situation_after.clone(),
            work: event.work.clone(),
            education_on: event.education_on.clone(),
            qualification_on: event.qualification_on.clone(),
            competence_on: event.competence_on.clone(),
            social_effect_on: event.social_effect_on.clone(),
        }
    }
}

/// A participation.
#[derive(Debug, Clone)]
pub struct Participant {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
    /// The project.
    pub project_id: ProjectId,
    /// Sex.
    pub sex: Sex,
    /// The first day.
    pub starts_on: Date,
    /// The end.
    pub ended: Option<Ended>,
    /// Whether she received a vocational service.
    pub vocational: bool,
    /// The earliest documented social effect.
    pub social_effect_on: Option<Date>,
    /// The earliest work that counts for effectiveness.
    pub employment_effect_on: Option<Date>,
    /// What is known of the day of accession.
    pub profile: Profile,
    /// The dated results.
    pub results: Results,
}

/// What work counts for effectiveness: the parameters that hold on its first day. Absent: none is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Effects {
    /// The least length of a contract or business, in months.
    pub contract_months: Option<u32>,
    /// The least share of a full post, in hundredths of a percent.
    pub post_share: Option<i64>,
}

impl Effects {
    /// Whether the work counts: a contract of employment of at least half a post, a civil contract with documented pay of
    /// three minimum wages, or a business; each for at least three months, by the parameters of its day. What is open has
    /// begun to last: people are entered when the job starts.
    pub fn counts(self, work: &WorkFound) -> bool {
        let Some(least) = self.contract_months.and_then(|months| {
            work.on
                .checked_add_months(chrono::Months::new(months))
                .and_then(|after| after.pred_opt())
        }) else {
            return false;
        };
        let lasts = work.until.is_none_or(|until| least <= until);
        let enough = match work.contract {
            ContractKind::Employment => self
                .post_share
                .zip(work.post_percent)
                .is_some_and(|(least, percent)| i64::from(percent) * 100 >= least),
            ContractKind::CivilContract => work.pay_documented == Some(true),
            ContractKind::Business => true,
        };
        lasts && enough
    }
}

/// The figures that an event leads to in the read model beside what it says itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derived {
    /// Whether she received a vocational service.
    pub vocational: bool,
    /// The earliest documented social effect.
    pub social_effect_on: Option<Date>,
    /// The earliest work that counts for effectiveness.
    pub employment_effect_on: Option<Date>,
    /// The categories of support received.
    pub support_categories: Vec<String>,
}

/// Reads an event. `effects` gives the parameters that hold on a day.
pub fn derive(event: &ParticipationEvent, effects: impl Fn(Date) -> Effects) -> Derived {
    let counted = event.work.iter().filter(|work| effects(work.on).counts(work));
    let categories: &BTreeSet<SupportCategory> = &event.support;
    Derived {
        vocational: categories.contains(&SupportCategory::Vocational),
        social_effect_on: event.social_effect_on.iter().min().copied(),
        employment_effect_on: counted.map(|work| work.on).min(),
        support_categories: categories
            .iter()
            .map(|category| category.code().to_owned())
            .collect(),
    }
}

/// An answer's value, if it is known.
pub(super) fn known<T>(answer: &Known<T>) -> Option<&T> {
    match answer {
        Known::Known(value) => Some(value),
        Known::Refused | Known::Unknown => None,
    }
}
