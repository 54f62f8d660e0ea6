//! Workers, posts and teams as the schema shows them.

use async_graphql::{ComplexObject, Context, ID, Object, SimpleObject};
use wsparcie_kernel::{Locale, Problem};
use wsparcie_programmes_api as api;

use super::decimal;
use crate::graphql::codes::{Label, Language};
use crate::graphql::ids::GlobalId;
use crate::graphql::programmes::budget::Places;
use crate::graphql::scalars::Date;

/// A code of a dictionary with its label, as it holds on the day that it is looked up for.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct DictionaryTerm {
    /// The stable code.
    code: String,
    #[graphql(skip)]
    labels: Label,
}

#[ComplexObject]
impl DictionaryTerm {
    /// The label for people.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> &str {
        self.labels.text(ctx, lang)
    }
}

impl From<api::Coded> for DictionaryTerm {
    fn from(coded: api::Coded) -> Self {
        Self {
            code: coded.code,
            labels: Label {
                pl: coded.label_pl,
                en: coded.label_en,
            },
        }
    }
}

/// Something doubtful that was stored all the same.
///
/// Permission: as for the thing that it speaks of.
#[derive(SimpleObject)]
pub(crate) struct ProjectWarning {
    /// Stable code, in capitals.
    code: String,
    /// Where in the thing, outermost first; empty if the whole is meant.
    path: Vec<String>,
    /// What is doubtful, in the language of `Accept-Language`.
    message: String,
    /// The rule behind it; null if there is none.
    rule: Option<String>,
}

impl ProjectWarning {
    pub(crate) fn all(problems: Vec<Problem>, locale: Locale) -> Vec<Self> {
        let told = |problem: Problem| Self {
            code: problem.code,
            path: problem.path,
            message: match locale {
                Locale::Pl => problem.message_pl,
                Locale::En => problem.message_en,
            },
            rule: problem.rule,
        };
        problems.into_iter().map(told).collect()
    }
}

/// Somebody who works for the centre.
///
/// Permission for all fields: team:read
pub(crate) struct Worker(api::Worker);

impl From<api::Worker> for Worker {
    fn from(row: api::Worker) -> Self {
        Self(row)
    }
}

/// Somebody who works for the centre.
///
/// Permission for all fields: team:read
#[Object]
impl Worker {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The name.
    async fn name(&self) -> &str {
        &self.0.name
    }
}

/// A number of posts or people between two bounds.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject)]
pub(super) struct Headcount {
    /// At least so many.
    at_least: i64,
    /// At most so many; null if no upper bound is known.
    at_most: Option<i64>,
}

impl From<api::Headcount> for Headcount {
    fn from(count: api::Headcount) -> Self {
        Self {
            at_least: count.at_least,
            at_most: count.at_most,
        }
    }
}

/// A line of a project's team: a position, its posts and duties, and who holds it.
///
/// Permission for all fields: team:read
pub(crate) struct TeamPost(api::TeamPost);

impl From<api::TeamPost> for TeamPost {
    fn from(row: api::TeamPost) -> Self {
        Self(row)
    }
}

/// A line of a project's team: a position, its posts and duties, and who holds it.
///
/// Permission for all fields: team:read
#[Object]
impl TeamPost {
    /// The global id.
    async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The global id of the project.
    async fn project_id(&self) -> ID {
        self.0.project_id.global()
    }

    /// Who holds it; null if it is vacant or nobody is named.
    async fn worker(&self) -> Option<Worker> {
        self.0.worker.clone().map(Worker)
    }

    /// The position.
    async fn position(&self) -> DictionaryTerm {
        self.0.position.clone().into()
    }

    /// The duties.
    async fn duties(&self) -> Vec<DictionaryTerm> {
        self.0.duties.iter().cloned().map(DictionaryTerm::from).collect()
    }

    /// How many posts.
    async fn posts(&self) -> Places {
        self.0.posts.into()
    }

    /// The share of full time of each post, as a decimal: "0.5"; null if unknown or given in hours.
    async fn full_time_share(&self) -> Option<String> {
        self.0.full_time_bp.map(|share| decimal::write(share.into(), 4))
    }

    /// The hours a week of each post, as a decimal: "20"; null if unknown or given as a share.
    async fn weekly_hours(&self) -> Option<String> {
        self.0
            .weekly_hours_hundredths
            .map(|hours| decimal::write(hours.into(), 2))
    }

    /// The first day; null if unknown.
    async fn valid_from(&self) -> Option<Date> {
        self.0.valid_from.map(Into::into)
    }

    /// The last day; null if unknown or open.
    async fn valid_to(&self) -> Option<Date> {
        self.0.valid_to.map(Into::into)
    }

    /// The global id of the line whose people these may, by the source, be among; null if they are people of their own.
    async fn among_id(&self) -> Option<ID> {
        self.0.among.map(GlobalId::global)
    }

    /// What else the source says of it; null if nothing.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }

    /// What is doubtful, such as a worker whose posts add up to more than full time.
    async fn warnings(&self, ctx: &Context<'_>) -> Vec<ProjectWarning> {
        ProjectWarning::all(self.0.warnings.clone(), super::project::locale(ctx))
    }

    /// Version, for `expectedVersion` of `endTeamPost`.
    async fn version(&self) -> i64 {
        self.0.version
    }
}

/// A project's team, also its lines that have ended.
///
/// Permission for all fields: team:read
#[derive(SimpleObject)]
pub(crate) struct Team {
    /// How many posts.
    posts: Headcount,
    /// How many people hold them: who is named counts once, and lines that may be among others make a range.
    people: Headcount,
    /// The lines, in the order in which they were added.
    lines: Vec<TeamPost>,
}

impl From<api::Team> for Team {
    fn from(team: api::Team) -> Self {
        Self {
            posts: team.posts.into(),
            people: team.people.into(),
            lines: team.lines.into_iter().map(TeamPost).collect(),
        }
    }
}
