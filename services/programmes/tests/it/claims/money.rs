//! Transfers, settlement, forecast.

use wsparcie_kernel::ids::{ClaimId, ProjectId, TransferId};
use wsparcie_kernel::{CallError, PageRequest};
use wsparcie_programmes_api::{
    CancelTransfer, NewTransfer, PlannedQuarter, ProgrammesApi, SetForecast, Transfer, TransferKind,
};
use wsparcie_testkit::Statements;

use super::{Office, approved_less, day, draft, money, taken_off};
use crate::support::{nothing, now, refusal};

async fn record(office: &Office, kind: TransferKind, on: &str, grosz: i64) -> Transfer {
    office.transfer(kind, on, grosz, None).await
}

#[tokio::test]
async fn a_settlement_is_exact_to_the_grosz() {
    let office = Office::open().await;
    let books = office.books().await;
    record(&office, TransferKind::Advance, "2018-01-15", 10_000_001).await;
    record(&office, TransferKind::Reimbursement, "2018-06-15", 2).await;
    record(&office, TransferKind::Return, "2018-12-28", 300).await;
    record(&office, TransferKind::Interest, "2018-12-28", 7).await;
    let wrong = record(&office, TransferKind::Advance, "2018-01-16", 5).await;
    let cancel = |expected_version| CancelTransfer {
        id: wrong.id,
        expected_version,
        reason: "dwa razy".to_owned(),
    };
    let service = office.centre.service.clone();
    assert_eq!(
        refusal(
            service
                .clone()
                .cancel_transfer(now(), office.call(), cancel(2))
                .await
        ),
        ["STALE_VERSION"]
    );
    let cancelled = service
        .clone()
        .cancel_transfer(now(), office.call(), cancel(1))
        .await
        .unwrap();
    assert_eq!(
        (cancelled.version, cancelled.cancel_reason.as_deref()),
        (2, Some("dwa razy"))
    );
    assert_eq!(
        refusal(
            service
                .clone()
                .cancel_transfer(now(), office.call(), cancel(2))
                .await
        ),
        ["TRANSFER_CANCELLED"]
    );

    let expense = office.expense(&books, "2018-02-10", 123_456).await;
    office.expense(&books, "2018-05-10", 44).await;
    office.corrected(expense, "2018-03-01", -56).await;
    let mut asked = draft("2018-01-01", "2018-03-31");
    asked.advance_settled = money(123_400);
    let claim = office.submitted(asked, "2018-04-16").await;
    assert_eq!(claim.claimed, Some(money(123_400)));
    let during = office.settlement().await;
    assert_eq!((during.awaiting.grosz(), during.approved.grosz()), (123_400, 0));
    office
        .step(
            &claim,
            "2018-06-01",
            approved_less(123_000, vec![taken_off(400, None)]),
        )
        .await
        .unwrap();

    let told = office.settlement().await;
    assert_eq!(told.received().unwrap().grosz(), 10_000_003);
    assert_eq!((told.returned.grosz(), told.interest.grosz()), (300, 7));
    assert_eq!(told.spent.grosz(), 123_444);
    assert_eq!((told.awaiting.grosz(), told.approved.grosz()), (0, 123_000));
    assert_eq!(told.advance_settled.grosz(), 123_000);
    assert_eq!(told.advance_left().unwrap().grosz(), 10_000_001 - 300 - 123_000);
    assert_eq!(told.unsettled().unwrap().grosz(), 444);
}

