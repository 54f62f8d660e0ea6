//! What must hold of all rows together: no day twice, no code lost, a tree that is one.

use std::collections::{BTreeMap, BTreeSet};

use wsparcie_kernel::{Date, Problem};
use wsparcie_rules::contract::{self, Dictionaries};

use super::entry::{Entry, Key, ProgrammeRow, level_rank};
use super::file::{ReferenceFile, at_most};
use super::sections::Section;
use super::words::period;

const FIELD: &str = "content";

/// What is wrong with the file beside what is known; nothing, if it may be loaded.
pub fn problems_of(known: &[Entry], file: &ReferenceFile) -> Vec<Problem> {
    let mut problems = repeated(file);
    if problems.is_empty() {
        problems.extend(overlaps(file));
        problems.extend(lost_codes(known, file));
        problems.extend(trees(known, file));
        problems.extend(vocabulary(known, file));
    }
    at_most(problems)
}

fn at(section: &Section, problem: Problem) -> Problem {
    problem.at(&[FIELD, &section.to_string()])
}

fn repeated(file: &ReferenceFile) -> Vec<Problem> {
    let mut seen = BTreeSet::new();
    let again = file
        .entries
        .iter()
        .map(Entry::key)
        .filter(|key| !seen.insert(key.clone()));
    again.map(|key| at(&key.section, twice(&key))).collect()
}

fn twice(key: &Key) -> Problem {
    let code = &key.code;
    let from = key.from.map(|day| format!(" od {day}")).unwrap_or_default();
    let from_en = key.from.map(|day| format!(" from {day}")).unwrap_or_default();
    Problem::new(
        "REFERENCE_REPEATED",
        format!("wpis „{code}”{from} stoi w pliku dwa razy; zostaw jeden"),
        format!("the entry “{code}”{from_en} stands in the file twice; keep one"),
    )
}

/// Rows of one code must not hold on one day. Programme levels have one row each.
fn overlaps(file: &ReferenceFile) -> Vec<Problem> {
    let mut by_code: BTreeMap<(Section, String), Vec<&Entry>> = BTreeMap::new();
    for entry in &file.entries {
        let key = entry.key();
        by_code.entry((key.section, key.code)).or_default().push(entry);
    }
    let mut problems = Vec::new();
    for ((section, code), mut rows) in by_code {
        rows.sort_by_key(|row| row.times().from);
        for pair in rows.windows(2) {
            if let [first, second] = pair
                && first.times().overlap(second.times())
            {
                let (first, second) = (period(first.times()), period(second.times()));
                let problem = Problem::new(
                    "REFERENCE_OVERLAP",
                    format!(
                        "wpisy „{code}” {first} i {second} zachodzą na siebie; zakończ pierwszy przed drugim"
                    ),
                    format!(
                        "the entries “{code}” {first} and {second} overlap; end the first before the second"
                    ),
                );
                problems.push(at(&section, problem));
            }
        }
    }
    problems
}

/// A code of a dictionary or a level of a tree is never lost: recorded facts, rules and projects bear it. What is no longer
/// so has a last day.
fn lost_codes(known: &[Entry], file: &ReferenceFile) -> Vec<Problem> {
    let codes = |entries: &[Entry]| -> BTreeSet<(Section, String)> {
        let keys = entries.iter().map(Entry::key);
        let kept = keys.filter(|key| {
            matches!(
                key.section,
                Section::Dictionary(_) | Section::Indicators | Section::Tree { .. }
            )
        });
        kept.filter(|key| file.sections.contains(&key.section))
            .map(|key| (key.section, key.code))
            .collect()
    };
    let (known, given) = (codes(known), codes(&file.entries));
    let lost = known.difference(&given);
    lost.map(|(section, code)| {
        let problem = Problem::new(
            "REFERENCE_CODE_REMOVED",
            format!("kodu „{code}” nie można usunąć, bo mogą go mieć zapisane dane; zostaw go i podaj jego ostatni dzień (valid_to)"),
            format!("the code “{code}” cannot be removed, because recorded data may bear it; keep it and give it a last day (valid_to)"),
        );
        at(section, problem)
    })
    .collect()
}

