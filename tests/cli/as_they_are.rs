//! Names, words, dates, zones and files as they are: each row once stood for something that went wrong.

use crate::person::{Gave, Person};

/// Runs at nine on 27 November 2026, a Friday, where TZ says.
fn at(person: &Person, zone: &str, arguments: &[&str]) -> Gave {
    let mut command = person.command(arguments);
    command.env("TZ", zone);
    if !zone.contains(',') {
        command.env("SIDEWAYS_NOW", format!("2026-11-27T09:00[{zone}]"));
    }
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Gave { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

const BERLIN: &str = "Europe/Berlin";

fn alex() -> Person {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["me", "set", "--name", "Alex Kim", "--department", "Engineering", "--mail", "alex@example.org"]);
    alex
}

#[test]
fn peers_are_found_as_the_search_finds_them() {
    let alex = alex();
    let add = |name: &str| alex.ok(&["peer", "add", name, "--department", "D"]);
    for name in ["Ann", "Anna Berg", "José Álvarez", "İpek Yılmaz", "Niamh O'Brien", "Jürgen Groß"] {
        add(name);
    }
    for (named, found) in [
        ("Ann", "Ann"),
        ("ann", "Ann"),
        ("Anna", "Anna Berg"),
        ("Jose\u{301}", "José Álvarez"),
        ("jose alvarez", "José Álvarez"),
        ("ipek", "İpek Yılmaz"),
        ("IPEK YILMAZ", "İpek Yılmaz"),
        ("Niamh O’Brien", "Niamh O'Brien"),
        ("niamh o'b", "Niamh O'Brien"),
        ("jurgen gross", "Jürgen Groß"),
        ("JU\u{308}RGEN", "Jürgen Groß"),
        ("  Anna   Berg ", "Anna Berg"),
    ] {
        assert_eq!(alex.json(&["peer", "show", named])["name"], found, "{named}");
    }
    add("Jose");
    // Letter by letter comes first, then what only differs in its accents.
    assert_eq!(alex.json(&["peer", "show", "Jose"])["name"], "Jose");
    assert_eq!(alex.run(&["peer", "show", ""]).code, 1);
    alex.ok(&["project", "add", "Größe", "--needs", "Opérations: room"]);
    assert_eq!(alex.json(&["project", "show", "gro\u{308}ße"])["name"], "Größe");
    alex.ok(&["project", "introduce", "grosse", "--department", "operations", "--via", "ann"]);
}

#[test]
fn text_that_begins_with_a_hyphen_is_text() {
    let alex = alex();
    alex.ok(&["peer", "add", "Ann", "--department", "A"]);
    let line = alex.ok(&["list", "add", "Ann", "- one", "--as", "offer"]).trim().to_owned();
    for arguments in [
        &["note", "add", "Ann", "- a bullet"][..],
        &["note", "add", "Ann", "-5% budget"],
        &["note", "add", "Ann", "--- ruled"],
        &["words", "add", "Ann", "-- she said", "--on", "2026-11-20"],
        &["promise", "add", "Ann", "-1 day", "--by", "me"],
        &["headsup", "add", "-10 people", "--for", "Ann", "--by", "2026-12-10"],
        &["list", "edit", &line, "-two"],
        &["list", "note", &line, "- and more"],
        &["list", "pad", "Ann", "- agenda"],
        &["publish", "working-on", "Ann", "-the plan"],
        &["meet", "point", "Ann", "- ask her", "--as", "ask"],
        &["meet", "log", "Ann", "--on", "2026-11-20", "--words", "-5%", "--help", "- all", "--offered", "-x"],
        &["finished", "add", "- the report"],
        &["search", "-5%"],
    ] {
        alex.ok(arguments);
    }
    assert!(alex.ok(&["note", "list", "Ann"]).contains("-5% budget"));
    assert_eq!(alex.texts("Ann"), [["-two"]]);
    assert!(alex.json(&["search", "-5%", "budget"]).to_string().contains("-5% budget"));
    // An option where text could stand is still an option, and nothing is swallowed.
    assert_eq!(alex.json(&["note", "list", "Ann"]).as_array().unwrap().len(), 3);
}

#[test]
fn what_cant_be_seen_is_no_name() {
    let alex = alex();
    for nothing in ["\u{200B}", "\u{2800}\u{3164}", "\u{200D}", "\u{7}", " \u{FEFF} "] {
        let gave = alex.run(&["peer", "add", nothing, "--department", "D"]);
        assert_eq!((gave.code, gave.out.as_str()), (1, ""), "{nothing:?}: {gave:?}");
    }
    assert_eq!(alex.json(&["peer", "add", "Mi\u{202E}na\u{1B}[2J", "--department", "D"])["name"], "Mina[2J");
    alex.ok(&["list", "add", "Mina", "x\u{1B}]52;c;aGk=\u{7}\u{1B}[2J"]);
    assert!(!alex.ok(&["list", "show", "Mina"]).contains('\u{1B}'));
}

#[test]
fn a_zone_without_a_name_is_asked_for() {
    let alex = alex();
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    alex.ok(&["peer", "add", "Mina", "--department", "F", "--reach", "MAILTO:mina%40example.org"]);
    let calendar = folder.path().join("a.ics").display().to_string();
    std::fs::write(&calendar, STANDING).unwrap();
    let unnamed = "CET-1CEST,M3.5.0,M10.5.0/3";
    let invite = ["calendar", "invite", "Mina", "--first", "2027-01-19T10:00", "--every", "monthly", "--out-dir", out];
    let plan = ["meet", "plan", "Mina", "--at", "2027-01-19T10:00"];
    let keep = ["calendar", "keep", &calendar, "--uid", "a", "--department", "F"];
    for arguments in [&invite[..], &plan, &keep] {
        let gave = at(&alex, unnamed, arguments);
        assert_eq!((gave.code, gave.out.as_str()), (1, ""), "{arguments:?}: {gave:?}");
        assert!(
            gave.err.contains("time zone") && gave.err.contains("hint: ") && gave.err.contains("--zone"),
            "{gave:?}"
        );
        let named = at(&alex, unnamed, &[arguments, &["--zone", BERLIN]].concat());
        assert_eq!(named.code, 0, "{named:?}");
    }
    let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|it| it.unwrap().path()).collect();
    let text: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    assert!(text.contains("TZID=Europe/Berlin:20270119T100000") && !text.contains("TZID=UTC"));
    assert!(text.contains(":mailto:mina@example.org"), "an address is read as what it means");
}

