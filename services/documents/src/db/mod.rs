//! SQL of the schema `documents`. The rules are in `domain`.

pub(crate) mod documents;
mod page;
mod row;
