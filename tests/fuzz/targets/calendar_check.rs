//! A calendar file, as `calendar check` and `calendar block` read it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sideways_core::{
    calendar::{
        block::{Days, WorkingHours, free_slot},
        check::{Asked, Person, Report, check},
        says,
        zones::Zone,
    },
    method::{AsOf, Locale},
};
use sideways_fuzz::{BERLIN, TODAY, constant, one_line};
use std::{collections::BTreeSet, ops::ControlFlow, sync::LazyLock};

/// Bytes of a name, an address or a title at most: 254, and some more because small letters can be longer.
const TEXT: usize = 400;
/// Zones that nobody knows, and people who may be the reader, at most.
const ZONES: usize = 300;
const GUESSED: usize = 5;

/// A reader who names no address, and one who names hers; a file's length says which of them reads it.
static READERS: LazyLock<[Vec<String>; 2]> = LazyLock::new(|| [Vec::new(), vec!["alex@example.org".to_owned()]]);

fuzz_target!(|bytes: &[u8]| {
    let Zone::Known(zone) = &*BERLIN else { return };
    let [stranger, alex] = &*READERS;
    let my_mails = if bytes.len().is_multiple_of(2) { stranger } else { alex };
    let asked = Asked { my_mails, today: constant(TODAY), zone };
    match check(bytes, &asked, &mut |_| ControlFlow::Continue(())) {
        Ok(report) => is_bounded(&report),
        Err(error) => one_line("an error", &error.to_string(), TEXT),
    }
});

fn is_bounded(report: &Report) {
    let series = report.standing.len() + report.maybe.len() + report.ended.len();
    assert!(series as u64 <= report.events, "{series} findings in {} events", report.events);
    assert!(report.drifting.len() <= report.standing.len(), "only what stands can drift");
    assert!(report.unknown_zones.len() <= ZONES && report.guessed_me.len() <= GUESSED);
    assert_eq!(report.skipped, report.skipped_why.values().sum::<u32>());
    assert!(u64::from(report.skipped) <= report.events * 2, "an event is skipped once, and once more as a series");
    assert!(report.busy.iter().all(|(from, to)| from < to), "busy times take time");
    assert!(report.busy.is_sorted_by(|one, next| one.1 < next.0), "busy times are merged and in order");

    let mut named = BTreeSet::new();
    for it in &report.standing {
        assert!(named.insert(&it.uid), "{} stands twice", it.uid);
        assert!((15..=60).contains(&it.minutes));
        person(&it.who);
        one_line("a title", &it.title, TEXT);
    }
    for it in &report.maybe {
        it.series.who.iter().for_each(person);
        one_line("a title", &it.series.title, TEXT);
        one_line("a reason", &it.why.to_string(), 2 * TEXT + 100);
    }
    report.ended.iter().map(|it| &it.who).chain(report.drifting.iter().map(|it| &it.who)).for_each(person);
    report.guessed_me.iter().for_each(|mail| one_line("a guess", mail, TEXT));
    report.skipped_why.keys().for_each(|why| one_line("a reason", &why.to_string(), TEXT));
    for place in ["C", "en_US.UTF-8"] {
        let as_of = AsOf { now: constant("2026-03-10T09:00"), locale: Locale::of(place) };
        for sentence in says::sentences(report, as_of) {
            one_line("a sentence", &sentence, 400 + report.standing.len() * (TEXT + 60));
        }
    }

    // The same file as busy times: a half hour that is free is free.
    let (from, to) = (constant("09:00"), constant("17:00"));
    let hours = WorkingHours { from, to, days: Days::MONDAY_TO_FRIDAY };
    let week = (constant(TODAY), Locale::default().week_starts());
    let Zone::Known(zone) = &*BERLIN else { return };
    let found = free_slot(&report.busy, week, constant("2026-03-10T08:00:00Z"), 30, hours, zone);
    let start = found.and_then(|start| BERLIN.moment(start));
    let taken = start.is_some_and(|start| report.busy.iter().any(|(from, to)| *from <= start && start < *to));
    assert!(!taken, "{found:?} isn’t free");
}

fn person(who: &Person) {
    one_line("a name", &who.name, TEXT);
    one_line("a mail address", &who.mail, TEXT);
}
