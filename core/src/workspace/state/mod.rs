//! What the workspace knows, as data: rows ready to read, and what belongs to this device alone. Nothing here is
//! written to the disk by itself; a transaction does that, and changes this afterwards.

pub(super) mod acknowledged;
pub(super) mod device;
pub(super) mod entries;
pub(super) mod forked;
pub(super) mod line;
pub(super) mod list_rows;
pub(super) mod pad;
pub(super) mod pages;
pub(super) mod quota;
pub(super) mod read_marker;
pub(super) mod read_model;
pub(super) mod refusals;
pub(super) mod statements;
pub(super) mod undoable;
mod unsaved;
