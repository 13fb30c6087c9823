//! My words appear at the other desk: from the command at Alex's to the line in Dana's view, which shows only
//! what Dana's disk has.

use crate::{
    Failed,
    desks::paired,
    disk::Commits,
    figure::{Figure, Times},
    ping::Ping,
};
use sideways::desk::Request;
use std::{
    sync::mpsc::sync_channel,
    time::{Duration, Instant},
};

/// Lines in the list when it begins.
const LINES: usize = 1_000;
/// Edits measured, a group at a time: what else this computer does then falls on figure and limit alike.
const GROUPS: usize = 10;
const IN_GROUP: usize = 50;
/// About what the program keeps of one line.
const ROW: [u8; 600] = [7; 600];

pub(crate) fn measure() -> Result<Figure, Failed> {
    let (alex, dana) = paired(LINES)?;
    let mut commits = Commits::new(dana.folder.path())?;
    let ping = Ping::new()?;
    let (mut figure, mut safe, mut committed, mut pinged) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for edit in 0..GROUPS * IN_GROUP {
        let text = format!("An hour of advice, number {edit}");
        let command = alex.add(&text);
        let (acknowledge, acknowledged) = sync_channel(1);
        let began = Instant::now();
        alex.desk.submit(Request::Run(command), move |answer| {
            let _ = acknowledge.try_send(answer.map(|_| began.elapsed()));
        });
        dana.until(|view| dana.ends_with(view, &text))?;
        figure.push(began.elapsed());
        safe.push(acknowledged.recv_timeout(Duration::from_secs(20))??);
        alex.until_equal()?;
        if (edit + 1) % IN_GROUP == 0 {
            for _ in 0..2 * IN_GROUP {
                committed.push(commits.time(&ROW)?);
            }
            pinged.extend(ping.times(IN_GROUP)?);
        }
    }
    Ok(Figure {
        name: "s1",
        what: "line written here -> in the other’s view",
        times: Times::new(figure),
        percent: 50,
        limit: vec![("store commit", 2, Times::new(committed)), ("ping", 1, Times::new(pinged))],
        parts: vec![("of that, until it is acknowledged here", Times::new(safe))],
    })
}
