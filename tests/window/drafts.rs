//! A draft is one thing: typed with pauses, left, finished, given up, cut off by a crash and opened again, against a model
//! of what then stands where. Nothing is entered twice, nothing that was entered comes back, and nobody sees what was
//! left unfinished.

use crate::live::Live;
use eframe::egui::{Key, Modifiers};
use sideways_core::{
    command::{Command, ListCommand, MeetingDetails},
    id::PeerId,
    snapshot::{Field, Kind, PeerView, Snapshot},
};

const NEW: &str = "Add a line for both of you";

struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }
}

fn seeds(usual: u64) -> u64 {
    std::env::var("SIDEWAYS_DRAFTS").ok().and_then(|seeds| seeds.parse().ok()).unwrap_or(usual)
}

fn line(peer: PeerId, text: &str) -> Command {
    Command::List(peer, ListCommand::Add { text: text.into(), kind: Kind::Idea })
}

fn lines(view: &PeerView) -> Vec<String> {
    view.list.lines.iter().map(|line| line.text().to_owned()).collect()
}

/// What the list is to show, and what is written there.
#[derive(Debug, Default)]
struct Model {
    lines: Vec<String>,
    /// In the new line's field, and since when it was kept.
    new: String,
    /// The line that it became when its writer paused.
    continuing: Option<usize>,
    /// Words begun for a line and not finished.
    rest: Vec<(usize, String)>,
    /// Which field has the caret: the new line's, or a line's.
    caret: Option<Option<usize>>,
    /// What the field with the caret may hold after a crash.
    maybe: Vec<String>,
    /// When the last letter was typed, by the frame's time, while that is no pause yet.
    typed: Option<f64>,
}

impl Model {
    fn draft(&self, at: Option<usize>) -> String {
        match at {
            None => self.new.clone(),
            Some(at) => {
                self.rest.iter().find(|(line, _)| *line == at).map_or_else(|| self.lines[at].clone(), |it| it.1.clone())
            }
        }
    }

    fn set(&mut self, at: Option<usize>, text: String) {
        match at {
            None => self.new = text,
            Some(at) => {
                self.rest.retain(|(line, _)| *line != at);
                if text.trim() != self.lines[at] {
                    self.rest.push((at, text));
                }
            }
        }
    }

    /// The words that the caret is in go into the list.
    fn sends(&mut self, at: Option<usize>) {
        let text = self.draft(at);
        match (at, self.continuing) {
            (None, None) if text.trim().is_empty() => {}
            (None, None) => {
                self.lines.push(text.trim().to_owned());
                self.continuing = Some(self.lines.len() - 1);
            }
            (None, Some(line)) => self.lines[line] = text.trim().to_owned(),
            (Some(line), _) => {
                self.lines[line] = text.trim().to_owned();
                self.set(at, text);
            }
        }
    }

    /// The caret is elsewhere: what isn't in the list stays where it was written.
    fn left(&mut self) {
        if let Some(line) = self.continuing.take() {
            let text = std::mem::take(&mut self.new);
            self.set(Some(line), text);
        }
        self.caret = None;
        self.typed = None;
    }
}

/// From so long after a letter on, in seconds, the pause may come while something else is done.
const NEAR: f64 = 1.25;
/// So long after it, the pause is over.
const PAUSED: f64 = 3.5;

/// A pause is one or it isn't: where it nearly is, it is waited for.
fn waited(live: &mut Live, model: &mut Model) {
    let time = |live: &Live| live.harness.ctx.input(|input| input.time);
    let (Some(typed), Some(at)) = (model.typed, model.caret) else { return };
    if time(live) - typed <= NEAR {
        return;
    }
    while time(live) - typed < PAUSED {
        live.harness.run_steps(1);
    }
    live.settle();
    model.sends(at);
    model.typed = None;
}

fn check(live: &Live, model: &Model, what: &str) {
    assert_eq!(lines(&live.view()), model.lines, "{what}");
    assert_eq!(live.text(NEW).unwrap_or_default(), model.new, "{what}: the new line's field");
    for (line, text) in &model.rest {
        let name = format!("Reword: {}", model.lines[*line]);
        assert_eq!(live.text(&name).as_ref(), Some(text), "{what}: {name}");
    }
}

