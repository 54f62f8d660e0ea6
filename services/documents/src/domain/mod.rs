//! Rules of documents: what may be announced, how long an announcement stands, when a file is the announced one.
//!
//! Pure: nothing here knows SQL, S3, the clock or random numbers.

pub(crate) mod announcement;
pub(crate) mod digest;
pub(crate) mod file_name;
pub(crate) mod rules;
pub(crate) mod upload;
