//! The next half hour on a peer's page: when it is, what is prepared for it, and what either said they'd do.

mod plan;

use super::{
    ask::{self, Ask, Dialog, Opens},
    bare_box::bare_box,
    folds::fold_ui,
    form::{self, Ended, Form, Ready},
    icon, mark,
    mend::{self, Thing},
    page::Page,
    parts, private, several,
    theme::{self, Size},
    told,
};
use crate::words;
use eframe::egui::{Context, Label, Ui};
use jiff::civil::{Date, DateTime};
use plan::Planning;
use sideways_core::{
    command::{Choice, Command, MeetingDetails, MethodCommand},
    id::EntryId,
    method::{self, Next, Tone},
    search::Part,
    snapshot::{Field, Me, PeerView, Point, PointPart, Promise, Who},
};
use std::sync::Arc;

const POINT: &str = "half hour point";
const PROMISE: &str = "promise";

/// What is typed in this part of the page.
#[derive(Debug, Default)]
pub(super) struct HalfHourState {
    /// A time for the next one.
    planning: Option<Planning>,
    /// Something to prepare, and what it is; the fields open when they are asked for.
    preparing: bool,
    promising: bool,
    part: Option<PointPart>,
    /// Whose promise it is.
    theirs: bool,
}

impl HalfHourState {
    /// Opens a form of it, as its own button would.
    pub(super) fn open(
        &mut self,
        ctx: &Context,
        peer: &PeerView,
        opens: Opens,
        busy_until: Option<Date>,
        now: DateTime,
    ) {
        match opens {
            Opens::Prepare => {
                self.preparing = true;
                form::opens_in(ctx, POINT);
            }
            Opens::Plan => {
                let next = method::next_with(peer, busy_until, now.date());
                self.planning = Some(Planning::opened(ctx, next, now));
            }
        }
    }
}

fn now(page: &Page<'_>) -> DateTime {
    page.now.zoned(page.zone).datetime()
}

pub(super) fn promises_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let name = words::called(&page.peer.name);
    let today = now(page).date();
    parts::heading(ui, "Promises", Size::Body, 2);
    for promise in page.peer.promises.iter().filter(|it| it.done.is_none()) {
        promise_ui(ui, page, promise, today);
    }
    let done = |it: &&Arc<Promise>| it.done.is_some();
    let sought = mark::sought(ui, Part::Promise);
    page.state.folds.promises |= page.peer.promises.iter().filter(done).any(|it| Some(it.id.0) == sought);
    if page.state.folds.promises {
        for promise in page.peer.promises.iter().filter(done) {
            promise_ui(ui, page, promise, today);
        }
    }
    fold_ui(ui, page.peer.promises.iter().any(|it| it.done.is_some()), &mut page.state.folds.promises, "Done promises");
    let field = Field::Promise(page.peer.id);
    if !page.state.half_hour.promising {
        if parts::quiet_small(ui, &private::begins(page, field, "Promise")).clicked() {
            page.state.half_hour.promising = true;
            form::opens(ui, PROMISE);
        }
        return;
    }
    let mut form = Form::begin(ui, PROMISE);
    let state = &mut page.state.half_hour;
    let width = ui.available_width().min(480.0);
    let time = ui.input(|input| input.time);
    let typing = page.drafts.field(field);
    let hint = "What one of you said they’d do";
    let (shown, several) = several::list_field(ui, &mut typing.text, hint, width, "A promise");
    if shown.changed() {
        typing.changed(time);
    }
    form.field(ui, shown);
    let ended = ui.horizontal_wrapped(|ui| {
        ui.selectable_value(&mut state.theirs, false, "I");
        ui.selectable_value(&mut state.theirs, true, &name);
        form.end(ui, "Save", (!typing.text.trim().is_empty()).into())
    });
    let (peer, by) = (page.peer.id, if state.theirs { Who::Them } else { Who::Me });
    let add = |text| Command::Method(MethodCommand::AddPromise { peer, by, text, due: None });
    if !several.is_empty() {
        page.out.push(ask::run(Command::Together(several.into_iter().map(add).collect())));
    }
    match ended.inner {
        Some(Ended::Saved) => {
            state.promising = false;
            page.out.push(ask::run(add(typing.take())));
        }
        Some(Ended::Left) => state.promising = false,
        None => {}
    }
}

pub(super) fn next_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let t = theme::of(ui);
    let now = now(page);
    let next = method::next_with(page.peer, page.view.snapshot.busy_until, now.date());
    parts::heading(ui, "Next half hour", Size::Body, 2);
    let when = match next {
        Next::Planned(at) => words::planned_with(page.peer, at, page.zone),
        Next::Around(_) if page.peer.meetings.is_empty() => "You haven’t met yet.".to_owned(),
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
            page.state.half_hour.planning = Some(Planning::opened(ui.ctx(), next, now));
        }
        if planned && parts::quiet_small(ui, "Can’t make it…").clicked() {
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
    plan::plan_ui(ui, page);
    prepared_ui(ui, page, now);
}

