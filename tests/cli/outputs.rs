//! What a colleague or a file says comes to a terminal, a script and a desktop as words, whatever they are.

use crate::person::Person;
use serde_json::Value;
use sideways_core::legible::hides;
use std::sync::LazyLock;

/// Stands for a text that somebody else wrote.
const WRITTEN: &str = "zqwritten";
/// Begins the row that a text tries to forge.
const FORGED: &str = "[x] FORGED by you";

/// Everything that could steer a terminal, end a string or forge a row.
static HOSTILE: LazyLock<String> = LazyLock::new(|| {
    [
        "zq",
        "\u{1b}[2J\u{1b}]8;;file:///etc/passwd\u{7}here\u{1b}]8;;\u{7}",
        "\u{9b}31m\u{9d}0;title\u{9c}",
        "\u{202e}desrever\u{202c}\u{2066}\u{200b}\u{200f}\u{feff}\u{e0041}\u{ad}",
        "\u{2028}[x] FORGED\u{2029}\u{85}\r",
        "\u{e002}\\ud800\\u001b\"}]\\",
        "\u{7f}\u{0}\u{8}\u{8}\u{8}",
        "\n",
        FORGED,
        "\n\t",
        FORGED,
        "\n  - ",
        FORGED,
    ]
    .concat()
});

/// Somebody whose every text is hostile, brought in from a file as another program could have written it.
fn alex() -> Person {
    let before = Person::new("Alex Kim", "Engineering");
    let w = WRITTEN;
    before.ok(&["peer", "add", w, "--department", w, "--role", w, "--tag", w, "--how-met", w, "--reach", w]);
    for verb in [
        vec!["note", "add", w, w],
        vec!["words", "add", w, w, "--on", "2026-10-13"],
        vec![
            "meet",
            "log",
            w,
            "--on",
            "2026-10-13",
            "--words",
            w,
            "--mine",
            w,
            "--help",
            w,
            "--offered",
            w,
            "--asked",
            w,
        ],
        vec!["meet", "plan", w, "--at", "2026-12-03T10:00", "--zone", "Europe/Paris"],
        vec!["meet", "point", w, w],
        vec!["meet", "point", w, w, "--as", "offer"],
        vec!["promise", "add", w, w, "--by", "them", "--due", "2026-10-20"],
        vec!["headsup", "add", w, "--for", w, "--by", "2026-10-21"],
        vec!["project", "add", w, "--needs", "zqwritten: zqwritten"],
        vec!["finished", "add", w],
        vec!["list", "add", w, w, "--as", "offer"],
        vec!["list", "pad", w, w],
        vec!["publish", "working-on", w, w],
        vec![
            "tests",
            "answer",
            w,
            "--priorities",
            "yes",
            "--quick-question",
            "yes",
            "--heads-up",
            "notyet",
            "--note",
            w,
        ],
    ] {
        before.ok(&verb);
    }
    let line = before.json(&["list", "show", w])["items"][0]["id"].as_str().unwrap().to_owned();
    before.ok(&["list", "note", &line, w]);
    let file = before.folder().join("export.json");
    before.ok(&["export", "json", "--out", file.to_str().unwrap()]);
    let escaped = serde_json::to_string(HOSTILE.as_str()).unwrap();
    let text = std::fs::read_to_string(&file).unwrap().replace(WRITTEN, escaped.trim_matches('"'));
    let hostile = before.folder().join("hostile.json");
    std::fs::write(&hostile, text).unwrap();
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["import", "json", hostile.to_str().unwrap()]);
    alex
}

fn ids(alex: &Person) -> [String; 3] {
    let of = |verb: &[&str], path: &str| alex.json(verb).pointer(path).unwrap().as_str().unwrap().to_owned();
    let peer = of(&["peer", "list"], "/0/id");
    let line = of(&["list", "show", &peer], "/items/0/id");
    let project = of(&["project", "list"], "/0/id");
    [peer, line, project]
}

