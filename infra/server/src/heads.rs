//! Signed heads of the audit chains, kept outside the database: what shows that a chain's tail was cut or written anew.
//!
//! One JSON object a line in `audit-heads.log` beside the key store; only ever appended to.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use wsparcie_kernel::ids::TenantId;
use wsparcie_kernel::{Instant, hex};
use wsparcie_keys::{Keyring, Purpose};
use wsparcie_postgres::audit::seal::Head;
use wsparcie_postgres::jobs::HeadSink;

/// One kept head.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    tenant: TenantId,
    seq: i64,
    hash: String,
    signature: String,
}

/// The file of kept heads.
pub struct HeadLog {
    path: PathBuf,
    keyring: Keyring,
    writing: Mutex<()>,
}

impl HeadLog {
    /// The log beside the key store in `keys_dir`.
    pub fn beside(keys_dir: &Path, keyring: Keyring) -> Self {
        Self {
            path: keys_dir.join("audit-heads.log"),
            keyring,
            writing: Mutex::new(()),
        }
    }

    /// Keeps a head. A head that cannot be kept is said in the log; the next one covers it.
    pub fn sink(self: Arc<Self>) -> HeadSink {
        Arc::new(move |tenant, head| {
            if self.keep(tenant, head).is_err() {
                tracing::error!(
                    error.code = "AUDIT_HEAD_NOT_KEPT",
                    "a head of an audit chain could not be kept"
                );
            }
        })
    }

    fn keep(&self, tenant: TenantId, head: Head) -> Result<()> {
        let hash = hex::encode(&head.hash);
        let signature = self.sign(tenant, head.seq, &hash)?;
        let mut line = serde_json::to_string(&Line {
            tenant,
            seq: head.seq,
            hash,
            signature,
        })?;
        line.push('\n');
        let _one_at_a_time = self
            .writing
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut file = OpenOptions::new().create(true).append(true).open(&self.path)?;
        file.write_all(line.as_bytes())?;
        file.sync_data()?;
        Ok(())
    }

    /// The kept heads of a tenant, the newest last.
    ///
    /// # Errors
    /// If the file cannot be read or a line was not signed by this instance.
    pub fn of_tenant(&self, tenant: TenantId) -> Result<Vec<Head>> {
        let text = match std::fs::read_to_string(&self.path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error).context("audit-heads.log cannot be read"),
        };
        // A last line without its end was cut off by a crash; the head after it covers it.
        let whole = text.rfind('\n').map_or("", |end| &text[..end]);
        let mut heads = Vec::new();
        for (number, line) in whole.lines().enumerate() {
            let number = number + 1;
            let line: Line =
                serde_json::from_str(line).with_context(|| format!("line {number} is not a head"))?;
            if self.sign(line.tenant, line.seq, &line.hash)? != line.signature {
                bail!(
                    "line {number} of audit-heads.log was not signed by this instance: it was changed, or the key store is another"
                );
            }
            if line.tenant == tenant {
                heads.push(Head {
                    seq: line.seq,
                    hash: hex::decode(&line.hash).context("a hash has 64 digits")?,
                });
            }
        }
        Ok(heads)
    }

    fn sign(&self, tenant: TenantId, seq: i64, hash: &str) -> Result<String> {
        let key = self.keyring.instance_subkey(Purpose::AuditHead)?;
        Ok(hex::encode(
            &key.sign(format!("{tenant}:{seq}:{hash}").as_bytes()),
        ))
    }
}

/// By when events must be sealed at `now`: sealing takes five seconds at most.
pub fn sealed_by(now: Instant) -> Instant {
    now - chrono::TimeDelta::seconds(10)
}

#[cfg(test)]
mod tests {
    use wsparcie_keys::FileKeyStore;

    use super::*;

    /// A log in a folder of its own, removed with the test.
    struct Kept(HeadLog, PathBuf);

    impl Kept {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("wsparcie-heads-{name}-{}", std::process::id()));
            let store = FileKeyStore::open(&folder, crate::serve::now()).unwrap();
            Self(HeadLog::beside(&folder, Keyring::new(Arc::new(store))), folder)
        }
    }

    impl Drop for Kept {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.1);
        }
    }

    fn tenant(n: u128) -> TenantId {
        TenantId::from_uuid(uuid::Uuid::from_u128(n))
    }

    #[test]
    fn heads_come_back_in_order_and_by_tenant() {
        let kept = Kept::new("order");
        assert_eq!(kept.0.of_tenant(tenant(1)).unwrap(), []);
        let heads = [
            Head {
                seq: 1,
                hash: [1; 32],
            },
            Head {
                seq: 7,
                hash: [7; 32],
            },
        ];
        for head in heads {
            kept.0.keep(tenant(1), head).unwrap();
            kept.0
                .keep(
                    tenant(2),
                    Head {
                        seq: 3,
                        hash: [3; 32],
                    },
                )
                .unwrap();
        }
        assert_eq!(kept.0.of_tenant(tenant(1)).unwrap(), heads);
    }

    #[test]
    fn a_head_that_was_changed_or_made_elsewhere_is_refused() {
        let kept = Kept::new("forged");
        kept.0
            .keep(
                tenant(1),
                Head {
                    seq: 5,
                    hash: [5; 32],
                },
            )
            .unwrap();
        let file = kept.1.join("audit-heads.log");
        let honest = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, honest.replace("\"seq\":5", "\"seq\":4")).unwrap();
        assert!(kept.0.of_tenant(tenant(1)).is_err());
        // A line cut off by a crash says nothing; the whole ones before it count.
        std::fs::write(&file, format!("{honest}{{\"tenant\":")).unwrap();
        assert_eq!(kept.0.of_tenant(tenant(1)).unwrap().len(), 1);
    }
}
