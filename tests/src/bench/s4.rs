//! Nothing stutters: what one frame costs (layout and tessellation, no painting) on every screen with 10,000 rows,
//! while the wheel turns; beside it a bare virtual list of as many labels.

use crate::{
    Failed,
    figure::{Figure, Times},
};
use eframe::egui::{self, Context, Event, Modifiers, MouseWheelUnit, RawInput, Rect, Ui, pos2, vec2};
use jiff::{civil::date, tz::TimeZone};
use sideways::{
    desk::{Online, Request, View},
    window::App,
};
use sideways_core::{
    id::{DeviceId, EntryId, LineId, PeerId, PersonId, WordingId},
    snapshot::{Field, Kind, Line, ListView, Meeting, Moment, Note, PeerView, Sharing, Snapshot, State, Who, Wording},
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Instant};

const ROWS: u32 = 10_000;
const FRAMES: u32 = 400;
const NOW: Moment = Moment { unix_ms: 1_795_356_000_000 };

/// The screens, by the key that opens them; a peer's page is what the window opens with.
const SCREENS: [(&str, Option<egui::Key>); 6] = [
    ("a peer’s page", None),
    ("Today", Some(egui::Key::Num1)),
    ("Peers", Some(egui::Key::Num2)),
    ("Projects", Some(egui::Key::Num3)),
    ("Review", Some(egui::Key::Num4)),
    ("Settings", Some(egui::Key::Num5)),
];

pub(crate) fn measure() -> Result<Figure, Failed> {
    let view = view();
    let mut parts: Vec<(&'static str, Times)> = Vec::new();
    let mut all = Vec::new();
    for (name, key) in SCREENS {
        let ctx = Context::default();
        let mut app = App::new(&ctx, view.clone(), PathBuf::from("/home/alex"), TimeZone::UTC, NOW);
        let mut frame = |events: Vec<Event>| cost(&ctx, events, |ui| drop::<Vec<Request>>(app.frame(ui)));
        let opens = key.map(|key| Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        });
        frame(opens.into_iter().collect());
        // What is laid out once, like the letters, isn't what stutters.
        (0..20).for_each(|_| {
            frame(Vec::new());
        });
        let times: Vec<_> = (0..FRAMES).map(|nth| frame(wheel(nth))).collect();
        all.extend(times.iter().copied());
        parts.push((name, Times::new(times)));
    }
    parts.push(("typing into a note of 50 KB", typing()?));
    let ctx = Context::default();
    let bare = || {
        cost(&ctx, wheel(1), |ui| {
            egui::CentralPanel::default().show(ui, |ui| {
                egui::ScrollArea::vertical().show_rows(ui, 20.0, ROWS as usize, |ui, rows| {
                    for row in rows {
                        ui.label(format!("Row {row} of a list"));
                    }
                });
            });
        })
    };
    (0..20).for_each(|_| {
        bare();
    });
    let bare = (0..FRAMES).map(|_| bare()).collect();
    Ok(Figure {
        name: "S4",
        what: "a frame of any screen, 10,000 rows, the wheel turning",
        times: Times::new(all),
        percent: 99,
        limit: vec![("a frame of a bare virtual list", 1, Times::new(bare))],
        parts,
    })
}

/// A key a frame, into a private note that was long already.
fn typing() -> Result<Times, Failed> {
    let mut view = view();
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.peers.remove(0);
    let peer = snapshot.peers.first().ok_or("nobody is there")?.id;
    let long = "Freeze holds until the board meets; she offered to look at it before.\n".repeat(730);
    Arc::make_mut(&mut snapshot.drafts).insert(Field::NewNote(peer), long);
    let ctx = Context::default();
    let mut app = App::new(&ctx, view, PathBuf::from("/home/alex"), TimeZone::UTC, NOW);
    let mut frame = |events: Vec<Event>| cost(&ctx, events, |ui| drop::<Vec<Request>>(app.frame(ui)));
    let key = |pressed| Event::Key {
        key: egui::Key::Tab,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    // The third field of the page: after the new line and the pad.
    let mut fields = 0;
    for _ in 0..200 {
        frame(vec![key(true), key(false)]);
        frame(Vec::new());
        fields += usize::from(ctx.text_edit_focused());
        if fields == 3 {
            return Ok(Times::new((0..FRAMES).map(|_| frame(vec![Event::Text("a".into())])).collect()));
        }
    }
    Err("the note was never reached by Tab".into())
}

fn cost(ctx: &Context, events: Vec<Event>, draw: impl FnMut(&mut Ui)) -> std::time::Duration {
    let mut input = RawInput { events, ..RawInput::default() };
    input.screen_rect = Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1180.0, 760.0)));
    let began = Instant::now();
    let output = ctx.run_ui(input, draw);
    let shapes = ctx.tessellate(output.shapes, output.pixels_per_point);
    std::hint::black_box(shapes);
    began.elapsed()
}

