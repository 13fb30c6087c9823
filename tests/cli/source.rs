//! One calendar kept in sight: a file or an address, and what may lie there.

use crate::{
    person::{Gave, Person, gave},
    server::{self, Server, Stream, answer},
};
use serde_json::Value;
use std::{
    io::Write,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const NOW: &str = "2026-11-24T12:00[Europe/Berlin]";

/// A calendar with half hours of Dana's: from and to are written as iCalendar does.
fn calendar(events: &[(&str, &str, &str)]) -> String {
    let event = |(uid, from, more): &(&str, &str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{from}\r\nDURATION:PT30M\r\nSUMMARY:Half hour\r\nORGANIZER:mailto:alex@example.com\r\nATTENDEE;CN=Alex Kim:mailto:alex@example.com\r\nATTENDEE;CN=Dana Ruiz:mailto:dana@example.org\r\n{more}END:VEVENT\r\n"
        )
    };
    let events: String = events.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n{events}END:VCALENDAR\r\n")
}

fn alex() -> Person {
    let (alex, _) = Person::alex_and_dana();
    alex.ok(&["me", "set", "--name", "Alex Kim", "--department", "Engineering", "--mail", "alex@example.com"]);
    alex.ok(&["peer", "edit", "Dana", "--reach", "mailto:dana@example.org"]);
    alex
}

fn command(alex: &Person, arguments: &[&str]) -> Command {
    let mut command = alex.command(&[&["calendar", "source"], arguments].concat());
    command.env("SIDEWAYS_NOW", NOW).env("TZ", "Europe/Berlin").env("SSL_CERT_FILE", server::believed());
    for proxy in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(proxy);
    }
    command
}

fn run(alex: &Person, arguments: &[&str]) -> Gave {
    gave(command(alex, arguments).output().unwrap())
}

fn shown(alex: &Person) -> Value {
    let gave = run(alex, &["show", "--json"]);
    assert_eq!(gave.code, 0, "{gave:?}");
    serde_json::from_str(&gave.out).unwrap()
}

