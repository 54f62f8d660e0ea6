//! Closed sets of codes: as [`Term`]s in answers, as enums in inputs.

use async_graphql::{Context, Enum, Object};
use wsparcie_casework_api as casework;
use wsparcie_documents_api as documents;
use wsparcie_kernel as kernel;
use wsparcie_programmes_api as programmes;
use wsparcie_tenants_api as tenants;

use super::scope::Scope;

/// A language of labels.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    /// Polish.
    Pl,
    /// English.
    En,
}

/// The language asked for, or the request's.
fn chosen(ctx: &Context<'_>, lang: Option<Language>) -> Language {
    let of_request = || match Scope::of(ctx).map(|scope| scope.locale) {
        Ok(kernel::Locale::En) => Language::En,
        _ => Language::Pl,
    };
    lang.unwrap_or_else(of_request)
}

/// A text in both languages.
#[derive(Clone)]
pub(crate) struct Label {
    pub(crate) pl: String,
    pub(crate) en: String,
}

impl Label {
    pub(crate) fn text(&self, ctx: &Context<'_>, lang: Option<Language>) -> &str {
        match chosen(ctx, lang) {
            Language::Pl => &self.pl,
            Language::En => &self.en,
        }
    }
}

/// A value of a closed set.
#[derive(Clone, Copy)]
pub(crate) struct Term {
    code: &'static str,
    label_pl: &'static str,
    label_en: &'static str,
}

/// A value of a closed set: a stable code for programs and a label for people.
///
/// Permission: as for the field it stands in.
#[Object]
impl Term {
    /// The stable code: `"systemic"`, `"2014-2020"`.
    async fn code(&self) -> &'static str {
        self.code
    }

    /// The label for people.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The language; that of `Accept-Language` if not given, Polish if that names neither."
        )]
        lang: Option<Language>,
    ) -> &'static str {
        match chosen(ctx, lang) {
            Language::Pl => self.label_pl,
            Language::En => self.label_en,
        }
    }
}

macro_rules! terms {
    ($($set:ty),+ $(,)?) => {$(
        impl From<$set> for Term {
            fn from(value: $set) -> Self {
                Self { code: value.code(), label_pl: value.label_pl(), label_en: value.label_en() }
            }
        }
    )+};
}

terms!(
    kernel::OrganisationKind,
    kernel::Role,
    kernel::Scope,
    tenants::OrganisationType,
    tenants::OrganisationStatus,
    tenants::SignInMethod,
    tenants::InvitationState,
    tenants::AccessDecision,
    tenants::HouseParity,
    programmes::FundingPeriod,
    programmes::ProgrammeLevel,
    programmes::ProjectMode,
    programmes::ProjectStatus,
    programmes::BudgetSource,
    programmes::BudgetState,
    programmes::BudgetFlag,
    programmes::BudgetChangeKind,
    programmes::OverSpending,
    programmes::VatRecoverable,
    programmes::CorrectionKind,
    programmes::ExpenseFlag,
    programmes::Engagement,
    programmes::DifferencePlace,
    programmes::CheckVerdict,
    programmes::CostBase,
    programmes::MoneyOrigin,
    programmes::FigureExactness,
    programmes::PartnerRole,
    programmes::Exactness,
    programmes::DatePrecision,
    programmes::RankingMethod,
    programmes::TieBreak,
    programmes::SourceNoteKind,
    programmes::Hidden,
    programmes::ComparisonMeasure,
    programmes::ComparisonFigure,
    programmes::ReleaseState,
    programmes::EntryOrigin,
    programmes::IndicatorKind,
    programmes::IndicatorOrigin,
    programmes::ValueSource,
    programmes::EffectKind,
    programmes::EffectGroup,
    programmes::RateUnit,
    programmes::ReferenceChangeKind,
    programmes::ClaimKind,
    programmes::ClaimState,
    programmes::TransferKind,
    programmes::DeadlineKind,
    programmes::AgreementField,
    programmes::ReadinessState,
    programmes::ReadinessBasis,
    programmes::CheckOutcome,
    casework::MatchReason,
    casework::NominatedBy,
    casework::NominationState,
    casework::CriterionOutcome,
    casework::EvidenceState,
    casework::VerdictOutcome,
    casework::EnrolmentState,
    casework::Presence,
    casework::Ending,
    casework::SupportCategory,
    casework::OutcomeKind,
    documents::DocumentKind,
    documents::DocumentState,
);

impl From<kernel::national::Sex> for Term {
    fn from(sex: kernel::national::Sex) -> Self {
        Self {
            code: sex.as_str(),
            label_pl: sex.label_pl(),
            label_en: sex.label_en(),
        }
    }
}

/// A list of codes as terms.
pub(crate) fn terms<T: Copy + Into<Term>>(values: &[T]) -> Vec<Term> {
    values.iter().map(|value| (*value).into()).collect()
}

/// Declares an input enum with the same values as a service's set of codes.
macro_rules! input_enums {
    ($($(#[$meta:meta])* $name:ident for $set:path { $($(#[$value_meta:meta])* $value:ident,)+ })+) => {$(
        $(#[$meta])*
        #[derive(::async_graphql::Enum, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum $name {
            $($(#[$value_meta])* $value,)+
        }

        impl From<$name> for $set {
            fn from(value: $name) -> Self {
                match value { $($name::$value => Self::$value,)+ }
            }
        }
    )+};
}
pub(crate) use input_enums;
