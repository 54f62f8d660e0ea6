//! Workers of a centre, and the teams of its projects.

use serde_json::json;
use wsparcie_kernel::ids::{ProjectId, TeamPostId, WorkerId};
use wsparcie_kernel::input::check_id_count;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Page, PageRequest, Problem, problem};
use wsparcie_postgres::TenantTx;
use wsparcie_postgres::audit::{self, Act};
use wsparcie_postgres::idempotency::{self, Outcome};
use wsparcie_programmes_api::{EndTeamPost, NewTeamPost, NewWorker, Team, TeamPost, Worker};

use super::Programmes;
use crate::db;
use crate::db::team::Stored;
use crate::domain::latest_today;
use crate::domain::team::{self, Line, Share};
use crate::domain::words::{TEAM_DUTY, TEAM_POSITION, Words};
use crate::service::uuids;

const WORDS: [&str; 2] = [TEAM_POSITION, TEAM_DUTY];

/// One page of the centre's workers.
pub(crate) async fn list_workers(
    svc: &Programmes,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<Worker>> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::workers::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(db::workers::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |worker| {
        worker.id.into_uuid()
    }))
}

/// Workers by id.
pub(crate) async fn workers_by_id(
    svc: &Programmes,
    call: &Call,
    ids: &[WorkerId],
) -> CallResult<Vec<Worker>> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let found = db::workers::find_all(&mut tx, &uuids(ids, WorkerId::into_uuid)).await?;
    tx.commit().await?;
    Ok(found)
}

/// Creates a worker.
pub(crate) async fn create_worker(svc: &Programmes, call: &Call, input: NewWorker) -> CallResult<Worker> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Update)?;
    let name = team::worker_name(&input.name).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    let id = match idempotency::begin(&mut tx, call, now).await? {
        Outcome::Repeated(id) => id,
        Outcome::Fresh => {
            let id = WorkerId::from_uuid(svc.ids.next(now));
            db::workers::insert(&mut tx, id, &name, now).await?;
            let act = Act::on("worker.created", "worker", id.into_uuid());
            audit::record(&mut tx, &*svc.ids, call, act, now).await?;
            idempotency::complete(&mut tx, call, id.into_uuid()).await?;
            id.into_uuid()
        }
    };
    let worker = db::workers::find_all(&mut tx, &[id]).await?.pop();
    tx.commit().await?;
    worker.ok_or(CallError::NotFound)
}

/// The teams of several projects.
pub(crate) async fn by_project(
    svc: &Programmes,
    call: &Call,
    projects: &[ProjectId],
) -> CallResult<Vec<Team>> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Read)?;
    check_id_count(projects.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let stored = db::team::find(&mut tx, &uuids(projects, ProjectId::into_uuid), &[]).await?;
    let words = db::words::load(&mut tx, &WORDS).await?;
    tx.commit().await?;
    let mut teams: Vec<Team> = Vec::new();
    for post in shown(&stored, &words, latest_today(svc.clock.now())) {
        match teams.last_mut() {
            Some(team) if team.project_id == post.project_id => team.lines.push(post),
            _ => teams.push(Team {
                project_id: post.project_id,
                posts: team::posts(&[]),
                people: team::people(&[]),
                lines: vec![post],
            }),
        }
    }
    for one in &mut teams {
        let lines: Vec<Line> = one.lines.iter().map(line).collect();
        one.posts = team::posts(&lines);
        one.people = team::people(&lines);
    }
    Ok(teams)
}

fn line(post: &TeamPost) -> Line {
    Line {
        id: post.id,
        worker: post.worker.as_ref().map(|worker| worker.id),
        posts: post.posts,
        among: post.among,
    }
}

/// Lines by id.
pub(crate) async fn posts_by_id(
    svc: &Programmes,
    call: &Call,
    ids: &[TeamPostId],
) -> CallResult<Vec<TeamPost>> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Read)?;
    check_id_count(ids.len())?;
    let mut tx = svc.db.begin(tenant).await?;
    let stored = db::team::find(&mut tx, &[], &uuids(ids, TeamPostId::into_uuid)).await?;
    let words = db::words::load(&mut tx, &WORDS).await?;
    tx.commit().await?;
    Ok(shown(&stored, &words, latest_today(svc.clock.now())))
}

/// The lines that were asked for, with the labels of their codes and what their workers' posts add up to.
fn shown(stored: &[Stored], words: &Words, today: Date) -> Vec<TeamPost> {
    let days = |one: &Stored| (one.post.valid_from, one.post.valid_to);
    let share = |one: &Stored| Share::new(days(one), one.post.full_time_bp, one.post.weekly_hours_hundredths);
    let wanted = stored.iter().filter(|one| one.is_wanted);
    let lines = wanted.map(|one| {
        let post = &one.post;
        let day = post.valid_from.or(one.project_starts_on).unwrap_or(today);
        let of_worker = post.worker_id.map(|worker| {
            let shares: Vec<Share> = stored
                .iter()
                .filter(|other| other.post.worker_id == Some(worker))
                .map(share)
                .collect();
            team::peak(&shares, days(one))
        });
        TeamPost {
            id: one.id,
            project_id: post.project_id,
            worker: post
                .worker_id
                .zip(one.worker_name.clone())
                .map(|(id, name)| Worker { id, name }),
            position: words.coded(TEAM_POSITION, &post.position, day),
            duties: post
                .duties
                .iter()
                .map(|duty| words.coded(TEAM_DUTY, duty, day))
                .collect(),
            posts: post.posts,
            full_time_bp: post.full_time_bp,
            weekly_hours_hundredths: post.weekly_hours_hundredths,
            valid_from: post.valid_from,
            valid_to: post.valid_to,
            among: post.among,
            note: post.note.clone(),
            warnings: of_worker.and_then(team::overload).into_iter().collect(),
            version: one.version,
        }
    });
    lines.collect()
}

