//! Heads-ups on a peer's page: what they should hear from me first. Private until sent.

use super::{
    ask, icon, parts,
    peer_page::Page,
    said_date,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Key, Label, Ui};
use jiff::{ToSpan, civil::Date};
use sideways_core::{
    command::{Command, ListCommand, MethodCommand},
    method,
    snapshot::{SharingState, Told, Who},
};

/// What is typed here.
#[derive(Debug, Default)]
pub(super) struct HeadsUpState {
    open: bool,
    text: String,
    by: String,
    /// How I told them, while it is typed.
    told: Option<(sideways_core::id::EntryId, String)>,
}

pub(super) fn heads_ups_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    ui.horizontal(|ui| {
        parts::heading(ui, "Heads-ups", Size::Body, 2);
        parts::icon_caption(ui, &format!("{} Only on your devices, until sent", icon::LOCK));
    });
    for it in page.peer.list.heads_ups.iter().filter(|it| it.from == Who::Them) {
        ui.add(Label::new(parts::text(format!("{name} wants you to know: {}", it.text), Size::Body, t.ink)).wrap());
        if !it.heard && parts::quiet_small(ui, "Heard").clicked() {
            page.out.push(ask::list(page.peer.id, ListCommand::Heard(it.id)));
        }
    }
    let shared = page.peer.sharing.state == SharingState::Shared;
    for it in page.peer.heads_ups.iter().filter(|it| it.told.is_none()) {
        let sent = if it.sent.is_some() { format!(", sent to {name}") } else { String::new() };
        let says = format!("{} (by {}{sent})", it.text, words::date(it.by));
        ui.add(Label::new(parts::text(says, Size::Body, t.ink)).wrap());
        ui.horizontal_wrapped(|ui| {
            if shared && it.sent.is_none() {
                let send = parts::quiet_small(ui, "Send it");
                if send.on_hover_text(format!("{name} will see exactly: {}", words::shown(&it.text))).clicked() {
                    page.out.push(ask::run(Command::Method(MethodCommand::SendHeadsUp(page.peer.id, it.id))));
                }
            }
            if parts::quiet_small(ui, "Told…").clicked() {
                page.state.heads_up.told = Some((it.id, String::new()));
            }
        });
        told_ui(ui, page, it.id, today);
    }
    new_ui(ui, page, today);
}

fn told_ui(ui: &mut Ui, page: &mut Page<'_>, id: sideways_core::id::EntryId, today: Date) {
    let Some((of, how)) = &mut page.state.heads_up.told else { return };
    if *of != id {
        return;
    }
    let mut done = false;
    ui.horizontal(|ui| {
        let field = parts::bare_field(ui, how, "Called her", 260.0).accessible_name("How you told them");
        done = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        done |= parts::secondary(ui, "Keep").clicked();
    });
    if done {
        let how = if how.trim().is_empty() { "Told".to_owned() } else { how.trim().to_owned() };
        let told = Some(Told { on: today, how });
        page.out.push(ask::run(Command::Method(MethodCommand::SetTold(page.peer.id, id, told))));
        page.state.heads_up.told = None;
    }
}

fn new_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let state = &mut page.state.heads_up;
    if !state.open {
        if parts::quiet_small(ui, &format!("{} Heads-up", icon::PLUS)).clicked() {
            state.open = true;
            state.by = said_date::day_in_field(method::working_day(today.saturating_add(7.days())));
        }
        return;
    }
    let read = said_date::read_day(&state.by, today);
    ui.horizontal_wrapped(|ui| {
        let width = (ui.available_width() - 330.0).clamp(160.0, 400.0);
        let text = parts::bare_field(ui, &mut state.text, "What is coming", width).accessible_name("A heads-up");
        let day = said_date::day_field(ui, &mut state.by, today, 220.0);
        let day = day.accessible_name("By which day they should hear it");
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        let enter = enter && (text.lost_focus() || day.lost_focus());
        if (parts::quiet_small(ui, "Keep").clicked() || enter)
            && let Ok(said) = &read
            && !state.text.trim().is_empty()
        {
            let (text, by) = (std::mem::take(&mut state.text), said.at);
            state.open = false;
            page.out.push(ask::run(Command::Method(MethodCommand::AddHeadsUp { peer: page.peer.id, text, by })));
        }
    });
    if page.state.heads_up.open {
        said_date::heard(ui, &read.map_or_else(|unclear| unclear.to_string(), |it| it.sentence()));
    }
}
