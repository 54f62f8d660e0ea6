//! The demonstration: centres with their projects as their public pages describe them, and fictional people.
//!
//! Everything particular is in `data/`: `centres/` says what a page says, `fictional/` what nobody said (users, people,
//! sessions), `authorities.toml` who compares. The code loads whatever is there through the public GraphQL API and the
//! presigned uploads, as a client of the platform would, and knows no centre by name. It knows no service either.

mod client;
mod data;
mod load;
mod loaded;
mod operations;
mod second_factor;

pub use load::load;
pub use loaded::{ApiKey, Credentials, Loaded, Login, PasswordSource, SecretKeep, Target};
pub use second_factor::code_at;
