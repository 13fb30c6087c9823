//! The walk over every sentence that is written about somebody: none may count, rank or reproach. Each must be fine
//! if the colleague it is about reads it over one's shoulder.

use super::{tests_scene::snapshot, *};
use crate::snapshot::Snapshot;
use jiff::civil::date;

/// What is never said. Words of worth, of reproach, and of games.
const NEVER: [&str; 22] = [
    "%",
    "streak",
    "score",
    "rank",
    "point",
    "badge",
    "level",
    "overdue",
    "late ",
    "neglect",
    "ignored",
    "failed",
    "forgot",
    "should have",
    "only met",
    "times",
    "average",
    "better than",
    "worse",
    "lazy",
    "rating",
    "progress",
];

/// Everything that is said in one scene.
fn all(scene: &Snapshot, today: Date) -> Vec<String> {
    let mut said = Vec::new();
    let now = today.at(9, 0, 0, 0);
    for suggestion in [suggest(scene, today), suggest_in_review(scene, today)].into_iter().flatten() {
        said.extend([suggestion.says].into_iter().chain(suggestion.copy));
    }
    let on = super::today(scene, now, &jiff::tz::TimeZone::UTC);
    said.extend(on.heads_ups.iter().map(|it| it.says.clone()));
    said.extend(on.promises.iter().map(|it| it.says.clone()));
    said.extend(on.missed.iter().map(|it| it.says.clone()));
    said.extend(on.given.iter().map(|it| it.says.clone()));
    said.extend(on.quiet.clone());
    for card in review(scene, today, &jiff::tz::TimeZone::UTC) {
        said.push(card.says);
        said.extend(card.lines.into_iter().map(|line| line.says));
    }
    for project in &scene.projects {
        said.extend(coverage(project, scene, today, &jiff::tz::TimeZone::UTC).into_iter().flat_map(|it| it.says));
    }
    said.extend(project_nudges(scene, today).into_iter().map(|it| it.says));
    for peer in &scene.peers {
        said.push(year_as_sentences(&year(peer, today), today));
        said.extend(over_time(peer, today));
        said.extend(Tone::ALL.map(|tone| proposal(&scene.me, peer, tone)));
        said.extend([thanks(&scene.me, peer), hello(peer)]);
        said.extend(peer.tests.iter().flat_map(|it| tests_as_sentences(it, today)));
        if let Some(plan) = open_plan(peer) {
            let ways = ways(peer, plan, &[now.date().at(15, 0, 0, 0)], today);
            said.extend(ways.ways.into_iter().map(|way| way.sentence));
            said.extend(ways.second_move.map(str::to_owned));
        }
        let brief = prepare(peer, today);
        said.extend(brief.together.gentle.into_iter().flat_map(|it| [it.says].into_iter().chain(it.starters)));
    }
    said
}

#[test]
fn no_sentence_counts_ranks_or_reproaches() {
    let peers = ["Dana Ruiz/Finance monthly", "Dana Ruiz/Finance quarterly 2026-10-18", "Dana Ruiz/Finance"];
    let pasts = [
        "",
        "met 2026-10-15 | words 2026-10-15 The audit.",
        "met 2026-09-01 trouble | met 2026-08-01 trouble | met 2026-07-01 trouble",
        "met 2026-09-01 asked | met 2026-08-01 asked | met 2026-07-01 asked | tests 2026-03-01",
        "met 2024-01-01 | words 2024-01-01 Hiring. | words 2023-01-01 The move.",
    ];
    let plans = [
        "",
        "plan 2026-10-22T10:00",
        "plan 2026-10-19T10:00",
        "plan 2026-10-22T10:00 planned 3",
        "plan 2026-09-02T10:00 skipped",
    ];
    let rest = [
        "",
        "promise me 2026-10-10 Send it | promise them 2026-10-01 Read it | headsup 2026-10-01 The move",
        "given A freeze | project Atlas 2026-10-20 2026-12-15 IT,Finance",
        "closed 2026-10-01 | project Atlas 2026-08-01 2026-12-15 Finance",
        "busy 2026-12-01 | reviewed 2026-10-01",
    ];
    let mut count = 0;
    for peer in peers {
        for past in pasts {
            for plan in plans {
                for more in rest {
                    let facts = format!("me Alex Kim | peer {peer} | {past} | {plan} | {more}");
                    for said in all(&snapshot(&facts), date(2026, 10, 20)) {
                        count += 1;
                        fine(&said, &facts);
                    }
                }
            }
        }
    }
    assert!(count > 3_000, "only {count} sentences were walked");
}

fn fine(said: &str, facts: &str) {
    let lower = said.to_lowercase();
    for word in NEVER {
        assert!(!lower.contains(word), "{word:?} in {said:?} of {facts}");
    }
    assert!(only_days_and_times(said), "a number in {said:?} of {facts}");
}

/// Whether every number is a day before its month, a year after it, a time, or the length of a half hour. What
/// somebody said stands in quotes and is theirs.
fn only_days_and_times(said: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let mut plain = String::new();
    let mut quoted = false;
    for c in said.chars() {
        quoted = (quoted || c == '“') && c != '”';
        if !quoted {
            plain.push(c);
        }
    }
    let words: Vec<&str> =
        plain.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_month = |at: Option<&&str>| at.is_some_and(|word| MONTHS.contains(word));
    words.iter().enumerate().filter(|(_, word)| word.contains(|c: char| c.is_ascii_digit())).all(|(at, word)| {
        let (before, after) = (at.checked_sub(1).and_then(|at| words.get(at)), words.get(at + 1));
        let time = word.split_once(':').is_some_and(|(hour, minute)| hour.len() == 2 && minute.len() == 2);
        let year = word.starts_with("20") && word.len() == 4 && is_month(before);
        let length = ["15", "30"].contains(word) && after.is_some_and(|after| after.starts_with("minute"));
        time || year || length || is_month(after)
    })
}

#[test]
fn the_walk_hears_a_count() {
    for (said, fine) in [
        ("On 13 October 2026 at 09:30, for 30 minutes.", true),
        ("In October 2025: “3 of 9 projects late.”", true),
        ("You had 5 visits with Dana in 12 weeks.", false),
        ("Dana is 3rd of 9.", false),
        ("Dana answered 80 times.", false),
    ] {
        assert_eq!(only_days_and_times(said), fine, "{said}");
    }
}
