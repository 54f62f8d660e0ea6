//! SQL of what the paths of participations are measured by: the support that stands, and the project's rules.

use uuid::Uuid;
use wsparcie_kernel::ids::{EnrolmentId, PersonId};
use wsparcie_postgres::{DbError, TenantTx};

use super::unknown_code;

const RULE: &str = "programmes_published.service_rule";

/// A rule of the project for services, with its words.
pub(crate) struct Rule {
    pub(crate) code: String,
    pub(crate) category: String,
    pub(crate) at_least: i32,
    pub(crate) label_pl: String,
    pub(crate) label_en: String,
    pub(crate) legal_basis: Option<String>,
}

/// A participation with one of its project's rules; with none where no rule holds, or none yet.
pub(crate) struct Measured {
    pub(crate) enrolment_id: EnrolmentId,
    pub(crate) person_id: PersonId,
    /// The categories of its support, one entry for each.
    pub(crate) support: Vec<String>,
    pub(crate) rule: Option<Rule>,
}

/// Participations with each of their projects' rules now, in the order of the rules' codes. A person on the reserve list has
/// no path yet, so no rule.
#[tracing::instrument(name = "db.paths.of_enrolments", skip_all, err(level = "debug"))]
pub(crate) async fn of_enrolments(tx: &mut TenantTx, enrolments: &[Uuid]) -> Result<Vec<Measured>, DbError> {
    let rows = sqlx::query!(
        r#"select e.id, e.person_id,
                  array(select s.category from casework.support s
                        where s.tenant_id = $1 and s.enrolment_id = e.id and s.withdrawn_at is null) as "support!",
                  r.code as "code?", r.category as "category?", r.at_least as "at_least?", r.label_pl as "label_pl?",
                  r.label_en as "label_en?", r.legal_basis
           from casework.enrolment e
           left join programmes_published.service_rule r
               on r.tenant_id = $1 and r.project_id = e.project_id and e.state = 'enrolled'
           where e.tenant_id = $1 and e.id = any($2)
           order by e.id, r.code"#,
        tx.tenant().into_uuid(),
        enrolments,
    )
    .fetch_all(tx.conn())
    .await?;
    let read = rows.into_iter().map(|row| {
        let rule = match (row.code, row.category, row.at_least, row.label_pl, row.label_en) {
            (Some(code), Some(category), Some(at_least), Some(label_pl), Some(label_en)) => Some(Rule {
                code,
                category,
                at_least,
                label_pl,
                label_en,
                legal_basis: row.legal_basis,
            }),
            (None, ..) => None,
            _ => return Err(unknown_code(RULE, "code")),
        };
        Ok(Measured {
            enrolment_id: EnrolmentId::from_uuid(row.id),
            person_id: PersonId::from_uuid(row.person_id),
            support: row.support,
            rule,
        })
    });
    read.collect()
}
