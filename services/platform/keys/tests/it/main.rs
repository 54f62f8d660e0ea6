//! The key store as its users meet it: one binary, one module per question.
#![expect(clippy::unwrap_used, reason = "helpers of tests stop at the first surprise")]

mod crashes;
mod destruction;
mod keyring;
mod opening;
mod sealing;
mod sharing;
mod support;