/// Every verb that says something somebody wrote.
fn verbs(alex: &Person) -> Vec<Vec<String>> {
    let [peer, line, project] = ids(alex);
    let (p, l, j) = (peer.as_str(), line.as_str(), project.as_str());
    let rows: Vec<Vec<&str>> = vec![
        vec!["peer", "list"],
        vec!["peer", "show", p],
        vec!["peer", "edit", p, "--role", "zq\n[x] FORGED by you"],
        vec!["peer", "markdown", p],
        vec!["words", "list", p],
        vec!["note", "list", p],
        vec!["meet", "list"],
        vec!["meet", "list", p],
        vec!["meet", "prepare", p],
        vec!["meet", "propose", p],
        vec!["meet", "instead", p],
        vec!["promise", "list"],
        vec!["headsup", "list"],
        vec!["project", "list"],
        vec!["project", "show", j],
        vec!["finished", "list"],
        vec!["today"],
        vec!["review"],
        vec!["tests", "list", p],
        vec!["list", "show", p],
        vec!["list", "text", p],
        vec!["list", "history", l],
        vec!["list", "since", p],
        vec!["list", "pad", p],
        vec!["list", "doing", l],
        vec!["share", "status"],
        vec!["history", p],
        vec!["history"],
        vec!["search", "zq"],
        vec!["search", "forged"],
        vec!["store", "verify"],
        vec!["doctor"],
        vec!["me", "show"],
        vec!["network", "show"],
        vec!["peer", "close", p],
        vec!["peer", "reopen", p],
        vec!["undo"],
        vec!["redo"],
        vec!["list", "remove", l],
        vec!["peer", "erase", p],
        vec!["peer", "erase", p, "--yes"],
    ];
    rows.into_iter().map(|row| row.into_iter().map(str::to_owned).collect()).collect()
}

fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|it| strings(it, found)),
        Value::Object(all) => all.values().for_each(|it| strings(it, found)),
        _ => {}
    }
}

#[test]
fn every_verb_says_it_to_programs_as_it_was_written() {
    let (alex, mut found) = (alex(), Vec::new());
    for verb in verbs(&alex) {
        let arguments: Vec<&str> = verb.iter().map(String::as_str).chain(["--json"]).collect();
        let gave = alex.run(&arguments);
        assert!(!gave.out.trim_end().contains(|c: char| hides(c)), "{verb:?}: {:?}", gave.out);
        assert!(!gave.err.contains(|c: char| hides(c) && c != '\n'), "{verb:?}: {:?}", gave.err);
        if gave.code == 0 {
            let value: Value = serde_json::from_str(&gave.out).unwrap_or_else(|e| panic!("{verb:?}: {e}"));
            strings(&value, &mut found);
        }
    }
    let whole = found.iter().filter(|text| **text == *HOSTILE).count();
    assert!(whole > 20, "only {whole} texts came as they were written: the test is blind");
}

#[test]
fn no_verb_lets_it_steer_a_terminal_or_forge_a_row() {
    let alex = alex();
    let mut said = 0;
    for verb in verbs(&alex) {
        let arguments: Vec<&str> = verb.iter().map(String::as_str).collect();
        let gave = alex.run(&arguments);
        for text in [&gave.out, &gave.err] {
            assert!(!text.contains(|c: char| hides(c) && c != '\n' && c != '\t'), "{verb:?}: {text:?}");
            said += usize::from(text.contains("zq"));
        }
        // The pad alone has the output for itself.
        let whole = verb.starts_with(&["list".to_owned(), "pad".to_owned()]);
        for line in gave.out.lines().chain(gave.err.lines()).filter(|_| !whole) {
            assert!(!line.trim_start().starts_with("[x] FORGED"), "{verb:?}: {}", gave.out);
        }
        if gave.code != 0 {
            let lines: Vec<&str> = gave.err.lines().collect();
            assert!(lines[0].starts_with("error: ") && lines.len() <= 2, "{verb:?}: {}", gave.err);
        }
    }
    assert!(said > 20, "{said} verbs said it: the test is blind");
}

#[test]
fn what_is_typed_or_pasted_comes_back_in_errors_as_words() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    let hostile = HOSTILE.replace('\0', "");
    let file = format!("/tmp/{}", hostile.replace('/', ""));
    for arguments in [
        vec!["peer", "show", &hostile],
        vec!["list", "show", &hostile],
        vec!["list", "done", &hostile],
        vec!["words", "add", "Dana", "text", "--on", &hostile],
        vec!["meet", "plan", "Dana", "--at", "2026-12-03T10:00", "--zone", &hostile],
        vec!["import", "json", &file],
        vec!["import", "vcard", &file],
        vec!["calendar", "check", &file],
        vec!["share", "join", &hostile],
        vec!["history", "back", "Dana", "--to", &hostile],
        vec!["network", "set", &hostile],
        vec!["headsup", "heard", &hostile],
        vec!["project", "show", &hostile],
        vec!["finished", "remove", &hostile],
    ] {
        let gave = alex.run(&arguments);
        assert_ne!(gave.code, 0, "{arguments:?}");
        assert!(!gave.err.contains(|c: char| hides(c) && c != '\n' && c != '\t'), "{arguments:?}: {:?}", gave.err);
        if gave.code == 1 {
            let begins = ["error: ", "hint: ", "This network only."];
            assert!(gave.err.lines().all(|it| begins.iter().any(|begin| it.starts_with(begin))), "{}", gave.err);
        }
    }
}

