//! The method from the command line: every verb as a person reads it, at one fixed moment.
//!
//! `UPDATE_SNAPSHOTS=1` writes `tests/cli/method.txt` anew; it is read by people before it is committed.

use crate::person::Person;

const NOW: &str = "2026-10-20T09:00[Europe/Paris]";

/// What is typed, in order. Ids come from what was printed before: `$name` is the first id that a line
/// `name = verb …` printed.
const SCRIPT: &str = "
today
peer list
peer add \"Dana Ruiz\" --department Finance --role \"Planning\" --reach mailto:dana@example.org --every monthly --tag budget
peer add \"Lee Park\" --department IT --every quarterly
peer add \"Mo Adler\" --department Legal
meet propose Dana --tone warm
meet propose Dana --tone brief
meet prepare Dana
meet skip Dana
meet log Dana --on 2026-09-08 --why standing --words \"Quarter close lands with the new ledger.\" --offered \"A look at the ledger\"
meet log Dana --on 2026-08-04 --asked \"Headcount template\"
words add Dana \"The budget freeze.\" --on 2026-10-01
words list Dana
promise add Dana \"Send the renewal dates\" --by me --due 2026-10-23
p = promise add Dana \"Name a person for small orders\" --by them
promise list
promise done $p
promise reopen $p
h = headsup add \"The office moves in December\" --for Dana --by 2026-10-25
headsup list
headsup send $h
today
o = meet point Dana \"A one-pager on test costs\" --as ask
meet prepare Dana
meet point Dana \"Two days of a data engineer\" --as offer
meet point Dana \"Hiring\" --as theirs
meet prepare Dana
meet covered $o
meet plan Dana --at 2026-10-27T10:00 --zone Europe/Paris
meet move Dana --to 2026-10-28T15:30
meet move Dana --to 2026-10-29T09:00
meet instead Dana
today
review
review --done
j = project add Atlas --needs \"Finance: budget\" --needs \"Operations: rollout\" --by 2027-02-01
project list
project show Atlas
project introduce Atlas --department operations --via Dana
project edit Atlas --rename \"Atlas II\"
project done atlas
undo
redo
tests questions
tests answer Dana --priorities yes --quick-question yes --heads-up notyet --note \"Ask about the freeze\"
tests list Dana
season slow --until 2026-12-15
peer list
season normal
f = finished add \"The ledger import\" --on 2026-10-02
finished list
finished remove $f
snooze promise.x --until 2026-11-01
search ledger
search danna
search nothinglikeit
list add Dana \"Early look at the template\" --as ask
list since Dana
history Dana
store verify
headsup done $h --how \"Called her\"
headsup list
peer close Lee --successor Dana
peer reopen Lee
peer close Mo
peer merge Mo Dana
undo
peer erase Mo
peer erase Mo --yes
undo
peer list
promise done ffff
headsup heard ffff
project show Nothing
meet plan Dana --at soon
meet move Lee --to 2026-10-28T15:30
import json /nonexistent/file
tests answer Dana --priorities maybe --quick-question yes --heads-up yes
start
";

/// When something was written down is the engine's clock, and that is the real one: its day has no place in a snapshot.
fn without_today(told: &str) -> String {
    let now = jiff::Timestamp::now();
    let days = [now - jiff::SignedDuration::from_hours(1), now]
        .into_iter()
        .flat_map(|at| ["UTC", "Europe/Paris"].map(|zone| at.in_tz(zone).unwrap().strftime("%-d %B").to_string()));
    days.fold(told.to_owned(), |told, day| {
        told.replace(&format!("around {day}"), "around TODAY").replace(&format!(", {day})"), ", TODAY)")
    })
}

