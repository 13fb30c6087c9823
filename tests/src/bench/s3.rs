//! It opens at once: from the start of the program, on ten years of data, to the first useful frame; beside it, from
//! the start of a bare window to its first frame.
//!
//! Both are watched from outside in the same way: what the display shows of the window, until nothing changes any
//! more. The first picture that says nearly all that the last one says is the first useful frame, so that neither an
//! empty window nor a promise of what is coming counts.

use crate::{
    Failed,
    figure::{Figure, Times},
};
use jiff::{Span, Zoned, civil::Date};
use sideways::desk::{Desk, Request};
use sideways_core::{
    Opening, Workspace,
    command::{Command as Does, ListCommand, MeetingDetails, MethodCommand, Outcome, PeerDetails},
    id::PeerId,
    snapshot::{Every, Kind, Me, Moment, Who, Why},
};
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread::sleep,
    time::{Duration, Instant},
};
use x11rb::{
    connection::Connection,
    errors::ReplyError,
    protocol::xproto::{self, AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, ImageFormat, MapState, Window},
    rust_connection::RustConnection,
};

const RUNS: usize = 11;
const PEERS: u64 = 50;
const YEARS: i64 = 10;
/// What a year leaves with each peer: 50 peers and ten years make 6,000.
const A_YEAR: [u64; 3] = [6, 4, 2];
/// Lines of each list: 2,000 over all peers.
const LINES: u64 = 40;

/// How often the display is asked.
const POLL: Duration = Duration::from_millis(1);
/// How long the window is watched once it is there; what it shows then is what it was to show.
const REST: Duration = Duration::from_millis(800);
/// How long anything may take before it counts as never.
const NEVER: Duration = Duration::from_secs(60);
/// How many of a hundred pixels of letters make a frame useful: what stands at an edge may still move.
const NEARLY: usize = 90;
/// How many make it whole: a scroll bar may still fade in.
const WHOLE: usize = 99;
/// Of a window's rows of pixels every so manyth is looked at: a line of text has more.
const ROW: i16 = 8;

pub(crate) fn measure() -> Result<Figure, Failed> {
    let screen = Screen::new()?;
    let (sideways, bare) = (beside("sideways")?, beside("bare")?);
    let folder = tempfile::tempdir()?;
    let last = fill(folder.path())?;
    let program = || {
        let mut command = Command::new(&sideways);
        command.arg("--data").arg(folder.path());
        screen.start(&mut command)
    };
    let (mut clean, mut crashed, mut limit) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..=RUNS {
        let (shown, running) = program()?;
        clean.push(shown);
        // Something was just written when it is cut off.
        let note = Does::AddNote { peer: last, text: format!("Written before the power failed, {run}.") };
        Desk::open(folder.path(), || {})?.ask(Request::Run(note))?;
        drop(running);
        let (shown, running) = program()?;
        crashed.push(shown);
        running.close(&screen)?;
        let (shown, running) = screen.start(Command::new(&bare).arg("window"))?;
        limit.push(shown);
        running.close(&screen)?;
        // The first of each reads from the disk what the others find in memory.
        if run == 0 {
            for shown in [&mut clean, &mut crashed, &mut limit] {
                shown.clear();
            }
        }
    }
    let useful = |shown: &[Shown]| Times::new(shown.iter().map(|shown| shown.useful).collect());
    let there = |shown: &[Shown]| Times::new(shown.iter().map(|shown| shown.there).collect());
    let whole = |shown: &[Shown]| Times::new(shown.iter().map(|shown| shown.whole).collect());
    let after_crash = median(&crashed).as_secs_f64() / median(&limit).as_secs_f64();
    eprintln!("after a crash {after_crash:.2} times the bare window");
    Ok(Figure {
        name: "S3",
        what: "the program is started -> its first useful frame",
        times: useful(&clean),
        percent: 50,
        limit: vec![("a bare window, to its first frame", 1, useful(&limit))],
        parts: vec![
            ("the same after kill -9", useful(&crashed)),
            ("until its window is there, empty or not", there(&clean)),
            ("until nothing but a scroll bar changes any more", whole(&clean)),
            ("until the bare window is there", there(&limit)),
        ],
    })
}

