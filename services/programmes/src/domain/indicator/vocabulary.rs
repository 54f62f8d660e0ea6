//! What the condition of an indicator may speak of: the person on the day of accession, and what became of her.

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::VocabularyTerm;
use wsparcie_rules::{Condition, EDUCATION_LEVELS, FactDef, FactType, Sensitivity, Vocabulary};

/// What must be known of everybody who is counted: a person whose required data are missing is counted in no indicator
/// (domain rules §2). The sensitive questions may be refused and are not among them.
pub const REQUIRED: [&str; 3] = ["age", "labour_status", "education"];

/// The codes of the dictionary `labour_status` that indicators tell apart.
const LABOUR_STATUSES: [&str; 4] = [
    "unemployed_unregistered",
    "unemployed_registered",
    "inactive",
    "employed",
];

/// The situations after leaving, codes of the dictionary `situation_after`, with what each means.
pub(super) const SITUATIONS: [(&str, &str, &str); 8] = [
    (
        "found_work",
        "podjęła pracę lub działalność",
        "took up work or a business",
    ),
    ("seeks_work", "poszukuje pracy", "seeks work"),
    (
        "in_education",
        "podjęła kształcenie lub szkolenie",
        "took up education or training",
    ),
    ("qualified", "uzyskała kwalifikacje", "gained a qualification"),
    ("competent", "nabyła kompetencje", "gained competences"),
    ("keeps_work", "kontynuuje zatrudnienie", "keeps the employment"),
    ("other", "inne", "other"),
    ("not_applicable", "nie dotyczy", "not applicable"),
];

/// Results that are dated, each counted after leaving and within the time that results have.
pub(super) const RESULTS: [(&str, &str, &str); 5] = [
    (
        "work_found",
        "podjęła pracę lub działalność (udokumentowane)",
        "found work or started a business (documented)",
    ),
    (
        "education_taken_up",
        "podjęła kształcenie lub szkolenie",
        "took up education or training",
    ),
    (
        "qualification",
        "uzyskała kwalifikację: walidacja i certyfikacja",
        "gained a qualification: validated and certified",
    ),
    (
        "competence_complete",
        "nabyła kompetencję: cztery etapy",
        "acquired a competence: all four stages",
    ),
    ("social_effect", "efekt społeczny", "a social effect"),
];

/// The yes-or-no questions about the day of accession.
pub(super) const QUESTIONS: [(&str, &str, &str); 9] = [
    (
        "in_education_or_training",
        "uczy się lub szkoli",
        "is in education or training",
    ),
    ("has_disability", "ma niepełnosprawność", "has a disability"),
    (
        "foreign_origin_or_minority",
        "mniejszość, migrant lub osoba obcego pochodzenia (2014-20)",
        "a minority, a migrant or of foreign origin (2014-20)",
    ),
    (
        "foreign_origin",
        "osoba obcego pochodzenia (2021-27)",
        "of foreign origin (2021-27)",
    ),
    (
        "minority",
        "mniejszość narodowa lub etniczna (2021-27)",
        "a national or ethnic minority (2021-27)",
    ),
    (
        "third_country_national",
        "obywatel państwa trzeciego",
        "a national of a third country",
    ),
    (
        "homeless_or_housing_excluded",
        "bezdomność lub wykluczenie mieszkaniowe",
        "homeless or excluded from housing",
    ),
    (
        "other_disadvantage",
        "inna niekorzystna sytuacja",
        "disadvantaged in another way",
    ),
    ("rural_area", "obszar wiejski", "a rural area"),
];

fn fact(name: &str, fact_type: FactType, pl: &str, en: &str, unit: Option<&str>) -> FactDef {
    FactDef {
        name: name.to_owned(),
        fact_type,
        meaning_pl: pl.to_owned(),
        meaning_en: en.to_owned(),
        unit: unit.map(str::to_owned),
        sensitivity: Sensitivity::Personal,
        derived: true,
    }
}

fn codes(list: &[&str]) -> FactType {
    FactType::Code(list.iter().map(|code| (*code).to_owned()).collect())
}

/// The vocabulary. It is closed: conditions that name anything else are refused when they are saved or loaded.
pub fn vocabulary() -> Vocabulary {
    let accession = [
        fact(
            "age",
            FactType::Integer,
            "wiek w ukończonych latach w dniu przystąpienia",
            "completed years on the day of accession",
            Some("years"),
        ),
        fact(
            "sex",
            codes(&["K", "M"]),
            "płeć (K, M)",
            "sex (K female, M male)",
            None,
        ),
        fact(
            "labour_status",
            codes(&LABOUR_STATUSES),
            "status na rynku pracy w dniu przystąpienia",
            "labour-market status on the day of accession",
            None,
        ),
        fact(
            "unemployed_months",
            FactType::Integer,
            "od ilu pełnych miesięcy bez pracy",
            "for how many full months without work",
            Some("months"),
        ),
        fact(
            "education",
            codes(&EDUCATION_LEVELS),
            "wykształcenie w dniu przystąpienia",
            "education on the day of accession",
            None,
        ),
        fact(
            "ended",
            FactType::Boolean,
            "udział się zakończył",
            "the participation has ended",
            None,
        ),
        fact(
            "ending",
            codes(&["as_planned", "for_work", "early"]),
            "jak udział się zakończył",
            "how the participation ended",
            None,
        ),
        fact(
            "vocational_support",
            FactType::Boolean,
            "otrzymała co najmniej jedną usługę zawodową",
            "received at least one vocational service",
            None,
        ),
    ];
    let yes_or_no = QUESTIONS
        .iter()
        .chain(&RESULTS)
        .map(|(name, pl, en)| fact(name, FactType::Boolean, pl, en, None));
    let situations = SITUATIONS.iter().map(|(code, pl, en)| {
        let name = format!("situation_after.{code}");
        fact(
            &name,
            FactType::Boolean,
            &format!("po zakończeniu: {pl}"),
            &format!("after leaving: {en}"),
            None,
        )
    });
    Vocabulary::closed(accession.into_iter().chain(yes_or_no).chain(situations))
}

/// The vocabulary as it is shown to whoever writes a condition.
pub fn terms() -> Vec<VocabularyTerm> {
    let vocabulary = vocabulary();
    let terms = vocabulary.facts().map(|fact| {
        let (value_type, values) = match &fact.fact_type {
            FactType::Boolean => ("bool", Vec::new()),
            FactType::Integer => ("int", Vec::new()),
            FactType::Code(codes) => ("string", codes.clone()),
            FactType::Text => ("string", Vec::new()),
        };
        VocabularyTerm {
            name: fact.name.clone(),
            value_type: value_type.to_owned(),
            meaning_pl: fact.meaning_pl.clone(),
            meaning_en: fact.meaning_en.clone(),
            unit: fact.unit.clone(),
            is_special: false,
            is_derived: true,
            values,
        }
    });
    terms.collect()
}

/// Compiles a condition and checks its types.
///
/// # Errors
/// What is wrong and where, without a path: the caller knows the field.
pub fn check_condition(source: &str) -> Result<Condition, Problem> {
    Condition::check(source, &vocabulary()).map_err(|problem| {
        let place = |text: &str, word: &str| match problem.position {
            Some(position) => format!("{text} ({word} {})", position + 1),
            None => text.to_owned(),
        };
        let code = serde_json::to_value(problem.code)
            .ok()
            .and_then(|code| code.as_str().map(str::to_owned));
        Problem::new(
            &code.unwrap_or_default(),
            place(&problem.message_pl, "znak"),
            place(&problem.message_en, "character"),
        )
    })
}
