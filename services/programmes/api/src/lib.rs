//! What the programmes service does for others: programme trees, projects, recruitment rules, the regional comparison.
//!
//! Types and calls only. It knows no person: people are casework's.

mod types;

pub use types::*;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId};
use wsparcie_kernel::{Call, CallResult, Date, Page, PageRequest};

/// The calls of the programmes service.
#[tarpc::service]
pub trait ProgrammesApi {
    /// Levels of programme trees: the roots (`parent` absent) or the children of one level.
    async fn list_programmes(
        call: Call,
        parent: Option<ProgrammeId>,
        page: PageRequest,
    ) -> CallResult<Page<Programme>>;

    /// Levels by id. Unknown ids are left out.
    async fn programmes_by_id(call: Call, ids: Vec<ProgrammeId>) -> CallResult<Vec<Programme>>;

    /// Reads a project number into its parts without storing anything; refused with what is wrong.
    async fn parse_project_number(call: Call, text: String) -> CallResult<ProjectNumber>;

    /// Projects of the acting centre.
    async fn list_projects(call: Call, page: PageRequest) -> CallResult<Page<Project>>;

    /// Projects of the acting centre by id. Unseen ids are left out.
    async fn projects_by_id(call: Call, ids: Vec<ProjectId>) -> CallResult<Vec<Project>>;

    /// Creates a project.
    async fn create_project(call: Call, input: NewProject) -> CallResult<Project>;

    /// Changes a project; what is absent from the input stays.
    async fn update_project(call: Call, input: UpdateProject) -> CallResult<Project>;

    /// Current recruitment rules by project. Projects without rules and unseen projects are left out.
    async fn recruitments_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Recruitment>>;

    /// Stores a new version of a project's recruitment rules. Earlier verdicts keep the version they were decided with.
    async fn set_recruitment(call: Call, input: SetRecruitment) -> CallResult<Recruitment>;

    /// What a recruitment condition may speak of.
    async fn list_facts_vocabulary(call: Call) -> CallResult<Vec<VocabularyTerm>>;

    /// Projects side by side for an authority: places against enrolled people by sex, small cells hidden together with
    /// what would reveal them.
    async fn compare_projects(call: Call, page: PageRequest) -> CallResult<Page<ComparedProject>>;

    /// The entries of a dictionary that hold on a day: the national ones as known at a release (the newest if absent),
    /// and the centre's own as known now. A code that both have is the national one's.
    async fn dictionary(
        call: Call,
        name: String,
        on: Date,
        release: Option<i64>,
    ) -> CallResult<Vec<DictionaryEntry>>;

    /// The rates that hold on a day, as known at a release (the newest if absent).
    async fn rates(call: Call, on: Date, release: Option<i64>) -> CallResult<Vec<Rate>>;

    /// The public holidays of a year, in the order of the calendar.
    async fn holidays(call: Call, year: i32) -> CallResult<Vec<Holiday>>;

    /// Releases of national reference data, oldest first.
    async fn list_reference_releases(call: Call, page: PageRequest) -> CallResult<Page<ReferenceRelease>>;

    /// What loading a file would change. Writes nothing.
    async fn preview_reference(call: Call, content: String) -> CallResult<ReferencePreview>;

    /// Loads a file as the next release. Nothing of it is loaded if anything in it is wrong.
    async fn load_reference(call: Call, input: LoadReference) -> CallResult<ReferenceRelease>;

    /// Stores a centre's own entry; the one it replaces stays readable in the database.
    async fn set_own_entry(call: Call, input: SetOwnEntry) -> CallResult<DictionaryEntry>;

    /// Gives a centre's own entry a last day.
    async fn end_own_entry(call: Call, input: EndOwnEntry) -> CallResult<DictionaryEntry>;
}
