//! My other computers: which there are, one more, becoming one, and the time in which everything is on its way.

use super::{
    ask::{self, Ask, Dialog},
    form::Form,
    icon, parts, text_field,
    theme::{self, Size},
};
use crate::{
    desk::{DevicePairing, DeviceRequest, Link, Request, View},
    words,
};
use eframe::egui::{Frame, Label, ProgressBar, Stroke, TextEdit, Ui, vec2};
use sideways_core::{
    command::Command,
    id::DeviceId,
    snapshot::{Moment, OwnDevice},
};

/// What is typed and shown of them.
#[derive(Debug, Default)]
pub(super) struct DevicesState {
    /// The invitation that was made here.
    pub(super) invitation: Option<String>,
    /// One that was made on the other computer.
    typed: String,
    /// It is on its way.
    pub(super) joining: bool,
    /// Which one is being renamed, and the name so far.
    renames: Option<(DeviceId, String)>,
    /// Which one is to be taken away, asked once more.
    removes: Option<DeviceId>,
    /// What to call this one, where its data folder was copied.
    pub(super) copy_name: String,
}

fn device(request: DeviceRequest) -> Ask {
    Ask::Do(Request::Device(request))
}

/// In Settings.
pub(super) fn settings_ui(ui: &mut Ui, view: &View, state: &mut DevicesState, now: Moment, out: &mut Vec<Ask>) {
    parts::heading(ui, "Your computers", Size::Lead, 2);
    parts::caption(ui, "Each of them has everything, and works by itself. They meet whenever both are on.");
    // The recovery sheet too: it can bring one more computer in, and may be in other hands.
    for computer in view.snapshot.devices.iter() {
        ui.push_id(computer.id, |ui| one_ui(ui, view, computer, state, now, out));
    }
    if view.snapshot.arriving {
        return;
    }
    if parts::secondary(ui, "Add a computer…").clicked() {
        state.invitation = None;
        out.push(Ask::Open(Some(Dialog::AddComputer)));
        out.push(device(DeviceRequest::Invite));
    }
}

fn one_ui(ui: &mut Ui, view: &View, it: &OwnDevice, state: &mut DevicesState, now: Moment, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::strong(words::visible(&it.name), Size::Body, t.ink));
        let says = words::own_device(it, view.own.links.get(&it.id).copied(), now);
        ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
        if it.removed {
            return;
        }
        if it.connects && parts::quiet_small(ui, "Rename…").clicked() {
            state.renames = Some((it.id, it.name.clone()));
            super::form::opens(ui, ("computer", it.id));
        }
        if !it.this && parts::quiet_small(ui, "Take away…").clicked() {
            state.removes = Some(it.id);
        }
    });
    if let Some((_, name)) = state.renames.as_mut().filter(|(id, _)| *id == it.id) {
        let mut form = Form::begin(ui, ("computer", it.id));
        let field = parts::field(ui, "What to call it", name, "laptop", 240.0);
        form.field(ui, field);
        let saved = ui.horizontal(|ui| {
            let saved = parts::secondary(ui, "Save").clicked() || form.entered();
            let left = parts::calm(ui, "Cancel").clicked();
            (saved, left)
        });
        let (saved, left) = saved.inner;
        if saved && !name.trim().is_empty() {
            out.push(ask::run(Command::RenameDevice(it.id, name.trim().to_owned())));
        }
        if saved || left {
            state.renames = None;
        }
    }
    if state.removes == Some(it.id) {
        let says = if it.connects {
            format!(
                "{} gets nothing from now on, from you or from colleagues who have heard of it. What was written on it stays. This can’t be undone.",
                words::visible(&it.name)
            )
        } else {
            "This sheet brings no computer back from now on. Backups that were made for it still open with it. This can’t be undone.".to_owned()
        };
        ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
        ui.horizontal_wrapped(|ui| {
            if parts::calm(ui, "Keep it").clicked() {
                state.removes = None;
            }
            if parts::secondary(ui, "Take it away").clicked() {
                out.push(device(DeviceRequest::Remove(it.id)));
                state.removes = None;
            }
        });
    }
}

/// One more computer: the invitation, and then the words.
pub(super) fn add_ui(ui: &mut Ui, view: &View, state: &mut DevicesState, out: &mut Vec<Ask>) {
    parts::heading(ui, "Add a computer of yours", Size::Heading, 1);
    if let Some(pairing) = &view.own.pairing {
        compare_ui(ui, pairing, out);
        return;
    }
    if let Some(why) = &view.own.failed {
        ui.add(Label::new(parts::text(words::sentence(why), Size::Body, theme::of(ui).ink)).wrap());
    }
    let soft = theme::of(ui).ink_soft;
    let Some(invitation) = state.invitation.clone().filter(|_| view.own.inviting) else {
        let done = view.snapshot.devices.iter().filter(|it| it.connects && !it.removed).count() > 1;
        let has_all = view.own.links.values().any(|link| *link == Link::Connected { equal: true });
        let says = match (&state.invitation, done) {
            (Some(_), true) if has_all => "It is one of your computers now. It has everything.",
            (Some(_), true) => "It is one of your computers now. Everything is on its way to it.",
            (Some(_), false) => "The invitation ended. Make a new one.",
            (None, _) => "Making the invitation…",
        };
        ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
        if parts::primary(ui, "Close").clicked() {
            out.push(Ask::Open(None));
        }
        return;
    };
    let says = "On the other one open Sideways, press “I have another computer” and paste this. It works once, for an hour, and only after both show the same four words.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    let words = words::shown(&invitation);
    let mut shown = words.as_str(); // a string that can't be written to makes a field that can't
    let edit = TextEdit::multiline(&mut shown).desired_rows(5).desired_width(f32::INFINITY);
    let id = ui.make_persistent_id("the invitation");
    text_field::show(ui, id, edit).response.response.accessible_name("The invitation");
    ui.horizontal_wrapped(|ui| {
        if parts::primary(ui, &format!("{} Copy", icon::COPY)).clicked() {
            out.push(Ask::Copy(invitation.clone()));
        }
        if parts::calm(ui, "Close").clicked() {
            out.push(Ask::Open(None));
        }
        ui.add_space(24.0);
        if parts::quiet(ui, "Withdraw it").clicked() {
            out.push(device(DeviceRequest::Withdraw));
            out.push(Ask::Open(None));
        }
    });
}

