//! What only this room knows: which system the program runs on. Everything else asks here, by plain functions, and
//! works the same on Linux, Windows and macOS.
//!
//! Where a system has no such thing, the function says so or does nothing; nobody outside asks why.

mod clock;
mod desktop;
mod display;
mod door;
mod files;
mod firewall;
mod folders;
mod keys;
mod links;
mod machine;
mod screenless;
mod who;

pub(crate) use clock::locale_name;
pub(crate) use desktop::{Wish, follow, notify};
pub(crate) use display::{can_draw, missing};
pub(crate) use door::{Listener, Place, Stream, connect, connect_as_told, listen, prove};
pub(crate) use files::{Disk, Others, disk, prepare_folder, private_file, private_folder, sync, who_may_read};
pub(crate) use firewall::firewall_says;
pub(crate) use folders::{data_folder, example, state_folder};
pub(crate) use keys::{COMMAND, HALF_HOUR_KEYS, command};
pub(crate) use links::{take_links, takes_links};
pub(crate) use machine::{folder_id, machine};
pub(crate) use screenless::{leave_console, say_failure, stays};
pub(crate) use who::computer_name;
