//! What the centre's own register and decisions say, and what the comparison keeps of them.

use std::collections::{BTreeMap, BTreeSet};

use wsparcie_postgres::{DbError, TenantTx};

/// A centre as the comparison keeps it, and as its register and its decisions have it.
pub(crate) struct RawCentre {
    /// The short name, in the register.
    pub(crate) name: String,
    /// The kind of organisation, in the register.
    pub(crate) kind: String,
    /// The voivodeship, in the register.
    pub(crate) region: String,
    /// The voivodeship that the comparison keeps beside the consents; absent if it keeps no such row.
    pub(crate) kept_region: Option<String>,
    /// The measures that the comparison takes for consented to.
    pub(crate) kept_consents: BTreeSet<String>,
    /// The measures whose newest decision grants them.
    pub(crate) granted: BTreeSet<String>,
}

/// The transaction's centre; absent if there is no such organisation.
#[tracing::instrument(name = "db.comparison.raw_centre", skip_all, err(level = "debug"))]
pub(crate) async fn centre(tx: &mut TenantTx) -> Result<Option<RawCentre>, DbError> {
    let tenant = tx.tenant().into_uuid();
    let row = sqlx::query!(
        r#"select o.short_name as "name!", o.organisation_type as "kind!", o.teryt as "teryt!",
                  c.region_code as "kept_region?", c.consents as "kept_consents?"
           from tenants_published.organisation o
           left join programmes.comparison_centre c on c.tenant_id = o.tenant_id
           where o.tenant_id = $1"#,
        tenant,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else { return Ok(None) };
    let decisions = sqlx::query!(
        "select measure, granted from programmes.comparison_consent where tenant_id = $1 order by number",
        tenant,
    )
    .fetch_all(tx.conn())
    .await?;
    // Of each measure the last one stays.
    let newest: BTreeMap<String, bool> = decisions
        .into_iter()
        .map(|decision| (decision.measure, decision.granted))
        .collect();
    let granted = newest.into_iter().filter(|(_, granted)| *granted);
    Ok(Some(RawCentre {
        name: row.name,
        kind: row.kind,
        region: row.teryt.chars().take(2).collect(),
        kept_region: row.kept_region,
        kept_consents: row.kept_consents.unwrap_or_default().into_iter().collect(),
        granted: granted.map(|(measure, _)| measure).collect(),
    }))
}
