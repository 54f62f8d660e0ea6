//! Readiness as the schema shows it.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::Term;
use crate::graphql::ids::GlobalId;
use crate::graphql::loaders::ReadinessOf;
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::graphql::scope::{found, load};

/// A project's readiness.
pub(crate) struct ProjectReadiness(pub(crate) ProjectId);

#[Object]
impl ProjectReadiness {
    /// Which services have to be kept ready after the project's end, until when, and how that was checked.
    ///
    /// Permission: readiness:read
    async fn readiness(&self, ctx: &Context<'_>) -> Nullable<Readiness> {
        let read = async {
            let scope = open(ctx, "Project.readiness")?;
            found(load!(scope, ReadinessOf(self.0))?).map(Readiness)
        };
        Some(read.await)
    }
}

/// How long a project is.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
struct ProjectDuration {
    /// Whole calendar months, counted from the project's first day.
    months: u32,
    /// The days that remain.
    days: u32,
    /// All days, both ends included.
    total_days: u32,
}

struct Readiness(api::Readiness);

/// A project's readiness (trwałość): at least as long as the project itself, from the day after its end.
///
/// Permission for all fields: readiness:read
#[Object]
impl Readiness {
    /// How long the project is; null while its days are not known.
    async fn duration(&self) -> Option<ProjectDuration> {
        self.0.duration.map(|duration| ProjectDuration {
            months: duration.months,
            days: duration.days,
            total_days: duration.total_days,
        })
    }

    /// The first day: that after the project's last one; null while that is not known.
    async fn from(&self) -> Option<Date> {
        self.0.from.map(Into::into)
    }

    /// The last day, included; null while nothing is known.
    async fn until(&self) -> Option<Date> {
        self.0.until.map(Into::into)
    }

    /// The last day that follows from the project's duration, counted in months and in days, whichever is later.
    async fn computed_until(&self) -> Option<Date> {
        self.0.computed_until.map(Into::into)
    }

    /// What `until` follows from; null while nothing is known.
    async fn basis(&self) -> Option<Term> {
        self.0.basis.map(Into::into)
    }

    /// How it stands on a day.
    async fn state(&self, #[graphql(desc = "The day.")] on: Date) -> Term {
        self.0.state_on(on.0).into()
    }

    /// The services to keep, oldest first, at most 50.
    async fn duties(&self) -> Vec<ReadinessDuty> {
        self.0.duties.iter().cloned().map(Into::into).collect()
    }
}

/// A longer time that was agreed.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
struct AgreedReadiness {
    /// The last day.
    until: Date,
    /// Why it is longer.
    reason: String,
    /// Where it is agreed.
    legal_basis: String,
}

/// What a check stands on: a document, or words.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
struct ReadinessEvidence {
    /// The global id of a document; null if the evidence is told in words.
    document_id: Option<ID>,
    /// Where the paper is, in words; null if it is a document.
    words: Option<String>,
}

/// A check of a duty, planned or done.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
struct ReadinessCheck {
    /// The global id.
    id: ID,
    /// When it is planned.
    planned_on: Date,
    /// When it was done; null before.
    done_on: Option<Date>,
    /// Who checked; null before.
    done_by: Option<String>,
    /// What was found; null before.
    outcome: Option<Term>,
    /// More words; null if there are none.
    note: Option<String>,
    /// What it stands on.
    evidence: Vec<ReadinessEvidence>,
    /// Version, for `expectedVersion` of changes.
    version: i64,
}

impl From<api::ReadinessCheck> for ReadinessCheck {
    fn from(row: api::ReadinessCheck) -> Self {
        let evidence = |evidence| match evidence {
            api::Evidence::Document(id) => ReadinessEvidence {
                document_id: Some(GlobalId::global(id)),
                words: None,
            },
            api::Evidence::Words(words) => ReadinessEvidence {
                document_id: None,
                words: Some(words),
            },
        };
        Self {
            id: row.id.global(),
            planned_on: row.planned_on.into(),
            done_on: row.done_on.map(Into::into),
            done_by: row.done_by,
            outcome: row.outcome.map(Into::into),
            note: row.note,
            evidence: row.evidence.into_iter().map(evidence).collect(),
            version: row.version,
        }
    }
}

/// A service that was found not to be ready.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
struct ReadinessBreach {
    /// The global id.
    id: ID,
    /// When it was found.
    found_on: Date,
    /// What was wrong.
    what: String,
    /// What is done about it; null if nothing was said.
    remedy: Option<String>,
    /// When it was put right; null while it is open.
    closed_on: Option<Date>,
    /// How it was put right; null while it is open.
    closing: Option<String>,
    /// Version, for `expectedVersion` of changes.
    version: i64,
}

impl From<api::ReadinessBreach> for ReadinessBreach {
    fn from(row: api::ReadinessBreach) -> Self {
        Self {
            id: row.id.global(),
            found_on: row.found_on.into(),
            what: row.what,
            remedy: row.remedy,
            closed_on: row.closed_on.map(Into::into),
            closing: row.closing,
            version: row.version,
        }
    }
}

/// A service that has to be kept ready.
///
/// Permission for all fields: readiness:read
#[derive(SimpleObject)]
pub(crate) struct ReadinessDuty {
    /// The global id.
    id: ID,
    /// The global id of the project's service; null if the duty is told in words.
    service_id: Option<ID>,
    /// The service in words: as entered, or as the project's list has it.
    service: String,
    /// What the source says; null if nothing was noted.
    source_note: Option<String>,
    /// A longer time, if one was agreed.
    agreed: Option<AgreedReadiness>,
    /// The first day; null while the project's days are not known.
    from: Option<Date>,
    /// The last day, included; null while nothing is known.
    until: Option<Date>,
    /// Checks, in the order of their plan, at most 200.
    checks: Vec<ReadinessCheck>,
    /// Breaches, in the order of their finding, at most 200.
    breaches: Vec<ReadinessBreach>,
    /// Version, for `expectedVersion` of changes.
    version: i64,
}

impl From<api::ReadinessDuty> for ReadinessDuty {
    fn from(row: api::ReadinessDuty) -> Self {
        Self {
            id: row.id.global(),
            service_id: row.service_id.map(GlobalId::global),
            service: row.service,
            source_note: row.source_note,
            agreed: row.agreed.map(|agreed| AgreedReadiness {
                until: agreed.until.into(),
                reason: agreed.reason,
                legal_basis: agreed.legal_basis,
            }),
            from: row.from.map(Into::into),
            until: row.until.map(Into::into),
            checks: row.checks.into_iter().map(Into::into).collect(),
            breaches: row.breaches.into_iter().map(Into::into).collect(),
            version: row.version,
        }
    }
}
