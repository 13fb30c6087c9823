//! The window as one thing: a view in, requests out. It draws, and changes nothing by itself.

mod answers;
mod caret;
mod dialog;
mod files;
mod hide;
mod keys;
mod lock;
mod message;
mod notices;
mod safety;
mod sealed;
mod sight;
mod sort;
mod tour;
mod typed;

use super::{
    ask::{Ask, Dialog, Place},
    backups::SafetyState,
    devices::{self, DevicesState},
    dialogs::Join,
    find::Find,
    folder, hidden,
    in_sight::InSight,
    lock::LockState,
    meeting::{self, HalfHour},
    page::Page,
    parts, peer_page,
    projects::{self, NewProject},
    rail, relay, review,
    review::Answers,
    settings,
    start::{self, Start},
    state::PeerState,
    theme,
    today::TodayState,
    typing::Drafts,
};
use crate::{
    desk::{Lock, Request, View},
    files::Look,
    words,
};
use caret::Telling;
use eframe::egui::{CentralPanel, Context, Frame, Id, Margin, ScrollArea, ThemePreference, Ui};
use files::Files;
use jiff::{civil::DateTime, tz::TimeZone};
use message::Message;
use notices::Notices;
use sideways_core::{
    id::PeerId,
    snapshot::{Field, Moment, PeerView},
};
use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

/// The window's state.
pub struct App {
    /// What is shown; while private things are hidden, a view without them.
    view: View,
    /// All there is, while private things are hidden.
    real: Option<View>,
    place: Place,
    /// The place was opened just now, and shows its top.
    at_top: bool,
    dialog: Option<Dialog>,
    safety: SafetyState,
    relay: relay::Typed,
    peers: BTreeMap<PeerId, PeerState>,
    drafts: Drafts,
    start: Start,
    join: Join,
    joining: bool,
    message: Option<Message>,
    project: NewProject,
    today: TodayState,
    review: Answers,
    find: Find,
    half_hours: BTreeMap<PeerId, HalfHour>,
    /// What a colleague changed, to be said with the next frame.
    news: Option<String>,
    /// Something was opened from outside, and the window should come to the front.
    called: bool,
    telling: Telling,
    notices: Notices,
    /// The calendar that is kept in sight.
    sight: InSight,
    /// What had the focus when a dialog opened.
    behind: Option<Id>,
    look: Look,
    lock: LockState,
    devices: DevicesState,
    /// What was typed and not kept when it was locked.
    held: Vec<(Field, String)>,
    files: Files,
    folder: PathBuf,
    zone: TimeZone,
    /// As the system says.
    system_zone: TimeZone,
    now: Moment,
    out: Vec<Ask>,
}

impl App {
    /// A window that shows `view`.
    #[must_use]
    pub fn new(ctx: &Context, view: View, folder: PathBuf, zone: TimeZone, now: Moment) -> Self {
        theme::install(ctx);
        Self::showing(view, folder, zone, now)
    }

