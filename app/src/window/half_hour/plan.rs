//! When the next half hour is: a day and time as people say them, and free times near it where a calendar is in sight.

use crate::{
    files,
    window::{
        ask,
        form::{self, Ended, Form},
        page::Page,
        parts,
        said_date::{self, WallClock},
        theme::{self, Size},
    },
    words,
};
use eframe::egui::{Context, Ui};
use jiff::{SignedDuration, Timestamp, civil::DateTime};
use sideways_core::{
    command::{Command, MethodCommand},
    method::{self, Next},
};

const TIME: &str = "half hour time";

/// A time, as typed.
#[derive(Debug)]
pub(super) struct Planning {
    text: String,
    /// What was put forward, near which free times are looked for.
    around: DateTime,
    free: Option<Free>,
}

/// What a calendar says of the times near it; worked out once for what it told.
#[derive(Debug)]
struct Free {
    told: (usize, Timestamp),
    /// The time that was put forward is taken.
    taken: bool,
    times: Vec<DateTime>,
}

impl Planning {
    /// The form opens: with the day and hour as it was, or likely ones.
    pub(super) fn opened(ctx: &Context, next: Next, now: DateTime) -> Self {
        let as_of = words::as_of(now);
        let around = match next {
            Next::Planned(at) => at,
            Next::Around(on) => method::offered(on, said_date::TEN, as_of),
            Next::Open => method::offered(as_of.today(), said_date::TEN, as_of),
        };
        form::opens_in(ctx, TIME);
        Self { text: said_date::in_field(around), around, free: None }
    }

    /// What the calendar says of the times near it, if one is in sight.
    fn look(&mut self, page: &Page<'_>, clock: &WallClock<'_>, minutes: u16) -> Option<&Free> {
        let (busy, until) = page.busy?;
        let told = (busy.len(), until);
        if self.free.as_ref().is_none_or(|free| free.told != told) {
            let from = clock.now.time_zone().to_timestamp(self.around).ok();
            let to = from.and_then(|from| from.checked_add(SignedDuration::from_mins(i64::from(minutes))).ok());
            let taken = from.zip(to).is_some_and(|(from, to)| busy.iter().any(|it| it.0 < to && from < it.1));
            let times = files::two_free_near((self.around, minutes), busy, until, &clock.now);
            self.free = Some(Free { told, taken, times });
        }
        self.free.as_ref()
    }
}

pub(super) fn plan_ui(ui: &mut Ui, page: &mut Page<'_>) {
    let Some(mut planning) = page.state.half_hour.planning.take() else { return };
    let Some(clock) = WallClock::with(page.peer, page.now, page.zone) else {
        said_date::zone_ui(ui, page.out);
        page.state.half_hour.planning = Some(planning);
        return;
    };
    let open = method::open_plan(page.peer);
    let (planned, minutes) = (open.map(|plan| plan.at.time()), open.map_or(30, |plan| plan.minutes));
    let mut form = Form::begin(ui, TIME);
    let name = parts::caption(ui, "Day and time");
    let usual = planned.unwrap_or(said_date::TEN);
    let field = ui.horizontal(|ui| said_date::time_field(ui, &mut planning.text, &clock, usual, 280.0)).inner;
    let field = form.proposal(ui, field.labelled_by(name.id), &planning.text);
    let read = clock.read(&planning.text, planned);
    said_date::heard(ui, &clock.says(&read));
    if let Some(at) = free_ui(ui, planning.look(page, &clock, minutes), planned.is_some()) {
        planning.text = said_date::in_field(at);
        // Enter plans it, and another key says otherwise.
        field.request_focus();
    }
    let ended = ui.horizontal_wrapped(|ui| form.end(ui, "Plan it", read.is_ok().into())).inner;
    if ended == Some(Ended::Saved)
        && let Ok(said) = &read
    {
        let (at, zone) = (said.at, clock.zone.clone());
        let command = MethodCommand::Plan { peer: page.peer.id, at, zone, minutes };
        page.out.push(ask::run(Command::Method(command)));
    }
    if ended.is_none() {
        page.state.half_hour.planning = Some(planning);
    }
}

/// The free times, to be pressed; which one was.
fn free_ui(ui: &mut Ui, free: Option<&Free>, moves: bool) -> Option<DateTime> {
    let free = free?;
    let soft = theme::of(ui).ink_soft;
    // A half hour that is planned is in the calendar itself.
    let taken = free.taken && !moves;
    if free.times.is_empty() {
        if taken {
            said_date::heard(ui, "Your calendar has something then, and no free time near it.");
        }
        return None;
    }
    let says = if taken { "Your calendar has something then. Free near it:" } else { "Free in your calendar:" };
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(parts::text(says, Size::Caption, soft));
        for at in &free.times {
            let time = words::day_and_time(*at);
            if parts::quiet_small(ui, &time).accessible_name(format!("Free: {time}")).clicked() {
                pressed = Some(*at);
            }
        }
    });
    pressed
}
