//! The calendar that is kept in sight: when it is read, and what it said. Only in memory.

use super::App;
use crate::{
    files::{Looked, Source, Ticket, Work},
    window::{
        ask::{self, Ask},
        in_sight::InSight,
    },
};
use sideways_core::{command::Command, snapshot::Setting};
use std::sync::Arc;

impl App {
    /// The calendar that is chosen, also while private things are hidden.
    pub(super) fn source(&self) -> Option<Source> {
        let text = self.truth().snapshot.settings.get(&Setting::Calendar)?;
        Source::of(text).ok()
    }

    /// Reads the chosen calendar once, when the window opens or when another one is chosen; forgets one that isn't
    /// chosen any more.
    pub(super) fn keep_in_sight(&mut self) {
        let source = self.source();
        if self.sight.pending.is_some() && self.sight.pending != source || self.sight.choosing {
            return;
        }
        self.sight.pending = None;
        let peers = self.truth().snapshot.peers.len();
        let known = |sight: &InSight, source: &Source| {
            sight.reading.as_ref().is_some_and(|(of, _)| of == source)
                || sight.failed.as_ref().is_some_and(|(of, _)| of == source)
                || sight.of(source).is_some() && sight.peers >= peers
        };
        match source {
            Some(source) if !known(&self.sight, &source) => self.look_at(source),
            Some(_) => {}
            None if self.sight.read.is_some() || self.sight.reading.is_some() => self.sight.forget(),
            None => {}
        }
    }

    /// Has it read, elsewhere.
    fn look_at(&mut self, source: Source) {
        if let Some((_, ticket)) = self.sight.reading.take() {
            ticket.stop();
        }
        let ticket = Arc::<Ticket>::default();
        let snapshot = self.truth().snapshot.clone();
        self.sight.peers = snapshot.peers.len();
        self.sight.reading = Some((source.clone(), ticket.clone()));
        self.files.wanted.push((Work::Look(source, snapshot), ticket));
    }

    /// Carries out what was asked about it.
    pub(super) fn sort_sight(&mut self, asked: Ask) {
        match asked {
            Ask::LookAgain => {
                if let Some(source) = self.source() {
                    self.look_at(source);
                }
            }
            Ask::KeepInSight(typed) => match Source::of(&typed) {
                Ok(source) => {
                    self.sight.failed = None;
                    self.sight.choosing = true;
                    self.look_at(source);
                }
                Err(failure) => {
                    self.sight.failed = Some((Source::Address(String::new()), failure));
                }
            },
            _ => {
                self.sight.forget();
                self.sight.typed.clear();
                self.out.push(ask::run(Command::Choose(Setting::Calendar, String::new())));
            }
        }
    }

    /// It couldn't be kept, so it isn't in sight either.
    pub(super) fn not_kept(&mut self) {
        self.sight.pending = None;
    }

    /// Takes in what a look gave. One that nobody waits for any more is forgotten.
    pub(super) fn looked(&mut self, looked: Looked) {
        let Looked { source, at, says } = looked;
        if self.sight.reading.as_ref().is_none_or(|(of, _)| *of != source) {
            return;
        }
        self.sight.reading = None;
        let chosen = std::mem::take(&mut self.sight.choosing);
        match says {
            Ok(sight) => {
                if chosen {
                    self.sight.typed.clear();
                    self.out.push(ask::run(Command::Choose(Setting::Calendar, source.kept())));
                    self.sight.pending = Some(source.clone());
                }
                self.sight.failed = None;
                self.sight.read = Some((source, at, sight));
            }
            Err(failure) => {
                // What was read before still says what it said.
                self.sight.failed = Some((source, failure));
            }
        }
    }
}
