//! Two who met before, whose ports have both changed, where nobody hears anybody by multicast.

use crate::desks::{Person, paired, sync_once};
use sideways::desk::{Answer, Cause, Request};
use sideways_sync::Whereabouts;
use std::{fs, net::UdpSocket, time::Duration};

/// Closes and opens it again on another port, which something else took meanwhile.
fn moves(person: &mut Person) -> UdpSocket {
    person.close();
    let file = person.folder.path().join("port");
    let port: u16 = fs::read_to_string(&file).unwrap().trim().parse().unwrap();
    let taken = UdpSocket::bind(("127.0.0.1", port)).unwrap();
    person.reopen();
    taken
}

fn where_is(person: &Person) -> String {
    match person.desk().ask(Request::Reach { peer: person.peer(), text: None }).unwrap() {
        Answer::Whereabouts(text) => text,
        other => panic!("{other:?}"),
    }
}

fn takes(person: &Person, text: &str) -> Result<Answer, sideways::desk::Failure> {
    person.desk().ask(Request::Reach { peer: person.peer(), text: Some(text.into()) })
}

#[test]
fn when_both_ports_changed_they_meet_again_by_the_line_they_sent() {
    let (mut alex, mut dana) = paired();
    alex.until_equal();
    dana.until_equal();
    let _taken = (moves(&mut alex), moves(&mut dana));
    alex.write("on another port");
    // Neither is found any more, and it is said why and what to do.
    dana.desk().ask(Request::GoOnline).unwrap();
    let text = where_is(&alex);
    let Answer::Synced { missed, causes, .. } = dana.desk().ask(Request::SyncOnce { wait_seconds: 13 }).unwrap() else {
        panic!("no answer")
    };
    assert_eq!(missed, [dana.peer()]);
    assert!(causes[&dana.peer()].contains(&Cause::Lost), "{causes:?}");
    takes(&dana, &format!("Hello Dana,\n> {text}\n")).unwrap();
    dana.until_line("on another port");
    // From then on they know it, also after a restart.
    dana.close();
    dana.reopen();
    assert_eq!(sync_once(dana.desk(), 20).0, 1);
}

#[test]
fn addresses_of_somebody_else_or_of_nobody_are_refused() {
    let (alex, dana) = paired();
    alex.until_equal();
    let mine = where_is(&dana);
    assert!(takes(&dana, &mine).unwrap_err().error.contains("this computer itself"));
    let of_her = Whereabouts::parse(&where_is(&alex)).unwrap();
    let foreign = Whereabouts { device: sideways_core::id::DeviceId([9; 32]), ..of_her.clone() };
    assert!(takes(&dana, &foreign.to_text()).unwrap_err().error.contains("don’t know"));
    let nowhere = Whereabouts { addresses: vec!["0.0.0.0:1".into(), "rubbish".into()], ..of_her };
    assert!(takes(&dana, &nowhere.to_text()).unwrap_err().error.contains("no address"));
    assert!(takes(&dana, "hello").unwrap_err().error.contains("sideways:reach/"));
}

#[test]
fn the_port_is_the_same_after_a_restart_and_for_whoever_takes_over_at_once() {
    let (mut alex, dana) = paired();
    alex.until_equal();
    let port = |person: &Person| fs::read_to_string(person.folder.path().join("port")).unwrap();
    let before = port(&alex);
    for _ in 0..3 {
        // The old one is still letting go of its port when the next one begins.
        let old = alex.desk.take();
        let ends = std::thread::spawn(move || drop(old));
        while crate::desks::open(alex.folder.path()).map(|desk| alex.desk = Some(desk)).is_err()
            || !alex.desk().is_here()
        {
            alex.close();
            std::thread::sleep(Duration::from_millis(5));
        }
        alex.desk().ask(Request::GoOnline).unwrap();
        ends.join().unwrap();
        assert_eq!(port(&alex), before);
    }
    drop(dana);
}
