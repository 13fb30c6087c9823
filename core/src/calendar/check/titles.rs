//! Titles that sound like a 1-on-1, for calendars that name no guests.

/// Words for a conversation of two, in the shapes people type them.
const WORDS: [&str; 18] = [
    "1:1",
    "1-1",
    "1/1",
    "1on1",
    "1-on-1",
    "1 on 1",
    "1to1",
    "1-to-1",
    "one on one",
    "one-on-one",
    "one to one",
    "catch-up",
    "catch up",
    "catchup",
    "jour fixe mit",
    "coffee with",
    "kaffee mit",
    "4-augen",
];

/// Whether a title sounds like a 1-on-1. It is only ever a reason to ask.
pub(super) fn sounds_like_one_on_one(title: &str) -> bool {
    let lower = title.to_lowercase();
    WORDS.iter().any(|word| holds_word(&lower, word)) || two_names(title)
}

/// The words stand by themselves: "11:15" and "1-10" aren't "1:1" and "1-1".
fn holds_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, found)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + found.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// "Dana / Alex", "Dana <> Alex": one capitalised word or two on either side.
fn two_names(title: &str) -> bool {
    ["<>", "<->", " / ", " x ", " & ", "/"].iter().any(|between| {
        let Some((one, two)) = title.split_once(between) else { return false };
        let name = |text: &str| {
            let words: Vec<&str> = text.split_whitespace().collect();
            let capital = |word: &&str| {
                word.chars().next().is_some_and(char::is_uppercase)
                    && word.chars().skip(1).any(char::is_lowercase)
                    && word.chars().all(|c| c.is_alphabetic() || "-'.\u{2019}".contains(c))
            };
            (1..=2).contains(&words.len()) && words.iter().all(capital)
        };
        name(one) && name(two.split([',', ':', '(']).next().unwrap_or(two))
    })
}
