//! What a release holds of one project: exactly what the authority may see, and nothing that is hidden.
//!
//! A row is stored as JSON and its hash covers every byte, so fields are only ever added, at the end, and only under another
//! version of the definitions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use wsparcie_kernel::{Date, Instant, Money, hex};
use wsparcie_programmes_api::{
    ComparisonMeasure, FundingPeriod, Hidden, MoneyOrigin, PeopleBySex, PeopleCount,
};

use super::SmallCells;
use super::people::PeopleCounts;
use super::protection::{Count, PlannedPlaces, State, everything, shown};

/// Money of a project, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProjectMoney {
    /// The whole value, and where it was taken from.
    pub total: Option<(Money, MoneyOrigin)>,
    /// The sums of sources, and where they were taken from.
    pub parts: Option<(SourceSums, MoneyOrigin)>,
}

impl ProjectMoney {
    /// Leaves out what was taken from the budget in force.
    pub fn keep_stated(&mut self) {
        let is_stated = |origin: MoneyOrigin| origin == MoneyOrigin::Stated;
        self.total = self.total.filter(|(_, origin)| is_stated(*origin));
        self.parts = self.parts.filter(|(_, origin)| is_stated(*origin));
    }
}

/// Sums of money by source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSums {
    /// All sources.
    pub all: Money,
    /// The European Union; absent where the parts leave it open.
    pub eu: Option<Money>,
    /// Local government and private sources; absent where the parts leave it open.
    pub own: Option<Money>,
}

/// People of a project as they are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenPeople {
    /// The day that the counts are of: no closer, for a time would tell of single people.
    pub as_of: Date,
    /// Women, men and total of each count in its order; absent where hidden or not consented to.
    pub cells: Vec<[Option<u32>; 3]>,
}

/// A project of a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FrozenRow {
    /// The id of the project's live row.
    pub id: Uuid,
    /// How releases call the centre, whose consents are looked up by it.
    pub centre_ref: Uuid,
    /// The centre's short name.
    pub centre: String,
    /// The kind of centre.
    pub centre_kind: Option<String>,
    /// The voivodeship.
    pub region: String,
    /// The title.
    pub title: String,
    /// The edition.
    pub edition: Option<String>,
    /// The codes of the programme's levels from the top.
    pub programme: Vec<String>,
    /// The funding period.
    pub period: Option<FundingPeriod>,
    /// The first day.
    pub starts_on: Option<Date>,
    /// The last day.
    pub ends_on: Option<Date>,
    /// The planned places.
    pub places: PlannedPlaces,
    /// The measures that the centre consented to when the release was frozen.
    pub consents: Vec<ComparisonMeasure>,
    /// The whole value and the Union's money, for the cost of a place.
    pub cost: Option<CostMoney>,
    /// Own money of all money.
    pub own: Option<OwnMoney>,
    /// How many services, by category.
    pub services: Option<BTreeMap<String, i64>>,
    /// People; absent where nobody was ever counted.
    pub people: Option<FrozenPeople>,
}

/// The money that a cost per place is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostMoney {
    /// The whole value.
    pub total: Option<(Money, MoneyOrigin)>,
    /// The Union's.
    pub eu: Option<(Money, MoneyOrigin)>,
}

/// Own money of all money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMoney {
    /// Local government's and private.
    pub amount: Money,
    /// Of all sources.
    pub of: Money,
    /// Where they were taken from.
    pub origin: MoneyOrigin,
}

/// A project's live facts, nothing hidden yet. They must not leave the service like this but to the centre itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveFacts {
    /// The id of the live row.
    pub id: Uuid,
    /// As in [`FrozenRow`].
    pub centre: String,
    /// As in [`FrozenRow`].
    pub centre_kind: Option<String>,
    /// As in [`FrozenRow`].
    pub region: String,
    /// As in [`FrozenRow`].
    pub title: String,
    /// As in [`FrozenRow`].
    pub edition: Option<String>,
    /// As in [`FrozenRow`].
    pub programme: Vec<String>,
    /// As in [`FrozenRow`].
    pub period: Option<FundingPeriod>,
    /// As in [`FrozenRow`].
    pub starts_on: Option<Date>,
    /// As in [`FrozenRow`].
    pub ends_on: Option<Date>,
    /// As in [`FrozenRow`].
    pub places: PlannedPlaces,
    /// The money.
    pub money: ProjectMoney,
    /// Services by category; absent if none is recorded.
    pub services: Option<BTreeMap<String, i64>>,
}

/// The measure that a count belongs to.
pub const fn measure_of(count: Count) -> ComparisonMeasure {
    match count {
        Count::Recruited => ComparisonMeasure::Recruitment,
        Count::Ended | Count::Completed => ComparisonMeasure::Completion,
        Count::SocialBase | Count::SocialEffect => ComparisonMeasure::SocialEffectiveness,
        Count::EmploymentBase | Count::EmploymentEffect => ComparisonMeasure::EmploymentEffectiveness,
    }
}

