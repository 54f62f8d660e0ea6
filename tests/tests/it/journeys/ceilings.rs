//! A budget held against the ceilings of its period: what is kept, what is exceeded, by which rule.

use serde_json::{Value, json};

use super::budgets::{Desk, codes, task};
use super::ground::{load_reference, zloty};
use crate::support::TestApp;

const GUIDELINES: &str = "Wytyczne w zakresie kwalifikowalności wydatków 2014-2020";
const CHECKS: &str = "budgets { id version state { code } sums { direct { amount } }
    checks { rule label(lang: PL) baseLabel(lang: EN) legalBasis limit limitAmount { amount } base { amount }
        actual actualAmount { amount } verdict { code } missing on release } }";

/// A line of one source.
fn cost(number: u32, line_id: Option<&Value>, amount: &str, source: &str, flags: &[&str]) -> Value {
    json!({"setLine": {
        "lineId": line_id, "taskNumber": 1, "number": number, "name": format!("pozycja {number}"), "unit": "komplet",
        "unitCost": zloty(amount), "quantity": "1", "amount": zloty(amount),
        "sources": [{"source": source, "amount": zloty(amount)}], "flags": flags,
    }})
}

/// The direct costs of the Union, the indirect ones, cross-financing (direct as well), and own money (direct as well).
const LINES: [(&str, &[&str]); 4] = [
    ("EU", &[]),
    ("EU", &["INDIRECT"]),
    ("EU", &["CROSS_FINANCING"]),
    ("LOCAL_GOVERNMENT", &["OWN_CONTRIBUTION"]),
];

/// A draft of four lines, and the amounts that it is given one after another.
struct Draft {
    desk: Desk,
    budget: Value,
}

impl Draft {
    /// Of the regional programme of 2014-2020, by its number, from its first day.
    async fn open(app: &TestApp) -> Self {
        load_reference(app).await;
        let project = json!({
            "title": "Asystent aktywności", "number": "RPSW.09.02.01-26-0057/16-00", "startsOn": "2017-07-01",
            "endsOn": "2019-06-30",
        });
        let desk = Desk::open(app, project).await;
        let empty = desk.create("EMPTY").await;
        let mut edits = vec![task(1)];
        for (number, (source, flags)) in (1..).zip(LINES) {
            edits.push(cost(number, None, "1.00", source, flags));
        }
        let budget = desk.edit(&empty, json!(edits)).await["budget"].take();
        Self { desk, budget }
    }

    /// Gives its lines these amounts, and the version these terms; the checks by rule, in their order.
    async fn with(&mut self, amounts: [&str; 4], terms: Value) -> Vec<Value> {
        let lines = self.budget["tasks"][0]["lines"].as_array().unwrap();
        let mut edits = vec![json!({"setTerms": terms})];
        for ((number, line), (amount, (source, flags))) in (1..).zip(lines).zip(amounts.iter().zip(LINES)) {
            edits.push(cost(number, Some(&line["id"]), amount, source, flags));
        }
        let edited = self.desk.edit(&self.budget, json!(edits)).await;
        assert!(codes(&edited).is_empty(), "{edited}");
        self.budget = edited["budget"].clone();
        self.checks().await
    }

    async fn checks(&self) -> Vec<Value> {
        let told = self.desk.ask(CHECKS).await["budgets"][0].take();
        told["checks"].as_array().unwrap().clone()
    }
}

fn rule<'a>(checks: &'a [Value], code: &str) -> &'a Value {
    checks
        .iter()
        .find(|check| check["rule"] == code)
        .unwrap_or_else(|| panic!("no {code}"))
}

/// Verdict, limit and what it comes to in money.
fn verdict(checks: &[Value], code: &str) -> Value {
    let check = rule(checks, code);
    json!([
        check["verdict"]["code"],
        check["limit"],
        check["limitAmount"]["amount"]
    ])
}

#[tokio::test]
pub(crate) async fn indirect_costs_are_held_against_the_band_of_the_direct_ones_to_the_grosz() {
    let app = TestApp::start().await;
    let mut draft = Draft::open(&app).await;
    // Direct costs are the first, third and fourth line.
    for (direct, indirect, told) in [
        ("829998.00", "207500.00", json!(["ok", "25.00", "207500.00"])),
        (
            "829998.00",
            "207500.01",
            json!(["exceeded", "25.00", "207500.00"]),
        ),
        (
            "829998.01",
            "207500.00",
            json!(["exceeded", "20.00", "166000.00"]),
        ),
        ("829998.01", "166000.00", json!(["ok", "20.00", "166000.00"])),
        (
            "829998.01",
            "166000.01",
            json!(["exceeded", "20.00", "166000.00"]),
        ),
    ] {
        let checks = draft.with([direct, indirect, "1.00", "1.00"], json!({})).await;
        assert_eq!(
            verdict(&checks, "indirect_costs_table"),
            told,
            "{direct} and {indirect}"
        );
        let table = rule(&checks, "indirect_costs_table");
        assert_eq!(
            (&table["label"], &table["legalBasis"], &table["baseLabel"]),
            (
                &json!("koszty pośrednie w granicach tabeli"),
                &json!(GUIDELINES),
                &json!("direct costs")
            )
        );
        let base = if direct == "829998.00" {
            "830000.00"
        } else {
            "830000.01"
        };
        assert_eq!(
            (
                &table["base"]["amount"],
                &table["actualAmount"]["amount"],
                &table["on"],
                &table["release"]
            ),
            (&json!(base), &json!(indirect), &json!("2017-07-01"), &json!(2))
        );
    }
}

