//! What can still be read of a store whose file doesn't open, like one that was copied while it was written.
//!
//! Such a file is made of pages from different moments, so that no tree in it is whole. But each row is sealed at its
//! place: what opens was written there by this notebook, on whichever page it is found. So every page is looked at by
//! itself. A row may be found in several versions; which of them counts is for those to say who know what is in it.

use super::{SealKey, Table, deflate, folder::Folder};
use crate::error::OpenError;
use std::{collections::BTreeSet, io::Read};

/// The size of redb's pages; a longer one takes several that follow each other.
const PAGE: usize = 4096;
/// What a page of rows begins with.
const LEAF: u8 = 1;
/// More rows than a page has.
const MOST_ROWS: usize = 8 * 1024;
/// The longest page that rows are looked for in.
const LONGEST_PAGE: usize = 32 * 1024 * 1024;
/// The largest file that is read.
const MOST_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// A row that was found: its key, and its value.
pub(crate) type Found = (Table, Vec<u8>, Vec<u8>);

/// Every version of every row in the store's file that opens with this key.
pub(crate) fn salvage(folder: &Folder, key: &SealKey) -> Result<Vec<Found>, OpenError> {
    let (file, _) = folder.store()?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).map_err(OpenError::Folder)?;
    Ok(rows(&bytes, key))
}

fn rows(bytes: &[u8], key: &SealKey) -> Vec<Found> {
    let mut found = BTreeSet::new();
    // Pages that claim to be larger than they are can't make this cost more than a few looks at the file.
    let mut room = bytes.len().saturating_mul(8);
    for at in (0..bytes.len()).step_by(PAGE) {
        let end = bytes.len().min(at + LONGEST_PAGE);
        let Some(page) = bytes.get(at..end).filter(|page| page.first() == Some(&LEAF)) else { continue };
        for (at, sealed) in entries(page) {
            let Some((first, within)) = at.split_first() else { continue };
            let Some(table) = Table::ALL.into_iter().find(|table| *table as u8 == *first) else { continue };
            let Some(left) = room.checked_sub(sealed.len()) else { return found.into_iter().collect() };
            room = left;
            let plain = key.open(&table.place(within), sealed).and_then(|packed| deflate::unpacked(&packed));
            found.extend(plain.map(|plain| (table, within.to_vec(), plain)));
        }
    }
    found.into_iter().collect()
}

/// The keys and values of a page, as far as they can be made out.
fn entries(page: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let count = page.get(2..4).and_then(|it| it.try_into().ok()).map_or(0, |it| usize::from(u16::from_le_bytes(it)));
    let count = if count > MOST_ROWS { 0 } else { count };
    let end = move |nth: usize| -> Option<usize> {
        let at = 4 + 4 * nth;
        let bytes = page.get(at..at + 4)?.try_into().ok()?;
        usize::try_from(u32::from_le_bytes(bytes)).ok()
    };
    (0..count).filter_map(move |nth| {
        // First the ends of all keys, then those of all values, then keys and values.
        let key = if nth == 0 { 4 + 8 * count } else { end(nth - 1)? }..end(nth)?;
        let value = if nth == 0 { end(count - 1)? } else { end(count + nth - 1)? }..end(count + nth)?;
        Some((page.get(key)?, page.get(value)?))
    })
}
