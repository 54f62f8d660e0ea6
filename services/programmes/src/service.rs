//! The service's face: each call of the contract handed to its use case.

use std::sync::Arc;

use tarpc::context::Context;
use uuid::Uuid;
use wsparcie_kernel::ids::{
    BudgetId, BudgetLineId, ClaimId, ComparisonReleaseId, ExpenseId, GroupId, OfferedServiceId, ProgrammeId,
    ProjectId, TeamPostId, TransferId, WorkerId,
};
use wsparcie_kernel::{Call, CallResult, Clock, Date, IdSource, Page, PageRequest};
use wsparcie_postgres::Db;
use wsparcie_programmes_api::{
    AddAgreementVersion, AgreeReadiness, Agreement, BudgetContent, BudgetDiff, BudgetFigures, BudgetFindings,
    BudgetPair, BudgetVersion, CancelTransfer, ChooseIndicator, Claim, ClaimContents, ClaimEvent,
    ClaimSnapshot, CloseGroup, CloseMonth, CloseReadinessBreach, ClosedMonth, CompareProjects,
    ComparedProject, ComparisonConsent, ComparisonExport, ComparisonRelease, ComparisonRow, CorrectExpense,
    Deadlines, DecideConsent, DictionaryEntry, DutyOf, EditBudget, Effectiveness, EndOwnEntry, EndTeamPost,
    Expense, ExpenseFilter, ExpenseSums, ExportComparison, ExportRegister, FigureSummary, FindDocument,
    Forecast, FundingPeriod, GroupsOfProject, Holiday, IndicatorDefinition, IndicatorParticipants,
    LineStanding, LoadReference, MoveClaim, MoveProject, NewBudgetVersion, NewClaim, NewComparisonRelease,
    NewExpense, NewGroup, NewOfferedService, NewOwnIndicator, NewProject, NewReadinessDuty, NewTeamPost,
    NewTransfer, NewWorker, OfferedService, OwnComparisonRow, ParticipantGroup, ParticipationRef,
    PlanReadinessCheck, Programme, ProgrammesApi, Project, ProjectEditions, ProjectIndicator, ProjectNumber,
    PutBudgetInForce, Rate, Readiness, ReadinessDuty, RecordIndicatorValue, RecordReadinessCheck,
    RecordWorkHours, Recruitment, ReferencePreview, ReferenceRelease, RegisterFile, RemoveIndicator,
    ReopenMonth, ReportReadinessBreach, ServiceRules, SetEffectivenessThresholds, SetForecast,
    SetIndicatorTargets, SetOwnEntry, SetRecruitment, SetServiceRules, Settlement, StatusChange, Team,
    TeamPost, Transfer, UpdateClaim, UpdateGroup, UpdateOfferedService, UpdateProject, VocabularyTerm,
    WithdrawOfferedService, Worker, WorkerMonth,
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
                counting: app::indicators::counting::turns(),
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
        Box::pin(app::comparison::read::compare(&self.inner, &call, page)).await
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

    async fn agreements_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Agreement>> {
        Box::pin(app::agreements::by_project(&self.inner, &call, &projects)).await
    }

    async fn add_agreement_version(
        self,
        _: Context,
        call: Call,
        input: AddAgreementVersion,
    ) -> CallResult<Agreement> {
        Box::pin(app::agreements::add(&self.inner, &call, input)).await
    }

    async fn editions_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<ProjectEditions>> {
        Box::pin(app::projects::editions(&self.inner, &call, &projects)).await
    }

    async fn status_changes_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<StatusChange>> {
        Box::pin(app::status::history(&self.inner, &call, &projects)).await
    }

    async fn move_project(self, _: Context, call: Call, input: MoveProject) -> CallResult<Project> {
        Box::pin(app::status::move_to(&self.inner, &call, &input)).await
    }

    // Budgets.

    async fn budgets_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<BudgetVersion>> {
        Box::pin(app::budget::read::by_project(&self.inner, &call, &projects)).await
    }

    async fn budgets_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<BudgetId>,
    ) -> CallResult<Vec<BudgetVersion>> {
        Box::pin(app::budget::read::by_id(&self.inner, &call, &ids)).await
    }

    async fn budget_contents(
        self,
        _: Context,
        call: Call,
        ids: Vec<BudgetId>,
    ) -> CallResult<Vec<BudgetContent>> {
        Box::pin(app::budget::read::contents(&self.inner, &call, &ids)).await
    }

    async fn budget_findings(
        self,
        _: Context,
        call: Call,
        ids: Vec<BudgetId>,
    ) -> CallResult<Vec<BudgetFindings>> {
        Box::pin(app::budget::read::findings(&self.inner, &call, &ids)).await
    }

    async fn budget_diffs(
        self,
        _: Context,
        call: Call,
        pairs: Vec<BudgetPair>,
    ) -> CallResult<Vec<BudgetDiff>> {
        Box::pin(app::budget::read::diffs(&self.inner, &call, &pairs)).await
    }

    async fn budget_figures_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<BudgetFigures>> {
        Box::pin(app::budget::read::figures_by_project(
            &self.inner,
            &call,
            &projects,
        ))
        .await
    }

    async fn create_budget_version(
        self,
        _: Context,
        call: Call,
        input: NewBudgetVersion,
    ) -> CallResult<BudgetVersion> {
        Box::pin(app::budget::change::create(&self.inner, &call, input)).await
    }

    async fn edit_budget(self, _: Context, call: Call, input: EditBudget) -> CallResult<BudgetVersion> {
        Box::pin(app::budget::change::edit(&self.inner, &call, input)).await
    }

    async fn put_budget_in_force(
        self,
        _: Context,
        call: Call,
        input: PutBudgetInForce,
    ) -> CallResult<BudgetVersion> {
        Box::pin(app::budget::change::put_in_force(&self.inner, &call, input)).await
    }

    async fn list_expenses(
        self,
        _: Context,
        call: Call,
        filter: ExpenseFilter,
        page: PageRequest,
    ) -> CallResult<Page<Expense>> {
        Box::pin(app::expenses::read::list(&self.inner, &call, filter, page)).await
    }

    async fn expenses_by_id(self, _: Context, call: Call, ids: Vec<ExpenseId>) -> CallResult<Vec<Expense>> {
        Box::pin(app::expenses::read::by_id(&self.inner, &call, &ids)).await
    }

    async fn corrections_by_expense(
        self,
        _: Context,
        call: Call,
        entries: Vec<ExpenseId>,
    ) -> CallResult<Vec<Expense>> {
        Box::pin(app::expenses::read::corrections(&self.inner, &call, &entries)).await
    }

    async fn expense_by_document(
        self,
        _: Context,
        call: Call,
        input: FindDocument,
    ) -> CallResult<Option<Expense>> {
        Box::pin(app::expenses::read::by_document(&self.inner, &call, &input)).await
    }

    async fn expense_sums_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<ExpenseSums>> {
        Box::pin(app::expenses::read::sums(&self.inner, &call, &projects)).await
    }

    async fn line_standings(
        self,
        _: Context,
        call: Call,
        lines: Vec<BudgetLineId>,
    ) -> CallResult<Vec<LineStanding>> {
        Box::pin(app::expenses::read::standings(&self.inner, &call, &lines)).await
    }

    async fn record_expense(self, _: Context, call: Call, input: NewExpense) -> CallResult<Expense> {
        Box::pin(app::expenses::record::record(&self.inner, &call, input)).await
    }

    async fn correct_expense(self, _: Context, call: Call, input: CorrectExpense) -> CallResult<Expense> {
        Box::pin(app::expenses::correct::correct(&self.inner, &call, input)).await
    }

    async fn closed_months_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<ClosedMonth>> {
        Box::pin(app::expenses::months::by_project(&self.inner, &call, &projects)).await
    }

    async fn close_expense_month(self, _: Context, call: Call, input: CloseMonth) -> CallResult<ClosedMonth> {
        Box::pin(app::expenses::months::close(&self.inner, &call, input)).await
    }

    async fn reopen_expense_month(
        self,
        _: Context,
        call: Call,
        input: ReopenMonth,
    ) -> CallResult<ClosedMonth> {
        Box::pin(app::expenses::months::reopen(&self.inner, &call, input)).await
    }

    async fn export_expense_register(
        self,
        _: Context,
        call: Call,
        input: ExportRegister,
    ) -> CallResult<RegisterFile> {
        Box::pin(app::expenses::export::export(&self.inner, &call, input)).await
    }

    async fn list_worker_months(
        self,
        _: Context,
        call: Call,
        month: Date,
        page: PageRequest,
    ) -> CallResult<Page<WorkerMonth>> {
        Box::pin(app::work_hours::list(&self.inner, &call, month, page)).await
    }

    async fn worker_month(
        self,
        _: Context,
        call: Call,
        worker: WorkerId,
        month: Date,
    ) -> CallResult<WorkerMonth> {
        Box::pin(app::work_hours::of_worker(&self.inner, &call, worker, month)).await
    }

    async fn record_work_hours(
        self,
        _: Context,
        call: Call,
        input: RecordWorkHours,
    ) -> CallResult<WorkerMonth> {
        Box::pin(app::work_hours::record(&self.inner, &call, input)).await
    }

    // Team, offered services, groups.

    async fn list_workers(self, _: Context, call: Call, page: PageRequest) -> CallResult<Page<Worker>> {
        Box::pin(app::team::list_workers(&self.inner, &call, page)).await
    }

    async fn workers_by_id(self, _: Context, call: Call, ids: Vec<WorkerId>) -> CallResult<Vec<Worker>> {
        Box::pin(app::team::workers_by_id(&self.inner, &call, &ids)).await
    }

    async fn create_worker(self, _: Context, call: Call, input: NewWorker) -> CallResult<Worker> {
        Box::pin(app::team::create_worker(&self.inner, &call, input)).await
    }

    async fn teams_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Team>> {
        Box::pin(app::team::by_project(&self.inner, &call, &projects)).await
    }

    async fn add_team_post(self, _: Context, call: Call, input: NewTeamPost) -> CallResult<TeamPost> {
        Box::pin(app::team::add(&self.inner, &call, input)).await
    }

    async fn end_team_post(self, _: Context, call: Call, input: EndTeamPost) -> CallResult<TeamPost> {
        Box::pin(app::team::end(&self.inner, &call, input)).await
    }

    async fn team_posts_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<TeamPostId>,
    ) -> CallResult<Vec<TeamPost>> {
        Box::pin(app::team::posts_by_id(&self.inner, &call, &ids)).await
    }

    async fn offered_services_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<OfferedService>> {
        Box::pin(app::offered::by_project(&self.inner, &call, &projects)).await
    }

    async fn offered_services_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<OfferedServiceId>,
    ) -> CallResult<Vec<OfferedService>> {
        Box::pin(app::offered::by_id(&self.inner, &call, &ids)).await
    }

    async fn add_offered_service(
        self,
        _: Context,
        call: Call,
        input: NewOfferedService,
    ) -> CallResult<OfferedService> {
        Box::pin(app::offered::add(&self.inner, &call, input)).await
    }

    async fn update_offered_service(
        self,
        _: Context,
        call: Call,
        input: UpdateOfferedService,
    ) -> CallResult<OfferedService> {
        Box::pin(app::offered::update(&self.inner, &call, input)).await
    }

    async fn withdraw_offered_service(
        self,
        _: Context,
        call: Call,
        input: WithdrawOfferedService,
    ) -> CallResult<OfferedService> {
        Box::pin(app::offered::withdraw(&self.inner, &call, input)).await
    }

    async fn service_rules_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<ServiceRules>> {
        Box::pin(app::service_rules::by_project(&self.inner, &call, &projects)).await
    }

    async fn set_service_rules(
        self,
        _: Context,
        call: Call,
        input: SetServiceRules,
    ) -> CallResult<ServiceRules> {
        Box::pin(app::service_rules::set(&self.inner, &call, input)).await
    }

    async fn groups_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<GroupsOfProject>> {
        Box::pin(app::groups::by_project(&self.inner, &call, &projects)).await
    }

    async fn groups_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<GroupId>,
    ) -> CallResult<Vec<ParticipantGroup>> {
        Box::pin(app::groups::by_id(&self.inner, &call, &ids)).await
    }

    async fn create_group(self, _: Context, call: Call, input: NewGroup) -> CallResult<ParticipantGroup> {
        Box::pin(app::groups::create(&self.inner, &call, input)).await
    }

    async fn update_group(self, _: Context, call: Call, input: UpdateGroup) -> CallResult<ParticipantGroup> {
        Box::pin(app::groups::update(&self.inner, &call, input)).await
    }

    async fn close_group(self, _: Context, call: Call, input: CloseGroup) -> CallResult<ParticipantGroup> {
        Box::pin(app::groups::close(&self.inner, &call, input)).await
    }

    async fn compare_rows(
        self,
        _: Context,
        call: Call,
        input: CompareProjects,
        page: PageRequest,
    ) -> CallResult<Page<ComparisonRow>> {
        Box::pin(app::comparison::read::rows(&self.inner, &call, &input, page)).await
    }

    async fn compare_summary(
        self,
        _: Context,
        call: Call,
        input: CompareProjects,
    ) -> CallResult<Vec<FigureSummary>> {
        Box::pin(app::comparison::read::summary(&self.inner, &call, &input)).await
    }

    async fn export_comparison(
        self,
        _: Context,
        call: Call,
        input: ExportComparison,
    ) -> CallResult<ComparisonExport> {
        Box::pin(app::comparison::export::export(&self.inner, &call, &input)).await
    }

    async fn list_comparison_releases(
        self,
        _: Context,
        call: Call,
        page: PageRequest,
    ) -> CallResult<Page<ComparisonRelease>> {
        Box::pin(app::comparison::releases::list(&self.inner, &call, page)).await
    }

    async fn comparison_releases_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<ComparisonReleaseId>,
    ) -> CallResult<Vec<ComparisonRelease>> {
        Box::pin(app::comparison::releases::by_id(&self.inner, &call, &ids)).await
    }

    async fn newest_comparison_release(
        self,
        _: Context,
        call: Call,
    ) -> CallResult<Option<ComparisonRelease>> {
        Box::pin(app::comparison::releases::newest(&self.inner, &call)).await
    }

    async fn create_comparison_release(
        self,
        _: Context,
        call: Call,
        _: NewComparisonRelease,
    ) -> CallResult<ComparisonRelease> {
        Box::pin(app::comparison::releases::create(&self.inner, &call)).await
    }

    async fn list_comparison_consents(self, _: Context, call: Call) -> CallResult<Vec<ComparisonConsent>> {
        Box::pin(app::comparison::consents::list(&self.inner, &call)).await
    }

    async fn decide_comparison_consent(
        self,
        _: Context,
        call: Call,
        input: DecideConsent,
    ) -> CallResult<ComparisonConsent> {
        Box::pin(app::comparison::consents::decide(&self.inner, &call, &input)).await
    }

    async fn own_comparison(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<OwnComparisonRow>> {
        Box::pin(app::comparison::own::compare(&self.inner, &call, &projects)).await
    }

    // Payment claims, transfers, forecasts; readiness; what is due.

    async fn claims_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Claim>> {
        Box::pin(app::claims::by_project(&self.inner, &call, &projects)).await
    }

    async fn claims_by_id(self, _: Context, call: Call, ids: Vec<ClaimId>) -> CallResult<Vec<Claim>> {
        Box::pin(app::claims::by_id(&self.inner, &call, &ids)).await
    }

    async fn claim_contents(
        self,
        _: Context,
        call: Call,
        claims: Vec<ClaimId>,
    ) -> CallResult<Vec<ClaimContents>> {
        Box::pin(app::claims::contents(&self.inner, &call, &claims)).await
    }

    async fn claim_snapshots(
        self,
        _: Context,
        call: Call,
        claims: Vec<ClaimId>,
    ) -> CallResult<Vec<ClaimSnapshot>> {
        Box::pin(app::claims::snapshots(&self.inner, &call, &claims)).await
    }

    async fn claim_history(
        self,
        _: Context,
        call: Call,
        claims: Vec<ClaimId>,
    ) -> CallResult<Vec<ClaimEvent>> {
        Box::pin(app::claims::history(&self.inner, &call, &claims)).await
    }

    async fn create_claim(self, _: Context, call: Call, input: NewClaim) -> CallResult<Claim> {
        Box::pin(app::claims::draft::create(&self.inner, &call, input)).await
    }

    async fn update_claim(self, _: Context, call: Call, input: UpdateClaim) -> CallResult<Claim> {
        Box::pin(app::claims::draft::update(&self.inner, &call, input)).await
    }

    async fn move_claim(self, _: Context, call: Call, input: MoveClaim) -> CallResult<Claim> {
        Box::pin(app::claims::steps::take(&self.inner, &call, input)).await
    }

    async fn list_transfers(
        self,
        _: Context,
        call: Call,
        project: ProjectId,
        page: PageRequest,
    ) -> CallResult<Page<Transfer>> {
        Box::pin(app::transfers::list(&self.inner, &call, project, page)).await
    }

    async fn transfers_by_id(
        self,
        _: Context,
        call: Call,
        ids: Vec<TransferId>,
    ) -> CallResult<Vec<Transfer>> {
        Box::pin(app::transfers::by_id(&self.inner, &call, &ids)).await
    }

    async fn record_transfer(self, _: Context, call: Call, input: NewTransfer) -> CallResult<Transfer> {
        Box::pin(app::transfers::record(&self.inner, &call, input)).await
    }

    async fn cancel_transfer(self, _: Context, call: Call, input: CancelTransfer) -> CallResult<Transfer> {
        Box::pin(app::transfers::cancel(&self.inner, &call, input)).await
    }

    async fn settlements_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Settlement>> {
        Box::pin(app::transfers::settlements(&self.inner, &call, &projects)).await
    }

    async fn forecasts_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Forecast>> {
        Box::pin(app::transfers::forecasts(&self.inner, &call, &projects)).await
    }

    async fn set_forecast(self, _: Context, call: Call, input: SetForecast) -> CallResult<Forecast> {
        Box::pin(app::transfers::set_forecast(&self.inner, &call, input)).await
    }

    async fn readiness_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<Readiness>> {
        Box::pin(app::readiness::by_project(&self.inner, &call, &projects)).await
    }

    async fn readiness_duty(self, _: Context, call: Call, of: DutyOf) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::duty(&self.inner, &call, of)).await
    }

    async fn add_readiness_duty(
        self,
        _: Context,
        call: Call,
        input: NewReadinessDuty,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::add_duty(&self.inner, &call, input)).await
    }

    async fn agree_readiness(
        self,
        _: Context,
        call: Call,
        input: AgreeReadiness,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::agree(&self.inner, &call, input)).await
    }

    async fn plan_readiness_check(
        self,
        _: Context,
        call: Call,
        input: PlanReadinessCheck,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::plan_check(&self.inner, &call, input)).await
    }

    async fn record_readiness_check(
        self,
        _: Context,
        call: Call,
        input: RecordReadinessCheck,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::record_check(&self.inner, &call, input)).await
    }

    async fn report_readiness_breach(
        self,
        _: Context,
        call: Call,
        input: ReportReadinessBreach,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::report_breach(&self.inner, &call, input)).await
    }

    async fn close_readiness_breach(
        self,
        _: Context,
        call: Call,
        input: CloseReadinessBreach,
    ) -> CallResult<ReadinessDuty> {
        Box::pin(app::readiness::close_breach(&self.inner, &call, input)).await
    }

    async fn deadlines(self, _: Context, call: Call, until: Date) -> CallResult<Deadlines> {
        Box::pin(app::deadlines::list(&self.inner, &call, until)).await
    }

    // Indicators and effectiveness.

    async fn indicator_dictionary(
        self,
        _: Context,
        call: Call,
        period: FundingPeriod,
        on: Date,
        release: Option<i64>,
    ) -> CallResult<Vec<IndicatorDefinition>> {
        Box::pin(app::indicators::read::dictionary_of(
            &self.inner,
            &call,
            period,
            on,
            release,
        ))
        .await
    }

    async fn indicator_vocabulary(self, _: Context, call: Call) -> CallResult<Vec<VocabularyTerm>> {
        app::indicators::read::vocabulary(&call)
    }

    async fn indicators_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
        as_of: Option<Date>,
    ) -> CallResult<Vec<ProjectIndicator>> {
        Box::pin(app::indicators::read::by_project(
            &self.inner,
            &call,
            &projects,
            as_of,
        ))
        .await
    }

    async fn choose_indicator(
        self,
        _: Context,
        call: Call,
        input: ChooseIndicator,
    ) -> CallResult<ProjectIndicator> {
        Box::pin(app::indicators::change::choose(&self.inner, &call, &input)).await
    }

    async fn add_own_indicator(
        self,
        _: Context,
        call: Call,
        input: NewOwnIndicator,
    ) -> CallResult<ProjectIndicator> {
        Box::pin(app::indicators::change::add_own(&self.inner, &call, &input)).await
    }

    async fn set_indicator_targets(
        self,
        _: Context,
        call: Call,
        input: SetIndicatorTargets,
    ) -> CallResult<ProjectIndicator> {
        Box::pin(app::indicators::change::set_targets(&self.inner, &call, &input)).await
    }

    async fn remove_indicator(
        self,
        _: Context,
        call: Call,
        input: RemoveIndicator,
    ) -> CallResult<ProjectIndicator> {
        Box::pin(app::indicators::change::remove(&self.inner, &call, &input)).await
    }

    async fn record_indicator_value(
        self,
        _: Context,
        call: Call,
        input: RecordIndicatorValue,
    ) -> CallResult<ProjectIndicator> {
        Box::pin(app::indicators::change::record_value(&self.inner, &call, &input)).await
    }

    async fn indicator_participants(
        self,
        _: Context,
        call: Call,
        input: IndicatorParticipants,
        page: PageRequest,
    ) -> CallResult<Page<ParticipationRef>> {
        Box::pin(app::indicators::participants::page(
            &self.inner,
            &call,
            &input,
            page,
        ))
        .await
    }

    async fn effectiveness_by_project(
        self,
        _: Context,
        call: Call,
        projects: Vec<ProjectId>,
        as_of: Option<Date>,
    ) -> CallResult<Vec<Effectiveness>> {
        Box::pin(app::indicators::effectiveness::by_project(
            &self.inner,
            &call,
            &projects,
            as_of,
        ))
        .await
    }

    async fn set_effectiveness_thresholds(
        self,
        _: Context,
        call: Call,
        input: SetEffectivenessThresholds,
    ) -> CallResult<Effectiveness> {
        Box::pin(app::indicators::effectiveness::set(&self.inner, &call, &input)).await
    }
}

/// Bare UUIDs of typed ids, for SQL.
pub(crate) fn uuids<T: Copy>(ids: &[T], uuid: impl Fn(T) -> Uuid) -> Vec<Uuid> {
    ids.iter().map(|id| uuid(*id)).collect()
}
