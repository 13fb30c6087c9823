//! The standing half hour for calendars: my own copy, an invitation to mail, or a link for a web calendar.

use super::{
    ask::Ask,
    form::{self, Ended, Form},
    icon, link,
    page::Page,
    parts,
    said_date::{self, WallClock},
    theme::{self, Size},
};
use crate::{
    files::{self, SeriesChange, Told, Work},
    words,
};
use eframe::egui::{Label, Ui};
use jiff::Zoned;
use sideways_core::{
    calendar::invite::Web,
    method::{self, Next},
    snapshot::{CalendarSeries, Every},
};
use std::path::Path;

/// What is typed here.
#[derive(Debug, Default)]
pub(super) struct InviteState {
    first: Option<String>,
    every: Option<Every>,
    to: String,
    /// A change whose files are shown before they are saved.
    about: Option<SeriesChange>,
}

const CHANGE: &str = "calendar change";

/// The exact words of an invitation, under the frame of what somebody else sees.
fn words_ui(ui: &mut Ui, name: &str, told: &Told) {
    let t = theme::of(ui);
    let Ok(invitation) = &told.invitation else { return };
    parts::shared_frame(ui, &format!("{name} will see"), t.sheet, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 2.0;
        for line in files::invitation_words(invitation) {
            ui.add(Label::new(parts::text(line, Size::Body, t.ink)).wrap());
        }
    });
    ui.add_space(4.0);
}

pub(super) fn invite_ui(ui: &mut Ui, page: &mut Page<'_>, now: &Zoned, home: &Path) {
    let name = words::called(&page.peer.name);
    parts::heading(ui, &format!("A standing half hour with {name}"), Size::Heading, 1);
    match files::standing(page.peer) {
        None => begin_ui(ui, page, &name, now, home),
        Some(series) => stands_ui(ui, page, series, now, home),
    }
    ui.add_space(4.0);
    if parts::calm(ui, "Close").clicked() {
        page.out.push(Ask::Open(None));
    }
}

fn begin_ui(ui: &mut Ui, page: &mut Page<'_>, name: &str, now: &Zoned, home: &Path) {
    let soft = theme::of(ui).ink_soft;
    let says = format!(
        "It repeats by the weekday: a third Tuesday stays the third Tuesday. Your calendar gets a copy of its own; {name} gets an invitation that you attach to a mail."
    );
    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
    let suggested = || match method::next_with(page.peer, page.view.snapshot.busy_until, now.date()) {
        Next::Planned(at) => said_date::in_field(at),
        Next::Around(on) if on > now.date() => {
            said_date::in_field(method::offered(on, said_date::TEN, words::as_of(now.datetime())))
        }
        Next::Around(_) | Next::Open => String::new(),
    };
    let Some(clock) = WallClock::with(page.peer, page.now, page.zone) else {
        said_date::zone_ui(ui, page.out);
        return;
    };
    let mut first = page.state.invite.first.take().unwrap_or_else(suggested);
    let mut every = page.state.invite.every.or(page.peer.every).unwrap_or(Every::Month);
    let label = parts::caption(ui, "The first one: day and time");
    ui.horizontal(|ui| {
        said_date::time_field(ui, &mut first, &clock, said_date::TEN, 280.0).labelled_by(label.id);
    });
    let usual = method::open_plan(page.peer).map(|plan| plan.at.time());
    let read = clock.read(&first, usual);
    if !first.trim().is_empty() {
        said_date::heard(ui, &clock.says(&read));
    }
    ui.horizontal_wrapped(|ui| {
        for (to, words) in [(Every::Month, "monthly"), (Every::Quarter, "quarterly")] {
            ui.selectable_value(&mut every, to, words);
        }
    });
    let told =
        read.as_ref().ok().map(|said| files::begin(page.view, page.peer, said.at, every, (&clock.zone, 30), now));
    if let Some(Ok(told)) = &told {
        words_ui(ui, name, told);
        if let Err(why) = &told.invitation {
            parts::caption(ui, format!("There is no invitation to mail: {why}"));
        }
    }
    if parts::primary(ui, "Set it up").clicked() {
        match &told {
            Some(Ok(told)) => tell(page, told, home),
            Some(Err(failure)) => page.out.push(Ask::Say(words::sentence(&failure.error).into())),
            None => {}
        }
    }
    page.state.invite.first = Some(first);
    page.state.invite.every = Some(every);
}

/// Keeps the series, and then opens my copy and puts the invitation where it can be attached from.
fn tell(page: &mut Page<'_>, told: &Told, home: &Path) {
    let files = std::iter::once(mine(page, told)).chain(invitation(page, told, home)).collect();
    page.out.push(Ask::Tell { commands: files::follow(page.peer, told), files });
}

fn mine(page: &Page<'_>, told: &Told) -> Work {
    let (mine, _) = files::names(page.peer);
    Work::Show(mine, told.mine.clone().into_bytes())
}

fn invitation(page: &Page<'_>, told: &Told, home: &Path) -> Option<Work> {
    let (_, invitation) = files::names(page.peer);
    told.invitation.as_ref().ok().map(|text| Work::Save(text.clone().into_bytes(), home.join(invitation)))
}

