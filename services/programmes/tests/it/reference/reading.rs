//! Reading reference data.

use wsparcie_kernel::{CallError, Role};
use wsparcie_programmes_api::{ProgrammesApi, Rate};
use wsparcie_testkit::{call, user};

use super::{Desk, SHIPPED, day};
use crate::support::{Centre, now, refusal};

async fn rate(centre: &Centre, code: &str, on: &str, release: Option<i64>) -> Option<Rate> {
    let rates = centre
        .service
        .clone()
        .rates(now(), centre.call(), day(on), release)
        .await
        .unwrap();
    rates.into_iter().find(|rate| rate.code == code)
}

#[tokio::test]
async fn a_rate_is_that_of_the_day_and_of_the_release() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    desk.load(SHIPPED, 1).await.unwrap();
    let psu = async |on: &str, release| {
        rate(&centre, "psu_hourly_minimum", on, release)
            .await
            .map(|rate| rate.amount)
    };
    assert_eq!(psu("2018-03-01", None).await, Some(810));
    assert_eq!(psu("2018-05-31", None).await, Some(810));
    assert_eq!(psu("2018-06-01", None).await, Some(830));
    // No row is known: whoever counts has to refuse.
    assert_eq!(psu("2025-06-01", None).await, None);
    assert_eq!(psu("2015-05-31", None).await, None);
    assert_eq!(psu("2018-03-01", Some(1)).await, None);
    let single = rate(&centre, "income_criterion_single", "2018-10-01", None)
        .await
        .unwrap();
    assert_eq!(single.amount, 70_100);
}

#[tokio::test]
async fn holidays_of_a_year_come_from_the_rules_that_are_known() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let year = async |year| {
        let holidays = centre
            .service
            .clone()
            .holidays(now(), centre.call(), year)
            .await
            .unwrap();
        holidays
            .into_iter()
            .map(|holiday| holiday.day.to_string())
            .collect::<Vec<_>>()
    };
    assert!(year(2018).await.is_empty());
    desk.load(SHIPPED, 1).await.unwrap();
    assert_eq!(year(2018).await.len(), 14);
    assert!(year(2018).await.contains(&"2018-05-31".to_owned()));
    assert!(year(2025).await.contains(&"2025-12-24".to_owned()));
    assert!(year(1900).await.is_empty(), "no rule is known for that year");
    for outside in [i32::MIN, 0, 1582, 1899, 2200, 99_999, i32::MAX] {
        let service = centre.service.clone();
        let refused = service.holidays(now(), centre.call(), outside).await;
        assert_eq!(refusal(refused), ["DATE_OUT_OF_RANGE"], "{outside}");
    }
}

#[tokio::test]
async fn an_unknown_dictionary_or_release_is_not_found() {
    let desk = Desk::start().await;
    let centre = desk.stage.centre("MOPS").await;
    let ask = async |name: &str, release| {
        let service = centre.service.clone();
        service
            .dictionary(now(), centre.call(), name.to_owned(), day("2018-01-01"), release)
            .await
    };
    assert_eq!(ask("premises", None).await, Err(CallError::NotFound));
    for release in [0, 2, i64::MAX] {
        assert_eq!(ask("premise", Some(release)).await, Err(CallError::NotFound));
    }
    assert_eq!(
        centre
            .service
            .clone()
            .rates(now(), centre.call(), day("2018-01-01"), Some(9))
            .await,
        Err(CallError::NotFound)
    );
}

#[tokio::test]
async fn everybody_who_is_signed_in_reads_national_data() {
    let desk = Desk::start().await;
    desk.load(SHIPPED, 1).await.unwrap();
    let tenant = desk.stage.test.centre("any").await;
    for role in Role::ALL {
        let service = desk.stage.service.clone();
        let entries = service
            .dictionary(
                now(),
                call(&user(tenant, *role)),
                "premise".to_owned(),
                day("2018-01-01"),
                None,
            )
            .await;
        assert_eq!(entries.unwrap().len(), 13, "{role:?}");
    }
}
