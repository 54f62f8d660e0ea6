//! A programmes service with two releases and one project.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use uuid::Uuid;
use wsparcie_kernel::ids::ComparisonReleaseId;
use wsparcie_kernel::{CallError, Date, Instant, Page, Problem, Role};
use wsparcie_programmes_api::{
    CompareProjects, ComparisonFigure, ComparisonRelease, ComparisonRow, DictionaryEntry, EntryOrigin,
    FigureSummary, FigureUnit, Hidden, PeopleBySex, PeopleCount, ProgrammesApiRequest as P,
    ProgrammesApiResponse as PR, RatesBySex, ReleaseState, ServiceCount, Told,
};

use super::super::signed_in;
use crate::support::{App, Setup};

fn release(n: u128, state: ReleaseState) -> ComparisonRelease {
    let at = Instant::from_timestamp(1_794_000_000, 0).unwrap();
    ComparisonRelease {
        id: ComparisonReleaseId::from_uuid(Uuid::from_u128(n)),
        number: i32::try_from(n).unwrap(),
        state,
        voivodeship: "00".to_owned(),
        threshold: 5,
        definition: 1,
        definition_pl: "Tak liczymy.".to_owned(),
        definition_en: "This is how.".to_owned(),
        requested_at: at,
        as_of: (state == ReleaseState::Frozen).then_some(at),
        projects: Some(1),
        hash: (state == ReleaseState::Frozen).then(|| "abc".to_owned()),
        failure: None,
    }
}

/// A project that tells nothing but its services.
fn row(category: &str) -> ComparisonRow {
    let people = PeopleCount::NotShown(Hidden::Suppressed);
    let rates = || RatesBySex {
        total: Told::NotShown(Hidden::Suppressed),
        women: Told::NotShown(Hidden::Suppressed),
        men: Told::NotShown(Hidden::Suppressed),
    };
    let people = PeopleBySex {
        total: people,
        women: people,
        men: people,
    };
    ComparisonRow {
        id: Uuid::from_u128(1),
        centre: "MOPS".to_owned(),
        centre_kind: Some("MOPS".to_owned()),
        voivodeship: "26".to_owned(),
        title: "Nowy początek".to_owned(),
        edition: None,
        programme: Vec::new(),
        period: None,
        starts_on: None,
        ends_on: None,
        places_total: None,
        places_women: None,
        places_men: None,
        people_as_of: None,
        cost_total: Told::NotShown(Hidden::NoConsent),
        cost_eu: Told::NotShown(Hidden::NoConsent),
        own_share: Told::NotShown(Hidden::Missing),
        recruited: people,
        ended: people,
        completed: people,
        recruitment: rates(),
        completion: rates(),
        drop_out: rates(),
        social_effectiveness: rates(),
        employment_effectiveness: rates(),
        services: Told::Shown(vec![ServiceCount {
            category: category.to_owned(),
            services: 3,
        }]),
    }
}

fn summary(category: &str) -> FigureSummary {
    FigureSummary {
        figure: ComparisonFigure::ServicesShare,
        sex: None,
        category: Some(category.to_owned()),
        unit: FigureUnit::BasisPoints,
        included: 1,
        considered: 1,
        weighted_mean: Some(10_000),
        interval: None,
        mean: Some(10_000),
        spread: None,
        bounds: Vec::new(),
        missing: Vec::new(),
    }
}

fn vocational(on: Date) -> DictionaryEntry {
    DictionaryEntry {
        dictionary: "instrument_category".to_owned(),
        code: "vocational".to_owned(),
        position: 1,
        label_pl: "zawodowe".to_owned(),
        label_en: "work-related".to_owned(),
        counts_as: None,
        valid_from: on,
        valid_to: None,
        legal_basis: None,
        origin: EntryOrigin::National,
        version: None,
    }
}

/// What the service was asked for figures, in order.
pub(super) type Asked = Arc<Mutex<Vec<Value>>>;

/// Releases 1 (frozen) and 2 (being prepared), one project with services of one category, and a dictionary that knows
/// "vocational".
pub(super) async fn analyst(category: &'static str) -> (App, String, Asked) {
    let asked = Asked::default();
    let noted = Arc::clone(&asked);
    let not_frozen = || Problem::new("RELEASE_NOT_FROZEN", "wydanie jest przygotowywane", "not ready");
    let is_frozen = |input: &CompareProjects| {
        input
            .release
            .is_none_or(|id| id.into_uuid() == Uuid::from_u128(1))
    };
    let programmes = move |request| match request {
        P::NewestComparisonRelease { .. } => {
            PR::NewestComparisonRelease(Ok(Some(release(1, ReleaseState::Frozen))))
        }
        P::ComparisonReleasesById { ids, .. } => {
            let known = [
                release(1, ReleaseState::Frozen),
                release(2, ReleaseState::Preparing),
            ];
            let found = known.into_iter().filter(|one| ids.contains(&one.id));
            PR::ComparisonReleasesById(Ok(found.collect()))
        }
        P::ListComparisonReleases { page, .. } => {
            let rows = vec![
                release(1, ReleaseState::Frozen),
                release(2, ReleaseState::Preparing),
            ];
            PR::ListComparisonReleases(Ok(Page::from_fetched(&page, rows, None, |row| {
                row.id.into_uuid()
            })))
        }
        P::CompareRows { input, page, .. } => {
            noted.lock().unwrap().push(json!(input));
            if !is_frozen(&input) {
                return PR::CompareRows(Err(CallError::refused(not_frozen())));
            }
            let rows = match input.filter.programme.as_deref() {
                Some("9.9.9") => Vec::new(),
                _ => vec![row(category)],
            };
            let total = page.with_total.then(|| i64::try_from(rows.len()).unwrap());
            PR::CompareRows(Ok(Page::from_fetched(&page, rows, total, |row| row.id)))
        }
        P::CompareSummary { input, .. } => {
            noted.lock().unwrap().push(json!(input));
            PR::CompareSummary(if is_frozen(&input) {
                Ok(vec![summary(category)])
            } else {
                Err(CallError::refused(not_frozen()))
            })
        }
        P::Dictionary { name, on, .. } => {
            assert_eq!(name, "instrument_category");
            // The release's day, not today's.
            assert_eq!(
                on,
                Instant::from_timestamp(1_794_000_000, 0).unwrap().date_naive()
            );
            PR::Dictionary(Ok(vec![vocational(on)]))
        }
        _ => PR::ListFactsVocabulary(Err(CallError::Internal)),
    };
    let app = App::with(Setup {
        programmes: Arc::new(programmes),
        ..Setup::default()
    });
    *app.role.lock().unwrap() = Some(Role::RegionalAnalyst);
    let cookie = signed_in(&app).await;
    (app, cookie, asked)
}
