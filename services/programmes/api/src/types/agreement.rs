//! A project's grant agreement with its annexes.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::{AgreementId, ProjectId};
use wsparcie_kernel::{Date, Money, codes};

codes! {
    /// Where an agreement and the project's own facts differ.
    pub enum AgreementField {
        /// The project's first day.
        StartsOn => "starts_on", "pierwszy dzień projektu", "first day of the project";
        /// The project's last day.
        EndsOn => "ends_on", "ostatni dzień projektu", "last day of the project";
    }
}

/// A day that the agreement moved and the project's own facts did not: claims, readiness, ceilings and hours go by the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreementDifference {
    /// Which day.
    pub field: AgreementField,
    /// The version of the agreement that says it: the newest one that says anything of it.
    pub agreement: i32,
    /// The day by the agreement.
    pub agreed: Date,
    /// The day by the project; absent if the project does not know it.
    pub of_project: Option<Date>,
}

/// A version of a project's agreement: the original or an annex.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// The project.
    pub project_id: ProjectId,
    /// What it says.
    pub facts: AgreementFacts,
}

/// What a version of an agreement says. Absent is unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AgreementFacts {
    /// 0 the original, 1 and above its annexes.
    pub number: i32,
    /// When it was signed.
    pub signed_on: Option<Date>,
    /// The first day on which it is in force; only of an original may it be unknown.
    pub valid_from: Option<Date>,
    /// The last day on which it is in force; absent while it is open.
    pub valid_to: Option<Date>,
    /// What it changes, in the words of the centre.
    pub changes: Option<String>,
    /// The project's number as this version writes it.
    pub project_number: Option<String>,
    /// The project's first day by this version.
    pub starts_on: Option<Date>,
    /// The project's last day by this version.
    pub ends_on: Option<Date>,
    /// The project's total by this version.
    pub total: Option<Money>,
}

/// A version to be added.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddAgreementVersion {
    /// The project.
    pub project_id: ProjectId,
    /// What the version says.
    pub facts: AgreementFacts,
}

impl AgreementFacts {
    /// Whether this version is in force on a day, as far as its days are known: one without a first day from its signature,
    /// and if that is unknown too, on every day until its last.
    pub fn holds_on(&self, day: Date) -> bool {
        let begun = self
            .valid_from
            .or(self.signed_on)
            .is_none_or(|first| first <= day);
        begun && self.valid_to.is_none_or(|last| day <= last)
    }
}

impl Agreement {
    /// The version in force on a day; the highest number if several could be.
    pub fn in_force_on(versions: &[Self], day: Date) -> Option<&Self> {
        let on_the_day = versions.iter().filter(|version| version.facts.holds_on(day));
        on_the_day.max_by_key(|version| version.facts.number)
    }

    /// Where the agreement as it was changed last and the project's own days differ. What an annex does not say stays as the
    /// version before it says; a day that no version says is no difference.
    pub fn differences(
        versions: &[Self],
        starts_on: Option<Date>,
        ends_on: Option<Date>,
    ) -> Vec<AgreementDifference> {
        let newest = |says: fn(&AgreementFacts) -> Option<Date>| {
            let said = versions
                .iter()
                .filter_map(|version| says(&version.facts).map(|day| (version.facts.number, day)));
            said.max_by_key(|(number, _)| *number)
        };
        let days = [
            (
                AgreementField::StartsOn,
                newest(|facts| facts.starts_on),
                starts_on,
            ),
            (AgreementField::EndsOn, newest(|facts| facts.ends_on), ends_on),
        ];
        let differing = days.into_iter().filter_map(|(field, said, of_project)| {
            let (agreement, agreed) = said?;
            (of_project != Some(agreed)).then_some(AgreementDifference {
                field,
                agreement,
                agreed,
                of_project,
            })
        });
        differing.collect()
    }
}
