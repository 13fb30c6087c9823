//! Two people, two folders, real connections.

use crate::person::{Person, meet, pair};
use std::path::Path;

#[test]
fn two_people_share_one_list_and_nothing_else() {
    let (alex, dana) = Person::alex_and_dana();
    let (private, shared) = ("canary-private-4711", "canary-shared-4712");
    alex.ok(&["note", "add", "Dana", private]);
    alex.ok(&["words", "add", "Dana", private]);
    alex.ok(&["peer", "add", private, "--department", "IT"]);
    alex.ok(&["list", "add", "Dana", shared, "--as", "offer"]);
    let (his, hers) = pair(&alex, &dana);
    assert_eq!(his, hers);
    assert_eq!(his.as_array().unwrap().len(), 4);
    // Both write while neither is online.
    alex.ok(&["list", "add", "Dana", "from Alex"]);
    dana.ok(&["list", "add", "Alex", "from Dana", "--as", "ask"]);
    let line = alex.json(&["list", "show", "Dana"])["items"][0]["id"].as_str().unwrap().to_owned();
    alex.ok(&["list", "edit", &line, "Alex’s wording"]);
    dana.ok(&["list", "edit", &line, "Dana’s wording"]);
    meet(&alex, &dana, 1);
    assert_eq!(alex.texts("Dana"), dana.texts("Alex"));
    assert_eq!(alex.texts("Dana").iter().flatten().count(), 4, "both wordings stand");
    let versions = &dana.json(&["list", "show", "Alex"])["items"][0]["versions"];
    let chosen = versions[1]["id"].as_str().unwrap().to_owned();
    dana.ok(&["list", "choose", &line, &chosen]);
    meet(&alex, &dana, 0);
    assert_eq!(alex.texts("Dana"), dana.texts("Alex"));
    assert_eq!(alex.texts("Dana").iter().flatten().count(), 3);
    // Keeping both leaves two lines, each with its own words.
    alex.ok(&["list", "edit", &line, "Alex’s again"]);
    dana.ok(&["list", "edit", &line, "Dana’s again"]);
    meet(&alex, &dana, 0);
    let kept = alex.json(&["list", "keep-both", &line]);
    let texts: Vec<_> = kept.as_array().unwrap().iter().map(|it| it["versions"][0]["text"].clone()).collect();
    assert_eq!(texts, ["Dana’s again", "Alex’s again"]);
    meet(&alex, &dana, 0);
    assert_eq!(alex.texts("Dana"), dana.texts("Alex"));
    let lines = alex.texts("Dana");
    assert!(lines.iter().all(|it| it.len() == 1) && lines.len() == 4, "{lines:?}");
    let shown = dana.json(&["list", "show", "Alex"])["items"].clone();
    assert_eq!((&shown[0]["versions"][0]["by"], &shown[1]["versions"][0]["by"]), (&"me".into(), &"them".into()));
    // A note on a line is said otherwise and taken away by whoever wrote it.
    alex.ok(&["list", "note", &line, "On Tuesday?"]);
    meet(&alex, &dana, 0);
    let note = |of: &Person, peer: &str| of.json(&["list", "show", peer])["items"][0]["notes"].clone();
    let id = note(&dana, "Alex")[0]["id"].as_str().unwrap().to_owned();
    assert!(dana.run(&["list", "remove-note", &line, &id]).err.contains("isn’t yours"));
    alex.ok(&["list", "edit-note", &line, &id, "On Friday?"]);
    meet(&alex, &dana, 0);
    assert_eq!(
        (note(&dana, "Alex").as_array().unwrap().len(), &note(&dana, "Alex")[0]["text"]),
        (1, &"On Friday?".into())
    );
    let id = note(&alex, "Dana")[0]["id"].as_str().unwrap().to_owned();
    alex.ok(&["list", "remove-note", &line, &id]);
    assert_eq!(note(&alex, "Dana").as_array().unwrap().len(), 0);
    meet(&alex, &dana, 0);
    // Nothing private is at the other's, raw or shown; nothing lies open in either store.
    let everything = |of: &Person, peer: &str| {
        let verbs: [&[&str]; 5] = [
            &["peer", "list"],
            &["list", "show", peer],
            &["note", "list", peer],
            &["words", "list", peer],
            &["share", "status"],
        ];
        verbs.iter().map(|verb| of.json(verb).to_string()).collect::<String>()
    };
    assert!(!everything(&dana, "Alex").contains(private));
    assert!(everything(&alex, "Dana").contains(private), "the test is blind");
    for folder in [alex.folder(), dana.folder()] {
        assert!(!raw(folder, private) && !raw(folder, shared), "words lie open in a store");
    }
    let status = alex.json(&["share", "status", "Dana"]);
    assert_eq!(
        (&status[0]["state"], &status[0]["checked"], &status[0]["waiting"]),
        (&"shared".into(), &false.into(), &0.into())
    );
}

fn raw(folder: &Path, text: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|entry| {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    })
}

