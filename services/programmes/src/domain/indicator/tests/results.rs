//! Results after leaving, and work that counts.

use wsparcie_casework_api::{ContractKind, DatedCode, Ended, Ending, Known, WorkFound};

use super::{day, shipped, standing, standing_on, woman};
use crate::domain::indicator::{Counter, Effects, Participant, Standing};

fn left(on: &str) -> Participant {
    Participant {
        ended: Some(Ended {
            on: day(on),
            ending: Ending::AsPlanned,
        }),
        ..woman()
    }
}

fn job(on: &str) -> WorkFound {
    WorkFound {
        on: day(on),
        until: None,
        contract: ContractKind::Employment,
        post_percent: Some(100),
        pay_documented: None,
    }
}

#[test]
fn a_result_counts_up_to_four_weeks_after_leaving() {
    let mut one = left("2018-06-30");
    one.results.work = vec![job("2018-07-28")];
    assert_eq!(
        standing_on("CR04", &one, "2018-07-27"),
        Standing::Undecided,
        "nothing was recorded by then"
    );
    assert_eq!(standing_on("CR04", &one, "2018-07-28"), Standing::Counted);
    one.results.work = vec![job("2018-07-29")];
    assert_eq!(
        standing("CR04", &one),
        Standing::Undecided,
        "too late, and no situation was recorded"
    );
    one.results.situation_after = vec![DatedCode {
        code: "other".to_owned(),
        on: day("2018-07-01"),
    }];
    assert_eq!(standing("CR04", &one), Standing::Not);
    let mut staying = woman();
    staying.results.work = vec![job("2018-02-01")];
    assert_eq!(standing("CR04", &staying), Standing::Not, "she has not left");
}

#[test]
fn being_monitored_still_is_no_situation_yet() {
    let mut one = left("2018-06-30");
    one.profile.labour_status = Known::Known("inactive".to_owned());
    let situation = |code: &str, on: &str| DatedCode {
        code: code.to_owned(),
        on: day(on),
    };
    one.results.situation_after = vec![situation("in_monitoring", "2018-07-01")];
    assert_eq!(standing("CR01", &one), Standing::Undecided);
    one.results
        .situation_after
        .push(situation("seeks_work", "2018-07-20"));
    assert_eq!(standing("CR01", &one), Standing::Counted);
    assert_eq!(standing("EECR01", &one), Standing::Counted);
    one.profile.labour_status = Known::Known("unemployed_registered".to_owned());
    assert_eq!(
        standing("EECR01", &one),
        Standing::Not,
        "only people inactive at entry"
    );
}

#[test]
fn qualifications_and_the_improved_situation_are_counted_after_leaving() {
    let mut one = left("2018-06-30");
    assert_eq!(standing("CR03", &one), Standing::Not);
    one.results.qualification_on = vec![day("2018-05-01")];
    one.results.social_effect_on = vec![day("2018-06-01")];
    assert_eq!(standing("CR03", &one), Standing::Counted);
    assert_eq!(standing("POPRAWA_SYTUACJI", &one), Standing::Counted);
    assert_eq!(
        standing_on("CR03", &one, "2018-06-29"),
        Standing::Not,
        "not yet left"
    );
}

#[test]
fn without_the_rule_of_results_results_stay_open() {
    let mut one = left("2018-06-30");
    one.results.qualification_on = vec![day("2018-05-01")];
    let counter = Counter::new(day("2019-12-31"), |_| None);
    assert_eq!(counter.standing(&shipped()["CR03"], &one), Standing::Undecided);
    assert_eq!(counter.standing(&shipped()["CO01"], &one), Standing::Counted);
}

#[test]
fn results_go_by_the_rule_of_the_day_of_leaving_whenever_they_are_asked_for() {
    let longer_since_july = |on| Some(if on < day("2018-07-01") { 28 } else { 60 });
    let counter = Counter::new(day("2019-12-31"), longer_since_july);
    for (on, found) in [
        ("2018-06-30", Standing::Undecided),
        ("2018-07-01", Standing::Counted),
    ] {
        let mut one = left(on);
        one.results.work = vec![job("2018-08-15")];
        assert_eq!(counter.standing(&shipped()["CR04"], &one), found, "{on}");
    }
}

#[test]
fn work_counts_for_effectiveness_by_its_kind_length_and_extent() {
    let rules = Effects {
        contract_months: Some(3),
        post_share: Some(5000),
    };
    let base = || WorkFound {
        until: Some(day("2018-10-31")),
        ..job("2018-08-01")
    };
    assert!(rules.counts(&base()));
    assert!(
        !rules.counts(&WorkFound {
            until: Some(day("2018-10-30")),
            ..base()
        }),
        "a day short"
    );
    assert!(rules.counts(&WorkFound {
        until: None,
        ..base()
    }));
    assert!(rules.counts(&WorkFound {
        post_percent: Some(50),
        ..base()
    }));
    assert!(!rules.counts(&WorkFound {
        post_percent: Some(49),
        ..base()
    }));
    assert!(!rules.counts(&WorkFound {
        post_percent: None,
        ..base()
    }));
    let civil = |documented| WorkFound {
        contract: ContractKind::CivilContract,
        post_percent: None,
        pay_documented: documented,
        ..base()
    };
    assert!(rules.counts(&civil(Some(true))));
    assert!(!rules.counts(&civil(Some(false))) && !rules.counts(&civil(None)));
    assert!(rules.counts(&WorkFound {
        contract: ContractKind::Business,
        post_percent: None,
        ..base()
    }));
    assert!(!Effects::default().counts(&base()), "no rule, no effect");
}
