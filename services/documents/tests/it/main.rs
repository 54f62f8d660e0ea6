//! The documents service on a real database and a real S3, with real requests on the signed addresses.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]
#![expect(unreachable_pub, reason = "modules of a test binary")]

mod announcing;
mod bucket;
mod finalising;
mod isolation;
mod lists;
mod storage_down;
mod support;
mod sweeping;
mod uploads;
