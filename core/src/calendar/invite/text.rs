//! The words that go into somebody's calendar. Never a note: what is written here, both read.

/// The three questions of the half hour.
const QUESTIONS: [&str; 3] =
    ["What’s keeping you up at night?", "What I’m working on", "Where might we help each other?"];
/// And the promise that goes with them.
const PROMISE: &str = "No preparation needed.";

pub(super) fn title(peer: &str, me: &str, minutes: u32) -> String {
    let between = if peer.is_empty() || me.is_empty() { "" } else { " / " };
    let comma = if peer.is_empty() && me.is_empty() { "" } else { ", " };
    format!("{peer}{between}{me}{comma}{minutes} min catch-up")
}

/// What the half hour is about, on lines of their own.
pub(super) fn description() -> String {
    lines("\n")
}

/// The same, parted by whatever a web calendar takes for a new line.
pub(super) fn lines(between: &str) -> String {
    let mut text = QUESTIONS.join(between);
    text.push_str(between);
    text.push_str(PROMISE);
    text
}
