//! Search as you type over a private notebook, in memory, in any language.
//!
//! Every record's text is folded once: accents, case and the shape of quotes and dashes no longer matter. A query is
//! folded the same way, and its longest term is looked for through all folded text, one fast pass and no inverted
//! index. Terms match anywhere, so languages without spaces work too.

mod excerpt;
mod fold;
mod index;
mod notebook;
mod query;
#[cfg(test)]
mod tests;
mod typos;

pub use excerpt::{Excerpt, excerpt, first_match};
pub use fold::folded;
pub use index::{Class, Hit, Index, Record};
pub use notebook::{Found, Notebook, Part};
pub use query::Place;
