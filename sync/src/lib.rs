//! How two devices agree: invitations, pairing, and one shared list kept equal.
//!
//! Everything in this crate but its network layer is a state machine without I/O: bytes and moments go in,
//! [`Effect`]s come out. So a test can hold both ends in one hand, lose a frame, turn a clock back, and have
//! the same every time.
//!
//! # Two colleagues, step by step
//!
//! **Alex invites.** His workspace makes a secret and a list that is meant to be shared; an [`Invitation`] puts
//! the secret, his device's key and ways to reach it into a block of text. He sends it as he likes.
//!
//! **Dana joins.** Her computer dials that key, so TLS proves that the right computer answers. On
//! [`PAIR_ALPN`] her [`Joiner`] and his [`Inviter`] prove the secret to each other without sending it. Both
//! screens now show the same four words; when both people have read them aloud and pressed *They match*,
//! nobody is in the middle. The words need no trust in the way the invitation went.
//!
//! **They share.** From then on the two computers meet on [`PEER_ALPN`], each with a [`Session`]:
//!
//! ```text
//! Hello    version, formats, statements about my devices, where my list stands       both, first
//! Changes  committed changes that you lack, and where I stand with them
//! Have     where I stand now: said only after a commit, so it is the acknowledgement
//! Again    the same, and I heard nothing from you: answer, and don't rely on what you sent
//! Unknown  I know none of your heads; you may know mine, so I wait
//! Some     some of my changes, because I wait too
//! Refused  these changes of yours I didn't take, and why; all the others I did
//! Where    where my computer is now, to be found again by; may be ignored
//! Bye      why I close
//! ```
//!
//! Where a list stands is its generation and its heads. If the two greetings agree, that was the whole
//! exchange: two frames, no answer, and nothing more until somebody writes a line. If they don't, each sends
//! what the other lacks, every change once, at most eight frames ahead of the answers. A line that is
//! committed goes out at once in `Changes` and comes back as `Have`: one round trip, no polling.
//!
//! Heads alone don't tell a device that was offline what the other has. It then holds its changes back and
//! says `Unknown`. Usually the other knows those older heads and simply sends. If both hold back, both name
//! `Some` of their changes, denser towards the newest; what both know is the common past, and only what came
//! after it is sent.
//!
//! No message names a document. The grant that the workspace made says which list it is, and it is asked again
//! before every frame, so that a stop holds at once. *Continue in a fresh list* changes the generation; every
//! message that speaks of the list carries it, so that a change that crosses it on the way is known to belong
//! to the old one.
//!
//! A message whose kind has its highest bit set may be ignored by a version that doesn't know it. Any other
//! unknown kind ends the connection.
//!
//! # Two computers of one person
//!
//! They meet for the first time on [`OWN_PAIR_ALPN`] ([`DeviceInviter`], [`DeviceJoiner`]): the same proofs and words as
//! between colleagues, but nothing else travels before both users said that the words match; then the one vouches for the
//! other and says whose it is. From then on they speak [`OWN_ALPN`], each with an [`OwnSession`], about every document
//! there is. It has nothing to do with what colleagues speak: another protocol, another set of keys that are let in,
//! another proof that the workspace makes.
//!
//! # When they never meet
//!
//! What one lacks goes as a sealed file ([`write_sealed`], [`SealedReader`]): the same changes and statements, encrypted to
//! each of the other's devices and signed. Where the writer's list stands is in it, and is the acknowledgement of what came
//! the other way; so two people share a list by files alone, read by the same gate.
//!
//! # When the network misbehaves
//!
//! QUIC neither loses nor repeats nor reorders within a stream, but the machines don't rely on it: a change
//! that comes twice is one change, a change that comes before what it builds on waits, and a device that knows
//! it differs and hears nothing for three seconds asks again, three times, and then waits until something
//! happens. A connection on which nothing is due has no timer at all.
//!
//! # Who may do what to us
//!
//! **A stranger** reaches TLS and no further: [`PEER_ALPN`] is answered only to keys that a grant exists for,
//! and [`PAIR_ALPN`] only while an invitation is open. An invitation's secret has 128 bits; wrong proofs are
//! limited per key ([`ProofLimit`]) and never burn the invitation, or anybody could. A proof is bound to the
//! TLS channel, both keys and the role, so it can't be carried elsewhere or sent back. A key has one place, ten
//! seconds to prove, and gives way to the next one when places run out, so that nobody fills them all.
//!
//! **Somebody who caught the invitation** on its way can join first. The invitation is then used, Dana's
//! attempt says so, and the person Alex hears is not Dana: the words are read for this.
//!
//! **Somebody in the middle**, with a connection to each, has two TLS channels and so two sets of words. The
//! joiner promises its nonce before it sees the inviter's, so there is one guess, at one in 2^44.
//!
//! **A colleague with a changed program** may keep what was shared, and may write nonsense into that one list
//! until I stop. It can't ask for anything else, because there are no words to ask with. Its frames are bounded
//! before anything is allocated; a message has one form, so there are no two readings of it; its changes are
//! judged one by one, so that refusing one says so and costs only what builds on it. More than two hundred
//! frames that change nothing, less one for every twentieth of a second, end the connection, and so does a connection without a
//! greeting; [`NoiseLimit`] keeps the count, so that connecting again doesn't begin it anew.
//!
//! What it says of where it is ([`Session::take_whereabouts`]) is kept and dialled: a few addresses, and relays over
//! TLS only. Who answers there has to have the key that is known.
//!
//! **A relay or lookup server** learns that two devices talk, when, and roughly how much. It can delay and drop.
//!
//! What this doesn't do: a stop takes nothing back that was sent; an unlocked stolen computer can read what its
//! user can; and somebody who watches the network sees that two people share something.
#![doc = ""]
#![doc = include_str!("protocol.md")]

mod effect;
pub mod frame;
mod invitation;
mod message;
pub mod net;
mod own;
mod pairing;
mod plain;
mod sealed;
mod session;
#[cfg(test)]
mod vectors;
mod words;

pub use effect::{CloseReason, Effect};
pub use invitation::{Invitation, InvitationError, InvitationKind, Whereabouts, WhereaboutsError};
pub use message::Caret;
pub use own::OwnSession;
pub use pairing::{
    Channel, DeviceInviter, DeviceJoiner, Inviter, JoinError, Joiner, ProofLimit, is_inviting, is_inviting_devices,
};
pub use sealed::{Came, ReadError, SealedFile, SealedReader, WriteError, write_sealed};
pub use session::{Noise, NoiseLimit, Session};

/// Between two colleagues' devices that share a list. See [`Session`].
pub const PEER_ALPN: &[u8] = b"sideways/peer/1";
/// Between two colleagues' devices that don't know each other yet. See [`Inviter`] and [`Joiner`].
pub const PAIR_ALPN: &[u8] = b"sideways/pair/1";
/// Between two devices of one person. See [`OwnSession`].
pub const OWN_ALPN: &[u8] = b"sideways/own/1";
/// Between two devices of one person that don't know each other yet. See [`DeviceInviter`] and [`DeviceJoiner`].
pub const OWN_PAIR_ALPN: &[u8] = b"sideways/own-pair/1";
