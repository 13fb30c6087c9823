//! Peers: who I am, the first peer, and one more.

use super::{
    ask::{self, Ask, Dialog, Place},
    icon, parts,
    rows::Rows,
    theme::{self, Size},
};
use crate::{desk::View, words};
use eframe::egui::{Key, Response, Stroke, Ui, vec2};
use sideways_core::{
    command::{Command, PeerDetails},
    search::folded,
    snapshot::Me,
};

/// What is typed here.
#[derive(Debug, Default)]
pub(super) struct Start {
    name: String,
    department: String,
    my_name: String,
    my_department: String,
    rows: Rows,
    /// Whose name was asked for with the caret in its field, since the place was opened.
    asked: Option<Whose>,
}

/// Whose name is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Whose {
    Mine,
    Peer,
}

/// As long as there are fewer peers, adding one is what somebody comes here for.
const FEW: usize = 3;

impl Start {
    /// The place is opened: what it asks for first has the caret.
    pub(super) fn opens(&mut self) {
        self.asked = None;
    }

    /// Gives the field the caret where it is asked for now and wasn't before.
    fn ask(&mut self, whose: Whose, field: &Response) {
        if self.asked != Some(whose) {
            self.asked = Some(whose);
            field.request_focus();
        }
    }
}

pub(super) fn peers_ui(ui: &mut Ui, view: &View, start: &mut Start, hidden: bool, out: &mut Vec<Ask>) {
    ui.add_space(if view.snapshot.peers.is_empty() { 64.0 } else { 0.0 });
    if hidden {
        parts::heading(ui, "Peers", Size::Title, 1);
        super::hidden::says_ui(ui);
        return;
    }
    if view.snapshot.me.name.is_empty() {
        who_are_you(ui, start, out);
        return;
    }
    if view.snapshot.peers.is_empty() {
        people_picture(ui);
        ui.add_space(24.0);
        let words = "Pick three to five people in other departments whose work touches yours. Start with one.";
        parts::heading(ui, words, Size::Title, 1);
    } else {
        parts::heading(ui, "Peers", Size::Title, 1);
        ui.add_space(8.0);
        let peers = &view.snapshot.peers;
        start.rows.show(ui, peers.len(), |ui, nth| {
            if let Some(peer) = peers.get(nth) {
                one(ui, peer, out);
            }
        });
        ui.add_space(16.0);
        parts::heading(ui, "One more", Size::Body, 2);
    }
    ui.add_space(16.0);
    add_peer(ui, view, start, out);
    ui.add_space(16.0);
    ui.horizontal_wrapped(|ui| {
        let soft = theme::of(ui).ink_soft;
        ui.label(parts::text("Did somebody invite you?", Size::Body, soft));
        if parts::quiet(ui, &format!("{} I have an invitation…", icon::KEY)).clicked() {
            out.push(Ask::Open(Some(Dialog::Join)));
        }
    });
    ui.horizontal_wrapped(|ui| {
        let soft = theme::of(ui).ink_soft;
        ui.label(parts::text("Look at your calendar, or bring in address cards:", Size::Body, soft));
        if parts::quiet(ui, &format!("{} Open a file…", icon::CALENDAR)).clicked() {
            out.push(Ask::Open(Some(Dialog::OpenFile)));
        }
    });
    ui.add_space(32.0);
    disclosure(ui);
}

fn one(ui: &mut Ui, peer: &sideways_core::snapshot::PeerView, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        let name = parts::quiet_name(ui, &peer.name);
        if name.clicked() {
            out.push(Ask::Go(Place::Peer(peer.id)));
        }
        let met = match peer.meetings.first() {
            Some(meeting) => format!("{} · met {}", peer.department, words::date(meeting.on)),
            None => format!("{} · you haven’t met yet", peer.department),
        };
        ui.label(parts::text(met, Size::Body, t.ink_soft));
    });
}

