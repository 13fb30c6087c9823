//! The pad in memory, and the pieces that it is kept in: an edit writes those in which something differs.

use crate::{id::Hash, kinds::list::order, limits};
use std::{collections::BTreeMap, sync::Arc};

/// A piece of a pad that is written: its order key, and what it says, or nothing where it goes.
pub(crate) type Piece = (String, Option<String>);

/// The pad, and the pieces that it is kept in.
#[derive(Debug, Default)]
pub(crate) struct Pad {
    pub(crate) text: Arc<str>,
    /// How many bytes each piece has, by its order key.
    pub(crate) pieces: BTreeMap<String, usize>,
    /// The document's heads when the pad last changed, or later.
    pub(crate) as_of: Vec<Hash>,
}

/// A piece of a pad is cut where it would grow beyond this many bytes.
const PIECE_BYTES: usize = 4096;
/// What a piece has after it was cut, about.
const CUT_BYTES: usize = 2048;

impl Pad {
    /// Whether it has more characters than a pad may, so that nobody’s are taken in but mine.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() > limits::PAD_CHARS && self.text.chars().count() > limits::PAD_CHARS
    }

    /// The pieces to write so that they say `new`: what each says, or nothing where it goes. Only those are touched
    /// in which something differs.
    pub(crate) fn pieces_for(&self, new: &str) -> Vec<Piece> {
        let old: &str = &self.text;
        if self.pieces.is_empty() {
            return self.anew(new);
        }
        let same = new.floor_char_boundary(old.floor_char_boundary(same_from_start(old.as_bytes(), new.as_bytes())));
        let (old_rest, new_rest) = (old.get(same..).unwrap_or(""), new.get(same..).unwrap_or(""));
        let changed_to = old.len() - same_from_end(old_rest.as_bytes(), new_rest.as_bytes());
        // The pieces in which something differs. What only comes in belongs to the first piece that reaches there.
        let (mut from, mut to, mut at) = (None, 0, 0);
        let mut touched: Vec<&String> = Vec::new();
        for (order, bytes) in &self.pieces {
            let end = at + bytes;
            let differs = at < changed_to && end > same;
            let reached = same == changed_to && touched.is_empty() && end >= same;
            if differs || reached {
                from.get_or_insert(at);
                to = end;
                touched.push(order);
            } else if !touched.is_empty() {
                break;
            }
            at = end;
        }
        let from = from.unwrap_or(old.len());
        let to = if touched.is_empty() { old.len() } else { to };
        let text = new.get(from..(new.len() + to).saturating_sub(old.len())).unwrap_or("");
        let after = self.pieces.range::<String, _>((
            touched.last().map_or(std::ops::Bound::Unbounded, |last| std::ops::Bound::Excluded(*last)),
            std::ops::Bound::Unbounded,
        ));
        let next = if touched.is_empty() { None } else { after.map(|(order, _)| order.as_str()).next() };
        self.put(&touched, next, text).unwrap_or_else(|| self.anew(new))
    }

    /// The text cut into pieces under the keys of those it replaces, and new ones behind them; none where there is no
    /// room for as many keys.
    fn put(&self, touched: &[&String], next: Option<&str>, text: &str) -> Option<Vec<Piece>> {
        let mut keys = touched.iter().map(|key| (*key).clone());
        let mut last: Option<String> = None;
        let mut put = Vec::new();
        for piece in cut(text) {
            let key = match keys.next() {
                Some(key) => key,
                None => {
                    let before = last.as_deref().or_else(|| self.pieces.keys().next_back().map(String::as_str));
                    let key = order::between(before, next);
                    let fits = before.is_none_or(|before| before < key.as_str())
                        && next.is_none_or(|next| key.as_str() < next);
                    if !fits {
                        return None;
                    }
                    key
                }
            };
            last = Some(key.clone());
            put.push((key, Some(piece.to_owned())));
        }
        put.extend(keys.map(|key| (key, None)));
        Some(put)
    }

    /// All pieces anew.
    fn anew(&self, text: &str) -> Vec<Piece> {
        let mut put: BTreeMap<String, Option<String>> = self.pieces.keys().map(|key| (key.clone(), None)).collect();
        let mut last: Option<String> = None;
        for piece in cut(text) {
            let key = order::between(last.as_deref(), None);
            put.insert(key.clone(), Some(piece.to_owned()));
            last = Some(key);
        }
        put.into_iter().collect()
    }

    /// Takes in the pieces that were read.
    pub(crate) fn read(&mut self, pieces: BTreeMap<String, String>) {
        self.text = pieces.values().map(String::as_str).collect::<String>().into();
        self.pieces = pieces.into_iter().map(|(order, piece)| (order, piece.len())).collect();
    }

    /// Takes pieces in that were written, and the text that all of them say.
    pub(crate) fn take(&mut self, pieces: &[Piece], text: Arc<str>, as_of: Vec<Hash>) {
        for (order, piece) in pieces {
            match piece {
                Some(piece) => drop(self.pieces.insert(order.clone(), piece.len())),
                None => drop(self.pieces.remove(order)),
            }
        }
        (self.text, self.as_of) = (text, as_of);
    }
}

