//! vCard 2.1, as phones of its day and Outlook write it.

use super::{check, check_cards, show};

#[test]
fn phones_and_outlook_write_2_1() {
    check_cards(
        "2.1",
        &[
            (
                "a Nokia card",
                "N:Virtanen;Aino\nTEL;PREF;CELL;VOICE:+358401234567\nTEL;WORK:091234\nX-CLASS:private",
                "Aino Virtanen | phone +358401234567 + 091234",
            ),
            (
                "a SIM card's name has one part",
                "N:Aino Virtanen\nTEL;CELL:0401234567",
                "Aino Virtanen | phone 0401234567",
            ),
            ("only a family name", "N:Virtanen;;;;\nTEL:1", "Virtanen | phone 1"),
            ("only a given name", "N:;Aino;;;\nTEL:1", "Aino | phone 1"),
            (
                "quoted-printable name",
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=BCrgen;;;",
                "Jürgen Müller",
            ),
            ("bare quoted-printable", "N;QUOTED-PRINTABLE;CHARSET=UTF-8:M=C3=BCller;J=C3=BCrgen", "Jürgen Müller"),
            ("ISO-8859-1", "FN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=EB Dub=E9", "Zoë Dubé"),
            (
                "windows-1252",
                "FN:Ida\nNOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=Windows-1252:=93Tea=94 =80 3",
                "Ida | note “Tea” € 3",
            ),
            ("no charset said, UTF-8 meant", "FN;ENCODING=QUOTED-PRINTABLE:=D0=90=D0=BD=D0=BD=D0=B0", "Анна"),
            ("no charset said, windows-1252 meant", "FN;ENCODING=QUOTED-PRINTABLE:Ren=E9e", "Renée"),
            (
                "a charset not known here",
                "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52;=93=63\nEMAIL:yamada@example.org",
                "yamada | mail yamada@example.org",
            ),
            (
                "half the name is in an unknown charset",
                "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52;Taro",
                "Taro",
            ),
            ("an encoded semicolon is no separator", "N;ENCODING=QUOTED-PRINTABLE:Berg=3BLund;Ida", "Ida Berg;Lund"),
            (
                "soft breaks",
                "N:Berg;Ida\nNOTE;ENCODING=QUOTED-PRINTABLE:First line=0D=0A=\nSecond =\nline\nTEL:1",
                "Ida Berg | phone 1 | note First line/Second line",
            ),
            ("a soft break within a character", "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=\n=BCrgen", "Jürgen"),
            (
                "soft breaks that are folded as well",
                "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=98=D0=B2=\n =D0=B0;=D0=\n =9A;;;",
                "К Ива",
            ),
            ("a word goes on after a soft break and a fold", "FN;ENCODING=QUOTED-PRINTABLE:J=C3=BCr=\n gen", "Jürgen"),
            ("a tab after a soft break", "FN;ENCODING=QUOTED-PRINTABLE:Id=\n\ta", "Ida"),
            (
                "the blank of a full line is text",
                "FN:Ida\nNOTE;ENCODING=QUOTED-PRINTABLE:It is a long note that goes on and on to the very end=\n of it.",
                "Ida | note It is a long note that goes on and on to the very end of it.",
            ),
            ("blank space after a soft break", "FN;ENCODING=QUOTED-PRINTABLE:Ida=20= \nBerg", "Ida Berg"),
            (
                "an unread property's soft breaks",
                "N:Berg;Ida\nLABEL;WORK;ENCODING=QUOTED-PRINTABLE:1 Street=0D=0A=\nEMAIL:no@example.org\nTEL:1",
                "Ida Berg | phone 1",
            ),
            (
                "a soft break before an empty line",
                "N:Berg;Ida\nNOTE;ENCODING=QUOTED-PRINTABLE:Hi=0D=0A=\n\nTEL:1",
                "Ida Berg | phone 1 | note Hi",
            ),
            ("a soft break before the end", "N:Berg;Ida\nNOTE;ENCODING=QUOTED-PRINTABLE:Hi=", "Ida Berg | note Hi"),
            (
                "Outlook",
                "N;LANGUAGE=en-us:Lund;Per;;Dr.;Jr.\nFN:Per Lund\nORG:Example Ltd;Research;Lab 2\nTITLE:Engineer\nTEL;WORK;VOICE:(555) 010-0100\nADR;WORK;PREF:;;1 Street;Town;;;\nX-MS-OL-DEFAULT-POSTAL-ADDRESS:2\nEMAIL;PREF;INTERNET:per@example.org\nX-MS-OL-DESIGN;CHARSET=utf-8:<card xmlns=\"http://example.org\"></card>\nREV:20240101T000000Z",
                "Per Lund | company Example Ltd | department Research, Lab 2 | role Engineer | mail per@example.org | phone (555) 010-0100",
            ),
            ("Outlook leaves out titles", "N;LANGUAGE=en-us:Lund;Per;Olav;Dr.;Jr.", "Per Lund"),
            (
                "Outlook's in-house address",
                "FN:Per\nEMAIL;X400:/o=Example/cn=per\nEMAIL;INTERNET:per@example.org",
                "Per | mail per@example.org",
            ),
            (
                "Outlook's photo",
                "FN:Per\nPHOTO;TYPE=JPEG;ENCODING=BASE64:\n /9j/4AAQSkZJRgABAQ==\n AAAA=\n\nTEL:1",
                "Per | phone 1",
            ),
            (
                "a photo with no indent",
                "FN:Per\nPHOTO;BASE64;JPEG:\n/9j/4AAQSkZJRgABAQ==\nAAAA=\n\nTEL:1",
                "Per | phone 1",
            ),
            ("a base64 name is not guessed at", "FN;ENCODING=BASE64:UGVy\nN:Lund;Per", "Per Lund"),
            ("2.1 folds keep their blank", "FN:Per\n Lund", "Per Lund"),
            ("2.1 has no newline escape", "FN:Per\nNOTE:C:\\new\\;x\\,y", "Per | note C:\\new;x,y"),
            ("a comma in a 2.1 name", "N:Lund, Berg;Per", "Per Lund, Berg"),
            (
                "bare PREF comes first",
                "FN:Per\nTEL;HOME:1\nTEL;WORK;PREF:2\nEMAIL:a@example.org\nEMAIL;PREF:b@example.org",
                "Per | mail b@example.org + a@example.org | phone 2 + 1",
            ),
            (
                "small letters everywhere",
                "fn:Per\ntel;work:1\nemail;internet;pref:per@example.org",
                "Per | mail per@example.org | phone 1",
            ),
            ("categories", "FN:Per\nCATEGORIES:Work,Chess , ,Work", "Per | tag Work + Chess"),
            (
                "a card within a card",
                "FN:Per\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nFN:Ida\nTEL:2\nEND:VCARD\nTEL:1",
                "Per | phone 1",
            ),
            (
                "a card within a card, in one line",
                "FN:Per\nAGENT:BEGIN:VCARD\nFN:Ida\nEND:VCARD\nTEL:1",
                "Per | phone 1",
            ),
            (
                "a card within a card after a soft break",
                "FN:Per\nNOTE;QUOTED-PRINTABLE:a=\nAGENT:BEGIN:VCARD\nFN;PREF:Ida\nEND:VCARD\nTEL:1",
                "Per | phone 1 | note a",
            ),
            (
                "private things are not read",
                "FN:Per\nBDAY:19700101\nADR;HOME:;;1 Street\nX-GENDER:Male\nGEO:1,2",
                "Per",
            ),
        ],
    );
}

