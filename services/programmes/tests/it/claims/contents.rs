//! What claims say: sums, sources, progress, and what is frozen.

use wsparcie_programmes_api::{
    BudgetSource, ClaimIndicator, ClaimStep, IndicatorOrigin, NewTransfer, ProgrammesApi, TransferKind,
};

use super::{Office, day, draft, listing, money, questioned};
use crate::support::now;

#[tokio::test]
async fn contents_add_up_by_task_and_source_to_the_grosz() {
    let office = Office::open().await;
    let books = office.books().await;
    let derived = office.expense(&books, "2018-02-10", 33_333).await;
    let said = office.expense(&books, "2018-01-10", 1_001).await;
    let (tenant, said_id) = (office.centre.tenant, said);
    office
        .stage
        .plant(&format!(
            "insert into programmes.expense_source (tenant_id, expense_id, source, amount_grosz)
             values ('{tenant}', '{said_id}', 'private', 1001)"
        ))
        .await;
    let mut asked = draft("2018-01-01", "2018-03-31");
    asked.progress = vec![(books.task, "Zatrudniono 3 asystentów.\nTrwają usługi.".to_owned())];
    let claim = office.create(asked).await.unwrap();
    let service = office.centre.service.clone();
    let transfer = |kind, claim_id| NewTransfer {
        project_id: office.project,
        kind,
        on: day("2018-03-30"),
        amount: money(700),
        claim_id,
        title: "zwrot".to_owned(),
    };
    for (kind, claim_id) in [
        (TransferKind::Return, Some(claim.id)),
        (TransferKind::Return, None),
        (TransferKind::Advance, Some(claim.id)),
    ] {
        service
            .clone()
            .record_transfer(now(), office.call(), transfer(kind, claim_id))
            .await
            .unwrap();
    }
    let contents = office.contents(claim.id).await;
    assert_eq!(
        (contents.eligible.grosz(), contents.amount.grosz()),
        (34_334, 34_334)
    );
    assert_eq!(
        contents
            .expenses
            .iter()
            .map(|expense| expense.expense_id)
            .collect::<Vec<_>>(),
        [said, derived],
        "in the order of payment"
    );
    let by_source: Vec<_> = contents
        .by_source
        .iter()
        .map(|part| (part.source, part.eligible.grosz()))
        .collect();
    assert_eq!(
        by_source,
        [
            (Some(BudgetSource::Eu), 28_333),
            (Some(BudgetSource::LocalGovernment), 5_000),
            (Some(BudgetSource::Private), 1_001),
        ]
    );
    assert_eq!(contents.derived.grosz(), 33_333);
    assert_eq!(
        (contents.by_task[0].number, contents.by_task[0].eligible.grosz()),
        (1, 34_334)
    );
    assert_eq!(contents.progress[0].name.as_deref(), Some("Usługi asystenckie"));
    assert_eq!(
        contents.progress[0].progress,
        "Zatrudniono 3 asystentów.\nTrwają usługi."
    );
    assert_eq!(contents.returns.len(), 1);
    assert_eq!(contents.indicators, None, "of indicators nothing is known");
}

#[tokio::test]
async fn a_correction_that_says_sources_leaves_the_sum_by_source_the_eligible_sum() {
    let office = Office::open().await;
    let books = office.books().await;
    let entry = office.expense(&books, "2018-02-10", 100_001).await;
    let input = wsparcie_programmes_api::CorrectExpense {
        id: entry,
        expected_version: 1,
        change: wsparcie_programmes_api::ExpenseChange::Replace {
            amounts: wsparcie_programmes_api::ExpenseAmounts {
                amount: money(90_000),
                vat: money(0),
                vat_recoverable: wsparcie_programmes_api::VatRecoverable::No,
                recoverable_vat: None,
                eligible: money(90_000),
            },
            sources: vec![crate::support::part(BudgetSource::Eu, "900.00")],
        },
        reason: "brakowało podziału na źródła".to_owned(),
        month: None,
        document_number: None,
        document_date: None,
        paid_on: None,
    };
    let service = office.centre.service.clone();
    service
        .correct_expense(
            now(),
            crate::support::once(office.call(), "split", "split"),
            input,
        )
        .await
        .unwrap();
    let claim = office.create(draft("2018-01-01", "2018-03-31")).await.unwrap();
    let contents = office.contents(claim.id).await;
    let by_source: Vec<_> = contents
        .by_source
        .iter()
        .map(|part| (part.source, part.eligible.grosz()))
        .collect();
    assert_eq!(
        by_source,
        [
            (Some(BudgetSource::Eu), 90_000),
            (Some(BudgetSource::LocalGovernment), 0)
        ]
    );
    assert_eq!((contents.eligible.grosz(), contents.derived.grosz()), (90_000, 0));
}

