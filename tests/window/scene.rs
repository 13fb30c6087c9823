//! A view with invented people, and the window over it.

use crate::cpu_renderer::CpuRenderer;
use eframe::egui::{Theme, Ui, Vec2, vec2};
use egui_kittest::Harness;
use jiff::{civil::date, tz::TimeZone};
use sideways::{
    desk::{Last, Link, Lock, Online, Request, Safety, View},
    files::Work,
    window::App,
};
use sideways_core::{
    backup::Counts,
    id::{DeviceId, EntryId, LineId, NeedId, PeerId, PersonId, ProjectId, WordingId},
    snapshot::{
        Every, HeadsUp, Kind, Line, ListView, Me, Meeting, Moment, Need, NetworkSetting, Note, OwnDevice, PeerView,
        Plan, PlanState, Point, PointPart, Project, Promise, Sharing, SharingState, Snapshot, State, TheirWords, Who,
        Why, Wording,
    },
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// 22 November 2026, 14:00 UTC.
pub const NOW: Moment = Moment { unix_ms: 1_795_356_000_000 };
pub const DANA: PeerId = PeerId([1; 16]);

/// Backups that are in order.
pub fn safety() -> Arc<Safety> {
    let folder = PathBuf::from("/home/alex/.local/share/sideways/backups");
    let counts =
        Counts { peers: 4, words: 3, notes: 3, meetings: 1, lines: 5, documents: 7, changes: 41, ..Counts::default() };
    let file = folder.join("sideways-01010101-2026-11-21-180000Z.age");
    Arc::new(Safety {
        sheet_shown: true,
        place_asked: true,
        last: Some(Last { at: before(1), file, tested: before(1), counts }),
        folder,
        ..Safety::default()
    })
}

fn before(days: i64) -> Moment {
    Moment { unix_ms: NOW.unix_ms - days * 86_400_000 }
}

fn line(id: u8, text: &str, kind: Kind, state: State, by: Who) -> Line {
    let wording = Wording { id: WordingId([id; 16]), text: text.into(), by, at: before(9) };
    Line {
        id: LineId([id; 16]),
        kind,
        state,
        raised_by: by,
        helpers: vec![],
        versions: vec![wording.clone()],
        history: vec![wording.into()],
        remarks: vec![],
    }
}

/// The line that both reworded.
pub fn disputed() -> Line {
    let mut line = line(3, "Walk through the cloud bill together, once a quarter", Kind::Idea, State::Open, Who::Them);
    let theirs = Wording {
        id: WordingId([33; 16]),
        text: "Read the cloud bill together for 20 minutes after each close".into(),
        by: Who::Them,
        at: before(1),
    };
    line.versions[0].by = Who::Me;
    line.versions.push(theirs);
    line
}

pub fn dana() -> PeerView {
    let said = |id, on, text: &str| Arc::new(TheirWords { id: EntryId([id; 16]), on, text: text.into() });
    let note = |id, days, text: &str| Arc::new(Note { id: EntryId([id; 16]), at: before(days), text: text.into() });
    let meeting = Meeting {
        id: EntryId([9; 16]),
        on: date(2026, 10, 13),
        why: Some(Why::Standing),
        words: String::new(),
        mine: String::new(),
        help: String::new(),
        offered: vec![],
        asked: vec![],
        they_offered: vec![],
        they_asked: vec![],
        also: vec![],
        came: vec![],
    };
    let mut help = line(2, "One page on how the shared test system is paid for", Kind::Ask, State::Open, Who::Them);
    help.helpers = vec![Who::Me];
    let lines = vec![
        line(1, "Two days of a data engineer for the ledger cut-over", Kind::Offer, State::Doing, Who::Me),
        help,
        disputed(),
        line(4, "A named person in each team for small purchase orders", Kind::Idea, State::Open, Who::Them),
        line(5, "Badge access for the audit week", Kind::Ask, State::Done, Who::Me),
    ];
    PeerView {
        id: DANA,
        name: "Dana Ruiz".into(),
        department: "Finance".into(),
        role: "Planning and budgets".into(),
        reach: vec![
            "https://chat.example/dana".into(),
            "mailto:dana.ruiz@northfield.example".into(),
            "tel:+33155010203".into(),
        ],
        every: Some(Every::Month),
        tags: vec!["budget".into(), "ledger".into()],
        how_met: "Priya introduced us at the March planning day.".into(),
        card_uid: String::new(),
        words: vec![
            said(1, date(2026, 10, 13), "The budget freeze. I say no to things I’d say yes to in January."),
            said(2, date(2026, 9, 8), "Quarter close lands in the same week as the new ledger."),
            said(3, date(2026, 7, 14), "Hiring. Two people short and nobody to train the next one."),
        ],
        notes: vec![
            note(
                4,
                40,
                "Freeze holds until the board meets on 4 December. She offered to look at our request the week before, so the draft has to be ready by the 27th.",
            ),
            note(5, 54, "Five minutes in the corridor. The new ledger team sits on the third floor now."),
            note(6, 75, "Prefers a short message before a long mail. Likes to see numbers with one line of why."),
        ],
        meetings: vec![Arc::new(meeting)],
        promises: vec![],
        heads_ups: vec![],
        plans: vec![],
        points: vec![],
        tests: vec![],
        series: None,
        closed: None,
        added: NOW,
        list: Arc::new(ListView {
            lines: lines.into_iter().map(Arc::new).collect(),
            pad: "Show the renewal dates before Legal sees them".into(),
            their_working_on: "The 2027 headcount template".into(),
            ..ListView::default()
        }),
        since: [].into(),
        sharing: Sharing {
            state: SharingState::Shared,
            checked: true,
            has_everything_as_of: Some(before(5)),
            ..Sharing::default()
        },
    }
}

fn other(id: u8, name: &str, department: &str) -> PeerView {
    PeerView {
        id: PeerId([id; 16]),
        name: name.into(),
        department: department.into(),
        role: String::new(),
        reach: vec![],
        every: None,
        tags: vec![],
        how_met: String::new(),
        card_uid: String::new(),
        words: vec![],
        notes: vec![],
        meetings: vec![],
        promises: vec![],
        heads_ups: vec![],
        plans: vec![],
        points: vec![],
        tests: vec![],
        series: None,
        closed: None,
        added: NOW,
        list: Arc::default(),
        since: [].into(),
        sharing: Sharing::default(),
    }
}

/// Alex's workspace, with this Dana in it.
pub fn view_with(dana: PeerView) -> View {
    let mut view = empty();
    view.links = BTreeMap::from([(DANA, Link::Connected { equal: true })]);
    let snapshot = Arc::make_mut(&mut view.snapshot);
    snapshot.me = Me { name: "Alex Kim".into(), department: "Engineering".into(), ..Me::default() };
    snapshot.network = NetworkSetting::ThisNetwork;
    let (id, name) = (DeviceId([1; 32]), "laptop".into());
    let this = OwnDevice { id, name, this: true, removed: false, connects: true, had_everything: None };
    snapshot.devices = [this].into();
    view.safety = safety();
    view.lock = Lock::Open;
    let snapshot = Arc::make_mut(&mut view.snapshot);
    let others = [other(2, "Lee Novak", "IT"), other(3, "Marco Weiss", "Legal"), other(4, "Priya Shah", "Operations")];
    snapshot.peers = std::iter::once(dana).chain(others).map(Arc::new).collect();
    view
}

pub fn view() -> View {
    view_with(dana())
}

/// A week with something in it: a half hour planned and prepared, a promise, heads-ups, and somebody never met.
pub fn busy() -> View {
    let mut dana = dana();
    let id = |n: u8| EntryId([n; 16]);
    let promise = |n, by, text: &str, due| Arc::new(Promise { id: id(n), by, text: text.into(), due, done: None });
    dana.promises = vec![
        promise(31, Who::Me, "Send the server cost forecast", Some(date(2026, 11, 25))),
        promise(32, Who::Them, "Name a person for small orders", None),
    ];
    let point =
        |n, part, text: &str| Arc::new(Point { id: id(n), part, text: text.into(), at: before(1), done: false });
    dana.points = vec![
        point(33, PointPart::Mine, "Moving customer data to the new platform. The licence question is still open."),
        point(34, PointPart::Ask, "An early look at the 2027 headcount template"),
    ];
    let at = date(2026, 11, 24).at(10, 0, 0, 0);
    let plan = Plan { id: id(35), at, zone: "UTC".into(), minutes: 30, moves: 1, state: PlanState::Planned };
    dana.plans = vec![Arc::new(plan)];
    let mut view = view_with(dana);
    let snapshot = Arc::make_mut(&mut view.snapshot);
    let heads_up = |n, text: &str, by| Arc::new(HeadsUp { id: id(n), text: text.into(), by, sent: None, told: None });
    let marco = snapshot.peers.iter_mut().find(|peer| peer.name == "Marco Weiss").unwrap();
    Arc::make_mut(marco).heads_ups = vec![heads_up(36, "Licence renewal moves to February", date(2026, 11, 27))];
    let lee = snapshot.peers.iter_mut().find(|peer| peer.name == "Lee Novak").unwrap();
    Arc::make_mut(lee).every = Some(Every::Quarter);
    let need = |n: u8, department: &str, what: &str| Need {
        id: NeedId([n; 16]),
        department: department.into(),
        what: what.into(),
        introducer: None,
    };
    snapshot.projects = vec![Arc::new(Project {
        id: ProjectId([40; 16]),
        name: "Atlas".into(),
        made: date(2026, 11, 20),
        by: Some(date(2027, 3, 1)),
        needs: vec![need(41, "Finance", "budget"), need(42, "Procurement", "two contracts")],
        done: None,
    })];
    let lee = snapshot.peers.iter_mut().find(|peer| peer.name == "Lee Novak").unwrap();
    Arc::make_mut(lee).added = before(60);
    view
}

/// A workspace on its first day.
pub fn empty() -> View {
    let snapshot = Snapshot::empty(PersonId([1; 16]), DeviceId([1; 32]));
    View {
        own: Default::default(),
        folder: Default::default(),
        snapshot: Arc::new(snapshot),
        links: BTreeMap::new(),
        carets: BTreeMap::new(),
        offered: None,
        came: None,
        online: Online::No,
        relay: Default::default(),
        causes: Default::default(),
        joining: Vec::new(),
        safety: Arc::default(),
        lock: Lock::Without,
    }
}

/// The window and what it asked for.
pub struct Window {
    pub app: App,
    pub view: View,
    pub now: Moment,
    pub asked: Vec<Request>,
    pub work: Vec<Work>,
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.app.set_view(self.view.clone(), self.now);
        self.asked.extend(self.app.frame(ui));
        self.work.extend(self.app.take_work().into_iter().map(|(work, _)| work));
    }
}

