//! A scripted programmes service with six projects.

use std::sync::{Arc, Mutex};

use uuid::Uuid;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId};
use wsparcie_kernel::{CallError, Idempotency, Page, Problem};
use wsparcie_programmes_api::{
    FundingPeriod, Programme, ProgrammeLevel, ProgrammesApiRequest as P, ProgrammesApiResponse as PR,
    Project, ProjectFacts, ProjectStatus,
};

use crate::support::{App, Setup, organisation};

pub(crate) fn project(n: u128) -> Project {
    let facts = ProjectFacts {
        title: format!("Projekt {n}"),
        programme_id: Some(ProgrammeId::from_uuid(Uuid::from_u128(900 + n % 2))),
        ..ProjectFacts::default()
    };
    let id = ProjectId::from_uuid(Uuid::from_u128(n));
    Project {
        id,
        tenant_id: organisation(1),
        facts,
        number: None,
        status: ProjectStatus::Planned,
        next_statuses: Vec::new(),
        version: 3,
    }
}

fn programme(id: ProgrammeId) -> Programme {
    Programme {
        id,
        parent_id: None,
        period: FundingPeriod::P2014,
        level: ProgrammeLevel::Programme,
        code: "RPSW".to_owned(),
        name_pl: "Program".to_owned(),
        name_en: "Programme".to_owned(),
        voivodeship: None,
    }
}

/// What is looked at of a call.
#[derive(Default)]
pub(crate) struct Asked {
    pub(crate) counted: bool,
    pub(crate) once: Option<Idempotency>,
}

impl Asked {
    fn of(request: &P) -> Self {
        match request {
            P::ListProjects { page, .. } => Self {
                counted: page.with_total,
                once: None,
            },
            P::CreateProject { call, .. } => Self {
                counted: false,
                once: call.idempotency.clone(),
            },
            _ => Self::default(),
        }
    }
}

/// A programmes service with six projects, which notes what it is asked.
pub(crate) fn app() -> (App, Arc<Mutex<Vec<Asked>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&asked);
    let programmes = Arc::new(move |request: P| {
        noted.lock().unwrap().push(Asked::of(&request));
        match request {
            P::ListProjects { page, .. } => {
                let from = page.after.map_or(0, |id| id.as_u128());
                let rows = (from + 1..=6).map(project).collect();
                let total = page.with_total.then_some(6);
                PR::ListProjects(Ok(Page::from_fetched(&page, rows, total, |row| {
                    row.id.into_uuid()
                })))
            }
            P::ProgrammesById { ids, .. } => PR::ProgrammesById(Ok(ids.into_iter().map(programme).collect())),
            P::ProjectsById { ids, .. } => {
                let known = ids
                    .into_iter()
                    .map(|id| id.into_uuid().as_u128())
                    .filter(|n| (1..=6).contains(n));
                PR::ProjectsById(Ok(known.map(project).collect()))
            }
            P::CreateProject { .. } => PR::CreateProject(Ok(project(1))),
            P::UpdateProject { .. } => PR::UpdateProject(Err(wsparcie_kernel::problem::stale_version())),
            P::ParseProjectNumber { .. } => {
                PR::ParseProjectNumber(Err(CallError::refused(Problem::new("NOT_A_NUMBER", "nie", "no"))))
            }
            _ => PR::ListFactsVocabulary(Err(CallError::Internal)),
        }
    });
    (
        App::with(Setup {
            programmes,
            ..Setup::default()
        }),
        asked,
    )
}
