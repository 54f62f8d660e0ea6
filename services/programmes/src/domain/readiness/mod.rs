//! How long a project's services have to be kept ready after its end (trwałość), and how that stands on a day.
//!
//! It owns the arithmetic of durations and the rules for duties, checks and breaches. It knows no database and no clock.

mod input;
#[cfg(test)]
mod tests;

use chrono::Days;
use wsparcie_kernel::Date;
use wsparcie_programmes_api::{ProjectDuration, Readiness, ReadinessBasis, ReadinessDuty};

use super::months::{last_day_of_months, number_of};

pub use input::{
    check_agreed, check_new_service, check_planned, checked_breach, checked_closing, checked_done,
    checked_duty, taken,
};

/// A project has at most this many duties, a duty this many checks and breaches: so their lists need no pages.
pub const MOST_DUTIES: i64 = 50;
/// See [`MOST_DUTIES`].
pub const MOST_ENTRIES: i64 = 200;

/// From when until when readiness is owed, both days included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// The day after the project's last one.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// The project's duration that it follows from.
    pub duration: ProjectDuration,
}

/// What a project from `starts_on` to `ends_on` (both included) owes: readiness for at least its own duration.
///
/// A duration has two readings, in calendar months with the days that remain (24 months) and in days (730). They need not
/// agree, because months and years differ in length; the later last day of the two counts, so that the time is too short in
/// neither. The months end with one whole month more at the latest: 31 months are more than 30 months and 30 days, even where
/// the 30 days would go on behind a February. So a project that ends later never owes less. `None` if the project runs
/// backwards or the calendar ends.
pub fn owed(starts_on: Date, ends_on: Date) -> Option<Owed> {
    let duration = duration(starts_on, ends_on)?;
    let from = ends_on.succ_opt()?;
    let by_months = last_day_of_months(from, duration.months)?
        .checked_add_days(Days::new(duration.days.into()))?
        .min(last_day_of_months(from, duration.months.checked_add(1)?)?);
    let by_days = ends_on.checked_add_days(Days::new(duration.total_days.into()))?;
    Some(Owed {
        from,
        until: by_months.max(by_days),
        duration,
    })
}

/// How long a period of days is, both ends included: the most whole months that fit, and the days that remain.
///
/// Months are counted from the first day: one month from the 15th ends on the 14th. Where the month has no such day, it ends
/// with that month: one month from 31 January ends on 28 or 29 February.
pub fn duration(starts_on: Date, ends_on: Date) -> Option<ProjectDuration> {
    if ends_on < starts_on {
        return None;
    }
    let total_days = u32::try_from((ends_on - starts_on).num_days() + 1).ok()?;
    // One month too many at first: the last one is whole only if it ends by the last day.
    let mut months = u32::try_from(number_of(ends_on) - number_of(starts_on) + 1).ok()?;
    loop {
        // No months end on the eve of the first day.
        let last = last_day_of_months(starts_on, months)?;
        if last <= ends_on {
            let days = u32::try_from((ends_on - last).num_days()).ok()?;
            return Some(ProjectDuration {
                months,
                days,
                total_days,
            });
        }
        months = months.checked_sub(1)?;
    }
}

/// Puts together what a project owes: from its days, and from its duties. A longer time that was agreed counts for its duty,
/// and the longest of all for the project.
pub fn readiness(
    project_id: wsparcie_kernel::ids::ProjectId,
    starts_on: Option<Date>,
    ends_on: Option<Date>,
    mut duties: Vec<ReadinessDuty>,
) -> Readiness {
    let owed = starts_on.zip(ends_on).and_then(|(start, end)| owed(start, end));
    let computed = owed.map(|owed| owed.until);
    for duty in &mut duties {
        duty.from = owed.map(|owed| owed.from);
        duty.until = until(computed, duty.agreed.as_ref().map(|agreed| agreed.until));
    }
    let agreed = duties.iter().filter_map(|duty| duty.agreed.as_ref());
    let longest = agreed.map(|agreed| agreed.until).max();
    let last = until(computed, longest);
    let basis = match (computed, last) {
        (None, None) => None,
        (computed, last) if computed == last => Some(ReadinessBasis::Duration),
        _ => Some(ReadinessBasis::Agreed),
    };
    Readiness {
        project_id,
        duration: owed.map(|owed| owed.duration),
        from: owed.map(|owed| owed.from),
        computed_until: computed,
        until: last,
        basis,
        duties,
    }
}

/// The last day of a duty: the later of what follows from the project and what was agreed.
///
/// `None` while the project's days are unknown, whatever was agreed: readiness lasts at least as long as the project, so an
/// agreed day alone is a bound, and no end.
pub fn until(computed: Option<Date>, agreed: Option<Date>) -> Option<Date> {
    computed.map(|computed| agreed.map_or(computed, |agreed| agreed.max(computed)))
}