#[test]
fn a_half_hour_in_another_zone_is_said_by_both_clocks() {
    let alex = alex();
    alex.ok(&["peer", "add", "Per", "--department", "F"]);
    let there = ["meet", "plan", "Per", "--at", "2027-01-19T10:00", "--zone", "Australia/Lord_Howe"];
    let said = at(&alex, BERLIN, &there).out;
    let both = "Tuesday 19 January 10:00 (Australia/Lord_Howe), 00:00 here";
    assert!(said.contains(both), "{said}");
    assert!(at(&alex, BERLIN, &["meet", "prepare", "Per"]).out.lines().next().unwrap().contains(both));
    assert!(at(&alex, BERLIN, &["today"]).out.contains("Australia/Lord_Howe"));
    // Where the clocks show the same there is nothing to add.
    let said = at(&alex, BERLIN, &["meet", "plan", "Per", "--at", "2027-01-19T10:00", "--zone", "Europe/Paris"]).out;
    assert_eq!(said, "Per, Tuesday 19 January 10:00 (Europe/Paris), 30 minutes.\n");
    // A plan stays in its zone, and where only a day is said, at its hour.
    at(&alex, BERLIN, &there);
    let moved = at(&alex, BERLIN, &["--json", "meet", "move", "Per", "--to", "20 January 2027"]).out;
    assert!(moved.contains("\"at\":\"2027-01-20T10:00:00\"") && moved.contains("Lord_Howe"), "{moved}");
}

#[test]
fn a_time_that_the_clock_leaves_out_or_shows_twice_is_said() {
    let alex = alex();
    alex.ok(&["peer", "add", "Mina", "--department", "F"]);
    let plan = |time: &str| at(&alex, BERLIN, &["meet", "plan", "Mina", "--at", time]);
    let gone = plan("2027-03-28T02:30");
    assert_eq!((gone.code, gone.out.as_str()), (1, ""));
    assert!(gone.err.contains("straight to 03:00, so there is no 02:30"), "{gone:?}");
    assert!(alex.json(&["peer", "show", "Mina"])["next"].is_null(), "nothing was kept of it");
    let twice = plan("2027-10-31T02:30");
    assert!(twice.code == 0 && twice.err.contains("twice on that day"), "{twice:?}");
}

