use proptest::prelude::*;

use super::{Clock, Face, Part, Press, Slice, State};

/// Some moment in 2026 from which the scripts count.
const START: i64 = 1_790_000_000_000;
const THREE_HOURS: i64 = 3 * 60 * 60_000;

/// `14:00` or `8:00:00` as milliseconds.
fn time(text: &str) -> i64 {
    let seconds = text.split(':').fold(0, |sum, digits| sum * 60 + digits.parse::<i64>().unwrap());
    seconds * 1000
}

/// Milliseconds as `14:00`, with the milliseconds only where there are any.
fn text(ms: i64) -> String {
    let whole = format!("{}:{:02}", ms / 60_000, ms / 1000 % 60);
    if ms % 1000 == 0 { whole } else { format!("{whole}.{:03}", ms % 1000) }
}

/// Plays `0:00 begin, 14:00 next`; after each press the clock is written down and read back.
fn play(minutes: u16, script: &str) -> Clock {
    let mut clock = None;
    for line in script.split(", ") {
        let (at, key) = line.split_once(' ').unwrap();
        let at = START + time(at);
        let press = match key {
            "begin" => {
                clock = Some(Clock::begin(minutes, at));
                continue;
            }
            "tick" => {
                clock.as_mut().unwrap().tick(at);
                continue;
            }
            "next" => Press::NextPart,
            "back" => Press::PreviousPart,
            "pause" => Press::Pause,
            "resume" => Press::Resume,
            "end" => Press::End,
            other => panic!("unknown key {other:?}"),
        };
        let mut pressed = clock.take().unwrap();
        pressed.press(press, at);
        clock = Some(written_and_read(&pressed));
    }
    clock.unwrap()
}

fn written_and_read(clock: &Clock) -> Clock {
    serde_json::from_str(&serde_json::to_string(clock).unwrap()).unwrap()
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Theirs => "theirs",
        Part::Mine => "mine",
        Part::Together => "together",
    }
}

fn three(face: &Face, of: fn(&Slice) -> i64) -> String {
    [&face.share.theirs, &face.share.mine, &face.share.together].map(|slice| text(of(slice))).join("/")
}

/// What the face says about the thing that an expectation such as `left 5:00` names.
fn seen(face: &Face, expected: &str) -> String {
    match expected.split(' ').next().unwrap() {
        "spent" => format!("spent {}", text(face.spent_ms)),
        "left" => format!("left {}", text(face.left_ms)),
        "share" => format!("share {}", three(face, |slice| slice.allotted_ms)),
        "used" => format!("used {}", three(face, |slice| slice.spent_ms)),
        "says" | "silent" => face.says.map_or("silent".to_owned(), |words| format!("says {words}")),
        "change" | "still" => {
            face.next_change_ms.map_or("still".to_owned(), |at| format!("change {}", text(at - START)))
        }
        "running" | "paused" | "ended" => format!("{:?}", face.state).to_lowercase(),
        "theirs" | "mine" | "together" => part(face.part).to_owned(),
        other => panic!("unknown expectation {other:?}"),
    }
}

/// Each story takes two lines: its name, the minutes, the script and the moment looked at; then what the face shows.
const STORIES: &str = r"
# as planned
it begins with theirs | 30 | 0:00 begin | 0:00
    theirs, spent 0:00, left 10:00, share 10:00/10:00/10:00, used 0:00/0:00/0:00, silent, running, change 1:00
in the middle of theirs | 30 | 0:00 begin | 4:20
    theirs, spent 4:20, left 5:40, silent, change 5:00
mine on time | 30 | 0:00 begin, 10:00 next | 12:00
    mine, spent 2:00, left 8:00, share 10:00/10:00/10:00, silent, change 13:00
together on time | 30 | 0:00 begin, 10:00 next, 20:00 next | 20:00
    together, spent 0:00, left 10:00, share 10:00/10:00/10:00, silent
all on time, at the end | 30 | 0:00 begin, 10:00 next, 20:00 next | 30:00
    together, left 0:00, used 10:00/10:00/10:00, says This is the time you set aside; going on is fine too., running
