//! Puts every file below `data/` into the crate, so that no code has to name one.

use std::fs;
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let variable = |name| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .ok_or_else(|| Error::other(name))
    };
    let data = variable("CARGO_MANIFEST_DIR")?.join("data");
    println!("cargo::rerun-if-changed=data");
    let mut files = Vec::new();
    collect(&data, &mut files)?;
    files.sort();
    let mut lines = vec!["&[".to_owned()];
    for file in &files {
        let name = file.strip_prefix(&data).map_err(Error::other)?.to_string_lossy();
        lines.push(format!(
            "    ({name:?}, include_bytes!({:?})),",
            file.to_string_lossy()
        ));
    }
    lines.push("]\n".to_owned());
    fs::write(variable("OUT_DIR")?.join("files.rs"), lines.join("\n"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
