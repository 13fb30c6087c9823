//! The next half hour: planning, moving, letting go, and what is prepared for it.

use super::{
    call::{Call, clock, edit, text_or_input},
    find,
    notes::added,
    out::{Done, failure},
    said, source,
};
use crate::{files, words};
use serde::Serialize;
use sideways_core::{
    command::{Choice, Command, ListCommand, MethodCommand},
    method::{self, Instead, Tone},
    snapshot::{PeerView, Plan, PointPart},
};
use std::path::Path;

#[derive(clap::Args)]
pub(crate) struct How {
    /// The time’s zone, like Europe/Paris; this computer’s if left out.
    #[arg(long)]
    zone: Option<String>,
    /// How long, in minutes.
    #[arg(long)]
    minutes: Option<u16>,
    /// Also put the time into the shared list, where they see it.
    #[arg(long)]
    share: bool,
}

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    peer: &'a str,
    at: String,
    zone: &'a str,
    minutes: u16,
    moves: u32,
    says: Option<&'static str>,
}

#[derive(Serialize)]
struct WayShape {
    id: &'static str,
    at: Option<String>,
    says: String,
}

pub(crate) fn part(text: &str) -> Result<PointPart, String> {
    match text {
        "theirs" => Ok(PointPart::Theirs),
        "mine" => Ok(PointPart::Mine),
        "offer" => Ok(PointPart::Offer),
        "ask" => Ok(PointPart::Ask),
        _ => Err("say theirs, mine, offer or ask".to_owned()),
    }
}

pub(crate) fn tone(text: &str) -> Result<Tone, String> {
    match text {
        "warm" => Ok(Tone::Warm),
        "plain" => Ok(Tone::Plain),
        "brief" => Ok(Tone::Brief),
        _ => Err("say warm, plain or brief".to_owned()),
    }
}

pub(crate) fn part_name(part: PointPart) -> &'static str {
    match part {
        PointPart::Theirs => "theirs",
        PointPart::Mine => "mine",
        PointPart::Offer => "offer",
        PointPart::Ask => "ask",
    }
}

pub(crate) fn plan(call: &Call, peer: &str, at: &str, how: How) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    let zone = said::zone(how.zone.as_deref(), &desk.view()?.snapshot)?;
    // Where only a day is said, it stays at its hour.
    let usual = method::open_plan(&peer).map(|plan| plan.at.time());
    let at = said::time(at, usual, &zone)?;
    let minutes = how.minutes.unwrap_or_else(|| method::open_plan(&peer).map_or(30, |plan| plan.minutes));
    edit(&desk, Command::Method(MethodCommand::Plan { peer: peer.id, at, zone: zone.clone(), minutes }))?;
    if how.share {
        let next = format!("{}[{zone}]", at.strftime("%Y-%m-%dT%H:%M"));
        edit(&desk, Command::List(peer.id, ListCommand::Next(next)))?;
    }
    let peer = find::peer(&desk.view()?, &peer.id.to_string())?;
    match method::open_plan(&peer) {
        Some(plan) => say(call, &peer, plan),
        None => Err(failure("the plan is gone", None).into()),
    }
}

pub(crate) fn move_to(call: &Call, peer: &str, at: &str, how: How) -> Done {
    let view = call.desk()?.view()?;
    let found = find::peer(&view, peer)?;
    if method::open_plan(&found).is_none() {
        let name = words::first_name(&found.name);
        return Err(failure(
            format!("nothing is planned with {name}"),
            Some("`sideways meet plan PEER --at TIME` plans it"),
        )
        .into());
    }
    // A plan stays in its zone unless another is named.
    let zone = how.zone.or_else(|| method::open_plan(&found).map(|plan| plan.zone.clone()));
    plan(call, peer, at, How { zone, ..how })
}

fn say(call: &Call, peer: &PeerView, plan: &Plan) -> Done {
    let second = method::ways(peer, plan, &[], words::as_of(said::today())).second_move.filter(|_| plan.moves > 1);
    let shape = Shape {
        id: plan.id.to_string(),
        peer: &peer.name,
        at: plan.at.to_string(),
        zone: &plan.zone,
        minutes: plan.minutes,
        moves: plan.moves,
        says: second,
    };
    call.form.say(&shape, || {
        let when = words::planned(plan.at, &plan.zone, clock().time_zone());
        let zone = if when.contains(&plan.zone) { String::new() } else { format!(" ({})", plan.zone) };
        let long = words::count(usize::from(plan.minutes), "minute", "minutes");
        let when = format!("{}, {when}{zone}, {long}.", peer.name);
        std::iter::once(when).chain(second.map(str::to_owned)).collect()
    })
}

pub(crate) fn skip(call: &Call, peer: &str) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    let plan = method::open_plan(&peer).map(|plan| plan.id.to_string());
    edit(&desk, Command::Method(MethodCommand::SkipPlan(peer.id)))?;
    let says =
        format!("This one with {} is let go. What was prepared stays for the next.", words::first_name(&peer.name));
    call.form.say(&serde_json::json!({ "id": plan, "skipped": true }), || vec![says])
}

pub(crate) fn instead(call: &Call, peer: &str, busy: Option<&Path>) -> Done {
    let view = call.desk()?.view()?;
    let peer = find::peer(&view, peer)?;
    let nothing = || {
        let name = words::first_name(&peer.name);
        failure(format!("nothing is planned with {name}"), Some("`sideways meet plan PEER --at TIME` plans it"))
    };
    let plan = method::open_plan(&peer).ok_or_else(nothing)?;
    let now = clock();
    let busy = source::busy(&view, busy, &now)?;
    let free = busy.map(|busy| files::two_free_times(plan, &busy, files::busy_until(&now), &now)).unwrap_or_default();
    let ways = method::ways(&peer, plan, &free, words::as_of(now.datetime()));
    let shape = |way: &method::Way| {
        let (id, at) = match way.instead {
            Instead::Time(at) => ("time", Some(at.to_string())),
            Instead::FifteenMinutes => ("fifteen-minutes", None),
            Instead::WalkOrCall => ("walk-or-call", None),
            Instead::Skip => ("skip", None),
        };
        WayShape { id, at, says: way.sentence.clone() }
    };
    let shapes: Vec<_> = ways.ways.iter().map(shape).collect();
    let json = serde_json::json!({ "ways": shapes, "says": ways.second_move });
    call.form.say(&json, || {
        ways.second_move.map(str::to_owned).into_iter().chain(shapes.iter().map(|way| way.says.clone())).collect()
    })
}

pub(crate) fn point(call: &Call, peer: &str, text: &str, part: PointPart) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?.id;
    let text = text_or_input(text)?;
    added(call, &edit(&desk, Command::Method(MethodCommand::AddPoint { peer, part, text }))?)
}

pub(crate) fn covered(call: &Call, id: &str) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let (peer, point) = find::entry(&view, id, "prepared point", |peer| &peer.points, |it| it.id)?;
    edit(&desk, Command::Method(MethodCommand::SetPoint(peer.id, point.id, Choice::Yes)))?;
    let says = format!("Talked about: {}", point.text);
    call.form.say(&serde_json::json!({ "id": point.id, "done": true }), || vec![says])
}

pub(crate) fn propose(call: &Call, peer: &str, tone: Tone) -> Done {
    let view = call.desk()?.view()?;
    let peer = find::peer(&view, peer)?;
    let text = method::proposal(&view.snapshot.me, &peer, tone);
    call.form.say_text(&serde_json::json!({ "id": peer.id, "text": text }), &text)
}
