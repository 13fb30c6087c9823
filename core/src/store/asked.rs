//! Requests of other processes that were carried out, so that one whose answer was lost isn't carried out twice.

use super::{Store, table::META};
use crate::guard::guarded;
use redb::{ReadableDatabase, WriteTransaction};

/// In the table of plain values: slot → turn ‖ id. A request that is asked again is asked soon.
const ASKED: &[u8] = b"asked/";
const SLOTS: u64 = 64;

/// The request that the next commit carries out.
#[derive(Debug)]
pub(super) struct Asked {
    turn: u64,
    id: [u8; 16],
}

/// Says in this transaction that the request is carried out.
pub(super) fn mark(transaction: &WriteTransaction, asked: &Asked) -> Result<(), redb::Error> {
    let slot = u8::try_from(asked.turn % SLOTS).unwrap_or_default();
    let value = [asked.turn.to_le_bytes().as_slice(), &asked.id].concat();
    transaction.open_table(META)?.insert([ASKED, &[slot]].concat().as_slice(), value.as_slice())?;
    Ok(())
}

impl Store {
    /// Whether this request was carried out.
    pub(crate) fn was_asked(&self, id: &[u8; 16]) -> bool {
        self.turns().iter().any(|asked| asked.id == *id)
    }

    /// The next commit carries out this request, and says so.
    pub(crate) fn begin_request(&mut self, id: [u8; 16]) {
        let turn = self.turns().iter().map(|asked| asked.turn.saturating_add(1)).max().unwrap_or_default();
        self.asked = Some(Asked { turn, id });
    }

    /// The request is over, whether it committed anything or not.
    pub(crate) fn end_request(&mut self) {
        self.asked = None;
    }

    /// What is remembered. Where it can't be read, nothing is; then the store stops at the next commit anyway.
    fn turns(&self) -> Vec<Asked> {
        let read = || -> Result<Vec<Asked>, redb::Error> {
            let open = self.database()?.begin_read()?.open_table(META)?;
            let mut found = Vec::new();
            for row in open.range(ASKED..)? {
                let (key, value) = row?;
                if !key.value().starts_with(ASKED) {
                    break;
                }
                let Some((turn, id)) = value.value().split_first_chunk() else { continue };
                let Ok(id) = id.try_into() else { continue };
                found.push(Asked { turn: u64::from_le_bytes(*turn), id });
            }
            Ok(found)
        };
        guarded(read).and_then(Result::ok).unwrap_or_default()
    }
}
