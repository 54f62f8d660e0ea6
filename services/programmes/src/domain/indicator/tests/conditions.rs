//! What conditions may speak of.

use crate::domain::indicator::{check_condition, terms};
use crate::domain::reference::ReferenceFile;

#[test]
fn a_condition_can_speak_of_participations_only() {
    for bad in [
        "first_name == \"Ewa\"",
        "age",
        "labour_status == \"retired\"",
        "premise.homeless",
        "age +",
    ] {
        assert!(check_condition(bad).is_err(), "{bad}");
    }
    assert!(terms().iter().all(
        |term| check_condition(&example(&term.name, &term.value_type)).is_ok() || !term.values.is_empty()
    ));
}

/// One indicator of a file, with this kind and condition.
fn of_file(kind: &str, condition: &str) -> Vec<String> {
    let content = format!(
        "[[indicator]]\nperiod = \"2014-2020\"\ncode = \"CO01\"\nposition = 1\nkind = \"{kind}\"\nunit = \"person\"\n\
         by_sex = true\nlabel_pl = \"a\"\nlabel_en = \"a\"\ndefinition_pl = \"a\"\ndefinition_en = \"a\"\n{condition}\n\
         valid_from = 2014-01-01\nlegal_basis = \"a\"\n"
    );
    match ReferenceFile::parse(&content) {
        Ok(_) => Vec::new(),
        Err(problems) => problems
            .into_iter()
            .map(|problem| format!("{}@{}", problem.code, problem.path.join(".")))
            .collect(),
    }
}

#[test]
fn a_file_with_a_condition_that_does_not_pass_is_refused() {
    assert_eq!(of_file("output", "condition = 'age < 25'"), [""; 0]);
    assert_eq!(of_file("longer_term", ""), [""; 0]);
    assert_eq!(
        of_file("output", "condition = 'income < 25'"),
        ["CONDITION_UNKNOWN_FACT@content.indicator.0.condition"]
    );
    assert_eq!(
        of_file("output", "condition = 'age'"),
        ["CONDITION_NOT_BOOLEAN@content.indicator.0.condition"]
    );
    assert_eq!(
        of_file("output", ""),
        ["INDICATOR_CONDITION@content.indicator.0.condition"]
    );
    assert_eq!(
        of_file("longer_term", "condition = 'true'"),
        ["INDICATOR_CONDITION@content.indicator.0.condition"]
    );
}

fn example(name: &str, value_type: &str) -> String {
    match value_type {
        "int" => format!("{name} > 1"),
        _ => name.to_owned(),
    }
}
