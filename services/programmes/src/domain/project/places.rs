//! How many people a project has places for, which may be a bound („min. 60”).

use wsparcie_kernel::Problem;
use wsparcie_programmes_api::{Exactness, Places, ProjectFacts};

/// More places than any project has: a typing error.
const MAX_PLACES: i32 = 1_000_000;

pub(super) fn check(problems: &mut Vec<Problem>, facts: &ProjectFacts) {
    let known = [
        ("placesTotal", facts.places_total),
        ("placesWomen", facts.places_women),
        ("placesMen", facts.places_men),
    ];
    let before = problems.len();
    for (field, places) in known {
        if places.is_some_and(|places| !(0..=MAX_PLACES).contains(&places.count)) {
            let pl = "liczba miejsc powinna być od 0 do 1 000 000";
            let en = "the number of places should be from 0 to 1,000,000";
            problems.push(Problem::new("PLACES_OUT_OF_RANGE", pl, en).at(&["project", field]));
        }
    }
    if problems.len() == before && exceed_total(facts) {
        let pl = "miejsc dla kobiet i mężczyzn jest razem więcej niż wszystkich; popraw liczby";
        let en = "places for women and men together exceed the total; correct the numbers";
        problems.push(Problem::new("PLACES_EXCEED_TOTAL", pl, en).at(&["project", "placesTotal"]));
    }
}

/// Whether the parts cannot fit into the total. A total that is a minimum has no upper end; a part that is unknown may be
/// empty, and one that is a minimum counts with what it has at least. Parts below the total are a difference that a source
/// may have.
fn exceed_total(facts: &ProjectFacts) -> bool {
    let Some(Places {
        count: total,
        exactness: Exactness::Exact,
    }) = facts.places_total
    else {
        return false;
    };
    let at_least = |places: Option<Places>| places.map_or(0, |places| i64::from(places.count));
    at_least(facts.places_women) + at_least(facts.places_men) > i64::from(total)
}
