//! Budgets in versions, on a real database as the request role.

mod concurrency;
mod figures;
mod force;
mod reading;
mod spent;
mod tenancy;
mod versions;

use wsparcie_kernel::ids::{BudgetId, BudgetLineId, ProjectId};
use wsparcie_kernel::{Actor, Call, CallResult, Money, Role};
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetDiff, BudgetEdit, BudgetFigures, BudgetFindings, BudgetFlag, BudgetLine,
    BudgetPair, BudgetPart, BudgetSource, BudgetTask, BudgetTerms, BudgetVersion, EditBudget, LineDraft,
    NewBudgetVersion, OverSpending, ProgrammesApi, ProjectFacts, PutBudgetInForce,
};
use wsparcie_testkit::{call, user};

use crate::support::{Centre, Stage, money, now, part};

pub(crate) const TERMS: BudgetTerms = BudgetTerms {
    over_spending: OverSpending::Flag,
    indirect_rate: None,
    own_share: None,
    agreement_id: None,
};

/// A centre with a project whose budgets its project manager keeps.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) centre: Centre,
    pub(crate) manager: Actor,
    pub(crate) project: ProjectId,
}

impl Desk {
    pub(crate) async fn open(stage: &Stage, name: &str, facts: ProjectFacts) -> Self {
        let centre = stage.centre(name).await;
        let project = centre.created(facts).await.id;
        let manager = user(centre.tenant, Role::ProjectManager);
        Self {
            centre,
            manager,
            project,
        }
    }

    pub(crate) fn call(&self) -> Call {
        call(&self.manager)
    }

    pub(crate) async fn create(&self, beginning: BudgetBeginning) -> CallResult<BudgetVersion> {
        let input = NewBudgetVersion {
            project_id: self.project,
            beginning,
            terms: None,
        };
        self.centre
            .service
            .clone()
            .create_budget_version(now(), self.call(), input)
            .await
    }

    pub(crate) async fn edit(
        &self,
        budget_id: BudgetId,
        expected_version: i64,
        edits: Vec<BudgetEdit>,
    ) -> CallResult<BudgetVersion> {
        let input = EditBudget {
            budget_id,
            expected_version,
            edits,
        };
        self.centre
            .service
            .clone()
            .edit_budget(now(), self.call(), input)
            .await
    }

    pub(crate) async fn force(&self, budget: &BudgetVersion, from: &str) -> CallResult<BudgetVersion> {
        let input = PutBudgetInForce {
            budget_id: budget.id,
            expected_version: budget.version,
            from: from.parse().unwrap(),
        };
        self.centre
            .service
            .clone()
            .put_budget_in_force(now(), self.call(), input)
            .await
    }

    pub(crate) async fn budgets(&self) -> Vec<BudgetVersion> {
        self.centre
            .service
            .clone()
            .budgets_by_project(now(), self.call(), vec![self.project])
            .await
            .unwrap()
    }

    pub(crate) async fn tasks(&self, id: BudgetId) -> Vec<BudgetTask> {
        let mut found = self
            .centre
            .service
            .clone()
            .budget_contents(now(), self.call(), vec![id])
            .await
            .unwrap();
        found.pop().unwrap().tasks
    }

    pub(crate) async fn findings(&self, id: BudgetId) -> BudgetFindings {
        let mut found = self
            .centre
            .service
            .clone()
            .budget_findings(now(), self.call(), vec![id])
            .await
            .unwrap();
        found.pop().unwrap()
    }

    pub(crate) async fn diffs(&self, pairs: Vec<BudgetPair>) -> Vec<BudgetDiff> {
        self.centre
            .service
            .clone()
            .budget_diffs(now(), self.call(), pairs)
            .await
            .unwrap()
    }

    pub(crate) async fn figures(&self) -> Vec<BudgetFigures> {
        self.centre
            .service
            .clone()
            .budget_figures_by_project(now(), self.call(), vec![self.project])
            .await
            .unwrap()
    }

    /// A draft with one task and two lines that add up to 100.00: 85.00 of the Union, 15.00 of local government.
    pub(crate) async fn drafted(&self) -> BudgetVersion {
        let draft = self.create(BudgetBeginning::Empty).await.unwrap();
        self.edit(draft.id, draft.version, first_edits()).await.unwrap()
    }

    /// The same in force.
    pub(crate) async fn in_force(&self, from: &str) -> BudgetVersion {
        let draft = self.drafted().await;
        self.force(&draft, from).await.unwrap()
    }

    /// The ids of a version's lines, in order.
    pub(crate) async fn line_ids(&self, id: BudgetId) -> Vec<BudgetLineId> {
        let tasks = self.tasks(id).await;
        tasks
            .iter()
            .flat_map(|task| &task.lines)
            .map(|line| line.id)
            .collect()
    }
}

pub(crate) fn first_edits() -> Vec<BudgetEdit> {
    vec![
        BudgetEdit::SetTask {
            task_id: None,
            number: 1,
            name: "Aktywizacja".to_owned(),
        },
        BudgetEdit::SetLine(new_line(
            1,
            1,
            &[part(BudgetSource::Eu, "85.00")],
            vec![BudgetFlag::Personnel],
        )),
        BudgetEdit::SetLine(new_line(
            1,
            2,
            &[part(BudgetSource::LocalGovernment, "15.00")],
            vec![BudgetFlag::OwnContribution],
        )),
    ]
}

/// A new line of one unit whose sources add up.
pub(crate) fn new_line(
    task_number: i32,
    number: i32,
    sources: &[BudgetPart],
    flags: Vec<BudgetFlag>,
) -> LineDraft {
    let amount = Money::sum(sources.iter().map(|part| part.amount)).unwrap();
    LineDraft {
        line_id: None,
        task_number,
        number,
        name: format!("pozycja {number}"),
        unit: "komplet".to_owned(),
        unit_cost: amount,
        quantity_thousandths: 1_000,
        amount,
        sources: sources.to_vec(),
        flags,
    }
}

/// The line as it is, to be set with one thing changed.
pub(crate) fn again(task_number: i32, line: &BudgetLine) -> LineDraft {
    LineDraft {
        line_id: Some(line.id),
        task_number,
        number: line.number,
        name: line.name.clone(),
        unit: line.unit.clone(),
        unit_cost: line.unit_cost,
        quantity_thousandths: line.quantity_thousandths,
        amount: line.amount,
        sources: line.sources.clone(),
        flags: line.flags.clone(),
    }
}

/// A move of so much of the Union's money.
pub(crate) fn moved(from_line: BudgetLineId, to_line: BudgetLineId, amount: &str) -> BudgetEdit {
    BudgetEdit::MoveAmount {
        from_line,
        to_line,
        source: BudgetSource::Eu,
        amount: money(amount),
    }
}
