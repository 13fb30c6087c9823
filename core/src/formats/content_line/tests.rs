use super::{lines::MAX_LINE, property::unescape, *};
use std::io::{self, BufReader, Read};

fn lines(bytes: &[u8]) -> Vec<String> {
    // A buffer of three bytes makes every line straddle a refill.
    let mut lines = Lines::new(BufReader::with_capacity(3, bytes), Blanks::Dropped);
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
        (b"A:caf\xE9\n", &["A:caf\u{e9}"]),
        (b"A:1\r\r\nB:2\r\r\n", &["A:1", "B:2"]),
        (b"A:1\n\n\r\nB:2\n", &["A:1", "B:2"]),
        (b" A:1\n", &[" A:1"]),
        (b"A:\0x\n", &["A:\0x"]),
        (b"", &[]),
        (b"\n\n", &[]),
        (b"A:1\n ", &["A:1"]),
        // files that were joined, each with its mark
        (b"A:1\n\xEF\xBB\xBFB:2\n", &["A:1", "B:2"]),
        // soft breaks, as they are, with a blank left behind, and folded as well
        (b"A;QUOTED-PRINTABLE:on=\nce\nB:2\n", &["A;QUOTED-PRINTABLE:once", "B:2"]),
        (b"A;ENCODING=Q:on= \t\r\nce\r\nB:2\r\n", &["A;ENCODING=Q:once", "B:2"]),
        (b"A;ENCODING=QUOTED-PRINTABLE:=D0=\r\n =98;=\r\n =41\r\n", &["A;ENCODING=QUOTED-PRINTABLE:=D0=98;=41"]),
        (b"A;ENCODING=QUOTED-PRINTABLE:on=\n\nB:2\n", &["A;ENCODING=QUOTED-PRINTABLE:on", "B:2"]),
        (b"A;ENCODING=QUOTED-PRINTABLE:on=\nEND:VCARD\n", &["A;ENCODING=QUOTED-PRINTABLE:on=", "END:VCARD"]),
        (b"A;ENCODING=QUOTED-PRINTABLE:the =\nend: of it\n", &["A;ENCODING=QUOTED-PRINTABLE:the end: of it"]),
        (b"A;ENCODING=QUOTED-PRINTABLE:on=", &["A;ENCODING=QUOTED-PRINTABLE:on="]),
        // base64 and addresses of pages end so as well, and nothing follows
        (b"A;ENCODING=BASE64:AA==\nB:2\n", &["A;ENCODING=BASE64:AA==", "B:2"]),
        (b"URL:https://example.org/?a=\nB:2\n", &["URL:https://example.org/?a=", "B:2"]),
    ];
    for (bytes, expected) in rows {
        assert_eq!(lines(bytes), *expected, "{:?}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn old_macs_end_lines_with_returns() {
    let read = |bytes: &[u8]| -> Vec<String> {
        let mut lines = Lines::new(bytes, Blanks::Dropped);
        std::iter::from_fn(|| Some(lines.next_line().unwrap()?.into_owned())).collect()
    };
    assert_eq!(read(b"A:1\rB:2\r C\r"), ["A:1", "B:2C"]);
    assert_eq!(read(b"A:1\rx\nB:2\n"), ["A:1\rx", "B:2"]);
    assert_eq!(read(b"A:1\r"), ["A:1"]);
}

/// A blank that stood in the text stays where a line was broken because it was full.
#[test]
fn a_blank_after_a_soft_break_is_text_where_the_line_was_full() {
    let long = format!("NOTE;QUOTED-PRINTABLE:{} word=\n next\n", "x".repeat(60));
    let mut lines = Lines::new(long.as_bytes(), Blanks::Dropped);
    assert!(lines.next_line().unwrap().unwrap().ends_with(" word next"));
    let mut lines = Lines::new(&b"FN:Per\n Lund\n"[..], Blanks::Kept);
    assert_eq!(lines.next_line().unwrap().unwrap(), "FN:Per Lund");
}

#[test]
fn a_long_line_is_cut_and_the_next_one_is_whole() {
    let mut file = b"DESCRIPTION:".to_vec();
    file.extend(std::iter::repeat_n(b'x', 200_000));
    for _ in 0..200_000 {
        file.extend(b"\r\n y");
    }
    file.extend(b"\r\nSUMMARY:after\r\n");
    let mut lines = Lines::new(&file[..], Blanks::Dropped);
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
    let mut lines = Lines::new(BufReader::with_capacity(64 * 1024, Endless(60_000_000)), Blanks::Dropped);
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
        ("item1.SUMMARY:Dana", Some(("SUMMARY", "Dana"))),
        ("two words:x", None),
    ];
    for (line, expected) in rows {
        assert_eq!(Property::parse(line).map(|p| (p.header.name, p.value)), *expected, "{line}");
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
        ("A;CN='Dana':x", Some("'Dana'")),
        ("A;CN=\"Da\"na:x", Some("Dana")),
        ("A;ROLE=CHAIR:x", None),
        ("A:x", None),
    ];
    for (line, expected) in rows {
        assert_eq!(Property::parse(line).unwrap().param("CN").as_deref(), expected, "{line}");
    }
}

#[test]
fn values_are_decoded_where_they_are_quoted_printable() {
    let rows = [
        ("SUMMARY:a\\, b", "a, b"),
        ("SUMMARY;ENCODING=QUOTED-PRINTABLE:Caf=C3=A9 =\\;", "Café =;"),
        ("SUMMARY;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Caf=E9", "Café"),
        ("SUMMARY;QUOTED-PRINTABLE:one=0D=0Atwo", "one\r\ntwo"),
    ];
    for (line, expected) in rows {
        assert_eq!(Property::parse(line).unwrap().text(), expected, "{line}");
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
