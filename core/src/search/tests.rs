mod excerpts;
mod find;
mod hostile;
mod naive;

use super::{Class, Index, Record};

/// An index of one group; keys are the texts' places in the list, days all the same.
fn index_of(class: Class, texts: &[&str]) -> Index<u8, usize> {
    let mut index = Index::new();
    index.replace(0, texts.iter().enumerate().map(|(key, text)| Record { key, class, day: 0, text }));
    index
}

fn keys(index: &Index<u8, usize>, query: &str) -> Vec<usize> {
    index.find(query, 100).into_iter().map(|hit| hit.key).collect()
}
