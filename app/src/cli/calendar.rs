//! `calendar`: the standing 1-on-1s of an exported calendar, and a free half hour.

use super::{
    call::{Call, clock, edit},
    find,
    inout::Progress,
    invite,
    notes::added,
    out::{Done, failure},
    said, source,
};
use crate::{
    desk::{Failure, View},
    files::{self, HOURS, write_new},
    words,
};
use jiff::{Zoned, civil::Date};
use serde::Serialize;
use sideways_core::{
    calendar::{
        block::{Days, WorkingHours, free_slot},
        check::{Person, Report, Rhythm},
        invite::Web,
        says,
    },
    command::{Command, MethodCommand, Outcome},
    export,
};
use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Say which standing 1-on-1s an exported calendar holds. Nothing of the file is kept.
    Check {
        /// The .ics file that your calendar exported.
        file: PathBuf,
        /// An address of yours; may be repeated. Without it those of `me set`, or else the most frequent one.
        #[arg(long)]
        my_mail: Vec<String>,
    },
    /// Keep one of them: the person becomes a peer, with that rhythm and the next date.
    Keep(Keep),
    /// Write a standing 1-on-1 as two files: one for your calendar, and an invitation to mail.
    Invite(invite::Invite),
    /// Move one date of it, or the whole series, as files.
    Move(invite::Move),
    /// Leave one date out, as files.
    Skip(invite::Day),
    /// End it, as files.
    End(invite::Day),
    /// A link that opens a web calendar with it filled in.
    Link {
        /// With whom.
        peer: String,
        /// google or outlook.
        #[arg(long, value_parser = invite::web)]
        web: Web,
    },
    /// One calendar that is kept in sight: off unless you name one.
    #[command(subcommand)]
    Source(source::Verb),
    /// Write a 30-minute event in a free slot of this week, to set up the half hours.
    Block {
        /// A day of the week to look in, like 2026-12-03 or "next Tuesday"; this week if left out.
        #[arg(long)]
        week: Option<String>,
        /// An exported calendar with your busy times; the one that is kept in sight if left out.
        #[arg(long)]
        busy: Option<PathBuf>,
        /// The .ics file to write. It must not exist yet.
        #[arg(long)]
        out: PathBuf,
    },
}

#[derive(clap::Args)]
pub(crate) struct Keep {
    /// The same file.
    file: PathBuf,
    /// Which, as `calendar check` names it.
    #[arg(long)]
    uid: String,
    /// The person’s department.
    #[arg(long)]
    department: String,
    /// An address of yours; may be repeated.
    #[arg(long)]
    my_mail: Vec<String>,
    /// The zone you read it in, like Europe/Paris; this computer’s if left out.
    #[arg(long)]
    zone: Option<String>,
}

#[derive(Serialize)]
struct Shape {
    standing: Vec<Series>,
    maybe: Vec<Series>,
    ended: Vec<Series>,
    drifting: Vec<Series>,
    skipped: u32,
    missing: usize,
    guessed_me: Vec<String>,
    says: Vec<String>,
}

#[derive(Serialize)]
struct Series {
    id: String,
    uid: String,
    who: Option<String>,
    mail: Option<String>,
    every: Option<String>,
    next: Option<String>,
    last: Option<Date>,
    title: String,
    why: Option<String>,
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    match verb {
        Verb::Check { file, my_mail } => {
            let now = clock();
            let view = call.desk()?.view()?;
            let report = read(&file, &my_mail, &view, &now)?;
            let shape = shape(&report, now.date());
            call.form.say(&shape, || page(&report, &shape))
        }
        Verb::Keep(which) => keep(call, &which),
        Verb::Invite(how) => invite::invite(call, &how),
        Verb::Move(how) => invite::move_it(call, &how),
        Verb::Skip(how) => invite::skip(call, &how),
        Verb::End(how) => invite::end(call, &how),
        Verb::Link { peer, web } => invite::link(call, &peer, web),
        Verb::Source(verb) => source::run(call, verb),
        Verb::Block { week, busy, out } => block(call, week.as_deref(), busy.as_deref(), &out),
    }
}

fn read(file: &Path, said: &[String], view: &View, now: &Zoned) -> Result<Report, Failure> {
    let size = std::fs::metadata(file).map(|it| it.len()).unwrap_or(0);
    let mut progress = Progress::new(size);
    files::check_as(file, (said, &view.snapshot.me.mails), now, &mut |read| {
        progress.tell(read);
        ControlFlow::Continue(())
    })
}

