//! Looking for a person before a new one is entered.

use serde_json::json;
use wsparcie_casework_api::{PersonMatch, SearchPeople};
use wsparcie_kernel::permission::{self, Action, Resource};
use wsparcie_kernel::{Call, CallResult};
use wsparcie_postgres::audit::Act;

use super::{Casework, person_reads};
use crate::db::{self, people::Indexes};
use crate::domain::latest_today;
use crate::domain::search::Search;

/// People with the same PESEL or the same names. The search is recorded without what was looked for, and so is each
/// person shown.
pub(crate) async fn search(
    svc: &Casework,
    call: &Call,
    input: &SearchPeople,
) -> CallResult<Vec<PersonMatch>> {
    let tenant = permission::require(&call.actor, Resource::Person, Action::Read)?;
    let now = svc.clock.now();
    let search = Search::check(input, latest_today(now))?;
    let vault = svc.vault(tenant);
    vault.prepare(now).await?;
    let indexes = Indexes {
        pesel: search
            .pesel
            .as_ref()
            .map(|pesel| vault.pesel_index(pesel))
            .transpose()?,
        first_name: search
            .first_name
            .as_ref()
            .map(|name| vault.first_name_index(name))
            .transpose()?,
        last_name: search
            .last_name
            .as_ref()
            .map(|name| vault.last_name_index(name))
            .transpose()?,
    };
    let mut tx = svc.db.begin(tenant).await?;
    let rows = db::people::search(&mut tx, &indexes).await?;
    let found = search.matches(vault.open_people(&rows)?);
    let mut acts = vec![Act {
        action: "person.searched",
        subject_kind: "person",
        subject_id: None,
        details: json!({"by": search.fields(), "found": found.len()}),
    }];
    acts.extend(person_reads(
        found.iter().map(|found| found.person.id.into_uuid()),
        "search",
    ));
    svc.record(&mut tx, call, acts, now).await?;
    tx.commit().await?;
    Ok(found)
}
