//! The fictional files beside the pages: they add up to the pages' amounts, and say that they are fictional.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use toml::Value;
use wsparcie_kernel::Money;

use super::{centres, money, project};

/// The detailed budgets of a centre's fictional file.
fn budgets(centre: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{centre}.toml"));
    let text = fs::read_to_string(path).unwrap();
    assert!(
        text.contains("# Fictional: the page gives no budget by task and line."),
        "{centre}: not marked"
    );
    let value: Value = toml::from_str(&text).unwrap();
    value["budgets"].as_array().unwrap().clone()
}

#[test]
fn the_fictional_budgets_add_up_to_the_pages_amounts_to_the_grosz() {
    for (centre, code, total) in [
        ("przasnysz", "aktywizacja-2010", "200146.96"),
        ("jelenia-gora", "postaw-na-siebie-ii", "1470000.00"),
    ] {
        let page = project(centre, code);
        let budget = &budgets(centre)[0];
        assert_eq!(budget["project"].as_str(), Some(code));
        let mut by_source: BTreeMap<String, i64> = BTreeMap::new();
        for line in budget["tasks"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|task| task["lines"].as_array().unwrap())
        {
            let sources = line["sources"].as_array().unwrap();
            let sum = Money::sum(sources.iter().map(|part| money(&part["amount"]))).unwrap();
            assert_eq!(sum, money(&line["amount"]), "{centre}: {}", line["name"]);
            for part in sources {
                let source = part["source"].as_str().unwrap().to_owned();
                *by_source.entry(source).or_default() += money(&part["amount"]).grosz();
            }
        }
        let pages: BTreeMap<String, i64> = page["budget"]
            .as_array()
            .unwrap()
            .iter()
            .map(|part| {
                (
                    part["source"].as_str().unwrap().to_owned(),
                    money(&part["amount"]).grosz(),
                )
            })
            .collect();
        assert_eq!(by_source, pages, "{centre}");
        assert_eq!(Money::from_grosz(by_source.values().sum()).to_string(), total);
    }
    assert!(
        centres()
            .keys()
            .filter(|code| !["przasnysz", "jelenia-gora"].contains(&code.as_str()))
            .all(|code| {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{code}.toml"));
                !fs::read_to_string(path).unwrap().contains("[[budgets]]")
            }),
        "a page without money keeps none: a made-up budget would answer for it"
    );
}

#[test]
fn the_fictional_expenses_fit_their_lines_and_say_that_they_are_fictional() {
    for (centre, total) in [("przasnysz", "15705.14"), ("jelenia-gora", "85066.67")] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("data/fictional/{centre}.toml"));
        let value: Value = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let tasks = budgets(centre)[0]["tasks"].as_array().unwrap().clone();
        let mut sum = 0;
        for expense in value["expenses"].as_array().unwrap() {
            let task = tasks
                .iter()
                .find(|task| task["number"] == expense["task"])
                .unwrap();
            let lines = task["lines"].as_array().unwrap();
            let line = lines
                .iter()
                .find(|line| line["number"] == expense["line"])
                .unwrap();
            let amount = money(&expense["amount"]);
            assert!(
                amount <= money(&line["amount"]),
                "{centre}: {}",
                expense["document_number"]
            );
            let sources = line["sources"].as_array().unwrap();
            assert!(sources.iter().any(|part| part["source"] == expense["source"]));
            assert!(
                expense["contractor"]
                    .as_str()
                    .unwrap()
                    .to_lowercase()
                    .contains("fikcyjn")
            );
            sum += amount.grosz();
        }
        assert_eq!(Money::from_grosz(sum).to_string(), total, "{centre}");
    }
}
