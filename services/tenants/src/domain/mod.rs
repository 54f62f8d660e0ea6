//! Rules of organisations, users and API clients.
//!
//! Pure: nothing here knows SQL, the network, the clock or random numbers.

pub(crate) mod api_client;
pub(crate) mod login;
pub(crate) mod member;
pub(crate) mod organisation;
pub(crate) mod password;
pub(crate) mod sign_in;