fn name(model: &Model, at: Option<usize>) -> String {
    at.map_or_else(|| NEW.to_owned(), |at| format!("Reword: {}", model.lines[at]))
}

#[test]
fn lines_are_written_once_however_they_are_written() {
    for seed in 0..seeds(12) {
        let mut chance = Chance(seed * 7_919 + 1);
        let mut live = Live::new(|peer| vec![line(peer, "First"), line(peer, "Second")]);
        let mut model = Model { lines: vec!["First".into(), "Second".into()], ..Model::default() };
        let mut words = 0;
        let mut done: Vec<String> = Vec::new();
        for _ in 0..26 {
            if chance.below(3) == 0 {
                live.slow(chance.below(6) as u32);
            }
            let op = chance.below(13);
            match op {
                // Types on, or somewhere else.
                0..=4 => {
                    let at = match (model.caret, chance.below(4)) {
                        (Some(at), 1..) => at,
                        (_, 0) if !model.lines.is_empty() => Some(chance.below(model.lines.len())),
                        _ => None,
                    };
                    if model.caret != Some(at) {
                        // By a click, as a person would.
                        live.click_away();
                        live.settle();
                        model.left();
                        let begun = at.is_some_and(|at| model.rest.iter().any(|(line, _)| *line == at));
                        if let Some(line) = at.filter(|_| !begun) {
                            assert!(live.press(&model.lines[line]), "seed {seed}: {done:?}");
                        }
                        model.maybe = vec![model.draft(at)];
                    }
                    words += 1;
                    let word = format!(" w{words}  é");
                    live.type_text(&name(&model, at), &word);
                    let text = model.draft(at) + &word;
                    model.set(at, text.clone());
                    model.maybe.push(text);
                    model.caret = Some(at);
                    // As late as it can be: what came after it was drawn, not typed.
                    model.typed = Some(live.typed);
                    done.push(format!("types {at:?}"));
                }
                5 => {
                    live.harness.run_steps(17);
                    if let Some(at) = model.caret {
                        model.sends(at);
                    }
                    model.typed = None;
                    done.push("pauses".into());
                }
                6 => {
                    live.harness.run_steps(1);
                    done.push("waits".into());
                }
                7 | 8 => {
                    live.key([Key::Enter, Key::Tab][chance.below(2)]);
                    if let Some(at) = model.caret {
                        model.sends(at);
                        if at.is_none() {
                            model.new.clear();
                            model.continuing = None;
                        }
                        model.caret = None;
                    }
                    model.typed = None;
                    live.settle();
                    live.click_away();
                    done.push("finishes".into());
                }
                9 => {
                    if let Some(at) = model.caret {
                        live.key(Key::Escape);
                        if let Some(line) = at {
                            let text = model.lines[line].clone();
                            model.set(at, text);
                        }
                        model.left();
                        done.push("escapes".into());
                    }
                }
                10 => {
                    live.click_away();
                    model.left();
                    done.push("clicks elsewhere".into());
                }
                11 => {
                    live.leave();
                    live.harness.run_steps(chance.below(20));
                    live.come_back();
                    model.left();
                    done.push("goes and comes back".into());
                }
                _ => {
                    let crash = chance.below(2) == 0;
                    if crash {
                        // What the engine was asked for is on the disk, or it was never acknowledged.
                        live.settle();
                        live.crash();
                    } else {
                        live.close();
                    }
                    let at = model.caret;
                    let here = at.and_then(|at| if at.is_none() { model.continuing } else { at });
                    model.left();
                    if crash && at.is_some() {
                        let found = match here {
                            None => live.text(NEW).unwrap_or_default(),
                            Some(line) => live.text(&name(&model, here)).unwrap_or_else(|| model.lines[line].clone()),
                        };
                        assert!(model.maybe.contains(&found), "seed {seed}, {done:?}: {found:?} of {:?}", model.maybe);
                        model.set(here, found);
                    }
                    done.push(if crash { "crashes" } else { "closes" }.into());
                }
            }
            live.settle();
            waited(&mut live, &mut model);
            check(&live, &model, &format!("seed {seed}, {done:?}"));
            if !matches!(op, 0..=4) {
                model.maybe = vec![model.draft(model.caret.flatten())];
            }
        }
    }
}