#[test]
fn raw_bytes_of_older_windows_programs_are_read() {
    let rows: [(&[u8], &str); 3] = [
        (b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:J\xFCrgen M\xFCller\r\nEND:VCARD\r\n", "Jürgen Müller"),
        (b"BEGIN:VCARD\r\nVERSION:2.1\r\nFN;CHARSET=ISO-8859-1:Ren\xE9\r\nEND:VCARD\r\n", "René"),
        (b"BEGIN:VCARD\rVERSION:2.1\rFN:Per\rTEL:1\rEND:VCARD\r", "Per | phone 1"),
    ];
    for (file, expected) in rows {
        assert_eq!(show(file), [expected]);
    }
}

#[test]
fn a_phone_book_of_many_cards_keeps_its_order() {
    check(
        "three cards, blank lines and joined files",
        "\u{FEFF}BEGIN:VCARD\nVERSION:2.1\nN:Berg;Ida\nEND:VCARD\n\n\u{FEFF}begin:vcard\nversion:2.1\nn:Lund;Per\nend:vcard\nBEGIN:VCARD \nVERSION:2.1\nN:;\nTEL:1\nEND:VCARD ",
        &["Ida Berg", "Per Lund", "- Card 3 has neither a name nor a mail address, so it was left out."],
    );
}
