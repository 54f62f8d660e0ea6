//! Drafts: their periods, deadlines, numbers and registers.

use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::{BudgetTaskId, ClaimId, ExpenseId, ProjectId};
use wsparcie_programmes_api::{ClaimKind, ClaimState, ClaimStep, NewClaim, ProgrammesApi};
use wsparcie_testkit::Statements;

use super::{Office, day, draft, lasting, listing};
use crate::support::{nothing, now, once, refusal};

#[tokio::test]
async fn a_claim_for_a_period_ending_2018_03_31_is_due_on_2018_04_16() {
    let office = Office::open().await;
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    assert_eq!(
        (claim.number, claim.state, claim.version),
        (1, ClaimState::Draft, 1)
    );
    assert_eq!(
        (claim.due.on, claim.due.count),
        (Some(day("2018-04-16")), Some(10))
    );
    assert!(claim.due.legal_basis.is_some());
    assert_eq!(claim.overdue(day("2018-04-16")), Some(false));
    assert_eq!(claim.overdue(day("2018-04-17")), Some(true));
    let mut last = draft("2019-04-01", "2019-06-30");
    last.kind = ClaimKind::Final;
    let last = office.create(last).await.unwrap();
    assert_eq!((last.number, last.due.on), (2, Some(day("2019-07-30"))));
}

#[tokio::test]
async fn claims_of_every_funding_period_are_due_and_christmas_eve_of_2025_is_no_working_day() {
    use ClaimKind::{Final, Interim};
    let office = Office::open().await;
    let due = async |(starts_on, ends_on), kind, (from, to)| {
        let project = office.centre.created(lasting(starts_on, ends_on)).await.id;
        let mut draft = draft(from, to);
        draft.kind = kind;
        let input = NewClaim {
            project_id: project,
            draft,
        };
        let service = office.centre.service.clone();
        service.create_claim(now(), office.call(), input).await
    };
    for (project, kind, period, expected) in [
        (
            ("2008-01-01", "2013-12-31"),
            Interim,
            ("2010-01-01", "2010-03-31"),
            "2010-04-15",
        ),
        (
            ("2008-01-01", "2013-12-31"),
            Final,
            ("2013-10-01", "2013-12-31"),
            "2014-01-30",
        ),
        // A project of 2014-20 is settled after the last day of its period's spending.
        (
            ("2021-01-01", "2024-06-30"),
            Final,
            ("2024-04-01", "2024-06-30"),
            "2024-07-30",
        ),
        (
            ("2024-01-01", "2026-12-31"),
            Interim,
            ("2024-10-01", "2024-12-13"),
            "2024-12-31",
        ),
        // 24, 25 and 26 December are holidays: the tenth working day is the last of the year.
        (
            ("2025-01-01", "2026-12-31"),
            Interim,
            ("2025-10-01", "2025-12-12"),
            "2025-12-31",
        ),
    ] {
        let claim = due(project, kind, period).await.unwrap();
        assert_eq!(claim.due.on, Some(day(expected)), "{period:?}");
        assert!(claim.due.count.is_some() && claim.due.legal_basis.is_some());
    }
    for (project, period) in [
        (("2010-01-01", "2010-12-31"), ("2010-01-01", "2010-04-01")),
        (("2025-01-01", "2025-12-31"), ("2025-01-01", "2025-04-01")),
    ] {
        assert_eq!(
            refusal(due(project, Interim, period).await),
            ["CLAIM_PERIOD_TOO_LONG"],
            "{period:?}"
        );
    }
}

#[tokio::test]
async fn without_rates_for_its_period_a_claim_is_undecided() {
    let office = Office::open().await;
    let project = office
        .centre
        .created(lasting("2006-01-01", "2006-12-31"))
        .await
        .id;
    let input = NewClaim {
        project_id: project,
        // Seven months: before the first funding period no limit is known either.
        draft: draft("2006-01-01", "2006-07-31"),
    };
    let claim = office
        .centre
        .service
        .clone()
        .create_claim(now(), office.call(), input)
        .await
        .unwrap();
    assert_eq!(
        (claim.due.on, claim.due.count, claim.overdue(day("2020-01-01"))),
        (None, None, None)
    );
}

#[tokio::test]
async fn periods_of_one_project_never_overlap_unless_a_claim_was_withdrawn() {
    let office = Office::open().await;
    let first = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let overlapping = || draft("2018-03-31", "2018-05-31");
    assert_eq!(
        refusal(office.create(overlapping()).await),
        ["CLAIM_PERIOD_OVERLAP"]
    );
    let step = ClaimStep::Withdraw {
        reason: "pomyłka w okresie".to_owned(),
    };
    let withdrawn = office.step(&first, "2018-04-01", step).await.unwrap();
    assert_eq!(
        (withdrawn.state, withdrawn.overdue(day("2020-01-01"))),
        (ClaimState::Withdrawn, Some(false))
    );
    let second = office.create(overlapping()).await.unwrap();
    assert_eq!(second.number, 2, "a number is not given twice");
    // A change is not measured against the claim itself.
    let moved = office
        .update(&second, draft("2018-03-01", "2018-05-31"))
        .await
        .unwrap();
    assert_eq!((moved.version, moved.period_from), (2, day("2018-03-01")));
    assert_eq!(
        refusal(office.update(&second, overlapping()).await),
        ["STALE_VERSION"]
    );
    for (from, to, code) in [
        ("2017-06-30", "2017-07-31", "CLAIM_OUTSIDE_PROJECT"),
        ("2018-08-01", "2018-07-01", "PERIOD_REVERSED"),
        ("2018-06-01", "2018-09-01", "CLAIM_PERIOD_TOO_LONG"),
    ] {
        assert_eq!(
            refusal(office.create(draft(from, to)).await),
            [code],
            "{from} {to}"
        );
    }
    assert_eq!(
        office.stage.number("select count(*) from programmes.claim").await,
        2
    );
}

