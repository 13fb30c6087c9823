//! `meet prepare`: the brief of the next half hour, in the method's order.

use super::{
    call::{Call, clock},
    find, method as promises,
    out::Done,
    plan,
};
use crate::words;
use jiff::civil::Date;
use serde::Serialize;
use sideways_core::{
    method::{self, Brief, Item, Next},
    snapshot::{PeerView, Point, Promise},
};

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    peer: &'a str,
    next: Option<String>,
    first_meeting: bool,
    words: Vec<Words<'a>>,
    promises: Vec<PromiseShape<'a>>,
    theirs: Vec<PointShape<'a>>,
    mine: Vec<PointShape<'a>>,
    working_on: Option<&'a str>,
    offers: Vec<ItemShape<'a>>,
    ideas: Vec<ItemShape<'a>>,
    they_ask: Vec<ItemShape<'a>>,
    asks: Vec<ItemShape<'a>>,
    asks_folded: bool,
    says: Option<String>,
    starters: Vec<String>,
}

#[derive(Serialize)]
struct Words<'a> {
    id: String,
    on: Date,
    text: &'a str,
}

#[derive(Serialize)]
struct PromiseShape<'a> {
    id: String,
    by: &'static str,
    text: &'a str,
    due: Option<Date>,
}

#[derive(Serialize)]
struct PointShape<'a> {
    id: String,
    part: &'static str,
    text: &'a str,
    carried_over: bool,
}

#[derive(Serialize)]
struct ItemShape<'a> {
    id: String,
    text: &'a str,
    from: &'static str,
}

pub(crate) fn run(call: &Call, peer: &str) -> Done {
    let view = call.desk()?.view()?;
    let peer = find::peer(&view, peer)?;
    let now = clock();
    let today = now.date();
    let brief = method::prepare(&peer, words::as_of(today));
    let next = method::next_with(&peer, view.snapshot.busy_until, today);
    let shape = shape(&peer, &brief, next);
    call.form.say(&shape, || page(&peer, &brief, &shape, words::next_half_hour(&peer, next, &now)))
}

fn shape<'a>(peer: &'a PeerView, brief: &Brief<'a>, next: Next) -> Shape<'a> {
    let point = |point: &&'a Point| PointShape {
        id: point.id.to_string(),
        part: plan::part_name(point.part),
        text: &point.text,
        carried_over: brief.carried.contains(&point.id),
    };
    let promise = |it: &&'a Promise| PromiseShape {
        id: it.id.to_string(),
        by: super::json::who(it.by),
        text: &it.text,
        due: it.due,
    };
    let both = brief.promises.mine.iter().chain(&brief.promises.theirs);
    Shape {
        id: peer.id.to_string(),
        peer: &peer.name,
        next: match next {
            Next::Planned(at) => Some(at.to_string()),
            Next::Around(on) => Some(on.to_string()),
            Next::Open => None,
        },
        first_meeting: brief.first_meeting,
        words: brief.words.iter().map(|it| Words { id: it.id.to_string(), on: it.on, text: &it.text }).collect(),
        promises: both.map(promise).collect(),
        theirs: brief.theirs.points.iter().map(point).collect(),
        mine: brief.mine.points.iter().map(point).collect(),
        working_on: brief.mine.published,
        offers: items(&brief.together.offers),
        ideas: items(&brief.together.ideas),
        they_ask: items(&brief.together.they_ask),
        asks: items(&brief.together.asks),
        asks_folded: brief.together.asks_folded,
        says: brief.together.gentle.as_ref().map(|gentle| gentle.says.clone()),
        starters: brief.together.gentle.as_ref().map(|gentle| gentle.starters.to_vec()).unwrap_or_default(),
    }
}

fn items<'a>(of: &[Item<'a>]) -> Vec<ItemShape<'a>> {
    let shape = |item: &Item<'a>| match item {
        Item::Point(point) => ItemShape { id: point.id.to_string(), text: &point.text, from: "prepared" },
        Item::Line(line) => ItemShape { id: line.id.to_string(), text: line.text(), from: "list" },
    };
    of.iter().map(shape).collect()
}

fn page(peer: &PeerView, brief: &Brief<'_>, shape: &Shape<'_>, next: String) -> Vec<String> {
    let mut page = vec![format!("{} · {}", peer.name, next)];
    page.extend(brief.words.iter().map(|it| format!("{}: “{}”", words::date(it.on), it.text)));
    let both = brief.promises.mine.iter().chain(&brief.promises.theirs);
    page.extend(both.map(|it| promises::promise_line(peer, it)));
    let point = |it: &PointShape<'_>| {
        let carried = if it.carried_over { " (carried over)" } else { "" };
        format!("  {}  {}{carried}", it.id.chars().take(8).collect::<String>(), it.text)
    };
    page.push(brief.theirs.opening.to_owned());
    page.extend(shape.theirs.iter().map(point));
    page.push(brief.mine.opening.to_owned());
    page.extend(shape.mine.iter().map(point));
    page.extend(brief.mine.published.map(|text| format!("  They can read: {text}")));
    page.push(brief.together.opening.to_owned());
    let name = words::first_name(&peer.name);
    let parts = [
        ("You could offer".to_owned(), &shape.offers),
        ("Ideas".to_owned(), &shape.ideas),
        (format!("{name} asks"), &shape.they_ask),
    ];
    for (title, of) in parts {
        page.extend(of.iter().map(|it| format!("  {title}: {}", it.text)));
    }
    if brief.together.asks_folded {
        page.push("  A first meeting: what you need can wait.".to_owned());
    } else {
        page.extend(shape.asks.iter().map(|it| format!("  You could ask: {}", it.text)));
    }
    page.extend(shape.says.clone());
    page.extend(shape.starters.iter().map(|starter| format!("  {starter}")));
    page
}
