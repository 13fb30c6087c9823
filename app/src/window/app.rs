//! The window as one thing: a view in, requests out. It draws, and changes nothing by itself.

mod keys;

use super::{
    ask::{self, Ask, Dialog, Place},
    dialogs,
    find::{self, Find},
    parts,
    peer_page::{self, Page},
    projects::{self, NewProject},
    rail, review, settings, start,
    start::Start,
    state::PeerState,
    theme::{self, Size},
    today,
    typing::Drafts,
};
use crate::desk::{Answer, Failure, Request, View};
use eframe::egui::{Align2, Area, CentralPanel, Context, Frame, Id, Margin, Order, ScrollArea, Ui};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use sideways_core::{
    command::{Command, Extent, ListCommand, Outcome},
    id::{LineId, PeerId},
    snapshot::{Me, Moment, PeerView},
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// How long a message stays, in seconds.
const MESSAGE: f64 = 8.0;

/// One sentence at the foot of the window.
#[derive(Clone)]
struct Message {
    words: String,
    /// The line that was taken off and can come back.
    undo: Option<(PeerId, LineId)>,
    /// When it goes, by the frame's time in seconds.
    until: f64,
}

/// The window's state.
pub struct App {
    view: View,
    place: Place,
    dialog: Option<Dialog>,
    hidden: bool,
    peers: BTreeMap<PeerId, PeerState>,
    drafts: Drafts,
    start: Start,
    me: Option<Me>,
    invitation: String,
    joining: bool,
    message: Option<Message>,
    project: NewProject,
    /// The card of the review that is open.
    card: usize,
    find: Find,
    folder: PathBuf,
    zone: TimeZone,
    now: Moment,
    out: Vec<Ask>,
}

impl App {
    /// A window that shows `view`.
    #[must_use]
    pub fn new(ctx: &Context, view: View, folder: PathBuf, zone: TimeZone, now: Moment) -> Self {
        theme::install(ctx);
        let mut drafts = Drafts::default();
        drafts.restore(&view.snapshot);
        let place = view.snapshot.peers.first().map_or(Place::Peers, |peer| Place::Peer(peer.id));
        Self {
            view,
            place,
            dialog: None,
            hidden: false,
            peers: BTreeMap::new(),
            drafts,
            start: Start::default(),
            me: None,
            invitation: String::new(),
            joining: false,
            message: None,
            project: NewProject::default(),
            card: 0,
            find: Find::default(),
            folder,
            zone,
            now,
            out: Vec::new(),
        }
    }

    /// Shows what there is now.
    pub fn set_view(&mut self, view: View, now: Moment) {
        self.view = view;
        self.now = now;
    }

    /// Takes in what became of a request.
    pub fn answered(&mut self, ctx: &Context, request: &Request, answer: Result<Answer, Failure>) {
        let time = ctx.input(|input| input.time);
        if let Request::Run(Command::List(peer, ListCommand::Pad { .. })) = request
            && let Some(pad) = self.peers.get_mut(peer).and_then(|state| state.pad.as_mut())
        {
            pad.answered();
        }
        if matches!(request, Request::Join { .. }) {
            self.joining = false;
        }
        match (request, answer) {
            (Request::Invite(peer), Ok(Answer::Invitation(text))) => {
                self.peers.entry(*peer).or_default().invitation = Some(text);
            }
            (Request::Search(query), Ok(Answer::Found(found))) => self.find.answered(query, found),
            (Request::Join { .. }, Ok(Answer::Joined(peer))) => {
                self.invitation.clear();
                self.place = Place::Peer(peer);
                self.dialog = Some(Dialog::Words(peer));
            }
            (Request::Run(Command::AddPeer(_)), Ok(Answer::Did(Outcome::Peer(peer)))) => self.place = Place::Peer(peer),
            (Request::Run(Command::List(peer, ListCommand::Add { .. })), Ok(Answer::Did(Outcome::Line(line)))) => {
                // The writer paused and the words are still in the field: typing goes on in that line.
                if self.drafts.holds(sideways_core::snapshot::Field::NewLine(*peer)) {
                    self.peers.entry(*peer).or_default().continuing = Some(line);
                }
            }
            (_, Ok(Answer::Did(Outcome::TakenBack { what, extent }))) => {
                let did = if matches!(request, Request::Run(Command::Redo)) { "Brought back" } else { "Taken back" };
                let words = match extent {
                    Extent::All => format!("{did}: {what}."),
                    Extent::Part => format!("{did} in part: {what}. The rest was changed since, and stays."),
                    Extent::Nothing => format!("Changed since, so it stays: {what}."),
                };
                self.message = Some(Message { words, undo: None, until: time + MESSAGE });
            }
            (_, Ok(_)) => {}
            (_, Err(failure)) => {
                let hint = failure.hint.map(|hint| format!(" — {hint}")).unwrap_or_default();
                let words = crate::words::sentence(&format!("{}{hint}", failure.error));
                self.message = Some(Message { words, undo: None, until: time + MESSAGE });
            }
        }
    }

    /// Draws one frame; what was asked for in it.
    pub fn frame(&mut self, ui: &mut Ui) -> Vec<Request> {
        let ctx = ui.ctx().clone();
        ctx.accesskit_node_builder(eframe::egui::accesskit_root_id(), |node| node.set_label("Sideways"));
        self.keys(ui);
        let mut hide = false;
        let width = ctx.content_rect().width();
        let mut out = std::mem::take(&mut self.out);
        if width >= theme::RAIL_FROM {
            rail::rail_ui(ui, &self.view, self.place, self.hidden, &mut out, &mut hide);
        } else {
            rail::bar_ui(ui, &self.view, self.place, &mut out, &mut hide);
        }
        self.hidden ^= hide;
        let margin = if width < 520.0 { 16 } else { 32 };
        let frame =
            Frame::central_panel(ui.style()).inner_margin(Margin { left: margin, right: margin, top: 28, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                self.place_ui(ui, &mut out);
                ui.add_space(40.0);
            });
        });
        self.dialog_ui(&ctx, &mut out);
        self.message_ui(&ctx, &mut out);
        self.keep_drafts(&ctx, &mut out);
        self.sort(&ctx, out)
    }

    fn place_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        match self.place {
            Place::Today => {
                let now = self.clock();
                centred(ui, |ui| today::today_ui(ui, &self.view, &self.zone, now, self.hidden, out));
            }
            Place::Peers => centred(ui, |ui| start::peers_ui(ui, &self.view, &mut self.start, out)),
            Place::Projects | Place::Review if self.hidden => {
                centred(ui, |ui| drop(parts::caption(ui, "Private things are hidden. Ctrl . shows them.")));
            }
            Place::Projects => {
                let today = self.clock().date();
                centred(ui, |ui| projects::projects_ui(ui, &self.view, &mut self.project, today, out));
            }
            Place::Review => {
                let today = self.clock().date();
                centred(ui, |ui| review::review_ui(ui, &self.view, &mut self.card, today, &self.zone, out));
            }
            Place::Settings => centred(ui, |ui| settings::settings_ui(ui, &self.view, &self.folder, &mut self.me, out)),
            Place::Peer(id) => match self.peer(id) {
                Some(peer) => self.with_page(&peer, out, |page| peer_page::page_ui(ui, page)),
                None => self.place = Place::Peers,
            },
        }
    }

    /// What the clock on the wall shows.
    fn clock(&self) -> DateTime {
        Timestamp::from_millisecond(self.now.unix_ms).unwrap_or_default().to_zoned(self.zone.clone()).datetime()
    }

    fn peer(&self, id: PeerId) -> Option<Arc<PeerView>> {
        self.view.snapshot.peers.iter().find(|peer| peer.id == id).cloned()
    }

    fn with_page(&mut self, peer: &PeerView, out: &mut Vec<Ask>, draw: impl FnOnce(&mut Page<'_>)) {
        let mut page = Page {
            view: &self.view,
            peer,
            state: self.peers.entry(peer.id).or_default(),
            drafts: &mut self.drafts,
            now: self.now,
            zone: &self.zone,
            hidden: self.hidden,
            out,
        };
        draw(&mut page);
    }

    fn dialog_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let Some(dialog) = self.dialog.clone() else { return };
        let peer = dialogs::peer_of(&dialog).and_then(|id| self.peer(id));
        let closed = match (&dialog, &peer) {
            (Dialog::Join, _) => {
                let (text, joining) = (&mut self.invitation, self.joining);
                dialogs::modal(ctx, "Join", theme::WORDS_WIDTH, |ui| dialogs::join_ui(ui, text, joining, out))
            }
            (Dialog::Find, _) if self.hidden => true,
            (Dialog::Find, _) => {
                let (view, find) = (&self.view, &mut self.find);
                dialogs::modal(ctx, "Find", theme::FIND_WIDTH, |ui| find::find_ui(ui, view, find, out))
            }
            (Dialog::Keys, _) => dialogs::modal(ctx, "Keys", theme::WORDS_WIDTH, |ui| dialogs::keys_ui(ui, out)),
            (Dialog::Share(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Share", theme::SHARE_WIDTH, |ui| dialogs::share_ui(ui, page));
                });
                closed || peer.sharing.words.is_some()
            }
            (Dialog::Words(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Words", theme::WORDS_WIDTH, |ui| dialogs::words_ui(ui, page));
                });
                closed || peer.sharing.words.is_none()
            }
            (Dialog::Instead(_), Some(peer)) => {
                let now = self.clock();
                dialogs::modal(ctx, "Instead", theme::WORDS_WIDTH, |ui| today::instead_ui(ui, peer, now, out))
            }
            (Dialog::Stop(_), Some(peer)) => {
                let mut closed = false;
                self.with_page(peer, out, |page| {
                    closed = dialogs::modal(ctx, "Stop", theme::WORDS_WIDTH, |ui| dialogs::stop_ui(ui, page));
                });
                closed
            }
            (Dialog::Share(_) | Dialog::Words(_) | Dialog::Stop(_) | Dialog::Instead(_), None) => true,
        };
        if closed {
            if let Some(state) = peer.and_then(|peer| self.peers.get_mut(&peer.id)) {
                state.invitation = None;
            }
            self.dialog = None;
            self.find = Find::default();
        }
    }

    /// One sentence at the foot, with Undo where something was taken off.
    fn message_ui(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let Some(Message { words, undo, until }) = self.message.clone() else { return };
        let time = ctx.input(|input| input.time);
        if time >= until {
            self.message = None;
            return;
        }
        ctx.request_repaint_after_secs((until - time) as f32);
        let area =
            Area::new(Id::unique("message")).order(Order::Foreground).anchor(Align2::CENTER_BOTTOM, [0.0, -20.0]);
        area.show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
                ui.horizontal_wrapped(|ui| {
                    let ink = theme::of(ui).ink;
                    let label = ui.label(parts::text(words, Size::Body, ink));
                    ui.ctx()
                        .accesskit_node_builder(label.id, |node| node.set_live(eframe::egui::accesskit::Live::Polite));
                    if let Some((peer, line)) = undo
                        && parts::quiet(ui, "Undo").clicked()
                    {
                        out.push(ask::list(peer, ListCommand::Restore(line)));
                        self.message = None;
                    }
                });
            });
        });
    }

    fn keep_drafts(&mut self, ctx: &Context, out: &mut Vec<Ask>) {
        let (due, next) = self.drafts.due(ctx.input(|input| input.time));
        out.extend(due.into_iter().map(|(field, text)| ask::run(Command::KeepDraft(field, text))));
        if let Some(next) = next {
            ctx.request_repaint_after(next);
        }
    }

    /// Carries out what concerns the window alone; the rest goes to the desk.
    fn sort(&mut self, ctx: &Context, asked: Vec<Ask>) -> Vec<Request> {
        let time = ctx.input(|input| input.time);
        let mut requests = Vec::new();
        for ask in asked {
            match ask {
                Ask::Do(request) => {
                    self.joining |= matches!(request, Request::Join { .. });
                    requests.push(request);
                }
                Ask::Go(place) => {
                    self.place = place;
                    self.me = None;
                }
                Ask::Open(dialog) => {
                    self.find = Find::default();
                    self.dialog = dialog;
                }
                Ask::Copy(text) => {
                    ctx.copy_text(text);
                    self.message =
                        Some(Message { words: "Copied.".to_owned(), undo: None, until: time + MESSAGE / 2.0 });
                }
                Ask::Removed(peer, line) => {
                    let words = "Taken off the list. Its words stay in the history.".to_owned();
                    self.message = Some(Message { words, undo: Some((peer, line)), until: time + MESSAGE });
                }
            }
        }
        if !requests.is_empty() || self.dialog.is_some() {
            ctx.request_repaint_after_secs(0.25);
        }
        requests
    }
}

/// A column in the middle of a wide window.
fn centred(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let width = ui.available_width().min(theme::COLUMN_WIDTH);
    let left = (ui.available_width() - width) / 2.0;
    ui.horizontal_top(|ui| {
        ui.add_space(left);
        ui.vertical(|ui| {
            ui.set_width(width - 8.0);
            add(ui);
        });
    });
}
