//! Drill-through: the participations behind an indicator's figure. Ids alone; whose they are, casework tells whoever may
//! know, and records that it told.

use wsparcie_kernel::national::Sex;
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Page, PageRequest};
use wsparcie_programmes_api::{IndicatorParticipants, ParticipationRef, SexFilter};

use super::counting::{aside, unreadable};
use crate::app::Programmes;
use crate::db::indicators::parameters;
use crate::db::indicators::read::{Which, read};
use crate::db::participation;
use crate::domain::indicator::{Counter, Participant, Standing, check_condition};
use crate::domain::latest_today;

/// One page of the participations that count, or are left open. Those of a project or indicator that is not there: not
/// found. Nothing counts in an indicator that is entered by hand or evaluated.
pub(crate) async fn page(
    svc: &Programmes,
    call: &Call,
    input: &IndicatorParticipants,
    request: PageRequest,
) -> CallResult<Page<ParticipationRef>> {
    let tenant = permission::require(&call.actor, Resource::Participation, Action::Read)?;
    let as_of = input.as_of.unwrap_or_else(|| latest_today(svc.clock.now()));
    let mut tx = svc.db.begin(tenant).await?;
    let project = [input.project_id.into_uuid()];
    let indicators = read(&mut tx, Which::OfProjects(&[(project[0], as_of)])).await?;
    let indicator = indicators
        .into_iter()
        .find(|indicator| indicator.code == input.code)
        .ok_or(CallError::NotFound)?;
    let participants = participation::of_projects(&mut tx, &project).await?;
    let parameters = parameters::read(&mut tx).await?;
    tx.commit().await?;
    let wanted = if input.undecided {
        Standing::Undecided
    } else {
        Standing::Counted
    };
    let sex = input.sex;
    let found = match indicator.condition {
        None => Vec::new(),
        Some(source) => {
            let standing = move || {
                let condition = check_condition(&source).ok()?;
                let counter = Counter::new(as_of, |left| parameters.result_days(left));
                let stands = |participant: &&Participant| {
                    is_of(sex, participant.sex) && counter.standing(&condition, participant) == wanted
                };
                let found = participants.iter().filter(stands);
                Some(found.map(|one| one.enrolment_id).collect())
            };
            aside(svc, standing).await?.ok_or_else(unreadable)?
        }
    };
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let refs = found
        .into_iter()
        .map(|enrolment_id| ParticipationRef { enrolment_id });
    let rows = walk(refs.collect(), &request);
    let total = request.with_total.then_some(total);
    Ok(Page::from_fetched(&request, rows, total, |row| {
        row.enrolment_id.into_uuid()
    }))
}

fn is_of(wanted: Option<SexFilter>, sex: Sex) -> bool {
    match wanted {
        None => true,
        Some(SexFilter::Women) => sex == Sex::Female,
        Some(SexFilter::Men) => sex == Sex::Male,
    }
}

/// The rows of a page and one more, in the direction of the walk. They come in the order of their ids.
fn walk(rows: Vec<ParticipationRef>, request: &PageRequest) -> Vec<ParticipationRef> {
    let mut rows = rows;
    rows.retain(|row| {
        let id = row.enrolment_id.into_uuid();
        request.after.is_none_or(|after| id > after) && request.before.is_none_or(|before| id < before)
    });
    if request.backward {
        rows.reverse();
    }
    rows.truncate(request.size() + 1);
    rows
}
