//! Sealing and opening what is personal, and the blind indexes by which it is found.
//!
//! A person whose key was destroyed is erased: what was sealed about her opens never again, so she reads as absent (not
//! found; left out of lists). An unknown key or a changed ciphertext is a defect and is never passed over in silence.

mod closed;

use serde::Serialize;
use serde::de::DeserializeOwned;
use wsparcie_casework_api::{Fact, Person, Personal};
use wsparcie_kernel::ids::{FactId, PersonId};
use wsparcie_kernel::national::{Pesel, Sex};
use wsparcie_kernel::{CallError, CallResult, Instant, TenantId};
use wsparcie_keys::{KeyError, KeyId, Keyring};

use self::closed::{Closed, fault, to_json, unless_erased};
use crate::db::facts::FactRow;
use crate::db::people::{BlindIndex, Indexes, PersonRow, SealedName};
use crate::domain::fact::Payload;
use crate::domain::person::PersonDraft;
use crate::domain::text::lookup_form;

// Bound into what is sealed: changing one loses everything sealed under it.
const FIRST_NAME: &str = "person.first_name";
const LAST_NAME: &str = "person.last_name";
const PESEL: &str = "person.pesel";
const BIRTH_DATE: &str = "person.birth_date";
const SEX: &str = "person.sex";
const FACT: &str = "fact.payload";
/// The context of a verdict's proof.
pub(super) const PROOF: &str = "verdict.proof";
/// The context of what a verdict follows from.
pub(super) const INPUTS: &str = "verdict.inputs";
/// A fact's payload is filled up to a multiple of this, so that its length doesn't tell which fact it is.
const FACT_BLOCK: usize = 256;

/// The keys of one centre.
pub(crate) struct Vault<'a> {
    keys: &'a Keyring,
    tenant: TenantId,
}

impl<'a> Vault<'a> {
    pub(super) const fn new(keys: &'a Keyring, tenant: TenantId) -> Self {
        Self { keys, tenant }
    }

    /// Makes the centre's key if this is the first thing it keeps.
    pub(super) async fn prepare(&self, now: Instant) -> CallResult<()> {
        match self.keys.blind_index(self.tenant.into_uuid(), PESEL, "") {
            Ok(_) => Ok(()),
            Err(KeyError::Unknown) => self
                .keys
                .create_tenant_key(self.tenant.into_uuid(), now)
                .await
                .map_err(|error| fault(&error)),
            Err(error) => Err(fault(&error)),
        }
    }

    /// Makes a person's key. It exists before her row does: a key without a row is harmless, a row without a key is not.
    pub(super) async fn create_person(&self, person: PersonId, now: Instant) -> CallResult<()> {
        let made = self
            .keys
            .create_person_key(self.tenant.into_uuid(), person.into_uuid(), now)
            .await;
        made.map_err(|error| fault(&error))
    }

    /// Whether the person's key was destroyed.
    pub(super) fn is_erased(&self, person: PersonId) -> CallResult<bool> {
        let key = KeyId::person(self.tenant.into_uuid(), person.into_uuid());
        self.keys.is_destroyed(key).map_err(|error| fault(&error))
    }

    /// The blind index of a PESEL.
    pub(super) fn pesel_index(&self, pesel: &Pesel) -> CallResult<BlindIndex> {
        self.index(PESEL, pesel.expose())
    }

    /// The blind index of a first name.
    pub(super) fn first_name_index(&self, name: &Personal) -> CallResult<BlindIndex> {
        self.index(FIRST_NAME, &lookup_form(name.expose()))
    }

    /// The blind index of a last name.
    pub(super) fn last_name_index(&self, name: &Personal) -> CallResult<BlindIndex> {
        self.index(LAST_NAME, &lookup_form(name.expose()))
    }

    fn index(&self, label: &str, text: &str) -> CallResult<BlindIndex> {
        self.keys
            .blind_index(self.tenant.into_uuid(), label, text)
            .map_err(|error| fault(&error))
    }

    /// Seals a new person.
    pub(super) fn seal_person(
        &self,
        id: PersonId,
        draft: &PersonDraft,
        now: Instant,
    ) -> CallResult<(PersonRow, Indexes)> {
        let row = PersonRow {
            id: id.into_uuid(),
            first_name_sealed: self.seal(id, FIRST_NAME, draft.first_name.expose().as_bytes())?,
            last_name_sealed: self.seal(id, LAST_NAME, draft.last_name.expose().as_bytes())?,
            pesel_sealed: match &draft.pesel {
                Some(pesel) => Some(self.seal(id, PESEL, pesel.expose().as_bytes())?),
                None => None,
            },
            birth_date_sealed: self.seal(id, BIRTH_DATE, draft.birth_date.to_string().as_bytes())?,
            sex_sealed: self.seal(id, SEX, draft.sex.as_str().as_bytes())?,
            version: 1,
            created_at: now,
        };
        let indexes = Indexes {
            pesel: draft
                .pesel
                .as_ref()
                .map(|pesel| self.pesel_index(pesel))
                .transpose()?,
            first_name: Some(self.first_name_index(&draft.first_name)?),
            last_name: Some(self.last_name_index(&draft.last_name)?),
        };
        Ok((row, indexes))
    }