#[tokio::test]
async fn what_was_submitted_is_frozen_and_later_corrections_are_a_difference() {
    let office = Office::open().await;
    let books = office.books().await;
    let expense = office.expense(&books, "2018-02-10", 100_000).await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let before = office.snapshot(claim.id).await;
    assert_eq!(
        (
            before.number,
            before.contents.eligible.grosz(),
            before.changes.len()
        ),
        (1, 100_000, 0)
    );
    assert_eq!(before.contents, office.contents(claim.id).await);

    let correction = office.corrected(expense, "2018-04-01", -25_000).await;
    let after = office.snapshot(claim.id).await;
    assert_eq!((&after.contents, &after.hash), (&before.contents, &before.hash));
    assert_eq!(after.difference().unwrap().grosz(), -25_000);
    assert_eq!(
        (after.changes[0].expense_id, after.changes[0].correction_id),
        (expense, correction)
    );

    // The correction is settled in the next claim and no difference any more.
    office
        .create(listing("2018-04-01", "2018-06-30", &[correction]))
        .await
        .unwrap();
    assert_eq!(office.snapshot(claim.id).await.changes, []);
}

#[tokio::test]
async fn an_answer_to_remarks_is_a_submission_of_its_own() {
    let office = Office::open().await;
    let books = office.books().await;
    let expense = office.expense(&books, "2018-02-10", 100_000).await;
    let other = office.expense(&books, "2018-02-11", 1).await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let claim = office
        .step(&claim, "2018-05-07", questioned("2018-05-14"))
        .await
        .unwrap();
    let claim = office
        .update(&claim, listing("2018-01-01", "2018-03-31", &[expense]))
        .await
        .unwrap();
    assert_eq!(
        office.snapshot(claim.id).await.contents.eligible.grosz(),
        100_001,
        "not submitted yet"
    );
    let claim = office
        .step(&claim, "2018-05-14", ClaimStep::Submit)
        .await
        .unwrap();
    let second = office.snapshot(claim.id).await;
    assert_eq!((second.number, second.contents.eligible.grosz()), (2, 100_000));
    assert_eq!(claim.claimed, Some(money(100_000)));
    // What was left out may stand in another claim.
    office
        .create(listing("2018-04-01", "2018-06-30", &[other]))
        .await
        .unwrap();
}

#[tokio::test]
async fn a_snapshot_that_was_tampered_with_is_not_shown() {
    let office = Office::open().await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    office
        .stage
        .plant("update programmes.claim_snapshot set content = replace(content, '2018', '2019')")
        .await;
    let found = office
        .centre
        .service
        .clone()
        .claim_snapshots(now(), office.call(), vec![claim.id])
        .await;
    assert_eq!(found, Err(wsparcie_kernel::CallError::Internal));
}

#[tokio::test]
async fn indicators_are_told_as_they_are_at_the_end_of_the_period() {
    let office = Office::open().await;
    let [indicator, first, second] = [(); 3].map(|()| crate::support::nothing());
    let (tenant, project) = (office.centre.tenant, office.project);
    office
        .stage
        .plant(&format!(
            "insert into programmes.project_indicator (tenant_id, id, project_id, code, origin, kind, unit, by_sex, label_pl,
                 label_en, definition, target_total, version, created_at)
             values ('{tenant}', '{indicator}', '{project}', 'AOON', 'own', 'output', 'osoby', true, 'osoby z AOON', 'people with AOON',
                 'osoby', 30, 1, now());
             insert into programmes.indicator_value (tenant_id, id, indicator_id, project_id, number, as_of, total, women, men, source,
                 recorded_at)
             values ('{tenant}', '{first}', '{indicator}', '{project}', 1, '2018-03-31', 12, 7, 5, 'lista', now()),
                    ('{tenant}', '{second}', '{indicator}', '{project}', 2, '2018-04-01', 30, 17, 13, 'lista', now());"
        ))
        .await;
    let claim = office
        .submitted(draft("2018-01-01", "2018-03-31"), "2018-04-16")
        .await;
    let told = office.snapshot(claim.id).await.contents.indicators.unwrap();
    assert_eq!(
        told,
        [ClaimIndicator {
            code: "AOON".to_owned(),
            origin: IndicatorOrigin::Own,
            counted: false,
            label_pl: "osoby z AOON".to_owned(),
            label_en: "people with AOON".to_owned(),
            unit: "osoby".to_owned(),
            target: Some(30),
            total: Some(12),
            women: Some(7),
            men: Some(5),
            undecided: None,
            too_few: false,
        }]
    );
}
