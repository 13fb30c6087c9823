use super::*;
use std::io::{self, BufReader, Read};

fn lines(bytes: &[u8]) -> Vec<String> {
    // A buffer of three bytes makes every line straddle a refill.
    let mut lines = Lines::new(BufReader::with_capacity(3, bytes));
    let mut all = Vec::new();
    while let Some(line) = lines.next_line().unwrap() {
        all.push(line.into_owned());
    }
    all
}

#[test]
fn lines_are_unfolded_whatever_the_writer_did() {
    let rows: &[(&[u8], &[&str])] = &[
        (b"A:1\r\nB:2\r\n", &["A:1", "B:2"]),
        (b"A:1\nB:2", &["A:1", "B:2"]),
        (b"A:one\r\n  two\r\nB:2\r\n", &["A:one two", "B:2"]),
        (b"A:one\n\ttwo\n", &["A:onetwo"]),
        (b"A:o\r\n n\r\n e\r\n", &["A:one"]),
        (b"\xEF\xBB\xBFA:1\n", &["A:1"]),
        (b"A:caf\xC3\r\n \xA9\r\n", &["A:caf\u{e9}"]),
        (b"A:caf\xE9\n", &["A:caf\u{fffd}"]),
        (b"A:1\r\r\nB:2\r\r\n", &["A:1", "B:2"]),
        (b"A:1\n\n\r\nB:2\n", &["A:1", "B:2"]),
        (b" A:1\n", &[" A:1"]),
        (b"A:\0x\n", &["A:\0x"]),
        (b"", &[]),
        (b"\n\n", &[]),
        (b"A:1\n ", &["A:1"]),
    ];
    for (bytes, expected) in rows {
        assert_eq!(lines(bytes), *expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn a_long_line_is_cut_and_the_next_one_is_whole() {
    let mut file = b"DESCRIPTION:".to_vec();
    file.extend(std::iter::repeat_n(b'x', 200_000));
    for _ in 0..200_000 {
        file.extend(b"\r\n y");
    }
    file.extend(b"\r\nSUMMARY:after\r\n");
    let mut lines = Lines::new(&file[..]);
    assert_eq!(lines.next_line().unwrap().unwrap().len(), MAX_LINE);
    assert_eq!(lines.next_line().unwrap().unwrap(), "SUMMARY:after");
}

struct Endless(u64);
impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = (buffer.len() as u64).min(self.0) as usize;
        buffer[..n].fill(b'x');
        self.0 -= n as u64;
        Ok(n)
    }
}

#[test]
fn a_line_of_sixty_megabytes_is_passed_over() {
    let mut lines = Lines::new(BufReader::with_capacity(64 * 1024, Endless(60_000_000)));
    assert_eq!(lines.next_line().unwrap().unwrap().len(), MAX_LINE);
    assert!(lines.next_line().unwrap().is_none());
}

#[test]
fn a_line_is_taken_apart() {
    let rows: &[(&str, Option<(&str, &str)>)] = &[
        ("SUMMARY:Dana", Some(("SUMMARY", "Dana"))),
        ("SUMMARY;LANGUAGE=de:Dana: us", Some(("SUMMARY", "Dana: us"))),
        ("ATTENDEE;CN=\"Weber; Dana: x\":mailto:d@example.org", Some(("ATTENDEE", "mailto:d@example.org"))),
        ("ATTENDEE;CN=\"Dana:mailto:d@example.org", Some(("ATTENDEE", "mailto:d@example.org"))),
        ("no colon", None),
        (":value", None),
        (";X=1:value", None),
        ("X:", Some(("X", ""))),
    ];
    for (line, expected) in rows {
        assert_eq!(Property::parse(line).map(|p| (p.name, p.value)), *expected, "{line}");
    }
}

#[test]
fn parameters_lose_their_quotes_and_carets() {
    let rows = [
        ("A;CN=Dana:x", Some("Dana")),
        ("A;cn=Dana:x", Some("Dana")),
        ("A;CN=\"Weber, Dana\":x", Some("Weber, Dana")),
        ("A;X=\";CN=no\";CN=yes:x", Some("yes")),
        ("A;CN=a,b:x", Some("a")),
        ("A;CN=Dana ^'Dee^' W^^^n:x", Some("Dana \"Dee\" W^\n")),
        ("A;CN=^x^:x", Some("^x^")),
        ("A;CN=:x", Some("")),
        ("A;ROLE=CHAIR:x", None),
        ("A:x", None),
    ];
    for (line, expected) in rows {
        assert_eq!(Property::parse(line).unwrap().param("CN").as_deref(), expected, "{line}");
    }
}

#[test]
fn text_loses_its_escapes() {
    let rows = [
        ("Dana\\, Alex\\; 30 min", "Dana, Alex; 30 min"),
        ("one\\ntwo\\Nthree", "one\ntwo\nthree"),
        ("back\\\\slash", "back\\slash"),
        ("odd\\x", "odd\\x"),
        ("end\\", "end\\"),
        ("plain", "plain"),
    ];
    for (value, expected) in rows {
        assert_eq!(unescape(value), expected);
    }
}
