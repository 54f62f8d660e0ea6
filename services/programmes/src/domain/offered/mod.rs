//! What may be said of an offered service, and which category it belongs to.
//!
//! Pure. Dictionaries and the project's partners are handed in.

#[cfg(test)]
mod tests;

use wsparcie_kernel::input::{self, Problems};
use wsparcie_kernel::national::Nip;
use wsparcie_kernel::{Date, Problem};
use wsparcie_programmes_api::{Exactness, PlannedQuantity, ServiceFacts, ServiceProvider};

use super::words::{CATEGORY, SERVICE_KIND, SERVICE_UNIT, Words};

/// A project offers at most this many services, withdrawn ones among them, so they need no pages.
pub const MAX_SERVICES: i64 = 500;
const MAX_DESCRIPTION: usize = 500;
const MAX_PER_WHAT: usize = 100;
const MAX_NAME: usize = 200;
const QUANTITY: std::ops::RangeInclusive<i64> = 1..=1_000_000_000_000;

/// A service that passed every check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedService {
    /// What is known, texts trimmed, the NIP in its ten digits.
    pub facts: ServiceFacts,
    /// The category: the one given, or that of the kind.
    pub category: String,
}

/// What a service is checked beside.
#[derive(Debug)]
pub struct Beside<'a> {
    /// The dictionaries.
    pub words: &'a Words,
    /// The day on which its codes must hold.
    pub day: Date,
    /// The names of the project's partners.
    pub partners: &'a [String],
    /// Whether the team post named as provider is one of the project's; true if none is named.
    pub post_is_known: bool,
}

/// Checks an offered service.
///
/// # Errors
/// Every problem, with paths that begin with `service`.
pub fn check(facts: &ServiceFacts, beside: &Beside<'_>) -> Result<CheckedService, Vec<Problem>> {
    let mut problems = Problems::default();
    let Beside { words, day, .. } = *beside;
    let description = line(
        &mut problems,
        "description",
        facts.description.as_deref(),
        MAX_DESCRIPTION,
    );
    let per_what = line(&mut problems, "perWhat", facts.per_what.as_deref(), MAX_PER_WHAT);
    if let Some(problem) = words.refuse(SERVICE_KIND, &facts.kind, day) {
        problems.add(&["service", "kind"], problem);
    }
    let of_kind = words
        .on(SERVICE_KIND, &facts.kind, day)
        .and_then(|word| word.counts_as.clone());
    let category = facts.category.clone().or(of_kind);
    match &category {
        Some(category) => {
            if let Some(problem) = words.refuse(CATEGORY, category, day) {
                problems.add(&["service", "category"], problem);
            }
        }
        None => problems.add(
            &["service", "category"],
            Problem::new(
                "CATEGORY_NEEDED",
                "ten rodzaj usługi nie ma kategorii; podaj jedną z czterech: społeczna, zawodowa, edukacyjna, zdrowotna",
                "this kind of service has no category; give one of the four: social, vocational, educational, health",
            ),
        ),
    }
    if let Some(problem) = facts
        .unit
        .as_deref()
        .and_then(|unit| words.refuse(SERVICE_UNIT, unit, day))
    {
        problems.add(&["service", "unit"], problem);
    }
    quantity(&mut problems, facts);
    let provider = provider(&mut problems, facts.provider.as_ref(), beside);
    let checked = CheckedService {
        facts: ServiceFacts {
            description,
            per_what,
            provider,
            ..facts.clone()
        },
        category: category.unwrap_or_default(),
    };
    problems.finish(Some(checked)).map_err(Problems::into_vec)
}

fn line(problems: &mut Problems, field: &str, text: Option<&str>, max: usize) -> Option<String> {
    text.and_then(|text| problems.keep(&["service", field], input::line(text, max)))
}

fn quantity(problems: &mut Problems, facts: &ServiceFacts) {
    let Some(PlannedQuantity {
        thousandths,
        to_thousandths,
        exactness,
    }) = facts.quantity
    else {
        return;
    };
    let given = std::iter::once(thousandths).chain(to_thousandths);
    if given.into_iter().any(|amount| !QUANTITY.contains(&amount)) {
        problems.add(
            &["service", "quantity"],
            Problem::new(
                "QUANTITY_OUT_OF_RANGE",
                "ilość jest większa od 0 i najwyżej 1 000 000 000",
                "a quantity is more than 0 and at most 1,000,000,000",
            ),
        );
    }
    let is_range = to_thousandths.is_none_or(|to| to > thousandths && exactness == Exactness::Exact);
    if !is_range {
        problems.add(
            &["service", "quantity", "to"],
            Problem::new(
                "QUANTITY_RANGE",
                "górny koniec zakresu jest większy od dolnego, a „co najmniej” nie ma górnego końca",
                "the upper end of a range is more than the lower, and a minimum has no upper end",
            ),
        );
    }
    if facts.unit.is_none() {
        problems.add(
            &["service", "unit"],
            Problem::new(
                "UNIT_NEEDED",
                "ilość wymaga jednostki; wybierz ją ze słownika",
                "a quantity needs a unit; choose one from the dictionary",
            ),
        );
    }
}

fn provider(
    problems: &mut Problems,
    given: Option<&ServiceProvider>,
    beside: &Beside<'_>,
) -> Option<ServiceProvider> {
    match given? {
        ServiceProvider::TeamPost(post) => {
            if !beside.post_is_known {
                problems.add(
                    &["service", "provider", "teamPostId"],
                    Problem::new(
                        "PROVIDER_UNKNOWN",
                        "wskaż wiersz zespołu tego samego projektu",
                        "name a line of the team of the same project",
                    ),
                );
            }
            Some(ServiceProvider::TeamPost(*post))
        }
        ServiceProvider::Partner(name) => {
            let path = ["service", "provider", "partner"];
            let name = problems.keep(&path, input::line(name, MAX_NAME))?;
            if !beside.partners.contains(&name) {
                problems.add(
                    &path,
                    Problem::new(
                        "PROVIDER_UNKNOWN",
                        "projekt nie ma partnera o tej nazwie; wpisz nazwę tak, jak stoi wśród partnerów projektu",
                        "the project has no partner of this name; write it as it stands among the project's partners",
                    ),
                );
            }
            Some(ServiceProvider::Partner(name))
        }
        ServiceProvider::Firm { name, nip } => {
            let path = ["service", "provider", "firm"];
            let name = name.as_deref().and_then(|name| {
                problems.keep(
                    &[path.as_slice(), &["name"]].concat(),
                    input::line(name, MAX_NAME),
                )
            });
            let nip = nip.as_deref().and_then(|nip| {
                let read = Nip::parse(nip).map_err(Problem::from);
                problems.keep(&[path.as_slice(), &["nip"]].concat(), read)
            });
            Some(ServiceProvider::Firm {
                name,
                nip: nip.map(|nip| nip.as_str().to_owned()),
            })
        }
    }
}
