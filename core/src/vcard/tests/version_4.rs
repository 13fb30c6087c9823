//! vCard 4.0, as Thunderbird, Nextcloud and newer programs write it.

use super::{check, check_cards};

#[test]
fn thunderbird_and_others_write_4_0() {
    check_cards(
        "4.0",
        &[
            (
                "Thunderbird",
                "N:Haddad;Samir;;;\nFN:Samir Haddad\nEMAIL;PREF=1:samir@example.org\nEMAIL:haddad@example.org\nTEL;TYPE=work;VALUE=TEXT:030 1234\nORG:Example;Archive\nTITLE:Archivist\nURL;TYPE=work;VALUE=URL:https://example.org/\nIMPP;VALUE=URI:xmpp:samir@example.org\nNOTE:Line one\\nLine two\nUID:9b1c-4\nX-CUSTOM1;VALUE=TEXT:x",
                "Samir Haddad | company Example | department Archive | role Archivist | mail samir@example.org + haddad@example.org | phone 030 1234 | link https://example.org/ + xmpp:samir@example.org | note Line one/Line two | uid 9b1c-4",
            ),
            (
                "Thunderbird's quick card",
                "EMAIL;PREF=1:samir@example.org\nUID:1",
                "samir | mail samir@example.org | uid 1",
            ),
            (
                "preferences in numbers",
                "FN:S\nEMAIL;PREF=50:c@example.org\nEMAIL:d@example.org\nEMAIL;PREF=2:b@example.org\nEMAIL;PREF=1:a@example.org",
                "S | mail a@example.org + b@example.org + c@example.org + d@example.org",
            ),
            (
                "a preference out of range is none",
                "FN:S\nTEL:1\nTEL;PREF=0:2\nTEL;PREF=900:3\nTEL;PREF=100:4",
                "S | phone 4 + 1 + 2 + 3",
            ),
            ("the preferred name", "FN;LANGUAGE=de:Samir H.\nFN;LANGUAGE=en;PREF=1:Samir Haddad", "Samir Haddad"),
            (
                "tel URIs",
                "FN:S\nTEL;VALUE=uri;PREF=1;TYPE=\"voice,home\":tel:+1-555-555-0100;ext=5555\nTEL;VALUE=uri:tel:+33-01-23",
                "S | phone +1-555-555-0100 ext. 5555 + +33-01-23",
            ),
            ("a group property", "FN:S\nwork.1.EMAIL;TYPE=work:s@example.org", "S | mail s@example.org"),
            (
                "a caret escape is no quote, so the colon ends the header",
                "FN:S\nEMAIL;X-LABEL=say ^'hi: there^';PREF=1:s@example.org",
                "S",
            ),
            (
                "caret escapes in a quoted parameter",
                "FN:S\nEMAIL:t@example.org\nEMAIL;X-LABEL=\"say ^'hi: there^'^n^^\";PREF=1:s@example.org",
                "S | mail s@example.org + t@example.org",
            ),
            (
                "a group",
                "KIND:group\nFN:The Choir\nMEMBER:urn:uuid:1\nMEMBER:mailto:ida@example.org",
                "- “The Choir” is a group rather than one person, so it was left out.",
            ),
            (
                "an organisation",
                "KIND:ORG\nFN:Example Ltd",
                "- “Example Ltd” is an organisation rather than one person, so it was left out.",
            ),
            (
                "a device with no name",
                "KIND:device\nTEL:1",
                "- Card 1 is a place or a device rather than a person, so it was left out.",
            ),
            ("an unknown kind is a person", "KIND:x-pal\nFN:S", "S"),
            (
                "a person",
                "KIND:individual\nFN:S\nGENDER:M\nBDAY:--0203\nANNIVERSARY:20100101\nPHOTO:data:image/png;base64,AAAA",
                "S",
            ),
            ("mailto", "FN:S\nEMAIL;VALUE=uri:mailto:s@example.org", "S | mail s@example.org"),
            (
                "messengers",
                "FN:S\nIMPP;PREF=1:sip:s@example.org\nIMPP:matrix:u/s:example.org\nIMPP:nobody\nIMPP:x-odd:s",
                "S | link sip:s@example.org + matrix:u/s:example.org",
            ),
            (
                "tags of several lines, preferred first",
                "FN:S\nCATEGORIES:a,b\nCATEGORIES;PREF=1:c,a",
                "S | tag c + a + b",
            ),
            ("right to left names are whole", "FN:سمير حداد", "سمير حداد"),
            ("a family emoji is whole", "FN:Kin 👨‍👩‍👧", "Kin 👨‍👩‍👧"),
            (
                "nothing to call it by",
                "TEL:1\nNOTE:who",
                "- Card 1 has neither a name nor a mail address, so it was left out.",
            ),
        ],
    );
}

#[test]
fn what_was_left_out_is_said_by_number() {
    check(
        "people and others",
        "BEGIN:VCARD\nVERSION:4.0\nFN:Ida\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nKIND:group\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Per\nEND:VCARD\n",
        &["Ida", "Per", "- Card 2 is a group rather than one person, so it was left out."],
    );
}
