//! Versions, their edits and their ids.

use wsparcie_kernel::CallError;
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetEdit, BudgetFlag, BudgetSource, BudgetState, LineDraft, NewBudgetVersion,
    OverSpending, ProgrammesApi,
};

use super::{Desk, TERMS, again, first_edits, moved, new_line};
use crate::support::{Stage, money, now, once, part, refusal, titled};

#[tokio::test]
async fn the_first_version_is_the_agreements_and_a_draft_is_stored_to_the_grosz() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let draft = desk.create(BudgetBeginning::Empty).await.unwrap();
    assert_eq!(
        (draft.number, draft.state, draft.version),
        (0, BudgetState::Draft, 1)
    );
    assert_eq!(draft.terms.over_spending, OverSpending::Refuse);
    let line = LineDraft {
        unit: "godzina".to_owned(),
        unit_cost: money("80.01"),
        quantity_thousandths: 2_500,
        amount: money("200.03"),
        ..new_line(
            1,
            3,
            &[
                part(BudgetSource::Private, "0.03"),
                part(BudgetSource::Eu, "200.00"),
            ],
            vec![BudgetFlag::Outsourced, BudgetFlag::CrossFinancing],
        )
    };
    let mut edits = first_edits();
    edits.extend([BudgetEdit::SetTerms(TERMS), BudgetEdit::SetLine(line.clone())]);
    let edited = desk.edit(draft.id, 1, edits).await.unwrap();
    assert_eq!((edited.version, edited.terms), (2, TERMS));
    let stored = desk.tasks(draft.id).await;
    assert_eq!(stored.len(), 1);
    let third = &stored[0].lines[2];
    assert_eq!(
        (third.unit_cost, third.quantity_thousandths, third.amount),
        (line.unit_cost, line.quantity_thousandths, line.amount)
    );
    assert_eq!(
        third.sources,
        [
            part(BudgetSource::Eu, "200.00"),
            part(BudgetSource::Private, "0.03")
        ],
        "in the order of the sources"
    );
    assert_eq!(third.flags, [BudgetFlag::CrossFinancing, BudgetFlag::Outsourced]);
    assert_eq!(stored[0].lines[1].flags, [BudgetFlag::OwnContribution]);
    let audit =
        "select count(*) from platform.audit_event where action in ('budget.created', 'budget.edited')";
    assert_eq!(stage.number(audit).await, 2);
}

#[tokio::test]
async fn a_refused_list_of_edits_changes_nothing() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let draft = desk.drafted().await;
    let before = desk.tasks(draft.id).await;
    let lines = desk.line_ids(draft.id).await;
    let edits = vec![
        moved(lines[0], lines[1], "1.00"),
        moved(lines[0], lines[1], "84.01"),
    ];
    assert_eq!(
        refusal(desk.edit(draft.id, 2, edits).await),
        ["BUDGET_MOVE_TOO_MUCH"]
    );
    assert_eq!(desk.tasks(draft.id).await, before);
    assert_eq!(desk.budgets().await[0].version, 2);
}

#[tokio::test]
async fn a_copy_keeps_the_ids_of_tasks_and_lines_and_the_terms() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    assert_eq!(
        refusal(desk.create(BudgetBeginning::CopyOfInForce).await),
        ["BUDGET_NOTHING_TO_COPY"]
    );
    let draft = desk.create(BudgetBeginning::Empty).await.unwrap();
    let mut edits = first_edits();
    edits.push(BudgetEdit::SetTerms(TERMS));
    let draft = desk.edit(draft.id, 1, edits).await.unwrap();
    let first = desk.force(&draft, "2017-10-01").await.unwrap();
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    assert_eq!(
        (annex.number, annex.state, annex.terms),
        (1, BudgetState::Draft, TERMS)
    );
    assert_eq!(desk.tasks(annex.id).await, desk.tasks(first.id).await);
    assert_eq!(
        stage.number("select count(*) from programmes.budget_line").await,
        2
    );
    let lines = desk.line_ids(annex.id).await;
    let task = &desk.tasks(annex.id).await[0];
    let kept = LineDraft {
        name: "inna".to_owned(),
        ..again(1, &task.lines[1])
    };
    let edits = vec![
        BudgetEdit::RemoveLine { line_id: lines[0] },
        BudgetEdit::SetLine(kept),
    ];
    desk.edit(annex.id, annex.version, edits).await.unwrap();
    assert_eq!(desk.line_ids(annex.id).await, [lines[1]]);
    assert_eq!(
        desk.line_ids(first.id).await,
        lines,
        "the version in force stays as it was"
    );
}

