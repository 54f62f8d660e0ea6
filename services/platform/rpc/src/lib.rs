//! How a call reaches a service: in the same process by default, over the network when a service runs alone.
//!
//! A service's API crate declares its calls with `#[tarpc::service]`, which makes the request and response types, a client
//! and a server. The gateway holds the client over a [`Link`]; which kind of link it is, only the composition root knows.
//! This crate knows no service and no rule.

mod guarded;
mod keys;
mod link;
mod measure;
mod remote;
mod seal;
mod server;
mod settle;
#[cfg(test)]
mod tests;
mod wire;

pub use keys::{CallKeyMalformed, CallKeys};
pub use link::{Handler, Link, LocalFuture, MAX_CALL};
pub use measure::{CallListener, ServedListener, listen, listen_served, measured};
pub use remote::RemoteConfig;
pub use server::{Ready, ServerConfig, serve};
pub use settle::{context, settle};
/// What services' API crates and the composition root need of tarpc.
pub use tarpc;
