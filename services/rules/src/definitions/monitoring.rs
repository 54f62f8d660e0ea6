//! Facts that monitoring and indicators ask for beside recruitment (SL2014, SM EFS: domain rules §2 and §3).
//!
//! The sensitive ones are answered `Tak | Nie | Odmowa podania informacji`: a refusal is an answer's state, not a value.

use super::{codes, fact, in_unit};
use crate::vocabulary::{FactDef, FactType, Sensitivity};

/// Levels of education, the lowest first: the finest steps that the official lists of any period tell apart. What a level
/// is called, and in which band 2021-27 counts it, is the dictionary `education`.
pub const EDUCATION_LEVELS: [&str; 6] = ["isced_0", "isced_1", "isced_2", "isced_3", "isced_4", "isced_5_8"];

pub(super) fn facts() -> Vec<FactDef> {
    use FactType::{Boolean, Integer};
    use Sensitivity::{Personal, Special};
    vec![
        fact(
            "education",
            codes(&EDUCATION_LEVELS),
            Personal,
            "wykształcenie: najwyższy ukończony poziom ISCED",
            "education: the highest ISCED level completed",
        ),
        in_unit(
            fact(
                "unemployed_months",
                Integer,
                Personal,
                "od ilu pełnych miesięcy nieprzerwanie pozostaje bez pracy i jej szuka (0, gdy nie jest bezrobotna)",
                "for how many full months without a break out of work and looking for it (0 if not unemployed)",
            ),
            "months",
        ),
        fact(
            "in_education_or_training",
            Boolean,
            Personal,
            "uczy się lub szkoli",
            "is in education or training",
        ),
        fact(
            "rural_area",
            Boolean,
            Personal,
            "mieszka na obszarze wiejskim (DEGURBA 3)",
            "lives in a rural area (DEGURBA 3)",
        ),
        fact(
            "took_part_before",
            Boolean,
            Personal,
            "brała udział we wcześniejszej edycji lub projekcie ośrodka",
            "took part in an earlier edition or project of the centre",
        ),
        fact(
            "has_disability",
            Boolean,
            Special,
            "jest osobą z niepełnosprawnością (także zaburzenia psychiczne); odpowiedź do monitorowania",
            "is a person with a disability (mental disorders included); the answer for monitoring",
        ),
        fact(
            "third_country_national",
            Boolean,
            Special,
            "jest obywatelem państwa trzeciego (spoza UE)",
            "is a national of a third country (outside the EU)",
        ),
        fact(
            "foreign_origin_or_minority",
            Boolean,
            Special,
            "należy do mniejszości narodowej lub etnicznej, jest migrantem lub osobą obcego pochodzenia (jedno pytanie SL2014)",
            "belongs to a national or ethnic minority, is a migrant or of foreign origin (one question of SL2014)",
        ),
        fact(
            "foreign_origin",
            Boolean,
            Special,
            "jest osobą obcego pochodzenia (osobne pytanie od 2021-27)",
            "is of foreign origin (a question of its own since 2021-27)",
        ),
        fact(
            "minority",
            Boolean,
            Special,
            "należy do mniejszości narodowej lub etnicznej, także społeczności romskiej (osobne pytanie od 2021-27)",
            "belongs to a national or ethnic minority, Roma included (a question of its own since 2021-27)",
        ),
        fact(
            "homeless_or_housing_excluded",
            Boolean,
            Special,
            "jest bezdomna lub dotknięta wykluczeniem z dostępu do mieszkań; odpowiedź do monitorowania",
            "is homeless or excluded from access to housing; the answer for monitoring",
        ),
        fact(
            "other_disadvantage",
            Boolean,
            Special,
            "jest w innej niekorzystnej sytuacji społecznej niż pozostałe pytania",
            "is socially disadvantaged in another way than the other questions ask",
        ),
    ]
}
