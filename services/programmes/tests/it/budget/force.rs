//! Coming into force.

use wsparcie_kernel::CallError;
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetEdit, BudgetSource, BudgetState, CheckVerdict, LineDraft, ProjectFacts,
};

use super::{Desk, again, new_line};
use crate::support::{Stage, money, part, refusal, titled};

fn stated(total: &str) -> ProjectFacts {
    ProjectFacts {
        budget_total: Some(money(total)),
        ..titled("a")
    }
}

#[tokio::test]
async fn a_later_version_takes_the_place_of_the_one_in_force() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    assert_eq!(
        (first.state, first.reference_release),
        (BudgetState::InForce, Some(1))
    );
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    for early in ["2017-09-30", "2017-10-01"] {
        assert_eq!(
            refusal(desk.force(&annex, early).await),
            ["BUDGET_IN_FORCE_TOO_EARLY"]
        );
    }
    assert_eq!(
        refusal(desk.force(&annex, "2026-03-03").await),
        ["BUDGET_IN_FORCE_LATER"]
    );
    desk.force(&annex, "2026-03-02").await.unwrap();
    let states: Vec<_> = desk.budgets().await.iter().map(|version| version.state).collect();
    assert_eq!(states, [BudgetState::Superseded, BudgetState::InForce]);
    let audit = "select count(*) from platform.audit_event where action = 'budget.put_in_force'";
    assert_eq!(stage.number(audit).await, 2);
}

#[tokio::test]
async fn a_version_that_does_not_add_up_is_refused_naming_each_place() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", stated("100.00")).await;
    let draft = desk.drafted().await;
    let task = &desk.tasks(draft.id).await[0];
    let wrong = LineDraft {
        amount: money("85.01"),
        ..again(1, &task.lines[0])
    };
    let draft = desk
        .edit(draft.id, draft.version, vec![BudgetEdit::SetLine(wrong)])
        .await
        .unwrap();
    let Err(CallError::Refused(problems)) = desk.force(&draft, "2017-10-01").await else {
        unreachable!("it does not add up")
    };
    assert_eq!(problems.len(), 3, "product, sources, the project's total");
    assert!(
        problems
            .iter()
            .all(|problem| problem.code == "BUDGET_DOES_NOT_ADD_UP"
                && problem.message_pl.contains("0.01")
                && problem.rule.is_some())
    );
    let differences = desk.findings(draft.id).await.differences;
    assert_eq!(differences.len(), 3);
    assert!(
        differences
            .iter()
            .all(|one| one.difference == money("0.01") && one.blocking)
    );
    assert_eq!(desk.budgets().await[0].state, BudgetState::Draft);
}

#[tokio::test]
async fn a_version_without_lines_does_not_come_into_force() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let draft = desk.create(BudgetBeginning::Empty).await.unwrap();
    assert_eq!(
        refusal(desk.force(&draft, "2017-10-01").await),
        ["BUDGET_WITHOUT_LINES"]
    );
}

#[tokio::test]
async fn the_ceilings_of_a_version_in_force_stay_those_of_its_release() {
    use wsparcie_programmes_api::{LoadReference, ProgrammesApi};
    let stage = Stage::start().await;
    let facts = ProjectFacts {
        number: Some("RPSW.09.02.01-26-0057/16-00".to_owned()),
        starts_on: Some("2017-07-01".parse().unwrap()),
        ..titled("a")
    };
    let desk = Desk::open(&stage, "MOPS", facts).await;
    let verdict = async |id| {
        let findings = desk.findings(id).await;
        let cross = findings
            .checks
            .into_iter()
            .find(|check| check.rule == "cross_financing")
            .unwrap();
        (cross.verdict, cross.missing, cross.release)
    };
    let nothing_loaded = (CheckVerdict::Undecided, vec!["rates".to_owned()], Some(1));
    let first = desk.in_force("2017-10-01").await;
    assert_eq!(verdict(first.id).await, nothing_loaded);
    let load = LoadReference {
        content: wsparcie_programmes::SHIPPED_REFERENCE.to_owned(),
        expected_release: 1,
        label: "2".to_owned(),
    };
    let operator = wsparcie_testkit::operator(stage.test.centre("platform").await);
    desk.centre
        .service
        .clone()
        .load_reference(crate::support::now(), wsparcie_testkit::call(&operator), load)
        .await
        .unwrap();
    assert_eq!(verdict(first.id).await, nothing_loaded, "as it was known then");
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    assert_eq!(verdict(annex.id).await, (CheckVerdict::Ok, Vec::new(), Some(2)));
    let annex = desk.force(&annex, "2018-01-01").await.unwrap();
    assert_eq!(annex.reference_release, Some(2));
    let checks = desk.findings(annex.id).await.checks;
    assert!(checks[0].legal_basis.is_some() && checks[0].limit.unwrap().to_string() == "25.00");
}

#[tokio::test]
async fn the_draft_of_a_centres_own_is_added_to_by_another_line() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", stated("100.05")).await;
    let draft = desk.drafted().await;
    assert_eq!(
        refusal(desk.force(&draft, "2017-10-01").await),
        ["BUDGET_DOES_NOT_ADD_UP"]
    );
    let line = new_line(1, 3, &[part(BudgetSource::Eu, "0.05")], Vec::new());
    let draft = desk
        .edit(draft.id, draft.version, vec![BudgetEdit::SetLine(line)])
        .await
        .unwrap();
    desk.force(&draft, "2017-10-01").await.unwrap();
}

#[tokio::test]
async fn a_line_that_expenses_are_booked_on_does_not_go() {
    let stage = Stage::start().await;
    let desk = Desk::open(&stage, "MOPS", titled("a")).await;
    let first = desk.in_force("2017-10-01").await;
    let lines = desk.line_ids(first.id).await;
    let sql = format!(
        "insert into programmes.expense
             (tenant_id, id, project_id, line_id, document_number, document_date, paid_on, contractor_name, amount_grosz,
              vat_grosz, vat_recoverable, recoverable_vat_grosz, eligible_grosz, month, flags, budget_id, created_at)
         values ('{}', gen_random_uuid(), '{}', '{}', 'FV/1', '2017-10-02', '2017-10-02', 'Firma', 100, 0, 'no', 0, 100,
                 '2017-10-01', '{{}}', '{}', now())",
        desk.centre.tenant, desk.project, lines[0], first.id
    );
    stage.plant(&sql).await;
    let annex = desk.create(BudgetBeginning::CopyOfInForce).await.unwrap();
    let without = lines.iter().map(|line| BudgetEdit::RemoveLine { line_id: *line });
    let mut edits: Vec<_> = without.collect();
    edits.push(BudgetEdit::SetLine(new_line(
        1,
        9,
        &[part(BudgetSource::Eu, "100.00")],
        Vec::new(),
    )));
    let annex = desk.edit(annex.id, annex.version, edits).await.unwrap();
    assert_eq!(
        refusal(desk.force(&annex, "2018-01-01").await),
        ["BUDGET_LINE_HAS_EXPENSES"],
        "one of the two has expenses"
    );
    assert_eq!(desk.budgets().await[0].state, BudgetState::InForce);
}
