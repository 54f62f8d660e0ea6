//! Days against today, the project and closed months.

use wsparcie_programmes_api::ExpenseFlag;

use super::{codes, day, entry};
use crate::domain::expense::{
    Bounds, PaymentRule, ProjectDays, check, check_closing, check_not_too_early, check_open, check_reopening,
    flags_of, month_after,
};

const PROJECT: fn() -> ProjectDays = || ProjectDays {
    starts_on: Some(day("2017-01-01")),
    ends_on: Some(day("2018-12-31")),
};

fn rule() -> PaymentRule {
    PaymentRule {
        days: 30,
        legal_basis: "wytyczne".to_owned(),
    }
}

fn flags(document: &str, paid: &str) -> Result<Vec<ExpenseFlag>, Vec<wsparcie_kernel::Problem>> {
    flags_of(day(document), day(paid), PROJECT(), Some(&rule()))
}

#[test]
fn an_expense_belongs_to_the_projects_period() {
    assert_eq!(flags("2017-01-01", "2018-12-31"), Ok(vec![]));
    assert_eq!(
        codes(flags("2016-12-31", "2017-01-01")),
        ["documentDate:EXPENSE_OUTSIDE_PROJECT"]
    );
    assert_eq!(
        codes(flags("2019-01-01", "2019-01-02")),
        ["documentDate:EXPENSE_OUTSIDE_PROJECT"]
    );
    assert_eq!(
        codes(flags("2016-12-30", "2016-12-31")),
        [
            "documentDate:EXPENSE_OUTSIDE_PROJECT",
            "paidOn:EXPENSE_OUTSIDE_PROJECT"
        ]
    );
}

#[test]
fn the_last_months_wages_are_paid_after_the_end_within_the_time_for_the_final_claim() {
    assert_eq!(
        flags("2018-12-31", "2019-01-30"),
        Ok(vec![ExpenseFlag::PaidAfterEnd])
    );
    let late = flags("2018-12-31", "2019-01-31").unwrap_err();
    assert_eq!(
        (late[0].code.as_str(), late[0].rule.as_deref()),
        ("EXPENSE_OUTSIDE_PROJECT", Some("wytyczne"))
    );
    let unknown_rule = flags_of(day("2018-12-31"), day("2020-01-01"), PROJECT(), None);
    assert_eq!(unknown_rule, Ok(vec![ExpenseFlag::PaidAfterEnd]));
}

#[test]
fn paid_before_the_document_is_flagged_and_an_unknown_period_holds_nobody_up() {
    assert_eq!(
        flags("2018-03-05", "2018-03-04"),
        Ok(vec![ExpenseFlag::PaidBeforeDocument])
    );
    let unknown = flags_of(day("2010-05-05"), day("2010-05-05"), ProjectDays::default(), None);
    assert_eq!(unknown, Ok(vec![]));
}

#[test]
fn nothing_is_entered_from_the_future_or_from_before_the_fund() {
    let mut wrong = entry();
    wrong.document_date = day("2003-12-31");
    wrong.paid_on = day("2018-03-13");
    wrong.month = day("2018-04-01");
    assert_eq!(
        codes(check(&wrong, day("2018-03-12"))),
        [
            "documentDate:DATE_OUT_OF_RANGE",
            "paidOn:DATE_IN_FUTURE",
            "month:DATE_IN_FUTURE"
        ]
    );
    let kept = check(&entry(), day("2018-03-12")).unwrap();
    assert_eq!(
        kept.month,
        day("2018-03-01"),
        "a month is its first day, and the running one may be entered in"
    );
}

#[test]
fn a_month_is_neither_before_the_project_nor_before_document_and_payment_nor_before_the_corrected_entry() {
    let bounds = |project: Option<&str>, entry: Option<&str>| Bounds {
        project: project.map(day),
        document: day("2018-03-31"),
        payment: day("2018-02-28"),
        entry: entry.map(day),
    };
    let told = |month: &str, bounds: Bounds| {
        let refused = check_not_too_early(day(month), bounds).unwrap_err();
        assert_eq!(
            (refused.code.as_str(), refused.path.as_slice()),
            ("MONTH_TOO_EARLY", &["month".to_owned()][..])
        );
        assert!(refused.rule.is_some());
        refused.message_pl
    };
    let paid_first = bounds(None, None);
    assert_eq!(check_not_too_early(day("2018-02-01"), paid_first), Ok(()));
    assert!(told("2018-01-01", paid_first).contains("2018-02"));
    assert!(told("2010-01-01", bounds(Some("2018-01-15"), None)).contains("2018-02"));
    let project = bounds(Some("2018-03-15"), None);
    assert_eq!(check_not_too_early(day("2018-03-01"), project), Ok(()));
    assert!(told("2018-02-01", project).contains("przed początkiem projektu"));
    let corrected = bounds(Some("2018-01-15"), Some("2018-05-01"));
    assert_eq!(check_not_too_early(day("2018-05-01"), corrected), Ok(()));
    assert!(told("2018-04-01", corrected).contains("2018-05"));
}

#[test]
fn months_close_one_after_the_other_and_open_backwards() {
    let today = day("2018-03-15");
    let month = |text: &str| day(text);
    let code = |outcome: Result<(), wsparcie_kernel::Problem>| outcome.unwrap_err().code;
    let first = Some(day("2017-12-20"));
    assert_eq!(
        code(check_closing(month("2018-03-01"), None, first, today)),
        "MONTH_NOT_OVER"
    );
    assert_eq!(
        code(check_closing(month("2018-01-01"), None, first, today)),
        "MONTH_OUT_OF_ORDER"
    );
    assert_eq!(check_closing(month("2017-12-01"), None, first, today), Ok(()));
    let closed = Some(month("2017-12-01"));
    assert_eq!(
        code(check_closing(month("2017-12-01"), closed, first, today)),
        "MONTH_ALREADY_CLOSED"
    );
    assert_eq!(
        code(check_closing(month("2018-02-01"), closed, first, today)),
        "MONTH_OUT_OF_ORDER"
    );
    assert_eq!(check_closing(month("2018-01-01"), closed, first, today), Ok(()));
    assert_eq!(
        check_closing(month("2018-02-01"), None, None, today),
        Ok(()),
        "nothing known, nothing in order"
    );
    assert_eq!(code(check_open(month("2017-11-01"), closed)), "MONTH_CLOSED");
    assert_eq!(code(check_open(month("2017-12-01"), closed)), "MONTH_CLOSED");
    assert_eq!(check_open(month("2018-01-01"), closed), Ok(()));
    assert_eq!(check_open(month("2018-01-01"), None), Ok(()));
    let two = Some(month("2018-01-01"));
    assert_eq!(
        code(check_reopening(month("2017-12-01"), two)),
        "MONTH_OUT_OF_ORDER"
    );
    assert_eq!(check_reopening(month("2018-01-01"), two), Ok(()));
    assert_eq!(
        code(check_reopening(month("2018-02-01"), two)),
        "MONTH_NOT_CLOSED"
    );
    assert_eq!(
        code(check_reopening(month("2018-02-01"), None)),
        "MONTH_NOT_CLOSED"
    );
    assert_eq!(month_after(day("2017-12-31")), day("2018-01-01"));
}
