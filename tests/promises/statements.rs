//! What somebody states about devices: nobody can claim a key that isn't theirs, nor fill my store with claims.

use crate::people::{NOW, Person, alex_and_dana, pair};
use sideways_core::{
    device::{DeviceKey, SignedStatement, Statement},
    id::{DeviceId, PersonId},
    limits::DEVICES_OF_PERSON,
};

fn key(n: u8) -> DeviceKey {
    DeviceKey::from_secret(&[n; 32])
}

/// What `by` states about the device of that key.
fn about(key: &DeviceKey, person: PersonId, by: &DeviceKey, removed: bool) -> SignedStatement {
    let statement = Statement {
        person,
        device: key.id(),
        name: "laptop".into(),
        recipient: [7; 32],
        formats: (1, 1),
        vouched_by: by.id(),
        removed,
    };
    SignedStatement::new(statement, by)
}

/// Alex, the grant for Dana's computer, her person, and her key in other hands.
struct Scene {
    alex: Person,
    dana: Person,
    person: PersonId,
}

impl Scene {
    fn new() -> Self {
        let (mut alex, mut dana) = alex_and_dana();
        pair(&mut alex, &mut dana);
        let person = dana.ws.my_statements()[0].statement.person;
        Self { alex, dana, person }
    }

    fn key(&self) -> &DeviceKey {
        self.dana.ws.device_key()
    }

    fn hears(&mut self, statements: &[SignedStatement]) {
        let grant = self.alex.ws.grant(&self.dana.ws.device_key().id()).unwrap();
        self.alex.ws.receive_statements(&grant, statements, NOW).unwrap();
    }

    fn knows(&self, device: &DeviceId) -> bool {
        self.alex.ws.known_devices().iter().any(|known| known.device == *device)
    }
}

#[test]
fn a_device_is_known_once_a_known_one_vouches_for_it_and_its_own_key_was_there() {
    let stranger = PersonId([0xee; 16]);
    let (a, b) = (key(0xa), key(0xb));
    type Says = fn(&Scene, &DeviceKey, &DeviceKey, PersonId) -> Vec<SignedStatement>;
    let rows: [(&str, Says, [bool; 2]); 9] = [
        ("only vouched for", |it, a, _, _| vec![about(a, it.person, it.key(), false)], [false, false]),
        ("only its own word", |it, a, _, _| vec![about(a, it.person, a, false)], [false, false]),
        (
            "its own word is about somebody else",
            |it, a, _, stranger| vec![about(a, it.person, it.key(), false), about(a, stranger, a, false)],
            [false, false],
        ),
        (
            "its own word is forged",
            |it, a, b, _| {
                let forged = SignedStatement {
                    statement: about(a, it.person, a, false).statement,
                    ..about(a, it.person, b, false)
                };
                vec![about(a, it.person, it.key(), false), forged]
            },
            [false, false],
        ),
        (
            "both",
            |it, a, _, _| vec![about(a, it.person, a, false), about(a, it.person, it.key(), false)],
            [true, false],
        ),
        (
            "a key that vouched for another one was there as well",
            |it, a, b, _| {
                vec![about(b, it.person, b, false), about(b, it.person, a, false), about(a, it.person, it.key(), false)]
            },
            [true, true],
        ),
        (
            "the second was never there",
            |it, a, b, _| vec![about(b, it.person, a, false), about(a, it.person, it.key(), false)],
            [true, false],
        ),
        (
            "the first was removed",
            |it, a, b, _| {
                vec![about(a, it.person, it.key(), true), about(b, it.person, b, false), about(b, it.person, a, false)]
            },
            [false, false],
        ),
        (
            "a stranger vouches",
            |it, a, b, _| vec![about(a, it.person, a, false), about(a, it.person, b, false)],
            [false, false],
        ),
    ];
    for (what, says, known) in rows {
        let mut scene = Scene::new();
        let mut statements = says(&scene, &a, &b, stranger);
        // In whichever order they come, and heard again.
        for _ in 0..statements.len() {
            scene.hears(&statements);
            statements.rotate_left(1);
            assert_eq!([scene.knows(&a.id()), scene.knows(&b.id())], known, "{what}");
        }
    }
}

#[test]
fn what_was_removed_brings_nobody_in_and_doesnt_come_back() {
    let mut scene = Scene::new();
    let (a, b) = (key(0xa), key(0xb));
    let brings = vec![about(&a, scene.person, scene.key(), false), about(&a, scene.person, &a, false)];
    scene.hears(&brings);
    assert!(scene.knows(&a.id()));
    scene.hears(&[about(&a, scene.person, scene.key(), true)]);
    assert!(!scene.knows(&a.id()));
    scene.hears(&brings);
    scene.hears(&[about(&b, scene.person, &a, false), about(&b, scene.person, &b, false)]);
    assert!(!scene.knows(&a.id()) && !scene.knows(&b.id()));
    // Nor by pairing once more with the device that vouched for it.
    let all = [scene.dana.ws.my_statements(), brings].concat();
    let Scene { mut alex, mut dana, .. } = scene;
    crate::people::pair_stating(&mut alex, &mut dana, all);
    let known: Vec<DeviceId> = alex.ws.known_devices().iter().map(|known| known.device).collect();
    assert_eq!(known, [dana.ws.device_key().id()]);
}

