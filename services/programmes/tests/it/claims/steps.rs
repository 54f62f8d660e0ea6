//! A claim's steps and its history.

use wsparcie_kernel::CallError;
use wsparcie_kernel::ids::ExpenseId;
use wsparcie_programmes_api::{ClaimState, ClaimStep, ProgrammesApi, TransferKind};

use super::{Office, approved, approved_less, day, draft, money, questioned, taken_off};
use crate::support::{nothing, now, refusal};

#[tokio::test]
async fn a_claim_goes_to_the_authority_and_back_and_its_history_tells_who_and_when() {
    let office = Office::open().await;
    let books = office.books().await;
    office.expense(&books, "2018-02-10", 100_000).await;
    let mut claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    for (on, step, state) in [
        ("2018-04-16", ClaimStep::Submit, ClaimState::Submitted),
        ("2018-05-07", questioned("2018-05-14"), ClaimState::Questioned),
        ("2018-05-14", ClaimStep::Submit, ClaimState::Submitted),
        ("2018-06-01", approved(100_000), ClaimState::Approved),
    ] {
        claim = office.step(&claim, on, step).await.unwrap();
        assert_eq!(claim.state, state);
        assert_eq!(claim.answer_by.is_some(), state == ClaimState::Questioned);
    }
    assert_eq!(claim.first_submitted_on, Some(day("2018-04-16")));
    assert_eq!(claim.submitted_on, Some(day("2018-05-14")));
    assert_eq!(
        (claim.claimed, claim.approved),
        (Some(money(100_000)), Some(money(100_000)))
    );
    assert_eq!(
        claim.overdue(day("2030-01-01")),
        Some(false),
        "it was submitted in time"
    );
    let history = office
        .centre
        .service
        .clone()
        .claim_history(now(), office.call(), vec![claim.id])
        .await
        .unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|event| (event.number, event.to, event.on.to_string()))
        .collect();
    assert_eq!(
        told[1..],
        [
            (2, ClaimState::Submitted, "2018-04-16".to_owned()),
            (3, ClaimState::Questioned, "2018-05-07".to_owned()),
            (4, ClaimState::Submitted, "2018-05-14".to_owned()),
            (5, ClaimState::Approved, "2018-06-01".to_owned()),
        ]
    );
    assert_eq!(history[0].from, None);
    assert_eq!(history[2].reason.as_deref(), Some("Proszę o dokumenty."));
    assert_eq!(history[2].answer_by, Some(day("2018-05-14")));
    assert!(history.iter().all(|event| event.principal_kind == "user"));
    let audit = "select count(*) from platform.audit_event where subject_kind = 'claim'";
    assert_eq!(office.stage.number(audit).await, 5);
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_snapshot")
            .await,
        2
    );
}

#[tokio::test]
async fn what_may_not_follow_is_refused_and_changes_nothing() {
    let office = Office::open().await;
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    for step in [questioned("2018-05-14"), approved(0)] {
        assert_eq!(
            refusal(office.step(&claim, "2018-04-16", step).await),
            ["CLAIM_STEP_NOT_ALLOWED"]
        );
    }
    let claim = office
        .step(&claim, "2018-04-16", ClaimStep::Submit)
        .await
        .unwrap();
    for step in [
        ClaimStep::Submit,
        ClaimStep::Withdraw {
            reason: "za późno".to_owned(),
        },
    ] {
        assert_eq!(
            refusal(office.step(&claim, "2018-04-17", step).await),
            ["CLAIM_STEP_NOT_ALLOWED"]
        );
    }
    assert_eq!(
        refusal(office.step(&claim, "2018-04-15", approved(0)).await),
        ["DATE_OUT_OF_RANGE"]
    );
    assert_eq!(
        refusal(office.update(&claim, draft("2018-01-01", "2018-03-31")).await),
        ["CLAIM_FROZEN"]
    );
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_event")
            .await,
        2
    );
}

