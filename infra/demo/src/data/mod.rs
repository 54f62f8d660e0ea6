//! The demonstration as data: read, joined and checked for references that lead nowhere.

pub(crate) mod courses;
pub(crate) mod expenses;
pub(crate) mod fictional;
pub(crate) mod finance;
mod pesel;
pub(crate) mod plan;
pub(crate) mod source;
#[cfg(test)]
mod tests;
pub(crate) mod values;

use anyhow::{Context, Result, bail, ensure};
use serde::de::DeserializeOwned;

use fictional::{Authorities, Authority, Fictional};
pub(crate) use pesel::pesel;
use source::Centre;

/// Every file below `data/`, by its path there.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The whole demonstration.
#[derive(Debug)]
pub(crate) struct Demonstration {
    pub(crate) centres: Vec<(Centre, Fictional)>,
    pub(crate) authorities: Vec<Authority>,
}

impl Demonstration {
    /// Reads the data that the crate carries.
    ///
    /// # Errors
    /// Names the file that cannot be read, or what refers to nothing.
    pub(crate) fn bundled() -> Result<Self> {
        let mut fictional: Vec<Fictional> = folder("fictional/").collect::<Result<_>>()?;
        let mut centres = Vec::new();
        for centre in folder::<Centre>("centres/") {
            let centre = centre?;
            let place = fictional.iter().position(|one| one.centre == centre.code);
            let beside =
                fictional.swap_remove(place.with_context(|| format!("{} has no users", centre.code))?);
            check_references(&centre, &beside)?;
            centres.push((centre, beside));
        }
        if let Some(left) = fictional.first() {
            bail!("there is no centre {}", left.centre);
        }
        let mut authorities = Vec::new();
        for file in folder::<Authorities>("authorities") {
            authorities.extend(file?.authorities);
        }
        Ok(Self { centres, authorities })
    }
}

/// A file to be uploaded.
pub(crate) fn file(name: &str) -> Result<&'static [u8]> {
    let path = format!("files/{name}");
    let found = FILES.iter().find(|(known, _)| *known == path);
    found
        .map(|(_, bytes)| *bytes)
        .with_context(|| format!("there is no {path}"))
}

fn folder<T: DeserializeOwned>(prefix: &'static str) -> impl Iterator<Item = Result<T>> {
    FILES
        .iter()
        .filter(move |(path, _)| path.starts_with(prefix))
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).with_context(|| format!("{path} is not UTF-8"))?;
            toml::from_str(text).with_context(|| format!("{path} cannot be read"))
        })
}

fn check_references(centre: &Centre, beside: &Fictional) -> Result<()> {
    let known = |code: &str| centre.projects.iter().any(|project| project.code == code);
    for project in &centre.projects {
        for document in &project.documents {
            file(&document.file_name)?;
        }
    }
    for session in &beside.sessions {
        ensure!(
            known(&session.project),
            "a session in {} names no project of it",
            centre.code
        );
    }
    for budget in &beside.budgets {
        ensure!(
            known(&budget.project),
            "a budget in {} names no project of it",
            centre.code
        );
    }
    for person in &beside.people {
        for nomination in &person.nominations {
            let of = format!("the nomination of {} in {}", person.code, centre.code);
            ensure!(known(&nomination.project), "{of} names no project of it");
            ensure!(
                nomination.decided_on.is_some() == nomination.outcome.is_some(),
                "{of} is half decided"
            );
            let eligible = nomination
                .outcome
                .as_ref()
                .is_some_and(|outcome| outcome.as_str() == "eligible");
            ensure!(
                eligible || nomination.enrolled_on.is_none(),
                "{of} is enrolled and not eligible"
            );
        }
        for fact in &person.facts {
            ensure!(
                fact.value.is_some() != fact.refused,
                "{} of {} says nothing or two things",
                fact.name,
                person.code
            );
        }
    }
    Ok(())
}
