//! Bounds on everything that comes from outside. They never tighten: what was valid stays valid.

/// One frame on the wire, in bytes.
pub const FRAME_BYTES: usize = 256 * 1024;
/// Changes in one frame.
pub const CHANGES_IN_FRAME: usize = 2_048;
/// Operations in one change.
pub const OPS_IN_CHANGE: usize = 20 * 1024;
/// Actors that one change names.
pub const ACTORS_IN_CHANGE: usize = OPS_IN_CHANGE;
/// Dependencies of one change.
pub const DEPS_IN_CHANGE: usize = 64;
/// Predecessors of one operation.
pub const PREDS_IN_OP: usize = 1_024;
/// Values of one key that stand beside each other because they were written apart. More of them aren’t taken in, so
/// that what I write there can name them all.
pub const VALUES_OF_KEY: usize = 256;
/// Operations of one frame: as many as one signature may cover, and more. A few bytes delete thousands of characters.
pub const OPS_IN_FRAME: u64 = 400_000;
/// Steps through the graph of changes for one frame: well under a second.
pub const STEPS_IN_FRAME: u64 = 400_000;
/// Heads named in one message.
pub const HEADS: usize = 256;
/// A key of a map, in bytes.
pub const KEY_BYTES: usize = 128;
/// A scalar text (a wording, a name), in bytes.
pub const TEXT_BYTES: usize = 16 * 1024;
/// Characters that one operation inserts into a text, in bytes.
pub const RUN_BYTES: usize = 4 * CHARS_IN_CHANGE;
/// When a change was made, in milliseconds since 1970: from 2000 to 2200. What lies beyond is no moment that
/// calendars, sums of times or Automerge's own differences of times can bear.
pub const MOMENTS: std::ops::Range<i64> = 946_684_800_000..7_258_118_400_000;
/// What is kept of a half hour while it runs, in bytes.
pub const HALF_HOUR_BYTES: usize = 256 * 1024;
/// Text entered for a line, in bytes. The window and the command line say so before the gate does.
pub const LINE_BYTES: usize = 4 * 1024;
/// A name, department or role, in bytes.
pub const NAME_BYTES: usize = 256;
/// Bytes of something chosen for one device: a path, an address.
pub const SETTING_BYTES: usize = 4 * 1024;
/// Characters put into a text by one change, so that a change always fits a frame.
pub const CHARS_IN_CHANGE: usize = 16_000;
/// The pad, in characters.
pub const PAD_CHARS: usize = 200_000;
/// Changes of one document; a fresh generation is offered well before.
pub const CHANGES_IN_DOCUMENT: usize = 200_000;
/// Lines of one shared list, removed ones included, to which I add one more.
pub const LINES_IN_LIST: usize = 25_000;
/// Keys of one map to which more of a colleague's are taken in: fewer than lines of a list, so that nobody fills it
/// up for the other.
pub const KEYS_OF_MAP: usize = 20_000;
/// The greatest operation counter.
pub const OP_COUNTER: u64 = 1 << 31;
/// Changes that wait for their dependencies.
pub const PEN_CHANGES: usize = 1_024;
/// The same, in bytes.
pub const PEN_BYTES: usize = 1024 * 1024;
/// The same for all documents together, in bytes.
pub const PENS_BYTES: usize = 8 * 1024 * 1024;
/// Devices known of one person.
pub const DEVICES_OF_PERSON: usize = 16;
/// Statements about one person's devices, those that remove one included.
pub const STATEMENTS_OF_PERSON: usize = 128;
/// Those of them that are told to somebody who isn't known yet.
pub const STATEMENTS_AT_PAIRING: usize = 32;
/// Statements about all devices of all people.
pub const STATEMENTS: usize = 8 * 1024;
/// Documents of one notebook: more than a hundred years of three hundred peers.
pub const DOCUMENTS: usize = 100_000;
/// An invitation's text, in bytes.
pub const INVITATION_BYTES: usize = 2_048;
/// What a sealed file holds, in bytes: years of a list. What is more goes with a later file.
pub const SEALED_BYTES: usize = 4 * 1024 * 1024;
/// Messages in a sealed file.
pub const SEALED_MESSAGES: usize = 1_024;
/// A sealed file itself, in bytes: what it holds, and what encrypting adds.
pub const SEALED_FILE_BYTES: usize = SEALED_BYTES + 256 * 1024;
/// Addresses in an invitation or remembered for a device.
pub const ADDRESSES: usize = 16;
/// Fresh lists that the other side may have begun since we last met.
pub const GENERATIONS_AHEAD: u32 = 1_000;
/// The greatest number of a fresh list of theirs that is followed, so that I can always begin another.
pub const GENERATIONS: u32 = 1 << 30;
