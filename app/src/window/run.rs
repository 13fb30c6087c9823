//! The window and its desk: requests go out without waiting, answers wake the next frame.

use super::{App, Outside};
use crate::{
    desk::{Answer, AtLock, Desk, Failure, Request, SealedRequest, View},
    files::{self, Comfort, Made},
    platform::{self, Wish},
};
use eframe::egui::{Context, Theme, Ui, ViewportBuilder, ViewportCommand};
use jiff::{Timestamp, tz::TimeZone};
use sideways_core::snapshot::{Moment, NetworkSetting};
use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError, mpsc},
    thread::JoinHandle,
    time::Duration,
};

/// How long closing waits for the disk.
const END: Duration = Duration::from_secs(2);

/// Answers that came since the last frame.
type Answers = Arc<Mutex<Vec<(Request, Result<Answer, Failure>)>>>;

/// What came of work with files since the last frame.
type MadeFiles = Arc<Mutex<Vec<Result<Made, Failure>>>>;

/// The window, its desk, and what passes between them.
struct Running {
    app: App,
    desk: Desk,
    answers: Answers,
    made: MadeFiles,
    folder: PathBuf,
    /// How the window is just now; written down when it closes.
    comfort: Comfort,
}

/// Opens the window on a data folder and stays until it is closed.
///
/// `outside` is an invitation or a sealed file that was opened from outside. Where the folder is open in a window already,
/// it is put before whoever sits there.
pub fn run(directory: &Path, outside: Option<&Outside>) -> Result<(), Failure> {
    platform::can_draw().map_err(no_window)?;
    // The context exists only once the window does; until then there is nobody to wake.
    let waker: Arc<OnceLock<Context>> = Arc::default();
    // The disk and the graphics driver take about as long, and wait for different things.
    let opening = Opening::begin(directory, outside, waker.clone());
    let opened = opening.clone();
    let folder = directory.to_owned();
    let outside = outside.cloned();
    let comfort = Comfort::read(directory);
    let mut viewport = ViewportBuilder::default()
        .with_app_id("org.sideways.Sideways")
        .with_title("Sideways")
        .with_inner_size(comfort.size)
        .with_min_inner_size([420.0, 420.0]);
    if let Some(place) = comfort.place {
        viewport = viewport.with_position(place);
    }
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let open = move |creation: &eframe::CreationContext<'_>| {
        let ctx = &creation.egui_ctx;
        let (desk, view) = opened.end()?;
        // Set once, here; a second window in one process there is not.
        let _ = waker.set(ctx.clone());
        let mut app = App::new(ctx, view, folder.clone(), TimeZone::system(), now());
        ctx.set_zoom_factor(comfort.zoom);
        app.set_look(ctx, comfort.look);
        app.set_notices(comfort.notices);
        app.set_lock(&comfort);
        match outside {
            Some(Outside::Link(link)) => app.offer(&link),
            Some(Outside::File(file)) => app.open_file(file),
            None => {}
        }
        follow_desktop(ctx);
        super::theme::draw_boxes(ctx);
        if let Some(user) = directories::UserDirs::new() {
            app.keep_files_in(user.document_dir().unwrap_or(user.home_dir()).to_owned());
        }
        let (answers, made) = (Answers::default(), MadeFiles::default());
        Ok(Box::new(Running { app, desk, answers, made, folder, comfort }) as Box<dyn eframe::App>)
    };
    let ran = eframe::run_native("Sideways", options, Box::new(open));
    match opening.0.lock().unwrap_or_else(PoisonError::into_inner).take() {
        // No window came; what was opened for it is closed in order.
        Some(State::Opening(thread)) => drop(thread.join()),
        Some(State::Not(Some(failure))) => return Err(failure),
        Some(State::Not(None)) => return Ok(()),
        None => {}
    }
    ran.map_err(|e| no_window(&e.to_string()))
}

/// The desk, while it is being opened on a thread of its own; then why there is no window, if there is none.
#[derive(Clone)]
struct Opening(Arc<Mutex<Option<State>>>);

enum State {
    Opening(JoinHandle<Result<Option<(Desk, View)>, Failure>>),
    /// No window: for a reason, or because another one shows what was asked for.
    Not(Option<Failure>),
}

impl Opening {
    fn begin(directory: &Path, outside: Option<&Outside>, waker: Arc<OnceLock<Context>>) -> Self {
        let (directory, outside) = (directory.to_owned(), outside.cloned());
        let thread = std::thread::spawn(move || open_desk(&directory, outside, waker));
        Self(Arc::new(Mutex::new(Some(State::Opening(thread)))))
    }

    /// Waits until it is open. An error is for eframe only; why is kept for who called for a window.
    fn end(&self) -> Result<(Desk, View), &'static str> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(State::Opening(thread)) = state.take() else { return Err("opened twice") };
        let crashed = || Failure { error: "opening the data folder went wrong".into(), hint: None };
        let failure = match thread.join().map_err(|_| crashed()) {
            Ok(Ok(Some(opened))) => return Ok(opened),
            Ok(Ok(None)) => None,
            Ok(Err(failure)) | Err(failure) => Some(failure),
        };
        *state = Some(State::Not(failure));
        Err("no window")
    }
}

