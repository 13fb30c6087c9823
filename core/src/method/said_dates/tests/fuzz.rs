//! Sentences by the thousand, from a generator that knows what it means: each is understood or said, and never wrong.

use super::*;
use jiff::ToSpan;
use jiff::civil::Weekday;

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most
    }

    fn one_of<'a, T: ?Sized>(&mut self, of: &[&'a T]) -> &'a T {
        of[self.below(of.len() as u64) as usize]
    }
}

const LOCALES: [&str; 8] = ["C", "en_US", "en_GB", "de_DE", "en_CA", "ja_JP", "ar_EG", "pt_BR"];

fn spaced(chance: &mut Chance, text: &str) -> String {
    let gap = chance.one_of(&[" ", "  ", ", ", "\u{a0}", "\t"]);
    let text = text.replace(' ', gap);
    match chance.below(4) {
        0 => text.to_uppercase(),
        1 => format!(" {text} "),
        _ => text,
    }
}

fn weekday_name(chance: &mut Chance, on: Date) -> String {
    let (full, short) = (on.strftime("%A").to_string(), on.strftime("%a").to_string());
    chance.one_of(&[full.as_str(), short.as_str()]).to_owned()
}

/// A time in words; those of the small hours only as clocks of 24 hours show them, or with their half of the day.
fn time_words(chance: &mut Chance, time: Time) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    let half = if hour < 12 { "am" } else { "pm" };
    let twelve = if hour % 12 == 0 { 12 } else { hour % 12 };
    let dotted = if half == "am" { "a.m." } else { "p.m." };
    let mut forms = vec![
        format!("{hour:02}:{minute:02}"),
        format!("at {hour:02}:{minute:02}"),
        format!("{twelve}:{minute:02}{half}"),
        format!("{twelve}:{minute:02} {dotted}"),
        format!("{hour}:{minute:02} Uhr"),
        format!("{hour:02}h{minute:02}"),
    ];
    if minute == 0 {
        forms.extend([
            format!("{twelve}{half}"),
            format!("at {twelve} {half}"),
            format!("{hour} Uhr"),
            format!("{hour}h"),
            format!("{hour} o’clock"),
        ]);
        if hour > 6 {
            forms.push(format!("at {hour}"));
        }
        if hour == 12 {
            forms.push("noon".to_owned());
        }
    }
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    chance.one_of(&forms).to_owned()
}