/// Bytes are compared so many at once.
const BLOCK: usize = 64;

/// How many bytes are the same from the beginning on.
fn same_from_start(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.chunks_exact(BLOCK).zip(b.chunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let rest = a.iter().skip(blocks).zip(b.iter().skip(blocks));
    blocks + rest.take_while(|(a, b)| a == b).count()
}

/// How many bytes are the same from the end on.
fn same_from_end(a: &[u8], b: &[u8]) -> usize {
    let blocks = a.rchunks_exact(BLOCK).zip(b.rchunks_exact(BLOCK)).take_while(|(a, b)| a == b).count() * BLOCK;
    let rest = a.iter().rev().skip(blocks).zip(b.iter().rev().skip(blocks));
    blocks + rest.take_while(|(a, b)| a == b).count()
}

fn cut(text: &str) -> Vec<&str> {
    if text.len() <= PIECE_BYTES {
        return if text.is_empty() { Vec::new() } else { vec![text] };
    }
    let mut rest = text;
    let mut pieces = Vec::new();
    while rest.len() > PIECE_BYTES {
        let (piece, more) = rest.split_at(rest.floor_char_boundary(CUT_BYTES));
        pieces.push(piece);
        rest = more;
    }
    pieces.push(rest);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text_of(kept: &BTreeMap<String, String>) -> String {
        kept.values().cloned().collect()
    }

    /// Whatever is written where: the pieces say the text, and an edit touches few of them.
    #[test]
    fn pieces_say_the_text_and_an_edit_touches_few() {
        let (mut pad, mut kept) = (Pad::default(), BTreeMap::<String, String>::new());
        let mut text = String::new();
        let mut seed = 11_u64;
        for round in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = text.floor_char_boundary((seed >> 33) as usize % (text.len() + 1));
            let end = text.floor_char_boundary(text.len().min(at + (seed >> 20) as usize % 40));
            let big = round % 100 == 0;
            let insert = if big { "wörter ".repeat(900) } else { "é日x".repeat((seed >> 50) as usize % 9) };
            text.replace_range(at..end.max(at), &insert);
            let pieces = pad.pieces_for(&text);
            assert!(big || pieces.len() <= 4, "{} pieces for one edit", pieces.len());
            for (order, piece) in &pieces {
                match piece {
                    Some(piece) => drop(kept.insert(order.clone(), piece.clone())),
                    None => drop(kept.remove(order)),
                }
            }
            pad.take(&pieces, text.as_str().into(), Vec::new());
            assert_eq!(text_of(&kept), text, "round {round}");
            assert!(pad.pieces.iter().all(|(order, bytes)| kept.get(order).is_some_and(|piece| piece.len() == *bytes)));
        }
        assert!(kept.values().all(|piece| piece.len() <= PIECE_BYTES));
        let pieces = pad.pieces_for("");
        pad.take(&pieces, "".into(), Vec::new());
        assert_eq!(pad.pieces.len(), 0);
        assert_eq!(pad.pieces_for("again").len(), 1);
    }
}
