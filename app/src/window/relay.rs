//! Which relay is asked, in Settings, where this computer may be found anywhere.

use super::{
    ask::{self, Ask},
    form::Form,
    parts,
    theme::{self, Size},
};
use crate::{desk::View, words};
use eframe::egui::{Label, RadioButton, Ui};
use sideways_core::{
    command::Command,
    snapshot::{NetworkSetting, Relay},
};
use sideways_sync::net::check_relay;

/// What is typed of a relay of one’s own.
#[derive(Default)]
pub(super) struct Typed {
    /// It is being named, though none is yet.
    naming: bool,
    url: String,
    token: String,
    ca: String,
}

/// A token is a secret.
impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Typed(…)")
    }
}

pub(super) fn relay_ui(ui: &mut Ui, view: &View, typed: &mut Typed, out: &mut Vec<Ask>) {
    if view.snapshot.network != NetworkSetting::Anywhere {
        *typed = Typed::default();
        return;
    }
    let soft = theme::of(ui).ink_soft;
    let named = view.snapshot.relay.as_deref();
    let own = named.is_some() || typed.naming;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::CHOICES_GAP;
        if ui.add(RadioButton::new(!own, "The public relays")).clicked() {
            *typed = Typed::default();
            if named.is_some() {
                out.push(ask::run(Command::SetRelay(None)));
            }
        }
        if ui.add(RadioButton::new(own, "A relay of our own")).clicked() {
            typed.naming = true;
        }
    });
    if let Some(relay) = named {
        ui.add(Label::new(parts::text(words::visible(&relay.url), Size::Body, theme::of(ui).ink)).wrap());
        let besides = match (relay.token.is_some(), relay.ca.is_some()) {
            (true, true) => "With a token, and believed by certificates that were named.",
            (true, false) => "With a token.",
            (false, true) => "Believed by certificates that were named.",
            (false, false) => "Without a token.",
        };
        parts::caption(ui, besides);
        if !typed.naming && parts::quiet(ui, "Name it otherwise…").clicked() {
            *typed = Typed { naming: true, url: relay.url.clone(), ..Typed::default() };
        }
    }
    if let Some(says) = words::relay_stands(view.relay) {
        ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    }
    if typed.naming {
        naming_ui(ui, typed, out);
    }
}

fn naming_ui(ui: &mut Ui, typed: &mut Typed, out: &mut Vec<Ask>) {
    let width = (ui.available_width() - 16.0).min(480.0);
    let mut form = Form::begin(ui, "relay");
    let field = parts::field(ui, "The relay’s address", &mut typed.url, "https://relay.example.com", width);
    form.field(ui, field);
    let field = parts::field(ui, "The token it asks for, if it does", &mut typed.token, "", width);
    form.field(ui, field);
    let name = "Its certificate as PEM, if this computer doesn’t know who signed it";
    parts::caption(ui, name);
    parts::lines_field(ui, &mut typed.ca, "-----BEGIN CERTIFICATE-----", name);
    parts::caption(
        ui,
        "Whoever runs it learns that two devices connect, from where, when, and how much, never what. Your colleague may use another one.",
    );
    let some = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let relay = Relay { url: typed.url.trim().to_owned(), token: some(&typed.token), ca: some(&typed.ca) };
    let checked = check_relay(&relay);
    if let (Err(why), false) = (&checked, typed.url.trim().is_empty()) {
        parts::caption(ui, words::sentence(&why.to_string()));
    }
    let entered = form.entered();
    ui.horizontal_wrapped(|ui| {
        if (parts::secondary(ui, "Use this relay").clicked() || entered) && checked.is_ok() {
            out.push(ask::run(Command::SetRelay(Some(relay))));
            *typed = Typed::default();
        }
        if parts::quiet(ui, "Cancel").clicked() {
            *typed = Typed::default();
        }
    });
}