fn stands_ui(ui: &mut Ui, page: &mut Page<'_>, series: &CalendarSeries, now: &Zoned, home: &Path) {
    let t = theme::of(ui);
    let name = words::called(&page.peer.name);
    let told = match files::again(page.view, page.peer, now) {
        Ok(told) => told,
        Err(failure) => {
            parts::caption(ui, words::sentence(&failure.error));
            return;
        }
    };
    let rhythm = words::sentence(&files::rhythm_of(series));
    let next =
        told.next.map(|next| format!(" Next: {}.", words::planned(next, &series.zone, page.zone))).unwrap_or_default();
    ui.add(Label::new(parts::text(format!("{rhythm}{next}"), Size::Body, t.ink)).wrap());
    ui.add_space(4.0);
    parts::heading(ui, "Tell the calendars", Size::Body, 2);
    words_ui(ui, &name, &told);
    ui.horizontal_wrapped(|ui| {
        if parts::secondary(ui, "Open my copy").on_hover_text("With your calendar program").clicked() {
            page.out.push(Ask::Work(mine(page, &told)));
        }
        if let Some(invitation) = invitation(page, &told, home)
            && parts::secondary(ui, "Save the invitation").clicked()
        {
            page.out.push(Ask::Work(invitation));
        }
        for (web, words) in [(Web::Google, "Google Calendar"), (Web::Outlook, "Outlook on the web")] {
            if parts::quiet(ui, words).clicked()
                && let Ok(web_link) = files::link(page.view, page.peer, web)
            {
                link::open(ui, &web_link);
            }
        }
    });
    match &told.invitation {
        Ok(_) => parts::caption(
            ui,
            format!(
                "Attach the invitation to a mail to {name}, and don’t open it yourself. If your calendar keeps an older copy, delete that one there first."
            ),
        ),
        Err(why) => parts::caption(ui, format!("There is no invitation to mail: {why}")),
    };
    ui.add_space(8.0);
    change_ui(ui, page, series, &told, now, home);
}

fn change_ui(ui: &mut Ui, page: &mut Page<'_>, series: &CalendarSeries, told: &Told, now: &Zoned, home: &Path) {
    parts::heading(ui, "Change it", Size::Body, 2);
    let label = parts::caption(ui, "Another time");
    // A series stays in its zone, and where only a day is said, at its hour.
    let clock = WallClock::of(series.zone.clone(), page.now, page.zone);
    let hour = series.first.time();
    let mut to = None;
    if let Some(clock) = &clock {
        let typed = &mut page.state.invite.to;
        ui.horizontal(|ui| said_date::time_field(ui, typed, clock, hour, 280.0).labelled_by(label.id));
        if !typed.trim().is_empty() {
            let read = clock.read(typed, Some(hour));
            said_date::heard(ui, &clock.says(&read));
            to = read.ok().map(|it| it.at);
        }
    }
    // What calendars know one date by is the start that the rule gives it.
    let original = told.next.map(|next| {
        let moved = series.changes.iter().find(|(_, to)| *to == Some(next));
        moved.map_or(next, |(original, _)| *original).date()
    });
    let mut change = None;
    ui.horizontal_wrapped(|ui| {
        if let (Some(to), Some(day)) = (to, original) {
            if parts::secondary(ui, "Move the next one there").clicked() {
                change = Some(SeriesChange::MoveOne(day, to));
            }
            if parts::secondary(ui, "Move all of them there").clicked() {
                change = Some(SeriesChange::MoveAll(to, series.every));
            }
        }
        if let Some(day) = original
            && parts::quiet(ui, "Skip the next one").clicked()
        {
            change = Some(SeriesChange::Skip(day));
        }
        if parts::quiet(ui, "End it").clicked() {
            change = Some(SeriesChange::End(now.date()));
        }
    });
    parts::icon_caption(
        ui,
        &format!("{} A change is told by two files again. It can’t be taken back, only changed again.", icon::CALENDAR),
    );
    if let Some(change) = change {
        page.state.invite.about = Some(change);
        form::opens(ui, CHANGE);
    }
    about_ui(ui, page, now, home);
}

/// The change that is about to be told: what the colleague will read, and what saves it.
fn about_ui(ui: &mut Ui, page: &mut Page<'_>, now: &Zoned, home: &Path) {
    let Some(change) = page.state.invite.about.clone() else { return };
    let told = match files::change(page.view, page.peer, change, now) {
        Ok(told) => told,
        Err(failure) => {
            page.out.push(Ask::Say(words::sentence(&failure.error).into()));
            page.state.invite.about = None;
            return;
        }
    };
    let name = words::called(&page.peer.name);
    let mut form = Form::begin(ui, CHANGE);
    let says = match &told.invitation {
        Ok(file) => files::invitation_words(file).join("\n"),
        Err(why) => format!("Nothing: there is no invitation to mail. {why}"),
    };
    match form::sends_ui(ui, &mut form, &name, &says, "Save both files") {
        Some(Ended::Saved) => {
            page.state.invite.to.clear();
            page.state.invite.about = None;
            tell(page, &told, home);
        }
        Some(Ended::Left) => page.state.invite.about = None,
        None => {}
    }
}
