//! Files: what is read or written just now, what came out of it, and what it leads to.

use super::{App, sealed::Sealed};
use crate::platform::command;
use crate::{
    desk::{Answer, Failure, Request},
    files::{self, Made, Person, Ticket, Work},
    window::{
        ask::{self, Ask, Dialog, Later},
        pad, parts,
        sheets::{OpenFile, Sheet},
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{ColorImage, Context, ProgressBar, Rect, Ui, ViewportCommand, pos2, vec2};
use jiff::{Timestamp, civil::DateTime};
use sideways_core::{
    command::{Command, MethodCommand, Outcome},
    id::PeerId,
};
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

/// Work shorter than this says nothing of itself, in seconds.
const QUIET: f64 = 0.15;

/// What the window knows of files.
#[derive(Default)]
pub(super) struct Files {
    pub(super) sheet: Option<Sheet>,
    pub(super) open: OpenFile,
    /// Work that nobody has begun.
    pub(super) wanted: Vec<(Work, Arc<Ticket>)>,
    /// Work under way.
    running: Option<Running>,
    /// The window closes once the file is written.
    closing: bool,
    /// When I am busy, from the last calendar I opened, and until when that says anything. Never written down.
    busy: Option<(Vec<(Timestamp, Timestamp)>, Timestamp)>,
    /// Whose cards' notes come in once they are here.
    notes: Vec<Person>,
    /// What tells calendars of a series, once it is kept.
    once_kept: Vec<Work>,
    /// What was asked of the last calendar.
    later: Later,
    /// Where pictures and exports go unless somebody says otherwise.
    home: PathBuf,
    /// Where an export goes, as typed.
    pub(super) export: String,
    picture: Arc<Mutex<Option<ColorImage>>>,
    pub(super) sealed: Sealed,
}

/// Work under way.
struct Running {
    ticket: Arc<Ticket>,
    /// By the frame's time.
    since: f64,
    /// Whether a file comes of it.
    writes: bool,
}

impl Files {
    /// When I am busy, from the last calendar I opened, and until when that says anything.
    pub(super) fn busy(&self) -> Option<(&[(Timestamp, Timestamp)], Timestamp)> {
        self.busy.as_ref().map(|(busy, until)| (busy.as_slice(), *until))
    }

    /// Where files go unless somebody says otherwise.
    pub(super) fn home(&self) -> &Path {
        &self.home
    }
}

impl App {
    /// Says where files go unless somebody says otherwise.
    pub fn keep_files_in(&mut self, home: PathBuf) {
        self.files.export = home.join(format!("sideways {}", self.now.zoned(&self.zone).date())).display().to_string();
        self.files.home = home;
    }

    /// Work with files that was asked for: it is to be done elsewhere, and told of with [`App::worked`].
    pub fn take_work(&mut self) -> Vec<(Work, Arc<Ticket>)> {
        std::mem::take(&mut self.files.wanted)
    }

    pub(super) fn want(&mut self, work: Work, time: f64) {
        // A calendar is read as mine where one of my addresses is in it.
        let mine = || self.view.snapshot.me.mails.clone();
        let work = match work {
            Work::Open(file, _) => Work::Open(file, mine()),
            Work::Choose(_) => Work::Choose(mine()),
            work => work,
        };
        let ticket = Arc::<Ticket>::default();
        let writes = matches!(work, Work::Export(..) | Work::Save(..) | Work::Show(..) | Work::TakeLinks(_));
        self.files.running = Some(Running { ticket: ticket.clone(), since: time, writes });
        self.files.wanted.push((work, ticket));
    }

    /// A window that is to close while a file is being written closes a moment later, when it is.
    pub(super) fn close_guard(&mut self, ctx: &Context) {
        let closes = ctx.input(|input| input.viewport().close_requested());
        if closes && self.files.running.as_ref().is_some_and(|running| running.writes) {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.files.closing = true;
            let time = ctx.input(|input| input.time);
            self.say(time, "Closing as soon as the file is written.");
        }
    }

    /// What is typed and not kept yet, when the window closes.
    pub fn unkept(&mut self) -> Vec<Request> {
        let drafts = self.drafts.unkept().into_iter().map(|(field, text)| Command::KeepDraft(field, text));
        let pads = self.peers.iter_mut().filter_map(|(peer, state)| Some(Command::List(*peer, pad::last(state)?)));
        pads.chain(drafts).map(Request::Run).collect()
    }

    /// Takes in what came of work.
    pub fn worked(&mut self, ctx: &Context, made: Result<Made, Failure>) {
        let time = ctx.input(|input| input.time);
        let made = match made {
            // Nobody waits for it with a dialog.
            Ok(Made::Sight(looked)) => {
                self.looked(looked);
                ctx.request_repaint();
                return;
            }
            made => made,
        };
        self.files.running = None;
        if std::mem::take(&mut self.files.closing) && made.is_ok() {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        match made {
            Ok(Made::Written(file)) => self.say(time, format!("Written: {}", file.display())),
            Ok(Made::Nothing) => {}
            Ok(Made::Sealed(file)) => self.take_in(file),
            Ok(Made::Picked(path)) => self.picked(path),
            Ok(Made::Source(source)) => self.sort_sight(Ask::KeepInSight(source.kept())),
            Ok(made) => {
                self.files.sheet = Sheet::of(made, self.truth());
                if let Some(Sheet::Found(found)) = &self.files.sheet {
                    let until = files::busy_until(&self.now.zoned(&self.zone));
                    self.files.busy = Some((found.busy().to_vec(), until));
                }
                if self.files.sheet.is_some() {
                    self.dialog = Some(Dialog::Sheet);
                }
            }
            Err(failure) => {
                let hint = failure.hint.map(|hint| format!(" — {hint}")).unwrap_or_default();
                self.say(time, words::sentence(&format!("{}{hint}", failure.error)));
            }
        }
    }

    /// Two free times near the planned half hour with a peer, from the calendar that is kept in sight, or else the last one that
    /// was opened.
    pub(super) fn free_times(&self, peer: PeerId) -> Vec<DateTime> {
        let Some((busy, until)) = self.sight.busy().or(self.files.busy()) else { return Vec::new() };
        let peer = self.truth().snapshot.peers.iter().find(|it| it.id == peer);
        let plan = peer.and_then(|peer| sideways_core::method::open_plan(peer));
        plan.map_or_else(Vec::new, |plan| files::two_free_times(plan, busy, until, &self.now.zoned(&self.zone)))
    }

    /// Files dropped on the window, and the picture that was taken of a part of it.
    pub(super) fn arrived(&mut self, ctx: &Context) {
        let time = ctx.input(|input| input.time);
        self.look_outside(time);
        let dropped = ctx.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
        if let Some(file) = dropped {
            self.want(Work::Open(file, Vec::new()), time);
        }
        let picture = self.files.picture.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(picture) = picture {
            match files::png(picture.size, picture.as_raw()) {
                Ok(bytes) => {
                    let name = format!("Sideways {}.png", self.now.zoned(&self.zone).date());
                    let file = self.files.home.join(name);
                    self.want(Work::Save(bytes, file), time);
                }
                Err(failure) => self.say(time, words::sentence(&failure.error)),
            }
        }
    }

    /// Takes a picture of a part of the window; it arrives with a later frame.
    pub(super) fn take_picture(&self, ctx: &Context, part: Rect) {
        let (slot, again) = (self.files.picture.clone(), ctx.clone());
        let part = part.intersect(ctx.content_rect());
        let scale = ctx.pixels_per_point();
        ctx.request_screenshot(move |whole| {
            let [width, height] = whole.size;
            let at = |x: f32, most: usize| ((x * scale).round().max(0.0) as usize).min(most);
            let (left, right) = (at(part.left(), width), at(part.right(), width));
            let (top, bottom) = (at(part.top(), height), at(part.bottom(), height));
            if left < right && top < bottom {
                let part = Rect::from_min_max(pos2(left as f32, top as f32), pos2(right as f32, bottom as f32));
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(whole.region(&part, None));
            }
            again.request_repaint();
        });
    }

    /// Whether long work is worth a word by now.
    pub(super) fn is_working(&self, ctx: &Context) -> bool {
        let Some(Running { since, .. }) = &self.files.running else { return false };
        let quiet = ctx.input(|input| input.time) - since < QUIET;
        ctx.request_repaint_after_secs(if quiet { QUIET as f32 } else { 0.2 });
        !quiet
    }

    /// How far long work is, and a way to stop it.
    pub(super) fn working_ui(&self, ui: &mut Ui) {
        let Some(Running { ticket, writes, .. }) = self.files.running.as_ref().filter(|_| self.is_working(ui.ctx()))
        else {
            return;
        };
        ui.horizontal(|ui| {
            let ink = theme::of(ui).ink;
            let says = if *writes { "Writing the file…" } else { "Reading the file…" };
            ui.label(parts::text(says, Size::Body, ink));
            let (done, all) = ticket.progress();
            if all > 0 {
                let part = done as f32 / all as f32;
                ui.allocate_ui(vec2(160.0, 16.0), |ui| {
                    ui.add(ProgressBar::new(part).desired_height(6.0)).accessible_name("How much is read");
                });
            }
            if parts::quiet(ui, "Stop").clicked() {
                ticket.stop();
            }
        });
    }

    /// What follows once a series is kept: the files that tell of it. Where it couldn't be kept there are none.
    pub(super) fn series_answered(&mut self, kept: bool, time: f64) {
        let files = std::mem::take(&mut self.files.once_kept);
        for work in files.into_iter().filter(|_| kept) {
            self.want(work, time);
        }
    }

    /// What follows once people are in: their cards' notes, and the dates of those who had no id before.
    pub(super) fn brought_in(&mut self, request: &Request, answer: &Answer) {
        let (Request::Run(Command::Together(_)), Answer::Did(Outcome::Several(outcomes))) = (request, answer) else {
            return;
        };
        let notes = files::notes(&std::mem::take(&mut self.files.notes), self.real.as_ref().unwrap_or(&self.view));
        self.out.extend(notes.map(ask::run));
        let later = std::mem::take(&mut self.files.later);
        let plans = later.into_iter().filter_map(|(nth, next)| match (outcomes.get(nth), next) {
            (Some(Outcome::Peer(peer)), Some((at, zone, minutes))) => {
                Some(Command::Method(MethodCommand::Plan { peer: *peer, at, zone, minutes }))
            }
            _ => None,
        });
        let plans: Vec<Command> = plans.collect();
        if !plans.is_empty() {
            self.out.push(ask::run(Command::Together(plans)));
        }
    }

    /// Carries out what was asked about files.
    pub(super) fn sort_files(&mut self, ctx: &Context, ask: Ask, requests: &mut Vec<Request>) {
        let time = ctx.input(|input| input.time);
        match ask {
            Ask::Work(work) => self.want(work, time),
            Ask::Picture(part) => self.take_picture(ctx, part),
            Ask::Say(words) => self.say(time, words),
            Ask::Tell { commands, files } => {
                self.files.once_kept = files;
                requests.extend(commands.into_iter().map(Request::Run));
            }
            Ask::BringIn { command, people } => {
                self.files.notes = people;
                self.files.later.clear();
                self.say(time, concat!("Brought in. ", command!("Z"), " takes it back."));
                requests.push(Request::Run(command));
            }
            Ask::KeepFound { command, later } => {
                self.files.notes.clear();
                self.files.later = later;
                self.say(time, "Kept, with their next dates. The file is forgotten.");
                requests.push(Request::Run(command));
            }
            _ => {}
        }
    }
}
