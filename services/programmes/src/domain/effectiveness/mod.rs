//! Social and employment effectiveness (2014-20, PI 9i).
//!
//! The rate is people with the effect in time over people who ended. Who broke off early for a job has ended; who broke off
//! for another reason has not. A person is entered when the effect begins; without it only when the time is over: so many
//! calendar days after the day of the end, all of them. Employment counts only people who received a vocational service.

use wsparcie_casework_api::{Ending, Known};
use wsparcie_kernel::Date;
use wsparcie_kernel::input::{Problems, line};
use wsparcie_kernel::{CallError, Problem};
use wsparcie_programmes_api::{EffectGroup, EffectKind, EffectivenessThresholds, SetEffectivenessThresholds};

use crate::domain::indicator::Participant;

mod few;
#[cfg(test)]
mod few_tests;
#[cfg(test)]
mod tests;

pub use few::tell;

const MAX_SOURCE: usize = 300;
/// A whole, in hundredths of a percent.
const WHOLE: i64 = 10_000;

/// What became of somebody who ended, as for one effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Success,
    Failure,
    Pending,
}

/// How a person stands: `days` after the day of the end the effect still counts, and only then its absence does.
fn entry(ended_on: Date, days: u64, effect_on: Option<Date>, as_of: Date) -> Entry {
    // A day that the calendar does not have never passes.
    let last = ended_on
        .checked_add_days(chrono::Days::new(days))
        .unwrap_or(Date::MAX);
    match effect_on {
        Some(day) if day <= last && day <= as_of => Entry::Success,
        _ if as_of > last => Entry::Failure,
        _ => Entry::Pending,
    }
}

/// One effect of one group: what an [`EffectRate`] tells whoever may know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Which effect.
    pub kind: EffectKind,
    /// Of whom.
    pub group: EffectGroup,
    /// People with the effect in time.
    pub numerator: i64,
    /// People entered.
    pub denominator: i64,
    /// People whose time runs on.
    pub pending: i64,
    /// Hundredths of a percent.
    pub rate: Option<i64>,
    /// The call's threshold.
    pub threshold: Option<i32>,
    /// Whether the rate reaches it.
    pub met: Option<bool>,
}

/// What participations come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// Each effect of each group.
    pub rates: Vec<Rate>,
    /// Broke off early, not for a job.
    pub broke_off: i64,
    /// Ended on a day for which no rule is known.
    pub without_rule: i64,
    /// Ended, and not known whether with such a disability.
    pub group_unknown: i64,
}

/// Adds up participations on a day. `days` gives how long after an end on that day effects count; absent where no rule is
/// known.
pub fn tally<'p>(
    participants: impl IntoIterator<Item = &'p Participant>,
    as_of: Date,
    thresholds: Option<&EffectivenessThresholds>,
    days: impl Fn(Date) -> Option<u64>,
) -> Tally {
    let mut rates = Vec::new();
    for kind in EffectKind::ALL {
        for group in EffectGroup::ALL {
            rates.push(Rate {
                kind: *kind,
                group: *group,
                numerator: 0,
                denominator: 0,
                pending: 0,
                rate: None,
                threshold: threshold(thresholds, *kind, *group),
                met: None,
            });
        }
    }
    let mut tally = Tally {
        rates,
        broke_off: 0,
        without_rule: 0,
        group_unknown: 0,
    };
    for participant in participants {
        add(&mut tally, participant, as_of, &days);
    }
    for rate in &mut tally.rates {
        finish(rate);
    }
    tally
}

fn add(tally: &mut Tally, participant: &Participant, as_of: Date, days: impl Fn(Date) -> Option<u64>) {
    let Some(ended) = participant.ended.filter(|ended| ended.on <= as_of) else {
        return;
    };
    if ended.ending == Ending::Early {
        tally.broke_off += 1;
        return;
    }
    let Some(days) = days(ended.on) else {
        tally.without_rule += 1;
        return;
    };
    let group = match participant.profile.severe_or_coupled_disability {
        Known::Known(true) => Some(EffectGroup::Disability),
        Known::Known(false) => Some(EffectGroup::General),
        Known::Refused | Known::Unknown => None,
    };
    if group.is_none() {
        tally.group_unknown += 1;
    }
    for rate in &mut tally.rates {
        let (effect_on, is_asked) = match rate.kind {
            EffectKind::Social => (participant.social_effect_on, true),
            EffectKind::Employment => (participant.employment_effect_on, participant.vocational),
        };
        if !is_asked || (rate.group != EffectGroup::All && Some(rate.group) != group) {
            continue;
        }
        match entry(ended.on, days, effect_on, as_of) {
            Entry::Success => {
                rate.numerator += 1;
                rate.denominator += 1;
            }
            Entry::Failure => rate.denominator += 1,
            Entry::Pending => rate.pending += 1,
        }
    }
}

fn finish(rate: &mut Rate) {
    if rate.denominator == 0 {
        return;
    }
    rate.rate = Some(rate.numerator * WHOLE / rate.denominator);
    // Compared exactly: a rate that was rounded could miss or reach the threshold by the rounding alone.
    rate.met = rate
        .threshold
        .map(|threshold| rate.numerator * WHOLE >= i64::from(threshold) * rate.denominator);
}

/// The threshold of a group. Where the call has one of its own for people with such a disability, the other is for the
/// rest, and none is for all together.
fn threshold(set: Option<&EffectivenessThresholds>, kind: EffectKind, group: EffectGroup) -> Option<i32> {
    let set = set?;
    let (general, own) = match kind {
        EffectKind::Social => (set.social, set.disability_social),
        EffectKind::Employment => (set.employment, set.disability_employment),
    };
    match (group, own) {
        (EffectGroup::All, None) | (EffectGroup::General, Some(_)) => general,
        (EffectGroup::Disability, own) => own,
        (EffectGroup::All, Some(_)) | (EffectGroup::General, None) => None,
    }
}

/// Checks the thresholds of a call, and gives what they stand on.
///
/// # Errors
/// Refused with every problem found.
pub fn check_thresholds(input: &SetEffectivenessThresholds) -> Result<String, CallError> {
    let mut problems = Problems::default();
    for (field, share) in [
        ("social", input.social),
        ("employment", input.employment),
        ("disabilitySocial", input.disability_social),
        ("disabilityEmployment", input.disability_employment),
    ] {
        if share.is_some_and(|share| !(0..=WHOLE).contains(&i64::from(share))) {
            problems.add(
                &[field],
                Problem::new(
                    "THRESHOLD_OUT_OF_RANGE",
                    "próg podaj w setnych procenta, od 0 do 10000 (34 % to 3400)",
                    "give the threshold in hundredths of a percent, from 0 to 10000 (34 % is 3400)",
                ),
            );
        }
    }
    let source = problems.keep(&["source"], line(&input.source, MAX_SOURCE));
    Ok(problems.finish(source)?)
}
