//! Everything that can be done from anywhere: one list feeds the keys, the help and what Find offers to do.

use super::{
    ask::{self, Ask, Dialog, Does, Place},
    icon,
};
use crate::platform::{COMMAND, HALF_HOUR_KEYS};
use eframe::egui::{Key, Modifiers};
use sideways_core::{command::Command, id::PeerId};

/// One thing that can be done.
pub(super) struct Action {
    /// What it is called, in Find and in the help.
    pub(super) name: &'static str,
    /// Its icon in Find.
    pub(super) icon: &'static str,
    /// Its keys; the first is the one that is told of.
    keys: &'static [(Modifiers, Key)],
    /// What it does.
    pub(super) does: Does,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// All of them; where one's keys are another's with Shift, it comes first.
pub(super) const ACTIONS: [Action; 15] = [
    action("Today", icon::SUN, &[(CTRL, Key::Num1)], Does::Go(Place::Today)),
    action("Peers", icon::USERS, &[(CTRL, Key::Num2)], Does::Go(Place::Peers)),
    action("Projects", icon::LAYERS, &[(CTRL, Key::Num3)], Does::Go(Place::Projects)),
    action("Review", icon::BOOK, &[(CTRL, Key::Num4)], Does::Go(Place::Review)),
    action("Settings and safety", icon::SHIELD, &[(CTRL, Key::Num5)], Does::Go(Place::Settings)),
    action("Find anything", icon::SEARCH, &[(CTRL, Key::K)], Does::Find),
    action("A new line for whoever is on screen", icon::PLUS, &[(CTRL, Key::N)], Does::NewLine),
    action("Start the half hour with whoever is on screen", icon::SUN, HALF_HOUR_KEYS, Does::Begin),
    action("Open a file: calendar, address cards, everything", icon::FILE, &[(CTRL, Key::O)], Does::OpenFile),
    action("I have an invitation", icon::KEY, &[], Does::Join),
    action("Bring back what was taken back", icon::PLUS, &[(CTRL_SHIFT, Key::Z), (CTRL, Key::Y)], Does::Redo),
    action("Take the last thing back", icon::PENCIL, &[(CTRL, Key::Z)], Does::Undo),
    action("Hide or show everything private", icon::EYE_OFF, &[(CTRL, Key::Period)], Does::Hide),
    action("Lock with the passphrase", icon::LOCK, &[(CTRL, Key::L)], Does::Lock),
    action("Keys", icon::KEY, &[(Modifiers::NONE, Key::F1)], Does::Keys),
];

const fn action(name: &'static str, icon: &'static str, keys: &'static [(Modifiers, Key)], does: Does) -> Action {
    Action { name, icon, keys, does }
}

impl Action {
    /// Its keys as they are written; nothing where it has none.
    pub(super) fn shown(&self) -> String {
        self.keys.first().map_or_else(String::new, |(modifiers, key)| written(*modifiers, *key))
    }
}

/// Keys as they are written: `Ctrl Shift Z`, and `Cmd Shift Z` on a Mac.
fn written(modifiers: Modifiers, key: Key) -> String {
    let parts = [(modifiers.command, COMMAND), (modifiers.alt, "Alt"), (modifiers.shift, "Shift")];
    let held = parts.into_iter().filter(|(held, _)| *held).map(|(_, name)| name);
    // A sign is written as itself: `Ctrl .`, and not `Ctrl Period`.
    held.chain([key.symbol_or_name()]).collect::<Vec<_>>().join(" ")
}

/// What the keys pressed in this frame do. A text field has its own undo, so that it keeps those keys.
pub(super) fn pressed(ui: &mut eframe::egui::Ui) -> Vec<Does> {
    let typing = ui.ctx().text_edit_focused();
    let mut found = Vec::new();
    for action in &ACTIONS {
        if typing && matches!(action.does, Does::Undo | Does::Redo) {
            continue;
        }
        for (modifiers, key) in action.keys {
            if ui.input_mut(|input| input.consume_key(*modifiers, *key)) {
                found.push(action.does);
            }
        }
    }
    found
}

/// The actions whose name has all these words.
pub(super) fn named(query: &str) -> Vec<&'static Action> {
    let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
    let fits = |action: &&Action| words.iter().all(|word| action.name.to_lowercase().contains(word));
    if words.is_empty() { Vec::new() } else { ACTIONS.iter().filter(fits).take(4).collect() }
}

impl Does {
    /// What is asked for by it; hiding and the focus are the window's own.
    pub(super) fn asks(self, on_screen: Option<PeerId>) -> Option<Ask> {
        Some(match self {
            Self::Go(place) => Ask::Go(place),
            Self::Find => Ask::Open(Some(Dialog::Find)),
            Self::Keys => Ask::Open(Some(Dialog::Keys)),
            Self::Join => Ask::Open(Some(Dialog::Join)),
            Self::OpenFile => Ask::Open(Some(Dialog::OpenFile)),
            Self::Undo => ask::run(Command::Undo),
            Self::Redo => ask::run(Command::Redo),
            Self::Begin => Ask::Begin(on_screen?),
            Self::Hide | Self::Lock | Self::NewLine => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_written_as_people_say_them() {
        let shown = |does: Does| ACTIONS.iter().find(|it| it.does == does).map(Action::shown).unwrap_or_default();
        for (does, keys) in [
            (Does::Go(Place::Today), "1"),
            (Does::Find, "K"),
            (Does::Redo, "Shift Z"),
            (Does::Undo, "Z"),
            (Does::Hide, "."),
        ] {
            assert_eq!(shown(does), format!("{COMMAND} {keys}"));
        }
        assert_eq!((shown(Does::Keys).as_str(), shown(Does::Join).as_str()), ("F1", ""));
    }

    /// Two actions on one key would leave one of them without any.
    #[test]
    fn no_two_actions_have_the_same_keys() {
        let mut all: Vec<_> = ACTIONS.iter().flat_map(|it| it.keys).map(|(held, key)| written(*held, *key)).collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "{all:?}");
    }
}
