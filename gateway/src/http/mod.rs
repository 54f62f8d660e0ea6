//! What stands between the network and the GraphQL schema: routes, limits, credentials, sessions, health.
//!
//! A request passes, in this order: [`edge`] (request id, span, panics, security headers) → the guard of the body → origin
//! check → credentials → [`graphql`](crate::graphql). Headers that name a tenant or a user are never read, and
//! `X-Forwarded-For` only of proxies that the configuration names.

mod answer;
pub(crate) mod authenticate;
pub mod bucket;
pub(crate) mod credentials;
mod edge;
mod fault;
mod graphiql;
pub mod guard;
mod health;
pub mod limits;
mod negotiate;
pub(crate) mod oidc;
mod origin;
mod read;
mod route;
mod serve;
pub mod sessions;
pub mod shed;
pub mod throttle;

pub(crate) use answer::{Marks, fault as fault_response};
pub(crate) use credentials::{has_cookie, none_in_the_address};
pub(crate) use fault::Fault;
pub(crate) use health::LastLook;
pub(crate) use negotiate::{Media, locale as preferred_locale, prefers_page};
pub(crate) use origin::check as check_origin;
pub(crate) use route::{graphql_request, router};
pub(crate) use serve::serve;