fn shape(report: &Report, today: Date) -> Shape {
    let series = |uid: &str, who: Option<&Person>, title: &str| Series {
        id: uid.to_owned(),
        uid: uid.to_owned(),
        who: who.map(|who| who.name.clone()),
        mail: who.map(|who| who.mail.clone()).filter(|mail| !mail.is_empty()),
        every: None,
        next: None,
        last: None,
        title: title.to_owned(),
        why: None,
    };
    let name = |rhythm: Rhythm| files::every(rhythm).map_or_else(|| says::every(rhythm), super::json::every);
    Shape {
        standing: report
            .standing
            .iter()
            .map(|it| Series {
                every: Some(name(it.every)),
                next: Some(it.next.to_string()),
                ..series(&it.uid, Some(&it.who), &it.title)
            })
            .collect(),
        maybe: report
            .maybe
            .iter()
            .map(|it| Series {
                every: it.series.every.map(name),
                next: it.series.next.map(|next| next.to_string()),
                why: Some(it.why.to_string()),
                ..series(&it.series.uid, it.series.who.as_ref(), &it.series.title)
            })
            .collect(),
        ended: report
            .ended
            .iter()
            .map(|it| Series { last: Some(it.last), ..series(&it.uid, Some(&it.who), &it.title) })
            .collect(),
        drifting: report
            .drifting
            .iter()
            .map(|it| Series {
                last: it.last,
                next: Some(it.next.to_string()),
                ..series(&it.uid, Some(&it.who), &it.title)
            })
            .collect(),
        skipped: report.skipped,
        missing: says::missing(report),
        guessed_me: report.guessed_me.clone(),
        says: says::sentences(report, words::as_of(today)),
    }
}

fn page(report: &Report, shape: &Shape) -> Vec<String> {
    let mut page = shape.says.clone();
    if let [me] = report.guessed_me.as_slice() {
        page.push(format!("I took {me} for you. Say --my-mail if that is wrong."));
    }
    for it in &shape.standing {
        page.push(format!("standing  {}  uid {}", it.who.as_deref().unwrap_or(&it.title), it.uid));
    }
    for it in &shape.maybe {
        let who = it.who.as_deref().unwrap_or(&it.title);
        page.push(format!("maybe     {who}: {}  uid {}", it.why.as_deref().unwrap_or_default(), it.uid));
    }
    for it in &shape.ended {
        let last = it.last.map(words::date).unwrap_or_default();
        page.push(format!("ended     You used to meet {}, last on {last}.", it.who.as_deref().unwrap_or(&it.title)));
    }
    if shape.skipped > 0 {
        page.push(words::left_out(shape.skipped as usize));
    }
    page
}

fn keep(call: &Call, Keep { file, uid, department, my_mail, zone }: &Keep) -> Done {
    let desk = call.desk()?;
    let zone = said::zone(zone.as_deref(), &desk.view()?.snapshot)?;
    let now = clock().in_tz(&zone).map_err(|e| failure(format!("that zone can’t be read: {e}"), None))?;
    let report = read(file, my_mail, &desk.view()?, &now)?;
    let standing = report.standing.iter().find(|it| it.uid == *uid);
    let standing = standing.map(|it| (it.who.clone(), Some(it.every), Some(it.next)));
    let maybe = report.maybe.iter().find(|it| it.series.uid == *uid);
    let maybe = maybe.and_then(|it| Some((it.series.who.clone()?, it.series.every, it.series.next)));
    let missing = || {
        failure(
            format!("there is no 1-on-1 {uid:?} in this file"),
            Some("`sideways calendar check FILE` shows them with their uids"),
        )
    };
    let (who, rhythm, next) = standing.or(maybe).ok_or_else(missing)?;
    let view = desk.view()?;
    let (command, known) = files::keep(&view, &who, rhythm, department);
    let peer = match (edit(&desk, command)?, known) {
        (_, Some(known)) => known.id,
        (Outcome::Peer(peer), None) => peer,
        _ => return Err(failure("the peer wasn’t added", None).into()),
    };
    if let Some(at) = next {
        edit(&desk, Command::Method(MethodCommand::Plan { peer, at, zone, minutes: 30 }))?;
    }
    added(call, &Outcome::Peer(find::peer(&desk.view()?, &peer.to_string())?.id))
}

fn block(call: &Call, week: Option<&str>, busy: Option<&Path>, out: &Path) -> Done {
    let now = clock();
    let week = week.map_or_else(|| Ok(said::today()), said::day)?;
    let busy = match busy {
        Some(file) => read(file, &[], &call.desk()?.view()?, &now)?.busy,
        None => source::busy(&call.desk()?.view()?, None, &now)?.unwrap_or_default(),
    };
    let hours = WorkingHours { from: HOURS.0, to: HOURS.1, days: Days::MONDAY_TO_FRIDAY };
    let full = || {
        failure(
            "there is no free half hour in that week’s working hours",
            Some("name another week with --week YYYY-MM-DD"),
        )
    };
    let at = free_slot(&busy, (week, words::locale().week_starts()), now.timestamp(), 30, hours, now.time_zone())
        .ok_or_else(full)?;
    let start =
        at.to_zoned(now.time_zone().clone()).map_err(|e| failure(format!("that time doesn’t exist: {e}"), None))?;
    write_new(out, export::block(start.timestamp(), super::call::now()).as_bytes())?;
    let says = format!(
        "{}: 30 minutes to set up your half hours. Open {} with your calendar.",
        words::day_and_time(at),
        out.display()
    );
    call.form.say(&serde_json::json!({ "at": at.to_string(), "file": out }), || vec![says])
}