#[tokio::test]
async fn transfers_are_listed_in_pages_and_belong_to_their_project() {
    let office = Office::open().await;
    let mut recorded = Vec::new();
    for grosz in 1..=3 {
        recorded.push(record(&office, TransferKind::Advance, "2018-01-15", grosz).await);
    }
    // Ids of one moment come in any order.
    recorded.sort_by_key(|transfer| transfer.id);
    let service = office.centre.service.clone();
    let page = PageRequest {
        with_total: true,
        ..PageRequest::first(2)
    };
    let first = service
        .clone()
        .list_transfers(now(), office.call(), office.project, page)
        .await
        .unwrap();
    assert_eq!(
        (first.edges.len(), first.has_next_page, first.total_count),
        (2, true, Some(3))
    );
    let rest = PageRequest {
        after: Some(first.edges[1].cursor),
        ..PageRequest::first(2)
    };
    let rest = service
        .clone()
        .list_transfers(now(), office.call(), office.project, rest)
        .await
        .unwrap();
    assert_eq!(rest.edges[0].node, recorded[2]);
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let stranger = office.centre.created(crate::support::titled("b")).await.id;
    for (project_id, claim_id) in [
        (ProjectId::from_uuid(nothing()), None),
        (office.project, Some(ClaimId::from_uuid(nothing()))),
        (stranger, Some(claim.id)),
    ] {
        let input = NewTransfer {
            project_id,
            kind: TransferKind::Return,
            on: day("2018-02-01"),
            amount: money(1),
            claim_id,
            title: "zwrot".to_owned(),
        };
        assert_eq!(
            service.clone().record_transfer(now(), office.call(), input).await,
            Err(CallError::NotFound)
        );
    }
    let unknown = CancelTransfer {
        id: TransferId::from_uuid(nothing()),
        expected_version: 1,
        reason: "x".to_owned(),
    };
    assert_eq!(
        service.cancel_transfer(now(), office.call(), unknown).await,
        Err(CallError::NotFound)
    );
}

#[tokio::test]
async fn a_forecast_stands_beside_what_came_in() {
    let office = Office::open().await;
    let plan = |expected_version, quarters: &[(&str, i64)]| SetForecast {
        project_id: office.project,
        expected_version,
        note: None,
        quarters: quarters
            .iter()
            .map(|(quarter, grosz)| PlannedQuarter {
                quarter: day(quarter),
                amount: money(*grosz),
            })
            .collect(),
    };
    let set = async |input| {
        office
            .centre
            .service
            .clone()
            .set_forecast(now(), office.call(), input)
            .await
    };
    let first = set(plan(0, &[("2018-01-01", 100), ("2018-04-01", 50)]))
        .await
        .unwrap();
    assert_eq!((first.version, first.quarters.len()), (1, 2));
    assert_eq!(
        refusal(set(plan(0, &[("2018-01-01", 1)])).await),
        ["STALE_VERSION"]
    );
    set(plan(1, &[("2018-04-01", 60)])).await.unwrap();
    record(&office, TransferKind::Advance, "2018-03-31", 90).await;
    record(&office, TransferKind::Reimbursement, "2018-04-01", 70).await;
    record(&office, TransferKind::Return, "2018-04-02", 5).await;
    let service = office.centre.service.clone();
    let told = service
        .forecasts_by_project(now(), office.call(), vec![office.project])
        .await
        .unwrap();
    let rows: Vec<_> = told[0]
        .quarters
        .iter()
        .map(|row| {
            let grosz = |money: Option<wsparcie_kernel::Money>| money.map(wsparcie_kernel::Money::grosz);
            (
                row.quarter.to_string(),
                grosz(row.planned),
                row.received.grosz(),
                grosz(row.difference()),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("2018-01-01".to_owned(), None, 90, None),
            ("2018-04-01".to_owned(), Some(60), 70, Some(10)),
        ],
        "a quarter that is not planned is not planned with nothing"
    );
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.forecast")
            .await,
        2
    );
}

#[tokio::test]
async fn the_money_of_many_projects_is_read_in_one_statement() {
    let office = Office::open().await;
    let other = office.centre.created(crate::support::titled("b")).await.id;
    let statements = Statements::watch();
    for projects in [
        vec![office.project],
        vec![office.project, other, ProjectId::from_uuid(nothing())],
    ] {
        let service = office.centre.service.clone();
        statements.take();
        service
            .clone()
            .settlements_by_project(now(), office.call(), projects.clone())
            .await
            .unwrap();
        let settled = statements.take();
        service
            .forecasts_by_project(now(), office.call(), projects)
            .await
            .unwrap();
        // Begin with the tenant, the statement, commit.
        assert_eq!((settled, statements.take()), (settled, settled));
        assert!(settled <= 4, "{settled}");
    }
}