fn prepared_ui(ui: &mut Ui, page: &mut Page<'_>, now: DateTime) {
    let t = theme::of(ui);
    let facts = told::of(&mut page.state.told, page.peer, now.date());
    let (first, carried, gentle) = (facts.first_meeting, facts.carried.clone(), facts.gentle.clone());
    for point in page.peer.points.iter().filter(|point| !point.done) {
        point_ui(ui, page, point, carried.contains(&point.id));
    }
    let sought = mark::sought(ui, Part::Point);
    page.state.folds.points |= page.peer.points.iter().any(|it| it.done && Some(it.id.0) == sought);
    if page.state.folds.points {
        for point in page.peer.points.iter().filter(|point| point.done) {
            point_ui(ui, page, point, false);
        }
    }
    fold_ui(ui, page.peer.points.iter().any(|it| it.done), &mut page.state.folds.points, "Talked about before");
    if let Some(gentle) = &gentle {
        ui.add(Label::new(parts::text(&gentle.says, Size::Body, t.ink_soft)).wrap());
        for starter in &gentle.starters {
            ui.add(Label::new(parts::text(starter, Size::Body, t.ink_soft)).wrap());
        }
    }
    let point = Field::Point(page.peer.id);
    if !page.state.half_hour.preparing {
        if parts::quiet_small(ui, &private::begins(page, point, "Prepare")).clicked() {
            page.state.half_hour.preparing = true;
            form::opens(ui, POINT);
        }
        return;
    }
    let mut form = Form::begin(ui, POINT);
    let state = &mut page.state.half_hour;
    let width = ui.available_width().min(480.0);
    let time = ui.input(|input| input.time);
    let typing = page.drafts.field(point);
    let hint = "Something for the half hour";
    let (shown, several) = several::list_field(ui, &mut typing.text, hint, width, "Something to prepare");
    if shown.changed() {
        typing.changed(time);
    }
    let field = form.field(ui, shown);
    let chosen = state.part.get_or_insert(PointPart::Theirs);
    let ended = ui.horizontal_wrapped(|ui| {
        for part in [PointPart::Theirs, PointPart::Mine, PointPart::Offer, PointPart::Ask] {
            // At a first meeting what I need can wait.
            if !(first && part == PointPart::Ask) {
                ui.selectable_value(chosen, part, part_name(part)).on_hover_text(part_says(part));
            }
        }
        ui.add_space(8.0);
        form.end(ui, "Save", Ready::from(!typing.text.trim().is_empty()))
    });
    let (peer, part) = (page.peer.id, *chosen);
    let add = |text| Command::Method(MethodCommand::AddPoint { peer, part, text });
    if !several.is_empty() {
        page.out.push(ask::run(Command::Together(several.into_iter().map(add).collect())));
    }
    match ended.inner {
        Some(Ended::Saved) => {
            page.out.push(ask::run(add(typing.take())));
            // Several are prepared one after the other.
            field.request_focus();
        }
        Some(Ended::Left) => state.preparing = false,
        None => {}
    }
}

/// Something prepared: a box that says whether it was talked about, and the words.
fn point_ui(ui: &mut Ui, page: &mut Page<'_>, point: &Point, carried: bool) {
    let carried = if carried { " · carried over" } else { "" };
    let says = format!("{}: {}{carried}", part_name(point.part), point.text);
    let row = Row { part: Part::Point, id: point.id, thing: Thing::Point(point.id), done: point.done };
    if let Some(done) = ticked_ui(ui, page, &row, &says, "You talked about it") {
        let choice = if done { Choice::Yes } else { Choice::No };
        page.out.push(ask::run(Command::Method(MethodCommand::SetPoint(page.peer.id, point.id, choice))));
    }
}

fn promise_ui(ui: &mut Ui, page: &mut Page<'_>, promise: &Promise, today: Date) {
    let name = words::called(&page.peer.name);
    let who = if promise.by == Who::Me { "You said" } else { &*format!("{name} said") };
    let day = match (promise.done, promise.due) {
        (Some(done), _) => format!(" (done on {})", words::date(done)),
        (None, Some(due)) => format!(" (by {})", words::date(due)),
        (None, None) => String::new(),
    };
    let says = format!("{who}: {}{day}", promise.text);
    let row =
        Row { part: Part::Promise, id: promise.id, thing: Thing::Promise(promise.id), done: promise.done.is_some() };
    if let Some(done) = ticked_ui(ui, page, &row, &says, "It is done") {
        let set = MethodCommand::SetPromise(page.peer.id, promise.id, done.then_some(today));
        page.out.push(ask::run(Command::Method(set)));
    }
}

/// A row with a box before it.
struct Row {
    part: Part,
    id: EntryId,
    thing: Thing,
    done: bool,
}

/// A box, and beside it the words, which can be said otherwise; whether the box was ticked or not any more.
fn ticked_ui(ui: &mut Ui, page: &mut Page<'_>, row: &Row, says: &str, hint: &str) -> Option<bool> {
    let t = theme::of(ui);
    let mut done = row.done;
    ui.push_id(row.id, |ui| {
        mark::around(ui, row.part, row.id.0, |ui| {
            if mend::stands_open(ui, page, row.thing) {
                return None;
            }
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                let ticked = bare_box(ui, &mut done, words::shown(says)).on_hover_text(hint).changed();
                let ink = if row.done { t.ink_faint } else { t.ink };
                ui.vertical(|ui| {
                    let heard = format!("Edit: {says}");
                    let shown = parts::text(says, Size::Body, ink);
                    if mend::words_to_press(ui, page, row.thing, shown, &heard).clicked() {
                        mend::begin(ui, page, row.thing);
                    }
                });
                ticked.then_some(done)
            })
            .inner
        })
    })
    .inner
}

/// What a point is, by its part of the half hour.
fn part_name(part: PointPart) -> &'static str {
    match part {
        PointPart::Theirs => "Theirs",
        PointPart::Mine => "Mine",
        PointPart::Offer => "Offer",
        PointPart::Ask => "Ask",
    }
}

fn part_says(part: PointPart) -> &'static str {
    match part {
        PointPart::Theirs => "Something to ask after, in their ten minutes",
        PointPart::Mine => "Something to tell, in yours",
        PointPart::Offer => "Something you could give",
        PointPart::Ask => "Something you need",
    }
}
