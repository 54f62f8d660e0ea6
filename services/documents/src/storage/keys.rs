//! Names of objects. Only made here, from ids: no word of a client ever becomes part of one.

use uuid::Uuid;
use wsparcie_kernel::ids::{DocumentId, TenantId};

/// The name of one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ObjectKey(String);

impl ObjectKey {
    /// Where a document's upload goes.
    pub(crate) fn incoming(tenant: TenantId, document: DocumentId) -> Self {
        Self(format!(
            "incoming/{}/{}",
            plain(tenant.into_uuid()),
            plain(document.into_uuid())
        ))
    }

    /// Where a document's checked file is.
    pub(crate) fn file(tenant: TenantId, document: DocumentId, object: Uuid) -> Self {
        Self(format!("{}{}", files_prefix(tenant, document), plain(object)))
    }

    /// A name that the storage itself listed.
    pub(super) fn listed(name: String) -> Self {
        Self(name)
    }

    /// The name.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the names of all files of a document begin with.
pub(super) fn files_prefix(tenant: TenantId, document: DocumentId) -> String {
    format!(
        "files/{}/{}/",
        plain(tenant.into_uuid()),
        plain(document.into_uuid())
    )
}

/// Without dashes: a storage in files makes longer names of these, and file names have an end.
fn plain(id: Uuid) -> uuid::fmt::Simple {
    id.simple()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_ids_alone_and_begin_with_the_tenant() {
        let tenant = TenantId::from_uuid(Uuid::from_u128(1));
        let document = DocumentId::from_uuid(Uuid::from_u128(2));
        let (t, d, o) = ("0".repeat(31) + "1", "0".repeat(31) + "2", "0".repeat(31) + "3");
        assert_eq!(
            ObjectKey::incoming(tenant, document).as_str(),
            format!("incoming/{t}/{d}")
        );
        let file = ObjectKey::file(tenant, document, Uuid::from_u128(3));
        assert_eq!(file.as_str(), format!("files/{t}/{d}/{o}"));
    }
}
