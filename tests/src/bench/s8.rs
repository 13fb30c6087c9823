//! It doesn't drain the battery: what an open window with two connected colleagues costs while nothing happens; beside
//! it, a bare window with two connections of the same kind.

use crate::{
    Failed,
    figure::{Figure, Times},
    s3::{Running, Screen, beside},
};
use sideways::desk::{Answer, Desk, Link, Request};
use sideways_core::{
    command::{Command as Does, ListCommand, Outcome, PeerDetails, ShareCommand},
    id::PeerId,
    snapshot::{Kind, Me, NetworkSetting},
};
use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    net::{IpAddr, Ipv4Addr},
    path::Path,
    process::{Command, Stdio},
    thread::sleep,
    time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long is watched.
const SECONDS: u64 = 60;
/// What belongs to the start is over by then.
const SETTLED: Duration = Duration::from_secs(15);
/// How long connecting may take.
const CONNECTING: Duration = Duration::from_secs(60);
/// The clock that `utime` and `stime` count in.
const TICK: Duration = Duration::from_millis(10);

/// Whether others on this network are looked for; if not, nothing leaves this computer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lookup {
    Yes,
    No,
}

pub(crate) fn measure(options: &[&str]) -> Result<Figure, Failed> {
    let (lookup, seconds) = match options {
        [] => (Lookup::No, SECONDS),
        ["--lookup"] => (Lookup::Yes, SECONDS),
        ["--seconds", seconds] => (Lookup::No, seconds.parse()?),
        ["--lookup", "--seconds", seconds] | ["--seconds", seconds, "--lookup"] => (Lookup::Yes, seconds.parse()?),
        _ => return Err("usage: bench s8 [--lookup] [--seconds N] [--json]".into()),
    };
    let (screen, span) = (Screen::new()?, Duration::from_secs(seconds));
    let bare = bare_window(&screen, lookup, span)?;
    let window = window(&screen, lookup, span)?;
    bare.say("bare window", span);
    window.say("Sideways", span);
    let wakes = window.wakes as f64 / bare.wakes as f64;
    eprintln!("wake-ups {} and {}, ratio {wakes:.2}; in {seconds} s", window.wakes, bare.wakes);
    Ok(Figure {
        name: "S8",
        what: "processor time, two colleagues and nothing happening",
        times: Times::new(vec![window.ran]),
        percent: 50,
        limit: vec![("a bare window with as many connections", 1, Times::new(vec![bare.ran]))],
        parts: vec![
            ("in ticks of 10 ms", Times::new(vec![window.ticks])),
            ("the limit’s", Times::new(vec![bare.ticks])),
        ],
    })
}

/// The real window on Alex's folder, while Dana and Lee sit at their desks.
fn window(screen: &Screen, lookup: Lookup, span: Duration) -> Result<Spent, Failed> {
    let sideways = beside("sideways")?;
    let (alex, folder) = desk("Alex Kim", lookup)?;
    let colleagues = [pair(&alex, "Dana Ruiz", lookup)?, pair(&alex, "Lee Novak", lookup)?];
    drop(alex);
    let mut command = Command::new(sideways);
    command.arg("--data").arg(folder.path()).env_remove("SIDEWAYS_BIND");
    if let Some(only) = bind(lookup) {
        command.env("SIDEWAYS_BIND", only.to_string());
    }
    let (_, mut running) = screen.open(&mut command)?;
    for colleague in &colleagues {
        colleague.until_equal()?;
    }
    spent(&mut running, span)
}

/// The same without the program: a label, and two connections.
fn bare_window(screen: &Screen, lookup: Lookup, span: Duration) -> Result<Spent, Failed> {
    let program = beside("bare")?;
    let command = |word: &str| {
        let mut command = Command::new(&program);
        command.arg(word).args((lookup == Lookup::Yes).then_some("--lookup")).stdout(Stdio::piped());
        command
    };
    let mut colleagues = [Running::new(command("colleague").spawn()?), Running::new(command("colleague").spawn()?)];
    let mut window = command("window");
    for colleague in &mut colleagues {
        window.arg(line(colleague)?);
    }
    let (_, mut running) = screen.open(&mut window)?;
    if line(&mut running)? != "connected" {
        return Err("the bare window doesn’t connect".into());
    }
    spent(&mut running, span)
}

/// The next line that a program prints, which is its only one.
fn line(running: &mut Running) -> Result<String, Failed> {
    let pipe = running.child().stdout.take().ok_or("it prints nothing")?;
    let mut line = String::new();
    BufReader::new(pipe).read_line(&mut line)?;
    Ok(line.trim_end().to_owned())
}

/// Somebody who shares a list with Alex.
struct Colleague {
    // The desk ends before its folder goes.
    desk: Desk,
    alex: PeerId,
    _folder: TempDir,
}

fn bind(lookup: Lookup) -> Option<IpAddr> {
    (lookup == Lookup::No).then_some(IpAddr::V4(Ipv4Addr::LOCALHOST))
}

fn desk(name: &str, lookup: Lookup) -> Result<(Desk, TempDir), Failed> {
    let folder = TempDir::new()?;
    let desk = Desk::open_bound(folder.path(), bind(lookup), || {})?;
    let me = Me { name: name.into(), department: "Finance".into(), ..Me::default() };
    desk.ask(Request::Run(Does::SetMe(me)))?;
    desk.ask(Request::Run(Does::SetNetwork(NetworkSetting::ThisNetwork)))?;
    desk.ask(Request::GoOnline)?;
    Ok((desk, folder))
}

