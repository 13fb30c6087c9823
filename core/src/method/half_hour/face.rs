//! What the clock shows: how long each part may be, and when that changes for the eye.

use super::{Clock, LONGEST_SILENCE_MS, MINUTE_MS, Now, Part, State};

/// What the window draws.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Face {
    /// The part that is on.
    pub part: Part,
    /// Time spent in this part; shown in whole minutes, rounded down.
    pub spent_ms: i64,
    /// Time left of this part, 0 when it is used up; shown in whole minutes, rounded up.
    pub left_ms: i64,
    /// How to draw the three arcs.
    pub share: Share,
    /// A soft sentence, or nothing.
    pub says: Option<&'static str>,
    /// Whether the clock counts.
    pub state: State,
    /// The moment at which a whole minute (here or in the arcs), the sentence or the state changes next if nobody
    /// presses a key; nothing while the clock stands still. The window need not draw before.
    pub next_change_ms: Option<i64>,
}

/// The three arcs; together they are always as long as the meeting was meant to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Share {
    /// Their part.
    pub theirs: Slice,
    /// My part.
    pub mine: Slice,
    /// The part together, never less than its third.
    pub together: Slice,
}

/// One arc.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slice {
    /// How long the part may be.
    pub allotted_ms: i64,
    /// How much of it was used; it may be more than was allotted.
    pub spent_ms: i64,
}

/// How long each part may be, as things stand.
struct Allotted {
    theirs: u64,
    mine: u64,
    together: u64,
}

pub(super) fn of(clock: &Clock, now: &Now) -> Face {
    let spent = |part, before| if clock.part == part { now.spent_ms } else { before };
    let theirs = spent(Part::Theirs, clock.theirs_ms);
    let mine = spent(Part::Mine, clock.mine_ms);
    let together = spent(Part::Together, clock.together_ms);
    let third = third_of(clock);
    let allotted = allot(clock.part, third, theirs, mine);
    let left = match clock.part {
        Part::Theirs => allotted.theirs,
        Part::Mine => allotted.mine,
        Part::Together => allotted.together,
    }
    .saturating_sub(now.spent_ms);
    Face {
        part: clock.part,
        spent_ms: signed(now.spent_ms),
        left_ms: signed(left),
        share: Share {
            theirs: slice(allotted.theirs, theirs),
            mine: slice(allotted.mine, mine),
            together: slice(allotted.together, together),
        },
        says: (now.state != State::Ended && left == 0).then(|| sentence(clock.part, &allotted)),
        state: now.state,
        next_change_ms: (now.state == State::Running).then(|| next_change(clock, now, third, left)).flatten(),
    }
}

/// A third of the meeting; exact, as a minute divides by three.
fn third_of(clock: &Clock) -> u64 {
    u64::from(clock.total_minutes.max(1)).saturating_mul(MINUTE_MS / 3)
}

/// The rule of the half hour. The first two parts share two thirds: what theirs takes beyond its own comes from mine,
/// what it leaves goes to mine, and what both leave goes to the part together, which so never has less than its third.
fn allot(part: Part, third: u64, theirs: u64, mine: u64) -> Allotted {
    let first_two = third.saturating_mul(2);
    let theirs = if part == Part::Theirs { theirs.max(third) } else { theirs }.min(first_two);
    let room = first_two.saturating_sub(theirs);
    let mine = if part == Part::Together { mine.min(room) } else { room };
    let together = third.saturating_mul(3).saturating_sub(theirs).saturating_sub(mine);
    Allotted { theirs, mine, together }
}

/// What is said when a part is used up: always leave to go on, never a warning.
fn sentence(part: Part, allotted: &Allotted) -> &'static str {
    match part {
        Part::Theirs | Part::Mine if allotted.mine == 0 => "Mine can wait for next time.",
        Part::Theirs => "Stay with this as long as it helps; my part can be shorter.",
        Part::Mine => "The rest can wait for next time; the last part keeps its full length.",
        Part::Together => "This is the time you set aside; going on is fine too.",
    }
}

/// The next moment at which a minute shown changes, here or in the arcs, or the clock would take silence for sleep.
fn next_change(clock: &Clock, now: &Now, third: u64, left: u64) -> Option<i64> {
    let minute_of_spent = MINUTE_MS - now.spent_ms % MINUTE_MS;
    let minute_of_left = to_next_minute_down(left);
    // Once theirs is used up, what shrinks is mine: its whole length, and what is left of it if some was used already.
    let shrinks = clock.part == Part::Theirs && left == 0;
    let room = if shrinks { third.saturating_mul(2).saturating_sub(now.spent_ms) } else { 0 };
    let minute_of_room = to_next_minute_down(room);
    let minute_of_mine = to_next_minute_down(room.saturating_sub(clock.mine_ms));
    let steps = [Some(minute_of_spent), minute_of_left, minute_of_room, minute_of_mine];
    let step = steps.into_iter().flatten().min()?;
    // Counted from the last moment seen: if the computer's clock was set back, nothing moves until it has caught up.
    let since_seen = now.spent_ms.saturating_sub(clock.spent_before()).saturating_add(step);
    clock.seen_ms.checked_add(i64::try_from(since_seen.min(LONGEST_SILENCE_MS + 1)).ok()?)
}

/// How long until a time running down reaches a whole minute; nothing if it already has run down.
fn to_next_minute_down(left: u64) -> Option<u64> {
    (left > 0).then(|| (left - 1) % MINUTE_MS + 1)
}

fn slice(allotted: u64, spent: u64) -> Slice {
    Slice { allotted_ms: signed(allotted), spent_ms: signed(spent) }
}

fn signed(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}
