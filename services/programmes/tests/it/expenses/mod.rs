//! Expenses on a real database: entering, correcting, two at once, closing months, the register, hours.

mod books;
mod concurrency;
mod corrections;
mod documents;
mod hours;
mod isolation;
mod months;
mod recording;
mod register;
mod sums;
