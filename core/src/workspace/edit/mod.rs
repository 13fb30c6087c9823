//! Commands, a file each for those that belong together: what of a command changes which document.

mod called;
mod entry;
mod erase;
pub(super) mod going_back;
pub(super) mod history;
mod import;
mod keep_both;
mod list;
mod meeting;
mod merge;
mod method;
mod pad;
mod peer;
mod project;
mod sharing;
mod undo;

pub(super) use called::says;

use super::{
    at_most,
    state::{
        device::DeviceChange,
        undoable::{Direction, Step},
    },
    transaction::Transaction,
    words,
};
use crate::{
    command::{Command, MethodCommand, Outcome},
    document::ChangeBuilder,
    error::EditError,
    id::PeerId,
    kinds::notebook::peers,
    limits,
    rows::DocKind,
    snapshot::{Field, Me, NetworkSetting, Relay, Setting},
};

impl Transaction<'_> {
    /// Carries a command out, and keeps how it can be taken back.
    pub(super) fn carry_out(&mut self, command: Command) -> Result<Outcome, EditError> {
        if !matches!(command, Command::SetNetwork(_) | Command::Choose(..)) {
            self.ws.has_arrived()?;
        }
        let what = called::says(&command);
        self.forget_drafts(&command);
        let outcome = self.prepare(command)?;
        if let Some(what) = what {
            self.keep_undo(what);
        }
        self.count_waiting();
        Ok(outcome)
    }

    /// Forgets the drafts of what a command takes in. What isn't carried out leaves them as they are.
    fn forget_drafts(&mut self, command: &Command) {
        for (field, _) in command.typed() {
            self.drop_draft(field);
        }
        // Written down for somebody in the end: the same words wait for nobody any more.
        if let Command::Method(MethodCommand::AddHeadsUp { text, .. }) = command
            && self.device().drafts.get(&Field::Coming).is_some_and(|draft| draft.trim() == text.trim())
        {
            self.drop_draft(Field::Coming);
        }
    }

    fn prepare(&mut self, command: Command) -> Result<Outcome, EditError> {
        match command {
            Command::SetMe(me) => self.set_me(&me),
            Command::AddPeer(details) => self.add_peer(&details).map(Outcome::Peer),
            Command::EditPeer(peer, details) => self.edit_peer(peer, &details),
            Command::AddWords { peer, text, on } => self.add_words(peer, &text, on),
            Command::AddNote { peer, text } => self.add_note(peer, &text),
            Command::RewordNote { peer, note, text } => self.reword_note(peer, note, &text),
            Command::EditEntry(peer, entry, edit) => self.edit_entry(peer, entry, edit),
            Command::RemoveEntry(peer, entry) => self.remove_entry(peer, entry),
            Command::RestoreEntry(peer, entry) => self.restore_entry(peer, entry),
            Command::LogMeeting { peer, meeting } => self.log_meeting(peer, meeting),
            Command::Method(command) => self.edit_method(command),
            Command::Close(peer, closed) => self.close(peer, closed),
            Command::Merge { peer, into } => self.merge(peer, into),
            Command::Erase(peer, list) => self.erase(peer, list),
            Command::Import(export) => self.import(&export),
            Command::Together(commands) => {
                // What can't be taken back is done by itself: the others couldn't be taken back around it.
                if commands.iter().any(|command| called::says(command).is_none() || is_several(command)) {
                    return Err(EditError::NotNow("this can’t be done together with something else"));
                }
                self.together(commands).map(Outcome::Several)
            }
            Command::Undo => self.take_back(Direction::Undo),
            Command::Redo => self.take_back(Direction::Redo),
            Command::GoBack(peer, to) => self.go_back(peer, to),
            Command::Looked(peer) => self.looked(peer),
            Command::List(peer, command) => self.edit_list(peer, command),
            Command::KeepDraft(field, text) => self.keep_draft(field, text),
            Command::SetNetwork(setting) => Ok(self.set_network(setting)),
            Command::SetRelay(relay) => self.set_relay(relay),
            Command::Choose(setting, text) => self.choose(setting, text),
            Command::Share(peer, command) => self.share(peer, &command),
            Command::RenameDevice(device, name) => self.rename_device(device, &name),
        }
    }

    fn set_me(&mut self, me: &Me) -> Result<Outcome, EditError> {
        words("your name", &me.name, limits::NAME_BYTES)?;
        words("your department", &me.department, limits::NAME_BYTES)?;
        at_most("your role", &me.role, limits::NAME_BYTES)?;
        for mail in &me.mails {
            words("a mail address", mail, limits::NAME_BYTES)?;
        }
        let write = |builder: &mut ChangeBuilder<'_>| peers::set_me(builder, me);
        self.write(self.notebook(), DocKind::Notebook, write)?;
        Ok(Outcome::Done)
    }

    fn keep_draft(&mut self, field: Field, text: String) -> Result<Outcome, EditError> {
        let most = if matches!(field, Field::HalfHour(_)) { limits::HALF_HOUR_BYTES } else { limits::TEXT_BYTES };
        at_most("a draft", &text, most)?;
        if text.is_empty() {
            self.drop_draft(field);
        } else {
            self.set(DeviceChange::Draft(field, Some(text)));
        }
        Ok(Outcome::Done)
    }

    fn choose(&mut self, setting: Setting, text: String) -> Result<Outcome, EditError> {
        at_most("a setting", &text, limits::SETTING_BYTES)?;
        self.set(DeviceChange::Setting(setting, Some(text).filter(|text| !text.is_empty())));
        Ok(Outcome::Done)
    }

    fn set_network(&mut self, setting: NetworkSetting) -> Outcome {
        let back = self.device().network;
        self.set(DeviceChange::Network(setting));
        self.steps.push(Step::Network { mine: setting, back });
        Outcome::Done
    }

    fn set_relay(&mut self, relay: Option<Relay>) -> Result<Outcome, EditError> {
        if let Some(Relay { url, token, ca }) = &relay {
            words("the relay’s address", url, limits::NAME_BYTES)?;
            at_most("the relay’s token", token.as_deref().unwrap_or_default(), limits::SETTING_BYTES)?;
            at_most("the relay’s certificates", ca.as_deref().unwrap_or_default(), limits::TEXT_BYTES)?;
        }
        self.set(DeviceChange::Relay(relay));
        Ok(Outcome::Done)
    }

    /// Remembers how the list with a peer looks now. Only lines that look otherwise are written.
    fn looked(&mut self, peer: PeerId) -> Result<Outcome, EditError> {
        let row = self.peer_row(&peer)?;
        let Some(list) = self.model().lists.get(&row.list()) else { return Ok(Outcome::Done) };
        let seen = self.device().seen.get(&peer);
        let looks = list.lines.keys().filter_map(|id| Some((*id, list.look(self.me(), *id)?)));
        let new = looks.filter(|(id, look)| seen.and_then(|seen| seen.get(id)) != Some(look));
        let new: Vec<DeviceChange> = new.map(|(id, look)| DeviceChange::Seen(peer, id, look)).collect();
        if !new.is_empty() {
            self.touch(peer);
        }
        new.into_iter().for_each(|change| self.set(change));
        Ok(Outcome::Done)
    }
}

/// Whether a command holds others, or brings in as many as a file does.
fn is_several(command: &Command) -> bool {
    matches!(command, Command::Together(_) | Command::Import(_))
}
