//! The data as they stand in the files, read without the loader's help.
#![expect(clippy::unwrap_used, reason = "tests may stop at the first surprise")]

mod plan;
mod sources;
mod truth;
