//! Dependencies point one way (ARCHITECTURE.md, Folders).

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// What each crate of ours may depend on. A crate that is not in the list fails the test: decide where it belongs.
const MAY_DEPEND_ON: &[(&str, &[&str])] = &[
    ("kernel", &[]),
    ("keys", &["kernel"]),
    ("postgres", &["kernel"]),
    ("rpc", &["kernel"]),
    ("telemetry", &["kernel"]),
    ("tabular", &["kernel"]),
    ("disclosure", &[]),
    ("rules", &["kernel", "programmes-api"]),
    ("tenants-api", &["kernel"]),
    ("programmes-api", &["kernel"]),
    ("casework-api", &["kernel"]),
    ("documents-api", &["kernel"]),
    (
        "tenants",
        &[
            "tenants-api",
            "programmes-api",
            "kernel",
            "keys",
            "postgres",
            "rpc",
        ],
    ),
    (
        "programmes",
        &[
            "programmes-api",
            "casework-api",
            "disclosure",
            "kernel",
            "keys",
            "postgres",
            "rpc",
            "rules",
            "tabular",
        ],
    ),
    (
        "casework",
        &[
            "casework-api",
            "programmes-api",
            "kernel",
            "keys",
            "postgres",
            "rpc",
            "rules",
        ],
    ),
    (
        "documents",
        &[
            "documents-api",
            "programmes-api",
            "kernel",
            "keys",
            "postgres",
            "rpc",
        ],
    ),
    (
        "gateway",
        &[
            "kernel",
            "rpc",
            "telemetry",
            "tenants-api",
            "programmes-api",
            "casework-api",
            "documents-api",
        ],
    ),
    ("stack", &[]),
    ("demo", &["kernel"]),
    ("testkit", &["kernel", "postgres"]),
    (
        "server",
        &[
            "kernel",
            "keys",
            "postgres",
            "rpc",
            "telemetry",
            "rules",
            "tenants-api",
            "programmes-api",
            "casework-api",
            "documents-api",
            "tenants",
            "programmes",
            "casework",
            "documents",
            "gateway",
            "stack",
            "demo",
        ],
    ),
    ("tests", &[]),
];

/// What a library outside may be named by only: where it shows, the boundary holds.
const NAMED_ONLY_BY: &[(&str, &[&str])] = &[
    ("async-graphql", &["gateway"]),
    ("axum", &["gateway"]),
    ("redis", &["gateway", "server", "stack"]),
    ("aws-sdk-s3", &["documents", "stack"]),
    ("cel", &["rules"]),
    (
        "sqlx",
        &[
            "postgres",
            "tenants",
            "programmes",
            "casework",
            "documents",
            "testkit",
            "stack",
            "tests",
        ],
    ),
];

fn normal_dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new()
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .unwrap();
    metadata
        .packages
        .iter()
        .map(|package| {
            let ours = |name: &str| name.strip_prefix("wsparcie-").unwrap_or(name).to_owned();
            let dependencies = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind == DependencyKind::Normal)
                .map(|dependency| ours(&dependency.name))
                .collect();
            (ours(&package.name), dependencies)
        })
        .collect()
}

#[test]
fn dependencies_between_our_crates_point_one_way() {
    let crates = normal_dependencies();
    let mut wrong = Vec::new();
    for (name, dependencies) in &crates {
        let Some((_, allowed)) = MAY_DEPEND_ON.iter().find(|(of, _)| of == name) else {
            wrong.push(format!("{name} is not in the list"));
            continue;
        };
        for dependency in dependencies.iter().filter(|d| crates.contains_key(*d)) {
            if !allowed.contains(&dependency.as_str()) {
                wrong.push(format!("{name} must not depend on {dependency}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn libraries_stay_behind_their_boundaries() {
    let crates = normal_dependencies();
    let mut wrong = Vec::new();
    for (library, allowed) in NAMED_ONLY_BY {
        for (name, dependencies) in &crates {
            if dependencies.contains(*library) && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{name} must not name {library}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