/// How it is looked at.
#[derive(Clone, Copy)]
pub struct Look {
    pub theme: Theme,
    pub size: Vec2,
    pub zoom: f32,
}

pub const LIGHT: Look = Look { theme: Theme::Light, size: vec2(1180.0, 760.0), zoom: 1.0 };

pub fn harness(view: View, look: Look) -> Harness<'static, Window> {
    harness_in(view, look, TimeZone::UTC)
}

/// The same in another time zone.
pub fn harness_in(view: View, look: Look, zone: TimeZone) -> Harness<'static, Window> {
    let mut harness = Harness::builder()
        .with_size(look.size)
        .with_theme(look.theme)
        .with_max_steps(64)
        .renderer(CpuRenderer::default())
        .build_eframe(move |creation| {
            let folder = PathBuf::from("/home/alex/.local/share/sideways");
            let mut app = App::new(&creation.egui_ctx, view.clone(), folder, zone.clone(), NOW);
            app.keep_files_in(PathBuf::from("/home/alex/Documents"));
            Window { app, view, now: NOW, asked: vec![], work: vec![] }
        });
    if look.zoom != 1.0 {
        harness.ctx.set_zoom_factor(look.zoom);
    }
    harness.run_steps(6);
    harness
}

/// Where a thing is; a group or a dialog is where its parts are.
pub fn place(node: &egui_kittest::Node<'_>) -> eframe::egui::Rect {
    use egui_kittest::kittest::NodeT as _;
    let whole = |node: &egui_kittest::Node<'_>| node.accesskit_node().bounding_box().map(|_| node.rect());
    let parts = node.children_recursive().filter_map(|it| whole(&it));
    whole(node).into_iter().chain(parts).reduce(|all, part| all.union(part)).unwrap()
}
