//! The case work service: people, dated facts, nominations, verdicts, enrolments, group sessions.
//!
//! Owns the schema `casework` and the sealing of what is personal in it. Must not know: GraphQL, HTTP, sessions, other
//! services' tables (it reads their published views). Inside, `domain` knows rules only, `db` SQL only, `app` their order.

mod app;
mod db;
mod domain;

pub use app::CaseworkService;
