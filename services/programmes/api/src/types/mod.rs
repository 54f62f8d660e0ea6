//! The shapes that the calls take and give, by subject.

mod agreement;
mod budget;
mod claim;
mod comparison;
mod deadline;
mod expense;
mod group;
mod indicators;
mod offered;
mod programme;
mod project;
mod readiness;
mod recruitment;
mod reference;
mod reminder;
mod status;
mod team;
mod transfer;
mod work_hours;

pub use agreement::{AddAgreementVersion, Agreement, AgreementDifference, AgreementFacts, AgreementField};
pub use budget::{
    AmountChange, BudgetBeginning, BudgetChangeKind, BudgetCheck, BudgetContent, BudgetDiff,
    BudgetDifference, BudgetEdit, BudgetFigures, BudgetFindings, BudgetFlag, BudgetLine, BudgetPair,
    BudgetState, BudgetSums, BudgetTask, BudgetTerms, BudgetVersion, CheckVerdict, CostBase, CostPerHead,
    DifferencePlace, EditBudget, FieldChange, FigureExactness, FlagSum, LineChange, LineDraft, MoneyOrigin,
    NewBudgetVersion, OverSpending, OwnContribution, PutBudgetInForce, TaskSum,
};
pub use claim::{
    Claim, ClaimChange, ClaimContents, ClaimCorrection, ClaimDraft, ClaimDue, ClaimEvent, ClaimIndicator,
    ClaimKind, ClaimProgress, ClaimRegister, ClaimReturn, ClaimSnapshot, ClaimSource, ClaimState, ClaimStep,
    ClaimTaskSum, ClaimedExpense, MoveClaim, NewClaim, UpdateClaim,
};
pub use comparison::{
    CompareProjects, ComparedProject, ComparisonConsent, ComparisonExport, ComparisonFigure,
    ComparisonFilter, ComparisonMeasure, ComparisonRelease, ComparisonRow, ConsentDecision, CostPerPlace,
    DecideConsent, ExportComparison, ExportFormat, FigureBound, FigureSpread, FigureSummary, FigureUnit,
    Hidden, MissingProject, NewComparisonRelease, OwnComparisonRow, OwnShare, PeopleBySex, PeopleCount,
    PeopleRate, RatesBySex, ReleaseState, ServiceCount, Told,
};
pub use deadline::{Deadline, DeadlineKind, Deadlines};
pub use expense::{
    CloseMonth, ClosedMonth, Contractor, CorrectExpense, CorrectionKind, EffectiveAmounts, Expense,
    ExpenseAmounts, ExpenseChange, ExpenseEntry, ExpenseFilter, ExpenseFlag, ExpenseSum, ExpenseSums,
    ExportRegister, FindDocument, LineStanding, NewExpense, RegisterFile, RegisterFormat, ReopenMonth,
    VatRecoverable,
};
pub use group::{
    CloseGroup, DatePrecision, GroupDay, GroupFacts, GroupsOfProject, NewGroup, ParticipantGroup, UpdateGroup,
};
pub use indicators::{
    ChooseIndicator, EffectGroup, EffectKind, EffectRate, Effectiveness, EffectivenessThresholds,
    IndicatorDefinition, IndicatorKind, IndicatorOrigin, IndicatorParticipants, IndicatorTargets,
    IndicatorValue, NewOwnIndicator, ParticipationRef, ProjectIndicator, RecordIndicatorValue,
    RemoveIndicator, SetEffectivenessThresholds, SetIndicatorTargets, SexFilter, ValueSource,
};
pub use offered::{
    NewOfferedService, OfferedService, PlannedQuantity, ServiceFacts, ServiceProvider, ServiceRule,
    ServiceRules, SetServiceRules, UpdateOfferedService, WithdrawOfferedService,
};
pub use programme::{FundingPeriod, Programme, ProgrammeLevel, ProjectNumber};
pub use project::{
    BudgetPart, BudgetSource, Exactness, LaterFact, NOTED_FIGURES, NewProject, Partner, PartnerDetails,
    PartnerRole, Places, Project, ProjectEditions, ProjectFacts, ProjectMode, ProjectParty, SourceNote,
    SourceNoteKind, UpdateProject,
};
pub use readiness::{
    AgreeReadiness, AgreedReadiness, CheckOutcome, CloseReadinessBreach, DutyOf, Evidence, NewReadinessDuty,
    PlanReadinessCheck, ProjectDuration, Readiness, ReadinessBasis, ReadinessBreach, ReadinessCheck,
    ReadinessDuty, ReadinessState, RecordReadinessCheck, ReportReadinessBreach,
};
pub use recruitment::{
    Criterion, CriterionGroup, Preference, PreferencePoints, Quotas, RankingMethod, Recruitment,
    RecruitmentRules, RecruitmentTerms, SetRecruitment, TieBreak, VocabularyTerm,
};
pub use reference::{
    DictionaryEntry, EndOwnEntry, EntryOrigin, Holiday, LoadReference, Rate, RateUnit, ReferenceChange,
    ReferenceChangeKind, ReferencePreview, ReferenceRelease, SetOwnEntry,
};
pub use reminder::{REMINDER_DUE, REMINDER_SCHEMA, ReminderEvent, ReminderStage};
pub use status::{MoveProject, ProjectStatus, Recorder, StatusChange};
pub use team::{Coded, EndTeamPost, Headcount, NewTeamPost, NewWorker, Team, TeamPost, Worker};
pub use transfer::{
    CancelTransfer, Forecast, ForecastQuarter, NewTransfer, PlannedQuarter, SetForecast, Settlement,
    Transfer, TransferKind,
};
pub use work_hours::{Engagement, RecordWorkHours, WorkHours, WorkerMonth};