    fn showing(view: View, folder: PathBuf, system_zone: TimeZone, now: Moment) -> Self {
        let zone = words::zone_here(system_zone.clone(), &view.snapshot);
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
        let dialog = view.folder.asks.as_ref().map(|_| Dialog::Folder);
        Self {
            view,
            real: None,
            place,
            at_top: true,
            dialog,
            safety: SafetyState::default(),
            relay: relay::Typed::default(),
            peers: BTreeMap::new(),
            drafts,
            start: Start::default(),
            join: Join::default(),
            joining: false,
            message: None,
            project: NewProject::default(),
            today: TodayState::default(),
            review: Answers::default(),
            find: Find::default(),
            half_hours,
            news: None,
            called: false,
            telling: Telling::default(),
            notices: Notices::since(now),
            sight: InSight::default(),
            behind: None,
            look: Look::System,
            lock: LockState { touched: now, ..LockState::default() },
            devices: DevicesState::default(),
            held: Vec::new(),
            files: Files::default(),
            folder,
            zone,
            system_zone,
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
        if self.is_locked() || view.lock == Lock::Locked {
            return self.at_lock(view, now);
        }
        if !Arc::ptr_eq(&self.truth().snapshot, &view.snapshot) {
            self.drafts.compare(&view.snapshot);
            self.news = self.news_in(&view).or_else(|| self.news.take());
            self.given_in(&view);
        }
        if view.folder.asks.is_some() && self.truth().folder.asks.is_none() {
            self.dialog = Some(Dialog::Folder);
        }
        let came = view.came.clone().filter(|came| self.truth().came.as_ref() != Some(came));
        let offered = view.offered.clone().filter(|offered| self.truth().offered.as_ref() != Some(offered));
        match self.real.take() {
            Some(before) => {
                self.view = hidden::masked(&view, Some((&*before.snapshot, &self.view.snapshot)));
                self.real = Some(view);
            }
            None => self.view = view,
        }
        self.now = now;
        if let Some((_, text)) = offered {
            self.offer(text.as_ref());
        }
        if let Some((_, came)) = came {
            self.came_by_file(came);
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
        let (before, now) = (of(self.truth())?, of(view)?);
        let new = now.since.iter().rev().find(|it| !before.since.contains(it))?;
        Some(words::since(new, &words::called(&now.name)))
    }

    /// Draws one frame; what was asked for in it.
    pub fn frame(&mut self, ui: &mut Ui) -> Vec<Request> {
        let ctx = ui.ctx().clone();
        ctx.accesskit_node_builder(eframe::egui::accesskit_root_id(), |node| node.set_label("Sideways"));
        if self.is_locked() {
            return self.locked_frame(ui);
        }
        self.lock_when_idle(&ctx);
        self.keys(ui);
        self.arrived(&ctx);
        self.keep_in_sight();
        self.close_guard(&ctx);
        if let Some(news) = self.news.take() {
            self.say(ctx.input(|input| input.time), news);
        }
        let open = self.dialog.is_some();
        let focused = ctx.memory(|memory| memory.focused());
        let mut out = std::mem::take(&mut self.out);
        if !open {
            self.foot_ui(ui, &mut out);
        }
        if let Place::HalfHour(peer) = self.place {
            self.half_hour_ui(ui, peer, &mut out);
        } else {
            self.page_ui(ui, &mut out);
        }
        self.dialog_ui(&ctx, &mut out);
        if open {
            self.over_ui(&ctx, &mut out);
        }
        self.typed_in_frame(&ctx, &mut out);
        self.tell_caret(&ctx, &mut out);
        let requests = self.sort(&ctx, out);
        self.focus_behind(&ctx, open, focused);
        requests
    }

    /// A place beside the rail. The rail is drawn after it: so the keyboard begins in the page and goes round by the rail.
    fn page_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        let rail = rail::room(ui);
        let width = ui.ctx().content_rect().width();
        let margin = if width < theme::ICONS_FROM { 16 } else { 32 };
        CentralPanel::default().frame(Frame::central_panel(ui.style()).inner_margin(0)).show(ui, |ui| {
            let mut page = ScrollArea::vertical().id_salt(("page", self.place)).auto_shrink([false, false]);
            if std::mem::take(&mut self.at_top) {
                page = page.vertical_scroll_offset(0.0);
            }
            page.show(ui, |ui| {
                // The margins are inside, so that what scrolls them stands at the window's edge.
                let around = Margin { left: margin, right: margin, top: 28, bottom: 0 };
                Frame::new().inner_margin(around).show(ui, |ui| {
                    settings::stopped_ui(ui, &self.view);
                    self.place_ui(ui, out);
                    ui.add_space(40.0);
                });
            });
        });
        let (view, place, hidden) = (&self.view, self.place, self.hidden());
        rail::rail_ui(ui, &rail, &mut rail::Shown { view, place, hidden, out });
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
        let now = self.clock();
        if self.hidden() && self.place.is_private() {
            parts::centred(ui, hidden::says_ui);
            return;
        }
        if self.view.snapshot.arriving && self.place != Place::Settings {
            parts::centred(ui, |ui| devices::arriving_ui(ui, &self.view));
            return;
        }
        folder::notice_ui(ui, &self.view, self.now, out);
        if let Some(says) = devices::notice(&self.view) {
            parts::centred(ui, |ui| devices::notice_ui(ui, &says));
        }
        match self.place {
            Place::Today => self.today_place_ui(ui, now, out),
            Place::Peers => {
                let hidden = self.hidden();
                parts::centred(ui, |ui| start::peers_ui(ui, &self.view, &mut self.start, hidden, out));
            }
            Place::Projects => {
                let now = self.now.zoned(&self.zone);
                let new = (&mut self.project, &mut self.drafts);
                parts::centred(ui, |ui| projects::projects_ui(ui, &self.view, new, &now, out));
            }
            Place::Review => {
                let answers = (&mut self.review, &mut self.drafts);
                parts::centred(ui, |ui| review::review_ui(ui, &self.view, answers, now.date(), &self.zone, out));
            }
            Place::Settings => self.settings_place_ui(ui, out),
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
        if self.hidden() {
            self.half_hours.insert(id, half_hour);
            CentralPanel::default().show(ui, |ui| parts::centred(ui, hidden::says_ui));
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
            hidden: self.real.is_some(),
            testing: matches!(self.dialog, Some(Dialog::Tests(_))),
            begun: self.half_hours.contains_key(&peer.id),
            busy: self.sight.busy().or(self.files.busy()),
            out,
        };
        draw(&mut page);
    }
}