#[test]
fn dates_are_read_as_people_say_them() {
    let alex = alex();
    alex.ok(&["peer", "add", "Mina", "--department", "F"]);
    let plan = |time: &str| -> serde_json::Value {
        let gave = at(&alex, BERLIN, &["--json", "meet", "plan", "Mina", "--at", time]);
        assert_eq!(gave.code, 0, "{time}: {gave:?}");
        serde_json::from_str(&gave.out).unwrap()
    };
    for (said, meant) in [
        ("Thursday 10", "2026-12-03T10:00:00"),
        ("3 Dec 2pm", "2026-12-03T14:00:00"),
        ("tomorrow 11:00", "2026-11-28T11:00:00"),
        ("next Tuesday at 14:00", "2026-12-01T14:00:00"),
        ("in two weeks at 10", "2026-12-11T10:00:00"),
        ("10.12. 14 Uhr", "2026-12-10T14:00:00"),
        ("2026-12-03T10:00", "2026-12-03T10:00:00"),
    ] {
        assert_eq!(plan(said)["at"], meant, "{said}");
    }
    // What was understood is said beside the output; a script's own way of writing gets only a word.
    let said = at(&alex, BERLIN, &["meet", "plan", "Mina", "--at", "tomorrow 11:00"]);
    assert_eq!(said.err, "Saturday 28 November 11:00. That is a Saturday.\n");
    assert_eq!(at(&alex, BERLIN, &["meet", "plan", "Mina", "--at", "2026-12-03T10:00"]).err, "");
    assert_eq!(at(&alex, BERLIN, &["meet", "plan", "Mina", "--at", "2026-11-20T10:00"]).err, "That day has passed.\n");
    // Every verb that takes a day or a time.
    let project = ["project", "add", "Atlas", "--needs", "IT: support", "--by", "1 March"];
    for arguments in [
        &["words", "add", "Mina", "The audit", "--on", "yesterday"][..],
        &["meet", "move", "Mina", "--to", "Friday 4 December 15:00"],
        &["meet", "log", "Mina", "--on", "last Saturday"],
        &["promise", "add", "Mina", "x", "--by", "me", "--due", "in a week"],
        &["headsup", "add", "x", "--for", "Mina", "--by", "the 10th"],
        &project,
        &["season", "slow", "--until", "10.1."],
        &["snooze", "start", "--until", "Monday"],
        &["finished", "add", "x", "--on", "3 days ago"],
        &[
            "tests",
            "answer",
            "Mina",
            "--priorities",
            "yes",
            "--quick-question",
            "yes",
            "--heads-up",
            "yes",
            "--on",
            "today",
        ],
    ] {
        let gave = at(&alex, BERLIN, arguments);
        assert_eq!(gave.code, 0, "{arguments:?}: {gave:?}");
        assert!(gave.err.ends_with(".\n"), "{arguments:?}: {gave:?}");
    }
    let words = alex.json(&["words", "list", "Mina"]);
    assert!(words.to_string().contains("2026-11-26"), "{words}");
    assert_eq!(alex.json(&["meet", "list"])[0]["on"], "2026-11-21");
    assert_eq!(alex.json(&["project", "list"])[0]["by"], "2027-03-01");
    for (arguments, error) in [
        (&["meet", "plan", "Mina", "--at", "soon"][..], "I don’t understand “soon” in a date."),
        (&["meet", "plan", "Mina", "--at", "Friday 10:00"], "Is that 27 November or 4 December? Write the day."),
        (&["words", "add", "Mina", "x", "--on", "31.2."], "There is no day 31.2."),
    ] {
        let gave = at(&alex, BERLIN, arguments);
        assert!(gave.code == 1 && gave.err.starts_with(&format!("error: {error}\nhint: ")), "{gave:?}");
    }
}

