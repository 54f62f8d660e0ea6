//! A private PostgreSQL, Redis and S3 for one checkout (`make run`) or for one throw-away test run.
//!
//! Owns: finding the server programs, their folders, secrets and ports, starting, watching and stopping them. Servers
//! named by the environment are used instead of private ones. It must not know: tables, roles, migrations, or
//! anything of Wsparcie's services.
//!
//! The servers of a kept stack live under `/var/tmp` in a folder named after the user and the checkout, because a
//! home folder of mode 0700 would hide them from the user that PostgreSQL runs as when we are root.

mod children;
mod control;
mod environment;
mod folder;
mod ports;
mod postgres;
mod programs;
mod redis;
mod s3;
mod secrets;
mod stack;
mod user;

pub use control::ServerControl;
pub use environment::External;
pub use ports::{listen_near, pick_port};
pub use s3::S3Settings;
pub use secrets::random_hex;
pub use stack::{Stack, StackConfig, reset};
