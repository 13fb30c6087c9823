//! The next half hour on a peer's page: when it is, what is prepared for it, and what either said they'd do.

use super::{
    ask::{self, Ask, Dialog},
    icon, parts,
    peer_page::Page,
    said_date::{self, WallClock},
    theme::{self, Size},
    told,
};
use crate::words;
use eframe::egui::{Key, Label, Ui};
use jiff::civil::DateTime;
use sideways_core::{
    command::{Choice, Command, MeetingDetails, MethodCommand},
    method::{self, Next, Tone},
    snapshot::{Me, PointPart, Who},
};

/// What is typed in this part of the page.
#[derive(Debug, Default)]
pub(super) struct HalfHourState {
    /// A time for the next one.
    time: Option<String>,
    /// Something to prepare, and what it is; the fields open when they are asked for.
    preparing: bool,
    promising: bool,
    point: String,
    part: Option<PointPart>,
    /// A promise, and whose.
    promise: String,
    theirs: bool,
}

fn now(page: &Page<'_>) -> DateTime {
    page.now.zoned(page.zone).datetime()
}

pub(super) fn promises_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    let today = now(page).date();
    parts::heading(ui, "Promises", Size::Body, 2);
    for promise in page.peer.promises.iter().filter(|it| it.done.is_none()) {
        let who = if promise.by == Who::Me { "You said" } else { &*format!("{name} said") };
        let due = promise.due.map(|due| format!(" (by {})", words::date(due))).unwrap_or_default();
        let mut done = false;
        if ui.checkbox(&mut done, format!("{who}: {}{due}", promise.text)).changed() {
            let set = MethodCommand::SetPromise(page.peer.id, promise.id, Some(today));
            page.out.push(ask::run(Command::Method(set)));
        }
    }
    if !page.state.half_hour.promising {
        page.state.half_hour.promising = parts::quiet_small(ui, &format!("{} Promise", icon::PLUS)).clicked();
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let state = &mut page.state.half_hour;
        let width = (ui.available_width() - 190.0).clamp(160.0, 420.0);
        let field = parts::bare_field(ui, &mut state.promise, "What one of you said they'd do", width);
        let field = field.accessible_name("A promise");
        ui.selectable_value(&mut state.theirs, false, "I");
        ui.selectable_value(&mut state.theirs, true, &name);
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (parts::quiet_small(ui, "Keep").clicked() || enter) && !state.promise.trim().is_empty() {
            let (text, by) = (std::mem::take(&mut state.promise), if state.theirs { Who::Them } else { Who::Me });
            let add = MethodCommand::AddPromise { peer: page.peer.id, by, text, due: None };
            page.out.push(ask::run(Command::Method(add)));
        }
    });
}

pub(super) fn next_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let now = now(page);
    let next = method::next_with(page.peer, page.view.snapshot.busy_until, now.date());
    parts::heading(ui, "Next half hour", Size::Body, 2);
    let when = match next {
        Next::Planned(at) => words::planned_with(page.peer, at, page.zone),
        Next::Around(_) if page.peer.meetings.is_empty() => "You haven't met yet.".to_owned(),
        Next::Around(on) if on < now.date() => "Time for the next half hour.".to_owned(),
        Next::Around(on) => format!("Around {}.", words::date(on)),
        Next::Open => "Nothing planned.".to_owned(),
    };
    ui.add(Label::new(parts::text(when, Size::Body, t.ink)).wrap());
    ui.horizontal_wrapped(|ui| {
        let planned = matches!(next, Next::Planned(_));
        let begin = if page.begun { "Back to the half hour" } else { "Start the half hour" };
        if parts::secondary(ui, begin).clicked() {
            page.out.push(Ask::Begin(page.peer.id));
        }
        if parts::quiet_small(ui, if planned { "Move…" } else { "Plan…" }).clicked() {
            page.state.half_hour.time = Some(suggested(page, next));
        }
        if planned && parts::quiet_small(ui, "Can't make it…").clicked() {
            page.out.push(Ask::Open(Some(Dialog::Instead(page.peer.id))));
        }
        if parts::quiet_small(ui, &format!("{} Calendar…", icon::CALENDAR)).clicked() {
            page.out.push(Ask::Open(Some(Dialog::Calendar(page.peer.id))));
        }
        if parts::quiet_small(ui, "We met today").clicked() {
            page.out
                .push(ask::run(Command::LogMeeting { peer: page.peer.id, meeting: MeetingDetails::on(now.date()) }));
        }
        if page.peer.meetings.is_empty()
            && parts::quiet_small(ui, &format!("{} A note to propose it", icon::COPY)).clicked()
        {
            let me: &Me = &page.view.snapshot.me;
            page.out.push(Ask::Copy(method::proposal(me, page.peer, Tone::Plain)));
        }
    });
    time_ui(ui, page);
    prepared_ui(ui, page, now);
}

