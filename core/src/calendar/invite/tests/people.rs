use super::{has, lines, series, stamp};
use crate::calendar::invite::{BadMail, Mail, NoMail, Person, invitation, my_copy};
use crate::export::escaped;
use crate::formats::names::line;

#[test]
fn a_name_stays_on_its_line_whatever_it_holds() {
    for (typed, title, cn) in [
        ("Dana", "Dana", "Dana"),
        ("Kim, Alex", "Kim\\, Alex", "Kim, Alex"),
        ("a;b:c", "a\\;b:c", "a;b:c"),
        ("back\\slash", "back\\\\slash", "back\\slash"),
        ("two\nlines", "two lines", "two lines"),
        ("two\r\nlines", "two lines", "two lines"),
        ("two\rlines", "two lines", "two lines"),
        (
            "x\r\nATTENDEE:mailto:eve@example.com",
            "x ATTENDEE:mailto:eve@example.com",
            "x ATTENDEE:mailto:eve@example.com",
        ),
        ("x\r\n END:VEVENT", "x END:VEVENT", "x END:VEVENT"),
        ("a\u{85}b\u{2028}c\u{2029}d", "a b c d", "a b c d"),
        ("a\u{b}b\u{c}c", "a b c", "a b c"),
        ("nul\0bell\u{7}", "nulbell", "nulbell"),
        ("Ada\u{202E}gnivoL", "AdagnivoL", "AdagnivoL"),
        ("Bob \"Bobby\" Ray", "Bob \"Bobby\" Ray", "Bob 'Bobby' Ray"),
        ("\";CN=\"Eve", "\"\\;CN=\"Eve", "';CN='Eve"),
        ("caret ^n ^' ^^", "caret ^n ^' ^^", "caret ^^n ^^' ^^^^"),
        ("  tabs\tand   blanks  ", "tabs and blanks", "tabs and blanks"),
        ("佐藤さくら", "佐藤さくら", "佐藤さくら"),
    ] {
        let mut series = series();
        series.peer.name = typed.to_owned();
        let mine = my_copy(&series, stamp());
        assert!(has(&mine, &format!("SUMMARY:{title} / Alex\\, 30 min catch-up")), "{typed:?}\n{mine}");
        let file = invitation(&series, stamp()).unwrap();
        let guest = format!(
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=\"{cn}\":mailto:dana@example.org"
        );
        assert!(has(&file, &guest), "{typed:?}\n{file}");
        assert_eq!(lines(&file).iter().filter(|line| line.starts_with("ATTENDEE")).count(), 2, "{typed:?}");
    }
}

#[test]
fn somebody_without_a_name_is_left_out_of_the_title() {
    for (peer, me, title) in [
        ("Dana", "", "SUMMARY:Dana\\, 30 min catch-up"),
        ("", "Alex", "SUMMARY:Alex\\, 30 min catch-up"),
        ("\u{202E}\n", "", "SUMMARY:30 min catch-up"),
    ] {
        let mut series = series();
        (series.peer.name, series.me.name) = (peer.to_owned(), me.to_owned());
        let file = invitation(&series, stamp()).unwrap();
        assert!(has(&file, title), "{file}");
        assert!(!file.contains("CN=\"\""));
    }
}

#[test]
fn folding_never_splits_a_character() {
    for letter in ["ä", "さ", "👩🏽‍🚀", "e\u{301}", "x", ",", "\\"] {
        for shift in 0..8 {
            let mut series = series();
            series.peer.name = format!("{}{}", "y".repeat(shift), letter.repeat(60));
            series.me.name = letter.repeat(60);
            let names = format!("{} / {}", line(&series.peer.name, 256), line(&series.me.name, 256));
            let title = format!("SUMMARY:{}", escaped(&format!("{names}, 30 min catch-up")));
            // That no line is longer than 75 bytes is looked at in `lines`; a `String` can't hold half a character.
            assert!(has(&my_copy(&series, stamp()), &title), "{title}");
            assert!(has(&invitation(&series, stamp()).unwrap(), &title), "{title}");
        }
    }
}

