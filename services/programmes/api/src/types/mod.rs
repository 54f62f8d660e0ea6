//! The shapes that the calls take and give, by subject.

mod comparison;
mod programme;
mod project;
mod recruitment;
mod reference;

pub use comparison::{ComparedProject, Hidden, PeopleCount};
pub use programme::{FundingPeriod, Programme, ProgrammeLevel, ProjectNumber};
pub use project::{
    BudgetPart, BudgetSource, Exactness, NewProject, Partner, PartnerRole, Places, Project, ProjectFacts,
    ProjectMode, SourceNote, SourceNoteKind, UpdateProject,
};
pub use recruitment::{
    Criterion, CriterionGroup, Preference, Recruitment, RecruitmentRules, SetRecruitment, VocabularyTerm,
};
pub use reference::{
    DictionaryEntry, EndOwnEntry, EntryOrigin, Holiday, LoadReference, Rate, RateUnit, ReferenceChange,
    ReferenceChangeKind, ReferencePreview, ReferenceRelease, SetOwnEntry,
};