/// A field that is entered by whoever writes, and never by itself.
struct Form {
    opens: &'static str,
    field: &'static str,
    entered: fn(&Snapshot, &PeerView) -> Vec<String>,
    stays_open: bool,
}

fn texts<T>(of: &[T], text: impl Fn(&T) -> &str) -> Vec<String> {
    let mut texts: Vec<String> = of.iter().map(|it| text(it).to_owned()).collect();
    texts.sort();
    texts
}

const FORMS: [Form; 7] = [
    Form {
        opens: "Note",
        field: "A private note",
        entered: |_, it| texts(&it.notes, |it| &it.text),
        stays_open: false,
    },
    Form {
        opens: "Their words",
        field: "Their words",
        entered: |_, it| texts(&it.words, |it| &it.text),
        stays_open: false,
    },
    Form {
        opens: "Promise",
        field: "A promise",
        entered: |_, it| texts(&it.promises, |it| &it.text),
        stays_open: false,
    },
    Form {
        opens: "Prepare",
        field: "Something to prepare",
        entered: |_, it| texts(&it.points, |it| &it.text),
        stays_open: true,
    },
    Form {
        opens: "Heads-up",
        field: "A heads-up",
        entered: |_, it| texts(&it.heads_ups, |it| &it.text),
        stays_open: false,
    },
    Form {
        opens: "Go on with the note on: First",
        field: "A short note on this line",
        entered: |_, it| texts(&it.list.lines[0].remarks, |it| &it.text),
        stays_open: false,
    },
    Form { opens: "", field: "A finished work", entered: |it, _| texts(&it.finished, |it| &it.text), stays_open: true },
];

fn open_form(live: &mut Live, form: &Form) {
    if live.field(form.field).is_some() {
        return;
    }
    let begun = format!("{}, begun", form.opens);
    if live.press(form.opens) || live.press(&begun) {
        return;
    }
    assert!(live.press("More about: First"), "{}", form.field);
    assert!(live.press("Write a note on it"), "{}", form.field);
}

