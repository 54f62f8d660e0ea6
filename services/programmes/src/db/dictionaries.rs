//! SQL of `programmes.dictionary_entry` for the engine: what is known now, the same for everyone.

use wsparcie_postgres::{DbError, TenantTx};
use wsparcie_rules::contract::{Dictionaries, DictionaryRow};

/// The dictionaries whose codes recruitment conditions may name.
#[tracing::instrument(name = "db.dictionary.all", skip_all)]
pub(crate) async fn all(tx: &mut TenantTx) -> Result<Dictionaries, DbError> {
    let rows = sqlx::query_as!(
        DictionaryRow,
        r#"select dictionary, code, label_pl, label_en, counts_as, valid_from as "valid_from?", valid_to, legal_basis
           from programmes.dictionary_entry where ended_by is null order by dictionary, position, valid_from"#
    )
    .fetch_all(tx.conn())
    .await?;
    Ok(Dictionaries::from_rows(rows))
}
