//! A project's row and what it means.

use sqlx::types::Json;
use uuid::Uuid;
use wsparcie_kernel::ids::{ProgrammeId, ProjectId, TenantId};
use wsparcie_kernel::{Date, Money};
use wsparcie_postgres::DbError;
use wsparcie_programmes_api::{
    BudgetPart, Partner, Project, ProjectFacts, ProjectMode, ProjectNumber, ProjectParty, ProjectStatus,
    SourceNote,
};

use crate::db::places;
use crate::domain::status;

const TABLE: &str = "programmes.project";

pub(super) struct Row {
    pub(super) tenant_id: Uuid,
    pub(super) id: Uuid,
    pub(super) title: String,
    pub(super) edition: Option<String>,
    pub(super) undertaking: Option<String>,
    pub(super) programme_id: Option<Uuid>,
    pub(super) number_parts: Option<Json<ProjectNumber>>,
    pub(super) mode: Option<String>,
    pub(super) starts_on: Option<Date>,
    pub(super) ends_on: Option<Date>,
    pub(super) recruitment_from: Option<Date>,
    pub(super) recruitment_until: Option<Date>,
    pub(super) places_total: Option<i32>,
    pub(super) places_total_exactness: Option<String>,
    pub(super) places_women: Option<i32>,
    pub(super) places_women_exactness: Option<String>,
    pub(super) places_men: Option<i32>,
    pub(super) places_men_exactness: Option<String>,
    pub(super) budget: Option<Json<Vec<BudgetPart>>>,
    pub(super) budget_total_grosz: Option<i64>,
    pub(super) partners: Json<Vec<Partner>>,
    pub(super) source_notes: Json<Vec<SourceNote>>,
    pub(super) area: Option<String>,
    pub(super) beneficiary_name: Option<String>,
    pub(super) beneficiary_nip: Option<String>,
    pub(super) implementer_name: Option<String>,
    pub(super) implementer_nip: Option<String>,
    pub(super) main_goal: Option<String>,
    pub(super) specific_goals: Vec<String>,
    pub(super) target_groups: Vec<String>,
    pub(super) status: String,
    pub(super) version: i64,
}

impl Row {
    pub(super) fn into_project(self) -> Result<Project, DbError> {
        let mode = match self.mode.as_deref() {
            None => None,
            Some(code) => Some(ProjectMode::parse(code).ok_or(DbError::Inconsistent {
                table: TABLE,
                column: "mode",
            })?),
        };
        let status = ProjectStatus::parse(&self.status).ok_or(DbError::Inconsistent {
            table: TABLE,
            column: "status",
        })?;
        let number = self.number_parts.map(|Json(number)| number);
        let facts = ProjectFacts {
            title: self.title,
            edition: self.edition,
            undertaking: self.undertaking,
            programme_id: self.programme_id.map(ProgrammeId::from_uuid),
            number: number.as_ref().map(|number| number.raw.clone()),
            mode,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            recruitment_from: self.recruitment_from,
            recruitment_until: self.recruitment_until,
            places_total: places::read(
                self.places_total,
                self.places_total_exactness.as_deref(),
                TABLE,
                "places_total",
            )?,
            places_women: places::read(
                self.places_women,
                self.places_women_exactness.as_deref(),
                TABLE,
                "places_women",
            )?,
            places_men: places::read(
                self.places_men,
                self.places_men_exactness.as_deref(),
                TABLE,
                "places_men",
            )?,
            budget: self.budget.map(|Json(mut parts)| {
                parts.sort_by_key(|part| part.source);
                parts
            }),
            budget_total: self.budget_total_grosz.map(Money::from_grosz),
            partners: self.partners.0,
            source_notes: self.source_notes.0,
            area: self.area,
            beneficiary: party(self.beneficiary_name, self.beneficiary_nip),
            implementer: party(self.implementer_name, self.implementer_nip),
            main_goal: self.main_goal,
            specific_goals: self.specific_goals,
            target_groups: self.target_groups,
        };
        Ok(Project {
            id: ProjectId::from_uuid(self.id),
            tenant_id: TenantId::from_uuid(self.tenant_id),
            facts,
            number,
            status,
            next_statuses: status::next(status),
            version: self.version,
        })
    }
}

fn party(name: Option<String>, nip: Option<String>) -> Option<ProjectParty> {
    name.map(|name| ProjectParty { name, nip })
}