#[test]
fn every_verb_as_a_person_reads_it() {
    let alex = Person::new("Alex Kim", "Engineering");
    let mut names: Vec<(String, String)> = Vec::new();
    let mut told = String::new();
    for line in SCRIPT.lines().filter(|line| !line.is_empty()) {
        let (name, line) = match line.split_once(" = ") {
            Some((name, rest)) if name.len() == 1 => (Some(name), rest),
            _ => (None, line),
        };
        let mut typed = words(line);
        for word in &mut typed {
            for (name, id) in &names {
                *word = word.replace(&format!("${name}"), id);
            }
        }
        let arguments: Vec<&str> = typed.iter().map(String::as_str).collect();
        let output = alex.command(&arguments).env("SIDEWAYS_NOW", NOW).env("TZ", "Europe/Paris").output().unwrap();
        let (mut out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        if line.starts_with("history") {
            // When something was written down is the engine's clock, not the one that the test sets.
            out = out.lines().filter_map(|line| line.split_once("  ")).map(|(_, what)| format!("{what}\n")).collect();
        }
        if let Some(name) = name {
            names.push((name.to_owned(), out.trim().to_owned()));
        }
        told.push_str(&format!("$ sideways {line}\n{}{}", out, err));
        if output.status.code() != Some(0) {
            told.push_str(&format!("(exit {})\n", output.status.code().unwrap()));
        }
    }
    let told = without_today(&without_ids(&told));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/cli/method.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(path, &told).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    for (nth, (line, wanted)) in told.lines().zip(expected.lines()).enumerate() {
        assert_eq!(line, wanted, "line {}", nth + 1);
    }
    assert_eq!(told.lines().count(), expected.lines().count());
    for word in ["%", "streak", "score", "overdue", "points", "rank"] {
        assert!(!told.contains(word), "{word:?} is said about somebody");
    }
}

/// Ids are random: each is shown as `<id>`.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| (word.len() == 8 || word.len() == 32) && word.chars().all(|c| c.is_ascii_hexdigit());
    let mut told = String::new();
    let mut word = String::new();
    for c in text.chars().chain(['\n']) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        told.push_str(if is_id(&word) { "<id>" } else { &word });
        word.clear();
        told.push(c);
    }
    told.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

/// Words as a shell reads them, with double quotes.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn everything_is_also_json() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance", "--every", "monthly"]);
    let id = |value: serde_json::Value| value["id"].as_str().unwrap().to_owned();
    let promise = id(alex.json(&["promise", "add", "Dana", "Send it", "--by", "me", "--due", "2026-10-23"]));
    assert_eq!(alex.json(&["promise", "list"])[0]["id"], promise.as_str());
    assert_eq!(alex.json(&["promise", "done", &promise])["by"], "me");
    let heads_up = id(alex.json(&["headsup", "add", "A move", "--for", "Dana", "--by", "2026-10-25"]));
    assert_eq!(alex.json(&["headsup", "done", &heads_up, "--how", "Called"])["how"], "Called");
    assert_eq!(alex.json(&["headsup", "list"])[0]["from"], "me");
    let plan = alex.json(&["meet", "plan", "Dana", "--at", "2036-10-27T10:00", "--zone", "Europe/Paris"]);
    assert_eq!((&plan["minutes"], &plan["zone"]), (&30.into(), &"Europe/Paris".into()));
    assert!(alex.json(&["meet", "instead", "Dana"])["ways"].as_array().unwrap().len() >= 3);
    assert_eq!(alex.json(&["meet", "prepare", "Dana"])["first_meeting"], true);
    let project = id(alex.json(&["project", "add", "Atlas", "--needs", "IT: support"]));
    assert_eq!(alex.json(&["project", "list"])[0]["id"], project.as_str());
    assert_eq!(alex.json(&["project", "show", "Atlas"])["needs"][0]["says"][0], "Nobody in IT yet");
    for (verb, key) in [
        (vec!["today"], "suggestion"),
        (vec!["undo"], "what"),
        (vec!["redo"], "done"),
        (vec!["season", "slow", "--until", "2026-12-01"], "busy_until"),
        (vec!["snooze", "start"], "until"),
        (vec!["review", "--done"], "reviewed"),
        (vec!["store", "verify"], "documents"),
        (vec!["history"], "undo"),
        (vec!["peer", "markdown", "Dana"], "text"),
        (vec!["meet", "propose", "Dana"], "text"),
    ] {
        assert!(alex.json(&verb).get(key).is_some(), "{verb:?} has no {key}");
    }
    for verb in [
        vec!["review"],
        vec!["history", "Dana"],
        vec!["search", "dana"],
        vec!["list", "since", "Dana"],
        vec!["tests", "list", "Dana"],
        vec!["finished", "list"],
    ] {
        assert!(alex.json(&verb).is_array(), "{verb:?}");
    }
}

