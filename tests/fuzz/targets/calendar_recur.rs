//! The rule and the single dates of a series, as the check expands them: one event's lines, then, after `---`, those
//! of events that change one of its dates.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sideways_core::calendar::{
    event::{Clock, Event, Events, MAX_DATES, When, ZoneName},
    recur::{Budget, Change, Changes, Fate, Mark, Occurrence, STEPS_PER_SERIES, Series},
    zones::Zone,
};
use sideways_fuzz::{BERLIN, TODAY, constant, known};
use std::sync::LazyLock;

/// The days looked at: a check looks back 400 days and ahead ten years.
const FROM: &str = "2025-02-01";
const TO: &str = "2036-03-20";

static UTC: LazyLock<Zone> = LazyLock::new(|| known("UTC"));

fuzz_target!(|bytes: &[u8]| {
    let mut file = b"BEGIN:VEVENT\n".to_vec();
    for (at, part) in String::from_utf8_lossy(bytes).split("\n---").enumerate() {
        if at > 0 {
            file.extend(b"\nEND:VEVENT\nBEGIN:VEVENT\n");
        }
        file.extend(part.bytes());
    }
    file.extend(b"\nEND:VEVENT\n");

    let mut events = Events::new(file.as_slice());
    let mut whole = Vec::new();
    while let Ok(Some(event)) = events.next_event() {
        whole.extend(event.ok());
    }
    let names: Vec<(ZoneName, u16)> = events.names.iter().map(|(name, number)| (name.clone(), number)).collect();
    let zone_of = |clock: Clock| match clock {
        Clock::Utc => UTC.clone(),
        Clock::Floating | Clock::Day => BERLIN.clone(),
        Clock::Zone(wanted) => {
            let name = names.iter().find(|(_, number)| *number == wanted);
            let zone = name.and_then(|(name, _)| events.zones.find(&name.name, name.by, constant(TODAY)));
            // A zone that only the file describes may turn its clock as it likes, and then no order can be asked for.
            zone.filter(|zone| matches!(zone, Zone::Known(_))).unwrap_or_else(|| BERLIN.clone())
        }
    };
    let Some((master, changed)) = whole.split_first() else { return };
    assert!(master.added.len() <= MAX_DATES && master.removed.len() <= MAX_DATES);
    expand(master, changed, &zone_of);
});

fn expand(master: &Event, changed: &[Event], zone_of: &impl Fn(Clock) -> Zone) {
    let zone = zone_of(master.start.clock);
    let moment = |when: &When| zone_of(when.clock).moment(when.wall);
    let mark = |when: &When| match when.clock {
        Clock::Day => Some(Mark::On(when.wall.date())),
        Clock::Floating => zone.moment(when.wall).map(Mark::At),
        _ => moment(when).map(Mark::At),
    };
    let mut changes = Changes::default();
    master.removed.iter().filter_map(mark).for_each(|mark| changes.remove(mark));
    for (by, event) in changed.iter().enumerate() {
        let Some(replaces) = &event.replaces else { continue };
        let (Some(planned), Some(to)) = (mark(&replaces.planned), moment(&event.start)) else { continue };
        match planned {
            Mark::At(at) if replaces.onward => changes.change_onward(at, Change { to, by }),
            _ => changes.change(planned, Change { to, by }),
        }
    }
    let on_this_clock = |when: &When| match when.clock {
        Clock::Day => Some(when.wall.date().to_datetime(master.start.wall.time())),
        Clock::Floating => Some(when.wall),
        _ => moment(when).map(|at| zone.wall(at)),
    };
    let added = master.added.iter().filter_map(on_this_clock).collect();
    let series = Series { start: master.start.wall, zone: &zone, rule: master.rule.as_ref(), added, changes: &changes };

    let mut budget = Budget::new(STEPS_PER_SERIES);
    let mut found: Vec<Occurrence> = Vec::new();
    let mut ran_out = false;
    for occurrence in series.occurrences(constant(FROM), constant(TO), &mut budget) {
        assert!(!ran_out, "a series that ran out of steps is over");
        match occurrence {
            Ok(occurrence) => found.push(occurrence),
            Err(_) => ran_out = true,
        }
    }
    assert!(found.len() <= STEPS_PER_SERIES as usize, "each date takes a step");
    assert!(found.is_sorted_by(|one, next| one.planned < next.planned), "dates come in order, each once: {found:?}");
    for it in &found {
        let day = zone.wall(it.planned).date();
        assert!((constant(FROM)..=constant(TO)).contains(&day), "{day} was not asked for");
        match it.fate {
            Fate::Changed(by) => assert!(by < changed.len()),
            Fate::Kept | Fate::Removed => assert_eq!(it.planned, it.start),
        }
    }
}
