//! It finds things: from a key press to what was found, over ten years of notes; beside it, one plain pass over
//! the same bytes.

use crate::{
    Failed,
    figure::{Figure, Times},
};
use sideways_core::{
    Opening, Workspace,
    command::{Command, MeetingDetails, Outcome, PeerDetails},
    method,
    search::Notebook,
    snapshot::{Every, Moment, Snapshot, Why},
};
use std::{hint::black_box, time::Instant};

const PEERS: u64 = 200;
const MEETINGS: u64 = 120;
/// About two kilobytes a meeting make 50 MB.
const WORDS: u64 = 300;
const QUERIES: u64 = 200;
const RESULTS: usize = 50;
const NOW: Moment = Moment { unix_ms: 1_790_000_000_000 };

pub(crate) fn measure() -> Result<Figure, Failed> {
    let folder = tempfile::tempdir()?;
    // Another process fills the store, so that what this one holds is what opening took.
    let filled = std::process::Command::new(std::env::current_exe()?).args(["s5-fill"]).arg(folder.path()).status()?;
    if !filled.success() {
        return Err("the store could not be filled".into());
    }
    let before = resident_bytes();
    let began = Instant::now();
    let ws = Workspace::open(folder.path(), opening(2))?;
    let opened = began.elapsed();
    let snapshot = ws.snapshot();
    let mut notebook = Notebook::default();
    let began = Instant::now();
    notebook.follow(&snapshot);
    let followed = began.elapsed();
    let resident = resident_bytes().saturating_sub(before);
    let text = all_text(&snapshot);
    let (mut found, mut plain, mut todays) = (Vec::new(), Vec::new(), Vec::new());
    for query in 0..QUERIES {
        let query = format!("{} {}", word(query * 7_919), word(query * 104_729 + 1));
        for typed in query.char_indices().map(|(at, c)| at + c.len_utf8()) {
            let typed = query.get(..typed).unwrap_or_default();
            let began = Instant::now();
            black_box(notebook.find(black_box(typed), RESULTS));
            found.push(began.elapsed());
        }
        let absent = format!("{query}\u{1}");
        let began = Instant::now();
        black_box(memchr::memmem::find(text.as_bytes(), absent.as_bytes()));
        plain.push(began.elapsed());
        let began = Instant::now();
        black_box(method::today(&snapshot, jiff::civil::date(2026, 9, 21).at(9, 0, 0, 0), &jiff::tz::TimeZone::UTC));
        todays.push(began.elapsed());
    }
    let megabytes = |bytes: usize| bytes as f64 / 1e6;
    eprintln!(
        "{PEERS} peers, {} meetings, {:.1} MB of text; resident {:.1} MB more with snapshot and index ({:.1} MB)",
        PEERS * MEETINGS,
        megabytes(text.len()),
        megabytes(resident),
        megabytes(notebook.bytes()),
    );
    Ok(Figure {
        name: "s5",
        what: "a key is pressed -> what was found",
        times: Times::new(found),
        percent: 99,
        limit: vec![("one plain pass over the text", 1, Times::new(plain))],
        parts: vec![
            ("today", Times::new(todays)),
            ("opening the store", Times::new(vec![opened])),
            ("making it ready to search", Times::new(vec![followed])),
        ],
    })
}

fn opening(seed: u8) -> Opening {
    Opening { entropy: [seed; 32], now: NOW, device_name: "desk".into() }
}

pub(crate) fn fill(folder: &std::path::Path) -> Result<(), Failed> {
    let mut ws = Workspace::open(folder, opening(1))?;
    for peer in 0..PEERS {
        let name = format!("{} {}", word(peer), word(peer + 1_000));
        let every = Some(Every::Month);
        let details = PeerDetails { name, department: word(peer % 7), every, ..PeerDetails::default() };
        let Outcome::Peer(id) = ws.edit(Command::AddPeer(details), NOW)? else { return Err("no peer".into()) };
        let meetings = (0..MEETINGS).map(|nth| {
            let seed = peer * MEETINGS + nth;
            let text: Vec<String> = (0..WORDS).map(|at| word(seed.wrapping_mul(2_654_435_761) ^ (at * 97))).collect();
            Command::LogMeeting { peer: id, meeting: meeting(nth, text.join(" ")) }
        });
        ws.edit(Command::Together(meetings.collect()), NOW)?;
    }
    Ok(())
}

fn meeting(nth: u64, help: String) -> MeetingDetails {
    let days = i64::try_from(nth * 30).unwrap_or(0);
    let on = jiff::civil::date(2016, 10, 1).saturating_add(jiff::Span::new().days(days));
    MeetingDetails { why: Some(Why::Standing), help, ..MeetingDetails::on(on) }
}

/// A word that nobody said, of one to four syllables; common ones come often.
fn word(seed: u64) -> String {
    const SYLLABLES: [&str; 32] = [
        "ba", "lo", "mi", "ter", "san", "ko", "re", "vu", "nal", "pi", "do", "ges", "har", "lin", "mo", "qua", "ris",
        "ste", "tu", "vel", "wo", "xen", "ya", "zor", "cha", "fel", "gra", "hu", "jo", "kel", "lu", "ne",
    ];
    let mut mixed = seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^= mixed >> 29;
    let count = 1 + mixed % 4;
    (0..count).filter_map(|at| SYLLABLES.get(((mixed >> (8 + at * 9)) % 32) as usize).copied()).collect()
}

fn all_text(snapshot: &Snapshot) -> String {
    let peers = snapshot.peers.iter();
    peers.flat_map(|peer| peer.meetings.iter().map(|meeting| meeting.help.as_str())).collect()
}

/// What this process holds in memory; 0 where the system doesn't say.
fn resident_bytes() -> usize {
    let pages = std::fs::read_to_string("/proc/self/statm").ok();
    let pages = pages.and_then(|text| text.split(' ').nth(1)?.parse::<usize>().ok());
    pages.unwrap_or(0) * 4096
}
