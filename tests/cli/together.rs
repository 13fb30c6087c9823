//! Many processes on one folder: one has it, the others are served by it or come next, and nothing is done twice.

use crate::person::{Gave, Person};
use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// D1: eight at once. Verbs that ask several times in one run are among them, because the process that had the folder
/// may end between two questions.
#[test]
fn eight_short_commands_at_once_are_all_done_once() {
    let rounds = std::env::var("SIDEWAYS_RACES").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    let mut notes = BTreeSet::new();
    for round in 0..rounds {
        let texts: Vec<String> = (0..8).map(|n| format!("{round}.{n}")).collect();
        let running: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(n, text)| {
                let verb: &[&str] = match n {
                    0 | 1 => &["list", "add", "Dana", text],
                    2 => &["promise", "add", "Dana", text, "--by", "me"],
                    3 => &["meet", "log", "Dana", "--on", "2026-10-13", "--words", text],
                    _ => &["note", "add", "Dana", text],
                };
                let mut command = alex.command(verb);
                command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
            })
            .collect();
        for (child, text) in running.into_iter().zip(&texts) {
            let output = child.wait_with_output().unwrap();
            assert!(output.status.success(), "{text}: {output:?}");
        }
        notes.extend(texts[4..].iter().cloned());
    }
    let listed = alex.json(&["note", "list", "Dana"]);
    let found: Vec<String> =
        listed.as_array().unwrap().iter().map(|it| it["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found.len(), notes.len(), "something was done twice or not at all");
    assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), notes);
    assert_eq!(alex.texts("Dana").len(), 2 * rounds);
    assert_eq!(alex.json(&["promise", "list"]).as_array().unwrap().len(), rounds);
    assert_eq!(alex.json(&["meet", "list", "Dana"]).as_array().map(Vec::len).unwrap_or(rounds), rounds);
    alex.ok(&["store", "verify"]);
}

#[cfg(unix)]
fn signal(pid: u32, name: &str) {
    assert!(Command::new("kill").args([name, &pid.to_string()]).status().unwrap().success());
}

/// A process that was stopped holds the folder and answers nobody: whoever comes waits for a bounded time and is told.
#[cfg(unix)]
#[test]
fn a_stopped_process_keeps_nobody_waiting_for_ever() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["network", "set", "this-network"]);
    let holder = alex.start(&["sync"]);
    while alex.json(&["network", "show"])["online"] == false {}
    signal(holder.child.id(), "-STOP");
    let began = Instant::now();
    let told = alex.run(&["today"]);
    signal(holder.child.id(), "-CONT");
    assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
    assert!(told.code == 1 && told.err.contains("doesn’t answer") && told.err.lines().count() == 2, "{told:?}");
    alex.ok(&["today"]);
}

/// A second process whose environment names another runtime folder, as one that cron starts.
#[cfg(unix)]
#[test]
fn another_runtime_folder_is_no_other_world() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["network", "set", "this-network"]);
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut holder = alex.command(&["sync"]);
    let mut holder = holder.env("XDG_RUNTIME_DIR", here.path()).stdout(Stdio::null()).spawn().unwrap();
    let ask = |runtime: Option<&std::path::Path>| -> Gave {
        let mut command = alex.command(&["network", "show", "--json"]);
        match runtime {
            Some(runtime) => command.env("XDG_RUNTIME_DIR", runtime),
            None => command.env_remove("XDG_RUNTIME_DIR"),
        };
        crate::person::gave(command.output().unwrap())
    };
    while !ask(Some(here.path())).out.contains("\"online\":true") {}
    for runtime in [Some(there.path()), None] {
        let gave = ask(runtime);
        assert!(gave.code == 0 && gave.out.contains("\"online\":true"), "{gave:?}");
    }
    holder.kill().unwrap();
    holder.wait().unwrap();
}

/// `sync` beside a process that ends: it stays, and is the one that is online then.
#[test]
fn sync_goes_on_when_the_process_it_asked_ends() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["network", "set", "this-network"]);
    let first = alex.start(&["sync"]);
    while alex.json(&["network", "show"])["online"] == false {}
    let mut second = alex.start(&["sync"]);
    std::thread::sleep(Duration::from_millis(300));
    drop(first);
    let until = Instant::now() + Duration::from_secs(20);
    while alex.json(&["network", "show"])["online"] == false {
        assert!(Instant::now() < until, "nobody is online any more");
    }
    assert!(second.child.try_wait().unwrap().is_none(), "the second one ended with the first");
}
