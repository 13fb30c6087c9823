//! Address cards as programs export them, as broken programs export them, and as nobody should.

mod hostile;
mod old_phones;
mod round_trip;
mod version_3;
mod version_4;

use crate::vcard::{Card, read};

/// Everything a file gave, a line for each card; only what a card says is shown.
fn show(bytes: &[u8]) -> Vec<String> {
    match read(bytes) {
        Err(error) => vec![error.to_string()],
        Ok(read) => {
            let people = read.cards.iter().map(show_card);
            people.chain(read.skipped.iter().map(|skipped| format!("- {}", skipped.sentence))).collect()
        }
    }
}

fn show_card(card: &Card) -> String {
    let mut out = card.name.clone();
    let mut say = |what: &str, text: &str| {
        if !text.is_empty() {
            out.push_str(&format!(" | {what} {text}"));
        }
    };
    say("company", &card.company);
    say("department", &card.department);
    say("role", &card.role);
    say("mail", &card.mails.join(" + "));
    say("phone", &card.phones.join(" + "));
    say("link", &card.links.join(" + "));
    say("tag", &card.tags.join(" + "));
    say("note", &card.note.replace('\n', "/"));
    say("uid", card.uid.as_deref().unwrap_or_default());
    out
}

/// The same file must read the same whether its lines end as on Windows or not.
fn check(story: &str, file: &str, expected: &[&str]) {
    assert_eq!(show(file.as_bytes()), expected, "{story}");
    assert_eq!(show(file.replace('\n', "\r\n").as_bytes()), expected, "{story}, with CRLF");
}

/// Checks rows of one card each: what it is about, the lines between its first and last, and what comes of it.
fn check_cards(version: &str, rows: &[(&str, &str, &str)]) {
    for (story, lines, expected) in rows {
        let file = format!("BEGIN:VCARD\nVERSION:{version}\n{lines}\nEND:VCARD\n");
        check(story, &file, &[expected]);
    }
}
