//! The window over a real workspace: what it asks for is carried out and answered, at once or late; the program ends in
//! order or in the middle of it, and begins again on the same disk.

use crate::{
    cpu_renderer::CpuRenderer,
    scene::{NOW, empty},
};
use eframe::egui::{Key, Modifiers, Role, Ui, pos2, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use jiff::tz::TimeZone;
use redb::StorageBackend;
use sideways::{
    desk::{Answer, Failure, Request, View},
    window::App,
};
use sideways_core::{
    Opening, Workspace,
    command::{Command, Outcome, PeerDetails},
    id::PeerId,
    snapshot::{Me, PeerView, Snapshot},
};
use std::{
    collections::VecDeque,
    io::{Error, Result},
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// Bytes that outlive the program.
#[derive(Clone, Debug, Default)]
struct Disk(Arc<Mutex<Vec<u8>>>);

impl StorageBackend for Disk {
    fn len(&self) -> Result<u64> {
        Ok(self.0.lock().unwrap().len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> Result<()> {
        let (bytes, from) = (self.0.lock().unwrap(), offset as usize);
        out.copy_from_slice(bytes.get(from..from + out.len()).ok_or_else(|| Error::other("beyond the end"))?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> Result<()> {
        self.0.lock().unwrap().resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> Result<()> {
        let (mut bytes, from) = (self.0.lock().unwrap(), offset as usize);
        if bytes.len() < from + data.len() {
            bytes.resize(from + data.len(), 0);
        }
        bytes[from..from + data.len()].copy_from_slice(data);
        Ok(())
    }
}

/// The window, its workspace, and what is asked for and not yet carried out.
pub struct Running {
    app: App,
    ws: Workspace,
    asked: VecDeque<Request>,
    /// For so many frames more nothing is carried out.
    slow: u32,
}

impl Running {
    fn view(&self) -> View {
        View { snapshot: self.ws.snapshot(), ..empty() }
    }

    fn carry_out(&mut self, request: Request) -> std::result::Result<Answer, Failure> {
        match request {
            Request::Run(command) => match self.ws.edit(command, NOW) {
                Ok(outcome) => Ok(Answer::Did(outcome)),
                Err(e) => Err(Failure { error: e.to_string(), hint: None }),
            },
            _ => Ok(Answer::Did(Outcome::Done)),
        }
    }
}

impl eframe::App for Running {
    fn ui(&mut self, ui: &mut Ui, _: &mut eframe::Frame) {
        let mut answers = Vec::new();
        self.slow = self.slow.saturating_sub(1);
        while self.slow == 0
            && let Some(request) = self.asked.pop_front()
        {
            let answer = self.carry_out(request.clone());
            answers.push((request, answer));
        }
        let view = self.view();
        self.app.set_view(view, NOW);
        for (request, answer) in answers {
            self.app.answered(ui.ctx(), &request, answer);
        }
        self.asked.extend(self.app.frame(ui));
    }
}

/// One person at one computer.
pub struct Live {
    disk: Disk,
    pub peer: PeerId,
    seed: u8,
    pub harness: Harness<'static, Running>,
    /// When the last letter was typed, by the frame's time.
    pub typed: f64,
}

fn open(disk: &Disk, seed: u8) -> Workspace {
    let opening = Opening { entropy: [seed; 32], now: NOW, device_name: "desk".into() };
    Workspace::open_on(disk.clone(), [9; 32], opening).unwrap()
}

fn window(ws: Workspace) -> Harness<'static, Running> {
    let mut harness = Harness::builder()
        .with_size(vec2(1180.0, 1600.0))
        .with_max_steps(64)
        .renderer(CpuRenderer::default())
        .build_eframe(move |creation| {
            let view = View { snapshot: ws.snapshot(), ..empty() };
            let app = App::new(&creation.egui_ctx, view, PathBuf::from("/home/alex"), TimeZone::UTC, NOW);
            Running { app, ws, asked: VecDeque::new(), slow: 0 }
        });
    harness.run_steps(4);
    harness
}

impl Live {
    pub fn new(commands: impl FnOnce(PeerId) -> Vec<Command>) -> Self {
        let disk = Disk::default();
        let mut ws = open(&disk, 1);
        let me = Me { name: "Alex Kim".into(), department: "Engineering".into(), ..Me::default() };
        ws.edit(Command::SetMe(me), NOW).unwrap();
        let details = PeerDetails { name: "Dana Ruiz".into(), department: "Finance".into(), ..PeerDetails::default() };
        let Outcome::Peer(peer) = ws.edit(Command::AddPeer(details), NOW).unwrap() else { panic!("no peer") };
        for command in commands(peer) {
            ws.edit(command, NOW).unwrap();
        }
        Self { disk, peer, seed: 1, harness: window(ws), typed: 0.0 }
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.harness.state().ws.snapshot()
    }

    pub fn view(&self) -> Arc<PeerView> {
        self.snapshot().peers.iter().find(|peer| peer.id == self.peer).unwrap().clone()
    }

    /// Something is done elsewhere: at the command line, or by a colleague.
    pub fn elsewhere(&mut self, command: Command) {
        self.harness.state_mut().ws.edit(command, NOW).unwrap();
    }

    /// The engine is busy for so many frames.
    pub fn slow(&mut self, frames: u32) {
        self.harness.state_mut().slow = frames;
    }

    /// Until all that was asked for is done.
    pub fn settle(&mut self) {
        self.harness.state_mut().slow = 0;
        self.harness.run_steps(3);
    }

    /// The program ends without having been closed, and begins again.
    pub fn crash(&mut self) {
        self.seed += 1;
        let ended = std::mem::replace(&mut self.harness, window_of_nothing());
        drop(ended.into_state());
        self.harness = window(open(&self.disk, self.seed));
    }

    /// It is closed, and opened again.
    pub fn close(&mut self) {
        let running = self.harness.state_mut();
        let mut last: Vec<Request> = running.asked.drain(..).collect();
        last.extend(running.app.unkept());
        for request in last {
            drop(running.carry_out(request));
        }
        self.crash();
    }

    /// To Today, and to the peer's page again.
    pub fn leave(&mut self) {
        self.harness.key_press_modifiers(Modifiers::COMMAND, Key::Num1);
        self.harness.run_steps(3);
    }

    pub fn come_back(&mut self) {
        self.visit("Peer");
    }

    pub fn visit(&mut self, name: &str) {
        let nth = App::tour(self.peer).iter().position(|it| it == name).unwrap();
        let (ctx, peer) = (self.harness.ctx.clone(), self.peer);
        self.harness.state_mut().app.visit(&ctx, peer, nth);
        self.harness.run_steps(4);
    }

    /// A click where there is nothing to click on.
    pub fn click_away(&mut self) {
        let at = self.harness.query_all_by_role(Role::Heading).next().unwrap().rect().left_center() + vec2(6.0, 0.0);
        self.harness.drag_at(at);
        self.harness.run_steps(1);
        self.harness.drop_at(at);
        self.harness.run_steps(2);
        self.harness.hover_at(pos2(2.0, 2.0));
        self.harness.run_steps(1);
    }

    /// The field of that name, and what is in it.
    pub fn field(&self, name: &str) -> Option<egui_kittest::Node<'_>> {
        let roles = [Role::TextInput, Role::MultilineTextInput];
        let called = |it: &egui_kittest::Node<'_>| it.accesskit_node().label().unwrap_or_default() == name;
        roles.into_iter().find_map(|role| self.harness.query_all_by_role(role).find(called))
    }

    pub fn text(&self, name: &str) -> Option<String> {
        self.field(name).map(|it| it.value().unwrap_or_default())
    }

    pub fn focus(&mut self, name: &str) {
        self.field(name).unwrap_or_else(|| panic!("no {name}")).focus();
        self.harness.run_steps(2);
        self.harness.key_press(Key::End);
        self.harness.run_steps(1);
    }

    pub fn type_text(&mut self, name: &str, text: &str) {
        self.focus(name);
        self.field(name).unwrap_or_else(|| panic!("no {name}")).type_text(text);
        self.harness.run_steps(1);
        self.typed = self.harness.ctx.input(|input| input.time);
        self.harness.run_steps(1);
    }

    /// Presses what is called so, by keyboard.
    pub fn press(&mut self, name: &str) -> bool {
        let called = |it: &egui_kittest::Node<'_>| it.accesskit_node().label().unwrap_or_default() == name;
        match self.harness.query_all_by_role(Role::Button).find(called) {
            Some(button) => button.focus(),
            None => return false,
        }
        self.harness.run_steps(2);
        self.harness.key_press(Key::Enter);
        self.harness.run_steps(4);
        true
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(2);
    }
}

/// For the moment between two.
fn window_of_nothing() -> Harness<'static, Running> {
    window(open(&Disk::default(), 250))
}
