use super::*;
use proptest::prelude::*;

fn invitation() -> Invitation {
    Invitation::to_peer(
        ("Alex Kim", "IT"),
        DeviceId([7; 32]),
        vec!["192.0.2.7:4433".into(), "[2001:db8::1]:4433".into(), "https://relay.example./".into()],
        InvitationSecret([0x5e; 16]),
        Moment { unix_ms: 1_790_000_000_000 },
    )
}

fn payload_text(version: u8, kind: u8) -> String {
    let mut payload = invitation().payload(vec![]);
    payload[0] = kind;
    text::write(version, &payload)
}

#[test]
fn an_invitation_survives_what_mail_programs_do_to_it() {
    let text = invitation().to_text();
    for (what, text) in [
        ("as it is", text.clone()),
        ("windows lines", text.replace('\n', "\r\n")),
        ("quoted", text.lines().map(|line| format!("> {line}\n")).collect()),
        ("quoted twice", text.lines().map(|line| format!("> > {line}\n")).collect()),
        ("quoted with bars", text.lines().map(|line| format!("| {line}\n")).collect()),
        ("in one line", text.replace('\n', " ")),
        (
            "wrapped again",
            text.chars()
                .enumerate()
                .map(|(n, c)| if n % 37 == 36 { format!("{c}\n") } else { c.to_string() })
                .collect(),
        ),
        ("in a letter", format!("Dear Dana,\n\nhere it is. Until tomorrow!\n\n{text}\nBest wishes\nAlex\n")),
        ("small letters", text.to_lowercase()),
        ("other dashes", text.replace("-----", "\u{2014}\u{2014}")),
        ("odd spaces", text.replace('\n', "\u{a0}\u{200b}\n\t")),
        ("twice", format!("{text}{text}")),
        ("with soft breaks", wrapped(&text, 60, "=\r\n")),
        ("quoted as markup", text.lines().map(|line| format!("&gt; {line}<br>\n").replace("<br>", "")).collect()),
        ("quoted with initials", text.lines().map(|line| format!("DR> {line}\n")).collect()),
        ("with a mark at its beginning", format!("\u{feff}{text}")),
    ] {
        assert_eq!(Invitation::parse(&text), Ok(invitation()), "{what}");
    }
}

/// With something after every so many letters.
fn wrapped(text: &str, every: usize, with: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(every).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join(with)
}

#[test]
fn a_link_is_the_same_invitation() {
    let link = invitation().to_link();
    assert!(link.len() < 2_000 && !link.contains(char::is_whitespace), "{link}");
    for (what, text) in [
        ("as it is", link.clone()),
        ("in capitals", link.to_uppercase()),
        ("in a letter", format!("Dear Dana,\nhere: <{link}>. Best wishes\nAlex")),
        ("as markup", format!("<a href=\"{link}\">Join</a>")),
        ("after the block", format!("{}\nor {link}", invitation().to_text())),
        ("at the end of a sentence", format!("Open {link}. Best wishes")),
        ("before more words", format!("{link} Best wishes, Alex")),
        ("before more letters", format!("{link}\nabcdefgh")),
        ("wrapped at 72", wrapped(&link, 72, "\n")),
        ("wrapped in the scheme", wrapped(&link, 5, "\r\n")),
        ("wrapped and quoted", wrapped(&format!("See {link}, please."), 60, "\n> > ")),
        ("quoted with initials", format!("DR> {}", wrapped(&link, 64, "\nDR> "))),
        ("with soft breaks", wrapped(&link, 60, "=\r\n")),
        ("with encoded line ends", wrapped(&link, 60, "%0D%0A")),
        ("with an encoded return, once", format!("{}%0D{}", &link[..60], &link[60..])),
        ("with blanks that nobody sees", wrapped(&link, 40, "\u{200b}")),
        ("with breaks of markup", wrapped(&link, 40, "<wbr>")),
        ("with lines of markup", wrapped(&link, 40, "<br />\r\n")),
        (
            "in a link that warns",
            format!("https://safe.example/?url={}&data=05", link.replace(':', "%3A").replace('/', "%2F")),
        ),
        ("encoded twice", format!("https://safe.example/?url={}", link.replace(':', "%253A").replace('/', "%252F"))),
        ("in angle brackets, as markup", format!("&lt;{link}&gt;")),
        ("after a broken one", format!("{} or {link}", &link[..link.len() - 9])),
        ("with a mark at its beginning", format!("\u{feff}{link}")),
    ] {
        assert_eq!(Invitation::parse(&text), Ok(invitation()), "{what}");
    }
    let long = format!("sideways:join/{}", "a".repeat(INVITATION_BYTES + 1));
    for (what, text, expect) in [
        ("cut off", link[..link.len() - 3].to_owned(), InvitationError::Changed),
        ("nothing in it", "sideways:join/".into(), InvitationError::Changed),
        ("too long", long, InvitationError::TooLong),
        ("another thing to do", "sideways:erase/everything".into(), InvitationError::NotFound),
    ] {
        assert_eq!(Invitation::parse(&text), Err(expect), "{what}");
    }
}

