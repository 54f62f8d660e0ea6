//! What the programmes service does for others: programme trees, projects, recruitment rules, the regional comparison.
//!
//! Types and calls only. It knows no person: people are casework's.

mod types;

pub use types::*;
use wsparcie_kernel::ids::{
    BudgetId, BudgetLineId, ClaimId, ComparisonReleaseId, ExpenseId, GroupId, OfferedServiceId, ProgrammeId,
    ProjectId, TeamPostId, TransferId, WorkerId,
};
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

    /// Changes a project: what is given replaces what was known. Only the later facts that the input does not state stay.
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

    // Agreements, editions and status of a project.

    /// The versions of projects' agreements, the original first. Unseen projects are left out.
    async fn agreements_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Agreement>>;

    /// Adds a version to a project's agreement; an annex ends its predecessor the day before it comes into force.
    async fn add_agreement_version(call: Call, input: AddAgreementVersion) -> CallResult<Agreement>;

    /// The other projects of the same undertaking. Unseen projects, and those of no undertaking, are left out.
    async fn editions_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<ProjectEditions>>;

    /// How projects came to their status, oldest first. Unseen projects are left out.
    async fn status_changes_by_project(call: Call, projects: Vec<ProjectId>)
    -> CallResult<Vec<StatusChange>>;

    /// Moves a project to another status.
    async fn move_project(call: Call, input: MoveProject) -> CallResult<Project>;

    // Team, offered services, groups.

    /// Workers of the centre.
    async fn list_workers(call: Call, page: PageRequest) -> CallResult<Page<Worker>>;

    /// Workers of the centre by id. Unseen ids are left out.
    async fn workers_by_id(call: Call, ids: Vec<WorkerId>) -> CallResult<Vec<Worker>>;

    /// Creates a worker.
    async fn create_worker(call: Call, input: NewWorker) -> CallResult<Worker>;

    /// Teams by project. Projects without a team and unseen projects are left out.
    async fn teams_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Team>>;

    /// Adds a line to a project's team.
    async fn add_team_post(call: Call, input: NewTeamPost) -> CallResult<TeamPost>;

    /// Gives a line of a team its last day.
    async fn end_team_post(call: Call, input: EndTeamPost) -> CallResult<TeamPost>;

    /// Lines of teams by id. Unseen ids are left out.
    async fn team_posts_by_id(call: Call, ids: Vec<TeamPostId>) -> CallResult<Vec<TeamPost>>;

    /// What projects offer, the withdrawn services among it. Unseen projects are left out.
    async fn offered_services_by_project(
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<OfferedService>>;

    /// Offered services by id. Unseen ids are left out.
    async fn offered_services_by_id(
        call: Call,
        ids: Vec<OfferedServiceId>,
    ) -> CallResult<Vec<OfferedService>>;

    /// Adds a service to what a project offers.
    async fn add_offered_service(call: Call, input: NewOfferedService) -> CallResult<OfferedService>;

    /// Changes an offered service.
    async fn update_offered_service(call: Call, input: UpdateOfferedService) -> CallResult<OfferedService>;

    /// Takes a service out of what a project offers.
    async fn withdraw_offered_service(
        call: Call,
        input: WithdrawOfferedService,
    ) -> CallResult<OfferedService>;

    /// What every path of projects must hold. Projects without such rules and unseen projects are left out.
    async fn service_rules_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<ServiceRules>>;

    /// Stores the next version of what every path of a project must hold.
    async fn set_service_rules(call: Call, input: SetServiceRules) -> CallResult<ServiceRules>;

    /// Groups by project, beside the project's places. Projects without groups and unseen projects are left out.
    async fn groups_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<GroupsOfProject>>;

    /// Groups by id. Unseen ids are left out.
    async fn groups_by_id(call: Call, ids: Vec<GroupId>) -> CallResult<Vec<ParticipantGroup>>;

    /// Creates a group.
    async fn create_group(call: Call, input: NewGroup) -> CallResult<ParticipantGroup>;

    /// Changes a group.
    async fn update_group(call: Call, input: UpdateGroup) -> CallResult<ParticipantGroup>;

    /// Closes a group: nobody new joins from a day on.
    async fn close_group(call: Call, input: CloseGroup) -> CallResult<ParticipantGroup>;

    // Indicators and effectiveness.

    /// The indicators of a period's dictionary that hold on a day, as known at a release (the newest if absent).
    async fn indicator_dictionary(
        call: Call,
        period: FundingPeriod,
        on: Date,
        release: Option<i64>,
    ) -> CallResult<Vec<IndicatorDefinition>>;

    /// What the condition of an indicator may speak of.
    async fn indicator_vocabulary(call: Call) -> CallResult<Vec<VocabularyTerm>>;

    /// The indicators of several projects with their values on a day (today if absent). Unseen projects are left out.
    async fn indicators_by_project(
        call: Call,
        projects: Vec<ProjectId>,
        as_of: Option<Date>,
    ) -> CallResult<Vec<ProjectIndicator>>;

    /// Takes an indicator of the dictionary of the project's period into the project.
    async fn choose_indicator(call: Call, input: ChooseIndicator) -> CallResult<ProjectIndicator>;

    /// Adds an indicator of the project's own.
    async fn add_own_indicator(call: Call, input: NewOwnIndicator) -> CallResult<ProjectIndicator>;

    /// Replaces the targets of a project's indicator.
    async fn set_indicator_targets(call: Call, input: SetIndicatorTargets) -> CallResult<ProjectIndicator>;

    /// Takes an indicator out of its project; gives it as it was.
    async fn remove_indicator(call: Call, input: RemoveIndicator) -> CallResult<ProjectIndicator>;

    /// Records the value of an own indicator that nothing counts.
    async fn record_indicator_value(call: Call, input: RecordIndicatorValue) -> CallResult<ProjectIndicator>;

    /// The participations that count in an indicator, or are left open by it. Ids alone: whose they are, casework knows.
    async fn indicator_participants(
        call: Call,
        input: IndicatorParticipants,
        page: PageRequest,
    ) -> CallResult<Page<ParticipationRef>>;

    /// The effectiveness of several projects on a day (today if absent). Unseen projects are left out.
    async fn effectiveness_by_project(
        call: Call,
        projects: Vec<ProjectId>,
        as_of: Option<Date>,
    ) -> CallResult<Vec<Effectiveness>>;

    /// Stores the thresholds of a project's call.
    async fn set_effectiveness_thresholds(
        call: Call,
        input: SetEffectivenessThresholds,
    ) -> CallResult<Effectiveness>;

    // Budgets.

    /// Versions of the budgets of several projects, without their lines: by project, in the order of their numbers.
    async fn budgets_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<BudgetVersion>>;

    /// Versions by id, without their lines. Unseen ids are left out.
    async fn budgets_by_id(call: Call, ids: Vec<BudgetId>) -> CallResult<Vec<BudgetVersion>>;

    /// The tasks and lines of versions. Unseen ids are left out.
    async fn budget_contents(call: Call, ids: Vec<BudgetId>) -> CallResult<Vec<BudgetContent>>;

    /// What versions add up to, where they differ from what they should be, and which ceilings they keep. Unseen ids are
    /// left out.
    async fn budget_findings(call: Call, ids: Vec<BudgetId>) -> CallResult<Vec<BudgetFindings>>;

    /// How versions differ, pair by pair. Pairs of which one is unseen, or that are of two projects, are left out.
    async fn budget_diffs(call: Call, pairs: Vec<BudgetPair>) -> CallResult<Vec<BudgetDiff>>;

    /// Costs per head and own contributions of projects. Unseen projects are left out.
    async fn budget_figures_by_project(
        call: Call,
        projects: Vec<ProjectId>,
    ) -> CallResult<Vec<BudgetFigures>>;

    /// Creates the next version of a project's budget, as a draft. A project has one draft at most.
    async fn create_budget_version(call: Call, input: NewBudgetVersion) -> CallResult<BudgetVersion>;

    /// Applies edits to a draft in order, all or none.
    async fn edit_budget(call: Call, input: EditBudget) -> CallResult<BudgetVersion>;

    /// Puts a draft in force in place of the version that is. Refused, naming each place, where it does not add up.
    async fn put_budget_in_force(call: Call, input: PutBudgetInForce) -> CallResult<BudgetVersion>;

    // Expenses, closed months, the register.

    /// One page of the rows of a project's register; empty for an unseen project.
    async fn list_expenses(call: Call, filter: ExpenseFilter, page: PageRequest)
    -> CallResult<Page<Expense>>;

    /// Rows of registers by id. Unseen ids are left out.
    async fn expenses_by_id(call: Call, ids: Vec<ExpenseId>) -> CallResult<Vec<Expense>>;

    /// The corrections of entries, as they were entered.
    async fn corrections_by_expense(call: Call, entries: Vec<ExpenseId>) -> CallResult<Vec<Expense>>;

    /// The entry that a document of a contractor stands in a register as, if it does.
    async fn expense_by_document(call: Call, input: FindDocument) -> CallResult<Option<Expense>>;

    /// What projects' registers add up to. Projects without rows and unseen projects are left out.
    async fn expense_sums_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<ExpenseSums>>;

    /// What is spent on lines. Unseen lines are left out.
    async fn line_standings(call: Call, lines: Vec<BudgetLineId>) -> CallResult<Vec<LineStanding>>;

    /// Enters an expense.
    async fn record_expense(call: Call, input: NewExpense) -> CallResult<Expense>;

    /// Enters a correction of an expense, as a row of its own.
    async fn correct_expense(call: Call, input: CorrectExpense) -> CallResult<Expense>;

    /// Months that were closed, oldest first, those opened again among them.
    async fn closed_months_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<ClosedMonth>>;

    /// Closes the next month: nothing is entered in it any more.
    async fn close_expense_month(call: Call, input: CloseMonth) -> CallResult<ClosedMonth>;

    /// Opens the month closed last again.
    async fn reopen_expense_month(call: Call, input: ReopenMonth) -> CallResult<ClosedMonth>;

    /// The register of some months as a file.
    async fn export_expense_register(call: Call, input: ExportRegister) -> CallResult<RegisterFile>;

    // Personnel hours.

    /// One page of the centre's workers with their hours of a month.
    async fn list_worker_months(call: Call, month: Date, page: PageRequest) -> CallResult<Page<WorkerMonth>>;

    /// One worker's hours of a month.
    async fn worker_month(call: Call, worker: WorkerId, month: Date) -> CallResult<WorkerMonth>;

    /// Enters hours of a worker, or replaces what was entered for the same month and engagement.
    async fn record_work_hours(call: Call, input: RecordWorkHours) -> CallResult<WorkerMonth>;

    // The regional comparison.

    /// One page of a release's projects with their figures, by name of centre, title and edition.
    async fn compare_rows(
        call: Call,
        input: CompareProjects,
        page: PageRequest,
    ) -> CallResult<Page<ComparisonRow>>;

    /// What the projects asked for add up to, from shown figures alone.
    async fn compare_summary(call: Call, input: CompareProjects) -> CallResult<Vec<FigureSummary>>;

    /// The projects asked for as a file, with the same suppression.
    async fn export_comparison(call: Call, input: ExportComparison) -> CallResult<ComparisonExport>;

    /// The authority's releases, oldest first.
    async fn list_comparison_releases(call: Call, page: PageRequest) -> CallResult<Page<ComparisonRelease>>;

    /// Releases of the authority by id. Unseen ids are left out.
    async fn comparison_releases_by_id(
        call: Call,
        ids: Vec<ComparisonReleaseId>,
    ) -> CallResult<Vec<ComparisonRelease>>;

    /// The newest frozen release of the authority; absent before the first.
    async fn newest_comparison_release(call: Call) -> CallResult<Option<ComparisonRelease>>;

    /// Begins a release of the authority's whole region; it is frozen in a moment.
    async fn create_comparison_release(
        call: Call,
        input: NewComparisonRelease,
    ) -> CallResult<ComparisonRelease>;

    /// Where the acting centre stands on each measure, with every decision.
    async fn list_comparison_consents(call: Call) -> CallResult<Vec<ComparisonConsent>>;

    /// Grants or revokes the centre's consent to a measure.
    async fn decide_comparison_consent(call: Call, input: DecideConsent) -> CallResult<ComparisonConsent>;

    /// The centre's own projects side by side, nothing hidden. An unseen project fails the whole.
    async fn own_comparison(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<OwnComparisonRow>>;

    // Payment claims, transfers, forecasts.

    /// The claims of projects, in the order of their numbers. Unseen projects are left out.
    async fn claims_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Claim>>;

    /// Claims by id. Unseen ids are left out.
    async fn claims_by_id(call: Call, ids: Vec<ClaimId>) -> CallResult<Vec<Claim>>;

    /// What claims say now, whatever was submitted before.
    async fn claim_contents(call: Call, claims: Vec<ClaimId>) -> CallResult<Vec<ClaimContents>>;

    /// The newest submission of each claim that was submitted, with what has changed since.
    async fn claim_snapshots(call: Call, claims: Vec<ClaimId>) -> CallResult<Vec<ClaimSnapshot>>;

    /// The history of claims, oldest first.
    async fn claim_history(call: Call, claims: Vec<ClaimId>) -> CallResult<Vec<ClaimEvent>>;

    /// Makes a draft of a claim.
    async fn create_claim(call: Call, input: NewClaim) -> CallResult<Claim>;

    /// Replaces what a draft, or a claim that was questioned, says.
    async fn update_claim(call: Call, input: UpdateClaim) -> CallResult<Claim>;

    /// Takes a claim one step on: submits, questions, approves or withdraws it.
    async fn move_claim(call: Call, input: MoveClaim) -> CallResult<Claim>;

    /// Transfers of a project. Of an unseen project there are none.
    async fn list_transfers(call: Call, project: ProjectId, page: PageRequest) -> CallResult<Page<Transfer>>;

    /// Transfers by id. Unseen ids are left out.
    async fn transfers_by_id(call: Call, ids: Vec<TransferId>) -> CallResult<Vec<Transfer>>;

    /// Records a transfer.
    async fn record_transfer(call: Call, input: NewTransfer) -> CallResult<Transfer>;

    /// Cancels a transfer that was recorded by mistake.
    async fn cancel_transfer(call: Call, input: CancelTransfer) -> CallResult<Transfer>;

    /// What the money of projects adds up to. Unseen projects are left out.
    async fn settlements_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Settlement>>;

    /// The newest forecasts of projects beside what came in. Unseen projects are left out.
    async fn forecasts_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Forecast>>;

    /// Stores the next version of a project's forecast.
    async fn set_forecast(call: Call, input: SetForecast) -> CallResult<Forecast>;

    // Readiness after a project's end; what is due.

    /// The readiness of projects. Unseen projects are left out.
    async fn readiness_by_project(call: Call, projects: Vec<ProjectId>) -> CallResult<Vec<Readiness>>;

    /// One duty, named by itself or by what belongs to it.
    async fn readiness_duty(call: Call, of: DutyOf) -> CallResult<ReadinessDuty>;

    /// Adds a service that has to be kept ready.
    async fn add_readiness_duty(call: Call, input: NewReadinessDuty) -> CallResult<ReadinessDuty>;

    /// Stores a longer time for a duty.
    async fn agree_readiness(call: Call, input: AgreeReadiness) -> CallResult<ReadinessDuty>;

    /// Plans a check.
    async fn plan_readiness_check(call: Call, input: PlanReadinessCheck) -> CallResult<ReadinessDuty>;

    /// Records what a check found.
    async fn record_readiness_check(call: Call, input: RecordReadinessCheck) -> CallResult<ReadinessDuty>;

    /// Reports a breach.
    async fn report_readiness_breach(call: Call, input: ReportReadinessBreach) -> CallResult<ReadinessDuty>;

    /// Closes a breach.
    async fn close_readiness_breach(call: Call, input: CloseReadinessBreach) -> CallResult<ReadinessDuty>;

    /// What is due at the centre until a day, the earliest first; claims only for those who may read them.
    async fn deadlines(call: Call, until: Date) -> CallResult<Deadlines>;
}