a little longer together | 30 | 0:00 begin, 10:00 next, 20:00 next | 33:00
    together, spent 13:00, left 0:00, share 10:00/10:00/10:00, used 10:00/10:00/13:00, running, change 34:00
# theirs runs long
theirs is used up | 30 | 0:00 begin | 10:00
    theirs, spent 10:00, left 0:00, says Stay with this as long as it helps; my part can be shorter., change 11:00
one second before, nothing is said | 30 | 0:00 begin | 9:59
    theirs, left 0:01, silent, change 10:00
theirs running long takes from mine | 30 | 0:00 begin | 14:00
    theirs, left 0:00, share 14:00/6:00/10:00, used 14:00/0:00/0:00
theirs runs long | 30 | 0:00 begin, 14:00 next | 15:00
    mine, spent 1:00, left 5:00, share 14:00/6:00/10:00, silent
after a long theirs, mine still ends at 20 | 30 | 0:00 begin, 14:00 next | 20:00
    mine, left 0:00, says The rest can wait for next time; the last part keeps its full length.
theirs took a moment of mine | 30 | 0:00 begin, 19:59 next | 19:59
    mine, left 0:01, share 19:59/0:01/10:00, silent
theirs took all of mine | 30 | 0:00 begin | 20:00
    theirs, share 20:00/0:00/10:00, says Mine can wait for next time.
theirs past mine never takes from the last part | 30 | 0:00 begin | 23:00
    theirs, spent 23:00, share 20:00/0:00/10:00, used 23:00/0:00/0:00, says Mine can wait for next time., change 24:00
mine has nothing and says so | 30 | 0:00 begin, 23:00 next | 23:00
    mine, spent 0:00, left 0:00, says Mine can wait for next time., change 24:00
the last part is whole after a very long theirs | 30 | 0:00 begin, 23:00 next, 23:00 next | 25:00
    together, spent 2:00, left 8:00, silent
even when theirs took more than the meeting | 30 | 0:00 begin, 45:00 next, 45:05 next | 45:05
    together, left 10:00, share 20:00/0:00/10:00
# theirs ends early
theirs ends early and mine may use it | 30 | 0:00 begin, 7:00 next | 7:00
    mine, left 13:00, share 7:00/13:00/10:00
and mine still ends at 20 | 30 | 0:00 begin, 7:00 next | 19:00
    mine, spent 12:00, left 1:00, silent
theirs is skipped | 30 | 0:00 begin, 0:00 next | 0:00
    mine, left 20:00, share 0:00/20:00/10:00
# mine ends early or late
mine ends early and the last part has until 30 | 30 | 0:00 begin, 10:00 next, 15:00 next | 15:00
    together, left 15:00, share 10:00/5:00/15:00
both end early | 30 | 0:00 begin, 7:00 next, 12:00 next | 14:00
    together, spent 2:00, left 16:00, share 7:00/5:00/18:00
long theirs, short mine | 30 | 0:00 begin, 14:00 next, 16:00 next | 16:00
    together, left 14:00, share 14:00/2:00/14:00
straight to the last part | 30 | 0:00 begin, 0:00 next, 0:00 next | 0:00
    together, left 30:00, share 0:00/0:00/30:00
mine runs long and the last part is whole | 30 | 0:00 begin, 10:00 next, 24:00 next | 24:00
    together, left 10:00, share 10:00/10:00/10:00, used 10:00/14:00/0:00
mine runs long and says so | 30 | 0:00 begin, 10:00 next | 22:00
    mine, spent 12:00, left 0:00, says The rest can wait for next time; the last part keeps its full length.
# other lengths
a quarter of an hour | 15 | 0:00 begin | 1:30
    theirs, left 3:30, share 5:00/5:00/5:00
a quarter of an hour, theirs runs long | 15 | 0:00 begin, 7:00 next | 8:00
    mine, left 2:00, share 7:00/3:00/5:00
twenty minutes do not divide into whole minutes | 20 | 0:00 begin | 0:30
    theirs, left 6:10, share 6:40/6:40/6:40, change 0:40
and the minute spent changes apart from the minute left | 20 | 0:00 begin | 0:40
    left 6:00, change 1:00
