//! What was written down is said otherwise and taken away from the command line too, each kind of it.

use crate::person::Person;
use serde_json::Value;

/// A kind: how it is written, how all of them are listed, how it is said otherwise and taken away (`ID` stands for its
/// id), and what the list says then.
struct Row {
    add: &'static [&'static str],
    list: &'static [&'static str],
    edit: &'static [&'static str],
    remove: &'static [&'static str],
    says: &'static str,
}

const ROWS: [Row; 8] = [
    Row {
        add: &["note", "add", "Dana", "Heron"],
        list: &["note", "list", "Dana"],
        edit: &["note", "edit", "ID", "Otherwise said"],
        remove: &["note", "remove", "ID"],
        says: "Otherwise said",
    },
    Row {
        add: &["words", "add", "Dana", "Heron", "--on", "2026-09-01"],
        list: &["words", "list", "Dana"],
        edit: &["words", "edit", "ID", "Otherwise said", "--on", "2026-09-02"],
        remove: &["words", "remove", "ID"],
        says: "2026-09-02",
    },
    Row {
        add: &["promise", "add", "Dana", "Heron", "--by", "me"],
        list: &["promise", "list", "Dana"],
        edit: &["promise", "edit", "ID", "--due", "2026-12-24"],
        remove: &["promise", "remove", "ID"],
        says: "2026-12-24",
    },
    Row {
        add: &["headsup", "add", "Heron", "--for", "Dana", "--by", "2026-12-03"],
        list: &["headsup", "list"],
        edit: &["headsup", "edit", "ID", "Otherwise said", "--by", "2026-12-04"],
        remove: &["headsup", "remove", "ID"],
        says: "2026-12-04",
    },
    Row {
        add: &["meet", "log", "Dana", "--on", "2026-09-15", "--mine", "Heron", "--also", "- she’s tired"],
        list: &["meet", "list", "Dana"],
        edit: &["meet", "edit", "ID", "--on", "2026-09-16", "--words", "Otherwise said", "--also", ""],
        remove: &["meet", "remove", "ID"],
        says: "2026-09-16",
    },
    Row {
        add: &["project", "add", "Heron", "--needs", "Finance: budget"],
        list: &["project", "list"],
        edit: &["project", "edit", "ID", "--rename", "Otherwise said"],
        remove: &["project", "remove", "ID"],
        says: "Otherwise said",
    },
    Row {
        add: &["finished", "add", "Heron", "--on", "2026-09-01"],
        list: &["finished", "list"],
        edit: &["finished", "edit", "ID", "Otherwise said", "--on", "2026-09-03"],
        remove: &["finished", "remove", "ID"],
        says: "2026-09-03",
    },
    Row {
        add: &[
            "tests",
            "answer",
            "Dana",
            "--priorities",
            "yes",
            "--quick-question",
            "yes",
            "--heads-up",
            "notyet",
            "--note",
            "Heron",
        ],
        list: &["tests", "list", "Dana"],
        edit: &["tests", "edit", "ID", "Otherwise said"],
        remove: &["tests", "remove", "ID"],
        says: "Otherwise said",
    },
];

fn with<'a>(arguments: &[&'a str], id: &'a str) -> Vec<&'a str> {
    arguments.iter().map(|it| if *it == "ID" { id } else { it }).collect()
}

#[test]
fn every_kind_is_edited_and_removed_and_undo_brings_it_back() {
    for Row { add, list, edit, remove, says } in ROWS {
        let (alex, _) = Person::alex_and_dana();
        let all = |alex: &Person| alex.json(list).to_string();
        let before = all(&alex);
        let id = alex.json(add)["id"].as_str().unwrap().to_owned();
        let written = all(&alex);
        assert!(written.contains(&id), "{list:?} names {id}: {written}");
        assert!(alex.json(&["search", "heron"]).to_string().contains("eron"), "{add:?} is found");
        // The beginning of an id will do; what comes back is the thing as it is now.
        let changed = alex.json(&with(edit, &id[..8]));
        assert_eq!(changed["id"].as_str().unwrap(), id, "{edit:?}: {changed}");
        let edited = all(&alex);
        assert!(edited != written && edited.contains(says), "{edit:?}: {edited}");
        alex.ok(&["undo"]);
        assert_eq!(all(&alex), written, "{edit:?} is taken back");
        alex.ok(&["redo"]);
        alex.ok(&with(remove, &id));
        assert_eq!(all(&alex), before, "{remove:?}");
        alex.ok(&["undo"]);
        assert_eq!(all(&alex), edited, "{remove:?} is taken back");
        // What isn't there is refused in a sentence.
        for arguments in [edit, remove] {
            let gave = alex.run(&with(arguments, "ffffffff"));
            assert_eq!(gave.code, 1, "{arguments:?}: {gave:?}");
            assert!(gave.err.starts_with("error: there is no"), "{arguments:?}: {}", gave.err);
        }
    }
}

