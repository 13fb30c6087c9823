//! What happens in the demo. Everybody and everything in it is invented.

use super::desk::{DemoDesk, said};
use crate::{
    cli::out::{Done, failure},
    desk::Failure,
};
use serde_json::Value;

/// Who they are, and what each has written alone.
pub(super) fn set_up(alex: &DemoDesk, dana: &DemoDesk) -> Result<(), Failure> {
    alex.silent(&["me", "set", "--name", "Alex Kim", "--department", "Engineering"])?;
    dana.silent(&["me", "set", "--name", "Dana Ruiz", "--department", "Finance"])?;
    let peers: [(&DemoDesk, &str, &str, &str, &str, &str); 5] = [
        (alex, "Dana Ruiz", "Finance", "Planning and budgets", "monthly", "mailto:dana.ruiz@northfield.example"),
        (alex, "Lee Novak", "IT", "Service desk", "quarterly", "mailto:lee.novak@northfield.example"),
        (alex, "Priya Shah", "Operations", "Sites and badges", "monthly", "mailto:priya.shah@northfield.example"),
        (alex, "Marco Weiss", "Legal", "Contracts", "quarterly", "mailto:marco.weiss@northfield.example"),
        (dana, "Alex Kim", "Engineering", "Platform", "monthly", "mailto:alex.kim@northfield.example"),
    ];
    for (desk, name, department, role, every, reach) in peers {
        let add = ["peer", "add", name, "--department", department, "--role", role, "--every", every, "--reach", reach];
        desk.silent(&add)?;
    }
    alex.silent(&[
        "peer",
        "edit",
        "Dana",
        "--how-met",
        "Priya introduced us at the March planning day.",
        "--tag",
        "budget",
    ])?;
    for (day, text) in [
        ("2026-07-14", "Hiring. Two people short and nobody to train the next one."),
        ("2026-09-08", "Quarter close lands in the same week as the new ledger."),
        ("2026-10-13", "The budget freeze. I say no to things I’d say yes to in January."),
    ] {
        alex.silent(&["meet", "log", "Dana", "--on", day, "--why", "standing", "--words", text])?;
    }
    alex.silent(&[
        "note",
        "add",
        "Dana",
        "Prefers a short message before a long mail. Likes numbers with one line of why.",
    ])?;
    alex.silent(&["note", "add", "Dana", "Freeze holds until the board meets."])?;
    alex.silent(&["list", "add", "Dana", "Two days of a data engineer for the ledger cut-over", "--as", "offer"])?;
    alex.silent(&["list", "add", "Dana", "An early look at the 2027 headcount template", "--as", "ask"])?;
    alex.silent(&["list", "add", "Dana", "Walk through the cloud bill together", "--as", "idea"])?;
    Ok(())
}

/// The invitation, the joining, four words.
pub(super) fn pair(alex: &DemoDesk, dana: &DemoDesk) -> Result<(), Failure> {
    said("Alex invites Dana to one list. Nothing else on Alex’s computer is shared.")?;
    let (first, mut invite) = alex.start(&["share", "invite", "Dana", "--yes", "--json"])?;
    let invitation = field(&parse(&first)?, "invitation")?;
    let joined = dana.feed(&["share", "join", "-", "--as", "Alex", "--yes", "--json"], &invitation)?;
    let hers = words(joined.lines().next().unwrap_or_default())?;
    let his = words(&invite.line()?)?;
    invite.end()?;
    said(&format!("    Alex’s screen: {his}\n    Dana’s screen: {hers}"))?;
    if his != hers {
        return Err(failure("the four words differ", None));
    }
    // Here they were compared.
    alex.silent(&["share", "confirm", "Dana"])?;
    dana.silent(&["share", "confirm", "Alex"])?;
    Ok(())
}