fn who_are_you(ui: &mut Ui, start: &mut Start, out: &mut Vec<Ask>) {
    people_picture(ui);
    ui.add_space(24.0);
    parts::heading(ui, "First, who are you?", Size::Title, 1);
    let soft = theme::of(ui).ink_soft;
    ui.label(parts::text("A colleague you share a list with will see your name and department.", Size::Body, soft));
    ui.add_space(16.0);
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        let width = column(ui);
        let name = parts::field(ui, "Your name", &mut start.my_name, "Alex Kim", width);
        let department = parts::field(ui, "Your department", &mut start.my_department, "Engineering", width);
        start.ask(Whose::Mine, &name);
        done |= entered(ui, &name) || entered(ui, &department);
        ui.vertical(|ui| {
            ui.add_space(22.0);
            done |= parts::primary(ui, "Continue").clicked();
        });
        if done {
            to_the_first_empty([(&name, &start.my_name), (&department, &start.my_department)]);
        }
    });
    ui.horizontal_wrapped(|ui| {
        let soft = theme::of(ui).ink_soft;
        ui.label(parts::text("Coming back on a new computer?", Size::Body, soft));
        if parts::quiet(ui, "I have another computer…").clicked() {
            out.push(Ask::Open(Some(Dialog::HaveComputer)));
        }
        if parts::quiet(ui, "I have a backup…").clicked() {
            out.push(Ask::Open(Some(Dialog::HaveBackup)));
        }
    });
    if done && !start.my_name.trim().is_empty() && !start.my_department.trim().is_empty() {
        let me =
            Me { name: start.my_name.trim().into(), department: start.my_department.trim().into(), ..Me::default() };
        out.push(ask::run(Command::SetMe(me)));
    }
    ui.add_space(32.0);
    disclosure(ui);
}

fn add_peer(ui: &mut Ui, view: &View, start: &mut Start, out: &mut Vec<Ask>) {
    let mut done = false;
    ui.horizontal_wrapped(|ui| {
        let width = column(ui);
        let name = parts::field(ui, "Name", &mut start.name, "Dana Ruiz", width);
        let department = parts::field(ui, "Department", &mut start.department, "Finance, IT, Operations …", width);
        if view.snapshot.peers.len() < FEW {
            start.ask(Whose::Peer, &name);
        }
        done |= entered(ui, &name) || entered(ui, &department);
        ui.vertical(|ui| {
            ui.add_space(22.0);
            done |= parts::primary(ui, "Add").clicked();
        });
        if done {
            to_the_first_empty([(&name, &start.name), (&department, &start.department)]);
        }
    });
    // Somebody who is here already isn't made a second time unseen.
    let called = folded(start.name.trim());
    let twin = view.snapshot.peers.iter().find(|peer| !called.is_empty() && folded(&peer.name) == called);
    if let Some(twin) = twin {
        parts::caption(ui, format!("You have {} ({}) already.", words::visible(&twin.name), twin.department));
    }
    if done && !start.name.trim().is_empty() && !start.department.trim().is_empty() {
        let details = PeerDetails {
            name: std::mem::take(&mut start.name),
            department: std::mem::take(&mut start.department),
            ..PeerDetails::default()
        };
        out.push(ask::run(Command::AddPeer(details)));
    }
}

fn column(ui: &Ui) -> f32 {
    ((ui.available_width() - 96.0) / 2.0).clamp(120.0, 260.0)
}

fn entered(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// Whoever goes on with a field left empty goes on in that field: the caret is never nowhere.
fn to_the_first_empty(fields: [(&Response, &String); 2]) {
    if let Some((field, _)) = fields.into_iter().find(|(_, text)| text.trim().is_empty()) {
        field.request_focus();
    }
}

/// Me, and room for three to five.
fn people_picture(ui: &mut Ui) {
    let t = theme::of(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(344.0, 48.0), eframe::egui::Sense::hover());
    let (left, y) = (rect.left(), rect.center().y);
    ui.painter().hline(left + 24.0..=left + 328.0, y, Stroke::new(1.0, t.line));
    for (at, place) in [94.0, 158.0, 222.0, 278.0, 328.0].into_iter().enumerate() {
        let center = eframe::egui::pos2(left + place, y);
        ui.painter().circle_filled(center, 15.0, t.page);
        if at < 3 {
            ui.painter().circle_stroke(center, 15.0, Stroke::new(1.5, t.edge));
        } else {
            let ring: Vec<_> = (0..=48)
                .map(|step| center + 15.0 * eframe::egui::Vec2::angled(step as f32 * std::f32::consts::TAU / 48.0))
                .collect();
            ui.painter().extend(eframe::egui::Shape::dashed_line(&ring, Stroke::new(1.5, t.edge), 3.0, 3.5));
        }
    }
    let me = eframe::egui::pos2(left + 23.0, y);
    ui.painter().circle_filled(me, 23.0, t.accent);
    ui.painter().text(me, eframe::egui::Align2::CENTER_CENTER, "You", Size::Body.strong(), t.on_accent);
}

/// Said at first run and in the settings: what is written here may be read by whom it is about.
pub(super) fn disclosure(ui: &mut Ui) {
    let soft = theme::of(ui).ink_soft;
    parts::rule(ui);
    ui.add_space(8.0);
    ui.horizontal_top(|ui| {
        ui.label(parts::with_icon(icon::LOCK, "", Size::Body, soft));
        let words = "Everything you write stays on this computer. Notes about colleagues may have to be disclosed one day, so write what you would say to them.";
        ui.add(eframe::egui::Label::new(parts::text(words, Size::Body, soft)).wrap());
    });
}
