//! Loading national reference data, and a centre's own dictionary entries.

use async_graphql::{Context, InputObject, Object};
use wsparcie_programmes_api as api;

use super::reference::{DictionaryEntry, ReferencePreview, ReferenceRelease};
use crate::graphql::Nullable;
use crate::graphql::payload::{Check, Payload, payloads};
use crate::graphql::permissions::open;
use crate::graphql::scalars::Date;
use crate::services::ask;

/// A file of national reference data to be looked at.
#[derive(InputObject)]
pub(crate) struct PreviewReferenceDataInput {
    /// The file's text, TOML, at most 1 MiB. Each section in it is a complete list.
    content: String,
}

/// A file of national reference data to be loaded.
#[derive(InputObject)]
pub(crate) struct LoadReferenceDataInput {
    /// The file's text, TOML, at most 1 MiB. Each section in it is a complete list.
    content: String,
    /// The release that the preview was compared with.
    expected_release: i64,
    /// What the release is, in a line of at most 200 characters.
    label: String,
    /// A key of your choice, 1 to 100 characters; the same key and input happen once.
    idempotency_key: String,
}

/// A centre's own dictionary entry. One of the same dictionary, code and first day is replaced and stays readable.
#[derive(InputObject)]
pub(crate) struct SetOwnDictionaryEntryInput {
    /// The dictionary; one that centres may add to.
    dictionary: String,
    /// The stable code: lower-case letters, digits and underscores.
    code: String,
    /// The order in which people read the dictionary, from 1.
    position: i32,
    /// The label in Polish.
    label_pl: String,
    /// The label in English.
    label_en: String,
    /// The first day on which it holds.
    valid_from: Date,
    /// The last day on which it holds; open if not given.
    valid_to: Option<Date>,
    /// The newest version of the code; 0 for a code that the centre never had.
    expected_version: i64,
    /// A key of your choice, 1 to 100 characters; the same key and input happen once.
    idempotency_key: String,
}

/// The end of a centre's own dictionary entry.
#[derive(InputObject)]
pub(crate) struct EndOwnDictionaryEntryInput {
    /// The dictionary.
    dictionary: String,
    /// The code.
    code: String,
    /// The entry's first day.
    valid_from: Date,
    /// Its last day from now on.
    last_day: Date,
    /// The newest version of the code.
    expected_version: i64,
    /// A key of your choice, 1 to 100 characters; the same key and input happen once.
    idempotency_key: String,
}

payloads! {
    /// What `previewReferenceData` found.
    ///
    /// Permission: reference_data:update
    PreviewReferenceDataPayload {
        /// What loading the file would change; null if it cannot be loaded.
        preview: ReferencePreview
    }

    /// What became of `loadReferenceData`.
    ///
    /// Permission: reference_data:update
    LoadReferenceDataPayload {
        /// The new release; null if it was refused.
        release: ReferenceRelease
    }

    /// What became of `setOwnDictionaryEntry`.
    ///
    /// Permission: own_reference_data:update
    SetOwnDictionaryEntryPayload {
        /// The entry as stored; null if it was refused.
        entry: DictionaryEntry
    }

    /// What became of `endOwnDictionaryEntry`.
    ///
    /// Permission: own_reference_data:update
    EndOwnDictionaryEntryPayload {
        /// The entry with its last day; null if it was refused.
        entry: DictionaryEntry
    }
}

#[derive(Default)]
pub(crate) struct ReferenceMutation;

#[Object]
impl ReferenceMutation {
    /// Shows what loading a file of national reference data would change. Writes nothing.
    ///
    /// Permission: reference_data:update
    async fn preview_reference_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: PreviewReferenceDataInput,
    ) -> Nullable<PreviewReferenceDataPayload> {
        let look = async {
            let scope = open(ctx, "Mutation.previewReferenceData")?;
            let answer = ask!(
                scope.backend,
                programmes.preview_reference(scope.call(), input.content)
            );
            PreviewReferenceDataPayload::settle(scope, answer)
        };
        Some(look.await)
    }

    /// Loads a file of national reference data as the next release, all of it or nothing.
    ///
    /// Permission: reference_data:update
    async fn load_reference_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, and the release it was compared with.")] input: LoadReferenceDataInput,
    ) -> Nullable<LoadReferenceDataPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.loadReferenceData")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let load = api::LoadReference {
                content: input.content,
                expected_release: input.expected_release,
                label: input.label,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.load_reference(call, load)),
                Err(refused) => Err(refused),
            };
            LoadReferenceDataPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Stores a dictionary entry of the acting centre's own.
    ///
    /// Permission: own_reference_data:update
    async fn set_own_dictionary_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry.")] input: SetOwnDictionaryEntryInput,
    ) -> Nullable<SetOwnDictionaryEntryPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.setOwnDictionaryEntry")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let set = api::SetOwnEntry {
                dictionary: input.dictionary,
                code: input.code,
                position: input.position,
                label_pl: input.label_pl,
                label_en: input.label_en,
                valid_from: input.valid_from.0,
                valid_to: input.valid_to.map(|day| day.0),
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.set_own_entry(call, set)),
                Err(refused) => Err(refused),
            };
            SetOwnDictionaryEntryPayload::settle(scope, answer)
        };
        Some(change.await)
    }

    /// Gives a dictionary entry of the acting centre's own a last day.
    ///
    /// Permission: own_reference_data:update
    async fn end_own_dictionary_entry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The entry and its last day.")] input: EndOwnDictionaryEntryInput,
    ) -> Nullable<EndOwnDictionaryEntryPayload> {
        let change = async {
            let scope = open(ctx, "Mutation.endOwnDictionaryEntry")?;
            let mut check = Check::default();
            let call = scope.call_once(ctx, &input.idempotency_key, &mut check)?;
            let end = api::EndOwnEntry {
                dictionary: input.dictionary,
                code: input.code,
                valid_from: input.valid_from.0,
                last_day: input.last_day.0,
                expected_version: input.expected_version,
            };
            let answer = match check.into_result() {
                Ok(()) => ask!(scope.backend, programmes.end_own_entry(call, end)),
                Err(refused) => Err(refused),
            };
            EndOwnDictionaryEntryPayload::settle(scope, answer)
        };
        Some(change.await)
    }
}