#[test]
fn a_half_hour_is_read_again_line_by_line() {
    let (alex, _) = Person::alex_and_dana();
    let log = [
        "meet",
        "log",
        "Dana",
        "--on",
        "2026-09-15",
        "--why",
        "standing",
        "--words",
        "Hiring.",
        "--mine",
        "The move",
        "--help",
        "The plan",
        "--offered",
        "An engineer",
        "--they-asked",
        "A name",
        "--also",
        "Two leave.",
    ];
    let id = alex.ok(&log).trim().to_owned();
    let shown = alex.ok(&["meet", "show", &id[..8]]);
    assert_eq!(
        shown,
        format!(
            "15 September 2026 with Dana Ruiz (standing)\nTheir words: Hiring.\nDana said: Two leave.\nYou said: The move\n\
             Together: The plan\nYou offered: An engineer\nDana asked: A name\nid {id}\n"
        )
    );
    // Their words in it are their words, whichever is mended.
    let words = alex.json(&["words", "list", "Dana"])[0]["id"].as_str().unwrap().to_owned();
    alex.ok(&["words", "edit", &words, "Training."]);
    let met = alex.json(&["meet", "list", "Dana"]);
    assert_eq!((&met[0]["words"], &met[0]["also"][0]), (&Value::from("Training."), &Value::from("Two leave.")));
    assert_eq!(met[0]["came"], Value::from(Vec::<Value>::new()));
    // What is not given stays.
    alex.ok(&["meet", "edit", &id, "--offered", "A room", "--offered", "A seat"]);
    let met = alex.json(&["meet", "show", &id]);
    assert_eq!(met["offered"], serde_json::json!(["A room", "A seat"]));
    assert_eq!((&met["mine"], &met["they_asked"][0]), (&Value::from("The move"), &Value::from("A name")));
    let gave = alex.run(&["meet", "edit", &id, "some words"]);
    assert!(gave.code == 1 && gave.err.contains("hint: say which line"), "{gave:?}");
    alex.ok(&["meet", "remove", &id]);
    assert_eq!(alex.json(&["words", "list", "Dana"]), Value::from(Vec::<Value>::new()), "they went with it");
    alex.ok(&["undo"]);
    assert_eq!(alex.json(&["words", "list", "Dana"])[0]["text"], "Training.");
}

#[test]
fn what_is_prepared_is_mended_by_the_same_verbs() {
    let (alex, _) = Person::alex_and_dana();
    let id = alex.ok(&["meet", "point", "Dana", "Two days", "--as", "offer"]).trim().to_owned();
    assert_eq!(alex.json(&["meet", "edit", &id[..8], "-5 % of two days"])["text"], "-5 % of two days");
    let gave = alex.run(&["meet", "edit", &id]);
    assert!(gave.code == 1 && gave.err.contains("new words of what you prepared"), "{gave:?}");
    alex.ok(&["meet", "remove", &id]);
    assert!(!alex.ok(&["meet", "prepare", "Dana"]).contains("two days"));
    alex.ok(&["undo"]);
    assert!(alex.ok(&["meet", "prepare", "Dana"]).contains("two days"));
}

#[test]
fn ids_are_shown_to_people_who_ask_for_them() {
    let (alex, _) = Person::alex_and_dana();
    let note = alex.ok(&["note", "add", "Dana", "Heron"]).trim().to_owned();
    let words = alex.ok(&["words", "add", "Dana", "Hiring."]).trim().to_owned();
    assert!(alex.ok(&["note", "list", "Dana", "--ids"]).starts_with(&note[..8]));
    assert!(!alex.ok(&["note", "list", "Dana"]).contains(&note[..8]));
    assert!(alex.ok(&["words", "list", "Dana", "--ids"]).starts_with(&words[..8]));
    let gave = alex.run(&["words", "edit", &words]);
    assert!(gave.code == 1 && gave.err.contains("say what to change"), "{gave:?}");
    alex.ok(&["promise", "add", "Dana", "Heron", "--by", "me", "--due", "2026-12-24"]);
    let promise = alex.json(&["promise", "list"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(alex.json(&["promise", "edit", &promise, "--due", "none"])["due"], Value::Null);
}
