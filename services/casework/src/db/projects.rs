//! What programmes publishes and case work reads: projects' places and rules, and the dictionaries.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{ProjectId, RecruitmentId};
use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_programmes_api::{Exactness, Places, RecruitmentRules};

use super::unknown_code;
use crate::domain::enrolment::ProjectPeriod;
use crate::domain::rules::{Dictionaries, DictionaryRow, PlaceLimits};

const TABLE: &str = "programmes_published.project_intake";

/// A project as recruitment sees it.
pub(crate) struct Intake {
    pub(crate) period: ProjectPeriod,
    pub(crate) places: PlaceLimits,
    /// The current rules and their version, if there are any.
    pub(crate) rules: Option<(RecruitmentId, RecruitmentRules)>,
}

struct Row {
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    places_total: Option<i32>,
    places_total_exactness: Option<String>,
    places_women: Option<i32>,
    places_women_exactness: Option<String>,
    places_men: Option<i32>,
    places_men_exactness: Option<String>,
    recruitment_id: Option<Uuid>,
    rules: Option<Json<RecruitmentRules>>,
}

/// A project's days, places and current rules; `None` if this centre has no such project.
#[tracing::instrument(name = "db.project_intake.find", skip_all, err(level = "debug"))]
pub(crate) async fn intake(tx: &mut TenantTx, project: ProjectId) -> Result<Option<Intake>, DbError> {
    let row = sqlx::query_as!(
        Row,
        r#"select starts_on, ends_on, places_total, places_total_exactness, places_women, places_women_exactness,
                  places_men, places_men_exactness, recruitment_id as "recruitment_id?",
                  rules as "rules?: Json<RecruitmentRules>"
           from programmes_published.project_intake where tenant_id = $1 and project_id = $2"#,
        tx.tenant().into_uuid(),
        project.into_uuid(),
    )
    .fetch_optional(tx.conn())
    .await?;
    row.map(Intake::try_from).transpose()
}

impl TryFrom<Row> for Intake {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            period: ProjectPeriod {
                starts_on: row.starts_on,
                ends_on: row.ends_on,
            },
            places: PlaceLimits {
                total: places(TABLE, row.places_total, row.places_total_exactness.as_deref())?,
                women: places(TABLE, row.places_women, row.places_women_exactness.as_deref())?,
                men: places(TABLE, row.places_men, row.places_men_exactness.as_deref())?,
            },
            rules: row
                .recruitment_id
                .map(RecruitmentId::from_uuid)
                .zip(row.rules.map(|rules| rules.0)),
        })
    }
}

/// Places in their two columns of a published view.
pub(super) fn places(
    view: &'static str,
    count: Option<i32>,
    exactness: Option<&str>,
) -> Result<Option<Places>, DbError> {
    let Some((count, exactness)) = count.zip(exactness) else {
        return Ok(None);
    };
    let exactness = Exactness::parse(exactness).ok_or(unknown_code(view, "places_exactness"))?;
    Ok(Some(Places { count, exactness }))
}

/// The dictionaries whose codes facts may have, and the release of reference data that they are of.
#[tracing::instrument(name = "db.dictionary.all", skip_all, err(level = "debug"))]
pub(crate) async fn dictionaries(tx: &mut TenantTx) -> Result<(Dictionaries, Option<i64>), DbError> {
    // One statement, so that the number is that of the rows.
    let rows = sqlx::query!(
        r#"select dictionary as "dictionary!", code as "code!", label_pl as "label_pl!", label_en as "label_en!",
                  counts_as, valid_from, valid_to, legal_basis, release
           from programmes_published.dictionary_entry order by dictionary, position, valid_from"#
    )
    .fetch_all(tx.conn())
    .await?;
    let release = rows.first().and_then(|row| row.release);
    let rows = rows.into_iter().map(|row| DictionaryRow {
        dictionary: row.dictionary,
        code: row.code,
        label_pl: row.label_pl,
        label_en: row.label_en,
        counts_as: row.counts_as,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        legal_basis: row.legal_basis,
    });
    Ok((Dictionaries::from_rows(rows), release))
}