#[tokio::test]
async fn a_project_has_one_draft_at_a_time() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    desk.create(BudgetBeginning::Empty).await.unwrap();
    assert_eq!(
        refusal(desk.create(BudgetBeginning::Empty).await),
        ["BUDGET_DRAFT_EXISTS"]
    );
    assert_eq!(desk.budgets().await.len(), 1);
}

#[tokio::test]
async fn a_repeated_creation_happens_once() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let create = async || {
        let input = NewBudgetVersion {
            project_id: desk.project,
            beginning: BudgetBeginning::Empty,
            terms: Some(TERMS),
        };
        let call = once(desk.call(), "budget-1", "f");
        desk.centre
            .service
            .clone()
            .create_budget_version(now(), call, input)
            .await
            .unwrap()
    };
    assert_eq!(create().await, create().await);
    assert_eq!(desk.budgets().await.len(), 1);
}

#[tokio::test]
async fn what_has_been_in_force_is_not_edited_not_even_by_the_database() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let in_force = desk.in_force("2017-10-01").await;
    let edits = first_edits();
    assert_eq!(
        refusal(desk.edit(in_force.id, in_force.version, edits).await),
        ["BUDGET_NOT_A_DRAFT"]
    );
    assert_eq!(
        refusal(desk.force(&in_force, "2018-01-01").await),
        ["BUDGET_NOT_A_DRAFT"]
    );
    for statement in [
        "delete from programmes.budget_line_source",
        "update programmes.budget_line_version set amount_grosz = 1",
        "update programmes.budget_task_version set name = 'x'",
    ] {
        let refused = sqlx::raw_sql(statement)
            .execute(&mut stage.test.admin().await)
            .await;
        assert!(refused.is_err(), "{statement}");
    }
}

#[tokio::test]
async fn a_link_to_another_projects_agreement_is_not_found() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let other = desk.centre.created(titled("b")).await;
    let [own, foreign] = [
        "019aa0ca-0000-7000-8000-000000000001",
        "019aa0ca-0000-7000-8000-000000000002",
    ];
    for (id, project) in [(own, desk.project), (foreign, other.id)] {
        let sql = format!(
            "insert into programmes.agreement (tenant_id, id, project_id, number, total_grosz, created_at)
             values ('{}', '{id}', '{project}', 0, 9999, now())",
            desk.centre.tenant
        );
        stage.plant(&sql).await;
    }
    let link = |id: &str| {
        BudgetEdit::SetTerms(wsparcie_programmes_api::BudgetTerms {
            agreement_id: Some(wsparcie_kernel::ids::AgreementId::from_uuid(id.parse().unwrap())),
            ..TERMS
        })
    };
    let draft = desk.drafted().await;
    for id in [foreign, "019aa0ca-0000-7000-8000-000000000003"] {
        let answer = desk.edit(draft.id, draft.version, vec![link(id)]).await;
        assert_eq!(answer, Err(CallError::NotFound));
    }
    let linked = desk.edit(draft.id, draft.version, vec![link(own)]).await.unwrap();
    let findings = desk.findings(draft.id).await;
    assert_eq!(findings.differences.len(), 1);
    assert_eq!(
        (
            findings.differences[0].place.code(),
            findings.differences[0].difference
        ),
        ("agreement_total", money("0.01"))
    );
    assert_eq!(
        refusal(desk.force(&linked, "2017-10-01").await),
        ["BUDGET_DOES_NOT_ADD_UP"]
    );
}