/// A colleague of Alex, with a list of a few lines on which both agree.
fn pair(alex: &Desk, name: &str, lookup: Lookup) -> Result<Colleague, Failed> {
    let details = PeerDetails { name: name.into(), department: "Finance".into(), ..PeerDetails::default() };
    let Answer::Did(Outcome::Peer(peer)) = alex.ask(Request::Run(Does::AddPeer(details)))? else {
        return Err("no peer was added".into());
    };
    for nth in 0..20 {
        let text = format!("Where we might help each other, number {nth}");
        alex.ask(Request::Run(Does::List(peer, ListCommand::Add { text, kind: Kind::Idea })))?;
    }
    let (desk, folder) = desk(name, lookup)?;
    let Answer::Invitation(text) = alex.ask(Request::Invite(peer))? else {
        return Err("no invitation was made".into());
    };
    let Answer::Joined(theirs) = desk.ask(Request::Join { text, as_peer: None })? else {
        return Err("nobody joined".into());
    };
    let colleague = Colleague { desk, alex: theirs, _folder: folder };
    colleague.until_equal()?;
    // Otherwise both windows ask whether the four words match.
    alex.ask(Request::Run(Does::Share(peer, ShareCommand::Confirm)))?;
    colleague.desk.ask(Request::Run(Does::Share(theirs, ShareCommand::Confirm)))?;
    colleague.until_equal()?;
    Ok(colleague)
}

impl Colleague {
    /// Waits until Alex is connected and has confirmed everything.
    fn until_equal(&self) -> Result<(), Failed> {
        let over = Instant::now() + CONNECTING;
        while self.desk.view()?.links.get(&self.alex) != Some(&Link::Connected { equal: true }) {
            if Instant::now() >= over {
                return Err("the colleagues don’t connect".into());
            }
            self.desk.wait(Duration::from_secs(1));
        }
        Ok(())
    }
}

/// What a process spent in a while.
struct Spent {
    /// On a processor, as the scheduler counts it.
    ran: Duration,
    /// The same, as `utime` and `stime` count it.
    ticks: Duration,
    /// How often a thread that waited for something went on.
    wakes: u64,
    threads: Vec<(String, Thread)>,
}

/// What a thread spent.
#[derive(Clone, Copy, Default)]
struct Thread {
    ran: Duration,
    wakes: u64,
}

impl Spent {
    fn say(&self, who: &str, span: Duration) {
        eprintln!("{who}: {:.1} wake-ups a second, by thread:", self.wakes as f64 / span.as_secs_f64());
        for (name, thread) in self.threads.iter().filter(|(_, thread)| thread.wakes > 0) {
            let ran = thread.ran.as_secs_f64() * 1e3;
            eprintln!("  {name:<16} {:>6} wake-ups {ran:>9.3} ms", thread.wakes);
        }
    }
}

/// Lets the start be over, then watches.
fn spent(running: &mut Running, span: Duration) -> Result<Spent, Failed> {
    sleep(SETTLED);
    let process = format!("/proc/{}", running.child().id());
    let process = Path::new(&process);
    let (before, ticked) = (threads(process)?, ticks(process)?);
    sleep(span);
    let (after, ticks) = (threads(process)?, ticks(process)?.saturating_sub(ticked));
    if let Some(status) = running.child().try_wait()? {
        return Err(format!("a window closed while it was watched ({status})").into());
    }
    let since = |(id, (name, now)): (u64, (String, Thread))| {
        let then = before.get(&id).map(|(_, then)| *then).unwrap_or_default();
        (name, Thread { ran: now.ran.saturating_sub(then.ran), wakes: now.wakes.saturating_sub(then.wakes) })
    };
    let threads: Vec<_> = after.into_iter().map(since).collect();
    let ran = threads.iter().map(|(_, thread)| thread.ran).sum();
    let wakes = threads.iter().map(|(_, thread)| thread.wakes).sum();
    Ok(Spent { ran, ticks, wakes, threads })
}

/// What each thread of a process spent so far, by its number.
fn threads(process: &Path) -> Result<BTreeMap<u64, (String, Thread)>, Failed> {
    let mut threads = BTreeMap::new();
    let tasks = fs::read_dir(process.join("task")).map_err(|_| "only Linux says what a process spends")?;
    for task in tasks {
        let task = task?.path();
        let id = task.file_name().and_then(|name| name.to_str()).ok_or("a thread has no number")?.parse()?;
        let read = |name: &str| fs::read_to_string(task.join(name));
        // A thread may end while it is asked.
        let (Ok(name), Ok(status), Ok(ran)) = (read("comm"), read("status"), read("schedstat")) else { continue };
        let ran = Duration::from_nanos(ran.split(' ').next().unwrap_or_default().parse()?);
        let wakes = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        let wakes = wakes.ok_or("the system doesn’t count wake-ups")?.trim().parse()?;
        threads.insert(id, (name.trim_end().to_owned(), Thread { ran, wakes }));
    }
    Ok(threads)
}

/// User and system time of a process, with the threads that ended.
fn ticks(process: &Path) -> Result<Duration, Failed> {
    let stat = fs::read_to_string(process.join("stat"))?;
    // The program's name stands in brackets and may hold anything.
    let (_, after) = stat.rsplit_once(')').ok_or("the system doesn’t say what a process spends")?;
    let mut fields = after.split_whitespace().skip(11);
    let mut next = || fields.next().unwrap_or_default().parse::<u32>();
    let ticks = next()?.saturating_add(next()?);
    Ok(TICK * ticks)
}
