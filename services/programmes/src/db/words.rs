//! SQL of dictionaries whose codes are stored with projects: the national entries as known now, and the centre's own.

use wsparcie_postgres::{DbError, TenantTx};

use crate::domain::reference::Times;
use crate::domain::words::{Word, Words};

/// The entries of some dictionaries, whenever they hold; the national ones first.
#[tracing::instrument(name = "db.words.load", skip_all, err(level = "debug"))]
pub(crate) async fn load(tx: &mut TenantTx, dictionaries: &[&str]) -> Result<Words, DbError> {
    let names: Vec<String> = dictionaries.iter().map(|name| (*name).to_owned()).collect();
    let rows = sqlx::query!(
        r#"select dictionary as "dictionary!", code as "code!", label_pl as "label_pl!", label_en as "label_en!",
                  counts_as, valid_from as "valid_from!", valid_to
           from (
               select dictionary, code, label_pl, label_en, counts_as, valid_from, valid_to, 1 as place
               from programmes.dictionary_entry where dictionary = any($2) and ended_by is null
               union all
               select dictionary, code, label_pl, label_en, null, valid_from, valid_to, 2
               from programmes.own_dictionary_entry
               where tenant_id = $1 and dictionary = any($2) and replaced_by is null
           ) as known
           order by place, dictionary, code, valid_from"#,
        tx.tenant().into_uuid(),
        &names,
    )
    .fetch_all(tx.conn())
    .await?;
    let words = rows.into_iter().map(|row| Word {
        dictionary: row.dictionary,
        code: row.code,
        label_pl: row.label_pl,
        label_en: row.label_en,
        counts_as: row.counts_as,
        times: Times {
            from: row.valid_from,
            to: row.valid_to,
        },
    });
    Ok(Words::new(words.collect()))
}
