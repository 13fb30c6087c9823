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
    id::{EntryId, PeerId},
    method::{self, Card, CardAnswer, CardKind, CardLine, Leads, Missed, Next, Suggestion},
    snapshot::PeerView,
};

#[derive(clap::Args)]
pub(crate) struct ReviewOptions {
    /// Remember that this week’s review is done.
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
    /// What can be answered, as verbs of this program.
    answers: Vec<String>,
}

#[derive(Serialize)]
struct SuggestionShape<'a> {
    id: &'a str,
    says: &'a str,
    copy: Option<&'a str>,
    answers: Vec<String>,
}

#[derive(Serialize)]
struct CardShape<'a> {
    id: &'static str,
    says: &'a str,
    lines: Vec<&'a str>,
    answers: Vec<String>,
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
        missed: today.missed.iter().map(|it| line(&it.key, it.peer, &it.says, met(it))).collect(),
        heads_ups: today
            .heads_ups
            .iter()
            .map(|it| line(&it.key, it.peer, &it.says, vec![told(it.entry.id), later(&it.key)]))
            .collect(),
        given: today
            .given
            .iter()
            .map(|it| line(&it.entry.id, it.peer, &it.says, vec![format!("headsup heard {}", it.entry.id)]))
            .collect(),
        promises: today
            .promises
            .iter()
            .map(|it| line(&it.key, it.peer, &it.says, vec![done(it.entry.id), later(&it.key)]))
            .collect(),
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
        for line in lines {
            page.push(format!("{}  ({})", line.says, line.id));
            page.extend(answered(&line.answers));
        }
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

fn line<'a>(id: &impl ToString, peer: &'a PeerView, says: &'a str, answers: Vec<String>) -> Line<'a> {
    Line { id: id.to_string(), peer: &peer.name, says, answers }
}

/// The answers on one line, as they can be typed after the program’s name.
fn answered(answers: &[String]) -> Option<String> {
    (!answers.is_empty()).then(|| format!("  sideways {}", answers.join(" | ")))
}

/// "Did you meet?" Yes, with a line; moved; no.
fn met(it: &Missed<'_>) -> Vec<String> {
    let (peer, on) = (it.peer.id, it.at.date());
    vec![
        format!("meet log {peer} --on {on} --words \"…\""),
        format!("meet move {peer} --to {on}T10:00"),
        format!("meet skip {peer}"),
    ]
}

fn told(id: EntryId) -> String {
    format!("headsup done {id} --how \"…\"")
}

fn done(id: EntryId) -> String {
    format!("promise done {id}")
}

fn later(key: &str) -> String {
    format!("snooze {key}")
}

/// What answers a line of the review.
fn answer(line: &CardLine) -> String {
    match line.answer {
        CardAnswer::Move => format!("meet instead {}", line.peer),
        CardAnswer::Told(id) => told(id),
        CardAnswer::Done(id) => done(id),
        CardAnswer::Words => format!("words add {} \"…\"", line.peer),
    }
}

/// What answers a card: each of its lines, and what it suggests.
fn answers(card: &Card) -> Vec<String> {
    let mut answers: Vec<String> = card.lines.iter().map(answer).collect();
    if card.kind == CardKind::HeadsUps {
        answers.push("headsup add \"…\" --for PEER --by DATE".to_owned());
    }
    answers.extend(leads(card.leads, card.about));
    answers.extend(card.key.as_deref().map(later));
    answers
}

/// What a suggestion leads to.
fn leads(leads: Option<Leads>, about: Option<PeerId>) -> Option<String> {
    match (leads?, about) {
        (Leads::Meeting, Some(peer)) => Some(format!("meet plan {peer} --at …")),
        (Leads::Hello, Some(peer)) => Some(format!("peer show {peer}")),
        (Leads::Tests, Some(peer)) => {
            Some(format!("tests answer {peer} --priorities … --quick-question … --heads-up …"))
        }
        (Leads::Project, _) => Some("project list".to_owned()),
        (Leads::Peers, _) => Some("peer add NAME --department DEPARTMENT".to_owned()),
        (Leads::Meeting | Leads::Hello | Leads::Tests, None) => None,
    }
}

fn suggestion(it: &Suggestion) -> SuggestionShape<'_> {
    let answers = leads(Some(it.leads), it.about).into_iter().chain(std::iter::once(later(&it.key)));
    SuggestionShape { id: &it.key, says: &it.says, copy: it.copy.as_deref(), answers: answers.collect() }
}

fn suggested(it: &Suggestion) -> Vec<String> {
    let copy = it.copy.iter().flat_map(|copy| copy.lines()).map(|line| format!("  {line}"));
    let answers = leads(Some(it.leads), it.about).into_iter().chain(std::iter::once(later(&it.key)));
    let answers = answered(&answers.collect::<Vec<_>>());
    std::iter::once(format!("{}  ({})", it.says, it.key)).chain(copy).chain(answers).collect()
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
    let shapes: Vec<_> = cards
        .iter()
        .map(|card| CardShape {
            id: kind(card.kind),
            says: &card.says,
            lines: card.lines.iter().map(|line| line.says.as_str()).collect(),
            answers: answers(card),
            copy: card.copy.as_deref(),
        })
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
        let lines = card.lines.iter().map(|line| line.says.as_str());
        for line in lines.chain(card.copy.iter().flat_map(|copy| copy.lines())) {
            print(&format!("   {line}"))?;
        }
        if let Some(answer) = answered(&answers(card)) {
            print(&format!(" {answer}"))?;
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
