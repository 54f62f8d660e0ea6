//! Indicators: the dictionary of a period, a project's own, their targets and values, and effectiveness.

use serde::{Deserialize, Serialize};
use wsparcie_kernel::Date;
use wsparcie_kernel::codes;
use wsparcie_kernel::ids::{EnrolmentId, IndicatorId, ProjectId};

use super::programme::FundingPeriod;

codes! {
    /// When an indicator is counted.
    pub enum IndicatorKind {
        /// At accession to the first support.
        Output => "output", "produkt", "output";
        /// At most four weeks after leaving.
        ImmediateResult => "immediate_result", "rezultat bezpośredni", "immediate result";
        /// Six months after leaving, by evaluation and not by the centre.
        LongerTerm => "longer_term", "rezultat długoterminowy", "longer-term result";
    }
}

codes! {
    /// Where an indicator of a project comes from.
    pub enum IndicatorOrigin {
        /// The dictionary of the project's period.
        Dictionary => "dictionary", "słownik okresu", "the period's dictionary";
        /// The project itself.
        Own => "own", "własny projektu", "the project's own";
    }
}

codes! {
    /// Where an indicator's value comes from.
    pub enum ValueSource {
        /// Counted from participations.
        Counted => "counted", "policzona z uczestnictwa", "counted from participations";
        /// Entered by hand.
        Entered => "entered", "wpisana ręcznie", "entered by hand";
        /// By evaluation; the centre does not count it.
        Evaluation => "evaluation", "z ewaluacji", "by evaluation";
    }
}

codes! {
    /// For which sex people are asked.
    pub enum SexFilter {
        /// Women.
        Women => "K", "kobiety", "women";
        /// Men.
        Men => "M", "mężczyźni", "men";
    }
}

/// An indicator of a period's dictionary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorDefinition {
    /// The funding period.
    pub period: FundingPeriod,
    /// The code: `"CO01"`, `"EECR03"`.
    pub code: String,
    /// The order in which people read the dictionary.
    pub position: i32,
    /// When it is counted.
    pub kind: IndicatorKind,
    /// Its unit: `"person"`.
    pub unit: String,
    /// Whether it is told by sex.
    pub by_sex: bool,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// Definition, in Polish.
    pub definition_pl: String,
    /// Definition, in English.
    pub definition_en: String,
    /// Whom it counts, over the vocabulary of participations; absent if the centre does not count it.
    pub condition: Option<String>,
    /// First day.
    pub valid_from: Date,
    /// Last day; absent if open.
    pub valid_to: Option<Date>,
    /// The law or guideline.
    pub legal_basis: String,
}

/// Targets. Absent is unknown, never zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct IndicatorTargets {
    /// In all.
    pub total: Option<i64>,
    /// Of women.
    pub women: Option<i64>,
    /// Of men.
    pub men: Option<i64>,
}

/// A value by sex on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorValue {
    /// In all; absent if no value was entered yet, or the centre does not count it.
    pub total: Option<i64>,
    /// Women; absent if not told by sex.
    pub women: Option<i64>,
    /// Men; absent if not told by sex.
    pub men: Option<i64>,
    /// Participants whose data leave open whether they count: missing, or refused. They are in no figure above.
    pub undecided: Option<i64>,
    /// Whether all figures are withheld, because they are counted and the caller may not read participations („za mało
    /// osób”): of another day than today, by an own condition, in the answer to a change, or where they or their differences to
    /// others tell of 1 to 4 people.
    pub too_few: bool,
    /// Of the target in all, in hundredths of a percent, rounded down; absent without a target above zero.
    pub of_target: Option<i64>,
    /// Where it comes from.
    pub source: ValueSource,
    /// The day it is told for.
    pub as_of: Date,
    /// Of a value entered by hand: the day that it states.
    pub stated_for: Option<Date>,
    /// Of a value entered by hand: what it stands on.
    pub stands_on: Option<String>,
}

/// An indicator of a project with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectIndicator {
    /// Id.
    pub id: IndicatorId,
    /// The project.
    pub project_id: ProjectId,
    /// The code.
    pub code: String,
    /// Where it comes from.
    pub origin: IndicatorOrigin,
    /// The period of its dictionary; absent of an own one.
    pub period: Option<FundingPeriod>,
    /// When it is counted.
    pub kind: IndicatorKind,
    /// `"person"`, or the own indicator's unit.
    pub unit: String,
    /// Whether it is told by sex.
    pub by_sex: bool,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// Definition, in Polish; of an own one as the project has it.
    pub definition_pl: String,
    /// Definition, in English; of an own one as the project has it.
    pub definition_en: String,
    /// Whom it counts; absent if its value is entered by hand or evaluated.
    pub condition: Option<String>,
    /// Targets.
    pub targets: IndicatorTargets,
    /// The value on the day asked for.
    pub value: IndicatorValue,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// An indicator of the dictionary to be taken into a project.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ChooseIndicator {
    /// The project.
    pub project_id: ProjectId,
    /// The dictionary's code.
    pub code: String,
    /// Targets.
    pub targets: IndicatorTargets,
}

/// An own indicator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewOwnIndicator {
    /// The project.
    pub project_id: ProjectId,
    /// A code that no dictionary has: capitals, digits and `_`, a letter first, at most 40.
    pub code: String,
    /// When it is counted: output or immediate result.
    pub kind: IndicatorKind,
    /// Its unit, 1 to 60 characters; people if it is counted.
    pub unit: String,
    /// Whether it is told by sex.
    pub by_sex: bool,
    /// Label, in Polish, 1 to 500 characters.
    pub label_pl: String,
    /// Label, in English, 1 to 500 characters.
    pub label_en: String,
    /// Definition, 1 to 2000 characters.
    pub definition: String,
    /// Whom it counts; absent if its value is entered by hand. Giving one needs the right to read participations as well.
    pub condition: Option<String>,
    /// Targets.
    pub targets: IndicatorTargets,
}

