//! Two people who are never online together: they live by files alone.

use crate::person::{Person, pair};
use std::{fs, path::PathBuf, process::Command};

/// Alex and Dana, paired, and a folder that both reach, like a stick.
fn both() -> (Person, Person, tempfile::TempDir) {
    let (alex, dana) = Person::alex_and_dana();
    pair(&alex, &dana);
    (alex, dana, tempfile::tempdir().unwrap())
}

fn at(stick: &tempfile::TempDir, name: &str) -> String {
    stick.path().join(name).display().to_string()
}

fn waiting(of: &Person, peer: &str) -> i64 {
    of.json(&["share", "status", peer])[0]["waiting"].as_i64().unwrap()
}

#[test]
fn two_people_live_by_files_alone() {
    let (alex, dana, stick) = both();
    let file = |name: &str| at(&stick, name);
    for text in ["first", "second", "third"] {
        alex.ok(&["list", "add", "Dana", text]);
    }
    alex.ok(&["list", "pad", "Dana", "for Tuesday"]);
    let went = alex.json(&["sealed", "write", "Dana", &file("1.sideways")]);
    assert_eq!((&went["lines"], &went["pad"], &went["computers"]), (&3.into(), &true.into(), &1.into()), "{went}");
    assert_eq!(went["peer"], "Dana Ruiz");
    let came = dana.json(&["sealed", "read", &file("1.sideways")]);
    assert_eq!((came["lines"].as_array().unwrap().len(), &came["lacks"]), (3, &false.into()), "{came}");
    assert_eq!(came["says"][0], "3 lines and the pad from Alex.");
    assert_eq!(dana.texts("Alex"), alex.texts("Dana"));
    // Harmless twice.
    let again = dana.ok(&["sealed", "read", &file("1.sideways")]);
    assert_eq!(again.lines().next(), Some("Nothing new from Alex."));
    // Her answer says that it came, and brings hers.
    dana.ok(&["list", "add", "Alex", "from Dana"]);
    assert_eq!(waiting(&alex, "Dana"), 3);
    let said = dana.run(&["sealed", "write", "Alex", &file("2.sideways")]);
    assert!(said.out.contains("1 line. Only Alex’s computer can open it."), "{said:?}");
    let came = alex.ok(&["sealed", "read", &file("2.sideways")]);
    assert!(came.starts_with("1 line from Dana.\nDana learns that it came with your next file"), "{came}");
    assert_eq!((waiting(&alex, "Dana"), waiting(&dana, "Alex")), (0, 1));
    alex.ok(&["list", "add", "Dana", "one more"]);
    alex.ok(&["sealed", "write", "Dana", &file("3.sideways")]);
    let size = |name: &str| fs::metadata(file(name)).unwrap().len();
    assert!(size("3.sideways") < size("1.sideways"));
    // By standard input, and while another process has the folder open.
    let mut here = dana.start(&["sync"]);
    while !here.line().contains("Alex") {}
    dana.ok(&["sealed", "read", &file("3.sideways")]);
    drop(here);
    assert_eq!((dana.texts("Alex"), waiting(&dana, "Alex")), (alex.texts("Dana"), 0));
    // Nothing is written over.
    let over = alex.run(&["sealed", "write", "Dana", &file("3.sideways")]);
    assert!(over.code == 1 && over.err.contains("nothing is written over"), "{over:?}");
    for who in [&alex, &dana] {
        who.ok(&["store", "verify"]);
    }
}

