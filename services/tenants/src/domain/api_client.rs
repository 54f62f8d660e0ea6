//! What an API client may be allowed, and for how long.

use chrono::Months;
use wsparcie_kernel::{Date, OrganisationKind, Problem, Scope};
use wsparcie_tenants_api::{ApiKey, NewApiClient};

use wsparcie_kernel::input::{Problems, line};

const NAME: usize = 100;
const LONGEST_MONTHS: u32 = 24;

/// An API client to be created, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiClientDraft {
    pub(crate) name: String,
    pub(crate) scopes: Vec<Scope>,
    pub(crate) expires_on: Date,
}

impl ApiClientDraft {
    /// Checks a new client of an organisation of this kind. `today` is the day in UTC, as everywhere with keys.
    pub(crate) fn parse(kind: OrganisationKind, input: &NewApiClient, today: Date) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let name = problems.keep(&["name"], line(&input.name, NAME));
        let scopes = problems.keep(&["scopes"], scopes(kind, &input.scopes));
        let expires_on = problems.keep(&["expiresOn"], expiry(input.expires_on, today));
        let draft = (|| {
            Some(Self {
                name: name?,
                scopes: scopes?,
                expires_on: expires_on?,
            })
        })();
        problems.finish(draft)
    }
}

/// Whether a client of this kind of organisation may have the scope: comparison is for authorities, everything else for
/// centres, nothing for the platform.
fn fits(kind: OrganisationKind, scope: Scope) -> bool {
    match kind {
        OrganisationKind::Centre => scope != Scope::ComparisonRead,
        OrganisationKind::Authority => scope == Scope::ComparisonRead,
        OrganisationKind::Platform => false,
    }
}

fn scopes(kind: OrganisationKind, wanted: &[Scope]) -> Result<Vec<Scope>, Problem> {
    if wanted.is_empty() {
        return Err(Problem::new(
            "SCOPES_EMPTY",
            "wybierz co najmniej jeden zakres",
            "choose at least one scope",
        ));
    }
    if !wanted.iter().all(|scope| fits(kind, *scope)) {
        return Err(Problem::new(
            "SCOPE_NOT_IN_ORGANISATION",
            format!(
                "któryś z zakresów nie istnieje w organizacji tego rodzaju ({}); usuń go",
                kind.label_pl()
            ),
            format!(
                "one of the scopes does not exist in this kind of organisation ({}); remove it",
                kind.label_en()
            ),
        ));
    }
    let mut scopes = wanted.to_vec();
    scopes.sort_unstable();
    scopes.dedup();
    Ok(scopes)
}

/// Checks the last day of a key: from today to two years ahead, in UTC.
///
/// # Errors
/// `EXPIRY_IN_THE_PAST` or `EXPIRY_TOO_FAR`, without a path.
pub(crate) fn expiry(expires_on: Date, today: Date) -> Result<Date, Problem> {
    if expires_on < today {
        return Err(Problem::new(
            "EXPIRY_IN_THE_PAST",
            "ostatni dzień ważności klucza już minął; podaj dzisiejszy albo późniejszy",
            "the key's last day is over; give today or a later day",
        ));
    }
    let longest = today
        .checked_add_months(Months::new(LONGEST_MONTHS))
        .unwrap_or(Date::MAX);
    if expires_on > longest {
        return Err(Problem::new(
            "EXPIRY_TOO_FAR",
            "klucz może być ważny najwyżej dwa lata; podaj wcześniejszy dzień",
            "a key may be valid for two years at the most; give an earlier day",
        ));
    }
    Ok(expires_on)
}

/// The most keys of a client that are live at once: the old one and its successor.
pub(crate) const MOST_LIVE_KEYS: usize = 2;

/// Whether a key works on a day in UTC.
pub(crate) fn is_live(key: &ApiKey, today: Date) -> bool {
    key.revoked_at.is_none() && key.expires_on >= today
}

/// The refusal of any change to a client that was revoked.
pub(crate) fn revoked() -> Problem {
    Problem::new(
        "API_CLIENT_REVOKED",
        "tego klienta API już unieważniono razem z kluczami; jeśli dostęp jest potrzebny, utwórz nowego",
        "this API client has been revoked already with all its keys; create a new one if access is needed",
    )
}

/// The refusal to revoke a key twice.
pub(crate) fn key_revoked() -> Problem {
    Problem::new(
        "API_KEY_REVOKED",
        "ten klucz już unieważniono; nie trzeba robić nic więcej",
        "this key has been revoked already; nothing more needs to be done",
    )
}

/// The refusal of a third live key.
pub(crate) fn two_keys_live() -> Problem {
    Problem::new(
        "TWO_KEYS_LIVE",
        "klient API ma już dwa ważne klucze; unieważnij ten, który nie jest już używany",
        "the API client has two live keys already; revoke the one that is no longer used",
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_key_lasts_from_today_to_two_years() {
        let today = day("2024-02-29");
        for (last, code) in [
            ("2024-02-28", Some("EXPIRY_IN_THE_PAST")),
            ("2024-02-29", None),
            ("2026-02-28", None),
            ("2026-03-01", Some("EXPIRY_TOO_FAR")),
        ] {
            assert_eq!(
                expiry(day(last), today)
                    .err()
                    .map(|problem| problem.code)
                    .as_deref(),
                code,
                "{last}"
            );
        }
    }

    #[test]
    fn scopes_fit_the_kind_of_organisation() {
        for scope in Scope::ALL {
            let is_comparison = *scope == Scope::ComparisonRead;
            assert_eq!(
                scopes(OrganisationKind::Centre, &[*scope]).is_ok(),
                !is_comparison
            );
            assert_eq!(
                scopes(OrganisationKind::Authority, &[*scope]).is_ok(),
                is_comparison
            );
            assert!(scopes(OrganisationKind::Platform, &[*scope]).is_err());
        }
        assert_eq!(
            scopes(OrganisationKind::Centre, &[]).unwrap_err().code,
            "SCOPES_EMPTY"
        );
    }

    proptest! {
        #[test]
        fn no_day_makes_the_check_panic(from in 0_i32..700_000, to in 0_i32..700_000) {
            let (Some(today), Some(last)) =
                (Date::from_num_days_from_ce_opt(from), Date::from_num_days_from_ce_opt(to)) else { return Ok(()) };
            prop_assert_eq!(expiry(last, today).is_ok(), last >= today && last <= today + Months::new(24));
        }
    }
}
