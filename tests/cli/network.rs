//! Where this computer may be found, and being found again, at the terminal.

use crate::{
    person::{Person, gave, meet, pair},
    server,
};
use std::{
    fs,
    net::UdpSocket,
    time::{Duration, Instant},
};

#[test]
fn a_relay_of_ones_own_is_named_kept_and_forgotten() {
    let alex = Person::new("Alex Kim", "Engineering");
    let off = alex.json(&["network", "show"]);
    assert_eq!((&off["setting"], &off["relay"]), (&"off".into(), &serde_json::Value::Null));
    let public = alex.ok(&["network", "set", "anywhere"]);
    assert!(public.contains("public relays") && public.contains("without a promise"), "{public}");
    let ca = server::believed();
    let own = ["network", "set", "anywhere", "--relay", "https://relay.sideways.invalid", "--relay-ca"];
    let said = alex.feed(&[&own[..], &[ca.to_str().unwrap(), "--relay-token", "-"]].concat(), "canary-token\n");
    assert_eq!(said.code, 0, "{said:?}");
    assert!(said.out.contains("https://relay.sideways.invalid") && !said.out.contains("canary-token"), "{said:?}");
    let shown = alex.json(&["network", "show"]);
    assert_eq!(shown["relay"]["url"], "https://relay.sideways.invalid");
    assert_eq!((&shown["relay"]["token"], &shown["relay"]["ca"]), (&true.into(), &true.into()));
    // What isn't said stays; another address begins with nothing; and it goes back to the public ones.
    alex.ok(&["network", "set", "this-network"]);
    alex.ok(&["network", "set", "anywhere", "--relay-token", "none"]);
    let shown = alex.json(&["network", "show"]);
    assert_eq!((&shown["relay"]["token"], &shown["relay"]["ca"]), (&false.into(), &true.into()));
    alex.ok(&["network", "set", "anywhere", "--relay", "https://other.sideways.invalid"]);
    assert_eq!(alex.json(&["network", "show"])["relay"]["ca"], false);
    alex.ok(&["network", "set", "anywhere", "--relay", "public"]);
    assert_eq!(alex.json(&["network", "show"])["relay"], serde_json::Value::Null);
}

#[test]
fn what_no_relay_can_be_is_said_and_changes_nothing() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["network", "set", "anywhere", "--relay", "https://relay.sideways.invalid"]);
    let nothing = alex.folder().join("nothing.pem");
    fs::write(&nothing, "no certificate").unwrap();
    for (arguments, says) in [
        (vec!["anywhere", "--relay", "relay.example.com"], "isn’t a relay’s address"),
        (vec!["anywhere", "--relay", "http://relay.example.com", "--relay-token", "a"], "over https"),
        (vec!["anywhere", "--relay", "https://me:secret@relay.example.com"], "isn’t a relay’s address"),
        (vec!["anywhere", "--relay-token", "two words"], "one line"),
        (vec!["anywhere", "--relay-ca", nothing.to_str().unwrap()], "no certificate"),
        (vec!["anywhere", "--relay-ca", "/nowhere/at/all.pem"], "can’t be read"),
        (vec!["this-network", "--relay", "https://relay.example.com"], "found anywhere"),
        (vec!["anywhere", "--relay", "public", "--relay-token", "a"], "no token"),
    ] {
        let failed = alex.run(&[&["network", "set"][..], &arguments].concat());
        assert_eq!(failed.code, 1, "{failed:?}");
        assert!(failed.err.contains(says) && failed.err.contains("hint: "), "{arguments:?}: {failed:?}");
    }
    let shown = alex.json(&["network", "show"]);
    assert_eq!(
        (&shown["setting"], &shown["relay"]["url"]),
        (&"anywhere".into(), &"https://relay.sideways.invalid".into())
    );
    let bob = Person::new("Bob", "IT");
    let failed = bob.run(&["network", "set", "anywhere", "--relay-token", "a"]);
    assert!(failed.code == 1 && failed.err.contains("no relay yet"), "{failed:?}");
}

#[test]
fn doctor_asks_the_relay_and_says_what_is_wrong_with_it() {
    let alex = Person::new("Alex Kim", "Engineering");
    alex.ok(&["network", "set", "anywhere", "--relay", "https://relay.sideways.invalid"]);
    let mut doctor = alex.command(&["doctor", "--json"]);
    for proxy in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        doctor.env_remove(proxy);
    }
    let said = gave(doctor.output().unwrap());
    let report: serde_json::Value = serde_json::from_str(said.out.lines().next().unwrap()).unwrap();
    let network = report["checks"].as_array().unwrap().iter().find(|check| check["name"] == "network").unwrap();
    assert_eq!(network["ok"], false, "{network}");
    assert!(network["says"].as_str().unwrap().contains("No relay of that name"), "{network}");
    // A proxy that can't be asked is said as well.
    let mut socks = alex.command(&["doctor", "--json"]);
    let said = gave(socks.env("ALL_PROXY", "socks5://127.0.0.1:9").env_remove("NO_PROXY").output().unwrap());
    assert!(said.out.contains("a kind that isn’t supported"), "{said:?}");
}

#[test]
fn two_who_lost_each_other_meet_again_by_a_line_and_are_told_why_before() {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    meet(&alex, &dana, 0);
    // Both are on other ports from now on, and nobody hears anybody by multicast.
    let taken: Vec<UdpSocket> = [&alex, &dana]
        .map(|person| {
            let port: u16 = fs::read_to_string(person.folder().join("port")).unwrap().trim().parse().unwrap();
            UdpSocket::bind(("127.0.0.1", port)).unwrap()
        })
        .into();
    let mut waits = alex.start(&["sync", "--json"]);
    let _first = waits.json();
    alex.ok(&["list", "add", "Dana", "on another port"]);
    let missed = dana.json(&["sync", "--once", "--wait", "4"]);
    assert_eq!(missed["missed"][0], "Alex Kim");
    let causes = missed["causes"]["Alex Kim"].as_array().unwrap();
    assert!(causes[0].as_str().unwrap().contains("asleep"), "{missed}");
    assert!(causes.iter().any(|cause| cause.as_str().unwrap().contains("share reach")), "{missed}");
    let line = alex.ok(&["share", "reach", "Dana"]);
    assert!(line.starts_with("sideways:reach/"), "{line}");
    let mail = format!("Hello Dana,\n> {line}\nAlex");
    let kept = dana.feed(&["share", "reach", "Alex", "-"], &mail);
    assert_eq!(kept.code, 0, "{kept:?}");
    let began = Instant::now();
    assert_eq!(dana.json(&["sync", "--once"])["reached"][0], "Alex Kim");
    assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    assert_eq!(dana.texts("Alex"), [["on another port"]]);
    drop(taken);
}
