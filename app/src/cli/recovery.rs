//! `recovery`: the sheet with the words that open every backup.

use super::{
    call::{Call, clock},
    out::{Done, aside, failure},
    safety::ask,
};
use crate::{
    backups::{Sheet, pdf},
    desk::{Answer, Desk, Failure, Request, SafetyAnswer, SafetyRequest, Secret},
    files::{text_in, write_new},
};
use serde_json::json;
use sideways_core::backup::RecoveryKey;
use std::{
    io::{BufRead, IsTerminal, Read},
    path::{Path, PathBuf},
};

/// A sheet that was saved as text, and more.
const MOST: u64 = 64 * 1024;

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Show the recovery sheet, to print and keep. The first time makes the key; from then on backups are made.
    Show {
        /// Write it to a file instead, which ends in .pdf or .txt and doesn’t exist yet.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Whether the words on your sheet are those of this notebook. Asks for them.
    Check {
        /// The words, from this file or from standard input (-). Absent: they are asked for.
        #[arg(long, value_name = "FILE")]
        words: Option<PathBuf>,
    },
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    let desk = call.desk()?;
    match verb {
        Verb::Show { out } => show(call, &desk, out.as_deref()),
        Verb::Check { words } => {
            ask(&desk, SafetyRequest::Check(typed_words(words.as_deref())?))?;
            call.form.say(&json!({ "ok": true }), || {
                vec!["These are the words of this notebook: they open its backups.".into()]
            })
        }
    }
}

fn show(call: &Call, desk: &Desk, out: Option<&Path>) -> Done {
    let SafetyAnswer::Key(Secret(words)) = ask(desk, SafetyRequest::Key)? else {
        return Err(failure("the program with this data folder answered something else", None).into());
    };
    let key = RecoveryKey::parse(&words).map_err(|e| failure(e.to_string(), None))?;
    let view = desk.view()?;
    let place = view.safety.place.iter().map(|place| place.folder.clone());
    let folders = std::iter::once(view.safety.folder.clone()).chain(place).collect();
    let sheet = Sheet { name: view.snapshot.me.name.clone(), key, on: clock().date(), folders };
    match out {
        None => {
            let all: Vec<_> = sheet.key.words();
            let value = json!({ "id": sheet.key.recipient(), "words": all, "age": sheet.key.for_age() });
            call.form.say_text(&value, sheet.text().trim_end())?;
        }
        Some(file) => {
            let bytes = match file.extension().map(|it| it.to_string_lossy().to_lowercase()).as_deref() {
                Some("pdf") => pdf(&sheet),
                Some("txt") => sheet.text().into_bytes(),
                _ => return Err(failure("the sheet is written as .pdf or .txt", Some("name such a file")).into()),
            };
            write_new(file, &bytes)?;
            let says = format!(
                "The sheet is in {}. Print it, and remove the file: whoever has it can open your backups.",
                file.display()
            );
            call.form.say(&json!({ "id": sheet.key.recipient(), "file": file }), || vec![says])?;
        }
    }
    match desk.ask(Request::Safety(SafetyRequest::Shown))? {
        Answer::Done => Ok(()),
        _ => Err(failure("the program with this data folder answered something else", None).into()),
    }
}

/// The words that a person types, or has in a file: `SIDEWAYS_RECOVERY` has them for scripts.
pub(crate) fn typed_words(from: Option<&Path>) -> Result<Secret, Failure> {
    let read = |mut from: Box<dyn Read>| -> Result<Secret, Failure> {
        let mut bytes = Vec::new();
        let read = from.by_ref().take(MOST).read_to_end(&mut bytes);
        read.map_err(|e| failure(format!("the words can’t be read: {e}"), Some("type them, or name their file")))?;
        let text = text_in(&bytes).ok_or_else(|| failure("that is no text", Some("save it as UTF-8 and try again")))?;
        Ok(Secret(text))
    };
    match (from, std::env::var("SIDEWAYS_RECOVERY")) {
        (Some(path), _) if path == Path::new("-") => read(Box::new(std::io::stdin())),
        (Some(path), _) => {
            let file = std::fs::File::open(path);
            read(Box::new(file.map_err(|e| failure(format!("{} can’t be read: {e}", path.display()), None))?))
        }
        (None, Ok(words)) if !words.trim().is_empty() => Ok(Secret(words)),
        (None, _) if std::io::stdin().is_terminal() => Ok(asked()),
        (None, _) => Err(failure(
            "nobody is here to be asked for the words",
            Some("--words FILE, --words - or SIDEWAYS_RECOVERY gives them"),
        )),
    }
}

/// Asks until there are 24 words or a key; an empty line ends it.
fn asked() -> Secret {
    aside("Type the 24 words of the recovery sheet, in their order, on as many lines as you like:");
    let mut words = String::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        words.push_str(&line);
        words.push('\n');
        if line.trim().is_empty() || RecoveryKey::parse(&words).is_ok() || words.len() as u64 > MOST {
            break;
        }
    }
    Secret(words)
}