/// A wheel over the middle of the window, down for a while and up again.
fn wheel(nth: u32) -> Vec<Event> {
    let down = nth % 200 < 100;
    let delta = vec2(0.0, if down { -120.0 } else { 120.0 });
    vec![
        Event::PointerMoved(pos2(560.0, 500.0)),
        Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta,
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Wheel,
        },
    ]
}

/// 10,000 lines, notes and meetings with one peer, and 200 peers beside.
fn view() -> View {
    let mut snapshot = Snapshot::empty(PersonId([1; 16]), DeviceId([1; 32]));
    snapshot.me.name = "Alex Kim".into();
    let mut peers: Vec<Arc<PeerView>> = (2..202).map(|nth| Arc::new(peer(nth, 0))).collect();
    peers.insert(0, Arc::new(peer(1, ROWS)));
    snapshot.peers = peers;
    View {
        snapshot: Arc::new(snapshot),
        links: BTreeMap::new(),
        carets: BTreeMap::new(),
        offered: None,
        came: None,
        online: Online::No,
        relay: Default::default(),
        causes: Default::default(),
        joining: Vec::new(),
        lock: Default::default(),
        safety: Default::default(),
        own: Default::default(),
        folder: Default::default(),
    }
}

fn id(kind: u8, nth: u32) -> [u8; 16] {
    let mut id = [kind; 16];
    if let Some(place) = id.first_chunk_mut::<4>() {
        *place = nth.to_be_bytes();
    }
    id
}

fn peer(nth: u32, rows: u32) -> PeerView {
    let wording = |row| Wording {
        id: WordingId(id(3, row)),
        text: format!("Line {row}: two days of a data engineer for the ledger cut-over"),
        by: if row % 2 == 0 { Who::Me } else { Who::Them },
        at: NOW,
    };
    let line = |row| {
        Arc::new(Line {
            id: LineId(id(2, row)),
            kind: [Kind::Offer, Kind::Ask, Kind::Idea].get(row as usize % 3).copied().unwrap_or_default(),
            state: if row % 4 == 0 { State::Done } else { State::Open },
            raised_by: Who::Me,
            helpers: vec![],
            versions: vec![wording(row)],
            history: vec![wording(row).into()],
            remarks: vec![],
        })
    };
    let note = |row| {
        let text =
            format!("Note {row}. Freeze holds until the board meets; she offered to look at our request before.");
        Arc::new(Note { id: EntryId(id(4, row)), at: NOW, text })
    };
    let meeting = |row: u32| {
        let on = date(2026, 11, 20).saturating_sub(jiff::Span::new().days(i64::from(row % 3_600)));
        let empty = String::new;
        let (words, mine, help) = (empty(), empty(), empty());
        let (offered, asked, they_offered, they_asked) = (vec![], vec![], vec![], vec![]);
        Arc::new(Meeting {
            id: EntryId(id(5, row)),
            on,
            why: None,
            words,
            mine,
            help,
            offered,
            asked,
            they_offered,
            they_asked,
            also: vec![],
            came: vec![],
        })
    };
    PeerView {
        id: PeerId(id(1, nth)),
        name: format!("Peer {nth}"),
        department: "Finance".into(),
        role: String::new(),
        reach: vec![],
        every: None,
        tags: vec![],
        how_met: String::new(),
        card_uid: String::new(),
        words: vec![],
        notes: (0..rows).map(note).collect(),
        meetings: (0..rows).map(meeting).collect(),
        promises: vec![],
        heads_ups: vec![],
        plans: vec![],
        points: vec![],
        tests: vec![],
        series: None,
        closed: None,
        added: NOW,
        list: Arc::new(ListView { lines: (0..rows).map(line).collect(), ..ListView::default() }),
        since: [].into(),
        sharing: Sharing::default(),
    }
}
