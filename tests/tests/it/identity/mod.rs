//! Who gets in, how long they stay, and who does not.

mod oidc;
mod sessions;
mod sign_in;
mod throttle;
mod tokens;
