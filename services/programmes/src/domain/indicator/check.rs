//! What a project may say of its indicators.

use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Date, Problem};
use wsparcie_programmes_api::{IndicatorKind, IndicatorTargets, NewOwnIndicator, RecordIndicatorValue};

use super::vocabulary::check_condition;

const MAX_UNIT: usize = 60;
const MAX_LABEL: usize = 500;
const MAX_DEFINITION: usize = 2000;
const MAX_SOURCE: usize = 500;
/// The highest target or value.
const MAX_NUMBER: i64 = 1_000_000_000;
const FIRST_DAY: Date = match Date::from_ymd_opt(2004, 1, 1) {
    Some(day) => day,
    None => Date::MIN,
};

/// An own indicator, checked.
pub struct OwnDraft {
    /// The code.
    pub code: String,
    /// When it is counted.
    pub kind: IndicatorKind,
    /// Its unit.
    pub unit: String,
    /// Whether it is told by sex.
    pub by_sex: bool,
    /// Label, in Polish.
    pub label_pl: String,
    /// Label, in English.
    pub label_en: String,
    /// Definition.
    pub definition: String,
    /// Whom it counts.
    pub condition: Option<String>,
    /// Targets.
    pub targets: IndicatorTargets,
}

impl OwnDraft {
    /// Checks an own indicator. `taken` tells whether a dictionary has the code.
    ///
    /// # Errors
    /// Refused with every problem found.
    pub fn check(input: &NewOwnIndicator, taken: bool) -> Result<Self, CallError> {
        let mut problems = Problems::default();
        if !is_code(&input.code) {
            problems.add(&["code"], bad_code());
        } else if taken {
            problems.add(
                &["code"],
                Problem::new(
                    "INDICATOR_CODE_OF_DICTIONARY",
                    "ten kod ma wskaźnik słownika; wybierz go ze słownika albo nadaj własnemu inny kod",
                    "an indicator of the dictionary has this code; choose that one or give your own another code",
                ),
            );
        }
        if input.kind == IndicatorKind::LongerTerm {
            problems.add(
                &["kind"],
                Problem::new(
                    "INDICATOR_BY_EVALUATION",
                    "rezultaty długoterminowe mierzy ewaluacja, a nie projekt; wybierz produkt albo rezultat bezpośredni",
                    "longer-term results are measured by evaluation, not by the project; choose output or immediate result",
                ),
            );
        }
        let unit = problems.keep(&["unit"], line(&input.unit, MAX_UNIT));
        let label_pl = problems.keep(&["labelPl"], line(&input.label_pl, MAX_LABEL));
        let label_en = problems.keep(&["labelEn"], line(&input.label_en, MAX_LABEL));
        let definition = problems.keep(&["definition"], line(&input.definition, MAX_DEFINITION));
        if let Some(condition) = &input.condition {
            problems.keep(&["condition"], check_condition(condition));
        }
        targets(&mut problems, input.targets, input.by_sex);
        let draft = (|| {
            Some(Self {
                code: input.code.clone(),
                kind: input.kind,
                unit: unit?,
                by_sex: input.by_sex,
                label_pl: label_pl?,
                label_en: label_en?,
                definition: definition?,
                condition: input.condition.clone(),
                targets: input.targets,
            })
        })();
        Ok(problems.finish(draft)?)
    }
}

/// Checks targets.
///
/// # Errors
/// Refused with every problem found.
pub fn check_targets(input: IndicatorTargets, by_sex: bool) -> Result<(), CallError> {
    let mut problems = Problems::default();
    targets(&mut problems, input, by_sex);
    Ok(problems.finish(Some(()))?)
}

fn targets(problems: &mut Problems, input: IndicatorTargets, by_sex: bool) {
    for (field, number) in [
        ("targetTotal", input.total),
        ("targetWomen", input.women),
        ("targetMen", input.men),
    ] {
        if let Some(number) = number {
            within(problems, field, number);
        }
    }
    if !by_sex && (input.women.is_some() || input.men.is_some()) {
        problems.add(&["targetWomen"], not_by_sex());
    }
    if let (Some(total), Some(women), Some(men)) = (input.total, input.women, input.men)
        && women.checked_add(men) != Some(total)
    {
        problems.add(
            &["targetTotal"],
            Problem::new(
                "TARGET_SUM",
                "cel ogółem to suma celów dla kobiet i mężczyzn; popraw liczby albo pomiń nieznane",
                "the target in all is the sum of those for women and men; correct the numbers or leave out what is unknown",
            ),
        );
    }
}

/// Checks a value entered by hand, and gives its source. It states a day between the project's first, if that is known, and
/// today: results go on after a project's end.
///
/// # Errors
/// Refused with every problem found.
pub fn check_value(
    input: &RecordIndicatorValue,
    by_sex: bool,
    (starts_on, today): (Option<Date>, Date),
) -> Result<String, CallError> {
    let mut problems = Problems::default();
    problems.day(&["asOf"], input.as_of, starts_on.unwrap_or(FIRST_DAY), today);
    within(&mut problems, "total", input.total);
    match (input.women, input.men) {
        (None, None) => {}
        _ if !by_sex => problems.add(&["women"], not_by_sex()),
        (Some(women), Some(men)) => {
            within(&mut problems, "women", women);
            within(&mut problems, "men", men);
            if women.checked_add(men) != Some(input.total) {
                problems.add(
                    &["total"],
                    Problem::new(
                        "VALUE_SUM",
                        "wartość ogółem to suma wartości dla kobiet i mężczyzn; popraw liczby",
                        "the value in all is the sum of those for women and men; correct the numbers",
                    ),
                );
            }
        }
        _ => problems.add(
            &["women"],
            Problem::new(
                "VALUE_BY_SEX_WHOLE",
                "podaj wartość i dla kobiet, i dla mężczyzn, albo pomiń obie",
                "give the value for women and for men, or leave out both",
            ),
        ),
    }
    let source = problems.keep(&["source"], line(&input.source, MAX_SOURCE));
    Ok(problems.finish(source)?)
}

fn within(problems: &mut Problems, field: &str, number: i64) {
    if !(0..=MAX_NUMBER).contains(&number) {
        problems.add(
            &[field],
            Problem::new(
                "AMOUNT_OUT_OF_RANGE",
                format!("podaj liczbę od 0 do {MAX_NUMBER}"),
                format!("give a number from 0 to {MAX_NUMBER}"),
            ),
        );
    }
}

fn not_by_sex() -> Problem {
    Problem::new(
        "NOT_BY_SEX",
        "ten wskaźnik nie jest podawany według płci; pomiń liczby dla kobiet i mężczyzn",
        "this indicator is not told by sex; leave out the numbers for women and men",
    )
}

/// Whether a text is an indicator's code.
pub(crate) fn is_code(text: &str) -> bool {
    text.len() <= 40
        && text.starts_with(|first: char| first.is_ascii_uppercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The refusal of a text that is no indicator's code.
pub(crate) fn bad_code() -> Problem {
    Problem::new(
        "INDICATOR_CODE_INVALID",
        "kod wskaźnika to wielkie litery bez polskich znaków, cyfry i „_”, najpierw litera, najwyżej 40 znaków",
        "an indicator's code is capital letters A-Z, digits and “_”, a letter first, at most 40 characters",
    )
}
