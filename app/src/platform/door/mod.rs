//! The door between two processes of one user on one computer: a socket in a folder that only this user can enter,
//! and on Windows a pipe that only this user can open.

#[cfg(any(windows, test))]
mod proof;
#[cfg(any(windows, test))]
mod pumped;
#[cfg(unix)]
#[path = "unix.rs"]
mod system;
#[cfg(windows)]
#[path = "windows.rs"]
mod system;

pub(crate) use system::{Listener, Place, Stream, connect, connect_as_told, listen, prove};
