//! A service on a database of its own, and shorthand for what tests say often.

use std::sync::Arc;

use sqlx::AssertSqlSafe;
use tarpc::context::{self, Context};
use uuid::Uuid;
use wsparcie_kernel::actor::Actor;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId, TenantId};
use wsparcie_kernel::{Call, CallError, CallResult, FixedClock, Idempotency, Money, Role, SystemIds};
use wsparcie_programmes::{ProgrammesService, SmallCells};
use wsparcie_programmes_api::{
    BudgetPart, BudgetSource, Exactness, NewProject, Places, ProgrammesApi, Project, ProjectFacts,
    UpdateProject,
};
use wsparcie_testkit::{TestDb, call, clock_at, user};

/// The service and what stands around it.
pub(crate) struct Stage {
    pub(crate) test: TestDb,
    pub(crate) service: ProgrammesService,
    pub(crate) clock: Arc<FixedClock>,
}

impl Stage {
    pub(crate) async fn start() -> Self {
        Self::start_on("2026-03-02").await
    }

    /// The same with the clock on another day.
    pub(crate) async fn start_on(today: &str) -> Self {
        let test = TestDb::start().await;
        let clock = Arc::new(clock_at(today));
        let service = ProgrammesService::new(
            test.db.clone(),
            clock.clone(),
            Arc::new(SystemIds),
            SmallCells::DEFAULT,
        );
        Self { test, service, clock }
    }

    /// A new centre and its coordinator.
    pub(crate) async fn centre(&self, name: &str) -> Centre {
        self.centre_in(name, "0261011").await
    }

    /// A new centre in a gmina, and its coordinator.
    pub(crate) async fn centre_in(&self, name: &str, teryt: &str) -> Centre {
        let tenant = self.test.organisation("MOPS", name, teryt).await;
        Centre {
            tenant,
            coordinator: user(tenant, Role::Coordinator),
            service: self.service.clone(),
        }
    }

    /// One number from the database, seen by the superuser.
    pub(crate) async fn number(&self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql.to_owned()))
            .fetch_one(&mut self.test.admin().await)
            .await
            .unwrap()
    }

    /// Runs statements as the superuser.
    pub(crate) async fn plant(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&mut self.test.admin().await)
            .await
            .unwrap();
    }
}

/// A centre, acted for by its coordinator.
#[derive(Clone)]
pub(crate) struct Centre {
    pub(crate) tenant: TenantId,
    pub(crate) coordinator: Actor,
    pub(crate) service: ProgrammesService,
}

impl Centre {
    pub(crate) fn call(&self) -> Call {
        call(&self.coordinator)
    }

    pub(crate) async fn create(&self, facts: ProjectFacts) -> CallResult<Project> {
        self.service
            .clone()
            .create_project(now(), self.call(), NewProject { facts })
            .await
    }

    pub(crate) async fn created(&self, facts: ProjectFacts) -> Project {
        self.create(facts).await.unwrap()
    }

    pub(crate) async fn update(
        &self,
        id: ProjectId,
        expected_version: i64,
        facts: ProjectFacts,
    ) -> CallResult<Project> {
        let input = UpdateProject {
            id,
            expected_version,
            facts,
            stated: Vec::new(),
        };
        self.service
            .clone()
            .update_project(now(), self.call(), input)
            .await
    }

    pub(crate) async fn read(&self, ids: &[ProjectId]) -> Vec<Project> {
        self.service
            .clone()
            .projects_by_id(now(), self.call(), ids.to_vec())
            .await
            .unwrap()
    }
}

pub(crate) fn now() -> Context {
    context::current()
}

/// The call under a client's key.
pub(crate) fn once(call: Call, key: &str, fingerprint: &str) -> Call {
    call.once(Some(Idempotency {
        key: key.to_owned(),
        fingerprint: fingerprint.to_owned(),
    }))
}

/// A random UUID that names nothing.
pub(crate) fn nothing() -> Uuid {
    use wsparcie_kernel::IdSource;
    SystemIds.next(wsparcie_testkit::noon("2026-01-01"))
}

/// A project of which only the title is known.
pub(crate) fn titled(title: &str) -> ProjectFacts {
    ProjectFacts {
        title: title.to_owned(),
        ..ProjectFacts::default()
    }
}

pub(crate) fn exactly(count: i32) -> Option<Places> {
    Some(Places {
        count,
        exactness: Exactness::Exact,
    })
}

pub(crate) fn at_least(count: i32) -> Option<Places> {
    Some(Places {
        count,
        exactness: Exactness::Minimum,
    })
}

pub(crate) fn money(text: &str) -> Money {
    Money::parse(text).unwrap()
}

pub(crate) fn part(source: BudgetSource, amount: &str) -> BudgetPart {
    BudgetPart {
        source,
        amount: money(amount),
    }
}

/// The level of a programme tree by the end of its id.
pub(crate) fn level(id: &str) -> ProgrammeId {
    ProgrammeId::from_uuid(format!("018f0000-0000-7000-8000-{id}").parse().unwrap())
}

/// The codes of a refusal.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: CallResult<T>) -> Vec<String> {
    match outcome.unwrap_err() {
        CallError::Refused(problems) => problems.into_iter().map(|problem| problem.code).collect(),
        other => vec![other.code().to_owned()],
    }
}
