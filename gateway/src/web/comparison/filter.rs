//! The form of the comparison's filters. Its lists have the labels of the contracts' codes, as the schema's terms have.

use wsparcie_kernel::national::Voivodeship;
use wsparcie_programmes_api::{ComparisonMeasure, FundingPeriod};

use super::answer::{Release, ReleaseName};
use super::asked::{self, Asked};
use crate::web::choice::{Checks, Choice, Select};
use crate::web::form::{Field, Problems};
use crate::web::format;
use crate::web::lang::Lang;

/// The filters, as they were chosen.
pub(super) struct Filter {
    pub(super) release: Select,
    pub(super) programme: Field,
    pub(super) period: Select,
    pub(super) centre_kind: Select,
    /// Only where more than one voivodeship is compared.
    pub(super) voivodeship: Option<Select>,
    pub(super) measures: Checks,
    pub(super) is_narrowed: bool,
}

impl Filter {
    /// The form with what was asked for. `shown` is the release that the page is of, `known` are others to choose from,
    /// oldest first.
    pub(super) fn new(
        asked: &Asked,
        problems: &Problems,
        shown: Option<&Release>,
        known: &[ReleaseName],
        lang: Lang,
    ) -> Self {
        let all = lang.t("wszystkie", "all");
        let has_regions = shown.is_none_or(|release| release.voivodeship == "00");
        Self {
            release: Select {
                name: "release",
                label: lang.t("Wydanie", "Release"),
                any: lang.t("najnowsze", "the newest"),
                choices: releases(asked, shown, known, lang),
                problem: None,
            }
            .checked(problems),
            programme: Field::text(
                "programme",
                lang.t("Kod w programie", "Code within a programme"),
                "off",
            )
            .hint(lang.t(
                "Programu, osi, działania albo poddziałania, na przykład RPSW albo 9.2.1.",
                "Of a programme, axis, measure or submeasure, such as RPSW or 9.2.1.",
            ))
            .value(&asked.programme_again())
            .optional()
            .checked(problems),
            period: Select {
                name: "period",
                label: lang.t("Okres programowania", "Funding period"),
                any: all,
                choices: FundingPeriod::ALL
                    .iter()
                    .map(|period| choice(period.code(), asked::period_label(*period, lang), &asked.period))
                    .collect(),
                problem: None,
            }
            .checked(problems),
            centre_kind: Select {
                name: "centreKind",
                label: lang.t("Rodzaj ośrodka", "Kind of centre"),
                any: all,
                choices: asked::centre_kinds()
                    .map(|kind| choice(kind.code(), asked::kind_label(kind, lang), &asked.centre_kind))
                    .collect(),
                problem: None,
            }
            .checked(problems),
            voivodeship: (has_regions || !asked.voivodeship.is_empty())
                .then(|| voivodeship(asked, lang).checked(problems)),
            measures: Checks {
                name: "measure",
                label: lang.t("Miary", "Measures"),
                hint: lang.t("Bez zaznaczenia: wszystkie.", "None ticked: all."),
                choices: ComparisonMeasure::ALL
                    .iter()
                    .map(|measure| Choice {
                        code: measure.code().to_owned(),
                        text: asked::measure_text(*measure, lang),
                        is_chosen: asked.measures.contains(measure),
                    })
                    .collect(),
                problem: None,
            }
            .checked(problems),
            is_narrowed: asked.is_narrowed(),
        }
    }
}

fn choice(code: &str, text: impl Into<String>, chosen: &str) -> Choice {
    Choice {
        code: code.to_owned(),
        text: text.into(),
        is_chosen: code == chosen,
    }
}

fn voivodeship(asked: &Asked, lang: Lang) -> Select {
    let mut all = Voivodeship::ALL;
    // Their codes are in the order of the Polish alphabet.
    all.sort_by_key(|voivodeship| voivodeship.code());
    Select {
        name: "voivodeship",
        label: lang.t("Województwo", "Voivodeship"),
        any: lang.t("wszystkie", "all"),
        choices: all
            .map(|one| choice(one.code(), one.name_pl(), &asked.voivodeship))
            .into(),
        problem: None,
    }
}

/// The frozen releases, newest first, and the one shown even if it is older than those.
fn releases(asked: &Asked, shown: Option<&Release>, known: &[ReleaseName], lang: Lang) -> Vec<Choice> {
    let name = |number: i64, as_of: Option<&str>| match as_of {
        Some(as_of) => format!("{number} ({})", format::moment(as_of, lang)),
        None => number.to_string(),
    };
    let frozen = known
        .iter()
        .rev()
        .filter(|release| release.state.code == "frozen");
    let mut choices: Vec<Choice> = frozen
        .map(|one| choice(&one.id, name(one.number, one.as_of.as_deref()), &asked.release))
        .collect();
    if let Some(shown) = shown
        && shown.id == asked.release
        && !choices.iter().any(|choice| choice.is_chosen)
        && shown.hash.is_some()
    {
        choices.push(choice(
            &shown.id,
            name(shown.number, shown.as_of.as_deref()),
            &asked.release,
        ));
    }
    choices
}
