//! What an address asks of the comparison: filters as they were typed, what is wrong with them, and the same in the
//! schema's words. Whatever stands in an address, there is an answer to it. Pure.

use serde_json::{Value, json};
use wsparcie_kernel::OrganisationKind;
use wsparcie_kernel::national::Voivodeship;
use wsparcie_programmes_api::{ComparisonMeasure, FundingPeriod};
use wsparcie_tenants_api::OrganisationType;

use crate::web::form::Problems;
use crate::web::format;
use crate::web::lang::Lang;
use crate::web::visit::Failure;

/// The longest code of a level of a programme, in characters.
const MAX_PROGRAMME: usize = 20;
/// No id and no cursor of ours is longer, in bytes.
const MAX_OPAQUE: usize = 200;
/// How much of a refused text stands in the form again, in characters.
const MAX_REPEATED: usize = 60;

/// What is asked, as it was typed; empty texts ask for nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) release: String,
    pub(super) programme: String,
    pub(super) period: String,
    pub(super) centre_kind: String,
    pub(super) voivodeship: String,
    /// Those that there are, in their own order; none: all.
    pub(super) measures: Vec<ComparisonMeasure>,
    /// A measure was named that there is not.
    strange_measure: bool,
    /// Only rows behind this cursor.
    after: String,
    /// Set after a release was asked for.
    pub(super) is_made: bool,
}

/// The kinds of centres.
pub(super) fn centre_kinds() -> impl Iterator<Item = OrganisationType> {
    let kinds = OrganisationType::ALL.iter().copied();
    kinds.filter(|kind| kind.kind() == OrganisationKind::Centre)
}