/// Adds a line to a project's team.
pub(crate) async fn add(svc: &Programmes, call: &Call, input: NewTeamPost) -> CallResult<TeamPost> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Update)?;
    let post = team::check(&input).map_err(CallError::Refused)?;
    let now = svc.clock.now();
    let today = latest_today(now);
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, TeamPostId::from_uuid(id), today).await;
    }
    let frame = db::frame::lock(&mut tx, post.project_id)
        .await?
        .ok_or(CallError::NotFound)?;
    if let Some(worker) = post.worker_id
        && db::workers::find_all(&mut tx, &[worker.into_uuid()])
            .await?
            .is_empty()
    {
        return Err(CallError::NotFound);
    }
    let words = db::words::load(&mut tx, &WORDS).await?;
    let others = db::team::others(&mut tx, post.project_id).await?;
    let mut problems = unknown_codes(&post, &words, post.valid_from.unwrap_or(frame.day(today)));
    let days = (post.valid_from, post.valid_to);
    let (from, to) = (["post", "validFrom"], ["post", "validTo"]);
    problems.extend(team::outside_project(days, frame.days(), &from, &to));
    problems.extend(team::check_beside(&post, &others).err().unwrap_or_default());
    if i64::try_from(others.len()).unwrap_or(i64::MAX) >= team::MAX_LINES {
        problems.push(too_many());
    }
    if !problems.is_empty() {
        return Err(CallError::Refused(problems));
    }
    let id = TeamPostId::from_uuid(svc.ids.next(now));
    db::team::insert(&mut tx, id, &post, now).await?;
    let act = Act::on("team_post.added", "project", post.project_id.into_uuid())
        .with(json!({"team_post_id": id, "position": post.position}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, id.into_uuid()).await?;
    read_again(tx, id, today).await
}

fn unknown_codes(post: &NewTeamPost, words: &Words, day: Date) -> Vec<Problem> {
    let position = words.refuse(TEAM_POSITION, &post.position, day);
    let mut problems: Vec<Problem> = position
        .map(|problem| problem.at(&["post", "position"]))
        .into_iter()
        .collect();
    for (at, duty) in post.duties.iter().enumerate() {
        let problem = words.refuse(TEAM_DUTY, duty, day);
        problems.extend(problem.map(|problem| problem.at(&["post", "duties", &at.to_string()])));
    }
    problems
}

fn too_many() -> Problem {
    let limit = team::MAX_LINES;
    Problem::new(
        "TEAM_TOO_LARGE",
        format!("zespół projektu ma najwyżej {limit} wierszy"),
        format!("a project's team has at most {limit} lines"),
    )
}

/// Gives a line its last day.
pub(crate) async fn end(svc: &Programmes, call: &Call, input: EndTeamPost) -> CallResult<TeamPost> {
    let tenant = permission::require(&call.actor, Resource::Team, Action::Update)?;
    let now = svc.clock.now();
    let mut tx = svc.db.begin(tenant).await?;
    if let Outcome::Repeated(id) = idempotency::begin(&mut tx, call, now).await? {
        return read_again(tx, TeamPostId::from_uuid(id), latest_today(now)).await;
    }
    let locked = db::team::lock(&mut tx, input.id)
        .await?
        .ok_or(CallError::NotFound)?;
    if locked.version != input.expected_version {
        return Err(problem::stale_version());
    }
    let last = Some(input.last_day);
    let path = ["lastDay"];
    let mut problems = team::outside_project((None, last), locked.project, &path, &path);
    if locked.valid_from.is_some_and(|first| input.last_day < first) {
        problems.push(team::reversed().at(&path));
    }
    // A line is shortened, never lengthened: a later end is a new line, checked beside the others.
    if locked.valid_to.is_some_and(|end| end < input.last_day) {
        let pl = "ten wiersz kończy się wcześniej; na dalszy czas dodaj nowy wiersz";
        let en = "this line ends earlier; add a new line for the time after";
        problems.push(Problem::new("POST_ENDED", pl, en).at(&path));
    }
    if !problems.is_empty() {
        return Err(CallError::Refused(problems));
    }
    db::team::end(&mut tx, input.id, input.last_day).await?;
    let act = Act::on("team_post.ended", "project", locked.project_id.into_uuid())
        .with(json!({"team_post_id": input.id, "last_day": input.last_day}));
    audit::record(&mut tx, &*svc.ids, call, act, now).await?;
    idempotency::complete(&mut tx, call, input.id.into_uuid()).await?;
    read_again(tx, input.id, latest_today(now)).await
}

/// Ends the transaction and answers with the line as it is stored.
async fn read_again(mut tx: TenantTx, id: TeamPostId, today: Date) -> CallResult<TeamPost> {
    let stored = db::team::find(&mut tx, &[], &[id.into_uuid()]).await?;
    let words = db::words::load(&mut tx, &WORDS).await?;
    tx.commit().await?;
    shown(&stored, &words, today).pop().ok_or(CallError::NotFound)
}
