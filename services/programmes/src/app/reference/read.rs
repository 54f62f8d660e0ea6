//! Reading reference data.

use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallError, CallResult, Date, Page, PageRequest};
use wsparcie_postgres::TenantTx;
use wsparcie_programmes_api::{DictionaryEntry, Holiday, Rate, ReferenceRelease};

use crate::app::Programmes;
use crate::db::reference::{own, read, releases};
use crate::domain::calendar;
use crate::domain::reference::is_dictionary;

/// A dictionary on a day: national entries as known at a release, and the centre's own as known now.
pub(crate) async fn dictionary(
    svc: &Programmes,
    call: &Call,
    name: &str,
    on: Date,
    release: Option<i64>,
) -> CallResult<Vec<DictionaryEntry>> {
    let tenant = permission::require(&call.actor, Resource::ReferenceData, Action::Read)?;
    if !is_dictionary(name) {
        return Err(CallError::NotFound);
    }
    let mut tx = svc.db.begin(tenant).await?;
    let release = known_release(&mut tx, release).await?;
    let mut entries = read::dictionary(&mut tx, name, on, release).await?;
    let own = if permission::allows(&call.actor, Resource::OwnReferenceData, Action::Read) {
        own::known(&mut tx, name).await?
    } else {
        Vec::new()
    };
    let own: Vec<_> = own
        .into_iter()
        .map(own::shown)
        .filter(|entry| entry.valid_from <= on && entry.valid_to.is_none_or(|last| on <= last))
        // The national list may have got the code later.
        .filter(|entry| !entries.iter().any(|national| national.code == entry.code))
        .collect();
    tx.commit().await?;
    entries.extend(own);
    entries.sort_by(|one, other| (one.position, &one.code).cmp(&(other.position, &other.code)));
    Ok(entries)
}

/// The rates of a day, as known at a release.
pub(crate) async fn rates(
    svc: &Programmes,
    call: &Call,
    on: Date,
    release: Option<i64>,
) -> CallResult<Vec<Rate>> {
    let tenant = permission::require(&call.actor, Resource::ReferenceData, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let release = known_release(&mut tx, release).await?;
    let rates = read::rates(&mut tx, on, release).await?;
    tx.commit().await?;
    Ok(rates)
}

/// The public holidays of a year, 1900 to 2199.
pub(crate) async fn holidays(svc: &Programmes, call: &Call, year: i32) -> CallResult<Vec<Holiday>> {
    let tenant = permission::require(&call.actor, Resource::ReferenceData, Action::Read)?;
    calendar::check_year(year).map_err(CallError::refused)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rules = read::holiday_rules(&mut tx).await?;
    tx.commit().await?;
    let days = calendar::holidays_of(year, &rules).into_iter();
    let shown = days.map(|(day, rule)| Holiday {
        day,
        code: rule.code.clone(),
        label_pl: rule.label_pl.clone(),
        label_en: rule.label_en.clone(),
        legal_basis: rule.legal_basis.clone(),
    });
    Ok(shown.collect())
}

/// One page of releases.
pub(crate) async fn releases(
    svc: &Programmes,
    call: &Call,
    page: PageRequest,
) -> CallResult<Page<ReferenceRelease>> {
    let tenant = permission::require(&call.actor, Resource::ReferenceData, Action::Read)?;
    let mut tx = svc.db.begin(tenant).await?;
    let rows = releases::list(&mut tx, &page).await?;
    let total = if page.with_total {
        Some(releases::count(&mut tx).await?)
    } else {
        None
    };
    tx.commit().await?;
    Ok(Page::from_fetched(&page, rows, total, |release| release.id))
}

/// The release asked for, if there is one; the newest if none was.
async fn known_release(tx: &mut TenantTx, asked: Option<i64>) -> CallResult<i64> {
    match asked {
        None => Ok(releases::newest(tx.conn()).await?),
        Some(number) if releases::exists(tx, number).await? => Ok(number),
        Some(_) => Err(CallError::NotFound),
    }
}
