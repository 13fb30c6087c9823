//! Locked, unlocked, and how it comes to be the one or the other.

use super::App;
use crate::{
    desk::{Answer, Failure, Lock, PassphraseRequest, Request, View},
    files::Comfort,
    window::{
        ask::{self, Ask, Dialog},
        form,
        lock::{self, LockState},
        parts,
    },
    words,
};
use eframe::egui::{CentralPanel, Context, Event, Frame, ScrollArea, Ui};
use sideways_core::{command::Command, snapshot::Moment};
use std::{sync::Arc, time::Duration};

impl App {
    /// When it locks by itself, and whether anybody wants to be reminded.
    pub fn set_lock(&mut self, comfort: &Comfort) {
        self.lock.as_left(comfort);
    }

    /// The same, to be kept.
    pub fn note_lock(&self, comfort: &mut Comfort) {
        (comfort.lock_after, comfort.no_passphrase) = (self.lock.after, self.lock.unwanted);
    }

    pub(super) fn is_locked(&self) -> bool {
        self.view.lock == Lock::Locked
    }

    /// Closes behind the passphrase, after what is being typed was kept.
    pub(super) fn want_lock(&mut self, ctx: &Context) {
        let kept = self.unkept().into_iter().map(Ask::Do);
        self.out.extend(kept.chain([Ask::Do(Request::Lock)]));
        ctx.request_repaint();
    }

    /// Nobody typed or moved the pointer for as long as was chosen. The clock on the wall counts, so that a night with
    /// the lid closed counts too.
    pub(super) fn lock_when_idle(&mut self, ctx: &Context) {
        let touched = ctx.input(|input| input.events.iter().any(|it| !matches!(it, Event::WindowFocused(_))));
        let (Lock::Open, Some(minutes)) = (self.view.lock, self.lock.after) else { return };
        let limit_ms = i64::from(minutes) * 60_000;
        let idle_ms = self.now.unix_ms.saturating_sub(self.lock.touched.unix_ms);
        if idle_ms >= limit_ms {
            // Asked once; the next time is as long after it.
            self.lock.touched = self.now;
            return self.want_lock(ctx);
        }
        if touched || idle_ms < 0 {
            self.lock.touched = self.now;
        }
        let left_ms = limit_ms - self.now.unix_ms.saturating_sub(self.lock.touched.unix_ms);
        ctx.request_repaint_after(Duration::from_millis(left_ms.unsigned_abs() + 1));
    }

    /// A view from behind the lock, the first one before it, or the first one after.
    pub(super) fn at_lock(&mut self, view: View, now: Moment) {
        if self.is_locked() && view.lock == Lock::Locked {
            self.now = now;
            return;
        }
        // Everything that was read, typed or chosen is let go of, and the window begins as on opening.
        let join = (self.is_locked() && self.dialog == Some(Dialog::Join)).then(|| std::mem::take(&mut self.join));
        let held = if self.is_locked() { std::mem::take(&mut self.held) } else { self.drafts.unkept() };
        let outside = self.files.sealed.outside.take();
        let opens = view.lock != Lock::Locked;
        let mut seen = view;
        if opens && !held.is_empty() {
            // What was typed in the last second before the lock.
            let mut snapshot = (*seen.snapshot).clone();
            Arc::make_mut(&mut snapshot.drafts).extend(held.iter().cloned());
            seen.snapshot = Arc::new(snapshot);
        }
        let (look, wanted, home) = (self.look, self.notices.wanted, self.files.home().to_owned());
        let LockState { after, unwanted, .. } = self.lock;
        let (folder, zone) = (std::mem::take(&mut self.folder), self.system_zone.clone());
        *self = Self { look, ..Self::showing(seen, folder, zone, now) };
        (self.notices.wanted, self.lock.after, self.lock.unwanted) = (wanted, after, unwanted);
        self.keep_files_in(home);
        self.files.sealed.outside = outside;
        if let Some(join) = join {
            // An invitation that was opened from outside meanwhile.
            (self.join, self.dialog) = (join, Some(Dialog::Join));
        }
        if opens {
            self.out = held.into_iter().map(|(field, text)| ask::run(Command::KeepDraft(field, text))).collect();
        } else {
            self.held = held;
        }
    }

    /// One frame of a locked window: nothing is drawn but the question.
    pub(super) fn locked_frame(&mut self, ui: &mut Ui) -> Vec<Request> {
        let ctx = ui.ctx().clone();
        self.close_guard(&ctx);
        let entered = eframe::egui::Id::unique("it was locked");
        let pass = ctx.cumulative_pass_nr();
        let last = ctx.data_mut(|data| data.get_temp::<u64>(entered));
        if last.is_none_or(|last| last + 1 < pass) {
            ctx.memory_mut(|memory| {
                // Fields keep what was typed in them, to take it back; forms and dialogs what they were about.
                memory.data.clear();
                if let Some(id) = memory.focused() {
                    memory.surrender_focus(id);
                }
            });
            form::opens_in(&ctx, "unlock");
        }
        ctx.data_mut(|data| data.insert_temp(entered, pass));
        let mut out = Vec::new();
        CentralPanel::default().frame(Frame::central_panel(ui.style()).inner_margin(16)).show(ui, |ui| {
            ScrollArea::vertical().id_salt("locked").auto_shrink([false, false]).show(ui, |ui| {
                parts::centred(ui, |ui| lock::unlock_ui(ui, &mut self.lock, &mut out));
            });
        });
        let ask = |ask| if let Ask::Do(request) = ask { Some(request) } else { None };
        out.into_iter().filter_map(ask).collect()
    }

    /// Takes in what became of a request about the passphrase; whether it was one, and all of it is said.
    pub(super) fn lock_answered(&mut self, ctx: &Context, request: &Request, answer: &Result<Answer, Failure>) -> bool {
        let time = ctx.input(|input| input.time);
        let says = match request {
            Request::Unlock(_) => None,
            Request::Passphrase(PassphraseRequest::Set(_)) => {
                Some(words::passphrase_set(self.truth().safety.sheet_shown).join(" "))
            }
            Request::Passphrase(PassphraseRequest::Change { .. }) => Some(words::PASSPHRASE_CHANGED.to_owned()),
            Request::Passphrase(PassphraseRequest::Remove(_)) => Some(words::PASSPHRASE_REMOVED.to_owned()),
            _ => return false,
        };
        match answer {
            Ok(_) => {
                self.lock.close();
                self.lock.touched = self.now;
                if let Some(says) = says {
                    self.dialog = None;
                    self.say(time, says);
                }
            }
            Err(failure) => {
                self.lock.close();
                self.lock.failed = Some(words::sentence(&failure.error));
                if self.is_locked() {
                    form::opens_in(ctx, "unlock");
                }
            }
        }
        true
    }
}
