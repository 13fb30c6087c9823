//! The pages that a document's rows lie in. A row is a hundred bytes or two, and what surrounds each value on the
//! disk, its key, its seal and its place in the file, is nearly as much: so several share a page, and an edit writes
//! the pages of the rows that it changes.

use crate::{
    error::StoreError,
    id::DocId,
    rows::Row,
    store::{Batch, Store, Table},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A row that comes in goes to the last page while that stays smaller than this.
const PAGE_BYTES: usize = 2 * 1024;
/// A row that grows moves to another page where its own would grow beyond this.
const MOST_BYTES: usize = 2 * PAGE_BYTES;

/// The number of a page within its document.
pub(crate) type PageNumber = u32;

/// The rows of a page, each with the key of its entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Page(pub(crate) Vec<(Vec<u8>, Row)>);

/// Rows to write, by the key of their entity; nothing where one goes.
pub(crate) type Rows = BTreeMap<Vec<u8>, Option<Row>>;

/// Where each row of a document lies.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    of: BTreeMap<Vec<u8>, PageNumber>,
    bytes: BTreeMap<PageNumber, usize>,
}

/// What a commit changes of where rows lie.
#[derive(Debug)]
pub(crate) struct Moved {
    /// All pages are new, and no other is left.
    anew: bool,
    keys: Vec<(Vec<u8>, Option<PageNumber>)>,
    bytes: Vec<(PageNumber, usize)>,
}

impl Pages {
    /// Notes a page that was read.
    pub(crate) fn take(&mut self, number: PageNumber, bytes: usize, page: &Page) {
        self.of.extend(page.0.iter().map(|(key, _)| (key.clone(), number)));
        self.bytes.insert(number, bytes);
    }

    /// Notes what a commit changed.
    pub(crate) fn apply(&mut self, moved: Moved) {
        if moved.anew {
            *self = Self::default();
        }
        for (key, number) in moved.keys {
            match number {
                Some(number) => drop(self.of.insert(key, number)),
                None => drop(self.of.remove(&key)),
            }
        }
        for (number, bytes) in moved.bytes {
            if bytes == 0 {
                self.bytes.remove(&number);
            } else {
                self.bytes.insert(number, bytes);
            }
        }
    }

    /// Puts the pages into a commit that these rows change.
    pub(crate) fn write(&self, store: &Store, doc: &DocId, rows: Rows, batch: &mut Batch) -> Result<Moved, StoreError> {
        let mut writing = Writing { store, doc, pages: self, open: BTreeMap::new(), keys: Vec::new() };
        let mut coming = Vec::new();
        for (key, row) in rows {
            match self.of.get(&key) {
                Some(number) => coming.extend(writing.change(*number, key, row)?),
                None => coming.extend(row.map(|row| (key, row))),
            }
        }
        for (key, row) in coming {
            writing.add(key, row)?;
        }
        Ok(writing.end(batch))
    }

    /// Puts all rows of a document into a commit, in pages that take the place of those there are.
    pub(crate) fn write_anew(store: &Store, doc: &DocId, rows: Rows, batch: &mut Batch) -> Result<Moved, StoreError> {
        for key in store.keys(Table::Views, &doc.0)? {
            batch.delete(Table::Views, &key);
        }
        let moved = Self::default().write(store, doc, rows, batch)?;
        Ok(Moved { anew: true, ..moved })
    }
}

/// Pages as a commit changes them.
struct Writing<'a> {
    store: &'a Store,
    doc: &'a DocId,
    pages: &'a Pages,
    open: BTreeMap<PageNumber, (Page, usize)>,
    keys: Vec<(Vec<u8>, Option<PageNumber>)>,
}

impl Writing<'_> {
    /// A page, and how many bytes it has now.
    fn page(&mut self, number: PageNumber) -> Result<&mut (Page, usize), StoreError> {
        let bytes = self.pages.bytes.get(&number).copied();
        Ok(match self.open.entry(number) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                let page = match bytes {
                    Some(_) => {
                        let found = self.store.get(Table::Views, &key(self.doc, number))?;
                        found.ok_or(StoreError::Damaged("views"))?
                    }
                    None => Page::default(),
                };
                place.insert((page, bytes.unwrap_or(0)))
            }
        })
    }

    /// Changes a row in its page; gives it back where it has outgrown it.
    fn change(
        &mut self,
        number: PageNumber,
        key: Vec<u8>,
        row: Option<Row>,
    ) -> Result<Option<(Vec<u8>, Row)>, StoreError> {
        let (page, bytes) = self.page(number)?;
        let at = page.0.iter().position(|(of, _)| *of == key).ok_or(StoreError::Damaged("views"))?;
        let (_, old) = page.0.remove(at);
        *bytes = bytes.saturating_sub(size(&key, &old));
        match row {
            Some(row) if *bytes + size(&key, &row) <= MOST_BYTES || page.0.is_empty() => {
                *bytes += size(&key, &row);
                page.0.insert(at, (key, row));
                Ok(None)
            }
            Some(row) => Ok(Some((key, row))),
            None => {
                self.keys.push((key, None));
                Ok(None)
            }
        }
    }

    /// Adds a row to the last page, or to a new one.
    fn add(&mut self, key: Vec<u8>, row: Row) -> Result<(), StoreError> {
        let last = self.open.keys().next_back().max(self.pages.bytes.keys().next_back()).copied();
        let coming = size(&key, &row);
        let bytes = last.map(|last| self.open.get(&last).map_or(self.pages.bytes.get(&last), |(_, bytes)| Some(bytes)));
        let fits = bytes.flatten().is_some_and(|bytes| bytes + coming <= PAGE_BYTES);
        let number = match last {
            Some(last) if fits => last,
            Some(last) => last.saturating_add(1),
            None => 0,
        };
        let (page, bytes) = self.page(number)?;
        *bytes += coming;
        page.0.push((key.clone(), row));
        self.keys.push((key, Some(number)));
        Ok(())
    }

    fn end(self, batch: &mut Batch) -> Moved {
        let mut bytes = Vec::new();
        for (number, (page, of)) in self.open {
            let key = key(self.doc, number);
            if page.0.is_empty() {
                batch.delete(Table::Views, &key);
                bytes.push((number, 0));
            } else {
                batch.put(Table::Views, &key, &page);
                bytes.push((number, of));
            }
        }
        Moved { anew: false, keys: self.keys, bytes }
    }
}

