//! `doctor`: what is wrong, in words.

use super::{call::Call, network, out::Done};
use crate::{desk::Online, words};
use serde::Serialize;
use sideways_core::snapshot::{NetworkSetting, Writing};

#[derive(Serialize)]
struct Report {
    ok: bool,
    checks: Vec<Check>,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    ok: bool,
    says: String,
    hint: Option<String>,
}

fn check(name: &'static str, ok: bool, says: impl Into<String>, hint: Option<&str>) -> Check {
    Check { name, ok, says: says.into(), hint: hint.map(str::to_owned) }
}

pub(crate) fn run(call: &Call) -> Done {
    let desk = match call.desk() {
        Ok(desk) => desk,
        Err(failure) => {
            let report = Report {
                ok: false,
                checks: vec![Check { name: "store", ok: false, says: failure.error, hint: failure.hint }],
            };
            return say(call, &report);
        }
    };
    let view = desk.view()?;
    let store = match &view.snapshot.writing {
        Writing::Works => {
            check("store", true, "The store opens, and every edit is on the disk before it is acknowledged.", None)
        }
        Writing::Stopped(why) => check(
            "store",
            false,
            format!("The disk failed, so nothing is written: {why}."),
            Some("free some room or check the disk, then start Sideways again"),
        ),
    };
    let lock = if desk.is_here() {
        "Nobody else has this data folder open."
    } else {
        "Another Sideways has this data folder open and answers."
    };
    let key = "Values are sealed with a key that lies beside the store, which protects nothing by itself: whoever can read this folder can read it all.";
    let setting = view.snapshot.network;
    let network = match &view.online {
        Online::Failed(why) => {
            check("network", false, why.clone(), Some("check the network, or `sideways network set off`"))
        }
        Online::Yes(addresses) => check("network", true, format!("Reachable at {}.", addresses.join(", ")), None),
        Online::No if setting == NetworkSetting::Off => check("network", true, network::meaning(setting), None),
        Online::No => check("network", true, format!("Not online just now. {}", network::meaning(setting)), None),
    };
    let refused: usize =
        view.snapshot.peers.iter().map(|peer| peer.sharing.refused.len() + peer.sharing.refused_by_them.len()).sum();
    let changes = match refused {
        0 => check("changes", true, "No change was refused.", None),
        count => check(
            "changes",
            false,
            format!(
                "{} refused, here or by a colleague's computer; everything else goes on.",
                words::counted(count, ("change", "changes"), ("was", "were"))
            ),
            Some("`sideways share status` says which; `sideways list fresh PEER` continues in a fresh list"),
        ),
    };
    let checks = vec![store, check("lock", true, lock, None), check("key", true, key, None), network, changes];
    say(call, &Report { ok: checks.iter().all(|check| check.ok), checks })
}

fn say(call: &Call, report: &Report) -> Done {
    call.form.say(report, || {
        let line = |check: &Check| {
            let hint = check.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            format!("{} {}: {}{hint}", if check.ok { "ok  " } else { "look" }, check.name, check.says)
        };
        report.checks.iter().map(line).collect()
    })
}
