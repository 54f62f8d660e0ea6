//! What a request costs, in points: before it is executed (`requested`), and when its answer is there (`actual`).
//!
//! One point is one field of one row. A list's selection counts as often as rows are asked for (`first`, `last`), lists
//! inside lists multiply, and some root fields have a price of their own (`tariff`). What is needed for that is read from
//! the schema's own definitions once, when the gateway starts, so a new field or list cannot be forgotten. Rules and
//! examples for clients: `docs/cost.md`.
//!
//! `price` visits every selection of the document once: a fragment's price is remembered, however often it is spread.
//! `actual` walks over the answer once. Neither knows an actor, a clock or what a client has left: that is
//! [`bucket`](crate::http)'s business.

mod actual;
mod elements;
mod price;
mod tariff;
#[cfg(test)]
mod tests;

pub(crate) use actual::actual;
pub(crate) use price::{Priced, price};
pub(crate) use tariff::Tariff;

/// What a mutation costs before its fields: it locks, writes and records.
pub(super) const MUTATION: u64 = 10;
/// What a field costs that makes the server compute a password's hash or a code's.
pub(super) const HASHING: u64 = 100;
/// What `__schema` or `__type` costs, whatever is asked of it.
pub(super) const INTROSPECTION: u64 = 500;
/// What each element of a list in a mutation's input costs.
pub(super) const INPUT_ELEMENT: u64 = 1;
/// The rows assumed of a list without pages, if pages can be asked for below it. Such lists are short by their nature (the
/// matches of a search, the levels of a programme); what they really held is charged with the answer.
pub(super) const UNPAGED_ROWS: u64 = 10;
/// The least that any request costs.
pub(super) const LEAST: u64 = 1;

/// Fields that sign somebody in: one document may ask for one of them once.
pub(super) const SIGN_IN_FIELDS: [&str; 2] = ["signIn", "completeSignIn"];
/// Root fields that cost a hash.
pub(super) const HASHING_FIELDS: [&str; 10] = [
    "signIn",
    "completeSignIn",
    "proveAgain",
    "acceptInvitation",
    "resetPassword",
    "changePassword",
    "confirmSecondFactor",
    "renewRecoveryCodes",
    "addMember",
    "createOrganisation",
];
