//! The window, driven by role and name, and drawn without a display.

// A test binary has no outside, and where it panics it has found something.
#![allow(unreachable_pub, missing_docs, clippy::indexing_slicing, clippy::unwrap_used, clippy::panic)]

mod backups;
mod behaviour;
mod caret;
mod clicks;
mod computers;
mod cpu_renderer;
mod drafts;
mod edited;
mod exactly;
mod files;
mod find;
mod folder;
mod fonts;
mod foreign;
mod forms;
mod half_hour;
mod hidden;
mod in_sight;
mod keyboard;
mod listening;
mod live;
mod living;
mod lock;
mod looks;
mod mended;
mod narrow;
mod network;
mod notices;
mod peer;
mod pictures;
mod said_dates;
mod scene;
mod sealed;
mod text_fields;
mod today;