#[test]
fn whatever_else_is_given_for_one_is_one_sentence_and_changes_nothing() {
    let (alex, dana, stick) = both();
    let file = |name: &str| at(&stick, name);
    alex.ok(&["list", "add", "Dana", "a line"]);
    alex.ok(&["sealed", "write", "Dana", &file("good.sideways")]);
    let good = fs::read(file("good.sideways")).unwrap();
    let put = |name: &str, bytes: &[u8]| {
        fs::write(file(name), bytes).unwrap();
        file(name)
    };
    let changed = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 1;
        bytes
    };
    let huge = fs::File::create(file("huge.sideways")).unwrap();
    huge.set_len(1024 * 1024 * 1024).unwrap();
    let pipe = file("pipe.sideways");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let older = String::from_utf8_lossy(&good).replace("age-encryption.org/v1", "age-encryption.org/v0").into_bytes();
    let for_dana = file("good.sideways");
    let rows: Vec<(String, &str)> = vec![
        (put("empty.sideways", b""), "this is no sealed file of Sideways"),
        (put("text.sideways", b"Dear Dana,\n"), "this is no sealed file of Sideways"),
        (put("random.sideways", &[0xA7; 4_000]), "this is no sealed file of Sideways"),
        (put("old.sideways", &older), "this is no sealed file of Sideways"),
        (put("begins.sideways", b"age-encryption.org/v1"), "this is no sealed file"),
        (put("cut.sideways", &good[..good.len() - 40]), "is cut off"),
        (put("end.sideways", &changed(good.len() - 1)), "this sealed file"),
        (put("head.sideways", &changed(80)), "this sealed file"),
        (put("more.sideways", &[good.as_slice(), b"more"].concat()), "this sealed file"),
        (file("huge.sideways"), "larger than any sealed file"),
        (stick.path().display().to_string(), "is no file"),
        (pipe, "is no file"),
        ("/dev/zero".to_owned(), "is no file"),
        (file("nothing.sideways"), "can’t be read"),
    ];
    let before = dana.json(&["share", "status", "Alex"]);
    for (path, says) in &rows {
        let read = dana.run(&["sealed", "read", path]);
        let errors: Vec<&str> = read.err.lines().filter(|line| line.starts_with("error: ")).collect();
        assert!(read.code == 1 && errors.len() == 1 && errors[0].contains(says), "{path}: {read:?}");
        assert!(read.out.is_empty() && read.err.lines().all(|line| line.len() < 400), "{path}");
    }
    assert_eq!(dana.json(&["share", "status", "Alex"]), before);
    assert!(dana.texts("Alex").is_empty());
    // Whose it is, is said to whoever knows them.
    let mine = alex.run(&["sealed", "read", &for_dana]);
    assert!(mine.err.contains("is for Dana, and nobody else can open it"), "{mine:?}");
    let lee = Person::new("Lee Novak", "IT");
    let others = lee.run(&["sealed", "read", &for_dana]);
    assert!(others.err.contains("is for somebody else"), "{others:?}");
    // Nothing is shared with Lee, and nothing is written for whom nothing is shared with.
    alex.ok(&["peer", "add", "Lee Novak", "--department", "IT"]);
    let none = alex.run(&["sealed", "write", "Lee", &file("lee.sideways")]);
    assert!(none.code == 1 && none.err.contains("nothing is shared with Lee yet"), "{none:?}");
    assert!(!PathBuf::from(file("lee.sideways")).exists());
    // A stop holds.
    dana.ok(&["share", "stop", "Alex"]);
    let stopped = dana.run(&["sealed", "read", &for_dana]);
    assert!(
        stopped.err.contains("you stopped sharing with Alex") && stopped.err.contains("resume Alex"),
        "{stopped:?}"
    );
    let out = dana.run(&["sealed", "write", "Alex", &file("out.sideways")]);
    assert!(out.code == 1 && out.err.contains("stopped"), "{out:?}");
    dana.ok(&["share", "resume", "Alex"]);
    dana.ok(&["sealed", "read", &for_dana]);
    assert_eq!(dana.texts("Alex"), [["a line"]]);
}

#[test]
fn a_file_that_comes_to_the_wrong_computer_names_the_right_one() {
    let (alex, dana, stick) = both();
    let file = at(&stick, "for Alex.sideways");
    dana.ok(&["list", "add", "Alex", "x"]);
    dana.ok(&["sealed", "write", "Alex", &file]);
    let (second, _) = crate::devices::add_computer(&alex);
    let wrong = second.run(&["sealed", "read", &file]);
    let first = alex.json(&["device", "list"]);
    let name = first.as_array().unwrap().iter().find(|it| it["this"] == true).unwrap()["name"].as_str().unwrap();
    assert!(wrong.err.contains(&format!("only on “{name}”")), "{wrong:?}");
    alex.ok(&["sealed", "read", &file]);
    // A file of the new one brings it in at Dana's, and from then on hers open on both.
    let hello = at(&stick, "hello.sideways");
    second.ok(&["sealed", "write", "Dana", &hello]);
    dana.ok(&["sealed", "read", &hello]);
    let for_both = at(&stick, "for both.sideways");
    assert_eq!(dana.json(&["sealed", "write", "Alex", &for_both])["computers"], 2);
    second.ok(&["sealed", "read", &for_both]);
    assert_eq!(second.texts("Dana"), [["x"]]);
}