#[test]
fn a_megabyte_and_half_a_surrogate_end_in_a_sentence() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    let long = "x\u{1b}\n".repeat(350_000);
    for verb in [["note", "add", "Dana", "-"], ["list", "add", "Dana", "-"], ["words", "add", "Dana", "-"]] {
        let gave = alex.feed(&verb, &long);
        assert_eq!(gave.code, 1, "{verb:?}");
        assert!(gave.err.len() < 1_000, "{} bytes", gave.err.len());
    }
    let file = alex.folder().join("half.json");
    std::fs::write(&file, r#"{"sideways_export":1,"me":{"name":"\ud800"},"peers":[]}"#).unwrap();
    let gave = alex.run(&["import", "json", file.to_str().unwrap()]);
    assert_eq!(gave.code, 1);
    assert!(gave.err.starts_with("error: ") && gave.err.lines().count() <= 2, "{}", gave.err);
}

#[test]
fn a_link_that_could_open_a_file_or_run_a_program_comes_in_nowhere() {
    let alex = Person::new("Alex Kim", "Engineering");
    let bad = [
        "file:///etc/passwd",
        "javascript:alert(1)",
        "smb://evil/x",
        "data:text/html,x",
        "vbscript:x",
        "ms-msdt:/x",
        "FILE:/etc/passwd",
        "sideways:join/x",
        "search-ms:x",
        "C:\\x",
    ];
    let good =
        ["mailto:dana@example.org", "tel:+49 30 555", "https://chat.example/dana", "sip:dana@example.org", "Room 5.12"];
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    for link in bad {
        for verb in [
            vec!["peer", "add", "Lee", "--department", "IT", "--reach", link],
            vec!["peer", "edit", "Dana", "--reach", link],
        ] {
            let gave = alex.run(&verb);
            assert_eq!(gave.code, 1, "{verb:?}");
            assert!(gave.err.contains("error: ") && gave.err.contains("hint: "), "{}", gave.err);
        }
    }
    let with: Vec<&str> = good.iter().flat_map(|link| ["--reach", link]).collect();
    alex.ok(&[&["peer", "edit", "Dana"], with.as_slice()].concat());
    let file = alex.folder().join("export.json");
    alex.ok(&["export", "json", "--out", file.to_str().unwrap()]);
    let mut export: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let all: Vec<&str> = bad.iter().chain(&good).copied().collect();
    export["peers"][0]["reach"] = serde_json::json!(all);
    std::fs::write(&file, export.to_string()).unwrap();
    let other = Person::new("Alex Kim", "Engineering");
    let brought = other.json(&["import", "json", file.to_str().unwrap()]);
    assert_eq!(brought["left_out_links"], bad.len());
    assert_eq!(other.json(&["peer", "list"])[0]["reach"], serde_json::json!(good));
    let cards = other.folder().join("cards.vcf");
    let urls: String = bad.iter().map(|link| format!("URL:{link}\r\nIMPP:{link}\r\n")).collect();
    std::fs::write(&cards, format!("BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Lee Novak\r\nORG:;IT\r\n{urls}END:VCARD\r\n"))
        .unwrap();
    other.ok(&["import", "vcard", cards.to_str().unwrap()]);
    assert_eq!(other.json(&["peer", "show", "Lee"])["reach"], serde_json::json!([]));
}

#[test]
fn nobody_compared_the_words_for_a_script() {
    let (alex, dana) = Person::alex_and_dana();
    let mut invite = alex.start(&["share", "invite", "Dana", "--yes", "--json"]);
    let invitation = invite.json()["invitation"].as_str().unwrap().to_owned();
    let joined = dana.feed(&["share", "join", "-", "--as", "Alex", "--yes", "--json"], &invitation);
    let said: Vec<Value> = joined.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&said[1]["confirmed"], &said[1]["checked"]), (&"Alex Kim".into(), &false.into()), "{joined:?}");
    assert!(invite.json()["words"].is_array() && invite.json()["checked"] == false && invite.ends_well());
    let status = |of: &Person| of.json(&["share", "status"])[0].clone();
    for of in [&alex, &dana] {
        assert_eq!((&status(of)["state"], &status(of)["checked"]), (&"shared".into(), &false.into()));
        assert!(of.ok(&["share", "status"]).contains("Not checked yet"));
    }
    // Whoever reads them to each other later says so.
    assert_eq!(alex.json(&["share", "words", "Dana"]), dana.json(&["share", "words", "Alex"]));
    alex.ok(&["share", "confirm", "Dana"]);
    assert_eq!(status(&alex)["checked"], true);
    assert_eq!(status(&dana)["checked"], false);
}
