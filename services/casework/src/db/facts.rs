//! SQL of `casework.fact`. Payloads are sealed; `app` opens them.

use uuid::Uuid;
use wsparcie_kernel::ids::PersonId;
use wsparcie_kernel::{Date, Instant};
use wsparcie_postgres::{DbError, TenantTx};

/// A fact as it is kept.
pub(crate) struct FactRow {
    pub(crate) id: Uuid,
    pub(crate) person_id: Uuid,
    pub(crate) payload_sealed: Vec<u8>,
    pub(crate) valid_from: Date,
    pub(crate) valid_to: Option<Date>,
    pub(crate) recorded_at: Instant,
}

/// The people among these that the centre has.
pub(crate) struct PeopleWithFacts {
    pub(crate) people: Vec<Uuid>,
    pub(crate) facts: Vec<FactRow>,
}

/// The facts of several people in the order of recording, and which of the people the centre has.
#[tracing::instrument(name = "db.fact.of_people", skip_all, err(level = "debug"))]
pub(crate) async fn of_people(tx: &mut TenantTx, people: &[Uuid]) -> Result<PeopleWithFacts, DbError> {
    let rows = sqlx::query!(
        r#"select p.id as person_id, f.id as "id?", f.payload_sealed as "payload_sealed?", f.valid_from as "valid_from?",
                  f.valid_to, f.recorded_at as "recorded_at?"
           from casework.person p
           left join casework.fact f on f.tenant_id = $1 and f.person_id = p.id
           where p.tenant_id = $1 and p.id = any($2)
           order by p.id, f.number"#,
        tx.tenant().into_uuid(),
        people,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut found = PeopleWithFacts {
        people: Vec::new(),
        facts: Vec::new(),
    };
    for row in rows {
        if found.people.last() != Some(&row.person_id) {
            found.people.push(row.person_id);
        }
        let (Some(id), Some(payload_sealed), Some(valid_from), Some(recorded_at)) =
            (row.id, row.payload_sealed, row.valid_from, row.recorded_at)
        else {
            continue;
        };
        let valid_to = row.valid_to;
        found.facts.push(FactRow {
            id,
            person_id: row.person_id,
            payload_sealed,
            valid_from,
            valid_to,
            recorded_at,
        });
    }
    Ok(found)
}

/// One fact, if the centre has it.
#[tracing::instrument(name = "db.fact.find", skip_all, err(level = "debug"))]
pub(crate) async fn find(tx: &mut TenantTx, id: Uuid) -> Result<Option<FactRow>, DbError> {
    Ok(sqlx::query_as!(
        FactRow,
        "select id, person_id, payload_sealed, valid_from, valid_to, recorded_at
         from casework.fact where tenant_id = $1 and id = $2",
        tx.tenant().into_uuid(),
        id,
    )
    .fetch_optional(tx.conn())
    .await?)
}

/// The number of a person's newest fact, 0 without any. The person's row is locked.
#[tracing::instrument(name = "db.fact.last_number", skip_all, err(level = "debug"))]
pub(crate) async fn last_number(tx: &mut TenantTx, person: PersonId) -> Result<i32, DbError> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(max(number), 0) as "number!" from casework.fact where tenant_id = $1 and person_id = $2"#,
        tx.tenant().into_uuid(),
        person.into_uuid(),
    )
    .fetch_one(tx.conn())
    .await?)
}

/// Stores a fact.
#[tracing::instrument(name = "db.fact.insert", skip_all, err(level = "debug"))]
pub(crate) async fn insert(tx: &mut TenantTx, fact: &FactRow, number: i32) -> Result<(), DbError> {
    sqlx::query!(
        "insert into casework.fact
             (tenant_id, id, person_id, number, payload_sealed, valid_from, valid_to, recorded_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        tx.tenant().into_uuid(),
        fact.id,
        fact.person_id,
        number,
        fact.payload_sealed,
        fact.valid_from,
        fact.valid_to,
        fact.recorded_at,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}
