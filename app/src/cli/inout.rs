//! `export` and `import`: everything, lossless as JSON; readable as Markdown; people as vCard; plans as iCalendar.

use super::{
    call::{Call, edit},
    cards, find,
    out::{Done, failure},
};
use crate::{desk::Failure, words};
use sideways_core::{
    command::{Command, Outcome},
    export::{self, Export},
    id::PeerId,
};
use std::{
    io::{IsTerminal, Read, Write},
    path::{Path, PathBuf},
};

/// An export that is read back, in bytes at most: ten years of much writing are a tenth of it.
const IMPORT_BYTES: u64 = 1024 * 1024 * 1024;

/// How far long work is, beside the output, where somebody looks at it. It ends with Ctrl C, and then nothing was
/// changed: what is written is written whole.
pub(crate) struct Progress {
    all: u64,
    shown: bool,
}

impl Progress {
    /// Work on so many bytes; on few of them nothing is said.
    pub(crate) fn new(all: u64) -> Self {
        Self { all, shown: false }
    }

    pub(crate) fn tell(&mut self, done: u64) {
        const MEGABYTE: u64 = 1_000_000;
        if self.all > 4 * MEGABYTE && std::io::stderr().is_terminal() {
            self.shown = true;
            let mut err = std::io::stderr().lock();
            // Nobody may be listening; then there is nobody to tell.
            let _ = write!(err, "\r{} of {} MB", done / MEGABYTE, self.all / MEGABYTE);
            let _ = err.flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            // As above.
            let _ = write!(std::io::stderr().lock(), "\r                        \r");
        }
    }
}

#[derive(clap::Args)]
pub(crate) struct ExportOptions {
    /// json holds everything and can be imported again; markdown is for reading; vcard is people; ical is plans.
    #[arg(value_parser = ["json", "markdown", "vcard", "ical"])]
    format: String,
    /// The file to write. It must not exist yet.
    #[arg(long)]
    out: PathBuf,
    /// Only this peer.
    #[arg(long)]
    peer: Option<String>,
}

#[derive(clap::Subcommand)]
pub(crate) enum ImportVerb {
    /// Bring in what `export json` wrote. What is here already stays as it is.
    Json {
        /// The file.
        file: PathBuf,
    },
    /// Bring in people from address cards. Whoever is here already gets what is missing, and no copy.
    Vcard(cards::Options),
}

pub(crate) fn export(call: &Call, options: &ExportOptions) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let peer = options.peer.as_deref().map(|peer| find::peer(&view, peer)).transpose()?;
    let only: Option<PeerId> = peer.map(|peer| peer.id);
    let export = Export::of(&view.snapshot, only);
    let text = match options.format.as_str() {
        "json" => {
            let mut text = serde_json::to_string_pretty(&export)
                .map_err(|e| failure(format!("the export can't be written as JSON: {e}"), None))?;
            text.push('\n');
            text
        }
        "markdown" => export::markdown(&export),
        "vcard" => export::vcard(&export),
        _ => export::ical(&export, super::call::now()),
    };
    write_new(&options.out, text.as_bytes())?;
    let count = export.peers.len();
    let says = format!("Wrote {} to {}.", words::count(count, "peer", "peers"), options.out.display());
    call.form.say(&serde_json::json!({ "file": options.out, "peers": count, "bytes": text.len() }), || vec![says])
}

/// Writes a file that is not there yet, whole or not at all; nobody else may read it.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let cannot = |e: std::io::Error| {
        let hint = if e.kind() == std::io::ErrorKind::AlreadyExists {
            "name a file that doesn't exist yet; nothing is written over"
        } else {
            "name a file in a folder that you may write to"
        };
        failure(format!("{} can't be written: {e}", path.display()), Some(hint))
    };
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let mut file = options.open(path).map_err(cannot)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(|e| {
        // Half an export is worse than none.
        let _ = std::fs::remove_file(path);
        cannot(e)
    })
}

pub(crate) fn import(call: &Call, verb: ImportVerb) -> Done {
    let file = match verb {
        ImportVerb::Json { file } => file,
        ImportVerb::Vcard(options) => return cards::run(call, &options),
    };
    let cannot = |e: std::io::Error| {
        failure(format!("{} can't be read: {e}", file.display()), Some("name a file that `export json` wrote"))
    };
    let mut bytes = Vec::new();
    std::fs::File::open(&file).and_then(|it| it.take(IMPORT_BYTES).read_to_end(&mut bytes)).map_err(cannot)?;
    let export: Export = serde_json::from_slice(&bytes).map_err(|e| {
        let what = format!("{} is no export of Sideways, or it is damaged ({e})", file.display());
        failure(what, Some("nothing was brought in; export it again where it came from"))
    })?;
    let desk = call.desk()?;
    let Outcome::Imported { new, known } = edit(&desk, Command::Import(Box::new(export)))? else {
        return Err(failure("nothing was brought in", None).into());
    };
    let here = if known > 0 { format!(" {known} were here already and stay as they are.") } else { String::new() };
    let says = format!("Brought in: {new}.{here} `sideways undo` takes it back.");
    call.form.say(&serde_json::json!({ "new": new, "known": known }), || vec![says])
}