twenty minutes, mine shrinking changes in between | 20 | 0:00 begin | 7:05
    share 7:05/6:15/6:40, change 7:20
an hour and a half | 90 | 0:00 begin, 40:00 next | 45:00
    mine, left 15:00, share 40:00/20:00/30:00
one minute | 1 | 0:00 begin, 0:30 next | 0:30
    mine, left 0:10, share 0:30/0:10/0:20
no minutes are one | 0 | 0:00 begin | 0:05
    theirs, left 0:15, share 0:20/0:20/0:20
the longest there is | 65535 | 0:00 begin | 1:00
    theirs, left 21844:00, running
# pause
a pause does not count | 30 | 0:00 begin, 4:00 pause, 9:00 resume | 10:00
    theirs, spent 5:00, left 5:00, running
while it is paused | 30 | 0:00 begin, 4:00 pause | 9:00
    theirs, spent 4:00, left 6:00, paused, still
paused twice is paused once | 30 | 0:00 begin, 4:00 pause, 6:00 pause, 9:00 resume | 9:00
    theirs, spent 4:00, running
resumed without a pause | 30 | 0:00 begin, 4:00 resume | 5:00
    theirs, spent 5:00, running
moving on in a pause stays paused | 30 | 0:00 begin, 4:00 pause, 6:00 next | 8:00
    mine, spent 0:00, left 16:00, paused, still
and goes on in the new part | 30 | 0:00 begin, 4:00 pause, 6:00 next, 9:00 resume | 10:00
    mine, spent 1:00, left 15:00, change 11:00
a pause of a whole day | 30 | 0:00 begin, 4:00 pause, 24:00:00 resume | 24:01:00
    theirs, spent 5:00, running
what was said stays in a pause | 30 | 0:00 begin, 21:00 pause | 25:00
    theirs, spent 21:00, says Mine can wait for next time., paused
# back and forth
next in the last part does nothing | 30 | 0:00 begin, 10:00 next, 20:00 next, 22:00 next | 23:00
    together, spent 3:00, left 7:00
back in the first part does nothing | 30 | 0:00 begin, 3:00 back | 4:00
    theirs, spent 4:00, left 6:00
back goes on counting there | 30 | 0:00 begin, 7:00 next, 9:00 back | 10:00
    theirs, spent 8:00, left 2:00, share 10:00/10:00/10:00, used 8:00/2:00/0:00
back to theirs, which then runs into what is left of mine | 64 | 0:00 begin, 10:00 next, 10:30 back | 32:00
    theirs, spent 31:30, left 0:00, share 31:30/11:10/21:20, used 31:30/0:30/0:00, change 32:10
and forth again | 30 | 0:00 begin, 7:00 next, 9:00 back, 12:00 next | 12:00
    mine, spent 2:00, left 8:00, share 10:00/10:00/10:00
back from the last part | 30 | 0:00 begin, 10:00 next, 12:00 next, 16:00 back | 17:00
    mine, spent 3:00, left 7:00, share 10:00/10:00/10:00, used 10:00/3:00/4:00
and to the last part again | 30 | 0:00 begin, 10:00 next, 12:00 next, 16:00 back, 24:00 next | 24:00
    together, spent 4:00, left 6:00
twice back | 30 | 0:00 begin, 5:00 next, 6:00 next, 7:00 back, 7:00 back | 8:00
    theirs, spent 6:00, left 4:00, used 6:00/1:00/1:00
# the end
ended | 30 | 0:00 begin, 10:00 next, 20:00 next, 28:00 end | 40:00
    together, spent 8:00, left 2:00, silent, ended, still
ended in a pause | 30 | 0:00 begin, 4:00 pause, 6:00 end | 9:00
    theirs, spent 4:00, ended, still
nothing happens after the end | 30 | 0:00 begin, 4:00 end, 5:00 next, 6:00 resume, 7:00 pause | 9:00
    theirs, spent 4:00, ended, still
ended late, nothing is said | 30 | 0:00 begin, 25:00 end | 26:00
    theirs, spent 25:00, left 0:00, silent, ended
# clocks that jump
a clock set back counts as no time | 30 | 60:00 begin | 30:00
    theirs, spent 0:00, left 10:00, running, change 61:00
