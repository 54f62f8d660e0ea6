//! Rules of organisations, users and API clients.
//!
//! Pure: nothing here knows SQL, the network, the clock or random numbers.

pub(crate) mod access;
pub(crate) mod agreement;
pub(crate) mod api_client;
pub(crate) mod district;
pub(crate) mod invitation;
pub(crate) mod link;
pub(crate) mod login;
pub(crate) mod member;
pub(crate) mod organisation;
pub(crate) mod password;
pub(crate) mod provider;
pub(crate) mod reason;
pub(crate) mod second_factor;
pub(crate) mod sign_in;
pub(crate) mod status;