#[test]
fn while_both_are_online_a_line_appears_and_a_second_process_hands_over() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    let mut here = alex.start(&["sync"]);
    let mut there = dana.start(&["sync"]);
    while !here.line().contains("is connected") {}
    while !there.line().contains("is connected") {}
    // The folder is open in the first process; this one hands its command over.
    alex.ok(&["list", "add", "Dana", "appears at once"]);
    let arrived = (0..100).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(50));
        dana.texts("Alex") == [["appears at once"]]
    });
    assert!(arrived);
    assert_eq!(alex.json(&["share", "status", "Dana"])[0]["here"], true);
}

#[test]
fn an_invitation_that_does_not_work_says_why_and_dials_nobody() {
    let (alex, dana) = Person::alex_and_dana();
    let mut invite = alex.start(&["share", "invite", "Dana", "--yes", "--json"]);
    let invitation = invite.json()["invitation"].as_str().unwrap().to_owned();
    let mut lines: Vec<String> = invitation.lines().map(str::to_owned).collect();
    // Two sentences for a person stand before it.
    let begins = lines.iter().position(|line| line.starts_with("-----BEGIN")).unwrap();
    let cut = lines[..=begins].join("\n");
    let other = if lines[begins + 1].to_lowercase().starts_with('a') { "B" } else { "A" };
    lines[begins + 1].replace_range(..1, other);
    for (text, says) in [
        ("", "there is no invitation"),
        ("🙂", "there is no invitation"),
        (lines.join("\n").as_str(), "was changed"),
        (cut.as_str(), "cut off"),
    ] {
        let gave = dana.feed(&["share", "join", "-", "--yes"], text);
        assert_eq!(gave.code, 1, "{text:?}");
        assert!(gave.err.contains(says), "{text:?}: {}", gave.err);
    }
    // It still works for the right one, once.
    assert_eq!(dana.feed(&["share", "join", "-", "--as", "Alex", "--yes"], &invitation).code, 0);
    drop(invite);
    let _online = alex.start(&["sync"]);
    let lee = Person::new("Lee Novak", "IT");
    let gave = lee.feed(&["share", "join", "-", "--yes"], &invitation);
    assert_eq!(gave.code, 1);
    assert!(gave.err.contains("\nerror: ") && gave.err.contains("\nhint: "), "{}", gave.err);
    assert_eq!(alex.json(&["peer", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_withdrawn_invitation_is_refused() {
    let (alex, dana) = Person::alex_and_dana();
    let mut invite = alex.start(&["share", "invite", "Dana", "--yes", "--json"]);
    let invitation = invite.json()["invitation"].as_str().unwrap().to_owned();
    alex.ok(&["share", "withdraw", "Dana"]);
    let gave = dana.feed(&["share", "join", "-", "--as", "Alex", "--yes"], &invitation);
    assert_eq!(gave.code, 1, "{gave:?}");
    assert_eq!(alex.json(&["share", "status", "Dana"])[0]["state"], "private");
}

#[test]
fn two_that_start_ten_seconds_apart_meet() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    alex.ok(&["list", "add", "Dana", "late but there"]);
    meet(&alex, &dana, 10);
    assert_eq!(dana.texts("Alex"), [["late but there"]]);
}

#[test]
fn the_demo_ends_equal() {
    let gave = Person::new("Nobody", "None").run(&["demo", "--headless"]);
    assert_eq!(gave.code, 0, "{gave:?}");
    assert!(gave.out.contains("Both lists are equal"));
}

#[test]
fn the_whole_text_may_be_an_argument_and_as_names_nobody_else() {
    let (alex, dana) = (Person::new("Alex Kim", "Engineering"), Person::new("Dana Ruiz", "Finance"));
    alex.ok(&["peer", "add", "Dana Ruiz", "--department", "Finance"]);
    dana.ok(&["peer", "add", "Alexandra Novak", "--department", "Legal"]);
    let mut invite = alex.start(&["share", "invite", "Dana", "--yes", "--json"]);
    let invitation = invite.json()["invitation"].as_str().unwrap().to_owned();
    let wrong = dana.run(&["share", "join", &invitation, "--as", "Alex", "--yes"]);
    assert_eq!(wrong.code, 1, "{wrong:?}");
    assert!(wrong.err.contains("only the beginning of a name") && !wrong.err.contains("BEGIN"), "{}", wrong.err);
    let gave = dana.run(&["share", "join", &invitation, "--as", "Alex Kim", "--yes"]);
    assert_eq!(gave.code, 0, "{gave:?}");
    let peers = dana.json(&["peer", "list"]);
    assert_eq!((&peers[0]["name"], &peers[0]["sharing"]), (&"Alex Kim".into(), &"shared".into()));
    assert_eq!(peers[1]["sharing"], "private");
}

/// Both dial each other in the same instant, and whoever is done first ends its process: the other one has heard all.
#[test]
fn two_who_start_at_the_same_moment_both_hear_the_last_word() {
    let rounds = std::env::var("SIDEWAYS_MEETINGS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    for _ in 0..rounds {
        let (alex, dana) = Person::alex_and_dana();
        alex.ok(&["list", "add", "Dana", "I could share our hiring forecast", "--as", "offer"]);
        pair(&alex, &dana);
        meet(&alex, &dana, 0);
        assert_eq!(alex.texts("Dana"), dana.texts("Alex"));
    }
}
