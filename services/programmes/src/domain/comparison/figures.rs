//! The figures of one row: costs, shares and rates, each from shown values alone.

use wsparcie_disclosure::statistics::{ratio_half_up, wilson};
use wsparcie_kernel::Money;
use wsparcie_kernel::money::BasisPoints;
use wsparcie_programmes_api::{
    ComparisonMeasure, ComparisonRow, CostBase, CostPerPlace, Exactness, FigureExactness, Hidden,
    MoneyOrigin, OwnShare, PeopleBySex, PeopleCount, PeopleRate, Places, RatesBySex, ServiceCount, Told,
};

use super::frozen::FrozenRow;
use super::protection::Count;

/// A row with its figures.
pub fn of(row: FrozenRow) -> ComparisonRow {
    let people = |count| row.people(count);
    let (recruited, ended, completed) = (
        people(Count::Recruited),
        people(Count::Ended),
        people(Count::Completed),
    );
    let cost = |base| cost_per_place(&row, base);
    let services = match &row.services {
        None => Told::NotShown(row.reason(ComparisonMeasure::ServicesMix, Hidden::Missing)),
        Some(services) => Told::Shown(
            services
                .iter()
                .map(|(category, services)| ServiceCount {
                    category: category.clone(),
                    services: *services,
                })
                .collect(),
        ),
    };
    ComparisonRow {
        people_as_of: row.people.as_ref().map(|people| people.as_of),
        cost_total: cost(CostBase::Total),
        cost_eu: cost(CostBase::Eu),
        own_share: own_share(&row),
        recruitment: recruitment(&recruited, &row),
        completion: rates(&completed, &ended),
        drop_out: rates(&less(&ended, &completed), &ended),
        social_effectiveness: rates(&people(Count::SocialEffect), &people(Count::SocialBase)),
        employment_effectiveness: rates(&people(Count::EmploymentEffect), &people(Count::EmploymentBase)),
        recruited,
        ended,
        completed,
        services,
        id: row.id,
        centre: row.centre,
        centre_kind: row.centre_kind,
        voivodeship: row.region,
        title: row.title,
        edition: row.edition,
        programme: row.programme,
        period: row.period,
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        places_total: row.places.total,
        places_women: row.places.women,
        places_men: row.places.men,
    }
}

/// Money ÷ places. A minimum of places makes it a bound, rounded up.
pub fn per_place(base: CostBase, money: Money, origin: MoneyOrigin, places: Places) -> Option<CostPerPlace> {
    let heads = i64::from(places.count);
    if heads <= 0 || money.grosz() < 0 {
        return None;
    }
    let (grosz, exactness) = match places.exactness {
        Exactness::Exact => (
            ratio_half_up(i128::from(money.grosz()), i128::from(heads))?,
            FigureExactness::Exact,
        ),
        Exactness::Minimum => (
            money.grosz() / heads + i64::from(money.grosz() % heads != 0),
            FigureExactness::AtMost,
        ),
    };
    Some(CostPerPlace {
        base,
        origin,
        money,
        places: places.count,
        value: Money::from_grosz(grosz),
        exactness,
    })
}

fn cost_per_place(row: &FrozenRow, base: CostBase) -> Told<CostPerPlace> {
    let money = row.cost.and_then(|cost| match base {
        CostBase::Total => cost.total,
        CostBase::Eu => cost.eu,
    });
    money
        .zip(row.places.total)
        .and_then(|((money, origin), places)| per_place(base, money, origin, places))
        .map_or_else(
            || Told::NotShown(row.reason(ComparisonMeasure::CostPerPlace, Hidden::Missing)),
            Told::Shown,
        )
}

fn own_share(row: &FrozenRow) -> Told<OwnShare> {
    row.own
        .and_then(|own| {
            Some(OwnShare {
                origin: own.origin,
                amount: own.amount,
                of: own.of,
                share: own.amount.share_of(own.of)?,
            })
        })
        .map_or_else(
            || Told::NotShown(row.reason(ComparisonMeasure::OwnContribution, Hidden::Missing)),
            Told::Shown,
        )
}

fn recruitment(recruited: &PeopleBySex, row: &FrozenRow) -> RatesBySex {
    let rate = |people: PeopleCount, places: Option<Places>| match (people, places) {
        (PeopleCount::NotShown(why), _) => Told::NotShown(why),
        (PeopleCount::Shown(_), None) => Told::NotShown(Hidden::Missing),
        (
            PeopleCount::Shown(_),
            Some(Places {
                exactness: Exactness::Minimum,
                ..
            }),
        ) => Told::NotShown(Hidden::Bound),
        (PeopleCount::Shown(people), Some(places)) => {
            let denominator = i64::from(places.count);
            share(people, denominator).map_or(Told::NotShown(Hidden::Missing), |share| {
                Told::Shown(PeopleRate {
                    numerator: people,
                    denominator,
                    share,
                    lower: None,
                    upper: None,
                })
            })
        }
    };
    RatesBySex {
        total: rate(recruited.total, row.places.total),
        women: rate(recruited.women, row.places.women),
        men: rate(recruited.men, row.places.men),
    }
}

fn share(numerator: i64, denominator: i64) -> Option<BasisPoints> {
    ratio_half_up(i128::from(numerator) * 10_000, i128::from(denominator))
        .map(BasisPoints::from_hundredths_of_percent)
}

/// Some of a whole, for each sex and in all. Of nobody there is no rate: no data.
fn rates(some: &PeopleBySex, whole: &PeopleBySex) -> RatesBySex {
    let rate = |some: PeopleCount, whole: PeopleCount| match (some, whole) {
        (PeopleCount::Shown(some), PeopleCount::Shown(whole)) => {
            of_people(some, whole).map_or(Told::NotShown(Hidden::Missing), Told::Shown)
        }
        (PeopleCount::NotShown(why), _) | (_, PeopleCount::NotShown(why)) => Told::NotShown(why),
    };
    RatesBySex {
        total: rate(some.total, whole.total),
        women: rate(some.women, whole.women),
        men: rate(some.men, whole.men),
    }
}

/// A share of people with Wilson's interval; `None` of nobody.
pub fn of_people(some: i64, whole: i64) -> Option<PeopleRate> {
    let proportion = wilson(u64::try_from(some).ok()?, u64::try_from(whole).ok()?)?;
    Some(PeopleRate {
        numerator: some,
        denominator: whole,
        share: BasisPoints::from_hundredths_of_percent(proportion.point),
        lower: Some(BasisPoints::from_hundredths_of_percent(proportion.lower)),
        upper: Some(BasisPoints::from_hundredths_of_percent(proportion.upper)),
    })
}

fn less(whole: &PeopleBySex, part: &PeopleBySex) -> PeopleBySex {
    let less = |whole: PeopleCount, part: PeopleCount| match (whole, part) {
        (PeopleCount::Shown(whole), PeopleCount::Shown(part)) => PeopleCount::Shown(whole - part),
        (PeopleCount::NotShown(why), _) | (_, PeopleCount::NotShown(why)) => PeopleCount::NotShown(why),
    };
    PeopleBySex {
        total: less(whole.total, part.total),
        women: less(whole.women, part.women),
        men: less(whole.men, part.men),
    }
}
