//! vCard 3.0, as Google Contacts, Apple's Contacts and Outlook on the web write it.

use super::{check, check_cards};

#[test]
fn names_and_addresses_are_read_without_what_programs_put_around_them() {
    check_cards(
        "3.0",
        &[
            (
                "an address behind the name",
                "FN:Mina Lund (mina@example.org)\nEMAIL:mina@example.org",
                "Mina Lund | mail mina@example.org",
            ),
            ("in angle brackets", "FN:Mina Lund <mina@example.org>", "Mina Lund"),
            ("in quotes, before an address", "FN:'Mina Lund' <mina@example.org>", "Mina Lund"),
            ("an address for a name", "FN:mina@example.org\nN:Lund;Mina", "Mina Lund"),
            ("nothing but an address", "FN:mina@example.org", "mina@example.org"),
            ("a remark behind the name", "FN:Mina Lund (Finance)", "Mina Lund (Finance)"),
            ("percent signs in a link", "FN:Mina\nEMAIL:mailto:mina%40example.org", "Mina | mail mina@example.org"),
            ("and in no link", "FN:Mina\nEMAIL:mina%40example.org", "Mina | mail mina@example.org"),
            ("a name that nobody sees", "FN:\u{200B}\u{3164}\u{2800}\nN:Lund;Mina", "Mina Lund"),
            ("a name of joiners", "FN:\u{200D}\u{FE0F}\nNICKNAME:Mina", "Mina"),
            ("icons of a window", "FN:\u{E01A}Mina", "Mina"),
            ("fillers", "FN:Mina\u{3164} \u{115F}Lund", "Mina Lund"),
        ],
    );
}

#[test]
fn google_contacts_and_others_write_3_0() {
    check_cards(
        "3.0",
        &[
            (
                "Google",
                "FN:Mina Okoye\nN:Okoye;Mina;;;\nEMAIL;TYPE=INTERNET;TYPE=WORK:mina@example.org\nTEL;TYPE=CELL:+1 555-0100\nORG:Example\nTITLE:Designer\nNOTE:Met at the fair\\nLikes tea\nCATEGORIES:myContacts",
                "Mina Okoye | company Example | role Designer | mail mina@example.org | phone +1 555-0100 | tag myContacts | note Met at the fair/Likes tea",
            ),
            (
                "Google's custom labels",
                "FN:Mina\nitem1.EMAIL;TYPE=INTERNET:mina@example.org\nitem1.X-ABLabel:Side project\nitem2.URL:https\\://www.example.org/mina\nitem2.X-ABLabel:PROFILE",
                "Mina | mail mina@example.org | link https://www.example.org/mina",
            ),
            (
                "a name of nothing but the mail",
                "FN:\nN:;;;;\nEMAIL;TYPE=INTERNET:mina.okoye@example.org",
                "mina.okoye | mail mina.okoye@example.org",
            ),
            (
                "a nickname before the mail",
                "N:;;;;\nNICKNAME:,Mimi,Min\nEMAIL:mina@example.org",
                "Mimi | mail mina@example.org",
            ),
            ("N before the nickname", "NICKNAME:Mimi\nN:Okoye;Mina;;;", "Mina Okoye"),
            ("FN before N", "N:Okoye;Mina;;;\nFN:Mina O.", "Mina O."),
            ("middle names, titles and suffixes are left out", "N:Okoye;Mina;Ada;Prof.;PhD", "Mina Okoye"),
            ("two given names", "N:Okoye,Berg;Mina,Ada;;;", "Mina Ada Okoye Berg"),
            (
                "the preferred type comes first",
                "FN:M\nEMAIL;TYPE=HOME:a@example.org\nEMAIL;TYPE=WORK,pref:b@example.org\nTEL;TYPE=HOME:1\nTEL;TYPE=\"work,PREF\":2",
                "M | mail b@example.org + a@example.org | phone 2 + 1",
            ),
            (
                "equal entries keep their order",
                "FN:M\nTEL:3\nTEL;type=pref:1\nTEL:2\nTEL;type=pref:4",
                "M | phone 1 + 4 + 3 + 2",
            ),
            (
                "duplicate mails once",
                "FN:M\nEMAIL:Mina@example.org\nEMAIL:mina@Example.org\nEMAIL;TYPE=pref:mina@example.org\nEMAIL:m@example.org",
                "M | mail mina@example.org + m@example.org",
            ),
            ("an empty organisation", "FN:M\nORG:;", "M"),
            ("only a department", "FN:M\nORG:;Library", "M | department Library"),
            (
                "deep departments",
                "FN:M\nORG:Example\\, Inc.;North\\; West;;Sales",
                "M | company Example, Inc. | department North; West, Sales",
            ),
            ("a role where no title is", "FN:M\nROLE:Editor", "M | role Editor"),
            ("a title before a role", "FN:M\nROLE:Editor\nTITLE:Head of Desk", "M | role Head of Desk"),
            ("an empty title gives way", "FN:M\nTITLE:\nROLE:Editor", "M | role Editor"),
            ("folded with a space", "FN:Mina Oko\n ye", "Mina Okoye"),
            ("folded with a tab", "FN:Mina \n\tOkoye", "Mina Okoye"),
            (
                "folded within the parameters",
                "FN:M\nEMAIL;TYPE=WORK;TYPE=INTERNET;TYPE=p\n ref;X-LONG=1:m\n ina@example.org",
                "M | mail mina@example.org",
            ),
            ("escapes", "FN:Okoye\\, Mina\nNOTE:a\\, b\\; c \\\\n d\\Ne\\nf", "Okoye, Mina | note a, b; c \\n d/e/f"),
            (
                "tags split at unescaped commas",
                "FN:M\nCATEGORIES:Team A\\, B,Chess\nCATEGORIES:Tea",
                "M | tag Team A, B + Chess + Tea",
            ),
            ("a quoted parameter holds a colon", "FN:M\nTEL;X-WHERE=\"Room 1:2;3\";TYPE=WORK:1", "M | phone 1"),
            ("a quote that never closes", "FN:M\nTEL;X-WHERE=\"Room:1", "M | phone 1"),
            ("a tel URI", "FN:M\nTEL;VALUE=uri;TYPE=CELL:tel:+1-555-0100", "M | phone +1-555-0100"),
            (
                "an agent in one escaped line",
                "FN:M\nAGENT:BEGIN:VCARD\\nVERSION:3.0\\nFN:Ida\\nEND:VCARD\\n\nTEL:1",
                "M | phone 1",
            ),
            ("a folded agent", "FN:M\nAGENT:BEGIN:VCARD\n \\nFN:Ida\\nEND:VCARD\nTEL:1", "M | phone 1"),
            ("a photo", "FN:M\nPHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ\n SkZJRg==\nTEL:1", "M | phone 1"),
            (
                "a photo elsewhere is not fetched",
                "FN:M\nPHOTO;VALUE=URI:https://example.org/m.jpg\nLOGO;VALUE=URI:file:///etc/passwd",
                "M",
            ),
            (
                "quoted-printable in 3.0",
                "FN;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:J=C3=BCrgen=\n Berg",
                "Jürgen Berg",
            ),
            ("two notes", "FN:M\nNOTE:One\nNOTE:\nNOTE:Two", "M | note One/Two"),
            ("a line without a colon", "FN:M\nthis is lost\nTEL:1", "M | phone 1"),
            (
                "links that run something are left out",
                "FN:M\nURL:javascript:alert(1)\nURL:file:///etc/passwd\nURL:www.example.org\nIMPP:ms-msdt:/id",
                "M | link https://www.example.org",
            ),
            ("a UID", "FN:M\nUID:5F3A:ABPerson\nUID:second", "M | uid 5F3A:ABPerson"),
            (
                "a place",
                "FN:Blue room\nKIND:location",
                "- “Blue room” is a place or a device rather than a person, so it was left out.",
            ),
        ],
    );
}

