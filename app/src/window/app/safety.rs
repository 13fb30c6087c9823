//! What became of backups and the recovery sheet.

use super::App;
use crate::{
    desk::{Answer, Failure, Request, SafetyAnswer, SafetyRequest},
    window::{
        ask::{Ask, Dialog, Place},
        backups, lock, parts, settings, today,
    },
    words,
};
use eframe::egui::{Context, Ui};
use jiff::civil::DateTime;
use sideways_core::{backup::RecoveryKey, snapshot::SharingState};
use std::path::PathBuf;

impl App {
    /// Today, and below it what there is to say of backups as long as there are none.
    pub(super) fn today_place_ui(&mut self, ui: &mut Ui, now: DateTime, out: &mut Vec<Ask>) {
        let (state, drafts, safety, lock) = (&mut self.today, &mut self.drafts, &mut self.safety, &self.lock);
        parts::centred(ui, |ui| {
            let mut scene = today::Scene { view: &self.view, zone: &self.zone, now, sight: &self.sight, drafts, out };
            today::today_ui(ui, state, &mut scene);
            if !self.view.snapshot.peers.is_empty() {
                backups::today_ui(ui, &self.view.safety, safety, out);
                lock::today_ui(ui, &self.view, lock, out);
            }
        });
    }

    pub(super) fn settings_place_ui(&mut self, ui: &mut Ui, out: &mut Vec<Ask>) {
        let mut around = settings::Around {
            folder: &self.folder,
            safety: &mut self.safety,
            zone: &self.zone,
            export: &mut self.files.export,
            now: self.now,
            look: self.look,
            notices: self.notices.wanted,
            lock_after: self.lock.after,
            hidden: self.real.is_some(),
            sight: &mut self.sight,
            devices: &mut self.devices,
            relay: &mut self.relay,
            drafts: &mut self.drafts,
        };
        let view = &self.view;
        parts::centred(ui, |ui| settings::settings_ui(ui, view, &mut around, out));
    }

    /// Takes in what became of a request about backups; whether it was one, and all of it is said.
    pub(super) fn safety_answered(
        &mut self,
        ctx: &Context,
        request: &Request,
        answer: &Result<Answer, Failure>,
    ) -> bool {
        let Request::Safety(request) = request else { return false };
        let time = ctx.input(|input| input.time);
        match (request, answer) {
            (SafetyRequest::Key, Ok(Answer::Safety(SafetyAnswer::Key(secret)))) => {
                self.safety.key = RecoveryKey::parse(&secret.0).ok().filter(|_| self.dialog == Some(Dialog::Recovery));
            }
            (SafetyRequest::Shown, Ok(_)) => {
                self.safety.close();
                let asked = self.truth().safety.place_asked;
                self.dialog = (!asked).then_some(Dialog::BackupPlace);
                self.say(time, "Backups are made by themselves from now on.");
            }
            (SafetyRequest::Place(place), Ok(_)) => {
                self.dialog = None;
                self.safety.place.clear();
                self.say(
                    time,
                    match place {
                        Some(place) => format!("Backups go to {} too, from the next one on.", place.display()),
                        None => "Backups lie on this computer only. What lies elsewhere stays there.".into(),
                    },
                );
            }
            (SafetyRequest::Now { .. }, Ok(Answer::Safety(SafetyAnswer::Backed(backed)))) => {
                self.say(time, words::backed(backed).join(" "));
            }
            (SafetyRequest::Test(_), Ok(Answer::Safety(SafetyAnswer::Tested(tested)))) => {
                self.say(time, words::tested(tested));
            }
            (SafetyRequest::Restore(..), Ok(Answer::Safety(SafetyAnswer::Restored(counts)))) => {
                self.safety = backups::SafetyState::default();
                self.dialog = None;
                self.go(ctx, Place::Today);
                let peers = &self.truth().snapshot.peers;
                let shared = peers.iter().filter(|peer| peer.sharing.state != SharingState::Private);
                let shared: Vec<String> = shared.map(|peer| peer.name.clone()).collect();
                let again = words::invite_again(&shared).map(|again| format!(" {again}")).unwrap_or_default();
                self.say(time, format!("Welcome back. Brought back: {}.{again}", counts.says()));
            }
            (SafetyRequest::Restore(..), Err(failure)) => {
                self.safety.bringing = false;
                let hint = failure.hint.as_ref().map(|hint| format!(" — {hint}")).unwrap_or_default();
                self.safety.failed = Some(words::sentence(&format!("{}{hint}", failure.error)));
            }
            _ => return false,
        }
        true
    }

    /// Somebody was erased, and may still be in backups that were made before.
    pub(super) fn say_who_still_has_them(&mut self, time: f64) {
        if let Some(older) = words::older(&self.truth().safety, &self.zone) {
            self.say(time, format!("Erased. {older} Settings and safety can remove them."));
        }
    }

    /// A file or folder that was chosen in the system's dialog.
    pub(super) fn picked(&mut self, path: PathBuf) {
        let path = path.display().to_string();
        match self.dialog {
            Some(Dialog::BackupPlace) => self.safety.place = path,
            Some(Dialog::HaveBackup) => self.safety.file = path,
            _ => {}
        }
    }
}
