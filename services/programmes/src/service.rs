//! The service's face: each call of the contract handed to its use case.

use std::sync::Arc;

use tarpc::context::Context;
use uuid::Uuid;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId};
use wsparcie_kernel::{Call, CallResult, Clock, Date, IdSource, Page, PageRequest};
use wsparcie_postgres::Db;
use wsparcie_programmes_api::{
    ComparedProject, DictionaryEntry, EndOwnEntry, Holiday, LoadReference, NewProject, Programme,
    ProgrammesApi, Project, ProjectNumber, Rate, Recruitment, ReferencePreview, ReferenceRelease,
    SetOwnEntry, SetRecruitment, UpdateProject, VocabularyTerm,
};

use crate::app::{self, Programmes};
use crate::domain::comparison::SmallCells;

/// The programmes service. Cheap to clone.
#[derive(Clone)]
pub struct ProgrammesService {
    inner: Arc<Programmes>,
}

impl ProgrammesService {
    /// The service on a database.
    ///
    /// `small_cells` says which counts of people authorities do not see.
    pub fn new(db: Db, clock: Arc<dyn Clock>, ids: Arc<dyn IdSource>, small_cells: SmallCells) -> Self {
        Self {
            inner: Arc::new(Programmes {
                db,
                clock,
                ids,
                small_cells,
            }),
        }
    }
}

impl ProgrammesApi for ProgrammesService {
    async fn list_programmes(
        self,
        _: Context,
        call: Call,
        parent: Option<ProgrammeId>,
        page: PageRequest,
    ) -> CallResult<Page<Programme>> {
        app::programmes::list(&self.inner, &call, parent, page).await
    }

    async fn programmes_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<ProgrammeId>,
    ) -> CallResult<Vec<Programme>> {
        app::programmes::by_id(&self.inner, &call, &ids).await
    }

    async fn parse_project_number(self, _: Context, call: Call, text: String) -> CallResult<ProjectNumber> {
        app::programmes::parse_number(&call, &text)
    }

    async fn list_projects(self, _: Context, call: Call, page: PageRequest) -> CallResult<Page<Project>> {
        app::projects::list(&self.inner, &call, page).await
    }

    async fn projects_by_id(self, _: Context, call: Call, ids: Vec<ProjectId>) -> CallResult<Vec<Project>> {
        app::projects::by_id(&self.inner, &call, &ids).await
    }

    async fn create_project(self, _: Context, call: Call, input: NewProject) -> CallResult<Project> {
        app::projects::create(&self.inner, &call, input).await
    }

    async fn update_project(self, _: Context, call: Call, input: UpdateProject) -> CallResult<Project> {
        app::projects::update(&self.inner, &call, input).await
    }

    async fn recruitments_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Recruitment>> {
        app::recruitment::by_project(&self.inner, &call, &projects).await
    }

    async fn set_recruitment(self, _: Context, call: Call, input: SetRecruitment) -> CallResult<Recruitment> {
        app::recruitment::set(&self.inner, &call, input).await
    }

    async fn list_facts_vocabulary(self, _: Context, call: Call) -> CallResult<Vec<VocabularyTerm>> {
        app::recruitment::vocabulary(&self.inner, &call).await
    }

    async fn compare_projects(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<ComparedProject>> {
        app::comparison::compare(&self.inner, &call, page).await
    }

    async fn dictionary(
        self,
        _: Context,
        call: Call,
        name: String,
        on: Date,
        release: Option<i64>,
    ) -> CallResult<Vec<DictionaryEntry>> {
        app::reference::read::dictionary(&self.inner, &call, &name, on, release).await
    }

    async fn rates(self, _: Context, call: Call, on: Date, release: Option<i64>) -> CallResult<Vec<Rate>> {
        app::reference::read::rates(&self.inner, &call, on, release).await
    }

    async fn holidays(self, _: Context, call: Call, year: i32) -> CallResult<Vec<Holiday>> {
        app::reference::read::holidays(&self.inner, &call, year).await
    }

    async fn list_reference_releases(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<ReferenceRelease>> {
        app::reference::read::releases(&self.inner, &call, page).await
    }

    async fn preview_reference(
        self,
        _: Context,
        call: Call,
        content: String,
    ) -> CallResult<ReferencePreview> {
        app::reference::load::preview(&self.inner, &call, &content).await
    }

    async fn load_reference(
        self,
        _: Context,
        call: Call,
        input: LoadReference,
    ) -> CallResult<ReferenceRelease> {
        app::reference::load::load(&self.inner, &call, &input).await
    }

    async fn set_own_entry(self, _: Context, call: Call, input: SetOwnEntry) -> CallResult<DictionaryEntry> {
        app::reference::own::set(&self.inner, &call, &input).await
    }

    async fn end_own_entry(self, _: Context, call: Call, input: EndOwnEntry) -> CallResult<DictionaryEntry> {
        app::reference::own::end(&self.inner, &call, &input).await
    }
}

/// Bare UUIDs of typed ids, for SQL.
pub(crate) fn uuids<T: Copy>(ids: &[T], uuid: impl Fn(T) -> Uuid) -> Vec<Uuid> {
    ids.iter().map(|id| uuid(*id)).collect()
}