/// On a new computer: the invitation of the other one, and then the words.
pub(super) fn join_ui(ui: &mut Ui, view: &View, state: &mut DevicesState, out: &mut Vec<Ask>) {
    parts::heading(ui, "I have another computer", Size::Heading, 1);
    if let Some(pairing) = &view.own.pairing {
        compare_ui(ui, pairing, out);
        return;
    }
    let (ink, soft) = (theme::of(ui).ink, theme::of(ui).ink_soft);
    let says = "There: Settings, “Your computers”, “Add a computer…”. Paste here what it shows.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    let mut form = Form::begin(ui, "join computer");
    form.lines(ui, &mut state.typed, "The invitation from your other computer", "The invitation");
    let read = (!state.typed.trim().is_empty()).then(|| sideways_sync::Invitation::parse_for_device(&state.typed));
    let good = match &read {
        None => false,
        Some(Ok(invitation)) => {
            let says = format!(
                "This computer will have everything that “{}” has, once both show the same four words.",
                words::visible(&invitation.name)
            );
            ui.add(Label::new(parts::text(says, Size::Body, ink)).wrap());
            true
        }
        Some(Err(why)) => {
            ui.add(Label::new(parts::text(words::sentence(&why.to_string()), Size::Body, ink)).wrap());
            false
        }
    };
    if let Some(why) = view.own.failed.as_ref().filter(|_| !state.joining) {
        ui.add(Label::new(parts::text(words::sentence(why), Size::Body, ink)).wrap());
    }
    ui.horizontal_wrapped(|ui| {
        if state.joining {
            parts::caption(ui, "Looking for your other computer…");
        } else if good && (parts::primary(ui, "Continue").clicked() || form.entered()) {
            state.joining = true;
            out.push(device(DeviceRequest::Join(state.typed.clone())));
        }
        if parts::calm(ui, "Cancel").clicked() {
            out.push(Ask::Open(None));
        }
    });
}

/// The four words, on both screens.
fn compare_ui(ui: &mut Ui, pairing: &DevicePairing, out: &mut Vec<Ask>) {
    let t = theme::of(ui);
    let says = "Both computers show four words. Look at both: are they the same, in the same order?";
    ui.add(Label::new(parts::text(says, Size::Body, t.ink_soft)).wrap());
    ui.add_space(8.0);
    // Four beside each other, or two and two.
    let in_row = if ui.available_width() < 480.0 { 2 } else { 4 };
    let wide = (ui.available_width() - 8.0 * (in_row as f32 - 1.0)) / in_row as f32 - 2.0;
    for row in pairing.words.chunks(in_row) {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for word in row {
                let frame = Frame::new().stroke(Stroke::new(1.0, t.edge)).corner_radius(theme::RADIUS_FRAME_INNER);
                frame.inner_margin(14).show(ui, |ui| {
                    ui.set_width(wide - 28.0);
                    ui.label(parts::strong(word, Size::Words, t.ink));
                });
            }
        });
    }
    ui.add_space(8.0);
    if pairing.matched {
        parts::caption(ui, "Now say so on the other computer too.");
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size = vec2(128.0, 0.0);
        if !pairing.matched && parts::primary(ui, "They match").clicked() {
            out.push(device(DeviceRequest::Match(pairing.words.clone())));
        }
        if parts::secondary(ui, "They differ").clicked() {
            out.push(device(DeviceRequest::Differ(pairing.words.clone())));
            out.push(Ask::Open(None));
        }
    });
}

/// In the place of everything, while the notebook is on its way.
pub(super) fn arriving_ui(ui: &mut Ui, view: &View) {
    let soft = theme::of(ui).ink_soft;
    ui.add_space(64.0);
    parts::heading(ui, words::ARRIVING, Size::Title, 1);
    let says = match view.own.coming {
        Some((done, of)) => format!("{done} of {of} parts are here."),
        None => {
            "It comes as soon as both computers are on and find each other. You may close Sideways and go on later."
                .to_owned()
        }
    };
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    if let Some((done, of)) = view.own.coming {
        let bar = ProgressBar::new(done as f32 / of.max(1) as f32).desired_width(320.0).desired_height(8.0);
        ui.add(bar);
    }
}

/// What stands above the page: that more is on its way, or that this computer was taken away.
pub(super) fn notice(view: &View) -> Option<String> {
    match view.own.coming {
        _ if view.snapshot.devices.iter().any(|it| it.this && it.removed) => Some(words::TAKEN_AWAY.to_owned()),
        Some((done, of)) if of > 20 => Some(format!("From your other computer: {done} of {of} parts are here.")),
        _ => None,
    }
}

pub(super) fn notice_ui(ui: &mut Ui, says: &str) {
    ui.add(Label::new(parts::text(says, Size::Body, theme::of(ui).ink)).wrap());
    ui.add_space(8.0);
}
