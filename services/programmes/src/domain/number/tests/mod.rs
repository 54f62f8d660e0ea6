//! Numbers as sources write them, refusals, and properties.

mod accepted;
mod properties;
mod refused;
