//! The window and its desk: requests go out without waiting, answers wake the next frame.

use super::App;
use crate::{
    desk::{Answer, Desk, Failure, Request},
    files::{self, Made},
};
use eframe::egui::{Context, Ui, ViewportBuilder};
use jiff::{Timestamp, tz::TimeZone};
use sideways_core::snapshot::{Moment, NetworkSetting};
use std::{
    path::Path,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

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
}

/// Opens the window on a data folder and stays until it is closed.
pub fn run(directory: &Path) -> Result<(), Failure> {
    can_draw()?;
    // The context exists only once the window does; until then there is nobody to wake.
    let waker: Arc<OnceLock<Context>> = Arc::default();
    let wake = waker.clone();
    let desk = Desk::open(directory, move || {
        if let Some(ctx) = wake.get() {
            ctx.request_repaint();
        }
    })?;
    if !desk.is_here() {
        return Err(Failure {
            error: "Sideways is open on this data folder already".into(),
            hint: Some("go to its window, or name another folder with --data DIR".into()),
        });
    }
    let view = desk.view()?;
    if view.snapshot.network != NetworkSetting::Off {
        desk.submit(Request::GoOnline, |_| {});
    }
    let folder = directory.to_owned();
    let viewport = ViewportBuilder::default()
        .with_app_id("org.sideways.Sideways")
        .with_title("Sideways")
        .with_inner_size([1180.0, 760.0])
        .with_min_inner_size([420.0, 420.0]);
    let options = eframe::NativeOptions { viewport, renderer: eframe::Renderer::Glow, ..Default::default() };
    let open = move |creation: &eframe::CreationContext<'_>| {
        let ctx = &creation.egui_ctx;
        // Set once, here; a second window in one process there is not.
        let _ = waker.set(ctx.clone());
        let mut app = App::new(ctx, view, folder, TimeZone::system(), now());
        if let Some(user) = directories::UserDirs::new() {
            app.keep_files_in(user.document_dir().unwrap_or(user.home_dir()).to_owned());
        }
        Ok(Box::new(Running { app, desk, answers: Answers::default(), made: MadeFiles::default() })
            as Box<dyn eframe::App>)
    };
    eframe::run_native("Sideways", options, Box::new(open)).map_err(|e| no_window(&e.to_string()))
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
    }

    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
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

    fn clear_color(&self, visuals: &eframe::egui::Visuals) -> [f32; 4] {
        visuals.panel_fill.to_normalized_gamma_f32()
    }
}

fn now() -> Moment {
    Moment { unix_ms: Timestamp::now().as_millisecond() }
}

/// Looked at first, because a missing display or library otherwise ends in a panic that tells nobody anything.
fn can_draw() -> Result<(), Failure> {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let unix_desktop = cfg!(all(unix, not(target_os = "macos")));
    if unix_desktop && !named("DISPLAY") && !named("WAYLAND_DISPLAY") && !named("WAYLAND_SOCKET") {
        return Err(no_window("no display (neither WAYLAND_DISPLAY nor DISPLAY is set)"));
    }
    Ok(())
}

fn no_window(why: &str) -> Failure {
    let missing = if why.contains("NoGlutinConfigs") || why.contains("GL") {
        "OpenGL is missing (on Debian: libgl1)"
    } else if why.contains("LibraryOpen") || why.contains("XNotSupported") {
        "a library of the desktop is missing (on Debian: libx11-6 libxcursor1 libxi6 libxkbcommon-x11-0)"
    } else {
        why
    };
    Failure {
        error: format!("the window can't open: {missing}"),
        hint: Some(
            "every verb works without one, see sideways --help; sideways demo --headless shows two colleagues sharing"
                .into(),
        ),
    }
}