fn median(shown: &[Shown]) -> Duration {
    let mut times: Vec<Duration> = shown.iter().map(|shown| shown.useful).collect();
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

/// A program that is built together with this one.
pub(crate) fn beside(name: &str) -> Result<PathBuf, Failed> {
    let path = std::env::current_exe()?.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if path.is_file() {
        return Ok(path);
    }
    let folder = path.parent().unwrap_or(Path::new(".")).display();
    Err(format!("{name} isn’t in {folder}; build both with `cargo build --release --workspace --bins`").into())
}

/// Ten years, up to today, with fifty peers. Gives the one added last.
pub(crate) fn fill(folder: &Path) -> Result<PeerId, Failed> {
    let today = Zoned::now().date();
    let began = today.checked_sub(Span::new().years(YEARS))?;
    let opening = Opening { entropy: [1; 32], now: moment(began)?, device_name: "desk".into() };
    let mut ws = Workspace::open(folder, opening)?;
    let me = Me { name: "Alex Kim".into(), department: "Engineering".into(), ..Me::default() };
    ws.edit(Does::SetMe(me), moment(began)?)?;
    let mut peers = Vec::new();
    for nth in 0..PEERS {
        let (name, department) = (format!("Peer {nth} Ruiz"), format!("Department {}", nth % 7));
        let details = PeerDetails { name, department, every: Some(Every::Month), ..PeerDetails::default() };
        let Outcome::Peer(peer) = ws.edit(Does::AddPeer(details), moment(began)?)? else {
            return Err("no peer".into());
        };
        peers.push(peer);
    }
    for year in 0..YEARS {
        let first = began.checked_add(Span::new().years(year))?;
        for peer in &peers {
            ws.edit(Does::Together(year_with(*peer, first)), moment(first)?)?;
        }
    }
    for peer in &peers {
        let line = |nth| {
            let text = format!("Line {nth}: two days of a data engineer for the ledger cut-over");
            Does::List(*peer, ListCommand::Add { text, kind: Kind::Idea })
        };
        ws.edit(Does::Together((0..LINES).map(line).collect()), moment(today)?)?;
    }
    ws.settle()?;
    peers.last().copied().ok_or_else(|| "no peer".into())
}

/// What one year with one peer leaves behind.
fn year_with(peer: PeerId, first: Date) -> Vec<Does> {
    let [meetings, notes, promises] = A_YEAR;
    let said = "Quarter close lands in the same week as the new ledger, two people short and nobody to train the next.";
    let meeting = |nth: u64| {
        let on = first.saturating_add(Span::new().days(i64::try_from(nth * 60).unwrap_or(0)));
        let words = format!("{said} {nth}");
        let (mine, help) = (format!("The spring release, {nth}."), format!("{said} {said}"));
        let meeting = MeetingDetails { why: Some(Why::Standing), words, mine, help, ..MeetingDetails::on(on) };
        Does::LogMeeting { peer, meeting }
    };
    let note = |nth| Does::AddNote { peer, text: format!("Note {nth}. Freeze holds until the board meets. {said}") };
    let promise = |nth| {
        let text = format!("Send the renewal dates, {nth}");
        Does::Method(MethodCommand::AddPromise { peer, by: Who::Me, text, due: None })
    };
    (0..meetings).map(meeting).chain((0..notes).map(note)).chain((0..promises).map(promise)).collect()
}

fn moment(day: Date) -> Result<Moment, Failed> {
    Ok(Moment { unix_ms: day.to_zoned(jiff::tz::TimeZone::UTC)?.timestamp().as_millisecond() })
}

/// How long a window took.
struct Shown {
    /// Until the display had it.
    there: Duration,
    /// Until it said nearly all that it was to say.
    useful: Duration,
    /// Until it said it all.
    whole: Duration,
}

/// A program that was started; it doesn't outlive this. Dropping it kills it, as a crash does.
pub(crate) struct Running {
    child: Child,
    window: Option<Window>,
}

impl Running {
    pub(crate) fn new(child: Child) -> Self {
        Self { child, window: None }
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Closes its window and waits until it has ended.
    fn close(mut self, screen: &Screen) -> Result<(), Failed> {
        let window = self.window.ok_or("it has no window")?;
        let message = ClientMessageEvent::new(32, window, screen.protocols, [screen.delete, 0, 0, 0, 0]);
        screen.server.send_event(false, window, EventMask::NO_EVENT, message)?.check()?;
        let until = Instant::now() + NEVER;
        while self.child.try_wait()?.is_none() {
            if Instant::now() >= until {
                return Err("a window doesn’t close".into());
            }
            sleep(POLL);
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Ended already where all went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The display, as somebody sees it who looks at it.
pub(crate) struct Screen {
    server: RustConnection,
    root: xproto::Screen,
    pid: u32,
    protocols: u32,
    delete: u32,
}

/// What a window shows, in part.
struct Picture {
    at: Duration,
    pixels: Vec<u8>,
}

impl Screen {
    pub(crate) fn new() -> Result<Self, Failed> {
        if std::env::var_os("DISPLAY").is_none_or(|display| display.is_empty()) {
            return Err("this needs an X display and DISPLAY names none; start one with `Xvfb :9 -noreset`".into());
        }
        let (server, at) = x11rb::connect(None)?;
        let root = server.setup().roots.get(at).ok_or("the display has no screen")?.clone();
        let atom = |name: &str| Ok::<_, Failed>(server.intern_atom(false, name.as_bytes())?.reply()?.atom);
        let (pid, protocols, delete) = (atom("_NET_WM_PID")?, atom("WM_PROTOCOLS")?, atom("WM_DELETE_WINDOW")?);
        Ok(Self { server, root, pid, protocols, delete })
    }

    /// Starts a program and waits until the display has its window. Gives how long that took.
    pub(crate) fn open(&self, command: &mut Command) -> Result<(Duration, Running), Failed> {
        // What can't be seen from outside can't be compared either.
        command.env_remove("WAYLAND_DISPLAY").env_remove("WAYLAND_SOCKET");
        let began = Instant::now();
        let mut running = Running::new(command.spawn()?);
        while began.elapsed() < NEVER {
            running.window = self.window_of(running.child.id())?;
            if running.window.is_some() {
                return Ok((began.elapsed(), running));
            }
            if let Some(status) = running.child.try_wait()? {
                return Err(format!("it ended without a window ({status})").into());
            }
            sleep(POLL);
        }
        Err("no window opens".into())
    }

    fn start(&self, command: &mut Command) -> Result<(Shown, Running), Failed> {
        let began = Instant::now();
        let (there, running) = self.open(command)?;
        let window = running.window.ok_or("it has no window")?;
        let mut pictures: Vec<Picture> = Vec::new();
        while began.elapsed() < there + REST {
            let pixels = self.pixels(window)?;
            if pictures.last().is_none_or(|last| last.pixels != pixels) {
                pictures.push(Picture { at: began.elapsed(), pixels });
            }
            sleep(POLL);
        }
        let last = pictures.last().ok_or("the window can’t be seen")?;
        let ink = ink(&last.pixels);
        let since = |percent| {
            let found = pictures.iter().find(|picture| says(percent, &picture.pixels, &last.pixels, &ink));
            found.map(|picture| picture.at).ok_or("the window stays empty")
        };
        Ok((Shown { there, useful: since(NEARLY)?, whole: since(WHOLE)? }, running))
    }

    /// The window of a process, once it can be seen. A window manager may have put it into a frame.
    fn window_of(&self, process: u32) -> Result<Option<Window>, Failed> {
        for window in self.server.query_tree(self.root.root)?.reply()?.children {
            for window in self.inside(window)?.into_iter().chain([window]) {
                // Windows come and go while they are asked.
                if gone(self.is_of(window, process))?.unwrap_or(false) {
                    return Ok(Some(window));
                }
            }
        }
        Ok(None)
    }

    fn inside(&self, window: Window) -> Result<Vec<Window>, Failed> {
        let inside = self.server.query_tree(window)?.reply();
        Ok(gone(inside.map_err(Into::into))?.map(|tree| tree.children).unwrap_or_default())
    }

    fn is_of(&self, window: Window, process: u32) -> Result<bool, Failed> {
        if self.server.get_window_attributes(window)?.reply()?.map_state != MapState::VIEWABLE {
            return Ok(false);
        }
        let whose = self.server.get_property(false, window, self.pid, AtomEnum::CARDINAL, 0, 1)?.reply()?;
        Ok(whose.value32().and_then(|mut values| values.next()) == Some(process))
    }

    /// What the window shows just now: some rows of it, as far as they are on the screen.
    fn pixels(&self, window: Window) -> Result<Vec<u8>, Failed> {
        let size = self.server.get_geometry(window)?.reply()?;
        let place = self.server.translate_coordinates(window, self.root.root, 0, 0)?.reply()?;
        let (left, top) = (0.max(-place.dst_x), 0.max(-place.dst_y));
        let within = |length: u16, at: i16, screen: u16| {
            let end = (i32::from(length)).min(i32::from(screen) - i32::from(at));
            i16::try_from(end).unwrap_or(i16::MAX)
        };
        let right = within(size.width, place.dst_x, self.root.width_in_pixels);
        let bottom = within(size.height, place.dst_y, self.root.height_in_pixels);
        let width = u16::try_from(right - left).map_err(|_| "the window isn’t on the screen")?;
        let rows: Vec<i16> = (0..).map(|row| top + row * ROW).take_while(|row| *row < bottom).collect();
        // Asked for all at once, so that they are of one moment.
        let ask = |row: &i16| self.server.get_image(ImageFormat::Z_PIXMAP, window, left, *row, width, 1, !0);
        let asked = rows.iter().map(ask).collect::<Result<Vec<_>, _>>()?;
        let mut pixels = Vec::new();
        for row in asked {
            pixels.extend(row.reply()?.data);
        }
        Ok(pixels)
    }
}

/// Nothing, where the window it was about is gone.
fn gone<T>(answer: Result<T, Failed>) -> Result<Option<T>, Failed> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(why) if matches!(why.downcast_ref(), Some(ReplyError::X11Error(_))) => Ok(None),
        Err(why) => Err(why),
    }
}

/// Which pixels are letters and lines: those of a colour that fills no surface.
fn ink(pixels: &[u8]) -> Vec<usize> {
    let mut colours: HashMap<&[u8], usize> = HashMap::new();
    for pixel in pixels.chunks_exact(4) {
        *colours.entry(pixel).or_default() += 1;
    }
    let surface = pixels.len() / 4 / 100;
    let is_ink = |pixel: &&[u8]| colours.get(pixel).is_some_and(|count| *count < surface);
    let ink = pixels.chunks_exact(4).enumerate().filter(|(_, pixel)| is_ink(pixel));
    ink.map(|(at, _)| at * 4).collect()
}

/// Whether so many of a hundred pixels of the last picture's letters are there already.
fn says(percent: usize, pixels: &[u8], last: &[u8], ink: &[usize]) -> bool {
    let same = ink.iter().filter(|at| pixels.get(**at..**at + 4) == last.get(**at..**at + 4)).count();
    !ink.is_empty() && same * 100 >= ink.len() * percent
}
