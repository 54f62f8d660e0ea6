//! Team, offered services, groups and recruitment terms on a real database, with the reference data that is shipped.

mod fictional;
mod groups;
mod offered;
mod posts;
mod rights;
mod service_rules;
mod terms;

use wsparcie_kernel::ids::ProjectId;
use wsparcie_kernel::{CallResult, Date};
use wsparcie_programmes_api::{
    Exactness, LoadReference, NewTeamPost, Places, ProgrammesApi, ProjectFacts, TeamPost,
};
use wsparcie_testkit::{call, operator};

use crate::support::{Centre, Stage, now, titled};

/// A stage on which the operator has loaded what the platform comes with.
pub(super) async fn stage() -> Stage {
    let stage = Stage::start().await;
    let platform = stage.test.centre("platform").await;
    let input = LoadReference {
        content: wsparcie_programmes::SHIPPED_REFERENCE.to_owned(),
        expected_release: 1,
        label: "shipped".to_owned(),
    };
    let service = stage.service.clone();
    service
        .load_reference(now(), call(&operator(platform)), input)
        .await
        .unwrap();
    stage
}

pub(super) fn day(text: &str) -> Option<Date> {
    Some(text.parse().unwrap())
}

/// A project of one year.
pub(super) fn of_2018(title: &str) -> ProjectFacts {
    ProjectFacts {
        starts_on: day("2018-01-01"),
        ends_on: day("2018-12-31"),
        ..titled(title)
    }
}

/// A line without a name: a position and its posts.
pub(super) fn posts(project: ProjectId, position: &str, count: i32) -> NewTeamPost {
    NewTeamPost {
        project_id: project,
        worker_id: None,
        position: position.to_owned(),
        duties: Vec::new(),
        posts: Places {
            count,
            exactness: Exactness::Exact,
        },
        full_time_bp: None,
        weekly_hours_hundredths: None,
        valid_from: None,
        valid_to: None,
        among: None,
        note: None,
    }
}

pub(super) async fn add(centre: &Centre, post: NewTeamPost) -> CallResult<TeamPost> {
    centre
        .service
        .clone()
        .add_team_post(now(), centre.call(), post)
        .await
}