#[test]
fn what_is_exported_comes_back_in_and_is_for_nobody_else_to_read() {
    let (alex, other) = (Person::new("Alex Kim", "Engineering"), Person::new("Alex Kim", "Engineering"));
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance", "--reach", "tel:+33155010203"]);
    alex.ok(&["note", "add", "Dana", "Freeze holds."]);
    alex.ok(&["list", "add", "Dana", "one", "--as", "offer"]);
    alex.ok(&["meet", "plan", "Dana", "--at", "2026-12-03T10:00", "--zone", "Europe/Paris"]);
    let out = |name: &str| alex.folder().join(name).display().to_string();
    for (format, file, has) in [
        ("json", "all.json", "\"sideways_export\": 1"),
        ("markdown", "all.md", "# Dana Ruiz"),
        ("vcard", "all.vcf", "ORG:;Finance\r\n"),
        ("ical", "all.ics", "DTSTART:20261203T090000Z\r\n"),
    ] {
        alex.ok(&["export", format, "--out", &out(file)]);
        assert!(std::fs::read_to_string(out(file)).unwrap().contains(has), "{format}");
        let again = alex.run(&["export", format, "--out", &out(file)]);
        assert!(again.code == 1 && again.err.contains("nothing is written over"), "{}", again.err);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(out(file)).unwrap().permissions().mode() & 0o077, 0, "{format}");
        }
    }
    assert_eq!(other.json(&["import", "json", &out("all.json")])["new"], 1);
    assert_eq!(other.json(&["import", "json", &out("all.json")])["new"], 0);
    assert_eq!(other.json(&["note", "list", "Dana"])[0]["text"], "Freeze holds.");
    assert_eq!(other.texts("Dana"), [["one"]]);
    other.ok(&["undo"]);
    assert_eq!(other.json(&["peer", "list"]).as_array().unwrap().len(), 0);
    std::fs::write(out("bad.json"), "{\"sideways_export\": 1, \"me\": ").unwrap();
    let bad = other.run(&["import", "json", &out("bad.json")]);
    assert!(
        bad.code == 1 && bad.err.contains("is no export of Sideways") && bad.err.contains("nothing was brought in")
    );
}

/// A calendar as another program exports it: a monthly 1-on-1, one that ended, and a busy morning.
const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n\
BEGIN:VEVENT\r\nUID:dana-1\r\nDTSTART;TZID=Europe/Paris:20260120T100000\r\nDTEND;TZID=Europe/Paris:20260120T103000\r\n\
RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3\r\nSUMMARY:Dana / Alex\r\nORGANIZER;CN=Alex Kim:mailto:alex@example.org\r\n\
ATTENDEE;CN=Alex Kim:mailto:alex@example.org\r\nATTENDEE;CN=\"Ruiz, Dana\":mailto:dana@example.org\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:lee-1\r\nDTSTART;TZID=Europe/Paris:20260106T100000\r\nDTEND;TZID=Europe/Paris:20260106T103000\r\n\
RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1;UNTIL=20260901T000000Z\r\nSUMMARY:Lee / Alex\r\n\
ORGANIZER;CN=Lee Park:mailto:lee@example.org\r\nATTENDEE;CN=Alex Kim:mailto:alex@example.org\r\nEND:VEVENT\r\n\
BEGIN:VEVENT\r\nUID:busy-1\r\nDTSTART:20261020T070000Z\r\nDTEND:20261020T140000Z\r\nSUMMARY:Workshop\r\nEND:VEVENT\r\n\
END:VCALENDAR\r\n";