/// The desk for a window; nothing where another window has it and took what was opened from outside.
fn open_desk(
    directory: &Path,
    outside: Option<Outside>,
    waker: Arc<OnceLock<Context>>,
) -> Result<Option<(Desk, View)>, Failure> {
    let desk = Desk::open_at_lock(directory, AtLock::Wait, move || {
        if let Some(ctx) = waker.get() {
            ctx.request_repaint();
        }
    })?;
    if desk.is_new() {
        // Where it was started from a terminal: the folder's name may have been mistyped.
        let _ = writeln!(std::io::stderr().lock(), "A new notebook begins in {}.", directory.display());
    }
    match (desk.is_here(), outside) {
        (false, Some(Outside::Link(link))) => return desk.ask(Request::Offer(link)).map(|_| None),
        (false, Some(Outside::File(file))) => {
            let read = Request::Sealed(SealedRequest::Read(files::read_sealed(&file)?));
            return desk.ask(read).map(|_| None);
        }
        (false, None) => {
            return Err(Failure {
                error: "Sideways is open on this data folder already".into(),
                hint: Some("go to its window, or name another folder with --data DIR".into()),
            });
        }
        (true, _) => {}
    }
    let view = desk.view()?;
    if view.snapshot.network != NetworkSetting::Off {
        desk.submit(Request::GoOnline, |_| {});
    }
    desk.submit(Request::Window, |_| {});
    Ok(Some((desk, view)))
}

impl eframe::App for Running {
    fn logic(&mut self, ctx: &Context, _: &mut eframe::Frame) {
        // Before the answers: what they tell of is in the view that was made before them.
        let answers = std::mem::take(&mut *self.answers.lock().unwrap_or_else(PoisonError::into_inner));
        if let Ok(view) = self.desk.view() {
            self.app.set_view(view, now());
        }
        for (request, answer) in answers {
            self.app.answered(ctx, &request, answer);
        }
        for made in std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner)) {
            self.app.worked(ctx, made);
        }
        if self.app.was_called() {
            ctx.send_viewport_cmd(ViewportCommand::Minimized(false));
            ctx.send_viewport_cmd(ViewportCommand::Focus);
        }
        for says in self.app.due(ctx) {
            platform::notify(says);
        }
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        self.look_at_window(ui.ctx());
        for request in self.app.frame(ui) {
            let (answers, ctx, asked) = (self.answers.clone(), ui.ctx().clone(), request.clone());
            self.desk.submit(request, move |answer| {
                answers.lock().unwrap_or_else(PoisonError::into_inner).push((asked, answer));
                ctx.request_repaint();
            });
        }
        for (work, ticket) in self.app.take_work() {
            let (made, ctx) = (self.made.clone(), ui.ctx().clone());
            std::thread::spawn(move || {
                let told = || ctx.request_repaint_after_secs(0.1);
                let done = files::carry_out(work, &jiff::Zoned::now(), &ticket, &told);
                made.lock().unwrap_or_else(PoisonError::into_inner).push(done);
                ctx.request_repaint();
            });
        }
    }

    fn on_exit(&mut self, _: Option<&eframe::glow::Context>) {
        self.comfort.keep(&self.folder);
        // What was typed in the last second; the engine ends after it, and within its own time.
        let (kept, all) = mpsc::channel();
        for request in self.app.unkept() {
            let kept = kept.clone();
            self.desk.submit(request, move |_| drop(kept));
        }
        drop(kept);
        // Nothing is ever sent on it: it ends with the last answer.
        let _ = all.recv_timeout(END) as Result<(), _>;
    }

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

impl Running {
    fn look_at_window(&mut self, ctx: &Context) {
        self.comfort.zoom = ctx.zoom_factor();
        self.comfort.look = self.app.look();
        self.comfort.notices = self.app.notices();
        self.app.note_lock(&mut self.comfort);
        ctx.input(|input| {
            let window = input.viewport();
            // What a maximised window measures is the desktop's size and not this one's.
            if window.maximized != Some(true) && window.fullscreen != Some(true) {
                if let Some(inner) = window.inner_rect {
                    let points = inner.size() * self.comfort.zoom;
                    self.comfort.size = [points.x, points.y];
                }
                self.comfort.place =
                    window.outer_rect.map(|outer| [outer.left() * self.comfort.zoom, outer.top() * self.comfort.zoom]);
            }
        });
    }
}

/// Light and dark as the desktop says, from now on; where nobody can be asked, light.
fn follow_desktop(ctx: &Context) {
    let ctx = ctx.clone();
    platform::follow(move |wish| {
        match wish {
            Wish::Dark => ctx.options_mut(|options| options.fallback_theme = Theme::Dark),
            Wish::Light => ctx.options_mut(|options| options.fallback_theme = Theme::Light),
            Wish::Still => ctx.all_styles_mut(|style| style.animation_time = 0.0),
            Wish::Moving => ctx.all_styles_mut(|style| style.animation_time = 0.12),
        }
        ctx.request_repaint();
    });
}

fn now() -> Moment {
    Moment { unix_ms: Timestamp::now().as_millisecond() }
}

fn no_window(why: &str) -> Failure {
    // winit says where in its source it gave up, "os error at FILE:LINE: why".
    let missing = platform::missing(why).unwrap_or_else(|| why.rsplit(": ").next().unwrap_or(why));
    Failure {
        error: format!("the window can’t open: {missing}"),
        hint: Some(
            "every verb works without one, see sideways --help; sideways demo --headless shows two colleagues sharing"
                .into(),
        ),
    }
}