#[test]
fn whatever_form_it_is_what_is_typed_is_entered_once_and_kept_until_then() {
    for (nth, form) in FORMS.iter().enumerate() {
        for seed in 0..seeds(3) {
            let mut chance = Chance(seed * 104_729 + nth as u64 + 1);
            let mut live = Live::new(|peer| vec![line(peer, "First")]);
            let place = if form.opens.is_empty() { "Projects" } else { "Peer" };
            live.visit(place);
            let (mut draft, mut entered) = (String::new(), Vec::new());
            let mut maybe = vec![String::new()];
            let mut done: Vec<String> = Vec::new();
            let mut focused = false;
            for step in 0..14 {
                if chance.below(3) == 0 {
                    live.slow(chance.below(6) as u32);
                }
                match chance.below(9) {
                    0..=2 => {
                        open_form(&mut live, form);
                        let word = format!(" w{step}  ü");
                        live.type_text(form.field, &word);
                        draft.push_str(&word);
                        maybe.push(draft.clone());
                        focused = true;
                        done.push("types".into());
                    }
                    3 => {
                        live.harness.run_steps(17);
                        live.settle();
                        maybe = vec![draft.clone()];
                        done.push("pauses".into());
                    }
                    4 if focused => {
                        live.key(Key::Enter);
                        live.settle();
                        if !draft.trim().is_empty() {
                            entered.push(draft.trim().to_owned());
                            entered.sort();
                            draft.clear();
                            focused = form.stays_open;
                        }
                        maybe = vec![draft.clone()];
                        done.push("finishes".into());
                    }
                    5 => {
                        live.key(Key::Escape);
                        focused = false;
                        done.push("escapes".into());
                    }
                    6 => {
                        live.click_away();
                        focused = false;
                        done.push("clicks elsewhere".into());
                    }
                    7 => {
                        live.leave();
                        live.harness.run_steps(chance.below(20));
                        live.visit(place);
                        focused = false;
                        done.push("goes and comes back".into());
                    }
                    8 => {
                        let crash = chance.below(2) == 0;
                        if crash {
                            live.settle();
                            live.crash();
                        } else {
                            live.close();
                        }
                        live.visit(place);
                        open_form(&mut live, form);
                        let found = live.text(form.field).unwrap_or_default();
                        let may = if crash { maybe.contains(&found) } else { found == draft };
                        assert!(may, "{}, seed {seed}, {done:?}: {found:?} of {maybe:?}", form.field);
                        draft = found;
                        maybe = vec![draft.clone()];
                        focused = false;
                        done.push(if crash { "crashes" } else { "closes" }.into());
                    }
                    _ => {}
                }
                live.settle();
                let what = format!("{}, seed {seed}, {done:?}", form.field);
                // The trimmed end of a note is its only difference from what was typed.
                let stands: Vec<String> =
                    (form.entered)(&live.snapshot(), &live.view()).iter().map(|it| it.trim().to_owned()).collect();
                assert_eq!(stands, entered, "{what}");
                if let Some(text) = live.text(form.field) {
                    assert_eq!(text, draft, "{what}");
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_taken_in_goes_back_to_where_it_was_typed() {
    let mut live = Live::new(|peer| vec![line(peer, "First")]);
    let long = "x".repeat(5_000);
    for (form, most) in FORMS.iter().zip([200_000, 200_000, 5_000, 5_000, 5_000, 5_000, 5_000]) {
        let place = if form.opens.is_empty() { "Projects" } else { "Peer" };
        live.visit(place);
        open_form(&mut live, form);
        if most > 5_000 {
            continue;
        }
        live.type_text(form.field, &long);
        live.key(Key::Enter);
        live.settle();
        open_form(&mut live, form);
        assert_eq!(live.text(form.field).map(|it| it.len()), Some(5_000), "{}", form.field);
        live.close();
        live.visit(place);
        open_form(&mut live, form);
        assert_eq!(live.text(form.field).map(|it| it.len()), Some(5_000), "{}: after reopening", form.field);
    }
    live.visit("Peer");
    live.type_text(NEW, &long);
    live.key(Key::Enter);
    live.settle();
    assert_eq!((live.text(NEW).map(|it| it.len()), lines(&live.view()).len()), (Some(5_000), 1));
}

#[test]
fn what_i_work_on_is_published_when_i_say_so_and_kept_until_then() {
    const FIELD: &str = "What I’m working on";
    let mut live = Live::new(|_| vec![]);
    live.press("What I’m working on…");
    live.type_text(FIELD, "The cut-over");
    live.harness.run_steps(20);
    live.crash();
    assert_eq!(live.text(FIELD).as_deref(), Some("The cut-over"));
    assert_eq!(live.view().list.my_working_on, "");
    assert!(live.press("Publish for Dana"));
    live.settle();
    assert_eq!(live.view().list.my_working_on, "The cut-over");
    live.close();
    assert!(live.field(FIELD).is_none());
}

#[test]
fn a_half_hour_is_there_after_a_crash_and_gone_once_it_is_kept() {
    const LINE: &str = "A line to type on";
    let mut live = Live::new(|_| vec![]);
    live.visit("HalfHour");
    for text in ["Two reviewers  leave", "The audit"] {
        live.type_text(LINE, text);
        live.key(Key::Enter);
    }
    live.type_text(LINE, "Half a");
    live.harness.run_steps(6);
    // Another one that is logged meanwhile has nothing to do with it.
    let meeting = MeetingDetails::on(jiff::civil::date(2026, 11, 1));
    let peer = live.peer;
    live.elsewhere(Command::LogMeeting { peer, meeting });
    live.harness.run_steps(3);
    live.crash();
    let kept = live.snapshot().drafts.get(&Field::HalfHour(live.peer)).cloned().unwrap();
    assert!(kept.contains("Half a"), "{kept}");
    assert_eq!(live.text(LINE).as_deref(), Some("Half a"));
    live.key(Key::Enter);
    for _ in 0..3 {
        live.harness.key_press(Key::Tab);
        live.harness.run_steps(4);
    }
    // Done before the last letter was kept, with an engine that takes its time.
    live.type_text("Their words", " and more");
    live.slow(12);
    assert!(live.press("Done"));
    live.harness.run_steps(14);
    live.settle();
    assert_eq!(live.view().meetings.len(), 2);
    for _ in 0..2 {
        live.close();
        assert_eq!(live.snapshot().drafts.len(), 0, "{:?}", live.snapshot().drafts.keys());
        assert!(live.text(LINE).is_none());
    }
}

#[test]
fn the_pad_loses_nothing_of_what_was_typed() {
    const PAD: &str = "For our next half hour";
    for seed in 0..seeds(6) {
        let mut chance = Chance(seed + 77);
        let mut live = Live::new(|_| vec![]);
        let mut text = String::new();
        for step in 0..14 {
            live.slow(chance.below(8) as u32);
            match chance.below(6) {
                0..=2 => {
                    let word = format!("w{step}  ");
                    live.focus(PAD);
                    live.harness.key_press_modifiers(Modifiers::COMMAND, Key::End);
                    live.harness.run_steps(1);
                    live.field(PAD).unwrap().type_text(&word);
                    live.harness.run_steps(1);
                    text.push_str(&word);
                }
                3 => {
                    live.leave();
                    live.harness.run_steps(chance.below(5));
                    live.come_back();
                }
                4 => live.close(),
                _ => {
                    live.settle();
                    live.crash();
                }
            }
            live.settle();
            live.harness.run_steps(3);
            assert_eq!(&*live.view().list.pad, text, "seed {seed}");
            assert_eq!(live.text(PAD).unwrap_or_default(), text, "seed {seed}: the field");
        }
    }
}

#[test]
fn a_draft_that_something_else_took_is_kept_again() {
    let mut live = Live::new(|_| vec![]);
    live.press("Note");
    live.type_text("A private note", "Half a thought");
    live.harness.run_steps(8);
    let peer = live.peer;
    live.elsewhere(Command::AddNote { peer, text: "From the command line".into() });
    live.harness.run_steps(6);
    live.crash();
    assert_eq!(live.text("A private note").as_deref(), Some("Half a thought"));
}

#[test]
fn undo_in_an_emptied_field_never_brings_back_what_was_sent() {
    let mut live = Live::new(|_| vec![]);
    live.type_text(NEW, "Once");
    live.key(Key::Enter);
    live.settle();
    assert_eq!(lines(&live.view()), ["Once"]);
    // The caret is still there: undo goes on to what was done before, which is the line.
    live.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    live.harness.run_steps(3);
    live.settle();
    assert_eq!(live.text(NEW).unwrap_or_default(), "");
    assert_eq!(lines(&live.view()), [""; 0]);
    live.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    live.harness.run_steps(3);
    live.settle();
    assert_eq!(lines(&live.view()), ["Once"]);
}

#[test]
fn a_note_of_mine_on_a_line_is_said_otherwise_and_taken_away_where_it_stands() {
    let mut live = Live::new(|peer| vec![line(peer, "First")]);
    let first = live.view().list.lines[0].id;
    let peer = live.peer;
    live.elsewhere(Command::List(peer, ListCommand::Remark(first, "On Tuesday?".into())));
    live.harness.run_steps(3);
    let remarks = |live: &Live| texts(&live.view().list.lines[0].remarks, |it| &it.text);
    // Esc leaves it as it is.
    assert!(live.press("You: On Tuesday?"));
    live.type_text("The note on this line", " Or");
    live.key(Key::Escape);
    live.settle();
    assert_eq!(remarks(&live), ["On Tuesday?"]);
    assert!(live.press("You: On Tuesday?"));
    live.type_text("The note on this line", " Or Friday");
    live.key(Key::Enter);
    live.settle();
    assert_eq!(remarks(&live), ["On Tuesday? Or Friday"]);
    live.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    live.harness.run_steps(3);
    live.settle();
    assert_eq!(remarks(&live), ["On Tuesday?"], "one undo");
    assert!(live.press("You: On Tuesday?"));
    assert!(live.press("Take away…"));
    live.settle();
    assert_eq!(remarks(&live), [""; 0]);
    live.harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    live.harness.run_steps(3);
    live.settle();
    assert_eq!(remarks(&live), ["On Tuesday?"]);
}