#[test]
fn a_calendar_is_checked_one_is_kept_and_a_half_hour_blocked() {
    let alex = Person::new("Alex Kim", "Engineering");
    let file = alex.folder().join("export.ics").display().to_string();
    std::fs::write(&file, CALENDAR).unwrap();
    let run = |arguments: &[&str]| {
        let output = alex.command(arguments).env("SIDEWAYS_NOW", NOW).env("TZ", "Europe/Paris").output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let json = |arguments: &[&str]| -> serde_json::Value { serde_json::from_str(&run(arguments)).unwrap() };
    let report = json(&["calendar", "check", &file, "--my-mail", "alex@example.org", "--json"]);
    for key in ["standing", "maybe", "ended", "drifting", "skipped", "missing"] {
        assert!(report.get(key).is_some(), "{key}");
    }
    assert_eq!(report["standing"].as_array().unwrap().len(), 1, "{report}");
    assert_eq!(report["standing"][0]["every"], "monthly");
    assert_eq!(report["standing"][0]["next"], "2026-10-20T10:00:00");
    assert_eq!((&report["missing"], &report["ended"][0]["uid"]), (&2.into(), &"lee-1".into()));
    let text = run(&["calendar", "check", &file, "--my-mail", "alex@example.org"]);
    assert!(text.starts_with("You have 1 standing 1-on-1: "), "{text}");
    let mail = ["--my-mail", "alex@example.org"];
    run(&[&["calendar", "keep", &file, "--uid", "dana-1", "--department", "Finance"], &mail[..]].concat());
    run(&[&["calendar", "keep", &file, "--uid", "dana-1", "--department", "Finance"], &mail[..]].concat());
    let peers = json(&["peer", "list", "--json"]);
    assert_eq!(peers.as_array().unwrap().len(), 1, "kept twice, one peer");
    assert_eq!((&peers[0]["every"], &peers[0]["reach"][0]), (&"monthly".into(), &"mailto:dana@example.org".into()));
    assert_eq!(peers[0]["next"], "2026-10-20");
    let out = alex.folder().join("block.ics").display().to_string();
    let at = json(&["calendar", "block", "--busy", &file, "--out", &out, "--json"])["at"].clone();
    assert!(at.as_str().unwrap() > "2026-10-20T16:00", "the morning is taken: {at}");
    let block = std::fs::read_to_string(&out).unwrap();
    assert!(block.contains("BEGIN:VEVENT\r\n") && !block.contains("ATTENDEE") && !block.contains("METHOD"));
    let wrong = alex.run(&["calendar", "check", &out.replace("block.ics", "store.redb")]);
    assert!(wrong.code == 1 && wrong.err.contains("hint: "), "{}", wrong.err);
}

/// Cards as three programs export them: an old one, one with groups, one of a newer version.
const CARDS: &str = "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg\r\n\
ORG:Example;Operations\r\nTEL;WORK;VOICE:+49 30 1234\r\nEMAIL;INTERNET:joerg@example.org\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:3.0\r\nUID:card-2\r\nFN:Dana Ruiz\r\nN:Ruiz;Dana;;;\r\nORG:Example;Finance;Planning\r\n\
item1.EMAIL;TYPE=INTERNET;TYPE=pref:dana@example.org\r\nitem1.X-ABLabel:Work\r\nNOTE:Private\\, really.\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:group\r\nFN:Everybody\r\nEND:VCARD\r\n\
BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Lee Park\r\nEMAIL;PREF=1:lee@example.org\r\nCATEGORIES:it,tickets\r\nEND:VCARD\r\n";

#[test]
fn the_same_cards_three_times_make_no_copies_and_one_undo_takes_all_back() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana", "--department", "Finance", "--reach", "mailto:Dana@example.org"]);
    let file = alex.folder().join("cards.vcf").display().to_string();
    std::fs::write(&file, CARDS).unwrap();
    let preview = alex.json(&["import", "vcard", &file, "--preview"]);
    assert_eq!(preview.as_array().unwrap().len(), 3, "{preview}");
    assert_eq!(alex.json(&["peer", "list"]).as_array().unwrap().len(), 1, "a preview brings nothing in");
    let nowhere = alex.run(&["import", "vcard", &file]);
    assert!(nowhere.code == 1 && nowhere.err.contains("no department"), "{}", nowhere.err);
    let import = ["import", "vcard", &file, "--department", "IT"];
    let first = alex.json(&import);
    assert_eq!((&first["new"], &first["known"]), (&2.into(), &1.into()), "{first}");
    for _ in 0..2 {
        let again = alex.json(&import);
        assert_eq!((&again["new"], &again["known"]), (&0.into(), &3.into()), "{again}");
    }
    let peers = alex.json(&["peer", "list"]);
    let names: Vec<&str> = peers.as_array().unwrap().iter().map(|peer| peer["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["Dana", "Jörg Müller", "Lee Park"], "what I wrote stays");
    assert!(!peers.to_string().contains("Private"), "a card’s note stays out unless it is asked for");
    alex.ok(&["undo"]);
    assert_eq!(alex.json(&["peer", "list"]).as_array().unwrap().len(), 1, "one undo for the whole import");
    let out = alex.folder().join("out.vcf").display().to_string();
    alex.ok(&["redo"]);
    alex.ok(&["export", "vcard", "--out", &out]);
    assert_eq!(alex.json(&["import", "vcard", &out])["new"], 0, "our own cards are known");
}

#[test]
fn going_back_is_looked_at_first_and_takes_the_pad_with_it() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    alex.ok(&["list", "add", "Dana", "Two days of  an engineer"]);
    alex.ok(&["list", "pad", "Dana", "Bring the list"]);
    let then = alex.json(&["history", "Dana"])[0]["at"].clone();
    std::thread::sleep(std::time::Duration::from_millis(20));
    let line = alex.json(&["list", "show", "Dana"])["items"][0]["id"].as_str().unwrap().to_owned();
    alex.ok(&["list", "edit", &line, "Three days"]);
    alex.ok(&["list", "pad", "Dana", "Nothing"]);
    // In one go: what was added, in the words that it has.
    let told = alex.ok(&["history", "Dana"]);
    assert!(told.contains("You added “Three days”.") && !told.contains("reworded"), "{told}");
    let items = alex.json(&["history", "Dana"]);
    let reworded = items.as_array().unwrap().iter().find(|it| it["what"] == "reworded a line").unwrap();
    assert_eq!(reworded["says"], "You reworded “Two days of  an engineer” to “Three days”.");
    let to = ["history", "back", "Dana", "--to", then.as_str().unwrap()];
    let looked: Vec<&str> = to.iter().copied().chain(["--preview"]).collect();
    let would = alex.json(&looked);
    assert_eq!(would["lines"][0]["now"]["versions"][0]["text"], "Three days");
    assert_eq!(would["lines"][0]["then"]["versions"][0]["text"], "Two days of  an engineer");
    assert_eq!(would["lines"][0]["then"]["versions"][0]["by"], would["lines"][0]["now"]["versions"][0]["by"]);
    assert_eq!(
        (&would["pad"]["now"], &would["pad"]["then"]),
        (&"Bring the list\nNothing".into(), &"Bring the list".into())
    );
    let says = alex.ok(&looked);
    assert!(says.contains("then  Two days of  an engineer (you)") && says.contains("The pad goes with it."), "{says}");
    assert_eq!(alex.json(&["list", "show", "Dana"])["items"][0]["text"], "Three days", "looking changes nothing");
    alex.ok(&to);
    assert_eq!(alex.json(&["list", "show", "Dana"])["items"][0]["text"], "Two days of  an engineer");
    assert!(alex.ok(&["list", "pad", "Dana"]).contains("Bring the list"));
    assert!(alex.ok(&looked).contains("look the same now"));
    alex.ok(&["undo"]);
    assert!(alex.ok(&["list", "pad", "Dana"]).contains("Nothing"));
}
