//! The keys of single processes: from the key store, or from files for a process that has no business with the store.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use wsparcie_gateway::Secrets;
use wsparcie_kernel::hex;
use wsparcie_keys::{FileKeyStore, Keyring, Purpose};
use wsparcie_rpc::CallKeys;

use crate::compose;
use crate::run_file::write_private;

/// What a process signs and believes, and its key store if it has one.
pub struct ProcessKeys {
    /// The key store.
    pub keyring: Option<Keyring>,
    /// The keys of calls between processes.
    pub calls: CallKeys,
}

/// The gateway's own keys.
pub struct GatewayKeys(pub Secrets);

impl ProcessKeys {
    /// Opens what the settings name. The file wins over the store: during a change it holds two keys.
    pub fn open(keys_dir: Option<&Path>, call_key_file: Option<&Path>) -> Result<Self> {
        let keyring = keys_dir
            .map(FileKeyStore::open_existing)
            .transpose()?
            .map(|store| Keyring::new(Arc::new(store)));
        let calls = match (call_key_file, &keyring) {
            (Some(path), _) => {
                CallKeys::parse(&read_private(path)?).context("WSPARCIE_CALL_KEY_FILE cannot be used")?
            }
            (None, Some(keyring)) => CallKeys::single(call_key(keyring)?),
            (None, None) => {
                bail!("set WSPARCIE_CALL_KEY_FILE, or WSPARCIE_KEYS_DIR for a process with the key store")
            }
        };
        Ok(Self { keyring, calls })
    }
}

impl GatewayKeys {
    /// From the file, or from the key store.
    pub fn open(file: Option<&Path>, keyring: Option<&Keyring>) -> Result<Self> {
        let Some(file) = file else {
            let keyring = keyring.context("set WSPARCIE_GATEWAY_KEYS_FILE, or WSPARCIE_KEYS_DIR")?;
            return Ok(Self(compose::secrets(keyring)?));
        };
        let text = read_private(file)?;
        let key = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix('='))
                .and_then(|digits| hex::decode::<32>(digits.trim()))
                .with_context(|| {
                    format!("WSPARCIE_GATEWAY_KEYS_FILE needs a line {name}=<64 hexadecimal digits>")
                })
        };
        Ok(Self(Secrets {
            cursor_key: key("cursor")?,
            fingerprint_key: key("fingerprint")?,
            device_key: key("device")?,
        }))
    }
}

fn call_key(keyring: &Keyring) -> Result<[u8; 32]> {
    Ok(*keyring.instance_subkey(Purpose::ActorSigning)?.expose())
}

/// Writes the files for processes without the key store, `call.key` and `gateway.keys`, into a folder that exists.
pub fn export(keyring: &Keyring, folder: &Path) -> Result<()> {
    let secrets = compose::secrets(keyring)?;
    write_private(
        &folder.join("call.key"),
        format!("{}\n", hex::encode(&call_key(keyring)?)).as_bytes(),
    )?;
    let keys = format!(
        "cursor={}\nfingerprint={}\ndevice={}\n",
        hex::encode(&secrets.cursor_key),
        hex::encode(&secrets.fingerprint_key),
        hex::encode(&secrets.device_key)
    );
    write_private(&folder.join("gateway.keys"), keys.as_bytes())
}

/// The text of a file that nobody but its owner can read.
fn read_private(path: &Path) -> Result<String> {
    let mode = std::fs::metadata(path)
        .context("a key file cannot be found")?
        .permissions()
        .mode();
    if mode & 0o077 != 0 {
        bail!("a key file can be read by others: chmod 600 it");
    }
    std::fs::read_to_string(path).context("a key file cannot be read")
}