/// The same day and hour as it was, or a likely one.
fn suggested(page: &Page<'_>, next: Next) -> String {
    let now = words::as_of(now(page));
    let at = match next {
        Next::Planned(at) => at,
        Next::Around(on) => method::offered(on, said_date::TEN, now),
        Next::Open => method::offered(now.today(), said_date::TEN, now),
    };
    said_date::in_field(at)
}

fn time_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let Some(mut text) = page.state.half_hour.time.take() else { return };
    let Some(clock) = WallClock::with(page.peer, page.now, page.zone) else {
        said_date::zone_ui(ui, page.out);
        page.state.half_hour.time = Some(text);
        return;
    };
    let mut open = true;
    let planned = method::open_plan(page.peer).map(|plan| plan.at.time());
    let name = parts::caption(ui, "Day and time");
    let field =
        ui.horizontal(|ui| said_date::time_field(ui, &mut text, &clock, planned.unwrap_or(said_date::TEN), 280.0));
    let field = field.inner.labelled_by(name.id);
    let read = clock.read(&text, planned);
    said_date::heard(ui, &clock.says(&read));
    let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
    ui.horizontal(|ui| {
        let plan = parts::secondary(ui, "Plan it").clicked() || enter;
        if plan && let Ok(said) = &read {
            let minutes = method::open_plan(page.peer).map_or(30, |plan| plan.minutes);
            let (at, zone) = (said.at, clock.zone.clone());
            let command = MethodCommand::Plan { peer: page.peer.id, at, zone, minutes };
            page.out.push(ask::run(Command::Method(command)));
            open = false;
        }
        open &= !parts::quiet(ui, "Not now").clicked();
    });
    if open {
        page.state.half_hour.time = Some(text);
    }
}

fn prepared_ui(ui: &mut Ui, page: &mut Page<'_>, now: DateTime) {
    let t = theme::of(ui);
    let facts = told::of(&mut page.state.told, page.peer, now.date());
    let (first, carried, gentle) = (facts.first_meeting, facts.carried.clone(), facts.gentle.clone());
    for point in page.peer.points.iter().filter(|point| !point.done) {
        let carried = if carried.contains(&point.id) { " · carried over" } else { "" };
        let mut done = false;
        let text = format!("{}: {}{carried}", part_name(point.part), point.text);
        if ui.checkbox(&mut done, text).on_hover_text("You talked about it").changed() {
            let set = MethodCommand::SetPoint(page.peer.id, point.id, Choice::Yes);
            page.out.push(ask::run(Command::Method(set)));
        }
    }
    if let Some(gentle) = &gentle {
        ui.add(Label::new(parts::text(&gentle.says, Size::Body, t.ink_soft)).wrap());
        for starter in &gentle.starters {
            ui.add(Label::new(parts::text(starter, Size::Body, t.ink_soft)).wrap());
        }
    }
    if !page.state.half_hour.preparing {
        page.state.half_hour.preparing = parts::quiet_small(ui, &format!("{} Prepare", icon::PLUS)).clicked();
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let state = &mut page.state.half_hour;
        let width = (ui.available_width() - 320.0).clamp(160.0, 360.0);
        let field = parts::bare_field(ui, &mut state.point, "Something for the half hour", width);
        let field = field.accessible_name("Something to prepare");
        let chosen = state.part.get_or_insert(PointPart::Theirs);
        for part in [PointPart::Theirs, PointPart::Mine, PointPart::Offer, PointPart::Ask] {
            // At a first meeting what I need can wait.
            if !(first && part == PointPart::Ask) {
                ui.selectable_value(chosen, part, part_name(part));
            }
        }
        let part = *chosen;
        let enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if (parts::quiet_small(ui, "Keep").clicked() || enter) && !state.point.trim().is_empty() {
            let text = std::mem::take(&mut state.point);
            let add = MethodCommand::AddPoint { peer: page.peer.id, part, text };
            page.out.push(ask::run(Command::Method(add)));
        }
    });
}

fn part_name(part: PointPart) -> &'static str {
    match part {
        PointPart::Theirs => "Ask after",
        PointPart::Mine => "Tell",
        PointPart::Offer => "Offer",
        PointPart::Ask => "Ask",
    }
}
