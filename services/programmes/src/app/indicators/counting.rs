//! Counting away from the runtime's threads: it is arithmetic without a pause, over every participant of a page.

use std::sync::Arc;

use tokio::sync::Semaphore;
use uuid::Uuid;
use wsparcie_kernel::{CallError, CallResult};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::ProjectIndicator;

use crate::app::Programmes;
use crate::db::indicators::parameters::{self, Parameters};
use crate::db::participation;
use crate::domain::indicator::{
    MOST_EVALUATIONS, Participant, Reader, Uncounted, count_into, is_counted, withhold,
};

/// How many calls count at once; the others wait for their turn. More would take the processors from everything else.
pub(in crate::app) const AT_ONCE: usize = 2;

/// Indicators, and what their values are counted from. Read in a transaction; counting needs none.
pub(in crate::app) struct Uncalculated {
    indicators: Vec<ProjectIndicator>,
    participants: Vec<Participant>,
    parameters: Parameters,
    reader: Reader,
}

impl Uncalculated {
    /// Reads what the values of these indicators are counted from, as many statements for many projects as for one.
    /// Participants are read of the projects that have something to count. A reader of figures has to be told all indicators
    /// of a project at once: what is withheld of one depends on the others.
    pub(in crate::app) async fn read(
        tx: &mut TenantTx,
        mut indicators: Vec<ProjectIndicator>,
        reader: Reader,
    ) -> CallResult<Self> {
        withhold(&mut indicators, reader);
        let mut projects: Vec<Uuid> = indicators
            .iter()
            .filter(|indicator| is_counted(indicator))
            .map(|indicator| indicator.project_id.into_uuid())
            .collect();
        projects.sort_unstable();
        projects.dedup();
        Ok(Self {
            indicators,
            participants: participation::of_projects(tx, &projects).await?,
            parameters: parameters::read(tx).await?,
            reader,
        })
    }

    /// The indicators with their values, each on its own day.
    pub(in crate::app) async fn count(self, svc: &Programmes) -> CallResult<Vec<ProjectIndicator>> {
        let Self {
            mut indicators,
            participants,
            parameters,
            reader,
        } = self;
        let counted = aside(svc, move || {
            let days = |left| parameters.result_days(left);
            count_into(&mut indicators, &participants, reader, days, MOST_EVALUATIONS).map(|_| indicators)
        });
        counted.await?.map_err(|uncounted| match uncounted {
            Uncounted::TooMuch(problem) => CallError::refused(problem),
            Uncounted::Unreadable => unreadable(),
        })
    }
}

/// Does long arithmetic on a thread that may be kept busy, when it is its turn. Who stops waiting gives the turn back only
/// when the arithmetic is done.
pub(super) async fn aside<T: Send + 'static>(
    svc: &Programmes,
    work: impl FnOnce() -> T + Send + 'static,
) -> CallResult<T> {
    let turn = Arc::clone(&svc.counting);
    let turn = turn.acquire_owned().await.map_err(|_| CallError::Internal)?;
    let working = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    working.await.map_err(|_| {
        tracing::error!(error.code = "COUNTING_BROKE", "counting indicators broke off");
        CallError::Internal
    })
}

/// The turns of a service.
pub(crate) fn turns() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(AT_ONCE))
}

/// A stored condition that no longer passes: it was checked when it was saved, so this is a defect.
pub(super) fn unreadable() -> CallError {
    tracing::error!(
        error.code = "CONDITION_UNREADABLE",
        "the condition of an indicator does not pass its check any more"
    );
    CallError::Internal
}