#[test]
fn a_very_long_name_is_cut_and_the_file_stays_small() {
    let mut series = series();
    series.peer.name = "long ".repeat(200_000);
    series.me.name = "ü".repeat(200_000);
    assert!(my_copy(&series, stamp()).len() < 3_000);
}

#[test]
fn an_address_is_read_as_typed() {
    for (typed, kept) in [
        ("dana@example.org", "dana@example.org"),
        ("  dana@example.org\n", "dana@example.org"),
        ("Dana.Berg+1on1@sub.example.org", "Dana.Berg+1on1@sub.example.org"),
        ("o'brien@example.org", "o'brien@example.org"),
        ("jörg@exämple.de", "jörg@exämple.de"),
        ("a@b", "a@b"),
        ("100%=x?y#z/&@example.org", "100%=x?y#z/&@example.org"),
    ] {
        assert_eq!(Mail::parse(typed).unwrap().as_str(), kept);
    }
}

#[test]
fn an_address_that_could_break_a_line_is_refused() {
    let long = format!("{}@example.org", "a".repeat(250));
    for (typed, why) in [
        ("", BadMail::NoAt),
        ("dana", BadMail::NoAt),
        ("@example.org", BadMail::NoAt),
        ("dana@", BadMail::NoAt),
        ("dana@b@example.org", BadMail::NoAt),
        ("dana berg@example.org", BadMail::Unfit),
        ("dana@example.org, eve@example.com", BadMail::Unfit),
        ("dana@example.org\r\nATTENDEE:mailto:eve@example.com", BadMail::Unfit),
        ("da\0na@example.org", BadMail::Unfit),
        ("da\u{7f}na@example.org", BadMail::Unfit),
        ("da\u{2028}na@example.org", BadMail::Unfit),
        ("da\u{202e}na@example.org", BadMail::Unfit),
        ("\"dana\"@example.org", BadMail::Unfit),
        ("<dana@example.org>", BadMail::Unfit),
        ("Dana <dana@example.org>", BadMail::Unfit),
        ("mailto:dana@example.org", BadMail::Unfit),
        ("dana;x@example.org", BadMail::Unfit),
        ("dana@[127.0.0.1]", BadMail::Unfit),
        ("dana\\@example.org", BadMail::Unfit),
        (&long, BadMail::TooLong),
    ] {
        assert_eq!(Mail::parse(typed), Err(why), "{typed:?}");
        let said = why.to_string();
        assert!(said.ends_with('.') && !said.contains("254.") && said.starts_with(char::is_uppercase), "{said}");
    }
}

#[test]
fn an_address_can_not_add_to_the_link_it_stands_in() {
    for (mail, uri) in [
        ("dana@example.org", "mailto:dana@example.org"),
        ("a?cc=eve@example.org", "mailto:a%3Fcc=eve@example.org"),
        ("a&b%c#d@example.org", "mailto:a%26b%25c%23d@example.org"),
        ("ö@example.org", "mailto:%C3%B6@example.org"),
    ] {
        let mut series = series();
        series.peer = Person { name: String::new(), mail: Some(Mail::parse(mail).unwrap()) };
        let file = invitation(&series, stamp()).unwrap();
        assert!(
            lines(&file).iter().any(|line| line.starts_with("ATTENDEE") && line.ends_with(&format!(":{uri}"))),
            "{file}"
        );
    }
}

#[test]
fn without_an_address_there_is_no_invitation_and_a_sentence_says_why() {
    let mut nobody = series();
    nobody.peer.mail = None;
    assert_eq!(invitation(&nobody, stamp()), Err(NoMail::Theirs));
    nobody.me.mail = None;
    assert_eq!(invitation(&nobody, stamp()), Err(NoMail::Mine));
    assert!(my_copy(&nobody, stamp()).contains("SUMMARY:Dana"));
}
