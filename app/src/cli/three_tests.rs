//! `tests`: the three private questions, and what was answered. Nothing is counted.

use super::{
    call::{Call, edit, text_or_input},
    find, mend,
    notes::added,
    out::Done,
    said::{self, past_day},
};
use crate::words;
use jiff::civil::Date;
use serde::Serialize;
use sideways_core::{
    command::{Command, EntryEdit, MethodCommand, TestsDetails},
    method::{self, QUESTIONS},
    snapshot::Answer,
};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Answer them: yes or notyet each.
    Answer {
        /// About whom.
        peer: String,
        /// Could I name their top three priorities today?
        #[arg(long, value_parser = answer)]
        priorities: Answer,
        /// Could I text them a quick question?
        #[arg(long, value_parser = answer)]
        quick_question: Answer,
        /// Would I tell them before a surprise, and would they tell me?
        #[arg(long, value_parser = answer)]
        heads_up: Answer,
        /// Words beside it.
        #[arg(long, default_value = "")]
        note: String,
        /// The day, like 2026-11-20 or "yesterday"; today if left out.
        #[arg(long)]
        on: Option<String>,
    },
    /// What was answered, newest first.
    List {
        /// About whom.
        peer: String,
    },
    /// Say the words beside them otherwise.
    Edit {
        /// The id, as `tests list --json` gives it.
        id: String,
        /// The new words; empty takes them away.
        note: String,
    },
    /// Take an answer away.
    Remove {
        /// The id.
        id: String,
    },
    /// The three questions.
    Questions,
}

#[derive(Serialize)]
struct Shape<'a> {
    id: String,
    on: Date,
    priorities: &'static str,
    quick_question: &'static str,
    heads_up: &'static str,
    note: &'a str,
    says: [String; 3],
}

fn answer(text: &str) -> Result<Answer, String> {
    match text {
        "yes" => Ok(Answer::Yes),
        "notyet" => Ok(Answer::NotYet),
        _ => Err("say yes or notyet".to_owned()),
    }
}

fn text(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::NotYet => "notyet",
    }
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Answer { peer, priorities, quick_question, heads_up, note, on } => {
            let peer = find::peer(&desk.view()?, &peer)?.id;
            let details = TestsDetails { on: past_day(on.as_deref())?, priorities, quick_question, heads_up, note };
            added(call, &edit(&desk, Command::Method(MethodCommand::AnswerTests(peer, details)))?)
        }
        Verb::List { peer } => {
            let peer = find::peer(&desk.view()?, &peer)?;
            let today = said::today();
            let says = |it: &sideways_core::snapshot::ThreeTests| method::tests_as_sentences(it, today);
            let shapes: Vec<_> = peer
                .tests
                .iter()
                .map(|it| Shape {
                    id: it.id.to_string(),
                    on: it.on,
                    priorities: text(it.priorities),
                    quick_question: text(it.quick_question),
                    heads_up: text(it.heads_up),
                    note: &it.note,
                    says: says(it),
                })
                .collect();
            call.form.say(&shapes, || {
                let note = |it: &Shape<'_>| (!it.note.is_empty()).then(|| it.note.to_owned());
                shapes.iter().flat_map(|it| it.says.iter().cloned().chain(note(it))).collect()
            })
        }
        Verb::Edit { id, note } => {
            let (peer, it) = find::entry(&desk.view()?, &id, "answer", |peer| &peer.tests, |it| it.id)?;
            let details = TestsDetails { note: text_or_input(&note)?, ..TestsDetails::of(&it) };
            mend::entry(call, peer.id, it.id, EntryEdit::Tests(details.clone()))?;
            call.form.say(&serde_json::json!({ "id": it.id, "note": details.note }), || vec![details.note.clone()])
        }
        Verb::Remove { id } => {
            let (peer, it) = find::entry(&desk.view()?, &id, "answer", |peer| &peer.tests, |it| it.id)?;
            mend::remove(call, peer.id, it.id, &format!("the answers of {}", words::date(it.on)))
        }
        Verb::Questions => call.form.say(&QUESTIONS, || QUESTIONS.map(str::to_owned).to_vec()),
    }
}