/// A day in words that mean it, seen from a day before it or after it.
fn day_words(chance: &mut Chance, on: Date, facing: Facing, as_of: AsOf) -> String {
    let today = as_of.today();
    let away = i64::from(today.until(on).unwrap().get_days());
    let (day, month, year) = (on.day(), on.month(), on.year());
    let (name, short) = (on.strftime("%B").to_string(), on.strftime("%b").to_string());
    let month_name = chance.one_of(&[name.as_str(), short.as_str()]).to_owned();
    let ending = match day {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let weekday = weekday_name(chance, on);
    let numbers = |sign: char| {
        let (one, two) = if as_of.locale.month_first() { (month, day) } else { (day, month) };
        format!("{one}{sign}{two}{sign}{year}")
    };
    let mut forms = vec![
        on.to_string(),
        numbers('/'),
        numbers('.'),
        format!("{day} {month_name} {year}"),
        format!("{month_name} {day}{ending} {year}"),
        format!("the {day}{ending} of {month_name} {year}"),
        format!("{weekday} {day}. {month_name} {year}"),
        format!("{weekday}, {month_name} {day} {year}"),
        match away {
            0 => "today".to_owned(),
            1 => "tomorrow".to_owned(),
            2 => "the day after tomorrow".to_owned(),
            -1 => "yesterday".to_owned(),
            away if away > 0 => format!("in {away} days"),
            away => format!("{} days ago", -away),
        },
    ];
    if away % 7 == 0 && away > 7 {
        forms.push(format!("in {} weeks", away / 7));
        forms.push(format!("{} weeks from today", away / 7));
    }
    let ahead = facing == Facing::Ahead && (0..360).contains(&away);
    let back = facing == Facing::Back && (-360..=0).contains(&away);
    if ahead || back {
        forms.extend([
            format!("{day} {month_name}"),
            format!("on {month_name} {day}{ending}"),
            format!("{weekday} {day} {month_name}"),
        ]);
    }
    if facing == Facing::Ahead && (1..7).contains(&away) || facing == Facing::Back && (-6..0).contains(&away) {
        forms.extend([weekday.clone(), format!("on {weekday}")]);
    }
    let into = i64::from(as_of.locale.week_starts().until(today.weekday()));
    if (7 - into..14 - into).contains(&away) {
        forms.push(format!("{weekday} next week"));
        if away <= 7 {
            forms.push(format!("next {weekday}"));
        }
    }
    if facing == Facing::Ahead && (8..14).contains(&away) {
        forms.push(format!("{weekday} week"));
        forms.push(format!("a week from {weekday}"));
    }
    let forms: Vec<&str> = forms.iter().map(String::as_str).collect();
    chance.one_of(&forms).to_owned()
}

fn zone(chance: &mut Chance) -> TimeZone {
    TimeZone::get(chance.one_of(&["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]))
        .unwrap()
}

fn seen_from(chance: &mut Chance) -> AsOf {
    let days = chance.below(800) as i64;
    let on = jiff::civil::date(2026, 3, 1).saturating_add(days.days());
    let now = on.at(chance.below(24) as i8, chance.below(60) as i8, 0, 0);
    AsOf { now, locale: Locale::of(chance.one_of(&LOCALES)) }
}

#[test]
fn ten_thousand_sentences_are_understood_or_said_and_never_wrong() {
    let chance = &mut Chance(0x5eed_5eed_5eed_5eed);
    let (mut understood, mut said) = (0, 0);
    for nth in 0..10_000 {
        let as_of = seen_from(chance);
        if nth % 2 == 0 {
            let facing = if chance.below(3) == 0 { Facing::Back } else { Facing::Ahead };
            let away = chance.below(if nth % 4 == 0 { 16 } else { 700 }) as i64;
            let away = if facing == Facing::Ahead { away } else { -away };
            let meant = as_of.today().saturating_add(away.days());
            let words = day_words(chance, meant, facing, as_of);
            let text = spaced(chance, &words);
            match said_day(&text, facing, as_of) {
                Ok(it) => {
                    assert_eq!(it.at, meant, "{text:?} from {} {facing:?}: {}", as_of.now, it.says);
                    // What is said of it means the same.
                    assert_eq!(said_day(it.says.trim_end_matches('.'), facing, as_of).map(|it| it.at), Ok(meant));
                    understood += 1;
                }
                Err(unclear) => {
                    is_a_sentence(&unclear);
                    said += 1;
                }
            }
        } else {
            let away = chance.below(if nth % 4 == 1 { 16 } else { 700 }) as i64;
            let on = as_of.today().saturating_add(away.days());
            let time = Time::new(chance.below(24) as i8, [0, 0, 15, 30, 45][chance.below(5) as usize], 0, 0).unwrap();
            let (meant, zone) = (on.to_datetime(time), zone(chance));
            let (day, hour) = (day_words(chance, on, Facing::Ahead, as_of), time_words(chance, time));
            let text = if chance.below(3) == 0 { format!("{hour} {day}") } else { format!("{day} {hour}") };
            let text = spaced(chance, &text);
            match said_time(&text, None, Facing::Ahead, as_of, &zone) {
                Ok(it) => {
                    assert_eq!(it.at, meant, "{text:?} from {}: {}", as_of.now, it.says);
                    let again =
                        said_time(it.says.trim_end_matches('.'), None, Facing::Ahead, as_of, &zone).map(|it| it.at);
                    assert_eq!(again, Ok(meant), "{}", it.says);
                    let twice = on_the_clock(meant, &zone) == OnTheClock::Twice;
                    assert_eq!(twice, it.word.is_some_and(|word| word.contains("twice")));
                    understood += 1;
                }
                Err(unclear) => {
                    is_a_sentence(&unclear);
                    said += 1;
                }
            }
        }
    }
    // What a person could mean in one way only is nearly always understood.
    assert!(understood > 9_500, "{understood} understood, {said} said");
}

fn is_a_sentence(unclear: &Unclear) {
    let says = unclear.to_string();
    assert!(says.ends_with(['.', '?']) && says.starts_with(|c: char| c.is_uppercase() || c.is_numeric()), "{says}");
    assert!(says.len() < 200, "{says}");
}

#[test]
fn what_can_be_read_in_two_ways_is_asked_about() {
    let chance = &mut Chance(0xa5a5_0f0f_3c3c_7e7e);
    for _ in 0..2_000 {
        let as_of = seen_from(chance);
        let today = as_of.today();
        let weekday = [
            Weekday::Monday,
            Weekday::Tuesday,
            Weekday::Wednesday,
            Weekday::Thursday,
            Weekday::Friday,
            Weekday::Saturday,
            Weekday::Sunday,
        ][chance.below(7) as usize];
        let into = |day: Weekday| i64::from(as_of.locale.week_starts().until(day));
        let coming = today.saturating_add(i64::from(today.weekday().until(weekday)).days());
        let name = coming.strftime("%A");
        // "Next Friday", said on a Wednesday.
        let still_in_this_week = into(weekday) > into(today.weekday());
        let next = said_day(&format!("next {name}"), Facing::Ahead, as_of);
        assert_eq!(next.is_err(), still_in_this_week, "next {name} from {today}");
        let plain = said_day(&name.to_string(), Facing::Ahead, as_of);
        assert_eq!(plain.is_err(), weekday == today.weekday(), "{name} from {today}");
    }
}

/// Words in any order, and letters that nobody would type: a sentence comes of each, and what is understood is said
/// in words that mean the same.
#[test]
fn anything_can_be_typed() {
    const WORDS: [&str; 44] = [
        "next",
        "this",
        "last",
        "Thursday",
        "tue",
        "3",
        "10",
        "31",
        "10th",
        "Dec",
        "may",
        "in",
        "two",
        "a",
        "weeks",
        "days",
        "months",
        "hours",
        "ago",
        "from",
        "after",
        "today",
        "tomorrow",
        "at",
        "on",
        "the",
        "of",
        "10:00",
        "2:30",
        "10.12",
        "10.12.",
        "3/12",
        "12/25",
        "2026-12-03",
        "pm",
        "am",
        "uhr",
        "2pm",
        "14h",
        "half",
        "2027",
        "0",
        "\u{202e}",
        "💥",
    ];
    let chance = &mut Chance(0x0dd_0dd_0dd_0dd);
    for _ in 0..20_000 {
        let as_of = seen_from(chance);
        let many = 1 + chance.below(6);
        let text: Vec<&str> = (0..many).map(|_| chance.one_of(&WORDS)).collect();
        let text = text.join(chance.one_of(&[" ", "", "."]));
        let zone = zone(chance);
        match said_time(&text, None, Facing::Ahead, as_of, &zone) {
            Ok(it) => {
                let again = said_time(it.says.trim_end_matches('.'), None, Facing::Ahead, as_of, &zone).map(|it| it.at);
                assert_eq!(again, Ok(it.at), "{text:?}: {}", it.says);
            }
            Err(unclear) => is_a_sentence(&unclear),
        }
        for facing in [Facing::Ahead, Facing::Back] {
            match said_day(&text, facing, as_of) {
                Ok(it) => {
                    let again = said_day(it.says.trim_end_matches('.'), facing, as_of).map(|it| it.at);
                    assert_eq!(again, Ok(it.at), "{text:?}: {}", it.says);
                }
                Err(unclear) => is_a_sentence(&unclear),
            }
        }
    }
}