impl Asked {
    /// Reads an address's query. Of a name that stands there twice the first counts, but for measures.
    pub(super) fn of(query: Option<&str>) -> Self {
        let mut asked = Self::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = value.trim();
            if value.is_empty() {
                continue;
            }
            let field = match &*name {
                "release" => &mut asked.release,
                "programme" => &mut asked.programme,
                "period" => &mut asked.period,
                "centreKind" => &mut asked.centre_kind,
                "voivodeship" => &mut asked.voivodeship,
                "after" => &mut asked.after,
                "measure" => {
                    asked.add_measure(value);
                    continue;
                }
                "asked" => {
                    asked.is_made = true;
                    continue;
                }
                _ => continue,
            };
            if field.is_empty() {
                value.clone_into(field);
            }
        }
        asked.measures.sort_unstable();
        asked
    }

    fn add_measure(&mut self, code: &str) {
        match ComparisonMeasure::parse(code) {
            Some(measure) if self.measures.contains(&measure) => {}
            Some(measure) => self.measures.push(measure),
            None => self.strange_measure = true,
        }
    }

    /// Whether anything narrows the comparison, or another release than the newest is meant.
    pub(super) const fn is_narrowed(&self) -> bool {
        !(self.release.is_empty()
            && self.programme.is_empty()
            && self.period.is_empty()
            && self.centre_kind.is_empty()
            && self.voivodeship.is_empty()
            && self.measures.is_empty()
            && !self.strange_measure)
    }

    /// Adds what is wrong, each at its field, in the order of the form; whether there was nothing.
    pub(super) fn check(&self, problems: &mut Problems, lang: Lang) -> bool {
        let mut fits = true;
        let mut wrong = |field, message: &'static str| {
            fits = false;
            problems.add(field, message);
        };
        if self.release.len() > MAX_OPAQUE {
            wrong(Some("release"), no_release(lang));
        }
        if self.programme.chars().count() > MAX_PROGRAMME {
            let message = lang.t(
                "Kod programu ma najwyżej 20 znaków. Skróć go.",
                "A programme’s code has at most 20 characters. Shorten it.",
            );
            wrong(Some("programme"), message);
        } else if self.programme.chars().any(char::is_control) {
            let message = lang.t(
                "W kodzie programu są znaki, których w nim nie ma. Wpisz go jeszcze raz.",
                "The programme’s code holds characters that no code has. Type it again.",
            );
            wrong(Some("programme"), message);
        }
        if !self.period.is_empty() && self.known_period().is_none() {
            let message = lang.t(
                "Nie ma takiego okresu. Wybierz z listy.",
                "There is no such period. Choose from the list.",
            );
            wrong(Some("period"), message);
        }
        if !self.centre_kind.is_empty() && self.known_kind().is_none() {
            let message = lang.t(
                "Nie ma takiego rodzaju ośrodka. Wybierz z listy.",
                "There is no such kind of centre. Choose from the list.",
            );
            wrong(Some("centreKind"), message);
        }
        if !self.voivodeship.is_empty() && self.known_voivodeship().is_none() {
            let message = lang.t(
                "Nie ma takiego województwa. Wybierz z listy.",
                "There is no such voivodeship. Choose from the list.",
            );
            wrong(Some("voivodeship"), message);
        }
        if self.strange_measure {
            let message = lang.t(
                "Nie ma takiej miary. Zaznacz miary z listy.",
                "There is no such measure. Tick measures of the list.",
            );
            wrong(Some("measure"), message);
        }
        if self.after.len() > MAX_OPAQUE {
            let message = lang.t(
                "Ten adres nie prowadzi do żadnej strony listy. Zacznij od początku.",
                "This address leads to no page of the list. Start from the beginning.",
            );
            wrong(None, message);
        }
        fits
    }

    /// The variables of the document; figures are asked for only where everything fits.
    pub(super) fn variables(&self, fits: bool) -> Value {
        let given = |text: &str| (fits && !text.is_empty()).then(|| text.to_owned());
        // A release's id is read even beside other problems, so that the page tells of the release that is meant.
        let release = (!self.release.is_empty() && self.release.len() <= MAX_OPAQUE).then_some(&self.release);
        json!({
            "release": release,
            "filter": {
                "programme": given(&self.programme),
                "period": self.known_period().map(period_name),
                "centreKind": self.known_kind().map(OrganisationType::code),
                "voivodeship": self.known_voivodeship().map(Voivodeship::code),
            },
            "measures": self.measures.iter().map(|measure| measure_name(*measure)).collect::<Vec<_>>(),
            "after": given(&self.after),
            "fits": fits,
        })
    }

    /// What one of the answer's failures says of what was asked: at which field, and what; nothing if it is not about that.
    pub(super) fn blame(&self, failure: &Failure, lang: Lang) -> Option<(Option<&'static str>, String)> {
        match (failure.path.as_str(), failure.code.as_str()) {
            ("comparison", "NOT_FOUND" | "BAD_INPUT") if !self.release.is_empty() => {
                Some((Some("release"), no_release(lang).to_owned()))
            }
            ("comparison.projects" | "comparison.summaries", "RELEASE_NOT_FROZEN" | "RELEASE_FAILED") => {
                Some((Some("release"), failure.message.clone()))
            }
            ("comparison.projects", "INVALID_CURSOR") => Some((None, failure.message.clone())),
            _ => None,
        }
    }

    /// The address of the same question, from a cursor on.
    pub(super) fn page_after(&self, cursor: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, text) in [
            ("release", &self.release),
            ("programme", &self.programme),
            ("period", &self.period),
            ("centreKind", &self.centre_kind),
            ("voivodeship", &self.voivodeship),
        ] {
            if !text.is_empty() {
                query.append_pair(name, text);
            }
        }
        for measure in &self.measures {
            query.append_pair("measure", measure.code());
        }
        query.append_pair("after", cursor);
        format!("/comparison?{}", query.finish())
    }

    /// What narrows the comparison, in words: for the head of the page, and for paper. Says nothing of what does not fit.
    pub(super) fn words(&self, lang: Lang) -> Vec<String> {
        let text =
            |pl: &'static str, en: &'static str| move |value: &str| format!("{} {value}", lang.t(pl, en));
        let programme = (!self.programme.is_empty()).then_some(self.programme.as_str());
        let period = self.known_period().map(|period| period_label(period, lang));
        let voivodeship = self.known_voivodeship().map(Voivodeship::name_pl);
        let measures: Vec<_> = self
            .measures
            .iter()
            .map(|one| measure_label(*one, lang))
            .collect();
        let measures = (!measures.is_empty()).then(|| measures.join(", "));
        [
            programme.map(text("program", "programme")),
            period.map(text("okres", "period")),
            self.known_kind()
                .map(OrganisationType::code)
                .map(text("rodzaj ośrodka:", "kind of centre:")),
            voivodeship.map(text("województwo", "voivodeship")),
            measures.as_deref().map(text("miary:", "measures:")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The programme's code for the form: what was typed, but no endless text.
    pub(super) fn programme_again(&self) -> String {
        self.programme.chars().take(MAX_REPEATED).collect()
    }

    fn known_period(&self) -> Option<FundingPeriod> {
        FundingPeriod::parse(&self.period)
    }

    fn known_kind(&self) -> Option<OrganisationType> {
        centre_kinds().find(|kind| kind.code() == self.centre_kind)
    }

    fn known_voivodeship(&self) -> Option<Voivodeship> {
        Voivodeship::from_code(&self.voivodeship)
    }
}

const fn no_release(lang: Lang) -> &'static str {
    lang.t(
        "Nie ma takiego wydania. Wybierz z listy.",
        "There is no such release. Choose from the list.",
    )
}

/// A measure in the schema's words.
pub(super) fn measure_name(measure: ComparisonMeasure) -> String {
    measure.code().to_ascii_uppercase()
}

/// A period in the schema's words.
pub(super) const fn period_name(period: FundingPeriod) -> &'static str {
    match period {
        FundingPeriod::P2007 => "P2007",
        FundingPeriod::P2014 => "P2014",
        FundingPeriod::P2021 => "P2021",
    }
}

pub(super) const fn measure_label(measure: ComparisonMeasure, lang: Lang) -> &'static str {
    lang.t(measure.label_pl(), measure.label_en())
}

pub(super) const fn period_label(period: FundingPeriod, lang: Lang) -> &'static str {
    lang.t(period.label_pl(), period.label_en())
}

/// A kind of centre as a list names it: by the name in use and by the long one.
pub(super) fn kind_label(kind: OrganisationType, lang: Lang) -> String {
    format!("{} – {}", kind.code(), lang.t(kind.label_pl(), kind.label_en()))
}

/// A measure as a list of them names it.
pub(super) fn measure_text(measure: ComparisonMeasure, lang: Lang) -> String {
    format::capital(measure_label(measure, lang))
}
