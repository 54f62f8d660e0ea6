//! Another centre's budget is not there, and every call asks the table of permissions first.

use wsparcie_kernel::ids::{BudgetId, ProjectId};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{CallError, Role};
use wsparcie_programmes_api::{
    BudgetBeginning, BudgetPair, BudgetVersion, EditBudget, NewBudgetVersion, ProgrammesApi, PutBudgetInForce,
};
use wsparcie_testkit::{Statements, authority_analyst, call, user};

use super::{Desk, first_edits};
use crate::support::{Stage, nothing, now, titled};

#[tokio::test]
async fn another_centres_budget_is_as_one_that_does_not_exist() {
    let stage = Stage::start().await;
    let north = Desk::open(&stage, "north", titled("a")).await;
    let south = Desk::open(&stage, "south", titled("b")).await;
    let foreign = north.drafted().await;
    let random = BudgetVersion {
        id: BudgetId::from_uuid(nothing()),
        project_id: ProjectId::from_uuid(nothing()),
        ..foreign.clone()
    };
    let statements = Statements::watch();
    let mut costs = Vec::new();
    for version in [&foreign, &random] {
        statements.take();
        let mut cost = Vec::new();
        let edited = south.edit(version.id, version.version, first_edits()).await;
        cost.push(statements.take());
        let forced = south.force(version, "2017-10-01").await;
        cost.push(statements.take());
        let created = Desk {
            project: version.project_id,
            ..south.clone()
        }
        .create(BudgetBeginning::Empty)
        .await;
        cost.push(statements.take());
        for answer in [edited, forced, created] {
            assert_eq!(answer, Err(CallError::NotFound));
        }
        let service = || south.centre.service.clone();
        assert!(
            service()
                .budgets_by_id(now(), south.call(), vec![version.id])
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            service()
                .budget_contents(now(), south.call(), vec![version.id])
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            service()
                .budget_findings(now(), south.call(), vec![version.id])
                .await
                .unwrap()
                .is_empty()
        );
        let projects = vec![version.project_id];
        assert!(
            service()
                .budgets_by_project(now(), south.call(), projects.clone())
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            service()
                .budget_figures_by_project(now(), south.call(), projects)
                .await
                .unwrap()
                .is_empty()
        );
        let pair = BudgetPair {
            budget: version.id,
            against: version.id,
        };
        assert!(south.diffs(vec![pair]).await.is_empty());
        cost.push(statements.take());
        costs.push(cost);
    }
    assert_eq!(costs[0], costs[1], "foreign and random cost the same statements");
}

#[tokio::test]
async fn what_the_table_does_not_allow_is_refused_before_the_input_is_looked_at() {
    let stage = Stage::start().await;
    let tenant = stage.test.centre("MOPS").await;
    for role in Role::ALL {
        let actor = if *role == Role::RegionalAnalyst {
            authority_analyst(tenant, "00")
        } else {
            user(tenant, *role)
        };
        let (service, call) = (|| stage.service.clone(), || call(&actor));
        let (project_id, budget_id) = (ProjectId::from_uuid(nothing()), BudgetId::from_uuid(nothing()));
        let create = NewBudgetVersion {
            project_id,
            beginning: BudgetBeginning::Empty,
            terms: None,
        };
        let edit = EditBudget {
            budget_id,
            expected_version: 1,
            edits: Vec::new(),
        };
        let put = PutBudgetInForce {
            budget_id,
            expected_version: 1,
            from: "2017-10-01".parse().unwrap(),
        };
        let answers = [
            (
                Action::Read,
                service()
                    .budgets_by_project(now(), call(), vec![project_id])
                    .await
                    .err(),
            ),
            (
                Action::Read,
                service()
                    .budgets_by_id(now(), call(), vec![budget_id])
                    .await
                    .err(),
            ),
            (
                Action::Read,
                service()
                    .budget_contents(now(), call(), vec![budget_id])
                    .await
                    .err(),
            ),
            (
                Action::Read,
                service()
                    .budget_findings(now(), call(), vec![budget_id])
                    .await
                    .err(),
            ),
            (
                Action::Read,
                service().budget_diffs(now(), call(), Vec::new()).await.err(),
            ),
            (
                Action::Read,
                service()
                    .budget_figures_by_project(now(), call(), Vec::new())
                    .await
                    .err(),
            ),
            (
                Action::Update,
                service().create_budget_version(now(), call(), create).await.err(),
            ),
            (
                Action::Update,
                service().edit_budget(now(), call(), edit).await.err(),
            ),
            (
                Action::Decide,
                service().put_budget_in_force(now(), call(), put).await.err(),
            ),
        ];
        for (action, error) in answers {
            let forbidden = error == Some(CallError::Forbidden);
            assert_eq!(
                forbidden,
                !permission::allows(&actor, Resource::Budget, action),
                "{role:?} {action:?}: {error:?}"
            );
        }
    }
}
