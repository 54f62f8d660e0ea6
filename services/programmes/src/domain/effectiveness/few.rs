//! What of effectiveness is told to whom. Its groups tell of disability, so whoever may not read participations is told no
//! figure in which 1 to 4 people stand, and none from which such a figure follows.

use wsparcie_kernel::Date;
use wsparcie_kernel::ids::ProjectId;
use wsparcie_programmes_api::{EffectGroup, EffectKind, EffectRate, Effectiveness, EffectivenessThresholds};

use super::{Rate, Tally};
use crate::domain::indicator::{FEW, Reader};

/// What is withheld.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each figure is withheld or not, whatever the others are"
)]
struct Withheld {
    /// The rates of all participants.
    all: bool,
    /// The rates by disability, and of how many it is not known. All of them together: with one missing, the rates of all
    /// participants would give it away.
    groups: bool,
    broke_off: bool,
    without_rule: bool,
}

/// A tally, as a reader is told it.
pub fn tell(
    tally: Tally,
    (project_id, as_of): (ProjectId, Date),
    thresholds: Option<EffectivenessThresholds>,
    reader: Reader,
) -> Effectiveness {
    let withheld = match reader {
        Reader::OfParticipations => Withheld::default(),
        Reader::OfFigures { today } if today != as_of => Withheld {
            all: true,
            groups: true,
            broke_off: true,
            without_rule: true,
        },
        Reader::OfFigures { .. } => few_of(&tally),
    };
    let rates = tally.rates.into_iter().map(|rate| {
        let is_withheld = match rate.group {
            EffectGroup::All => withheld.all,
            EffectGroup::General | EffectGroup::Disability => withheld.groups,
        };
        told(rate, is_withheld)
    });
    Effectiveness {
        project_id,
        as_of,
        rates: rates.collect(),
        broke_off: (!withheld.broke_off).then_some(tally.broke_off),
        without_rule: (!withheld.without_rule).then_some(tally.without_rule),
        group_unknown: (!withheld.groups).then_some(tally.group_unknown),
        too_few: withheld != Withheld::default(),
        thresholds,
    }
}

fn told(rate: Rate, is_withheld: bool) -> EffectRate {
    let shown = |figure| (!is_withheld).then_some(figure);
    EffectRate {
        kind: rate.kind,
        group: rate.group,
        numerator: shown(rate.numerator),
        denominator: shown(rate.denominator),
        pending: shown(rate.pending),
        rate: rate.rate.filter(|_| !is_withheld),
        threshold: rate.threshold,
        met: rate.met.filter(|_| !is_withheld),
        too_few: is_withheld,
    }
}

/// Whose rates stand beside each other: the whole first, then its parts.
const GROUPS: [EffectGroup; 3] = [EffectGroup::All, EffectGroup::General, EffectGroup::Disability];

/// The people of a rate, as three parts that share nobody: with the effect, without it, still open.
type Parts = [i64; 3];

fn few_of(tally: &Tally) -> Withheld {
    let parts = |kind, group| {
        let found = tally
            .rates
            .iter()
            .find(|rate| rate.kind == kind && rate.group == group);
        found.map_or([0; 3], |rate| {
            [rate.numerator, rate.denominator - rate.numerator, rate.pending]
        })
    };
    let (mut all, mut groups) = (false, FEW.contains(&tally.group_unknown));
    let mut asked: Vec<[Parts; 3]> = Vec::new();
    for kind in EffectKind::ALL {
        let [whole, general, disability] = GROUPS.map(|group| parts(*kind, group));
        all |= speaks_of_few(&whole);
        groups |= speaks_of_few(&general) || speaks_of_few(&disability);
        // Whose group is not known stands in the whole alone.
        groups |= speaks_of_few(&less(&less(&whole, &general), &disability));
        asked.push([whole, general, disability]);
    }
    // Employment asks whoever received a vocational service: the rest of social effectiveness did not.
    if let [social, employment] = asked.as_slice() {
        let rest = |at: usize| match (social.get(at), employment.get(at)) {
            (Some(one), Some(other)) => one.iter().sum::<i64>() - other.iter().sum::<i64>(),
            _ => 0,
        };
        let [whole, general, disability] = [0, 1, 2].map(rest);
        all |= FEW.contains(&whole);
        groups |= speaks_of_few(&[general, disability, whole - general - disability]);
    }
    Withheld {
        all,
        // The groups and whoever is in none add up to the whole.
        groups: groups || all,
        broke_off: FEW.contains(&tally.broke_off),
        without_rule: FEW.contains(&tally.without_rule),
    }
}

fn speaks_of_few(parts: &Parts) -> bool {
    parts.iter().any(|people| FEW.contains(people))
}

fn less(whole: &Parts, part: &Parts) -> Parts {
    let mut rest = *whole;
    for (left, taken) in rest.iter_mut().zip(part) {
        *left -= taken;
    }
    rest
}