/// Lines on both sides while neither is online, one line reworded by both, and what becomes of it.
pub(super) fn apart_and_together(alex: &DemoDesk, dana: &DemoDesk) -> Done {
    said("\nNeither is online. Both write.")?;
    alex.run(&["list", "add", "Dana", "A named person in each team for small purchase orders"])?;
    dana.run(&["list", "add", "Alex", "One page on how the shared test system is paid for", "--as", "ask"])?;
    let line = line_id(alex, "Dana", "Walk through the cloud bill together")?;
    alex.run(&["list", "edit", &line, "Walk through the cloud bill together, once a quarter"])?;
    dana.run(&["list", "edit", &line, "Read the cloud bill together for 20 minutes after each close"])?;
    said("\nThey meet. Each computer dials the other.")?;
    meet(alex, dana)?;
    alex.run(&["list", "show", "Dana"])?;
    said("\nBoth wordings stand in the line. Dana keeps Alex’s.")?;
    let wording = alexs_wording(dana, &line)?;
    dana.run(&["list", "choose", &line, &wording])?;
    dana.run(&["list", "offer-help", &line])?;
    meet(alex, dana)?;
    alex.run(&["list", "show", "Dana"])?;
    let (his, hers) = (items(alex, "Dana")?, items(dana, "Alex")?);
    if his == hers && his.len() == 5 && his.iter().all(|item| item.1.len() == 1) {
        said(&format!("\nBoth lists are equal: {} lines, the same words in the same order.", his.len()))?;
        return Ok(());
    }
    Err(failure("the two lists differ", None).into())
}

/// Both go online at once, as each would alone, and end when each has what the other has.
fn meet(alex: &DemoDesk, dana: &DemoDesk) -> Result<(), Failure> {
    let once = ["sync", "--once", "--wait", "30", "--json"];
    let here = alex.spawn(&once)?;
    let there = dana.spawn(&once)?;
    for met in [here.output()?, there.output()?] {
        let missed = parse(&met)?.get("missed").and_then(Value::as_array).is_none_or(|missed| !missed.is_empty());
        if missed {
            return Err(failure("the two computers did not meet", None));
        }
    }
    Ok(())
}

/// A line’s id, and its wordings.
type Item = (String, Vec<String>);

fn items(desk: &DemoDesk, peer: &str) -> Result<Vec<Item>, Failure> {
    let list = parse(&desk.silent(&["list", "show", peer, "--json"])?)?;
    let items = list.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    items.iter().map(|item| Ok((field(item, "id")?, texts(item)))).collect()
}

fn texts(item: &Value) -> Vec<String> {
    let versions = item.get("versions").and_then(Value::as_array).cloned().unwrap_or_default();
    versions.iter().filter_map(|version| field(version, "text").ok()).collect()
}

fn line_id(desk: &DemoDesk, peer: &str, text: &str) -> Result<String, Failure> {
    let found = items(desk, peer)?.into_iter().find(|(_, texts)| texts.iter().any(|it| it == text));
    found.map(|(id, _)| id).ok_or_else(|| failure(format!("the line {text:?} is missing"), None))
}

fn alexs_wording(dana: &DemoDesk, line: &str) -> Result<String, Failure> {
    let list = parse(&dana.silent(&["list", "show", "Alex", "--json"])?)?;
    let items = list.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
    let item = items.iter().find(|item| field(item, "id").is_ok_and(|id| id == line));
    let versions = item.and_then(|item| item.get("versions")).and_then(Value::as_array).cloned().unwrap_or_default();
    let his = versions.iter().find(|version| field(version, "by").is_ok_and(|by| by == "them"));
    field(his.ok_or_else(|| failure("Alex’s wording did not arrive", None))?, "id")
}

fn words(line: &str) -> Result<String, Failure> {
    let value = parse(line)?;
    let words = value.get("words").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "))
}

fn parse(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|e| failure(format!("the program printed no JSON: {e}"), None))
}

fn field(value: &Value, name: &str) -> Result<String, Failure> {
    let text = value.get(name).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| failure(format!("the program’s JSON has no {name:?}"), None))
}
