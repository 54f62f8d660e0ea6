//! No branch of the code knows a centre or a project by name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::truth::centres;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn no_source_file_names_a_centre_a_project_or_a_gmina() {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![crate_folder.join("build.rs")];
    sources(&crate_folder.join("src"), &mut files);
    let mut names = Vec::new();
    for (code, centre) in centres() {
        let organisation = &centre["organisation"];
        names.push(organisation["name"].as_str().unwrap().to_owned());
        names.push(organisation["teryt"].as_str().unwrap().to_owned());
        names.push(code.clone());
        names.push(code.replace('-', "_"));
        // The town: what follows the kind of centre in its short name.
        let short = organisation["short_name"].as_str().unwrap();
        names.push(short.split_once(' ').unwrap().1.to_owned());
        for project in centre["projects"].as_array().unwrap() {
            names.extend(["code", "title"].map(|field| project[field].as_str().unwrap().to_owned()));
        }
    }
    assert!(files.len() > 10 && names.len() > 30);
    for file in files {
        let text = fs::read_to_string(&file).unwrap().to_lowercase();
        for name in &names {
            assert!(
                !text.contains(&name.to_lowercase()),
                "{} names {name}",
                file.display()
            );
        }
    }
}