#[test]
fn each_wrong_text_gets_its_sentence() {
    let text = invitation().to_text();
    let letter = text.find('\n').unwrap() + 9;
    let mut edited = text.clone();
    let other = if &edited[letter..=letter] == "A" { "B" } else { "A" };
    edited.replace_range(letter..=letter, other);
    for (what, text, expect) in [
        ("nothing", String::new(), InvitationError::NotFound),
        ("a letter", "Dear Dana, see you on Tuesday.".into(), InvitationError::NotFound),
        ("emoji", "🙂🙂🙂".into(), InvitationError::NotFound),
        ("without its end", text.split("-----END").next().unwrap().into(), InvitationError::CutOff),
        ("without its beginning", text.split_once('\n').unwrap().1.into(), InvitationError::CutOff),
        ("one letter changed", edited, InvitationError::Changed),
        (
            "a line lost",
            text.lines().enumerate().filter(|(n, _)| *n != 2).map(|(_, l)| format!("{l}\n")).collect(),
            InvitationError::Changed,
        ),
        ("emoji inside", text.replacen('\n', "\n🙂", 1), InvitationError::Changed),
        ("empty block", "BEGIN SIDEWAYS INVITATION END SIDEWAYS INVITATION".into(), InvitationError::Changed),
        ("a megabyte", "a".repeat(1 << 20), InvitationError::TooLong),
        (
            "much inside",
            format!("BEGIN SIDEWAYS INVITATION{}END SIDEWAYS INVITATION", "A".repeat(3_000)),
            InvitationError::TooLong,
        ),
        ("version 2", payload_text(2, FOR_A_PEER), InvitationError::Newer),
        ("version 0", payload_text(0, FOR_A_PEER), InvitationError::Senseless),
        ("for a device", payload_text(1, FOR_A_DEVICE), InvitationError::ForDevice),
        ("for something new", payload_text(1, 9), InvitationError::Newer),
        ("a right checksum over nothing", text::write(1, &[]), InvitationError::Senseless),
        ("a right checksum over noise", text::write(1, &[1, 0xff, 0xff]), InvitationError::Senseless),
    ] {
        assert_eq!(Invitation::parse(&text), Err(expect), "{what}");
    }
}

#[test]
fn a_text_always_fits_and_never_shows_more_than_it_must() {
    let mut long = invitation();
    long.name = "é".repeat(500);
    long.addresses = vec!["https://a-relay-with-quite-a-long-name.example.org./".into(); 40];
    let text = long.to_text();
    assert!(text.len() <= INVITATION_BYTES, "{}", text.len());
    let read = Invitation::parse(&text).unwrap();
    assert!(!read.addresses.is_empty());
    assert_eq!(format!("{:?} {:?}", read, read.secret), "Invitation(…) InvitationSecret(…)");
    assert!(!text.contains("Alex"), "a name in clear would invite editing it");
}

#[test]
fn what_is_sent_begins_with_two_sentences_and_is_read_whole() {
    let letter = invitation().to_letter("Saturday 28 November 17:00");
    let (sentences, _) = letter.split_once("\n\n").unwrap();
    assert_eq!(sentences.lines().count(), 2, "{sentences}");
    for said in ["Alex Kim (IT)", "one list", "open Sideways", "ask Alex", "once, until Saturday 28 November 17:00"] {
        assert!(sentences.contains(said), "{said}: {sentences}");
    }
    let wrapped = |width: usize, before: &str| {
        let mut lines = vec![String::new()];
        for word in letter.split_inclusive([' ', '\n']) {
            let last = lines.last_mut().unwrap();
            if last.len() + word.len() > width {
                lines.push(String::new());
            }
            lines.last_mut().unwrap().push_str(word.trim_end_matches('\n'));
            if word.ends_with('\n') {
                lines.push(String::new());
            }
        }
        lines.iter().map(|line| format!("{before}{line}\n")).collect::<String>()
    };
    for (what, text) in [
        ("as it is", letter.clone()),
        ("windows lines", letter.replace('\n', "\r\n")),
        ("quoted", wrapped(72, "> ")),
        ("quoted twice and wrapped", wrapped(50, "> > ")),
        ("quoted with bars", wrapped(72, "| ")),
        ("in one line", letter.replace('\n', " ")),
        ("in a reply", format!("On Friday Alex wrote:\n{}\nThank you, Dana", wrapped(72, "> "))),
        ("with its quotes made straight", letter.replace(['“', '”'], "\"").replace('’', "'")),
    ] {
        assert_eq!(Invitation::parse(&text), Ok(invitation()), "{what}");
    }
}

#[test]
fn a_name_cannot_steer_the_screen() {
    let mut sly = invitation();
    sly.name = "Alex\u{202e}\u{1b}[2J\nKim".into();
    assert_eq!(Invitation::parse(&sly.to_text()).unwrap().name, "Alex[2J Kim");
}

proptest! {
    #[test]
    fn whatever_somebody_is_called_their_letter_is_read(
        name in "(-----BEGIN SIDEWAYS INVITATION-----|END SIDEWAYS INVITATION|sideways:join/a|[a-z\u{202e} \n]|\\PC){0,8}",
        department: String,
        until: String,
    ) {
        let named = Invitation { name: crate::plain::short(&name), department: crate::plain::short(&department), ..invitation() };
        prop_assert_eq!(Invitation::parse(&named.to_letter(&until)), Ok(named));
    }

    #[test]
    fn any_text_is_judged(text: String) {
        let _ = Invitation::parse(&text);
        let _ = Invitation::parse(&format!("BEGIN SIDEWAYS INVITATION{text}END SIDEWAYS INVITATION"));
    }

    #[test]
    fn any_bytes_with_a_right_checksum_are_judged(version in 0..3_u8, bytes: Vec<u8>) {
        let _ = Invitation::parse(&text::write(version, &bytes));
    }
}
