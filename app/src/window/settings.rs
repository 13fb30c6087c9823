//! Settings and safety: who I am, where I may be found, where everything lies.

use super::{
    ask::{self, Ask, Dialog},
    backups::{self, SafetyState},
    devices::{self, DevicesState},
    dialogs,
    form::{Ended, Form, Ready},
    hidden, icon,
    in_sight::InSight,
    lock, parts, relay, source, start,
    theme::{self, Size},
    typing::Drafts,
};
use crate::platform::{self, command};
use crate::{
    desk::{Online, View},
    files::{Format, Look, Work},
    words,
};
use eframe::egui::{Label, Ui};
use jiff::tz::TimeZone;
use sideways_core::{
    command::Command,
    snapshot::{Field, Me, Moment, NetworkSetting, Writing},
};
use std::path::{Path, PathBuf};

/// What settings are drawn with.
pub(super) struct Around<'a> {
    pub(super) folder: &'a Path,
    pub(super) safety: &'a mut SafetyState,
    pub(super) zone: &'a TimeZone,
    /// Where an export goes, as typed.
    pub(super) export: &'a mut String,
    pub(super) now: Moment,
    pub(super) look: Look,
    pub(super) notices: bool,
    /// When it locks by itself.
    pub(super) lock_after: Option<u32>,
    /// Private things are hidden.
    pub(super) hidden: bool,
    /// The calendar that is kept in sight.
    pub(super) sight: &'a mut InSight,
    /// My computers.
    pub(super) devices: &'a mut DevicesState,
    /// What is typed of a relay.
    pub(super) relay: &'a mut relay::Typed,
    pub(super) drafts: &'a mut Drafts,
}

pub(super) fn settings_ui(ui: &mut Ui, view: &View, around: &mut Around<'_>, out: &mut Vec<Ask>) {
    let folder = around.folder;
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Settings and safety", Size::Title, 1);
    ui.add_space(8.0);
    if around.hidden {
        hidden::says_ui(ui);
    } else {
        me_ui(ui, view, around.drafts, out);
    }
    ui.add_space(16.0);
    network(ui, view, around, out);
    ui.add_space(16.0);
    devices::settings_ui(ui, view, around.devices, around.now, out);
    ui.add_space(16.0);
    if around.hidden {
        parts::heading(ui, "A calendar kept in sight", Size::Lead, 2);
        hidden::says_ui(ui);
    } else {
        source::source_ui(ui, view, around.sight, out);
    }
    ui.add_space(16.0);
    parts::heading(ui, "Where everything lies", Size::Lead, 2);
    if around.hidden {
        hidden::says_ui(ui);
    } else {
        ui.add(Label::new(parts::text(folder.display().to_string(), Size::Body, soft)).wrap().selectable(true));
    }
    ui.add_space(16.0);
    lock::settings_ui(ui, view, around.lock_after, out);
    ui.add_space(16.0);
    if around.hidden {
        parts::heading(ui, "Backups", Size::Lead, 2);
        hidden::says_ui(ui);
    } else {
        backups::settings_ui(ui, &view.safety, around.safety, (around.now, around.zone), out);
    }
    ui.add_space(16.0);
    look_ui(ui, around.look, out);
    ui.add_space(16.0);
    desktop_ui(ui, around, out);
    ui.add_space(16.0);
    files_ui(ui, view, around, out);
    ui.add_space(16.0);
    start::disclosure(ui);
}

/// Who I am, as colleagues see me. What is typed is a draft until it is saved.
fn me_ui(ui: &mut Ui, view: &View, drafts: &mut Drafts, out: &mut Vec<Ask>) {
    parts::heading(ui, "Who you are", Size::Lead, 2);
    parts::caption(ui, "A colleague you share a list with sees your name and department.");
    let stands = &view.snapshot.me;
    let was = drafts.form(Field::Me, |typed: &Me| typed == stands).unwrap_or_else(|| stands.clone());
    let mut editing = was.clone();
    let mut form = Form::begin(ui, Field::Me);
    let width = (ui.available_width() - 16.0).min(320.0);
    for (label, value, hint) in [
        ("Name", &mut editing.name, "Alex Kim"),
        ("Department", &mut editing.department, "Engineering"),
        ("Role", &mut editing.role, "Platform"),
    ] {
        let field = parts::field(ui, label, value, hint, width);
        form.field(ui, field);
    }
    let mut mail = editing.mails.first().cloned().unwrap_or_default();
    let field = parts::field(ui, "Mail address, for calendar invitations", &mut mail, "alex@example.com", width);
    if form.field(ui, field).changed() {
        let others = editing.mails.iter().skip(1).cloned();
        editing.mails = Some(mail).filter(|mail| !mail.is_empty()).into_iter().chain(others).collect();
    }
    if editing == *stands {
        if was != *stands {
            drafts.close_form(Field::Me);
        }
        return;
    }
    let now = ui.input(|input| input.time);
    if editing != was {
        drafts.type_form(Field::Me, &editing, now);
    }
    match ui.horizontal(|ui| form.end(ui, "Save", Ready::Yes)).inner {
        Some(Ended::Saved) => {
            let command = Command::SetMe(editing);
            drafts.save_form(Field::Me, &command);
            out.push(ask::run(command));
        }
        Some(Ended::Left) => drafts.close_form(Field::Me),
        None => {}
    }
}

