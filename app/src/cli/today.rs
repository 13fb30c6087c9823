//! `today` and `review`: what needs me, and the weekly walk.

use super::{
    call::{Call, clock, edit},
    out::{Done, print},
    said,
};
use crate::words;
use jiff::civil::Date;
use serde::Serialize;
use sideways_core::{
    command::{Command, MethodCommand},
    method::{self, Card, CardKind, Next, Suggestion},
};

#[derive(clap::Args)]
pub(crate) struct ReviewOptions {
    /// Remember that this week's review is done.
    #[arg(long)]
    done: bool,
}

#[derive(Serialize)]
struct Shape<'a> {
    next: Option<NextShape<'a>>,
    missed: Vec<Line<'a>>,
    heads_ups: Vec<Line<'a>>,
    given: Vec<Line<'a>>,
    promises: Vec<Line<'a>>,
    suggestion: Option<SuggestionShape<'a>>,
    says: Option<&'a str>,
    review_due: bool,
}

#[derive(Serialize)]
struct NextShape<'a> {
    id: String,
    peer: &'a str,
    at: Option<String>,
    around: Option<Date>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: String,
    peer: &'a str,
    says: &'a str,
}

#[derive(Serialize)]
struct SuggestionShape<'a> {
    id: &'a str,
    says: &'a str,
    copy: Option<&'a str>,
}

#[derive(Serialize)]
struct CardShape<'a> {
    id: &'static str,
    says: &'a str,
    lines: &'a [String],
    copy: Option<&'a str>,
}

pub(crate) fn today(call: &Call) -> Done {
    let view = call.desk()?.view()?;
    let clock = clock();
    let now = clock.datetime();
    let today = method::today(&view.snapshot, words::as_of(now), clock.time_zone());
    let review_due = method::review_due(&view.snapshot, now.date());
    let next = today.next.as_ref().map(|next| {
        let (at, around) = match next.next {
            Next::Planned(at) => (Some(at.to_string()), None),
            Next::Around(on) => (None, Some(on)),
            Next::Open => (None, None),
        };
        NextShape { id: next.peer.id.to_string(), peer: &next.peer.name, at, around }
    });
    let shape = Shape {
        next,
        missed: today.missed.iter().map(|it| line(&it.key, it.peer, &it.says)).collect(),
        heads_ups: today.heads_ups.iter().map(|it| line(&it.key, it.peer, &it.says)).collect(),
        given: today.given.iter().map(|it| line(&it.entry.id, it.peer, &it.says)).collect(),
        promises: today.promises.iter().map(|it| line(&it.key, it.peer, &it.says)).collect(),
        suggestion: today.suggestion.as_ref().map(suggestion),
        says: today.quiet.as_deref(),
        review_due,
    };
    call.form.say(&shape, || {
        let mut page: Vec<String> = today.quiet.clone().into_iter().collect();
        if let (None, Some(next)) = (&today.quiet, &today.next) {
            page.push(format!("{}, {}.", next.peer.name, words::next_half_hour(next.peer, next.next, &clock)));
        }
        let lines = shape.missed.iter().chain(&shape.heads_ups).chain(&shape.given).chain(&shape.promises);
        page.extend(lines.map(|line| format!("{}  ({})", line.says, line.id)));
        page.extend(
            today
                .suggestion
                .as_ref()
                .filter(|it| Some(&it.says) != today.quiet.as_ref())
                .into_iter()
                .flat_map(suggested),
        );
        if review_due {
            page.push("The weekly review takes five minutes: `sideways review`.".to_owned());
        }
        page
    })
}

fn line<'a>(id: &impl ToString, peer: &'a sideways_core::snapshot::PeerView, says: &'a str) -> Line<'a> {
    Line { id: id.to_string(), peer: &peer.name, says }
}

fn suggestion(it: &Suggestion) -> SuggestionShape<'_> {
    SuggestionShape { id: &it.key, says: &it.says, copy: it.copy.as_deref() }
}

fn suggested(it: &Suggestion) -> Vec<String> {
    let copy = it.copy.iter().flat_map(|copy| copy.lines()).map(|line| format!("  {line}"));
    std::iter::once(format!("{}  ({})", it.says, it.key)).chain(copy).collect()
}

pub(crate) fn review(call: &Call, options: &ReviewOptions) -> Done {
    let desk = call.desk()?;
    let today = said::today();
    if options.done {
        edit(&desk, Command::Method(MethodCommand::Reviewed(today)))?;
        return call
            .form
            .say(&serde_json::json!({ "reviewed": today }), || vec!["Done. See you next week.".to_owned()]);
    }
    let view = desk.view()?;
    let cards = method::review(&view.snapshot, words::as_of(today), clock().time_zone());
    let shape = |card: &Card| (kind(card.kind), card.copy.clone());
    let shapes: Vec<_> = cards
        .iter()
        .map(|card| CardShape { id: shape(card).0, says: &card.says, lines: &card.lines, copy: card.copy.as_deref() })
        .collect();
    call.form.say(&shapes, Vec::new)?;
    if call.form == super::out::Form::Json {
        return Ok(());
    }
    if cards.is_empty() {
        return print(method::START_WITH_ONE);
    }
    for (nth, card) in cards.iter().enumerate() {
        print(&format!("{}. {}", nth + 1, card.says))?;
        for line in &card.lines {
            print(&format!("   {line}"))?;
        }
        for line in card.copy.iter().flat_map(|copy| copy.lines()) {
            print(&format!("   {line}"))?;
        }
    }
    print("`sideways review --done` ends it.")
}

fn kind(kind: CardKind) -> &'static str {
    match kind {
        CardKind::Week => "week",
        CardKind::HeadsUps => "heads-ups",
        CardKind::Promises => "promises",
        CardKind::Met => "met",
        CardKind::Suggestion => "suggestion",
    }
}