#[tokio::test]
pub(crate) async fn an_agreed_rate_cross_financing_and_own_money_are_each_held_against_their_rule() {
    let app = TestApp::start().await;
    let mut draft = Draft::open(&app).await;
    // Direct 800000.00, in all 1000000.00: a quarter indirect, a tenth cross-financed, 15 % own money.
    let kept = ["550000.00", "200000.00", "100000.00", "150000.00"];
    let terms = |rate: &str, own: &str| json!({"indirectRate": rate, "ownShare": own});
    let all = [
        "indirect_costs_table",
        "indirect_costs_agreed_rate",
        "agreed_rate_within_table",
        "cross_financing",
        "own_contribution",
    ];
    let exceeded = |checks: &[Value]| {
        assert_eq!(
            checks
                .iter()
                .map(|check| check["rule"].as_str().unwrap())
                .collect::<Vec<_>>(),
            all
        );
        let over = checks.iter().filter(|check| check["verdict"]["code"] != "ok");
        over.map(|check| {
            assert_eq!(check["verdict"]["code"], "exceeded", "{check}");
            assert!(
                check["legalBasis"].is_string() && check["missing"] == json!([]),
                "{check}"
            );
            check["rule"].as_str().unwrap().to_owned()
        })
        .collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    let checks = draft.with(kept, terms("25.00", "15.00")).await;
    assert_eq!(exceeded(&checks), none, "each exactly at its ceiling");
    for (code, told) in [
        ("indirect_costs_table", json!(["ok", "25.00", "200000.00"])),
        ("indirect_costs_agreed_rate", json!(["ok", "25.00", "200000.00"])),
        ("agreed_rate_within_table", json!(["ok", "25.00", null])),
        ("cross_financing", json!(["ok", "10.00", "100000.00"])),
        ("own_contribution", json!(["ok", "15.00", "150000.00"])),
    ] {
        assert_eq!(verdict(&checks, code), told, "{code}");
    }

    let checks = draft.with(kept, terms("25.01", "15.00")).await;
    assert_eq!(
        exceeded(&checks),
        ["agreed_rate_within_table"],
        "the table is a cap on what is agreed"
    );
    let checks = draft.with(kept, terms("24.99", "15.00")).await;
    assert_eq!(
        exceeded(&checks),
        ["indirect_costs_agreed_rate"],
        "80.00 zł over what was agreed"
    );
    assert_eq!(
        verdict(&checks, "indirect_costs_agreed_rate"),
        json!(["exceeded", "24.99", "199920.00"])
    );

    // A grosz from the first line to the third: the same whole, the same direct costs.
    let over = ["549999.99", "200000.00", "100000.01", "150000.00"];
    let checks = draft.with(over, terms("25.00", "15.00")).await;
    assert_eq!(exceeded(&checks), ["cross_financing"]);
    assert_eq!(rule(&checks, "cross_financing")["legalBasis"], GUIDELINES);
    assert_eq!(
        rule(&checks, "cross_financing")["actual"],
        "10.00",
        "rounded; the verdict is by the grosz"
    );

    let short = ["550000.01", "200000.00", "100000.00", "149999.99"];
    let checks = draft.with(short, terms("25.00", "15.00")).await;
    assert_eq!(exceeded(&checks), ["own_contribution"]);
    let own = rule(&checks, "own_contribution");
    assert_eq!(
        (&own["legalBasis"], &own["label"]),
        (
            &json!("regulamin naboru lub umowa o dofinansowanie: wymagany wkład własny"),
            &json!("wkład własny co najmniej w wymaganym udziale")
        )
    );

    // A warning, no more: the version comes into force, and goes on telling it.
    let forced = draft.desk.force(&draft.budget, "2017-07-01").await;
    assert!(codes(&forced).is_empty(), "{forced}");
    assert_eq!(exceeded(&draft.checks().await), ["own_contribution"]);
}
