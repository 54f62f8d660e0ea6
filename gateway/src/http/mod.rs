//! What stands between the network and the GraphQL schema: routes, limits, credentials, sessions, health.
//!
//! A request passes, in this order: [`edge`] (request id, span, panics, security headers) → the guard of the body → origin
//! check → credentials → [`graphql`](crate::graphql). `X-Forwarded-*` and headers that name a tenant are never read.

mod answer;
pub(crate) mod authenticate;
pub(crate) mod credentials;
mod edge;
mod fault;
pub mod guard;
mod health;
mod negotiate;
mod origin;
mod route;
mod serve;
pub mod sessions;

pub(crate) use answer::{Marks, fault as fault_response};
pub(crate) use fault::Fault;
pub(crate) use negotiate::Media;
pub(crate) use route::router;
pub(crate) use serve::serve;
