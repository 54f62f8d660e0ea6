//! Values entered by hand.

use wsparcie_programmes_api::{
    IndicatorTargets, NewOwnIndicator, ProgrammesApi, ProjectFacts, RecordIndicatorValue, ValueSource,
};

use super::own::{add, choose, own};
use super::{Desk, day};
use crate::support::{now, refusal, titled};

#[tokio::test]
async fn a_value_entered_by_hand_needs_its_source_and_the_newest_of_the_day_counts() {
    let desk = Desk::start().await;
    let indicator = add(&desk, own(&desk, "PORADY", None)).await.unwrap();
    assert_eq!(
        (indicator.value.total, indicator.value.source),
        (None, ValueSource::Entered)
    );
    let record = async |as_of: &str, total, women, men, source: &str| {
        let input = RecordIndicatorValue {
            indicator_id: indicator.id,
            as_of: day(as_of),
            total,
            women,
            men,
            source: source.to_owned(),
        };
        let service = desk.stage.service.clone();
        service
            .record_indicator_value(now(), desk.centre.call(), input)
            .await
    };
    record("2018-12-31", 10, Some(6), Some(4), "lista obecności")
        .await
        .unwrap();
    record("2018-12-31", 11, Some(7), Some(4), "lista obecności, poprawiona")
        .await
        .unwrap();
    assert_eq!(
        refusal(record("2019-06-02", 1, None, None, " ").await),
        ["DATE_OUT_OF_RANGE", "REQUIRED"]
    );
    assert_eq!(
        refusal(record("2019-01-01", 9, Some(6), Some(4), "lista").await),
        ["VALUE_SUM"]
    );
    assert_eq!(
        refusal(record("2019-01-01", 9, Some(6), None, "lista").await),
        ["VALUE_BY_SEX_WHOLE"]
    );
    assert_eq!(
        desk.indicators("2018-12-30").await[0].value.total,
        None,
        "brak danych, not 0"
    );
    let value = desk.indicators("2019-01-31").await.remove(0).value;
    assert_eq!(
        (value.total, value.women, value.stated_for),
        (Some(11), Some(7), Some(day("2018-12-31")))
    );
    let counted = choose(&desk, "CO01", IndicatorTargets::default()).await.unwrap();
    let input = RecordIndicatorValue {
        indicator_id: counted.id,
        as_of: day("2018-12-31"),
        total: 1,
        women: None,
        men: None,
        source: "z głowy".to_owned(),
    };
    let service = desk.stage.service.clone();
    let refused = service
        .record_indicator_value(now(), desk.centre.call(), input)
        .await;
    assert_eq!(refusal(refused), ["INDICATOR_NOT_ENTERED"]);
}

#[tokio::test]
async fn a_value_states_a_day_of_the_project_or_after_it_up_to_today() {
    let desk = Desk::start().await;
    let facts = ProjectFacts {
        starts_on: Some(day("2018-01-01")),
        ends_on: Some(day("2018-12-31")),
        ..titled("Z okresem")
    };
    let dated = desk.centre.created(facts).await.id;
    let undated = desk.centre.created(titled("Bez okresu")).await.id;
    let with = async |project_id| {
        let input = NewOwnIndicator {
            project_id,
            ..own(&desk, "PORADY", None)
        };
        add(&desk, input).await.unwrap().id
    };
    let (dated, undated) = (with(dated).await, with(undated).await);
    for (indicator_id, as_of, is_taken) in [
        (dated, "2010-01-01", false),
        (dated, "2017-12-31", false),
        (dated, "2018-01-01", true),
        (dated, "2019-01-01", true),
        (dated, "2019-06-01", true),
        (dated, "2019-06-02", false),
        (undated, "2010-01-01", true),
        (undated, "2003-12-31", false),
    ] {
        let input = RecordIndicatorValue {
            indicator_id,
            as_of: day(as_of),
            total: 3,
            women: None,
            men: None,
            source: "lista".to_owned(),
        };
        let service = desk.stage.service.clone();
        let recorded = service
            .record_indicator_value(now(), desk.centre.call(), input)
            .await;
        if is_taken {
            assert_eq!(recorded.unwrap().value.total, Some(3), "{as_of}");
        } else {
            assert_eq!(refusal(recorded), ["DATE_OUT_OF_RANGE"], "{as_of}");
        }
    }
}
