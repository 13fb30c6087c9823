//! Dialogs: sharing, the four words, joining, stopping, keys. Each says what is true before it is done.

use super::{
    actions::ACTIONS,
    ask::{self, Ask},
    form::Form,
    icon,
    page::Page,
    parts, reach, text_field,
    theme::{self, Size},
};
use crate::platform::command;
use crate::{
    desk::{Request, View},
    words,
};
use eframe::egui::{Frame, Key, Label, RadioButton, ScrollArea, TextEdit, Ui, vec2};
use sideways_core::{
    command::{Command, ShareCommand},
    search::folded,
    snapshot::{NetworkSetting, PeerView, SharingState},
};
use std::sync::Arc;

/// What they will see, what they will never see, and the invitation.
pub(super) fn share_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    parts::heading(ui, &format!("Share one list with {name}"), Size::Heading, 1);
    let soft = theme::of(ui).ink_soft;
    ui.label(parts::text("One list, two people. Everything else stays where it is.", Size::Body, soft));
    if let Some(invitation) = page.state.invitation.clone() {
        invitation_ui(ui, page, &name, invitation);
        return;
    }
    if ui.available_width() > 520.0 {
        let half = (ui.available_width() - 24.0) / 2.0;
        ui.horizontal_top(|ui| {
            ui.vertical(|ui| {
                ui.set_width(half);
                will_see(ui, page, &name);
            });
            ui.add_space(16.0);
            ui.vertical(|ui| {
                ui.set_width(half - 8.0);
                will_never_see(ui, page, &name);
            });
        });
    } else {
        will_see(ui, page, &name);
        will_never_see(ui, page, &name);
    }
    ui.add_space(8.0);
    parts::rule(ui);
    where_ui(ui, page);
    ui.add_space(8.0);
    let invited = matches!(page.peer.sharing.state, SharingState::Invited { .. });
    parts::caption(ui, "The invitation works once, until tomorrow 17:00. You can withdraw it.");
    parts::foot(ui, "share", theme::of(ui).sheet, |ui| {
        let make = if invited { "Make a new invitation" } else { "Make invitation" };
        if parts::primary(ui, make).clicked() {
            if page.view.snapshot.network == NetworkSetting::Off {
                page.out.push(ask::run(Command::SetNetwork(NetworkSetting::ThisNetwork)));
            }
            page.out.push(Ask::Do(Request::Invite(page.peer.id)));
        }
        ui.add_space(8.0);
        if parts::calm(ui, "Cancel").clicked() {
            page.out.push(Ask::Open(None));
        }
        if invited && parts::quiet(ui, "Withdraw it").clicked() {
            page.out.push(ask::run(Command::Share(page.peer.id, ShareCommand::Withdraw)));
            page.out.push(Ask::Open(None));
        }
    });
}

/// So high the lines stand before they scroll.
const LINES_HEIGHT: f32 = 240.0;

fn will_see(ui: &mut Ui, page: &mut Page<'_>, name: &str) {
    let t = theme::of(ui);
    let me = &page.view.snapshot.me;
    parts::shared_frame(ui, &format!("{name} will see"), t.sheet, |ui| {
        ui.label(parts::strong("Where might we help each other?", Size::Body, t.ink));
        // All of them: nothing becomes shared that wasn't shown here.
        let list = page.peer.list.clone();
        let lines = &list.lines;
        let id = eframe::egui::Id::unique(("all lines", page.peer.id));
        let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(LINES_HEIGHT);
        let scroll = ScrollArea::vertical().id_salt("all lines").max_height(height);
        scroll.auto_shrink([false, true]).show(ui, |ui| {
            let top = ui.cursor().top();
            let mut ends = 0.0_f32;
            let mut rows = std::mem::take(&mut page.state.share_lines);
            rows.show(ui, lines.len(), |ui, nth| {
                // So high that no line is cut: up to the last one that fits whole.
                let before = ui.cursor().top() - top - ui.spacing().item_spacing.y;
                if before <= LINES_HEIGHT {
                    ends = ends.max(before);
                }
                let Some(line) = lines.get(nth) else { return };
                ui.add(Label::new(parts::text(line.text(), Size::Body, t.ink)).wrap());
                for remark in &line.remarks {
                    parts::caption(ui, format!("Your note on it: {}", remark.text));
                }
            });
            let whole = ui.cursor().top() - top - ui.spacing().item_spacing.y;
            let fits = if whole <= LINES_HEIGHT { whole } else { ends };
            if lines.len() <= 100 && fits > 0.0 {
                ui.data_mut(|data| data.insert_temp(id, fits));
            }
            page.state.share_lines = rows;
        });
        if lines.len() > 4 {
            parts::caption(ui, format!("{} in all.", words::count(lines.len(), "line", "lines")));
        }
        parts::rule(ui);
        let who = format!("Your name and department, {}, {}", me.name, me.department);
        ui.add(Label::new(parts::text(who, Size::Body, t.ink_soft)).wrap());
        let also = "When each line was written and on which device; where your computer is on the network, to find it again; while you’re both connected, where you write";
        ui.add(Label::new(parts::text(also, Size::Body, t.ink_soft)).wrap());
    });
}