fn programme_rows(entries: &[Entry]) -> BTreeMap<Key, &ProgrammeRow> {
    let rows = entries.iter().filter_map(|entry| match entry {
        Entry::Programme(row) => Some((entry.key(), row)),
        _ => None,
    });
    rows.collect()
}

fn trees(known: &[Entry], file: &ReferenceFile) -> Vec<Problem> {
    let (known, given) = (programme_rows(known), programme_rows(&file.entries));
    let mut problems = Vec::new();
    for (key, row) in &given {
        let parent = row.parent.as_ref().map(|code| {
            let above = Key {
                code: code.clone(),
                ..key.clone()
            };
            given.get(&above)
        });
        let stands = match parent {
            None => row.code == row.root && level_rank(row.level) == 0,
            Some(Some(above)) => {
                level_rank(above.level) < level_rank(row.level) && above.voivodeship == row.voivodeship
            }
            Some(None) => false,
        };
        if !stands {
            let code = &row.code;
            let problem = Problem::new(
                "REFERENCE_TREE",
                format!(
                    "poziom „{code}” nie stoi w drzewie: wskaż w parent wyższy poziom z tego pliku i to samo województwo; korzeń ma kod programu, level = \"programme\" i nie ma parent"
                ),
                format!(
                    "the level “{code}” does not stand in the tree: name in parent a higher level of this file, of the same voivodeship; the root has the programme's code, level = \"programme\" and no parent"
                ),
            );
            problems.push(at(&key.section, problem));
        }
        let moved = known.get(key).is_some_and(|before| {
            (before.level, &before.parent, &before.voivodeship) != (row.level, &row.parent, &row.voivodeship)
        });
        if moved {
            let code = &row.code;
            let problem = Problem::new(
                "REFERENCE_TREE",
                format!(
                    "poziom „{code}” jest już w innym miejscu drzewa, a projekty na niego wskazują; dodaj nowy poziom z innym kodem"
                ),
                format!(
                    "the level “{code}” stands elsewhere in the tree already, and projects point to it; add a new level with another code"
                ),
            );
            problems.push(at(&key.section, problem));
        }
    }
    problems
}

/// The dictionaries that conditions speak of must go on making a vocabulary.
fn vocabulary(known: &[Entry], file: &ReferenceFile) -> Option<Problem> {
    let read = [contract::PREMISES, contract::LABOUR_STATUSES];
    let touched = |name: &&str| file.sections.contains(&Section::Dictionary((*name).to_owned()));
    if !read.iter().any(touched) {
        return None;
    }
    let others = known
        .iter()
        .filter(|entry| !file.sections.contains(&entry.key().section));
    let rows = others.chain(&file.entries).filter_map(|entry| match entry {
        Entry::Dictionary(row) => Some(contract::DictionaryRow {
            dictionary: row.dictionary.clone(),
            code: row.code.clone(),
            label_pl: row.label_pl.clone(),
            label_en: row.label_en.clone(),
            counts_as: row.counts_as.clone(),
            valid_from: Some(row.times.from).filter(|day| *day > Date::MIN),
            valid_to: row.times.to,
            legal_basis: row.legal_basis.clone(),
        }),
        _ => None,
    });
    if !Dictionaries::from_rows(rows).terms().is_empty() {
        return None;
    }
    Some(
        Problem::new(
            "REFERENCE_VOCABULARY",
            "z tych przesłanek i statusów nie da się złożyć słownika faktów (najwyżej 40 kodów każdy, bez słów zastrzeżonych w CEL)",
            "these premises and statuses make no vocabulary of facts (at most 40 codes each, none a word that CEL reserves)",
        )
        .at(&[FIELD]),
    )
}