#[tokio::test]
async fn less_may_be_approved_than_was_claimed_and_the_difference_is_shown() {
    let office = Office::open().await;
    let books = office.books().await;
    let expense = office.expense(&books, "2018-02-10", 100_000).await;
    let other = office.expense(&books, "2018-02-11", 1).await;
    office
        .transfer(TransferKind::Advance, "2018-01-15", 95_000, None)
        .await;
    let mut asked = draft("2018-01-01", "2018-03-31");
    asked.advance_settled = money(95_000);
    let claim = office.submitted(asked, "2018-04-16").await;
    let refused = async |eligible, corrections| {
        let step = approved_less(eligible, corrections);
        office.step(&claim, "2018-05-01", step).await
    };
    assert_eq!(
        refusal(refused(100_002, Vec::new()).await),
        ["CLAIM_APPROVED_TOO_MUCH"]
    );
    assert_eq!(
        refusal(refused(90_001, vec![taken_off(9_999, None)]).await),
        ["CLAIM_CORRECTIONS_DIFFER"]
    );
    assert_eq!(
        refusal(refused(90_001, vec![taken_off(10_000, Some(other))]).await),
        ["CLAIM_CORRECTION_TOO_LARGE"]
    );
    let stranger = Some(ExpenseId::from_uuid(nothing()));
    assert_eq!(
        refused(90_001, vec![taken_off(10_000, stranger)]).await,
        Err(CallError::NotFound)
    );
    let claim = office
        .step(
            &claim,
            "2018-05-01",
            approved_less(90_001, vec![taken_off(10_000, Some(expense))]),
        )
        .await
        .unwrap();
    assert_eq!(
        (claim.approved, claim.approved_advance),
        (Some(money(90_001)), Some(money(90_001)))
    );
    assert_eq!(
        (claim.difference(), claim.unexplained()),
        (Some(money(10_000)), Some(money(0)))
    );
    assert_eq!(claim.corrections[0].expense_id, Some(expense));
}

#[tokio::test]
async fn a_claim_settles_no_more_of_the_advance_than_it_has_expenses() {
    let office = Office::open().await;
    let books = office.books().await;
    office.expense(&books, "2018-02-10", 100_000).await;
    let mut asked = draft("2018-01-01", "2018-03-31");
    asked.advance_settled = money(100_001);
    let claim = office.create(asked).await.unwrap();
    assert_eq!(
        refusal(office.step(&claim, "2018-04-16", ClaimStep::Submit).await),
        ["CLAIM_ADVANCE_TOO_LARGE"]
    );
    assert_eq!(
        office
            .stage
            .number("select count(*) from programmes.claim_snapshot")
            .await,
        0
    );
}

#[tokio::test]
async fn the_deadline_of_a_submitted_claim_stays_when_the_law_changes() {
    let office = Office::open().await;
    let open = office.create(draft("2018-07-01", "2018-09-30")).await.unwrap();
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-10")
        .await;
    let changed = "
        insert into programmes.reference_release (number, id, label, checksum, loaded_at, loaded_by)
            values (3, '018f0000-0000-7000-8000-000000000003', 'x', sha256('x'), now(), 'test');
        update programmes.rate set ended_by = 3 where code = 'claim_due';
        insert into programmes.rate (code, unit, amount, label_pl, label_en, valid_from, legal_basis, introduced_by)
            values ('claim_due', 'working_day', 5, 'a', 'a', '2014-01-01', 'nowe', 3)";
    office.stage.plant(changed).await;
    let service = office.centre.service.clone();
    let found = service
        .claims_by_id(now(), office.call(), vec![claim.id, open.id])
        .await
        .unwrap();
    let due = |id| found.iter().find(|claim| claim.id == id).unwrap().due.clone();
    assert_eq!(
        (due(claim.id).on, due(claim.id).count),
        (Some(day("2018-04-16")), Some(10))
    );
    assert_eq!(
        (due(open.id).on, due(open.id).count),
        (Some(day("2018-10-05")), Some(5))
    );
}
