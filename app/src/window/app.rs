//! The window as one thing: a view in, requests out. It draws, and changes nothing by itself.

mod answers;
mod caret;
mod dialog;
mod files;
mod keys;
mod message;
mod notices;

use super::{
    ask::{self, Ask, Dialog, Place},
    dialogs::Join,
    find::Find,
    meeting::{self, HalfHour},
    parts,
    peer_page::{self, Page},
    projects::{self, NewProject},
    rail, review, settings, start,
    start::Start,
    state::PeerState,
    theme, today,
    typing::Drafts,
};
use crate::{
    desk::{Request, View},
    files::Look,
    words,
};
use caret::Telling;
use eframe::egui::{CentralPanel, Context, Frame, Id, Margin, ScrollArea, ThemePreference, Ui};
use files::Files;
use jiff::{civil::DateTime, tz::TimeZone};
use message::{Message, TakenAway};
use notices::Notices;
use sideways_core::{
    command::Command,
    id::PeerId,
    snapshot::{Field, Me, Moment, PeerView},
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

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
    join: Join,
    joining: bool,
    message: Option<Message>,
    project: NewProject,
    /// The card of the review that is open.
    card: usize,
    find: Find,
    half_hours: BTreeMap<PeerId, HalfHour>,
    /// What a colleague changed, to be said with the next frame.
    news: Option<String>,
    /// Something was opened from outside, and the window should come to the front.
    called: bool,
    telling: Telling,
    notices: Notices,
    /// What had the focus when a dialog opened.
    behind: Option<Id>,
    look: Look,
    files: Files,
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
        let half_hours: BTreeMap<PeerId, HalfHour> = view
            .snapshot
            .peers
            .iter()
            .filter_map(|peer| Some((peer.id, HalfHour::restored(&mut drafts, peer.id)?)))
            .collect();
        // A half hour that a crash cut off is what somebody sits in just now.
        let begun = half_hours.keys().next().map(|peer| Place::HalfHour(*peer));
        let first = || view.snapshot.peers.first().map_or(Place::Peers, |peer| Place::Peer(peer.id));
        let place = begun.unwrap_or_else(first);
        Self {
            view,
            place,
            dialog: None,
            hidden: false,
            peers: BTreeMap::new(),
            drafts,
            start: Start::default(),
            me: None,
            join: Join::default(),
            joining: false,
            message: None,
            project: NewProject::default(),
            card: 0,
            find: Find::default(),
            half_hours,
            news: None,
            called: false,
            telling: Telling::default(),
            notices: Notices::since(now),
            behind: None,
            look: Look::System,
            files: Files::default(),
            folder,
            zone,
            now,
            out: Vec::new(),
        }
    }

    /// Light or dark, or as the desktop says.
    pub fn set_look(&mut self, ctx: &Context, look: Look) {
        self.look = look;
        ctx.set_theme(match look {
            Look::System => ThemePreference::System,
            Look::Light => ThemePreference::Light,
            Look::Dark => ThemePreference::Dark,
        });
    }

    /// Which of these was chosen.
    #[must_use]
    pub fn look(&self) -> Look {
        self.look
    }

    /// Shows what there is now.
    pub fn set_view(&mut self, view: View, now: Moment) {
        if !Arc::ptr_eq(&self.view.snapshot, &view.snapshot) {
            self.news = self.news_in(&view).or_else(|| self.news.take());
            self.given_in(&view);
        }
        let offered = view.offered.clone().filter(|offered| self.view.offered.as_ref() != Some(offered));
        self.view = view;
        self.now = now;
        if let Some((_, text)) = offered {
            self.offer(text.as_ref());
        }
    }

    /// Puts an invitation before whoever sits here; nothing is dialled until they say so.
    pub fn offer(&mut self, text: &str) {
        self.join = Join::with(text);
        self.dialog = Some(Dialog::Join);
        self.called = true;
    }

    /// Whether somebody called for this window since this was last asked.
    pub fn was_called(&mut self) -> bool {
        std::mem::take(&mut self.called)
    }

    /// What the colleague on the screen changed just now, in a sentence; for whoever doesn't see it happen.
    fn news_in(&self, view: &View) -> Option<String> {
        let Place::Peer(id) = self.place else { return None };
        let of = |view: &View| view.snapshot.peers.iter().find(|peer| peer.id == id).cloned();
        let (before, now) = (of(&self.view)?, of(view)?);
        let new = now.since.iter().rev().find(|it| !before.since.contains(it))?;
        Some(words::since(new, &words::called(&now.name)))
    }

    /// Draws one frame; what was asked for in it.
    pub fn frame(&mut self, ui: &mut Ui) -> Vec<Request> {
        let ctx = ui.ctx().clone();
        ctx.accesskit_node_builder(eframe::egui::accesskit_root_id(), |node| node.set_label("Sideways"));
        self.keys(ui);
        self.arrived(&ctx);
        self.close_guard(&ctx);
        if let Some(news) = self.news.take() {
            self.say(ctx.input(|input| input.time), news);
        }
        let open = self.dialog.is_some();
        let focused = ctx.memory(|memory| memory.focused());
        let mut hide = false;
        let width = ctx.content_rect().width();
        let mut out = std::mem::take(&mut self.out);
        if let Place::HalfHour(peer) = self.place {
            self.half_hour_ui(ui, peer, &mut out);
            self.dialog_ui(&ctx, &mut out);
            self.working_ui(&ctx);
            self.message_ui(&ctx, &mut out);
            self.keep_drafts(&ctx, &mut out);
            self.tell_caret(&ctx, &mut out);
            return self.sort(&ctx, out);
        }
        if width >= theme::RAIL_FROM {
            rail::rail_ui(ui, &self.view, self.place, self.hidden, &mut out, &mut hide);
        } else if width >= theme::ICONS_FROM {
            rail::icons_ui(ui, self.place, self.hidden, &mut out, &mut hide);
        } else {
            rail::bar_ui(ui, &self.view, self.place, &mut out, &mut hide);
        }
        self.hidden ^= hide;
        let margin = if width < 520.0 { 16 } else { 32 };
        let frame =
            Frame::central_panel(ui.style()).inner_margin(Margin { left: margin, right: margin, top: 28, bottom: 0 });
        CentralPanel::default().frame(frame).show(ui, |ui| {
            ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
                settings::stopped_ui(ui, &self.view);
                self.place_ui(ui, &mut out);
                ui.add_space(40.0);
            });
        });
        self.dialog_ui(&ctx, &mut out);
        self.working_ui(&ctx);
        self.message_ui(&ctx, &mut out);
        self.keep_drafts(&ctx, &mut out);
        self.tell_caret(&ctx, &mut out);
        let requests = self.sort(&ctx, out);
        self.focus_behind(&ctx, open, focused);
        requests
    }

    /// After a dialog the focus is where it was before.
    fn focus_behind(&mut self, ctx: &Context, was_open: bool, focused: Option<Id>) {
        match (was_open, self.dialog.is_some()) {
            (false, true) => self.behind = focused,
            // A frame later, because until then what lies behind a dialog can't have the focus.
            (true, false) => ctx.request_repaint(),
            (false, false) => {
                if let Some(id) = self.behind.take() {
                    ctx.memory_mut(|memory| memory.request_focus(id));
                }
            }
            (true, true) => {}
        }
    }

    fn place_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        match self.place {
            Place::Today => {
                let now = self.clock();
                parts::centred(ui, |ui| today::today_ui(ui, &self.view, &self.zone, now, self.hidden, out));
            }
            Place::Peers => parts::centred(ui, |ui| start::peers_ui(ui, &self.view, &mut self.start, out)),
            Place::Projects | Place::Review if self.hidden => {
                parts::centred(ui, |ui| drop(parts::caption(ui, "Private things are hidden. Ctrl . shows them.")));
            }
            Place::Projects => {
                let now = self.now.zoned(&self.zone);
                parts::centred(ui, |ui| projects::projects_ui(ui, &self.view, &mut self.project, &now, out));
            }
            Place::Review => {
                let today = self.clock().date();
                parts::centred(ui, |ui| review::review_ui(ui, &self.view, &mut self.card, today, &self.zone, out));
            }
            Place::Settings => {
                let (view, me, now) = (&self.view, &mut self.me, self.now);
                let export = &mut self.files.export;
                let mut around = settings::Around {
                    folder: &self.folder,
                    export,
                    now,
                    look: self.look,
                    notices: self.notices.wanted,
                };
                parts::centred(ui, |ui| settings::settings_ui(ui, view, &mut around, me, out));
            }
            Place::HalfHour(_) => {}
            Place::Peer(id) => match self.peer(id) {
                Some(peer) => self.with_page(&peer, out, |page| peer_page::page_ui(ui, page)),
                None => self.place = Place::Peers,
            },
        }
    }

    fn half_hour_ui(&mut self, ui: &mut Ui, id: PeerId, out: &mut Vec<Ask>) {
        let (Some(peer), Some(mut half_hour)) = (self.peer(id), self.half_hours.remove(&id)) else {
            self.place = Place::Peer(id);
            return;
        };
        if self.hidden {
            self.half_hours.insert(id, half_hour);
            CentralPanel::default().show(ui, |ui| {
                parts::centred(ui, |ui| drop(parts::caption(ui, "Private things are hidden. Ctrl . shows them.")));
            });
            return;
        }
        let mut scene = meeting::Scene {
            view: &self.view,
            peer: &peer,
            drafts: &mut self.drafts,
            now: self.now,
            zone: &self.zone,
            out,
        };
        meeting::meeting_ui(ui, &mut half_hour, &mut scene);
        self.half_hours.insert(id, half_hour);
    }

    /// What the clock on the wall shows.
    fn clock(&self) -> DateTime {
        self.now.zoned(&self.zone).datetime()
    }

    fn peer(&self, id: PeerId) -> Option<Arc<PeerView>> {
        self.view.snapshot.peers.iter().find(|peer| peer.id == id).cloned()
    }

    fn with_page(&mut self, peer: &Arc<PeerView>, out: &mut Vec<Ask>, draw: impl FnOnce(&mut Page<'_>)) {
        let mut page = Page {
            view: &self.view,
            peer,
            state: self.peers.entry(peer.id).or_default(),
            drafts: &mut self.drafts,
            caret: self.view.carets.get(&peer.id).copied(),
            now: self.now,
            zone: &self.zone,
            hidden: self.hidden || matches!(self.dialog, Some(Dialog::Tests(_))),
            begun: self.half_hours.contains_key(&peer.id),
            out,
        };
        draw(&mut page);
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
                    self.say(time, "Copied.");
                }
                Ask::Removed(peer, line) => {
                    let gone = TakenAway::Line(peer, line);
                    self.say_gone(time, "Taken off the list. Its words stay in the history.", gone);
                }
                file @ (Ask::Work(_)
                | Ask::Picture(_)
                | Ask::Say(_)
                | Ask::Tell { .. }
                | Ask::BringIn { .. }
                | Ask::KeepFound { .. }) => {
                    self.sort_files(ctx, file, &mut requests);
                }
                Ask::Look(look) => self.set_look(ctx, look),
                Ask::Notices(wanted) => self.set_notices(wanted),
                Ask::Zone(zone) => self.zone = zone,
                Ask::Does(does) => {
                    self.does(ctx, does);
                    ctx.request_repaint();
                }
                Ask::Begin(peer) => {
                    if let Some(view) = self.peer(peer) {
                        let now = self.now;
                        let half_hour = self.half_hours.entry(peer).or_insert_with(|| HalfHour::begin(&view, now));
                        half_hour.keep(&mut self.drafts, peer, time);
                        self.place = Place::HalfHour(peer);
                    }
                }
                Ask::Forget(peer) => {
                    if let Some(half_hour) = self.half_hours.remove(&peer) {
                        self.drafts.field(Field::HalfHour(peer)).take();
                        requests.push(Request::Run(Command::KeepDraft(Field::HalfHour(peer), String::new())));
                        self.place = Place::Peer(peer);
                        let gone = TakenAway::HalfHour(peer, Box::new(half_hour));
                        self.say_gone(time, "Nothing of this half hour was kept.", gone);
                    }
                }
            }
        }
        requests
    }
}
