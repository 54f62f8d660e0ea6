//! Indicators, targets and thresholds as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use crate::graphql::codes::input_enums;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::scalars::Date;

input_enums! {
    /// A funding period.
    FundingPeriod for api::FundingPeriod {
        /// 2007-2013.
        P2007,
        /// 2014-2020.
        P2014,
        /// 2021-2027.
        P2021,
    }

    /// People of one sex.
    SexFilter for api::SexFilter {
        /// Women.
        Women,
        /// Men.
        Men,
    }

    /// When an own indicator is counted.
    OwnIndicatorKind for api::IndicatorKind {
        /// At accession to the first support.
        Output,
        /// At most four weeks after leaving.
        ImmediateResult,
    }
}

/// Targets. What is unknown is left out, never zero.
#[derive(InputObject, Default)]
pub(crate) struct IndicatorTargetsInput {
    /// In all, in the indicator's unit.
    total: Option<i64>,
    /// Of women.
    women: Option<i64>,
    /// Of men.
    men: Option<i64>,
}

impl From<IndicatorTargetsInput> for api::IndicatorTargets {
    fn from(input: IndicatorTargetsInput) -> Self {
        Self {
            total: input.total,
            women: input.women,
            men: input.men,
        }
    }
}

/// An indicator of the dictionary to be taken into a project.
#[derive(InputObject)]
pub(crate) struct ChooseIndicatorInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The code of the dictionary of the project's period: "CO01".
    code: String,
    /// Targets.
    targets: Option<IndicatorTargetsInput>,
}

impl ChooseIndicatorInput {
    pub(super) fn read(self) -> Result<api::ChooseIndicator, Failure> {
        Ok(api::ChooseIndicator {
            project_id: ids::parse(&self.project_id)?,
            code: self.code,
            targets: self.targets.unwrap_or_default().into(),
        })
    }
}

/// An indicator of the project's own.
#[derive(InputObject)]
pub(crate) struct AddOwnIndicatorInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// A code that no dictionary has: capitals A-Z, digits and `_`, a letter first, at most 40.
    code: String,
    /// When it is counted.
    kind: OwnIndicatorKind,
    /// Its unit, 1 to 60 characters; people if it is counted.
    unit: String,
    /// Whether it is told by sex.
    by_sex: bool,
    /// Label, in Polish, 1 to 500 characters.
    label_pl: String,
    /// Label, in English, 1 to 500 characters.
    label_en: String,
    /// Definition, 1 to 2000 characters.
    definition: String,
    /// Whom it counts: a CEL expression over `indicatorVocabulary`; not given if its value is entered by hand. Giving
    /// one needs participation:read as well.
    condition: Option<String>,
    /// Targets.
    targets: Option<IndicatorTargetsInput>,
}

impl AddOwnIndicatorInput {
    pub(super) fn read(self) -> Result<api::NewOwnIndicator, Failure> {
        Ok(api::NewOwnIndicator {
            project_id: ids::parse(&self.project_id)?,
            code: self.code,
            kind: self.kind.into(),
            unit: self.unit,
            by_sex: self.by_sex,
            label_pl: self.label_pl,
            label_en: self.label_en,
            definition: self.definition,
            condition: self.condition,
            targets: self.targets.unwrap_or_default().into(),
        })
    }
}

/// New targets of an indicator.
#[derive(InputObject)]
pub(crate) struct SetIndicatorTargetsInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the indicator.
    indicator_id: ID,
    /// The version that the change is based on.
    expected_version: i64,
    /// The targets; what is left out becomes unknown.
    targets: IndicatorTargetsInput,
}

impl SetIndicatorTargetsInput {
    pub(super) fn read(self) -> Result<api::SetIndicatorTargets, Failure> {
        Ok(api::SetIndicatorTargets {
            indicator_id: ids::parse(&self.indicator_id)?,
            expected_version: self.expected_version,
            targets: self.targets.into(),
        })
    }
}

/// An indicator to be taken out of its project.
#[derive(InputObject)]
pub(crate) struct RemoveIndicatorInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the indicator.
    indicator_id: ID,
    /// The version that the change is based on.
    expected_version: i64,
}

impl RemoveIndicatorInput {
    pub(super) fn read(self) -> Result<api::RemoveIndicator, Failure> {
        Ok(api::RemoveIndicator {
            indicator_id: ids::parse(&self.indicator_id)?,
            expected_version: self.expected_version,
        })
    }
}

/// A value entered by hand.
#[derive(InputObject)]
pub(crate) struct RecordIndicatorValueInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the indicator: an own one without a condition.
    indicator_id: ID,
    /// The day that it states, not in the future.
    as_of: Date,
    /// In all, in the indicator's unit.
    total: i64,
    /// Women; together with men, of an indicator by sex.
    women: Option<i64>,
    /// Men; together with women, of an indicator by sex.
    men: Option<i64>,
    /// What it stands on, 1 to 500 characters.
    source: String,
}

impl RecordIndicatorValueInput {
    pub(super) fn read(self) -> Result<api::RecordIndicatorValue, Failure> {
        Ok(api::RecordIndicatorValue {
            indicator_id: ids::parse(&self.indicator_id)?,
            as_of: self.as_of.0,
            total: self.total,
            women: self.women,
            men: self.men,
            source: self.source,
        })
    }
}

/// The thresholds that the project's call sets, in hundredths of a percent (3400 is 34 %); left out where it sets none.
#[derive(InputObject)]
pub(crate) struct SetEffectivenessThresholdsInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    project_id: ID,
    /// The version that the change is based on; 0 if there are none yet.
    expected_version: i64,
    /// Social, in hundredths of a percent.
    social: Option<i32>,
    /// Employment.
    employment: Option<i32>,
    /// Social, of people with a severe, intellectual or coupled disability.
    disability_social: Option<i32>,
    /// Employment, of people with a severe, intellectual or coupled disability.
    disability_employment: Option<i32>,
    /// The call or document that sets them, 1 to 300 characters.
    source: String,
}

impl SetEffectivenessThresholdsInput {
    pub(super) fn read(self) -> Result<api::SetEffectivenessThresholds, Failure> {
        Ok(api::SetEffectivenessThresholds {
            project_id: ids::parse(&self.project_id)?,
            expected_version: self.expected_version,
            social: self.social,
            employment: self.employment,
            disability_social: self.disability_social,
            disability_employment: self.disability_employment,
            source: self.source,
        })
    }
}
