//! Finding what differs, without naming what doesn't.

use super::{OwnSession, push::rank};
use crate::{
    effect::{CloseReason, Effect},
    message::{At, BUCKETS, DOCUMENTS_IN_FRAME, Listing, OwnMessage},
};
use sha2::{Digest, Sha256};
use sideways_core::{
    DocKind,
    id::{DocId, Hash},
    limits,
};
use std::collections::{BTreeMap, BTreeSet};

/// How far the comparison is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Comparing {
    /// Nothing was heard yet.
    Greets,
    /// They differ; groups or listings are on their way, and this is what has come of the listing.
    Lists(Vec<At>),
    /// What stands otherwise is known.
    Done,
}

type Mine = BTreeMap<DocId, (DocKind, Vec<Hash>)>;

/// One value for where all documents stand.
pub(super) fn mark(mine: &Mine) -> [u8; 32] {
    let mut digest = Sha256::new();
    mine.iter().for_each(|(doc, (_, heads))| add(&mut digest, doc, heads));
    digest.finalize().into()
}

fn add(digest: &mut Sha256, doc: &DocId, heads: &[Hash]) {
    digest.update(doc.0);
    digest.update((heads.len() as u64).to_be_bytes());
    heads.iter().for_each(|head| digest.update(head.0));
}

fn bucket(doc: &DocId) -> u8 {
    let [first, ..] = doc.0;
    first
}

/// One value for each group.
fn buckets(mine: &Mine) -> Vec<[u8; 8]> {
    let mut digests = vec![Sha256::new(); BUCKETS];
    for (doc, (_, heads)) in mine {
        if let Some(digest) = digests.get_mut(usize::from(bucket(doc))) {
            add(digest, doc, heads);
        }
    }
    let short = |digest: Sha256| {
        let mut short = [0; 8];
        short.iter_mut().zip(digest.finalize()).for_each(|(to, from)| *to = from);
        short
    };
    digests.into_iter().map(short).collect()
}

impl OwnSession {
    /// They said where all of theirs stands; whether both are the same is known to both from the two greetings.
    pub(super) fn compare(&mut self, theirs: [u8; 32], mine_is_lower: bool, effects: &mut Vec<Effect>) {
        if theirs == mark(&self.mine) {
            self.settle(&BTreeSet::new(), Vec::new());
            return;
        }
        self.comparing = Comparing::Lists(Vec::new());
        if mine_is_lower {
            effects.push(Effect::Send(OwnMessage::Buckets(buckets(&self.mine)).encode()));
        }
    }

    /// They said one value for each group: what I have of those that differ goes to them.
    pub(super) fn take_buckets(&mut self, theirs: &[[u8; 8]], effects: &mut Vec<Effect>) {
        if self.comparing == Comparing::Greets {
            return;
        }
        let mine = buckets(&self.mine);
        let differ = mine.iter().zip(theirs).enumerate().filter(|(_, (mine, theirs))| mine != theirs);
        let differ: Vec<u8> = differ.filter_map(|(at, _)| u8::try_from(at).ok()).collect();
        self.list(&differ, false, effects);
    }

    fn list(&self, buckets: &[u8], answers: bool, effects: &mut Vec<Effect>) {
        let of: BTreeSet<u8> = buckets.iter().copied().collect();
        let listed = self.mine.iter().filter(|(doc, _)| of.contains(&bucket(doc)));
        let mut all: Vec<At> = listed.map(|(doc, (kind, _))| self.at(*doc, *kind)).collect();
        loop {
            // About as many as a frame has room for, however many heads they have.
            let mut room = limits::FRAME_BYTES - 1_024;
            let fits = all.iter().take(DOCUMENTS_IN_FRAME).take_while(|at| {
                let size = 64 + at.heads.len() * 33;
                let has_room = size <= room;
                room = room.saturating_sub(size);
                has_room
            });
            let count = fits.count().max(1).min(all.len());
            let rest = all.split_off(count);
            let listing = Listing { buckets: buckets.to_vec(), documents: all, last: rest.is_empty(), answers };
            effects.push(Effect::Send(OwnMessage::Documents(listing).encode()));
            if rest.is_empty() {
                return;
            }
            all = rest;
        }
    }

    /// A part of what they have of the groups that differ; after the last one it is known what differs.
    pub(super) fn take_listing(&mut self, listing: Listing, effects: &mut Vec<Effect>) {
        let Comparing::Lists(listed) = &mut self.comparing else {
            // Both began anew at once, and it is known already.
            if listing.last && !listing.answers {
                self.list(&listing.buckets, true, effects);
            }
            return;
        };
        let mut listed = std::mem::take(listed);
        listed.extend(listing.documents);
        let named: usize = listed.iter().map(|at| at.heads.len()).sum();
        if listed.len() > limits::DOCUMENTS || named > super::HASHES {
            return self.close(CloseReason::Malformed, effects);
        }
        if !listing.last {
            self.comparing = Comparing::Lists(listed);
            return;
        }
        if !listing.answers {
            self.list(&listing.buckets, true, effects);
        }
        self.settle(&listing.buckets.into_iter().collect(), listed);
    }

    /// In these groups they have this and nothing else; in all others what I had when both greeted.
    fn settle(&mut self, groups: &BTreeSet<u8>, listed: Vec<At>) {
        let same = self.mine.iter().filter(|(doc, _)| !groups.contains(&bucket(doc)));
        let same: Vec<(DocId, Vec<Hash>)> = same.map(|(doc, (_, heads))| (*doc, heads.clone())).collect();
        for (doc, heads) in same {
            self.theirs.entry(doc).or_default().heads = heads;
        }
        for at in listed {
            let stand = self.mine.entry(at.doc).or_insert_with(|| (at.kind, Vec::new()));
            let there = super::sorted(&at.heads);
            if stand.1 != there {
                self.differ.insert((rank(stand.0), at.doc));
                self.coming.insert(at.doc);
            }
            self.theirs_named += there.len();
            self.theirs.entry(at.doc).or_default().heads = there;
        }
        let lacking = self.mine.iter().filter(|(doc, _)| !self.theirs.contains_key(doc));
        self.differ.extend(lacking.map(|(doc, (kind, _))| (rank(*kind), *doc)));
        self.comparing = Comparing::Done;
        self.expected = self.coming.len();
    }
}
