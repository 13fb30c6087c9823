//! Every verb: text, JSON, errors and hints.

use crate::person::Person;

#[test]
fn json_shapes_have_the_fields_that_scripts_rely_on() {
    let (alex, _) = Person::alex_and_dana();
    alex.ok(&[
        "peer",
        "edit",
        "Dana",
        "--every",
        "6-weeks",
        "--reach",
        "mailto:dana@example.org",
        "--role",
        "Planning",
    ]);
    alex.ok(&[
        "meet",
        "log",
        "Dana",
        "--on",
        "2026-10-13",
        "--why",
        "standing",
        "--words",
        "The freeze.",
        "--help",
        "The ledger",
    ]);
    alex.ok(&["list", "add", "Dana", "one", "--as", "offer"]);
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let has = |value: &serde_json::Value, wanted: &[&str]| {
        let found = keys(value);
        assert!(wanted.iter().all(|key| found.iter().any(|it| it == key)), "{wanted:?} in {found:?}");
    };
    let peers = alex.json(&["peer", "list"]);
    has(&peers[0], &["id", "name", "department", "role", "reach", "every", "last_met", "next", "sharing"]);
    assert_eq!(peers[0]["every"], "6-weeks");
    assert_eq!((&peers[0]["last_met"], &peers[0]["next"]), (&"2026-10-13".into(), &"2026-11-24".into()));
    let list = alex.json(&["list", "show", "Dana"]);
    has(&list, &["peer", "status", "items"]);
    has(&list["items"][0], &["id", "text", "kind", "state", "raised_by", "helpers", "notes", "versions"]);
    has(&list["items"][0]["versions"][0], &["id", "text", "by"]);
    has(&alex.json(&["share", "status"])[0], &["peer", "state", "checked", "here", "has_everything_as_of", "waiting"]);
    let doctor = alex.json(&["doctor"]);
    has(&doctor, &["ok", "checks"]);
    has(&doctor["checks"][0], &["name", "ok", "says", "hint"]);
    assert_eq!(doctor["ok"], true);
    assert_eq!(alex.json(&["words", "list", "Dana"])[0]["text"], "The freeze.");
    assert_eq!(alex.json(&["meet", "list"])[0]["help"], "The ledger");
}

#[test]
fn a_line_goes_through_its_life() {
    let (alex, _) = Person::alex_and_dana();
    let id = |text: &str| alex.ok(&["list", "add", "Dana", text]).trim().to_owned();
    let (one, two) = (id("one"), id("two"));
    for (verb, state) in [("doing", "doing"), ("done", "done"), ("reopen", "open")] {
        assert_eq!(alex.json(&["list", verb, &one])["state"], state);
    }
    alex.ok(&["list", "edit", &one[..8], "one, reworded"]);
    alex.ok(&["list", "note", &one, "On Tuesday?"]);
    assert_eq!(alex.json(&["list", "offer-help", &one])["helpers"][0], "me");
    alex.ok(&["list", "move", &two, "--before", &one]);
    assert_eq!(alex.texts("Dana"), [["two"], ["one, reworded"]]);
    assert_eq!(alex.json(&["list", "history", &one]).as_array().unwrap().len(), 2);
    alex.ok(&["list", "remove", &two]);
    assert_eq!(alex.texts("Dana"), [["one, reworded"]]);
    alex.ok(&["list", "restore", "Dana", &two]);
    alex.ok(&["list", "move", &two, "--last"]);
    assert_eq!(alex.texts("Dana"), [["one, reworded"], ["two"]]);
    alex.ok(&["list", "pad", "Dana", "Agenda"]);
    assert_eq!(alex.ok(&["list", "pad", "Dana"]), "Agenda\n");
    alex.ok(&["publish", "working-on", "Dana", "The ledger"]);
    let text = alex.ok(&["list", "text", "Dana"]);
    assert_eq!(text, "Where might we help each other?\n- one, reworded (idea, Alex Kim)\n- two (idea, Alex Kim)\n");
}

