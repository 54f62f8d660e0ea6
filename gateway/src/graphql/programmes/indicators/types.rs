//! Indicators as the schema shows them.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_programmes_api as api;

use super::percent;
use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::GlobalId;
use crate::graphql::scalars::Date;

/// An indicator of a funding period's dictionary.
pub(crate) struct IndicatorDefinition(api::IndicatorDefinition);

impl From<api::IndicatorDefinition> for IndicatorDefinition {
    fn from(row: api::IndicatorDefinition) -> Self {
        Self(row)
    }
}

/// An indicator of a funding period's dictionary.
///
/// Permission for all fields: reference_data:read
#[Object]
impl IndicatorDefinition {
    /// The funding period.
    async fn period(&self) -> Term {
        self.0.period.into()
    }

    /// The code: "CO01", "EECR03".
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Output, immediate result, or longer-term result.
    async fn kind(&self) -> Term {
        self.0.kind.into()
    }

    /// Its unit: "person".
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// Whether it is told by sex.
    async fn by_sex(&self) -> bool {
        self.0.by_sex
    }

    /// The label for people.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        text(&self.0.label_pl, &self.0.label_en)
            .text(ctx, lang)
            .to_owned()
    }

    /// The definition.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        text(&self.0.definition_pl, &self.0.definition_en)
            .text(ctx, lang)
            .to_owned()
    }

    /// Whom it counts: a CEL expression over `indicatorVocabulary`; null if evaluation measures it.
    async fn condition(&self) -> Option<&str> {
        self.0.condition.as_deref()
    }

    /// The first day on which it holds.
    async fn valid_from(&self) -> Date {
        self.0.valid_from.into()
    }

    /// The last day on which it holds; null if open.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Into::into)
    }

    /// The law or guideline.
    async fn legal_basis(&self) -> &str {
        &self.0.legal_basis
    }
}

fn text(pl: &str, en: &str) -> Label {
    Label {
        pl: pl.to_owned(),
        en: en.to_owned(),
    }
}

/// Targets of an indicator. What is unknown is null, never zero.
///
/// Permission: as for the indicator.
#[derive(SimpleObject)]
pub(crate) struct IndicatorTargets {
    /// In all, in the indicator's unit.
    total: Option<i64>,
    /// Of women.
    women: Option<i64>,
    /// Of men.
    men: Option<i64>,
}

/// The value of an indicator on a day.
///
/// Permission: as for the indicator.
#[derive(SimpleObject)]
pub(crate) struct IndicatorValue {
    /// In all, in the indicator's unit; null if no value was entered, or evaluation measures it („brak danych").
    total: Option<i64>,
    /// Women; null if it is not told by sex.
    women: Option<i64>,
    /// Men; null if it is not told by sex.
    men: Option<i64>,
    /// Participants whose data leave open whether they count: missing, or refused. They are in none of the figures; null if
    /// nothing is counted.
    undecided: Option<i64>,
    /// Whether all figures are null because they are counted from participations and withheld from whoever has no
    /// participation:read („za mało osób”): of another day than today, by a condition of the project's own, in the answer to
    /// a change, or where they or their differences to others tell of 1 to 4 people. Values entered by hand are always told.
    too_few: bool,
    /// Of the target in all, in percent with two decimals, rounded down: "37.50"; null without a target above zero.
    percent_of_target: Option<String>,
    /// Counted from participations, entered by hand, or by evaluation.
    source: Term,
    /// The day it is told for.
    as_of: Date,
    /// Of a value entered by hand: the day that it states.
    stated_for: Option<Date>,
    /// Of a value entered by hand: what it stands on.
    stands_on: Option<String>,
}

/// An indicator of a project: one of its period's dictionary, or its own.
pub(crate) struct ProjectIndicator(api::ProjectIndicator);

impl From<api::ProjectIndicator> for ProjectIndicator {
    fn from(row: api::ProjectIndicator) -> Self {
        Self(row)
    }
}

/// An indicator of a project: one of its period's dictionary, or its own.
///
/// Permission for all fields: indicator:read
#[Object]
impl ProjectIndicator {
    /// The global id, for changes of the indicator.
    async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The global id of the project.
    async fn project_id(&self) -> ID {
        self.0.project_id.global()
    }

    /// The code: "CO01", or the project's own.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The dictionary of the period, or the project's own.
    async fn origin(&self) -> Term {
        self.0.origin.into()
    }

    /// The period of its dictionary; null of an own one.
    async fn period(&self) -> Option<Term> {
        self.0.period.map(Into::into)
    }

    /// Output, immediate result, or longer-term result.
    async fn kind(&self) -> Term {
        self.0.kind.into()
    }

    /// Its unit: "person", or in the project's own words.
    async fn unit(&self) -> &str {
        &self.0.unit
    }

    /// Whether it is told by sex.
    async fn by_sex(&self) -> bool {
        self.0.by_sex
    }

    /// The label for people.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        text(&self.0.label_pl, &self.0.label_en)
            .text(ctx, lang)
            .to_owned()
    }

    /// The definition; of an own one as the project has it.
    async fn definition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        text(&self.0.definition_pl, &self.0.definition_en)
            .text(ctx, lang)
            .to_owned()
    }

    /// Whom it counts: a CEL expression over `indicatorVocabulary`; null if its value is entered by hand or evaluated.
    async fn condition(&self) -> Option<&str> {
        self.0.condition.as_deref()
    }

    /// Targets.
    async fn targets(&self) -> IndicatorTargets {
        let targets = self.0.targets;
        IndicatorTargets {
            total: targets.total,
            women: targets.women,
            men: targets.men,
        }
    }

    /// The value on the day asked for.
    async fn value(&self) -> IndicatorValue {
        let value = &self.0.value;
        IndicatorValue {
            total: value.total,
            women: value.women,
            men: value.men,
            undecided: value.undecided,
            too_few: value.too_few,
            percent_of_target: value.of_target.map(percent),
            source: value.source.into(),
            as_of: value.as_of.into(),
            stated_for: value.stated_for.map(Into::into),
            stands_on: value.stands_on.clone(),
        }
    }

    /// Version, for `expectedVersion` of updates.
    async fn version(&self) -> i64 {
        self.0.version
    }
}