    /// Seals a new first name.
    pub(super) fn seal_first_name(&self, id: PersonId, name: &Personal) -> CallResult<SealedName> {
        let sealed = self.seal(id, FIRST_NAME, name.expose().as_bytes())?;
        Ok(SealedName {
            sealed,
            index: self.first_name_index(name)?,
        })
    }

    /// Seals a new last name.
    pub(super) fn seal_last_name(&self, id: PersonId, name: &Personal) -> CallResult<SealedName> {
        let sealed = self.seal(id, LAST_NAME, name.expose().as_bytes())?;
        Ok(SealedName {
            sealed,
            index: self.last_name_index(name)?,
        })
    }

    /// Opens a person; `None` if she was erased.
    pub(super) fn open_person(&self, row: &PersonRow) -> CallResult<Option<Person>> {
        let id = PersonId::from_uuid(row.id);
        let opened = || {
            Ok(Person {
                id,
                first_name: self.open_personal(id, FIRST_NAME, &row.first_name_sealed)?,
                last_name: self.open_personal(id, LAST_NAME, &row.last_name_sealed)?,
                pesel: match &row.pesel_sealed {
                    Some(sealed) => Some(self.open_personal(id, PESEL, sealed)?),
                    None => None,
                },
                birth_date: self
                    .open_text(id, BIRTH_DATE, &row.birth_date_sealed)?
                    .parse()
                    .map_err(|_| Closed::Defect)?,
                sex: Sex::parse(&self.open_text(id, SEX, &row.sex_sealed)?).map_err(|_| Closed::Defect)?,
                version: row.version,
                created_at: row.created_at,
            })
        };
        unless_erased(opened())
    }

    /// Opens several people, leaving out those who were erased.
    pub(super) fn open_people(&self, rows: &[PersonRow]) -> CallResult<Vec<Person>> {
        rows.iter()
            .filter_map(|row| self.open_person(row).transpose())
            .collect()
    }

    /// Opens first and last name, as on a list; `None` if the person was erased.
    pub(super) fn open_full_name(
        &self,
        id: PersonId,
        first: &[u8],
        last: &[u8],
    ) -> CallResult<Option<Personal>> {
        let opened = || {
            let first = self.open_text(id, FIRST_NAME, first)?;
            let last = self.open_text(id, LAST_NAME, last)?;
            Ok(Personal::new(format!("{first} {last}")))
        };
        unless_erased(opened())
    }

    /// Seals a fact.
    pub(super) fn seal_fact(&self, person: PersonId, payload: &Payload) -> CallResult<Vec<u8>> {
        let mut plain = to_json(payload)?;
        plain.resize(plain.len().next_multiple_of(FACT_BLOCK), b' ');
        self.seal(person, FACT, &plain)
    }

    /// Opens a fact; `None` if the person was erased.
    pub(super) fn open_fact(&self, row: &FactRow) -> CallResult<Option<Fact>> {
        let person = PersonId::from_uuid(row.person_id);
        let payload: Option<Payload> = self.open_value(person, FACT, &row.payload_sealed)?;
        let period = (row.valid_from, row.valid_to);
        Ok(payload
            .map(|payload| payload.into_fact(FactId::from_uuid(row.id), person, period, row.recorded_at)))
    }

    /// Opens several facts, leaving out those of people who were erased.
    pub(super) fn open_facts(&self, rows: &[FactRow]) -> CallResult<Vec<Fact>> {
        rows.iter()
            .filter_map(|row| self.open_fact(row).transpose())
            .collect()
    }

    /// Seals a value about a person.
    pub(super) fn seal_value(
        &self,
        person: PersonId,
        context: &str,
        value: &impl Serialize,
    ) -> CallResult<Vec<u8>> {
        self.seal(person, context, &to_json(value)?)
    }

    /// Opens a value about a person; `None` if she was erased.
    pub(super) fn open_value<T: DeserializeOwned>(
        &self,
        person: PersonId,
        context: &str,
        sealed: &[u8],
    ) -> CallResult<Option<T>> {
        let plain = self
            .keys
            .open(self.tenant.into_uuid(), person.into_uuid(), context, sealed)
            .map_err(Closed::from);
        unless_erased(plain.and_then(|plain| serde_json::from_slice(&plain).map_err(|_| Closed::Defect)))
    }

    fn seal(&self, person: PersonId, context: &str, plain: &[u8]) -> CallResult<Vec<u8>> {
        match self
            .keys
            .seal(self.tenant.into_uuid(), person.into_uuid(), context, plain)
        {
            Ok(sealed) => Ok(sealed.into_bytes()),
            // Erased since she was looked at.
            Err(KeyError::Destroyed) => Err(CallError::NotFound),
            Err(error) => Err(fault(&error)),
        }
    }

    fn open_text(&self, person: PersonId, context: &str, sealed: &[u8]) -> Result<String, Closed> {
        Ok(self
            .keys
            .open_text(self.tenant.into_uuid(), person.into_uuid(), context, sealed)?)
    }

    fn open_personal(&self, person: PersonId, context: &str, sealed: &[u8]) -> Result<Personal, Closed> {
        Ok(Personal::new(self.open_text(person, context, sealed)?))
    }
}