fn will_never_see(ui: &mut Ui, page: &Page<'_>, name: &str) {
    let soft = theme::of(ui).ink_soft;
    ui.add_space(13.0);
    let never = format!("  {name} will never see");
    ui.label(parts::with_icon(icon::LOCK, &never, Size::Body, theme::of(ui).ink).font(Size::Body.strong()));
    let note = page.peer.notes.first().filter(|_| !page.hidden).map(|note| short(&note.text));
    let notes = note.map_or("Your private notes".to_owned(), |note| format!("Your private notes, like “{note}”"));
    let others: Vec<_> = page
        .view
        .snapshot
        .peers
        .iter()
        .filter(|other| other.id != page.peer.id)
        .take(3)
        .map(|other| words::called(&other.name))
        .collect();
    let others = if others.is_empty() {
        "Your other peers".to_owned()
    } else {
        format!("{} and anybody else here", others.join(", "))
    };
    let rows = [
        notes,
        "Their words, as you wrote them down".to_owned(),
        "When you met, and how often you mean to".to_owned(),
        others,
    ];
    for row in rows {
        ui.add(Label::new(parts::text(row, Size::Body, soft)).wrap());
    }
}

fn short(text: &str) -> String {
    let line: String = text.lines().next().unwrap_or_default().chars().take(48).collect();
    if line.len() < text.len() { format!("{line}…") } else { line }
}

/// Where this computer may be found.
pub(super) fn where_ui(ui: &mut Ui, page: &mut Page<'_>) {
    parts::heading(ui, "Where may this computer be found?", Size::Body, 2);
    network_ui(ui, page.view, page.out);
}

/// The choice, and who learns what by it.
pub(super) fn network_ui(ui: &mut Ui, view: &View, out: &mut Vec<Ask>) {
    let setting = view.snapshot.network;
    // Nothing chosen yet means this network: that is what an invitation sets.
    let chosen = if setting == NetworkSetting::Anywhere { setting } else { NetworkSetting::ThisNetwork };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::CHOICES_GAP;
        for (words, to) in [("This network only", NetworkSetting::ThisNetwork), ("Anywhere", NetworkSetting::Anywhere)]
        {
            if ui.add(RadioButton::new(chosen == to, words)).clicked() {
                out.push(ask::run(Command::SetNetwork(to)));
            }
        }
    });
    let says = match (&view.snapshot.relay, setting) {
        (Some(_), NetworkSetting::Anywhere) => words::meaning(setting, view.snapshot.relay.as_deref()),
        _ => "Direct between your two computers. “Anywhere” also asks public lookup servers and relays, which learn that two devices connect, and when, and come without a promise.".to_owned(),
    };
    parts::caption(ui, says);
    if let Some(says) = crate::platform::firewall_says() {
        parts::caption(ui, says);
    }
}