fn says(shown: &Value) -> Vec<(String, String)> {
    let says = shown["says"].as_array().unwrap().iter();
    says.map(|it| (it["what"].as_str().unwrap().to_owned(), it["says"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn a_file_in_sight_asks_whether_we_met_and_says_what_moved_or_vanished() {
    let alex = alex();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ics");
    let path = file.to_str().unwrap();
    assert_eq!(shown(&alex)["source"], Value::Null, "off by default");
    std::fs::write(&file, calendar(&[("a", "20261120T090000Z", ""), ("b", "20261201T090000Z", "")])).unwrap();
    let set = run(&alex, &["set", path]);
    assert_eq!(set.code, 0, "{set:?}");
    assert!(set.out.contains("did you meet?"), "{set:?}");
    let first = says(&shown(&alex));
    assert_eq!(first.iter().map(|it| it.0.as_str()).collect::<Vec<_>>(), ["held", "new"], "{first:?}");

    // Answered: a line is written of the one, and the other is planned.
    let then = |arguments: &[&str]| {
        let mut command = alex.command(arguments);
        let done = gave(command.env("SIDEWAYS_NOW", NOW).env("TZ", "Europe/Berlin").output().unwrap());
        assert_eq!(done.code, 0, "{arguments:?}: {done:?}");
        done.out
    };
    then(&["meet", "log", "Dana", "--on", "2026-11-20", "--why", "in-person"]);
    assert_eq!(alex.json(&["meet", "list", "Dana"])[0]["why"], "in-person");
    then(&["meet", "plan", "Dana", "--at", "2026-12-01T10:00", "--zone", "Europe/Berlin"]);
    assert_eq!(says(&shown(&alex)), []);

    std::fs::write(&file, calendar(&[("b", "20261203T130000Z", "")])).unwrap();
    let moved = shown(&alex);
    assert_eq!(
        says(&moved),
        [(
            "moved".into(),
            "In your calendar the half hour with Dana moved: 3 December 14:00, not 1 December 10:00.".into()
        )]
    );
    assert_eq!(moved["says"][0]["at"], "2026-12-03T14:00:00");
    // What is put off isn't said.
    then(&["snooze", moved["says"][0]["id"].as_str().unwrap(), "--until", "2026-12-01"]);
    assert_eq!(says(&shown(&alex)), []);

    std::fs::write(&file, calendar(&[])).unwrap();
    let gone = says(&shown(&alex));
    assert_eq!(gone, [("gone".into(), "Your calendar has no half hour with Dana on 1 December 10:00.".into())]);

    // It offers free times wherever a calendar does.
    let busy = calendar(&[("c", "20261201T070000Z", "DURATION:PT10H\r\n")]).replace("DURATION:PT30M\r\n", "");
    std::fs::write(&file, busy).unwrap();
    let instead: Value = serde_json::from_str(&then(&["--json", "meet", "instead", "Dana"])).unwrap();
    let times = instead["ways"].as_array().unwrap().iter().filter(|way| way["at"].is_string()).count();
    assert_eq!(times, 2, "{instead}");

    assert_eq!(run(&alex, &["off"]).code, 0);
    assert_eq!(shown(&alex)["source"], Value::Null);
    let instead: Value = serde_json::from_str(&then(&["--json", "meet", "instead", "Dana"])).unwrap();
    assert!(instead["ways"].as_array().unwrap().iter().all(|way| way["at"].is_null()), "{instead}");
}

fn serves(path: &str, stream: &mut Stream) -> std::io::Result<()> {
    let good = || calendar(&[("a", "20261120T090000Z", "")]);
    match path {
        "/good.ics?secret=123" | "/plain/secret-1.ics" => {
            answer(stream, "200 OK", "Content-Type: text/calendar\r\n", &good())
        }
        "/hop" => answer(stream, "302 Found", "Location: /plain/secret-1.ics\r\n", ""),
        "/login" => answer(stream, "200 OK", "Content-Type: text/html\r\n", "\n<!DOCTYPE html><html>Sign in</html>"),
        "/text" => answer(stream, "200 OK", "", "hello"),
        "/nothing" => answer(stream, "200 OK", "", ""),
        "/circle" => answer(stream, "302 Found", "Location: /circle\r\n", ""),
        "/nowhere" => answer(stream, "302 Found", "", ""),
        "/to-file" => answer(stream, "302 Found", "Location: file:///etc/passwd\r\n", ""),
        "/to-plain" => answer(stream, "307 Temporary Redirect", "Location: http://localhost:1/a.ics\r\n", ""),
        "/denied" => answer(stream, "403 Forbidden", "", "no"),
        "/gone" => answer(stream, "410 Gone", "", "no"),
        "/broken" => answer(stream, "500 Internal Server Error", "", "no"),
        "/promises-much" => {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\nBEGIN:VCALENDAR\r\n")?;
            stream.flush()?;
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        "/endless" => {
            write!(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
            let line = "X-JUNK:".to_owned() + &"a".repeat(65_536 - 9) + "\r\n";
            loop {
                write!(stream, "10000\r\n{line}\r\n")?;
            }
        }
        "/drip" => {
            write!(stream, "HTTP/1.1 200 OK\r\n\r\nBEGIN:VCALENDAR\r\n")?;
            loop {
                write!(stream, "X")?;
                stream.flush()?;
                std::thread::sleep(Duration::from_millis(500));
            }
        }
        "/silent" => {
            std::thread::sleep(Duration::from_secs(60));
            Ok(())
        }
        "/no-http" => {
            stream.write_all(&[0_u8; 4096])?;
            stream.flush()
        }
        "/headers" => {
            write!(stream, "HTTP/1.1 200 OK\r\n")?;
            loop {
                write!(stream, "X-More: {}\r\n", "a".repeat(1000))?;
            }
        }
        "/escape" => answer(
            stream,
            "200 OK",
            "",
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:\x1b[2J\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ),
        _ => answer(stream, "404 Not Found", "", ""),
    }
}

#[test]
fn an_address_is_read_over_tls_kept_sealed_and_never_shown_whole() {
    let (alex, server) = (alex(), Server::start(serves));
    let address = server.address("/good.ics?secret=123");
    let set = run(&alex, &["set", &address, "--json"]);
    assert_eq!(set.code, 0, "{set:?}");
    let shape: Value = serde_json::from_str(&set.out).unwrap();
    assert_eq!(shape["source"], format!("https://localhost:{}/…", server.port));
    assert_eq!((&shape["kind"], &shape["half_hours"]), (&"address".into(), &1.into()));
    let asked = server.asked();
    assert!(asked[0].starts_with("GET /good.ics?secret=123 HTTP/1.1"), "{asked:?}");
    for told in ["cookie", "referer", "authorization", "alex", "dana"] {
        assert!(!asked[0].to_lowercase().contains(told), "{asked:?}");
    }

    // Another name for the same, from standard input, by way of another address.
    let webcal = server.address("/hop").replace("https://", "webcal://");
    let mut child = command(&alex, &["set", "-"]);
    let mut child = child.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{webcal}\n").as_bytes()).unwrap();
    let set = gave(child.wait_with_output().unwrap());
    assert_eq!(set.code, 0, "{set:?}");

    // The secret stands nowhere: in no output, no export and no file of the data folder.
    run(&alex, &["set", &address]);
    let all = [&["calendar", "source", "show"][..], &["history"], &["doctor", "--report"], &["today"]];
    let written = tempfile::tempdir().unwrap();
    let export = written.path().join("all.json");
    alex.ok(&["export", "json", "--out", export.to_str().unwrap()]);
    let export = std::fs::read_to_string(export).unwrap();
    assert!(!export.contains("secret=123"));
    for arguments in all {
        let mut command = alex.command(arguments);
        command.env("SSL_CERT_FILE", server::believed());
        let gave = gave(command.output().unwrap());
        assert!(!gave.out.contains("secret=123") && !gave.err.contains("secret=123"), "{arguments:?}");
    }
    for file in walk(alex.folder()) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(10).any(|part| part == b"secret=123"), "{}", file.display());
    }
}

fn walk(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                walk(&path)
            } else if path.is_file() {
                vec![path]
            } else {
                vec![]
            }
        })
        .collect()
}

/// One sentence, without the address, soon, and nothing is kept.
fn refused(alex: &Person, source: &str, within: u64, expected: &str) {
    let begin = Instant::now();
    let gave = run(alex, &["set", source]);
    assert!(begin.elapsed() < Duration::from_secs(within), "{source}: {:?}", begin.elapsed());
    assert_eq!((gave.code, gave.out.as_str()), (1, ""), "{source}: {gave:?}");
    let errors = gave.err.lines().filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors, 1, "{source}: {gave:?}");
    assert!(gave.err.contains(expected), "{source}: {gave:?}");
    let secret = source.rsplit('/').next().unwrap();
    assert!(secret.is_empty() || !source.contains("://") || !gave.err.contains(secret), "{source}: {gave:?}");
    assert_eq!(shown(alex)["source"], Value::Null, "{source}");
}

#[test]
fn what_is_dead_huge_or_hostile_is_one_sentence() {
    let (alex, server) = (alex(), Server::start(serves));
    for (path, within, expected) in [
        ("/login", 10, "a web page and no calendar"),
        ("/text", 10, "is no calendar"),
        ("/nothing", 10, "is no calendar"),
        ("/circle", 10, "without an end"),
        ("/nowhere", 10, "answered 302"),
        ("/to-file", 10, "isn’t https"),
        ("/to-plain", 10, "isn’t https"),
        ("/denied", 10, "isn’t open to this computer"),
        ("/gone", 10, "nothing at that address"),
        ("/missing", 10, "nothing at that address"),
        ("/broken", 10, "answered 500"),
        ("/promises-much", 10, "more at that address than the 32 MB"),
        ("/endless", 30, "more at that address than the 32 MB"),
        ("/drip", 40, "too slowly"),
        ("/silent", 20, "too slowly"),
        ("/no-http", 10, "can’t be reached"),
        ("/headers", 10, "can’t be reached"),
    ] {
        refused(&alex, &server.address(path), within, expected);
    }
    // What is shown by a calendar that can be read steers no terminal.
    let escape = run(&alex, &["set", &server.address("/escape")]);
    assert!(!escape.out.contains('\x1b') && !escape.err.contains('\x1b'), "{escape:?}");
    assert_eq!(run(&alex, &["off"]).code, 0);
}

#[test]
fn nobody_is_believed_without_proof_and_nothing_but_tls_is_spoken() {
    let (alex, server) = (alex(), Server::start(serves));
    // The certificate is made out to another name.
    refused(&alex, &format!("https://127.0.0.1:{}/good.ics", server.port), 10, "can’t prove");
    // Nobody vouches for it.
    let mut unknown = command(&alex, &["set", &server.address("/good.ics?secret=123")]);
    let other = tempfile::tempdir().unwrap();
    let pem = std::fs::read_to_string(server::believed()).unwrap();
    std::fs::write(other.path().join("empty.pem"), pem.replace("BEGIN CERTIFICATE", "BEGIN NOTHING")).unwrap();
    unknown.env("SSL_CERT_FILE", other.path().join("empty.pem")).env("SSL_CERT_DIR", other.path());
    let gave = gave(unknown.output().unwrap());
    assert_eq!(gave.code, 1, "{gave:?}");
    assert!(gave.err.contains("certificates") || gave.err.contains("prove"), "{gave:?}");
    assert!(server.asked().is_empty(), "{:?}", server.asked());

    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    refused(&alex, &format!("https://localhost:{closed}/dead.ics"), 15, "can’t be reached");
    refused(&alex, "https://nobody.invalid/dead.ics", 40, "that address");
    for (source, expected) in [
        ("http://localhost/a.ics", "https:// or webcal://"),
        ("file:///etc/passwd", "https:// or webcal://"),
        ("ftp://localhost/a.ics", "https:// or webcal://"),
        ("javascript:alert(1)", "https:// or webcal://"),
        ("", "no calendar was named"),
    ] {
        refused(&alex, source, 10, expected);
    }
}

#[test]
fn a_file_that_is_missing_huge_or_no_file_is_one_sentence() {
    let alex = alex();
    let folder = tempfile::tempdir().unwrap();
    let huge = folder.path().join("huge.ics");
    let file = std::fs::File::create(&huge).unwrap();
    file.set_len(100 * 1024 * 1024).unwrap();
    let text = folder.path().join("text.ics");
    std::fs::write(&text, "hello").unwrap();
    for (path, expected) in [
        (folder.path().join("none.ics"), "can’t be read"),
        (folder.path().to_owned(), "is no file"),
        ("/dev/zero".into(), "is no file"),
        (huge, "larger than the 32 MB"),
        (text, "is no calendar"),
    ] {
        if path.starts_with("/dev") && !path.exists() {
            continue;
        }
        refused(&alex, path.to_str().unwrap(), 10, expected);
    }
}

#[test]
fn one_that_was_read_before_and_is_gone_says_so_and_stays_chosen() {
    let alex = alex();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mine.ics");
    std::fs::write(&file, calendar(&[])).unwrap();
    assert_eq!(run(&alex, &["set", file.to_str().unwrap()]).code, 0);
    std::fs::remove_file(&file).unwrap();
    let gave = run(&alex, &["show"]);
    assert_eq!(gave.code, 1);
    assert!(gave.err.contains("is kept in sight") && gave.err.contains("mine.ics"), "{gave:?}");
    std::fs::write(&file, calendar(&[])).unwrap();
    assert_eq!(run(&alex, &["show"]).code, 0);
}
