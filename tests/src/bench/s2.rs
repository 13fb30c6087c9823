//! My words are safe: from what was typed on the pad to the answer that it is on the disk.

use crate::{
    Failed,
    desks::alex,
    disk::Overwrites,
    figure::{Figure, Times},
};
use sideways::desk::Request;
use sideways_core::command::{Command, ListCommand, Splice};
use std::{
    sync::mpsc::sync_channel,
    time::{Duration, Instant},
};

/// Edits measured, a group at a time: what else this computer does then falls on figure and limit alike.
const GROUPS: usize = 10;
const IN_GROUP: usize = 50;
/// What is typed at once before it is kept.
const TYPED: &str = "a template ";
/// About the size of the change that says so.
const CHANGE: [u8; 200] = [7; 200];

pub(crate) fn measure() -> Result<Figure, Failed> {
    let alex = alex()?;
    let mut overwrites = Overwrites::new(alex.folder.path())?;
    let (mut figure, mut overwritten) = (Vec::new(), Vec::new());
    for edit in 0..GROUPS * IN_GROUP {
        let splice = Splice { at: edit * TYPED.len(), delete: 0, insert: TYPED.into() };
        let command = Command::List(alex.peer, ListCommand::Pad { as_of: vec![], splices: vec![splice] });
        let (acknowledge, acknowledged) = sync_channel(1);
        let began = Instant::now();
        alex.desk.submit(Request::Run(command), move |answer| {
            let _ = acknowledge.try_send(answer.map(|_| began.elapsed()));
        });
        figure.push(acknowledged.recv_timeout(Duration::from_secs(20))??);
        if (edit + 1) % IN_GROUP == 0 {
            for _ in 0..IN_GROUP {
                overwritten.push(overwrites.time(&CHANGE)?);
            }
        }
    }
    Ok(Figure {
        name: "s2",
        what: "words typed -> acknowledged",
        times: Times::new(figure),
        percent: 50,
        limit: vec![("overwrite and fdatasync", 1, Times::new(overwritten))],
        parts: Vec::new(),
    })
}
