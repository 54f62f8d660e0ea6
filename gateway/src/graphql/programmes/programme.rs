//! Programme trees and project numbers.

use async_graphql::{Context, ID, Object, SimpleObject};
use wsparcie_programmes_api as api;

use crate::graphql::Nullable;
use crate::graphql::codes::{Label, Language, Term};
use crate::graphql::ids::GlobalId;
use crate::graphql::permissions::open;
use crate::graphql::scope::load;

/// No tree is deeper than this; a longer chain would be a defect of the data.
const MAX_LEVELS: usize = 8;

/// One level of a programme tree.
#[derive(Clone)]
pub(crate) struct Programme(api::Programme);

impl From<api::Programme> for Programme {
    fn from(row: api::Programme) -> Self {
        Self(row)
    }
}

/// One level of a programme tree: a programme, priority, measure, submeasure or type of project. The same for everybody.
///
/// Permission for all fields: programme:read
#[Object]
impl Programme {
    /// The global id.
    pub(crate) async fn id(&self) -> ID {
        self.0.id.global()
    }

    /// The global id of the level above; null at the root.
    async fn parent_id(&self) -> Option<ID> {
        self.0.parent_id.map(GlobalId::global)
    }

    /// The funding period: 2007-2013, 2014-2020 or 2021-2027.
    async fn period(&self) -> Term {
        self.0.period.into()
    }

    /// Which level of the tree it is.
    async fn level(&self) -> Term {
        self.0.level.into()
    }

    /// The level's own code, unique in its tree: "POKL", "VII", "7.1", "9.2.1".
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The official name, in Polish unless asked otherwise.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; that of `Accept-Language` if not given.")] lang: Option<Language>,
    ) -> String {
        Label {
            pl: self.0.name_pl.clone(),
            en: self.0.name_en.clone(),
        }
        .text(ctx, lang)
        .to_owned()
    }

    /// The voivodeship of a regional programme, TERYT code of 2 digits; null for national ones.
    async fn voivodeship(&self) -> Option<&str> {
        self.0.voivodeship.as_deref()
    }

    /// The way from the root of the tree to this level, both included.
    ///
    /// Permission: programme:read
    async fn path(&self, ctx: &Context<'_>) -> Nullable<Vec<Programme>> {
        let read = async {
            let scope = open(ctx, "Programme.path")?;
            let mut path = vec![self.clone()];
            let mut above = self.0.parent_id;
            while let (Some(id), true) = (above, path.len() < MAX_LEVELS) {
                let Some(parent) = load!(scope, id)? else { break };
                above = parent.parent_id;
                path.push(Self(parent));
            }
            path.reverse();
            Ok(path)
        };
        Some(read.await)
    }
}

/// A project number, taken apart.
///
/// Permission: as for the field it stands in.
#[derive(SimpleObject)]
pub(crate) struct ProjectNumber {
    /// The text as it was given or stands in the source.
    raw: String,
    /// The normalised form, padded and without blanks.
    normalised: String,
    /// The programme's abbreviation: "RPSW", "POKL", "POWR", "FEDS".
    programme_code: String,
    /// The funding period.
    period: Term,
    /// Priority or axis, without leading zeros: "9".
    priority: String,
    /// Measure: "9.2".
    measure: String,
    /// Submeasure: "9.2.1"; null where the programme has none.
    submeasure: Option<String>,
    /// Voivodeship, TERYT code of 2 digits, "00" for national; null for 2021-27, whose numbers name an institution.
    voivodeship: Option<String>,
    /// The institution of a 2021-27 number: "IZ.00"; null for other periods.
    institution: Option<String>,
    /// The serial, as written: digits and capital letters.
    serial: String,
    /// The year of the call, four digits.
    year: i32,
    /// The agreement's version: 0 the original, 1 and more annexes; null if the number does not say.
    agreement_version: Option<i32>,
}

impl From<api::ProjectNumber> for ProjectNumber {
    fn from(row: api::ProjectNumber) -> Self {
        Self {
            raw: row.raw,
            normalised: row.normalised,
            programme_code: row.programme_code,
            period: row.period.into(),
            priority: row.priority,
            measure: row.measure,
            submeasure: row.submeasure,
            voivodeship: row.voivodeship,
            institution: row.institution,
            serial: row.serial,
            year: row.year,
            agreement_version: row.agreement_version,
        }
    }
}