#[test]
fn apple_contacts_writes_3_0() {
    check_cards(
        "3.0",
        &[
            (
                "Apple",
                "PRODID:-//Apple Inc.//macOS 14//EN\nN:Rossi;Lea;;;\nFN:Lea Rossi\nORG:Example Spa;Ricerca\nTITLE:Chimica\nEMAIL;type=INTERNET;type=HOME:lea@example.org\nEMAIL;type=INTERNET;type=WORK;type=pref:rossi@example.org\nTEL;type=CELL;type=VOICE;type=pref:+39 02 1234\nitem1.URL;type=pref:www.example.org/lea\nitem1.X-ABLabel:_$!<HomePage>!$_\nitem2.ADR;type=HOME:;;Via 1;Roma;;;\nitem2.X-ABADR:it\nIMPP;X-SERVICE-TYPE=Jabber;type=HOME;type=pref:xmpp:lea@example.org\nBDAY:1980-01-01\nX-ABUID:ABC\\:ABPerson\nUID:abc-1",
                "Lea Rossi | company Example Spa | department Ricerca | role Chimica | mail rossi@example.org + lea@example.org | phone +39 02 1234 | link https://www.example.org/lea + xmpp:lea@example.org | uid abc-1",
            ),
            (
                "Apple's company",
                "N:;;;;\nFN:Example Spa\nORG:Example Spa;\nX-ABShowAs:COMPANY",
                "- “Example Spa” is an organisation rather than one person, so it was left out.",
            ),
            (
                "Apple's person shown as a company",
                "N:Rossi;Lea;;;\nFN:Lea Rossi\nORG:Example Spa;\nX-ABShowAs:COMPANY",
                "Lea Rossi | company Example Spa",
            ),
            (
                "Apple's group",
                "N:Climbing;;;;\nFN:Climbing\nX-ADDRESSBOOKSERVER-KIND:group\nX-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1",
                "- “Climbing” is a group rather than one person, so it was left out.",
            ),
            (
                "Apple's folded photo",
                "FN:Lea\nPHOTO;ENCODING=b;TYPE=JPEG:\n  /9j/4AAQSkZJRgABAQAASABIAAD\n  AAAA=\nTEL:1",
                "Lea | phone 1",
            ),
            ("a social profile is not a link", "FN:Lea\nX-SOCIALPROFILE;type=twitter:https://example.org/lea", "Lea"),
        ],
    );
}

#[test]
fn a_version_may_stand_anywhere_or_nowhere() {
    check("no version", "BEGIN:VCARD\nFN:Ida\\, B\nEND:VCARD", &["Ida, B"]);
    check("a late version", "BEGIN:VCARD\nFN:Ida\n Berg\nVERSION:2.1\nEND:VCARD", &["Ida Berg"]);
    check("a version to come", "BEGIN:VCARD\nVERSION:5.0\nFN:Ida\n Berg\nEND:VCARD", &["IdaBerg"]);
}