a press after it goes on from there | 30 | 60:00 begin, 64:00 pause, 4:00 resume | 6:00
    theirs, spent 6:00, running, change 7:00
a clock set back at a press | 30 | 60:00 begin, 64:00 next, 4:00 next | 5:00
    together, spent 1:00, used 4:00/0:00/1:00
three hours still count | 30 | 0:00 begin | 3:00:00
    theirs, spent 180:00, running, change 180:00.001
more than three hours are a pause | 30 | 0:00 begin, 4:00 next | 3:04:01
    mine, spent 0:00, used 4:00/0:00/0:00, paused, still
asleep until the evening | 30 | 0:00 begin, 4:00 next | 9:00:00
    mine, spent 0:00, left 16:00, paused, still
and awake again | 30 | 0:00 begin, 4:00 next, 9:00:00 resume | 9:01:00
    mine, spent 1:00, left 15:00, running
moving on after sleep stays paused | 30 | 0:00 begin, 4:00 next, 9:00:00 next | 9:01:00
    together, spent 0:00, left 26:00, paused
who was told the time keeps what was counted | 30 | 0:00 begin, 4:00 next, 9:00 tick | 9:00:00
    mine, spent 5:00, left 11:00, paused
told the time after a clock was set back | 30 | 60:00 begin, 64:00 tick, 4:00 tick | 5:00
    theirs, spent 5:00, running
a long day together, told the time | 30 | 0:00 begin, 2:00:00 tick, 4:00:00 tick | 5:00:00
    theirs, spent 300:00, running
";

#[test]
fn the_half_hour_as_little_scripts() {
    let lines: Vec<&str> = STORIES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    for story in lines.chunks(2) {
        let columns: Vec<&str> = story[0].split(" | ").collect();
        let clock = play(columns[1].parse().unwrap(), columns[2]);
        let face = clock.face(START + time(columns[3]));
        for expected in story[1].trim().split(", ") {
            assert_eq!(seen(&face, expected), expected, "{}: {face:?}", columns[0]);
        }
    }
    assert!(lines.len() >= 2 * 60);
}