/// New targets.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetIndicatorTargets {
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The version that the change is based on.
    pub expected_version: i64,
    /// The targets; what is absent becomes unknown.
    pub targets: IndicatorTargets,
}

/// An indicator to be taken out of its project.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RemoveIndicator {
    /// The indicator.
    pub indicator_id: IndicatorId,
    /// The version that the change is based on.
    pub expected_version: i64,
}

/// A value entered by hand.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RecordIndicatorValue {
    /// The indicator: an own one without a condition.
    pub indicator_id: IndicatorId,
    /// The day that it states; not in the future.
    pub as_of: Date,
    /// In all.
    pub total: i64,
    /// Women; with men, of an indicator by sex.
    pub women: Option<i64>,
    /// Men; with women, of an indicator by sex.
    pub men: Option<i64>,
    /// What it stands on, 1 to 500 characters.
    pub source: String,
}

/// Whose participations count in an indicator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct IndicatorParticipants {
    /// The project.
    pub project_id: ProjectId,
    /// The indicator's code in the project.
    pub code: String,
    /// Of one sex; absent for both.
    pub sex: Option<SexFilter>,
    /// Those left open instead of those counted.
    pub undecided: bool,
    /// The day; absent for today.
    pub as_of: Option<Date>,
}

/// A participation behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipationRef {
    /// The enrolment.
    pub enrolment_id: EnrolmentId,
}

codes! {
    /// Which effect is measured.
    pub enum EffectKind {
        /// Efektywność społeczna.
        Social => "social", "efektywność społeczna", "social effectiveness";
        /// Efektywność zatrudnieniowa.
        Employment => "employment", "efektywność zatrudnieniowa", "employment effectiveness";
    }
}

codes! {
    /// Of whom an effect is measured.
    pub enum EffectGroup {
        /// Everybody.
        All => "all", "wszyscy uczestnicy", "all participants";
        /// Without a severe or coupled disability.
        General => "general", "osoby bez niepełnosprawności znacznej i sprzężonej", "without a severe or coupled disability";
        /// With a severe or coupled disability.
        Disability => "disability", "osoby z niepełnosprawnością znaczną lub sprzężoną", "with a severe or coupled disability";
    }
}

/// One effect of one group on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectRate {
    /// Which effect.
    pub kind: EffectKind,
    /// Of whom.
    pub group: EffectGroup,
    /// People with the effect in time. This and the figures below are absent where they are `too_few`.
    pub numerator: Option<i64>,
    /// People entered: those with the effect, and those without whose time is over.
    pub denominator: Option<i64>,
    /// People who ended without the effect so far, whose time runs on.
    pub pending: Option<i64>,
    /// Hundredths of a percent, rounded down; absent while nobody is entered.
    pub rate: Option<i64>,
    /// The call's threshold in hundredths of a percent; absent if it sets none for the group.
    pub threshold: Option<i32>,
    /// Whether the exact rate reaches the threshold; absent where either is unknown.
    pub met: Option<bool>,
    /// Whether the figures are withheld, because they or their differences speak of 1 to 4 people, or are of another day than
    /// today, and the caller may not read participations.
    pub too_few: bool,
}

/// The thresholds of a project's call, in hundredths of a percent. Absent: the call sets none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectivenessThresholds {
    /// The project.
    pub project_id: ProjectId,
    /// Social.
    pub social: Option<i32>,
    /// Employment.
    pub employment: Option<i32>,
    /// Social, of people with a severe, intellectual or coupled disability.
    pub disability_social: Option<i32>,
    /// Employment, of people with a severe, intellectual or coupled disability.
    pub disability_employment: Option<i32>,
    /// The call or document that sets them.
    pub source: String,
    /// Version, for conflict-safe updates.
    pub version: i64,
}

/// The effectiveness of a project on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effectiveness {
    /// The project.
    pub project_id: ProjectId,
    /// The day.
    pub as_of: Date,
    /// Each effect of each group.
    pub rates: Vec<EffectRate>,
    /// People who broke off early and not for a job: they did not end, and are in no figure above. This and the two below are
    /// absent where the caller may not know them.
    pub broke_off: Option<i64>,
    /// People who ended on a day for which no rule is known (the rule is of 2014-20): in no figure above.
    pub without_rule: Option<i64>,
    /// Ended people of whom it is not known whether they have such a disability: only in the figures of all.
    pub group_unknown: Option<i64>,
    /// Whether some figure was withheld.
    pub too_few: bool,
    /// The call's thresholds; absent if none were entered.
    pub thresholds: Option<EffectivenessThresholds>,
}

/// The thresholds of a project's call to be stored.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SetEffectivenessThresholds {
    /// The project.
    pub project_id: ProjectId,
    /// The version that the change is based on; 0 if there are none yet.
    pub expected_version: i64,
    /// Social, in hundredths of a percent.
    pub social: Option<i32>,
    /// Employment.
    pub employment: Option<i32>,
    /// Social, of people with such a disability.
    pub disability_social: Option<i32>,
    /// Employment, of people with such a disability.
    pub disability_employment: Option<i32>,
    /// The call or document that sets them, 1 to 300 characters.
    pub source: String,
}