fn invitation_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str, invitation: String) {
    ui.add_space(8.0);
    let soft = theme::of(ui).ink_soft;
    let send = format!("Send this to {name}, by mail or chat, as it is. It works once, until tomorrow 17:00.");
    ui.add(Label::new(parts::text(send, Size::Body, soft)).wrap());
    let words = words::shown(&invitation);
    let mut shown = words.as_str(); // a string that can't be written to makes a field that can't
    let edit = TextEdit::multiline(&mut shown).desired_rows(5).desired_width(f32::INFINITY);
    let id = ui.make_persistent_id("the invitation");
    text_field::show(ui, id, edit).response.response.accessible_name("The invitation");
    let snapshot = &page.view.snapshot;
    if let Some(lacks) = words::invitation_lacks(snapshot.network, snapshot.relay.as_deref(), page.view.relay) {
        ui.add(Label::new(parts::text(lacks, Size::Body, theme::of(ui).ink)).wrap());
    }
    parts::caption(
        ui,
        format!("Keep Sideways open until {name} has joined. Then four words appear, for you both to compare."),
    );
    ui.horizontal_wrapped(|ui| {
        if parts::primary(ui, &format!("{} Copy", icon::COPY)).clicked() {
            page.out.push(Ask::Copy(invitation.clone()));
        }
        if let Ok(read) = sideways_sync::Invitation::parse(&invitation)
            && parts::secondary(ui, "Copy as a link").clicked()
        {
            page.out.push(Ask::Copy(read.to_link()));
        }
        if parts::calm(ui, "Close").clicked() {
            page.out.push(Ask::Open(None));
        }
        // Last, and away from where "Cancel" was.
        ui.add_space(24.0);
        if parts::quiet(ui, "Withdraw it").clicked() {
            page.out.push(ask::run(Command::Share(page.peer.id, ShareCommand::Withdraw)));
            page.out.push(Ask::Open(None));
            page.state.invitation = None;
        }
    });
}

/// The four words, to be read to each other.
pub(super) fn words_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    parts::heading(ui, "Do you both see these four words?", Size::Heading, 1);
    parts::tag(ui, "not checked yet");
    let call = format!("Call {name} or walk over. Read them to each other, in this order.");
    ui.add(Label::new(parts::text(call, Size::Body, t.ink_soft)).wrap());
    ui.add_space(8.0);
    let four = page.peer.sharing.words.clone().unwrap_or_default();
    let wide = ((ui.available_width() - 24.0) / 4.0 - 2.0).max(112.0);
    ui.horizontal_wrapped(|ui| {
        for (nth, word) in ["First", "Second", "Third", "Fourth"].iter().zip(&four) {
            let frame =
                Frame::new().stroke(eframe::egui::Stroke::new(1.0, t.edge)).corner_radius(theme::RADIUS_FRAME_INNER);
            frame.inner_margin(14).show(ui, |ui| {
                ui.set_width(wide - 30.0);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    parts::caption(ui, *nth);
                    ui.label(parts::strong(word, Size::Words, t.ink));
                });
            });
        }
    });
    ui.add_space(8.0);
    parts::caption(
        ui,
        "If a word differs, somebody else may have used the invitation. Press “They differ” and nothing more is shared.",
    );
    ui.add_space(8.0);
    let same = vec2(128.0, 0.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size = same;
        if parts::primary(ui, "They match").clicked() {
            page.out.push(ask::run(Command::Share(page.peer.id, ShareCommand::Confirm)));
            page.out.push(Ask::Open(None));
        }
        if parts::secondary(ui, "They differ").clicked() {
            page.out.push(ask::run(Command::Share(page.peer.id, ShareCommand::Unlink)));
            page.out.push(Ask::Open(None));
        }
        if parts::calm(ui, "Check later").clicked() {
            page.out.push(Ask::Open(None));
        }
    });
}

/// What stopping does, and what it can't.
pub(super) fn stop_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    parts::heading(ui, &format!("Stop sharing with {name}"), Size::Heading, 1);
    let soft = theme::of(ui).ink_soft;
    let true_words =
        format!("New changes stop now. {name} keeps what is already there. What you write from now on is only yours.");
    ui.add(Label::new(parts::text(true_words, Size::Body, soft)).wrap());
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        if parts::calm(ui, "Cancel").clicked() {
            page.out.push(Ask::Open(None));
        }
        if parts::secondary(ui, "Stop sharing").clicked() {
            page.out.push(ask::run(Command::Share(page.peer.id, ShareCommand::Stop)));
            page.out.push(Ask::Open(None));
        }
    });
}

