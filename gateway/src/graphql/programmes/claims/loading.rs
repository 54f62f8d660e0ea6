//! Loading what claims say, a few at a time: registers are long, and a message between processes is not.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use wsparcie_kernel::CallError;
use wsparcie_programmes_api as api;

use crate::graphql::loaders::{ContentsOf, SubmissionOf};
use crate::services::{Backend, ask};

/// Eight registers of 2,000 expenses fit into a message of 16 MiB.
const AT_ONCE: usize = 8;

#[async_graphql::async_trait::async_trait]
impl Loader<ContentsOf> for Backend {
    type Value = api::ClaimContents;
    type Error = CallError;

    async fn load(&self, keys: &[ContentsOf]) -> Result<HashMap<ContentsOf, api::ClaimContents>, CallError> {
        let mut found = HashMap::with_capacity(keys.len());
        for some in keys.chunks(AT_ONCE) {
            let ids = some.iter().map(|key| key.0).collect();
            let rows = ask!(self, programmes.claim_contents(self.call.clone(), ids))?;
            found.extend(rows.into_iter().map(|row| (ContentsOf(row.claim_id), row)));
        }
        Ok(found)
    }
}

#[async_graphql::async_trait::async_trait]
impl Loader<SubmissionOf> for Backend {
    type Value = api::ClaimSnapshot;
    type Error = CallError;

    async fn load(
        &self,
        keys: &[SubmissionOf],
    ) -> Result<HashMap<SubmissionOf, api::ClaimSnapshot>, CallError> {
        let mut found = HashMap::with_capacity(keys.len());
        for some in keys.chunks(AT_ONCE) {
            let ids = some.iter().map(|key| key.0).collect();
            let rows = ask!(self, programmes.claim_snapshots(self.call.clone(), ids))?;
            found.extend(rows.into_iter().map(|row| (SubmissionOf(row.claim_id), row)));
        }
        Ok(found)
    }
}
