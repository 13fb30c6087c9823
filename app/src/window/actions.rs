//! Everything that can be done from anywhere: one list feeds the keys, the help and what Find offers to do.

use super::{
    ask::{self, Ask, Dialog, Place},
    icon,
};
use eframe::egui::{Key, Modifiers};
use sideways_core::{command::Command, id::PeerId};

/// One thing that can be done.
pub(super) struct Action {
    /// What it is called, in Find and in the help.
    pub(super) name: &'static str,
    /// Its icon in Find.
    pub(super) icon: &'static str,
    /// Its keys.
    keys: &'static [(Modifiers, Key)],
    /// The keys as they are written.
    pub(super) shown: &'static str,
    /// What it does.
    pub(super) does: Does,
}

/// What an action does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Does {
    Go(Place),
    Find,
    Keys,
    Join,
    OpenFile,
    Undo,
    Redo,
    Hide,
    /// Close everything behind the passphrase.
    Lock,
    /// A new line for whoever is on screen.
    NewLine,
    /// The half hour with whoever is on screen.
    Begin,
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers { shift: true, ..Modifiers::COMMAND };

/// All of them; where one's keys are another's with Shift, it comes first.
pub(super) const ACTIONS: [Action; 15] = [
    action("Today", icon::SUN, &[(CTRL, Key::Num1)], "Ctrl 1", Does::Go(Place::Today)),
    action("Peers", icon::USERS, &[(CTRL, Key::Num2)], "Ctrl 2", Does::Go(Place::Peers)),
    action("Projects", icon::LAYERS, &[(CTRL, Key::Num3)], "Ctrl 3", Does::Go(Place::Projects)),
    action("Review", icon::BOOK, &[(CTRL, Key::Num4)], "Ctrl 4", Does::Go(Place::Review)),
    action("Settings and safety", icon::SHIELD, &[(CTRL, Key::Num5)], "Ctrl 5", Does::Go(Place::Settings)),
    action("Find anything", icon::SEARCH, &[(CTRL, Key::K)], "Ctrl K", Does::Find),
    action("A new line for whoever is on screen", icon::PLUS, &[(CTRL, Key::N)], "Ctrl N", Does::NewLine),
    action("Start the half hour with whoever is on screen", icon::SUN, &[(CTRL, Key::H)], "Ctrl H", Does::Begin),
    action("Open a file: calendar, address cards, everything", icon::FILE, &[(CTRL, Key::O)], "Ctrl O", Does::OpenFile),
    action("I have an invitation", icon::KEY, &[], "", Does::Join),
    action(
        "Bring back what was taken back",
        icon::PLUS,
        &[(CTRL_SHIFT, Key::Z), (CTRL, Key::Y)],
        "Ctrl Shift Z",
        Does::Redo,
    ),
    action("Take the last thing back", icon::PENCIL, &[(CTRL, Key::Z)], "Ctrl Z", Does::Undo),
    action("Hide or show everything private", icon::EYE_OFF, &[(CTRL, Key::Period)], "Ctrl .", Does::Hide),
    action("Lock with the passphrase", icon::LOCK, &[(CTRL, Key::L)], "Ctrl L", Does::Lock),
    action("Keys", icon::KEY, &[(Modifiers::NONE, Key::F1)], "F1", Does::Keys),
];

const fn action(
    name: &'static str,
    icon: &'static str,
    keys: &'static [(Modifiers, Key)],
    shown: &'static str,
    does: Does,
) -> Action {
    Action { name, icon, keys, shown, does }
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
