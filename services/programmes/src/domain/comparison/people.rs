//! Counting the people of a project from single participations: the rules of domain.md §3, apart from SQL.
//!
//! `programmes.counted_people` counts the same in the database; `wsparcie admin comparison verify` holds one against the
//! other.

use wsparcie_kernel::Date;

/// How a participation ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// As planned, or broken off because work was found.
    Completed,
    /// Broken off for another reason.
    DroppedOut,
}

/// What a count needs of one participation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participation {
    /// Whether the person is on a place; others are counted nowhere.
    pub on_place: bool,
    /// Woman; otherwise man.
    pub is_woman: bool,
    /// The last day, and how it ended.
    pub ended: Option<(Date, Ending)>,
    /// Whether at least one vocational service was received.
    pub vocational: bool,
    /// The first day of a social effect.
    pub social_effect_on: Option<Date>,
    /// The first day of an employment effect.
    pub employment_effect_on: Option<Date>,
}

/// People of one sex.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SexCounts {
    /// On places.
    pub recruited: i64,
    /// Of them ended.
    pub ended: i64,
    /// Of those ended as planned or for work.
    pub completed: i64,
    /// Ended for another reason.
    pub dropped_out: i64,
    /// Of the completed with at least one vocational service.
    pub vocational: i64,
    /// Of the completed those whose social effect is decided.
    pub social_base: i64,
    /// Of those with the effect.
    pub social_effect: i64,
    /// Of the completed with a vocational service those whose employment effect is decided.
    pub employment_base: i64,
    /// Of those with the effect.
    pub employment_effect: i64,
}

/// People of a project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PeopleCounts {
    /// Women.
    pub women: SexCounts,
    /// Men.
    pub men: SexCounts,
}

/// Whether an effect is decided on a day, and whether it came about.
fn decided(until: Option<Date>, effect: Option<Date>, on: Date) -> (bool, bool) {
    // Where no rule is known nothing is decided.
    let Some(until) = until else { return (false, false) };
    let came = effect.is_some_and(|day| day <= until && day <= on);
    (came || on > until, came)
}

/// Counts participations by the rules of a day. `days` gives for a last day how many days after it an effect still counts,
/// and a failure is not entered yet; absent where no rule is known.
pub fn count<'a>(
    participations: impl IntoIterator<Item = &'a Participation>,
    on: Date,
    days: impl Fn(Date) -> Option<u64>,
) -> PeopleCounts {
    let mut counts = PeopleCounts::default();
    for one in participations.into_iter().filter(|one| one.on_place) {
        let sex = if one.is_woman {
            &mut counts.women
        } else {
            &mut counts.men
        };
        sex.recruited += 1;
        let Some((end, ending)) = one.ended.filter(|(end, _)| *end <= on) else {
            continue;
        };
        sex.ended += 1;
        if ending == Ending::DroppedOut {
            sex.dropped_out += 1;
            continue;
        }
        sex.completed += 1;
        let until = days(end).and_then(|days| end.checked_add_days(chrono::Days::new(days)));
        let (social_decided, social) = decided(until, one.social_effect_on, on);
        sex.social_base += i64::from(social_decided);
        sex.social_effect += i64::from(social);
        if one.vocational {
            let (work_decided, work) = decided(until, one.employment_effect_on, on);
            sex.vocational += 1;
            sex.employment_base += i64::from(work_decided);
            sex.employment_effect += i64::from(work);
        }
    }
    counts
}