/// Nothing that is typed is kept: said wherever one is.
pub(super) fn stopped_ui(ui: &mut Ui, view: &View) {
    let writing = &view.snapshot.writing;
    if let Some(says) = words::aside(&view.snapshot) {
        let says = format!("{says} A backup restored into another folder has what was there before.");
        ui.add(Label::new(parts::strong(says, Size::Body, theme::of(ui).ink)).wrap());
        ui.add_space(12.0);
    }
    if let Some((says, hint)) = words::writing(writing) {
        let mut says = format!("{says} What is here is still shown.");
        if !matches!(writing, Writing::Stopped(_)) {
            says.push_str(&format!(" {}", words::sentence(hint)));
        }
        ui.add(Label::new(parts::strong(says, Size::Body, theme::of(ui).ink)).wrap());
        ui.add_space(12.0);
    }
}

fn look_ui(ui: &mut Ui, look: Look, out: &mut Vec<Ask>) {
    parts::heading(ui, "Light or dark", Size::Lead, 2);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::CHOICES_GAP;
        for (words, to) in [("As the desktop", Look::System), ("Light", Look::Light), ("Dark", Look::Dark)] {
            if ui.radio(look == to, words).clicked() {
                out.push(Ask::Look(to));
            }
        }
    });
    parts::caption(ui, concat!(command!("+"), " and ", command!("−"), " make everything larger and smaller."));
}

fn desktop_ui(ui: &mut Ui, around: &Around<'_>, out: &mut Vec<Ask>) {
    let mut wanted = around.notices;
    parts::heading(ui, "On the desktop", Size::Lead, 2);
    let says = "Say it ten minutes before a half hour, on the day of a heads-up, and when one comes";
    if ui.checkbox(&mut wanted, says).changed() {
        out.push(Ask::Notices(wanted));
    }
    parts::caption(
        ui,
        "While Sideways is open, with a name and without your words; never while private things are hidden.",
    );
    if platform::takes_links() {
        if parts::secondary(ui, "Open sideways: links with this program").clicked() {
            out.push(Ask::Work(Work::TakeLinks(around.folder.to_owned())));
        }
        parts::caption(
            ui,
            "An invitation can be sent as such a link. It is only put before you; nothing happens until you say so.",
        );
    }
}

/// Everything as a file, and files in.
fn files_ui(ui: &mut Ui, view: &View, around: &mut Around<'_>, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Files", Size::Lead, 2);
    let says = "Everything you wrote, as a file. It is not sealed: whoever has the file can read it, and what was written out can’t be taken back.";
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    if around.hidden {
        // What is hidden would be left out of it, and nobody would notice.
        parts::caption(
            ui,
            concat!("While private things are hidden, nothing is written out. ", command!("."), " shows them."),
        );
    } else {
        export_ui(ui, view, around, out);
    }
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text("Calendars, address cards and exports come in here:", Size::Body, soft));
        if parts::quiet(ui, &format!("{} Open a file…", icon::FILE)).clicked() {
            out.push(Ask::Open(Some(Dialog::OpenFile)));
        }
    });
}

/// Each kind of file, and what it is good for.
fn export_ui(ui: &mut Ui, view: &View, around: &mut Around<'_>, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    let width = (ui.available_width() - 16.0).min(480.0);
    parts::field(ui, "Folder and name of the file", around.export, &platform::example("sideways"), width);
    for (words, says, format, ending) in [
        ("All of it", "for Sideways to bring back in, here or elsewhere", Format::Json, "json"),
        ("To read", "a text of everything, for any editor (Markdown)", Format::Markdown, "md"),
        ("Address cards", "names and ways to reach your peers", Format::Vcard, "vcf"),
        ("Calendar", "planned half hours and heads-ups", Format::Ical, "ics"),
    ] {
        ui.horizontal_wrapped(|ui| {
            let pressed = parts::secondary(ui, words).on_hover_text(format!("Writes a file that ends in .{ending}"));
            if pressed.clicked() && !around.export.trim().is_empty() {
                let file = PathBuf::from(format!("{}.{ending}", around.export.trim()));
                out.push(Ask::Work(Work::Export(format, view.snapshot.clone(), around.now, file)));
            }
            ui.label(parts::text(says, Size::Body, soft));
        });
    }
}

fn network(ui: &mut Ui, view: &View, around: &mut Around<'_>, out: &mut Vec<Ask>) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Where this computer may be found", Size::Lead, 2);
    let setting = view.snapshot.network;
    if setting == NetworkSetting::Off {
        ui.add(Label::new(parts::text("The network is off. Nothing is sent or received.", Size::Body, soft)).wrap());
        if parts::secondary(ui, "Turn it on, on this network only").clicked() {
            out.push(ask::run(Command::SetNetwork(NetworkSetting::ThisNetwork)));
        }
        return;
    }
    dialogs::network_ui(ui, view, out);
    if setting == NetworkSetting::Anywhere && around.hidden {
        hidden::says_ui(ui);
    } else {
        relay::relay_ui(ui, view, around.relay, out);
    }
    let says = match &view.online {
        Online::Yes(_) => "Online.".to_owned(),
        Online::No => "Not online just now.".to_owned(),
        Online::Failed(why) => format!("The network could not start: {why}."),
    };
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    if parts::quiet(ui, "Turn the network off").clicked() {
        out.push(ask::run(Command::SetNetwork(NetworkSetting::Off)));
    }
}