/// What is typed to join.
#[derive(Debug, Default)]
pub(super) struct Join {
    text: String,
    somebody_else: bool,
}

impl Join {
    pub(super) fn with(text: &str) -> Self {
        Self { text: text.to_owned(), somebody_else: false }
    }
}

/// Joining with an invitation; what is pasted, and what is wrong with it.
pub(super) fn join_ui(ui: &mut Ui, view: &View, join: &mut Join, joining: bool, out: &mut Vec<Ask>) {
    let text = &mut join.text;
    parts::heading(ui, "I have an invitation", Size::Heading, 1);
    let soft = theme::of(ui).ink_soft;
    ui.label(parts::text("Paste the whole message you were sent, or the link.", Size::Body, soft));
    let mut form = Form::begin(ui, "join");
    form.lines(ui, text, "The message with the invitation, or the link", "The invitation");
    let read = (!text.trim().is_empty()).then(|| sideways_sync::Invitation::parse(text));
    let mut as_peer = None;
    let good = match &read {
        None => false,
        Some(Ok(invitation)) => {
            let who = format!(
                "{} ({}, not checked) invites you to one shared list. Nothing else on this computer is shared.",
                words::visible(&invitation.name),
                words::visible(&invitation.department)
            );
            ui.add(Label::new(parts::text(who, Size::Body, theme::of(ui).ink)).wrap());
            // Somebody I wrote down already, and share nothing with yet, is most likely the one who invites me.
            let private = |peer: &&Arc<PeerView>| peer.sharing.state == SharingState::Private && peer.closed.is_none();
            let called = folded(&invitation.name);
            let known = view.snapshot.peers.iter().filter(private).find(|peer| folded(&peer.name) == called);
            if let Some(known) = known {
                ui.radio_value(
                    &mut join.somebody_else,
                    false,
                    format!("This is the {} I have here", words::visible(&known.name)),
                );
                ui.radio_value(&mut join.somebody_else, true, "Somebody else");
                as_peer = (!join.somebody_else).then_some(known.id);
            }
            true
        }
        Some(Err(e)) => {
            ui.add(Label::new(parts::text(words::sentence(&e.to_string()), Size::Body, theme::of(ui).ink)).wrap());
            false
        }
    };
    ui.horizontal_wrapped(|ui| {
        if joining {
            ui.vertical(|ui| {
                parts::caption(ui, "Looking for the other computer…");
                reach::joining_ui(ui, view, &read);
            });
        } else if good && (parts::primary(ui, "Join").clicked() || form.entered()) {
            out.push(Ask::Do(Request::Join { text: text.clone(), as_peer }));
        }
        if parts::quiet(ui, "Cancel").clicked() {
            out.push(Ask::Open(None));
        }
    });
}

/// Which keys there are.
pub(super) fn keys_ui(ui: &mut Ui, out: &mut Vec<Ask>) {
    parts::heading(ui, "Keys", Size::Heading, 1);
    let everywhere = ACTIONS.iter().map(|it| (it.shown(), it.name)).filter(|(keys, _)| !keys.is_empty());
    let here = [
        ("Enter", "Reword the line that has the focus, or enter what is typed"),
        ("Alt ↑  Alt ↓", "Move the line that has the focus"),
        ("Tab", "In a half hour: the next part"),
        ("Alt O  A  P  H", "In a half hour: offer, ask, promise, heads-up"),
        (concat!(command!("+"), "  ", command!("−")), "Larger, smaller"),
        ("Escape", "Close, or leave the words as they were"),
    ];
    for (keys, does) in everywhere.chain(here.map(|(keys, does)| (keys.to_owned(), does))) {
        ui.horizontal_top(|ui| {
            ui.allocate_ui(vec2(120.0, Size::Body.line()), |ui| {
                ui.set_min_width(120.0);
                ui.label(parts::strong(keys, Size::Body, theme::of(ui).ink));
            });
            ui.add(Label::new(parts::text(does, Size::Body, theme::of(ui).ink_soft)).wrap());
        });
    }
    parts::foot(ui, "keys", theme::of(ui).sheet, |ui| {
        if parts::calm(ui, "Close").clicked() || ui.input(|input| input.key_pressed(Key::Enter)) {
            out.push(Ask::Open(None));
        }
    });
}