#[test]
fn errors_say_what_is_wrong_and_what_to_do() {
    let (alex, _) = Person::alex_and_dana();
    alex.ok(&["peer", "add", "Dana Marsh", "--department", "Legal"]);
    for (arguments, error, hint) in [
        (vec!["list", "show", "Nobody"], "there is no peer called \"Nobody\"", "peer list"),
        (vec!["list", "show", "dana"], "could be 2 of your peers", "Dana Marsh"),
        (vec!["list", "done", "ffff"], "there is no line \"ffff\"", "list show"),
        (vec!["words", "add", "Dana R", "x", "--on", "13.13.2026"], "There is no day 13.13.2026", "YYYY-MM-DD"),
        (vec!["sync", "--once"], "the network is off", "network set"),
        (vec!["share", "unlink", "Dana R"], "can’t be undone", "--yes"),
    ] {
        let gave = alex.run(&arguments);
        assert_eq!((gave.code, gave.out.as_str()), (1, ""), "{arguments:?}");
        let mut lines = gave.err.lines();
        let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
        assert!(first.starts_with("error: ") && first.contains(error), "{arguments:?}: {}", gave.err);
        assert!(second.starts_with("hint: ") && second.contains(hint), "{arguments:?}: {}", gave.err);
    }
    assert_eq!(alex.run(&["list", "dance"]).code, 2);
    assert_eq!(alex.run(&["note", "add", "Dana R", ""]).err, "error: a note can’t be empty\nhint: write something\n");
    assert_eq!(alex.run(&["--version"]).code, 0);
}

#[test]
fn network_is_off_until_it_is_asked_for() {
    let alex = Person::new("Alex Kim", "Engineering");
    assert_eq!(alex.json(&["network", "show"])["setting"], "off");
    assert_eq!(alex.json(&["network", "set", "this-network"])["setting"], "this-network");
    assert_eq!(alex.json(&["network", "show"])["online"], false);
}

#[test]
fn dates_are_said_as_the_locale_says_them() {
    let (alex, _) = Person::alex_and_dana();
    alex.ok(&["meet", "log", "Dana", "--on", "2026-10-13"]);
    alex.ok(&["meet", "plan", "Dana", "--at", "2026-11-03T14:30", "--zone", "Europe/Paris"]);
    let prepare = |time: &str| {
        let mut command = alex.command(&["meet", "prepare", "Dana"]);
        command.env("SIDEWAYS_NOW", "2026-10-20T09:00[Europe/Paris]").env("TZ", "Europe/Paris");
        String::from_utf8(command.env_remove("LC_ALL").env("LC_TIME", time).output().unwrap().stdout).unwrap()
    };
    assert!(prepare("en_US.UTF-8").contains("next Tuesday, November 3 2:30 PM"), "{}", prepare("en_US.UTF-8"));
    assert!(prepare("en_GB.UTF-8").contains("next Tuesday 3 November 14:30"), "{}", prepare("en_GB.UTF-8"));
    // A week begins on a Sunday in America, so that a Sunday's week is the one that comes.
    let file = tempfile::tempdir().unwrap();
    let block = |locale: &str, out: &str| {
        let out = file.path().join(out);
        let mut command =
            alex.command(&["--json", "calendar", "block", "--week", "2026-11-01", "--out", out.to_str().unwrap()]);
        command.env("SIDEWAYS_NOW", "2026-10-20T09:00[Europe/Paris]").env("TZ", "Europe/Paris").env("LC_ALL", locale);
        let said: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
        said["at"].as_str().unwrap().to_owned()
    };
    assert_eq!(block("en_US", "sunday.ics"), "2026-11-02T10:00:00");
    assert_eq!(block("de_DE", "monday.ics"), "2026-10-26T10:00:00");
}

/// All that the help of a verb says, and of the verbs below it.
fn help(alex: &Person, verb: &[String], all: &mut Vec<String>) {
    let arguments: Vec<&str> = verb.iter().map(String::as_str).chain(["-h"]).collect();
    let text = alex.ok(&arguments);
    let below = text.split("Commands:\n").nth(1).unwrap_or_default();
    let entry = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let names = below.lines().take_while(|line| !line.ends_with(':')).filter(entry);
    let names: Vec<String> = names.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    all.push(text);
    for name in names {
        help(alex, &[verb, &[name]].concat(), all);
    }
}

#[test]
fn help_has_curly_apostrophes_too() {
    let (alex, _) = Person::alex_and_dana();
    let mut all = Vec::new();
    help(&alex, &[], &mut all);
    assert!(all.len() > 80, "the walk is blind: {}", all.len());
    let typed =
        |line: &&str| line.split('\'').skip(1).any(|after| after.starts_with(['s', 't', 'd', 'm', 'r', 'l', 'v']));
    let lines: Vec<&str> = all.iter().flat_map(|text| text.lines()).filter(typed).collect();
    assert!(lines.is_empty(), "{lines:?}");
}