const STANDING: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTAMP:20261101T080000Z\r\n\
DTSTART;TZID=Europe/Berlin:20261006T100000\r\nDURATION:PT30M\r\nRRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\r\n\
SUMMARY:Catch-up\r\nORGANIZER;CN=Alex Kim:mailto:alex@example.org\r\n\
ATTENDEE;CN=Mina Lund (mina@example.org):mailto:mina%40example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn files_are_read_as_programs_save_them() {
    let alex = alex();
    let file = |name: &str, bytes: &[u8]| {
        let path = alex.folder().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let wide = |text: &str| -> Vec<u8> {
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
    };
    let marked = |text: &str| format!("\u{FEFF}{text}").into_bytes();
    // My own address is known, and nobody has to say it again.
    for bytes in [STANDING.as_bytes().to_vec(), marked(STANDING), wide(STANDING)] {
        let calendar = file("a.ics", &bytes);
        let said = at(&alex, BERLIN, &["--json", "calendar", "check", &calendar]);
        assert!(
            said.out.contains("\"who\":\"Mina Lund\"") && said.out.contains("\"mail\":\"mina@example.org\""),
            "{said:?}"
        );
    }
    let broken = STANDING.replace("DTSTART", "X-START");
    let said = at(&alex, BERLIN, &["calendar", "check", &file("b.ics", broken.as_bytes())]).out;
    assert!(said.contains("1 event could not be read and was left out."), "{said}");
    let card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Lund\r\nORG:X;IT\r\nEMAIL:zoe@example.org\r\nEND:VCARD\r\n";
    for (nth, bytes) in [marked(card), wide(card), card.as_bytes().to_vec()].into_iter().enumerate() {
        let brought = alex.json(&["import", "vcard", &file("c.vcf", &bytes)]);
        assert_eq!((&brought["new"], &brought["known"]), (&(1 - nth.min(1)).into(), &nth.min(1).into()), "{brought}");
    }
    let all = alex.folder().join("all.json").display().to_string();
    alex.ok(&["export", "json", "--out", &all]);
    let text = std::fs::read_to_string(&all).unwrap();
    for bytes in [marked(&text), wide(&text)] {
        let new = Person::new("New", "IT");
        new.ok(&["import", "json", &file("d.json", &bytes)]);
        assert!(new.ok(&["peer", "list"]).contains("Zoë Lund"));
    }
    let note = alex.feed(&["note", "add", "Zoë", "-"], "\u{FEFF}from a file");
    assert_eq!(note.code, 0, "{note:?}");
    assert!(alex.ok(&["note", "list", "Zoë"]).contains("  from a file"));
}

#[test]
fn an_import_that_brought_nothing_leaves_nothing_to_undo() {
    let (alex, new) = (alex(), Person::new("New", "IT"));
    alex.ok(&["peer", "add", "Mina", "--department", "F", "--reach", "mailto:mina@example.org"]);
    alex.ok(&["peer", "add", "Per", "--department", "F"]);
    alex.ok(&["snooze", "start", "--until", "2027-01-01"]);
    let file = |ending: &str| alex.folder().join(format!("all.{ending}")).display().to_string();
    for (format, ending) in [("json", "json"), ("vcard", "vcf")] {
        alex.ok(&["export", format, "--out", &file(ending)]);
        new.ok(&["import", format, &file(ending)]);
        let undo = new.json(&["history"])["undo"].clone();
        new.ok(&["note", "add", "Mina", "mine"]);
        let again = new.ok(&["import", format, &file(ending)]);
        assert!(!again.contains("undo") && again.contains("2 "), "{format}: {again}");
        // What undo takes back is what was done before the import.
        new.ok(&["undo"]);
        assert_eq!(new.json(&["note", "list", "Mina"]).as_array().unwrap().len(), 0, "{format}");
        assert_eq!(new.json(&["history"])["undo"], undo, "{format}");
        assert_eq!(new.json(&["peer", "list"]).as_array().unwrap().len(), 2);
    }
    std::fs::write(file("empty.vcf"), "BEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\n").unwrap();
    assert!(!new.ok(&["import", "vcard", &file("empty.vcf")]).contains("undo"));
}

#[test]
fn people_of_cards_are_told_apart() {
    let alex = alex();
    alex.ok(&["peer", "add", "Mina Lund", "--department", "Finance", "--reach", "mailto:office@example.net"]);
    let card = |name: &str, more: &str| format!("BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nORG:X;IT\n{more}\nEND:VCARD\n");
    let import = |cards: &[String], more: &[&str]| {
        let file = alex.folder().join("c.vcf").display().to_string();
        std::fs::write(&file, cards.concat()).unwrap();
        alex.json(&[&["import", "vcard", &file], more].concat())
    };
    let names = || -> Vec<String> {
        let peers = alex.json(&["peer", "list"]);
        peers.as_array().unwrap().iter().map(|peer| peer["name"].as_str().unwrap().to_owned()).collect()
    };
    // Two people may share a mailbox.
    import(&[card("Per Lund", "EMAIL:office@example.net")], &[]);
    assert_eq!(names(), ["Mina Lund", "Per Lund"]);
    // One card twice in a file is one person, with all that both cards say.
    let twice = [card("Ida Berg", "EMAIL:ida@example.org"), card("Ida Berg", "EMAIL:ida@example.org\nTEL:1")];
    assert_eq!(import(&twice, &[])["new"], 1);
    assert_eq!(alex.json(&["peer", "show", "Ida"])["reach"].as_array().unwrap().len(), 2);
    assert_eq!(import(&twice, &[])["new"], 0);
    // A probable twin is shown before it is made.
    let twin = [card("Ida Berg", "EMAIL:other@example.org"), card("Lee Park", "EMAIL:lee@example.org")];
    let preview = import(&twin, &["--preview"]);
    assert_eq!(preview[0]["twin"], "Ida Berg (IT)", "{preview}");
    assert!(preview[1]["twin"].is_null());
    let brought = import(&twin, &[]);
    assert_eq!(brought["new"], 1, "{brought}");
    assert!(brought["twins"][0].as_str().unwrap().contains("Ida Berg may be Ida Berg (IT)"), "{brought}");
    assert_eq!(import(&twin, &["--twins"])["new"], 1);
    assert_eq!(names().iter().filter(|name| *name == "Ida Berg").count(), 2);
}
