//! One person, two computers, and a colleague: real processes and connections.

use crate::person::{Gave, Person, gave, meet, pair};
use std::process::Stdio;

/// A second computer of whoever has the first; what both said, line by line.
pub fn add_computer(first: &Person) -> (Person, Vec<serde_json::Value>) {
    let second = Person::nowhere();
    let mut invites = first.start(&["device", "invite", "--yes", "--json"]);
    let invitation = invites.json()["invitation"].as_str().unwrap().to_owned();
    let joined = second.feed(&["device", "join", "-", "--yes", "--json"], &invitation);
    assert_eq!(joined.code, 0, "{joined:?}");
    let here: Vec<serde_json::Value> = joined.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let words = invites.json()["words"].clone();
    assert_eq!(words.as_array().unwrap().len(), 4);
    assert_eq!(here[0]["words"], words, "both show the same four words");
    assert_eq!(here.last().unwrap()["equal"], true);
    assert!(invites.ends_well());
    (second, here)
}

/// Both go online once, at the same time; somebody's other computers are not there, and are not waited for long.
fn both(one: &Person, other: &Person) -> [Gave; 2] {
    let once = ["sync", "--once", "--wait", "3", "--json"];
    let away = one.command(&once).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let here = other.run(&once);
    [gave(away.wait_with_output().unwrap()), here]
}

#[test]
fn a_second_computer_has_everything_and_each_reaches_the_colleague() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    alex.ok(&["note", "add", "Dana", "a private note"]);
    alex.ok(&["list", "add", "Dana", "from the laptop"]);
    meet(&alex, &dana, 0);
    let (desktop, _) = add_computer(&alex);
    assert_eq!(desktop.json(&["peer", "list"]), alex.json(&["peer", "list"]));
    assert_eq!(desktop.json(&["note", "list", "Dana"])[0]["text"], "a private note");
    assert_eq!(desktop.texts("Dana"), alex.texts("Dana"));
    for computer in [&alex, &desktop] {
        let all = computer.json(&["device", "list"]);
        let here = all.as_array().unwrap().iter().filter(|it| it["this"] == true).count();
        assert_eq!((all.as_array().unwrap().len(), here), (2, 1), "{all}");
        computer.ok(&["store", "verify"]);
    }
    // Written apart, and then met: both notes stand on both.
    alex.ok(&["note", "add", "Dana", "written on the laptop"]);
    desktop.ok(&["note", "add", "Dana", "written on the desktop"]);
    let [one, other] = both(&alex, &desktop);
    for gave in [&one, &other] {
        let said: serde_json::Value = serde_json::from_str(&gave.out).unwrap();
        assert_eq!(said["devices"].as_array().unwrap().len(), 1, "{gave:?}");
    }
    let notes = |of: &Person| of.json(&["note", "list", "Dana"]).as_array().unwrap().len();
    assert_eq!((notes(&alex), notes(&desktop)), (3, 3));
    // Dana hears of the desktop from the laptop, and then speaks with it alone.
    both(&alex, &dana);
    desktop.ok(&["list", "add", "Dana", "from the desktop"]);
    both(&desktop, &dana);
    assert_eq!(dana.texts("Alex"), desktop.texts("Dana"));
    assert!(dana.texts("Alex").iter().flatten().any(|text| text == "from the desktop"));
    assert!(!dana.json(&["note", "list", "Alex"]).to_string().contains("private"));
}

#[test]
fn a_computer_that_was_taken_away_gets_nothing_more_and_says_why() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    let (lost, _) = add_computer(&alex);
    let id = lost.json(&["device", "list"])[0]["id"].as_str().unwrap().to_owned();
    let refused = alex.run(&["device", "remove", &id]);
    assert!(refused.code == 1 && refused.err.contains("can’t be undone"), "{refused:?}");
    let own = alex.json(&["device", "list"])[0]["id"].as_str().unwrap().to_owned();
    assert!(alex.run(&["device", "remove", &own, "--yes"]).err.contains("you sit at"));
    alex.ok(&["device", "rename", &id[..8], "old laptop"]);
    let all = alex.json(&["device", "remove", "old laptop", "--yes"]);
    assert_eq!(all.as_array().unwrap().iter().filter(|it| it["removed"] == true).count(), 1, "{all}");
    both(&alex, &dana);
    alex.ok(&["note", "add", "Dana", "after it was lost"]);
    alex.ok(&["list", "add", "Dana", "after it was lost too"]);
    for other in [&alex, &dana] {
        let _ = both(other, &lost);
        let shown =
            lost.json(&["note", "list", "Dana"]).to_string() + &lost.json(&["list", "show", "Dana"]).to_string();
        assert!(!shown.contains("after it was lost"), "{shown}");
    }
}

#[test]
fn an_invitation_is_for_what_it_says_and_an_empty_folder() {
    let (alex, dana) = Person::alex_and_dana();
    let mut invites = alex.start(&["device", "invite", "--yes", "--json"]);
    let mine = invites.json()["invitation"].as_str().unwrap().to_owned();
    let wrong = dana.feed(&["share", "join", "-"], &mine);
    assert!(wrong.code == 1 && wrong.err.contains("another computer"), "{wrong:?}");
    let full = dana.feed(&["device", "join", "-", "--yes"], &mine);
    assert!(full.code == 1 && full.err.contains("a notebook in this data folder already"), "{full:?}");
    let nowhere = Person::nowhere();
    let mut shares = dana.start(&["share", "invite", "Alex", "--json"]);
    let for_peer = shares.json()["invitation"].as_str().unwrap().to_owned();
    let other = nowhere.feed(&["device", "join", "-", "--yes"], &for_peer);
    assert!(other.code == 1 && other.err.contains("not for another computer"), "{other:?}");
    let own = alex.feed(&["device", "join", "-", "--yes"], &mine);
    assert!(own.code == 1 && own.err.contains("made on this computer"), "{own:?}");
    invites.child.kill().unwrap();
    shares.child.kill().unwrap();
}
