//! What the method says, as pure functions: time is an argument.

mod rhythm;

pub use rhythm::next_date;
