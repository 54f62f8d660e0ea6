//! Categories, providers, quantities.

use super::*;
use crate::domain::reference::Times;
use crate::domain::words::Word;

fn day() -> Date {
    "2018-01-01".parse().unwrap()
}

fn words() -> Words {
    let word = |dictionary: &str, code: &str, counts_as: Option<&str>| Word {
        dictionary: dictionary.to_owned(),
        code: code.to_owned(),
        label_pl: code.to_owned(),
        label_en: code.to_owned(),
        counts_as: counts_as.map(str::to_owned),
        times: Times {
            from: "2007-01-01".parse().unwrap(),
            to: Some("2018-12-31".parse().unwrap()),
        },
    };
    Words::new(vec![
        word(SERVICE_KIND, "course", Some("educational")),
        word(SERVICE_KIND, "pottery", None),
        word(CATEGORY, "educational", None),
        word(CATEGORY, "social", None),
        word(SERVICE_UNIT, "hour", None),
    ])
}

fn course() -> ServiceFacts {
    ServiceFacts {
        kind: "course".to_owned(),
        category: None,
        description: None,
        unit: Some("hour".to_owned()),
        quantity: Some(PlannedQuantity {
            thousandths: 50_000,
            to_thousandths: None,
            exactness: Exactness::Exact,
        }),
        per_what: None,
        provider: None,
    }
}

fn checked(facts: &ServiceFacts, day: &str) -> Result<String, Vec<String>> {
    let words = words();
    let partners = ["PROREW".to_owned()];
    let beside = Beside {
        words: &words,
        day: day.parse().unwrap(),
        partners: &partners,
        post_is_known: false,
    };
    let said = |problem: Problem| format!("{} {}", problem.path.join("."), problem.code);
    match check(facts, &beside) {
        Ok(service) => Ok(service.category),
        Err(problems) => Err(problems.into_iter().map(said).collect()),
    }
}

#[test]
fn the_category_is_the_kinds_unless_the_project_says_otherwise() {
    assert_eq!(checked(&course(), "2018-01-01"), Ok("educational".to_owned()));
    let social = ServiceFacts {
        category: Some("social".to_owned()),
        ..course()
    };
    assert_eq!(checked(&social, "2018-01-01"), Ok("social".to_owned()));
    let own = ServiceFacts {
        kind: "pottery".to_owned(),
        ..course()
    };
    assert_eq!(
        checked(&own, "2018-01-01"),
        Err(vec!["service.category CATEGORY_NEEDED".to_owned()])
    );
}

#[test]
fn codes_hold_on_the_day_and_not_today() {
    let past = Err(["kind", "category", "unit"]
        .map(|field| format!("service.{field} CODE_UNKNOWN"))
        .to_vec());
    let given = ServiceFacts {
        category: Some("social".to_owned()),
        ..course()
    };
    assert_eq!(checked(&given, "2019-01-01"), past);
    assert!(words().on(SERVICE_KIND, "course", day()).is_some());
}

#[test]
fn every_problem_of_a_service_is_named_at_once() {
    let wrong = ServiceFacts {
        unit: None,
        quantity: Some(PlannedQuantity {
            thousandths: 4_000,
            to_thousandths: Some(3_000),
            exactness: Exactness::Minimum,
        }),
        provider: Some(ServiceProvider::Firm {
            name: Some(" ".to_owned()),
            nip: Some("8971811634".to_owned()),
        }),
        ..course()
    };
    let problems = checked(&wrong, "2018-01-01").unwrap_err();
    assert_eq!(
        problems,
        [
            "service.quantity.to QUANTITY_RANGE",
            "service.unit UNIT_NEEDED",
            "service.provider.firm.name REQUIRED",
            "service.provider.firm.nip NIP_CHECKSUM"
        ]
    );
    for (provider, code) in [
        (ServiceProvider::Partner("PROREW".to_owned()), None),
        (
            ServiceProvider::Partner("prorew".to_owned()),
            Some("service.provider.partner PROVIDER_UNKNOWN"),
        ),
        (
            ServiceProvider::Firm {
                name: None,
                nip: None,
            },
            None,
        ),
    ] {
        let facts = ServiceFacts {
            provider: Some(provider),
            ..course()
        };
        let found = checked(&facts, "2018-01-01").err().unwrap_or_default();
        assert_eq!(found, code.into_iter().collect::<Vec<_>>());
    }
}
