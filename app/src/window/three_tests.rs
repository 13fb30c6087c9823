//! The three tests: private questions, answered with everything else hidden, shown as sentences and never summed.

use super::{
    ask::{self, Ask, Dialog},
    folds::fold_ui,
    mark,
    mend::{self, Thing},
    page::Page,
    parts, private,
    theme::{self, Size},
};
use crate::words;
use eframe::egui::{Label, Ui};
use jiff::civil::Date;
use sideways_core::{
    command::{Command, MethodCommand, TestsDetails},
    method::{QUESTIONS, tests_as_sentences, tests_due},
    search::Part,
    snapshot::{Answer, Field, ThreeTests},
};

/// What is answered so far.
#[derive(Debug, Default)]
pub(super) struct Answering {
    answers: [Option<Answer>; 3],
}

/// The sentences on a peer's page.
pub(super) fn tests_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let soft = theme::of(ui).ink_soft;
    parts::heading(ui, "Three tests", Size::Body, 2);
    let sought = mark::sought(ui, Part::Tests);
    page.state.folds.tests |= page.peer.tests.iter().skip(1).any(|it| Some(it.id.0) == sought);
    let count = if page.state.folds.tests { page.peer.tests.len() } else { 1 };
    for (nth, it) in page.peer.tests.iter().take(count).enumerate() {
        ui.push_id(it.id, |ui| {
            mark::around(ui, Part::Tests, it.id.0, |ui| {
                if nth > 0 {
                    parts::caption(ui, private::day_of(page, it.on));
                }
                for says in tests_as_sentences(it, words::as_of(today)) {
                    ui.add(Label::new(parts::text(says, Size::Body, soft)).wrap());
                }
                note_ui(ui, page, it);
            });
        });
    }
    fold_ui(ui, page.peer.tests.len() > 1, &mut page.state.folds.tests, "Earlier answers");
    let ask = if tests_due(page.peer, today) { "It is time to ask yourself again…" } else { "Ask yourself…" };
    if parts::quiet_small(ui, ask).clicked() {
        page.state.tests = Answering::default();
        page.out.push(Ask::Open(Some(Dialog::Tests(page.peer.id))));
    }
}

/// The words beside the answers; from there the answers can be taken away too.
fn note_ui(ui: &mut Ui, page: &mut Page<'_>, it: &ThreeTests) {
    let thing = Thing::Tests(it.id);
    if !it.note.is_empty() {
        let shown = parts::text(&it.note, Size::Body, theme::of(ui).ink_soft);
        mend::words_ui(ui, page, thing, shown, &it.note);
    } else if !mend::stands_open(ui, page, thing) && parts::quiet_small(ui, "Words beside it…").clicked() {
        mend::begin(ui, page, thing);
    }
}

/// The questions. What I wrote about them is hidden meanwhile, so that the first is a test.
pub(super) fn answer_ui(ui: &mut Ui, page: &mut Page<'_>, today: Date) {
    let t = theme::of(ui);
    let state = &mut page.state.tests;
    parts::heading(ui, &format!("Three tests about {}", words::called(&page.peer.name)), Size::Heading, 1);
    parts::caption(ui, "Only for you. What you wrote about them is hidden while you answer.");
    for (question, answer) in QUESTIONS.iter().zip(&mut state.answers) {
        ui.add_space(4.0);
        ui.add(Label::new(parts::text(*question, Size::Body, t.ink)).wrap());
        ui.horizontal(|ui| {
            for (to, words) in [(Answer::Yes, "Yes"), (Answer::NotYet, "Not yet")] {
                let choice = ui.radio_value(answer, Some(to), words);
                choice.accessible_name(format!("{words}: {question}"));
            }
        });
    }
    ui.add_space(4.0);
    let name = parts::caption(ui, "Words beside it, if you like");
    let now = ui.input(|input| input.time);
    let typing = page.drafts.field(Field::Tests(page.peer.id));
    let field = parts::lines_field(ui, &mut typing.text, "", "the three tests").labelled_by(name.id);
    if field.changed() {
        typing.changed(now);
    }
    ui.add_space(8.0);
    let answered = match state.answers {
        [Some(priorities), Some(quick_question), Some(heads_up)] => {
            let note = page.drafts.field(Field::Tests(page.peer.id)).text.clone();
            Some(TestsDetails { on: today, priorities, quick_question, heads_up, note })
        }
        _ => None,
    };
    parts::foot(ui, "three tests", t.sheet, |ui| {
        if parts::primary(ui, "Save").clicked()
            && let Some(details) = answered
        {
            page.drafts.field(Field::Tests(page.peer.id)).take();
            page.out.push(ask::run(Command::Method(MethodCommand::AnswerTests(page.peer.id, details))));
            page.out.push(Ask::Open(None));
        }
        ui.add_space(8.0);
        if parts::quiet(ui, "Cancel").clicked() {
            page.out.push(Ask::Open(None));
        }
    });
}
