//! The window over a real workspace: what it asks for is carried out and answered, as the program does.

use crate::scene::{Look, NOW, Window, empty, harness};
use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use sideways::desk::{Answer, Failure, Request};
use sideways_core::{Opening, Workspace, search::Notebook, snapshot::Snapshot};
use std::sync::Arc;

pub struct Living {
    pub ws: Workspace,
    pub harness: Harness<'static, Window>,
    notebook: Notebook,
}

impl Living {
    /// A workspace in which something was written, and the window over it.
    pub fn grown(write: impl FnOnce(&mut Workspace), look: Look) -> Self {
        let opening = Opening { entropy: [7; 32], now: NOW, device_name: "desk".into() };
        let mut ws = Workspace::open_on(redb::backends::InMemoryBackend::new(), [9; 32], opening).unwrap();
        write(&mut ws);
        let mut view = empty();
        view.snapshot = ws.snapshot();
        let mut living = Self { ws, harness: harness(view, look), notebook: Notebook::default() };
        living.settle();
        living
    }

    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.ws.snapshot()
    }

    /// Carries out what was asked for, until nothing is.
    pub fn settle(&mut self) {
        for _ in 0..20 {
            self.harness.state_mut().view.snapshot = self.ws.snapshot();
            self.harness.run_steps(3);
            let asked = std::mem::take(&mut self.harness.state_mut().asked);
            if asked.is_empty() {
                return;
            }
            for request in asked {
                let answer = match &request {
                    Request::Run(command) => self
                        .ws
                        .edit(command.clone(), NOW)
                        .map(Answer::Did)
                        .map_err(|error| Failure { error: error.to_string(), hint: None }),
                    Request::Search(query) => {
                        self.notebook.follow(&self.ws.snapshot());
                        Ok(Answer::Found(self.notebook.find(query, 50)))
                    }
                    _ => continue,
                };
                self.harness.state_mut().view.snapshot = self.ws.snapshot();
                let ctx = self.harness.ctx.clone();
                self.harness.state_mut().app.answered(&ctx, &request, answer);
            }
        }
        panic!("it asks without end");
    }

    pub fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run_steps(3);
        self.settle();
    }

    pub fn keys(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run_steps(3);
        self.settle();
    }

    pub fn press(&mut self, label: &str) {
        let button = self.harness.query_all_by_role(Role::Button).find(|it| {
            let node = it.accesskit_node();
            node.label().is_some_and(|it| it == label)
        });
        button.unwrap_or_else(|| panic!("no button {label:?} among {:?}", self.buttons())).click();
        self.harness.run_steps(3);
        self.settle();
    }

    pub fn buttons(&self) -> Vec<String> {
        self.harness.query_all_by_role(Role::Button).filter_map(|it| it.accesskit_node().label()).collect()
    }

    /// Looks for words with Ctrl K, and opens what is found first.
    pub fn find(&mut self, words: &str) {
        self.keys(Modifiers::COMMAND, Key::K);
        self.harness.get_by_role_and_label(Role::TextInput, "Find anything").type_text(words);
        self.harness.run_steps(2);
        self.settle();
        self.key(Key::Enter);
        self.harness.run_steps(12);
        self.settle();
    }

    /// All that is there to be heard.
    pub fn said(&self) -> Vec<String> {
        let nodes = self.harness.root().children_recursive();
        nodes
            .flat_map(|node| {
                let node = node.accesskit_node();
                [node.label(), node.value()].into_iter().flatten().collect::<Vec<_>>()
            })
            .collect()
    }

    pub fn says(&self, words: &str) -> bool {
        self.said().iter().any(|it| it.contains(words))
    }
}
