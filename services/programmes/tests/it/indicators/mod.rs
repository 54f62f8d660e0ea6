//! Indicators on a real database: events taken in, counted, drilled through.

mod counting;
mod entered;
mod events;
mod few;
mod own;

use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;
use wsparcie_casework_api::{
    ContractKind, Ended, Ending, Known, PARTICIPATION_SCHEMA, ParticipationEvent, Profile, SupportCategory,
    WorkFound,
};
use wsparcie_kernel::Date;
use wsparcie_kernel::ids::{EnrolmentId, JobId, ProjectId, TenantId};
use wsparcie_postgres::jobs::{Job, JobFailure};
use wsparcie_programmes::{PARTICIPATION_JOB, SHIPPED_REFERENCE, participation_handler};
use wsparcie_programmes_api::{
    ChooseIndicator, IndicatorTargets, LoadReference, ProgrammesApi, ProjectFacts, ProjectIndicator,
};
use wsparcie_testkit::{call, operator};

use crate::support::{Centre, Stage, level, nothing, now, titled};

/// A programme of 2014-20.
const RPDS: &str = "201402000000";
/// Its period began two years before the project.
const TODAY: &str = "2019-06-01";

pub(super) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A centre with a project of 2014-20, and the reference data that the platform comes with.
pub(super) struct Desk {
    pub(super) stage: Stage,
    pub(super) centre: Centre,
    pub(super) project: ProjectId,
}

impl Desk {
    pub(super) async fn start() -> Self {
        let stage = Stage::start_on(TODAY).await;
        let platform = stage.test.centre("platform").await;
        let input = LoadReference {
            content: SHIPPED_REFERENCE.to_owned(),
            expected_release: 1,
            label: "dane platformy".to_owned(),
        };
        stage
            .service
            .clone()
            .load_reference(now(), call(&operator(platform)), input)
            .await
            .unwrap();
        let centre = stage.centre("north").await;
        let project = centre
            .created(ProjectFacts {
                programme_id: Some(level(RPDS)),
                ..titled("Aktywni")
            })
            .await
            .id;
        Self {
            stage,
            centre,
            project,
        }
    }

    /// Hands an event to the job's handler, of a woman of whom everything is known.
    pub(super) async fn take_in(&self, event: &ParticipationEvent) -> Result<(), JobFailure> {
        self.take_in_with(event, &known()).await
    }

    /// Keeps a profile where case work does, as its transaction did before the event came, and hands the event over.
    pub(super) async fn take_in_with(
        &self,
        event: &ParticipationEvent,
        profile: &Profile,
    ) -> Result<(), JobFailure> {
        // The enrolment itself is case work's: foreign keys are set aside for this row.
        let keep = format!(
            "set session_replication_role = replica;
             insert into casework.participation_profile as kept
                 (tenant_id, enrolment_id, profile_version, profile, recorded_at)
             values ('{}', '{}', {}, '{}', now())
             on conflict (tenant_id, enrolment_id) do update
             set profile_version = excluded.profile_version, profile = excluded.profile
             where excluded.profile_version > kept.profile_version",
            self.centre.tenant,
            event.participation_id,
            event.profile_version,
            serde_json::to_string(profile).unwrap(),
        );
        self.stage.plant(&keep).await;
        self.take_in_alone(event).await
    }

    /// Hands an event over, whatever case work keeps.
    pub(super) async fn take_in_alone(&self, event: &ParticipationEvent) -> Result<(), JobFailure> {
        self.take_in_of(self.centre.tenant, serde_json::to_value(event).unwrap())
            .await
    }

    pub(super) async fn take_in_of(&self, tenant: TenantId, payload: Value) -> Result<(), JobFailure> {
        let handler = participation_handler(self.stage.test.db.clone(), Arc::clone(&self.stage.clock) as _);
        let job = Job {
            tenant_id: tenant,
            id: JobId::from_uuid(nothing()),
            kind: PARTICIPATION_JOB.to_owned(),
            payload,
            attempts: 1,
        };
        handler(job).await
    }

    pub(super) async fn choose(&self, code: &str) -> ProjectIndicator {
        let input = ChooseIndicator {
            project_id: self.project,
            code: code.to_owned(),
            targets: IndicatorTargets {
                total: Some(4),
                women: Some(2),
                men: Some(2),
            },
        };
        let service = self.stage.service.clone();
        service
            .choose_indicator(now(), self.centre.call(), input)
            .await
            .unwrap()
    }

    pub(super) async fn indicators(&self, as_of: &str) -> Vec<ProjectIndicator> {
        let service = self.stage.service.clone();
        let projects = vec![self.project];
        service
            .indicators_by_project(now(), self.centre.call(), projects, Some(day(as_of)))
            .await
            .unwrap()
    }
}

/// A registered unemployed woman of 30, everything known of her.
pub(crate) fn known() -> Profile {
    let no = || Known::Known(false);
    Profile {
        age: Known::Known(30),
        labour_status: Known::Known("unemployed_registered".to_owned()),
        unemployed_months: Known::Known(7),
        education: Known::Known("isced_3".to_owned()),
        in_education_or_training: no(),
        has_disability: no(),
        severe_or_coupled_disability: no(),
        foreign_origin_or_minority: no(),
        foreign_origin: no(),
        minority: no(),
        third_country_national: no(),
        homeless_or_housing_excluded: no(),
        other_disadvantage: no(),
        rural_area: no(),
    }
}

/// A woman who began on 2018-01-10.
pub(super) fn started(project: ProjectId, number: u128) -> ParticipationEvent {
    ParticipationEvent {
        schema: PARTICIPATION_SCHEMA,
        participation_id: EnrolmentId::from_uuid(Uuid::from_u128(
            0x018f_0000_0000_7000_8000_0000_0000_0000 + number,
        )),
        project_id: project,
        version: 1,
        sex: "K".to_owned(),
        on_place: true,
        starts_on: day("2018-01-10"),
        ended: None,
        support: [SupportCategory::Vocational].into(),
        situation_after: Vec::new(),
        work: Vec::new(),
        education_on: Vec::new(),
        qualification_on: Vec::new(),
        competence_on: Vec::new(),
        social_effect_on: Vec::new(),
        profile_version: 1,
    }
}

/// The same woman after she left for a job.
pub(super) fn left_for_work(project: ProjectId, number: u128) -> ParticipationEvent {
    ParticipationEvent {
        version: 3,
        profile_version: 3,
        ended: Some(Ended {
            on: day("2018-06-30"),
            ending: Ending::ForWork,
        }),
        work: vec![WorkFound {
            on: day("2018-07-02"),
            until: Some(day("2019-07-01")),
            contract: ContractKind::Employment,
            post_percent: Some(50),
            pay_documented: None,
        }],
        social_effect_on: vec![day("2018-05-01")],
        ..started(project, number)
    }
}