/// The key of a page.
pub(crate) fn key(doc: &DocId, number: PageNumber) -> Vec<u8> {
    [doc.0.as_slice(), &number.to_be_bytes()].concat()
}

/// The document and the number of a page.
pub(crate) fn place(key: &[u8]) -> Option<(DocId, PageNumber)> {
    let (doc, number) = key.split_first_chunk()?;
    Some((DocId(*doc), u32::from_be_bytes(number.try_into().ok()?)))
}

/// How many bytes a row takes in its page.
fn size(key: &[u8], row: &Row) -> usize {
    key.len() + 1 + postcard::experimental::serialized_size(row).unwrap_or(MOST_BYTES)
}

/// The rows of many pages, by the keys of their entities; an entity stands in one page.
pub(crate) fn by_entity(pages: impl IntoIterator<Item = Page>) -> Result<BTreeMap<Vec<u8>, Row>, StoreError> {
    let mut rows = BTreeMap::new();
    for (key, row) in pages.into_iter().flat_map(|page| page.0) {
        if rows.insert(key, row).is_some() {
            return Err(StoreError::Damaged("views"));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{entropy::Entropy, id::PersonId, rows::PersonField, store::SealKey};

    fn row(bytes: usize, n: u8) -> Row {
        Row::Person(PersonId([n; 16]), PersonField::WorkingOn("w".repeat(bytes)))
    }

    fn read(store: &Store, doc: &DocId) -> (Pages, BTreeMap<Vec<u8>, Row>) {
        let stored: Vec<(Vec<u8>, Page)> = store.scan(Table::Views, &doc.0).unwrap();
        let mut pages = Pages::default();
        for (at, page) in &stored {
            let (of, number) = place(at).unwrap();
            assert_eq!(of, *doc);
            pages.take(number, postcard::to_stdvec(page).unwrap().len(), page);
        }
        (pages, by_entity(stored.into_iter().map(|(_, page)| page)).unwrap())
    }

    /// Whatever is written, grows, shrinks and goes: the pages say it, what is in memory says the same, and an edit
    /// of one row writes two pages at most, neither of them large.
    #[test]
    fn pages_hold_what_was_written_and_an_edit_writes_few() {
        let mut entropy = Entropy::new([7; 32]);
        let backend = redb::backends::InMemoryBackend::new();
        let mut store = Store::open(backend, SealKey::new([1; 32]), &mut entropy).unwrap();
        let (doc, other) = (DocId([1; 16]), DocId([2; 16]));
        let (mut pages, mut model) = (Pages::default(), BTreeMap::<Vec<u8>, Row>::new());
        let mut seed = 5_u64;
        for round in 0..2_000_u32 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let key = vec![9, (seed >> 40) as u8 % 120];
            let big = round % 97 == 0;
            let row = (round % 11 != 0).then(|| row(if big { 9_000 } else { (seed >> 50) as usize % 300 }, key[1]));
            let mut batch = Batch::default();
            let before = store.rows_written();
            let moved = pages.write(&store, &doc, Rows::from([(key.clone(), row.clone())]), &mut batch).unwrap();
            batch.put(Table::Views, &super::key(&other, round), &Page::default());
            store.commit(&mut entropy, batch).unwrap();
            assert!(store.rows_written() - before <= 3, "{} pages", store.rows_written() - before - 1);
            pages.apply(moved);
            match row {
                Some(row) => drop(model.insert(key, row)),
                None => drop(model.remove(&key)),
            }
            let (again, stored) = read(&store, &doc);
            assert_eq!(stored, model, "round {round}");
            assert_eq!(again.of, pages.of);
            assert_eq!(again.bytes.keys().collect::<Vec<_>>(), pages.bytes.keys().collect::<Vec<_>>());
            for (number, bytes) in &pages.bytes {
                let shared = pages.of.values().filter(|of| *of == number).count() > 1;
                assert!(again.bytes[number].abs_diff(*bytes) <= 2 && (!shared || *bytes <= MOST_BYTES));
            }
        }
        let mut batch = Batch::default();
        let rows: Rows = model.iter().map(|(key, row)| (key.clone(), Some(row.clone()))).collect();
        let moved = Pages::write_anew(&store, &doc, rows, &mut batch).unwrap();
        store.commit(&mut entropy, batch).unwrap();
        pages.apply(moved);
        let (again, stored) = read(&store, &doc);
        assert_eq!((stored, again.of), (model, pages.of));
        assert_eq!(store.keys(Table::Views, &other.0).unwrap().len(), 2_000, "another document's pages stay");
    }
}