impl FrozenRow {
    /// What a release with a threshold holds of a project of a centre that consents to some measures, its people published
    /// in a state as of an instant.
    pub fn of(
        facts: LiveFacts,
        (centre_ref, consents): (Uuid, &[ComparisonMeasure]),
        people: Option<(&State, Instant)>,
        threshold: SmallCells,
    ) -> Self {
        let people = people.map(|(state, as_of)| FrozenPeople {
            as_of: as_of.date_naive(),
            cells: shown(state, threshold),
        });
        Self::whole(facts, (centre_ref, consents), people).only(consents)
    }

    /// A centre's own view of a project: nothing hidden, no consent asked.
    pub fn own(facts: LiveFacts, people: Option<(PeopleCounts, Instant)>) -> Self {
        let people = people.map(|(counts, as_of)| FrozenPeople {
            as_of: as_of.date_naive(),
            cells: everything(&counts),
        });
        Self::whole(facts, (Uuid::nil(), ComparisonMeasure::ALL), people)
    }

    fn whole(
        facts: LiveFacts,
        (centre_ref, consents): (Uuid, &[ComparisonMeasure]),
        people: Option<FrozenPeople>,
    ) -> Self {
        let parts = facts.money.parts;
        Self {
            id: facts.id,
            centre_ref,
            centre: facts.centre,
            centre_kind: facts.centre_kind,
            region: facts.region,
            title: facts.title,
            edition: facts.edition,
            programme: facts.programme,
            period: facts.period,
            starts_on: facts.starts_on,
            ends_on: facts.ends_on,
            places: facts.places,
            consents: consents.to_vec(),
            cost: Some(CostMoney {
                total: facts.money.total,
                eu: parts.and_then(|(sums, origin)| Some((sums.eu?, origin))),
            }),
            own: parts.and_then(|(sums, origin)| {
                Some(OwnMoney {
                    amount: sums.own?,
                    of: sums.all,
                    origin,
                })
            }),
            services: facts.services,
            people,
        }
    }

    /// The row without what the centre does not consent to (any more).
    #[must_use]
    pub fn only(mut self, consents: &[ComparisonMeasure]) -> Self {
        self.consents.retain(|measure| consents.contains(measure));
        let consented = |measure: ComparisonMeasure| self.consents.contains(&measure);
        if !consented(ComparisonMeasure::CostPerPlace) {
            self.cost = None;
        }
        if !consented(ComparisonMeasure::OwnContribution) {
            self.own = None;
        }
        if !consented(ComparisonMeasure::ServicesMix) {
            self.services = None;
        }
        if let Some(people) = &mut self.people {
            for (count, cells) in Count::ALL.into_iter().zip(&mut people.cells) {
                if !consented(measure_of(count)) {
                    *cells = [None; 3];
                }
            }
        }
        self
    }

    /// Why something of a measure is not shown where it is known to nobody or hidden.
    pub fn reason(&self, measure: ComparisonMeasure, otherwise: Hidden) -> Hidden {
        if self.consents.contains(&measure) {
            otherwise
        } else {
            Hidden::NoConsent
        }
    }

    /// A count by sex.
    pub fn people(&self, count: Count) -> PeopleBySex {
        let Some(people) = &self.people else {
            let missing = PeopleCount::NotShown(self.reason(measure_of(count), Hidden::Missing));
            return PeopleBySex {
                total: missing,
                women: missing,
                men: missing,
            };
        };
        let hidden = self.reason(measure_of(count), Hidden::Suppressed);
        let [women, men, total] = people.cells.get(count as usize).copied().unwrap_or([None; 3]);
        let told = |cell: Option<u32>| match cell {
            Some(people) => PeopleCount::Shown(i64::from(people)),
            None => PeopleCount::NotShown(hidden),
        };
        PeopleBySex {
            total: told(total),
            women: told(women),
            men: told(men),
        }
    }
}

/// The hash of a release: its salt, its number of definitions, region, threshold and instant, then its rows in their order.
/// The salt is never shown, so that nobody tries contents until one fits; whoever has the database can work it out again.
pub fn hash<'a>(
    salt: &[u8],
    definition: i32,
    region: &str,
    threshold: i16,
    as_of: Instant,
    rows: impl IntoIterator<Item = &'a str>,
) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(format!(
        "{definition}\n{region}\n{threshold}\n{}\n",
        as_of.timestamp_micros()
    ));
    for row in rows {
        hash.update(row);
        hash.update("\n");
    }
    hash.finalize().into()
}

/// The hash as people compare it.
pub fn written(hash: &[u8]) -> String {
    hex::encode(hash)
}
