//! Another centre learns nothing, and roles without the right do nothing.

use wsparcie_kernel::{CallError, Role};
use wsparcie_programmes_api::{CloseMonth, ExpenseFilter, NewExpense, OverSpending, ProgrammesApi};
use wsparcie_testkit::{call, user};

use super::books::{Books, day, replaced};
use crate::support::{Stage, now, refusal};

#[tokio::test]
async fn a_centre_neither_sees_nor_touches_another_centres_register() {
    let stage = Stage::start().await;
    let north = Books::open(&stage, OverSpending::Refuse).await;
    let south = Books::open(&stage, OverSpending::Refuse).await;
    let entry = north.recorded(0, "10.00").await;
    let spy = || call(&south.accountant);
    let service = || south.centre.service.clone();
    assert!(
        service()
            .expenses_by_id(now(), spy(), vec![entry.id])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        service()
            .expense_sums_by_project(now(), spy(), vec![north.project])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        service()
            .line_standings(now(), spy(), north.lines.to_vec())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        service()
            .closed_months_by_project(now(), spy(), vec![north.project])
            .await
            .unwrap()
            .is_empty()
    );
    let filter = ExpenseFilter {
        project_id: north.project,
        month: None,
        line_id: None,
        flag: None,
    };
    let page = service()
        .list_expenses(now(), spy(), filter, wsparcie_kernel::PageRequest::first(5))
        .await;
    assert!(page.unwrap().edges.is_empty());
    assert_eq!(
        refusal(south.correct(entry.id, 1, replaced("1.00")).await),
        ["NOT_FOUND"]
    );
    let input = NewExpense {
        project_id: north.project,
        entry: north.entry(0, "1.00"),
    };
    assert_eq!(
        refusal(service().record_expense(now(), spy(), input).await),
        ["NOT_FOUND"]
    );
    let mut across = south.entry(0, "1.00");
    across.line_id = north.lines[0];
    assert_eq!(refusal(south.record(across).await), ["NOT_FOUND"]);
    let close = CloseMonth {
        project_id: north.project,
        month: day("2017-01-01"),
    };
    assert_eq!(
        refusal(service().close_expense_month(now(), spy(), close).await),
        ["NOT_FOUND"]
    );
}

#[tokio::test]
async fn months_are_closed_by_the_accountant_and_money_is_not_for_everyone() {
    let stage = Stage::start().await;
    let books = Books::open(&stage, OverSpending::Refuse).await;
    let as_role = |role| call(&user(books.centre.tenant, role));
    let service = || books.centre.service.clone();
    let close = CloseMonth {
        project_id: books.project,
        month: day("2017-01-01"),
    };
    let refused = service()
        .close_expense_month(now(), as_role(Role::ProjectManager), close)
        .await;
    assert_eq!(refused.unwrap_err(), CallError::Forbidden);
    let input = || NewExpense {
        project_id: books.project,
        entry: books.entry(0, "1.00"),
    };
    for role in [Role::Coordinator, Role::Director, Role::SocialWorker] {
        let refused = service().record_expense(now(), as_role(role), input()).await;
        assert_eq!(refused.unwrap_err(), CallError::Forbidden);
    }
    assert!(
        service()
            .record_expense(now(), as_role(Role::ProjectManager), input())
            .await
            .is_ok()
    );
    let read = service()
        .expense_sums_by_project(now(), as_role(Role::SocialWorker), vec![books.project])
        .await;
    assert_eq!(read.unwrap_err(), CallError::Forbidden);
}
