//! Workers and posts as they are typed in.

use async_graphql::{ID, InputObject};
use wsparcie_programmes_api as api;

use super::decimal;
use crate::graphql::failure::Failure;
use crate::graphql::ids;
use crate::graphql::payload::Check;
use crate::graphql::programmes::facts_input::PlacesInput;
use crate::graphql::scalars::Date;

/// A worker to be created.
#[derive(InputObject)]
pub(crate) struct CreateWorkerInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The name, 1 to 200 characters.
    pub(super) name: String,
}

/// A line to be added to a team.
#[derive(InputObject)]
pub(crate) struct AddTeamPostInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the project.
    pub(super) project_id: ID,
    /// The line.
    pub(super) post: TeamPostInput,
}

/// A line of a team. What is not given is unknown.
#[derive(InputObject)]
pub(crate) struct TeamPostInput {
    /// The global id of the worker who holds it; not given: vacant, or nobody is named.
    worker_id: Option<ID>,
    /// Code of the dictionary `team_position`.
    position: String,
    /// Codes of the dictionary `team_duty`.
    #[graphql(default)]
    duties: Vec<String>,
    /// How many posts, 1 to 1000; a named worker holds exactly one.
    posts: PlacesInput,
    /// The share of full time of each post: more than 0, at most "1", at most four decimals. Either this or the hours.
    full_time_share: Option<String>,
    /// The hours a week of each post: at most two decimals.
    weekly_hours: Option<String>,
    /// The first day.
    valid_from: Option<Date>,
    /// The last day.
    valid_to: Option<Date>,
    /// The global id of a line of the same project whose people these may, by the source, be among.
    among_id: Option<ID>,
    /// What else the source says of it, 1 to 500 characters.
    note: Option<String>,
}

/// The end of a line of a team.
#[derive(InputObject)]
pub(crate) struct EndTeamPostInput {
    /// Your own key for this request, 1 to 100 characters: repeated with the same input, the request happens once.
    pub(super) idempotency_key: String,
    /// The global id of the line.
    pub(super) id: ID,
    /// The version that the change is based on.
    pub(super) expected_version: i64,
    /// The last day.
    pub(super) last_day: Date,
}

impl AddTeamPostInput {
    /// The line for the service; decimals that cannot be read are noted.
    pub(super) fn read(self, check: &mut Check) -> Result<api::NewTeamPost, Failure> {
        let post = self.post;
        Ok(api::NewTeamPost {
            project_id: ids::parse(&self.project_id)?,
            worker_id: post.worker_id.map(|id| ids::parse(&id)).transpose()?,
            position: post.position,
            duties: post.duties,
            posts: post.posts.into(),
            full_time_bp: small(
                check,
                post.full_time_share.as_deref(),
                4,
                &["post", "fullTimeShare"],
            ),
            weekly_hours_hundredths: small(check, post.weekly_hours.as_deref(), 2, &["post", "weeklyHours"]),
            valid_from: post.valid_from.map(|day| day.0),
            valid_to: post.valid_to.map(|day| day.0),
            among: post.among_id.map(|id| ids::parse(&id)).transpose()?,
            note: post.note,
        })
    }
}

/// A decimal, in its smallest step; what is too large for the service to take becomes the largest number, which it refuses.
fn small(check: &mut Check, text: Option<&str>, decimals: u32, path: &[&str]) -> Option<i32> {
    let value = read_decimal(check, text?, decimals, path)?;
    Some(i32::try_from(value).unwrap_or(i32::MAX))
}

/// A decimal, or the problem noted.
pub(super) fn read_decimal(check: &mut Check, text: &str, decimals: u32, path: &[&str]) -> Option<i64> {
    let value = decimal::read(text, decimals);
    if value.is_none() {
        check.refuse(
            "DECIMAL_INVALID",
            path,
            &format!("wpisz liczbę cyframi z kropką, najwyżej {decimals} miejsca po kropce, np. 1.5"),
            &format!("write a number in digits with a dot, at most {decimals} decimals, such as 1.5"),
        );
    }
    value
}