#[test]
fn a_clock_from_a_damaged_file_does_no_harm() {
    let (most, first, last) = (u64::MAX, i64::MIN, i64::MAX);
    let rows = [
        // minutes, part, state, times spent, last moment seen; whether that is a clock at all
        (format!(r#"0,"Mine","Running",{most},{most},{most},{last}"#), true),
        (format!(r#"65535,"Together","Running",1,{most},{most},{first}"#), true),
        (r#"30,"Theirs","Ended",5,0,0,-1"#.to_owned(), true),
        (r#"30,"Theirs","Running",-5,0,0,0"#.to_owned(), false),
        (r#"30,"Lunch","Running",5,0,0,0"#.to_owned(), false),
        (r#"70000,"Theirs","Running",5,0,0,0"#.to_owned(), false),
        ("30".to_owned(), false),
    ];
    for (text, readable) in rows {
        let clock = serde_json::from_str::<Clock>(&format!("[{text}]"));
        assert_eq!(clock.is_ok(), readable, "{text}");
        for at in [i64::MIN, -1, 0, 1, START, i64::MAX] {
            if let Ok(mut clock) = clock.as_ref().cloned() {
                sound(&clock.face(at)).unwrap();
                clock.press(Press::NextPart, at);
                sound(&clock.face(at.saturating_add(1))).unwrap();
            }
        }
    }
}

#[test]
fn each_part_opens_with_its_own_words() {
    let openings = [Part::Theirs, Part::Mine, Part::Together].map(Part::opening);
    assert_eq!(openings, ["What’s keeping you up at night?", "What I’m working on", "Where might we help each other?"]);
}

/// What holds of every face: nothing is negative, the arcs fill the meeting, and the last part has its third.
fn sound(face: &Face) -> Result<(), TestCaseError> {
    let slices = [face.share.theirs, face.share.mine, face.share.together];
    for slice in slices {
        prop_assert!(slice.allotted_ms >= 0 && slice.spent_ms >= 0, "{:?}", face);
    }
    prop_assert!(face.spent_ms >= 0 && face.left_ms >= 0, "{:?}", face);
    let total: i64 = slices.iter().map(|slice| slice.allotted_ms).sum();
    prop_assert!(face.share.together.allotted_ms * 3 >= total, "{:?}", face);
    Ok(())
}

/// Everything about a face that an eye can tell, in whole minutes.
fn visible(face: &Face) -> (Part, State, Option<&'static str>, [i64; 5]) {
    let up = |ms: i64| (ms + 59_999) / 60_000;
    let Slice { allotted_ms: mine, spent_ms: mine_spent } = face.share.mine;
    let together = face.share.together.allotted_ms;
    let minutes = [face.spent_ms / 60_000, up(face.left_ms), up(mine), up((mine - mine_spent).max(0)), up(together)];
    (face.part, face.state, face.says, minutes)
}

fn any_press() -> impl Strategy<Value = Press> {
    prop_oneof![
        3 => Just(Press::NextPart),
        2 => Just(Press::PreviousPart),
        1 => Just(Press::Pause),
        2 => Just(Press::Resume),
        1 => prop_oneof![9 => Just(Press::Resume), 1 => Just(Press::End)],
    ]
}

/// Steps between presses: mostly minutes, sometimes a clock set back, a night's sleep or nonsense.
fn any_step() -> impl Strategy<Value = i64> {
    prop_oneof![
        8 => 0i64..15 * 60_000,
        1 => -THREE_HOURS..0,
        1 => THREE_HOURS - 5..THREE_HOURS + 5,
        1 => 0i64..20 * 60 * 60_000,
        1 => any::<i64>(),
    ]
}

proptest! {
    #[test]
    fn the_last_part_keeps_its_third_and_nothing_is_negative(
        minutes in any::<u16>(), start in any::<i64>(),
        presses in prop::collection::vec((any_press(), any_step(), any_step()), 0..30),
    ) {
        let mut clock = Clock::begin(minutes, start);
        let mut at = start;
        let third = i64::from(minutes.max(1)) * 20_000;
        for (press, step, look) in presses {
            at = at.saturating_add(step);
            clock.press(press, at);
            for moment in [at, at.saturating_add(look)] {
                let face = clock.face(moment);
                sound(&face)?;
                let share = face.share;
                prop_assert!(share.together.allotted_ms >= third);
                let first_two = share.theirs.allotted_ms + share.mine.allotted_ms;
                prop_assert_eq!(first_two + share.together.allotted_ms, 3 * third);
            }
            prop_assert_eq!(&written_and_read(&clock), &clock);
        }
    }

    #[test]
    fn between_two_changes_nothing_visible_changes(
        minutes in 0u16..100,
        presses in prop::collection::vec((any_press(), 0i64..15 * 60_000), 0..12),
        look in 0i64..THREE_HOURS + 60_000, fraction in 0.0f64..1.0,
    ) {
        let mut clock = Clock::begin(minutes, START);
        let mut at = START;
        for (press, step) in presses {
            at += step;
            clock.press(press, at);
        }
        at += look;
        let face = clock.face(at);
        match face.next_change_ms {
            None => {
                prop_assert_ne!(face.state, State::Running);
                prop_assert_eq!(visible(&clock.face(at + (fraction * 1e9) as i64)), visible(&face));
            }
            Some(change) => {
                prop_assert!(at < change && change <= at + 60_000);
                let between = at + ((change - at) as f64 * fraction) as i64;
                for moment in [between.min(change - 1), change - 1] {
                    prop_assert_eq!(visible(&clock.face(moment)), visible(&face));
                }
                prop_assert_ne!(visible(&clock.face(change)), visible(&face));
            }
        }
    }

    #[test]
    fn telling_the_time_changes_nothing_one_sees(
        steps in prop::collection::vec((any_press(), 0i64..15 * 60_000, 0i64..15 * 60_000), 1..20),
    ) {
        let mut told = Clock::begin(30, START);
        let mut untold = told.clone();
        let mut at = START;
        for (press, first, second) in steps {
            told.tick(at + first);
            at += first + second;
            told.press(press, at);
            untold.press(press, at);
            prop_assert_eq!(told.face(at + second), untold.face(at + second));
        }
    }
}
