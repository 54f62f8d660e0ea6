//! The regional comparison: what a frozen release shows, what centres consent to, and a centre's own view.

mod consent;
mod own;
mod release;
mod row;
mod shown;
mod summary;

pub use consent::{ComparisonConsent, ConsentDecision, DecideConsent};
pub use own::OwnComparisonRow;
pub use release::{
    CompareProjects, ComparisonExport, ComparisonFilter, ComparisonRelease, ExportComparison, ExportFormat,
    NewComparisonRelease, ReleaseState,
};
pub use row::{ComparisonRow, CostPerPlace, OwnShare, PeopleBySex, PeopleRate, RatesBySex, ServiceCount};
pub use shown::{ComparedProject, ComparisonMeasure, Hidden, PeopleCount, Told};
pub use summary::{ComparisonFigure, FigureBound, FigureSpread, FigureSummary, FigureUnit, MissingProject};