#[tokio::test]
async fn an_expense_stands_in_one_claim_only_and_a_withdrawn_claim_lets_it_go() {
    let office = Office::open().await;
    let books = office.books().await;
    let paid = office.expense(&books, "2018-02-10", 100_000).await;
    let later = office.expense(&books, "2018-04-10", 50_000).await;
    let first = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let listed = office.contents(first.id).await;
    assert_eq!(
        listed
            .expenses
            .iter()
            .map(|expense| expense.expense_id)
            .collect::<Vec<_>>(),
        [paid],
        "what was paid later is not taken"
    );
    let named = |expenses: &[ExpenseId]| listing("2018-04-01", "2018-06-30", expenses);
    assert_eq!(
        refusal(office.create(named(&[later, paid])).await),
        ["CLAIM_EXPENSE_TAKEN"]
    );
    let early = listing("2017-10-01", "2017-12-31", &[later]);
    assert_eq!(refusal(office.create(early).await), ["CLAIM_EXPENSE_LATER"]);
    let step = ClaimStep::Withdraw {
        reason: "pomyłka".to_owned(),
    };
    office.step(&first, "2018-04-01", step).await.unwrap();
    // Left out of the earlier period: it goes into the next claim.
    let second = office.create(named(&[later, paid])).await.unwrap();
    assert_eq!(office.contents(second.id).await.eligible.grosz(), 150_000);
}

#[tokio::test]
async fn what_is_not_the_projects_is_not_there() {
    let office = Office::open().await;
    let books = office.books().await;
    let stranger = office.stage.centre("south").await;
    let foreign = stranger.created(lasting("2017-07-01", "2019-06-30")).await.id;
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let random = ExpenseId::from_uuid(nothing());
    assert_eq!(
        office
            .create(listing("2018-04-01", "2018-04-30", &[random]))
            .await,
        Err(CallError::NotFound)
    );
    let mut unknown_task = draft("2018-04-01", "2018-04-30");
    unknown_task.progress = vec![(BudgetTaskId::from_uuid(nothing()), "postęp".to_owned())];
    assert_eq!(office.create(unknown_task).await, Err(CallError::NotFound));
    // An expense of another project of the same centre.
    let other = Office {
        project: office
            .centre
            .created(lasting("2017-07-01", "2019-06-30"))
            .await
            .id,
        ..office
    };
    let expense = other.expense(&other.books().await, "2018-04-02", 100).await;
    let office = Office {
        project: claim.project_id,
        ..other
    };
    assert_eq!(
        office
            .create(listing("2018-04-01", "2018-04-30", &[expense]))
            .await,
        Err(CallError::NotFound)
    );
    let _ = books;
    for project in [foreign, ProjectId::from_uuid(nothing())] {
        let input = NewClaim {
            project_id: project,
            draft: draft("2018-01-01", "2018-03-31"),
        };
        let service = office.centre.service.clone();
        assert_eq!(
            service.create_claim(now(), office.call(), input).await,
            Err(CallError::NotFound)
        );
    }
    let service = stranger.service.clone();
    let call = wsparcie_testkit::call(&wsparcie_testkit::user(
        stranger.tenant,
        wsparcie_kernel::Role::ChiefAccountant,
    ));
    for id in [claim.id, ClaimId::from_uuid(nothing())] {
        assert_eq!(
            service.clone().claims_by_id(now(), call.clone(), vec![id]).await,
            Ok(Vec::new())
        );
        assert_eq!(
            service
                .clone()
                .claim_contents(now(), call.clone(), vec![id])
                .await,
            Ok(Vec::new())
        );
        assert_eq!(
            service.clone().claim_history(now(), call.clone(), vec![id]).await,
            Ok(Vec::new())
        );
    }
}

#[tokio::test]
async fn a_repeated_claim_is_made_once() {
    let office = Office::open().await;
    let create = async || {
        let input = NewClaim {
            project_id: office.project,
            draft: draft("2018-01-01", "2018-03-31"),
        };
        let call = once(office.call(), "claim-1", "f");
        office
            .centre
            .service
            .clone()
            .create_claim(now(), call, input)
            .await
            .unwrap()
    };
    assert_eq!(create().await, create().await);
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_event")
            .await,
        1
    );
    let audit = "select count(*) from platform.audit_event where action = 'claim.created'";
    assert_eq!(office.stage.number(audit).await, 1);
}

#[tokio::test]
async fn the_claims_of_many_projects_are_read_in_as_many_statements_as_those_of_one() {
    let office = Office::open().await;
    office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    office.create(draft("2018-04-01", "2018-06-30")).await.unwrap();
    let second = office
        .centre
        .created(lasting("2018-01-01", "2018-12-31"))
        .await
        .id;
    let statements = Statements::watch();
    let read = async |projects: Vec<ProjectId>| {
        statements.take();
        let found = office
            .centre
            .service
            .clone()
            .claims_by_project(now(), office.call(), projects)
            .await
            .unwrap();
        (found.len(), statements.take())
    };
    let (one, cost) = read(vec![office.project]).await;
    assert_eq!(one, 2);
    assert_eq!(read(vec![second, office.project]).await, (2, cost));
    assert_eq!(read(vec![ProjectId::from_uuid(nothing())]).await, (0, cost));
}
