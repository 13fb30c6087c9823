//! `meet`: half hours that happened, and the next one.

use super::{
    call::{Call, edit},
    find,
    half_hour::{self, why},
    json,
    notes::added,
    out::Done,
    plan, prepare,
    said::past_day,
};
use crate::words;
use sideways_core::{
    command::{Command, MeetingDetails},
    snapshot::Why,
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Keep a meeting that happened. It counts for the next date. (-h explains; --help is the third part.)
    #[command(disable_help_flag = true)]
    Log {
        /// With whom.
        peer: String,
        /// The day, like 2026-11-20 or "last Friday"; today if left out.
        #[arg(long)]
        on: Option<String>,
        /// Why you met: standing, trouble, just-because or in-person.
        #[arg(long, value_parser = why)]
        why: Option<Why>,
        /// What keeps them up at night, as they’d say it.
        #[arg(long, default_value = "")]
        words: String,
        /// What you said you’re working on.
        #[arg(long, default_value = "")]
        mine: String,
        /// Where you might help each other.
        #[arg(long, default_value = "")]
        help: String,
        /// Explain this verb.
        #[arg(short = 'h', action = clap::ArgAction::HelpLong)]
        explain: Option<bool>,
        /// Something you offered; may be repeated.
        #[arg(long)]
        offered: Vec<String>,
        /// Something you asked; may be repeated.
        #[arg(long)]
        asked: Vec<String>,
        /// Something they offered; may be repeated.
        #[arg(long)]
        they_offered: Vec<String>,
        /// Something they asked; may be repeated.
        #[arg(long)]
        they_asked: Vec<String>,
        /// What else they said; may be repeated.
        #[arg(long)]
        also: Vec<String>,
    },
    /// All that is kept of one half hour, and what came of it.
    Show {
        /// Its id, as `meet list --json` gives it.
        id: String,
    },
    /// Change what is given; the rest stays. (-h explains; --help is the third part.)
    #[command(disable_help_flag = true)]
    Edit(half_hour::Edit),
    /// Take one away, with their words in it. What was promised in it stays. A prepared point goes the same way.
    Remove {
        /// Its id.
        id: String,
    },
    /// Newest first.
    List {
        /// With whom; everybody if left out.
        peer: Option<String>,
    },
    /// Plan the next half hour; where one is planned, it is moved.
    Plan {
        /// With whom.
        peer: String,
        /// When, like 2026-12-03T10:00 or "next Tuesday at 14:00".
        #[arg(long)]
        at: String,
        #[command(flatten)]
        how: plan::How,
    },
    /// Move the planned half hour. What was prepared goes with it.
    Move {
        /// With whom.
        peer: String,
        /// To when, like 2026-12-03T10:00 or "next Tuesday at 14:00".
        #[arg(long = "to")]
        at: String,
        #[command(flatten)]
        how: plan::How,
    },
    /// Let the planned one go. What was prepared stays for the next.
    Skip {
        /// With whom.
        peer: String,
    },
    /// What to do instead when you can’t make it, with sentences to copy.
    Instead {
        /// With whom.
        peer: String,
        /// Your exported calendar: two free times near the planned one are offered first.
        #[arg(long)]
        busy: Option<std::path::PathBuf>,
    },
    /// The brief of the next half hour, in three parts.
    Prepare {
        /// With whom.
        peer: String,
    },
    /// Prepare something for it.
    Point {
        /// With whom.
        peer: String,
        /// The words.
        text: String,
        /// What it is: theirs (to ask after), mine, offer or ask.
        #[arg(long = "as", value_parser = plan::part, default_value = "theirs")]
        part: sideways_core::snapshot::PointPart,
    },
    /// A prepared point was talked about.
    Covered {
        /// The point’s id, as `meet prepare` shows it.
        id: String,
    },
    /// A short note that proposes the half hour, with nothing asked.
    Propose {
        /// To whom.
        peer: String,
        /// warm, plain or brief.
        #[arg(long, value_parser = plan::tone, default_value = "plain")]
        tone: sideways_core::method::Tone,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Log { peer, on, why, words, mine, help, explain: _, offered, asked, they_offered, they_asked, also } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            let on = past_day(on.as_deref())?;
            let meeting = MeetingDetails { on, why, words, mine, help, offered, asked, they_offered, they_asked, also };
            added(call, &edit(&desk, Command::LogMeeting { peer, meeting })?)
        }
        Verb::Show { id } => half_hour::show(call, &id),
        Verb::Edit(change) => half_hour::edit_one(call, change),
        Verb::Remove { id } => half_hour::remove(call, &id),
        Verb::Plan { peer, at, how } => plan::plan(call, &peer, &at, how),
        Verb::Move { peer, at, how } => plan::move_to(call, &peer, &at, how),
        Verb::Skip { peer } => plan::skip(call, &peer),
        Verb::Instead { peer, busy } => plan::instead(call, &peer, busy.as_deref()),
        Verb::Prepare { peer } => prepare::run(call, &peer),
        Verb::Point { peer, text, part } => plan::point(call, &peer, &text, part),
        Verb::Covered { id } => plan::covered(call, &id),
        Verb::Propose { peer, tone } => plan::propose(call, &peer, tone),
        Verb::List { peer } => {
            let view = desk.view()?;
            let peers = match peer {
                Some(peer) => vec![find::peer(&view, &peer)?],
                None => view.snapshot.peers.clone(),
            };
            let mut meetings: Vec<_> =
                peers.iter().flat_map(|peer| peer.meetings.iter().map(move |meeting| (peer, meeting))).collect();
            meetings.sort_by_key(|(_, meeting)| std::cmp::Reverse(meeting.on));
            let shapes: Vec<_> =
                meetings.iter().map(|(peer, meeting)| json::met(&view.snapshot, peer, meeting)).collect();
            call.form.say(&shapes, || {
                let line = |(peer, meeting): &(&std::sync::Arc<_>, &std::sync::Arc<_>)| sentence(peer, meeting);
                meetings.iter().map(line).collect()
            })
        }
    }
}

fn sentence(peer: &sideways_core::snapshot::PeerView, meeting: &sideways_core::snapshot::Meeting) -> String {
    let why = meeting.why.map(|why| format!(" ({})", json::why(why))).unwrap_or_default();
    let words = if meeting.words.is_empty() { String::new() } else { format!(": “{}”", meeting.words) };
    format!("{} {} with {}{why}{words}", words::date(meeting.on), meeting.on.year(), peer.name)
}