/// Who pairs and names the computer of somebody else as one of theirs gets nothing by it, and doesn't keep them out.
#[test]
fn somebody_elses_computer_cant_be_claimed_by_pairing() {
    let (mut alex, mut mallory) = alex_and_dana();
    let mut eve = Person::new(3, "Eve Stone", "IT", ("Alex Kim", "Engineering"));
    let person = mallory.ws.my_statements()[0].statement.person;
    let claim = |removed| about(eve.ws.device_key(), person, mallory.ws.device_key(), removed);
    let all = [mallory.ws.my_statements(), vec![claim(false), claim(true)]].concat();
    crate::people::pair_stating(&mut alex, &mut mallory, all.clone());
    let grant = alex.ws.grant(&mallory.ws.device_key().id()).unwrap();
    alex.ws.receive_statements(&grant, &all, NOW).unwrap();
    assert_eq!(alex.ws.known_devices().len(), 1, "the claimed one counts for nothing");
    let details =
        sideways_core::command::PeerDetails { name: "Eve Stone".into(), department: "IT".into(), ..Default::default() };
    let added = alex.ws.edit(sideways_core::command::Command::AddPeer(details), NOW).unwrap();
    let sideways_core::command::Outcome::Peer(peer) = added else { panic!("no peer") };
    let mut for_eve = Person { ws: alex.ws, peer };
    pair(&mut for_eve, &mut eve);
    assert_eq!(for_eve.ws.known_devices().len(), 2);
}

/// Whoever pairs as somebody I know brings in their own computer and takes none away: the words were not compared yet.
#[test]
fn pairing_once_more_removes_nothing_and_nothing_removed_vouches_in_the_same_breath() {
    let mut scene = Scene::new();
    let (person, hers) = (scene.person, scene.dana.ws.device_key().id());
    let other = Person::new(4, "Dana Ruiz", "Finance", ("Alex Kim", "Engineering"));
    let other_key = DeviceKey::from_secret(&other.ws.device_key().secret());
    let claims = vec![
        about(&other_key, person, &other_key, false),
        about(&DeviceKey::from_secret(&scene.key().secret()), person, &other_key, true),
    ];
    let Scene { mut alex, .. } = scene;
    let mut other = other;
    crate::people::pair_stating(&mut alex, &mut other, claims);
    let known: Vec<DeviceId> = alex.ws.known_devices().iter().map(|known| known.device).collect();
    assert!(known.contains(&hers) && known.contains(&other_key.id()), "{known:?}");

    scene = Scene::new();
    let (a, b) = (key(0xa), key(0xb));
    let mut all = vec![
        about(&a, person, scene.key(), false),
        about(&a, person, &a, false),
        about(&b, person, &a, false),
        about(&b, person, &b, false),
    ];
    scene.hears(&all[..2]);
    all.push(about(&a, scene.person, scene.key(), true));
    scene.hears(&all);
    assert!(!scene.knows(&a.id()) && !scene.knows(&b.id()));
}

/// Each connection may state 32 things. What nobody asked about has a measure, and a real removal is heard in spite of it.
#[test]
fn statements_without_end_are_passed_over_and_a_removal_is_still_heard() {
    let mut scene = Scene::new();
    let a = key(0xa);
    scene.hears(&[about(&a, scene.person, scene.key(), false), about(&a, scene.person, &a, false)]);
    for round in 0..8_u8 {
        let made_up: Vec<_> =
            (0..32).map(|n| about(&key(64 + 16 * (round % 8) + n % 16), scene.person, scene.key(), true)).collect();
        scene.hears(&made_up);
    }
    // Nothing of it was kept.
    let late = key(0xc);
    scene.hears(&[about(&late, scene.person, scene.key(), false), about(&late, scene.person, &late, false)]);
    assert!(scene.knows(&late.id()));
    assert!(scene.knows(&a.id()));
    scene.hears(&[about(&a, scene.person, scene.key(), true)]);
    assert!(!scene.knows(&a.id()));

    // Devices as well.
    let mut scene = Scene::new();
    for n in 0..40 {
        let one = key(100 + n);
        scene.hears(&[about(&one, scene.person, scene.key(), false), about(&one, scene.person, &one, false)]);
    }
    assert_eq!(scene.alex.ws.known_devices().len(), DEVICES_OF_PERSON);
}
