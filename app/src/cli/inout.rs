//! `export` and `import`: everything, lossless as JSON; readable as Markdown; people as vCard; plans as iCalendar.

use super::{
    call::{Call, edit},
    cards, find,
    out::{Done, failure},
};
use crate::{
    files::{Format, read_export, text_of, write_new},
    words,
};
use sideways_core::{
    command::{Command, Outcome},
    export::Export,
    id::PeerId,
};
use std::{
    io::{IsTerminal, Write},
    path::PathBuf,
};

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

impl ImportVerb {
    /// Whether it only shows what it would bring in.
    pub(crate) fn is_preview(&self) -> bool {
        matches!(self, Self::Vcard(options) if options.preview)
    }
}

pub(crate) fn export(call: &Call, options: &ExportOptions) -> Done {
    let desk = call.desk()?;
    let view = desk.view()?;
    let peer = options.peer.as_deref().map(|peer| find::peer(&view, peer)).transpose()?;
    let only: Option<PeerId> = peer.map(|peer| peer.id);
    let export = Export::of(&view.snapshot, only);
    let format = match options.format.as_str() {
        "json" => Format::Json,
        "markdown" => Format::Markdown,
        "vcard" => Format::Vcard,
        _ => Format::Ical,
    };
    let text = text_of(&export, format, super::call::now())?;
    write_new(&options.out, text.as_bytes())?;
    let count = export.peers.len();
    let says = format!("Wrote {} to {}.", words::count(count, "peer", "peers"), options.out.display());
    call.form.say(&serde_json::json!({ "file": options.out, "peers": count, "bytes": text.len() }), || vec![says])
}

pub(crate) fn import(call: &Call, verb: ImportVerb) -> Done {
    let file = match verb {
        ImportVerb::Json { file } => file,
        ImportVerb::Vcard(options) => return cards::run(call, &options),
    };
    let read = read_export(&file)?;
    let left_out = read.says();
    let left_out_links = read.left_out;
    let desk = call.desk()?;
    let Outcome::Imported { new, known } = edit(&desk, Command::Import(Box::new(read.export)))? else {
        return Err(failure("nothing was brought in", None).into());
    };
    // Where nothing was brought in, undo would take back something else.
    let undo = if new > 0 { " `sideways undo` takes it back." } else { "" };
    let says = format!("{}{undo}", words::brought_in(new, known));
    call.form.say(&serde_json::json!({ "new": new, "known": known, "left_out_links": left_out_links }), || {
        std::iter::once(says).chain(left_out).collect()
    })
}
