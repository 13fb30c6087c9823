//! `sealed`: sharing by file, where two computers don't meet.

use super::{
    call::{Call, now},
    find,
    out::{Done, aside, failure},
};
use crate::{
    desk::{Answer, Came, Failure, Request, SealedFile, SealedRequest, View},
    files, words,
};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(clap::Subcommand)]
pub(crate) enum Verb {
    /// Write what a peer doesn’t have yet into one small file that only their computers can open.
    Write {
        /// For whom.
        peer: String,
        /// The file, which isn’t there yet; its name should end in .sideways.
        file: PathBuf,
    },
    /// Take in what stands in a file that a peer sent. Twice, or in another order, does no harm.
    Read {
        /// The file; - reads it from standard input.
        file: PathBuf,
    },
}

/// What went with a file.
#[derive(Serialize)]
struct Written<'a> {
    peer: &'a str,
    file: String,
    lines: usize,
    pad: bool,
    changes: usize,
    computers: usize,
    rest: bool,
    says: String,
}

/// What came with one.
#[derive(Serialize)]
struct Taken<'a> {
    peer: &'a str,
    lines: Vec<String>,
    pad: bool,
    changes: usize,
    refused: usize,
    lacks: bool,
    rest: bool,
    says: Vec<String>,
}

pub(crate) fn run(call: &Call, verb: Verb) -> Done {
    match verb {
        Verb::Write { peer, file } => write(call, &peer, &file),
        Verb::Read { file } => {
            // Looked at first: what is no such file asks for no passphrase.
            let bytes = if file == Path::new("-") { files::sealed_input()? } else { files::read_sealed(&file)? };
            read(call, bytes)
        }
    }
}

fn odd() -> Failure {
    failure("the program with this data folder answered something else", Some("close it and try again"))
}

fn write(call: &Call, peer: &str, file: &Path) -> Done {
    let desk = call.desk()?;
    let peer = find::peer(&desk.view()?, peer)?;
    let Answer::Sealed(sealed) = desk.ask(Request::Sealed(SealedRequest::Write(peer.id)))? else {
        return Err(odd().into());
    };
    files::write_new(file, &sealed.bytes)?;
    let name = words::called(&peer.name);
    let SealedFile { computers, changes, touched, rest, .. } = &sealed;
    let says = format!("{} {}", words::goes(&sealed, &name), words::opens(&sealed, &name));
    let shape = Written {
        peer: &peer.name,
        file: file.display().to_string(),
        lines: touched.lines.len(),
        pad: touched.pad,
        changes: *changes,
        computers: *computers,
        rest: *rest,
        says: says.clone(),
    };
    call.form.say(&shape, || vec![format!("{}: {says}", file.display())])?;
    if call.form == super::out::Form::Text {
        aside(&format!("Send it to {name} by any means. It is on its way until a file, or a connection, comes back."));
    }
    Ok(())
}

fn read(call: &Call, bytes: Vec<u8>) -> Done {
    let desk = call.desk()?;
    let Answer::Came(came) = desk.ask(Request::Sealed(SealedRequest::Read(bytes)))? else {
        return Err(odd().into());
    };
    say(call, &came, &desk.view()?)
}

fn say(call: &Call, came: &Came, view: &View) -> Done {
    let peer = view.snapshot.peers.iter().find(|peer| peer.id == came.peer);
    let mut says = vec![words::came_by_file(came, &view.snapshot)];
    says.extend(words::came_besides(came, &view.snapshot, now(), &TimeZone::system()));
    let shape = Taken {
        peer: peer.map_or("", |peer| &peer.name),
        lines: came.touched.lines.iter().map(ToString::to_string).collect(),
        pad: came.touched.pad,
        changes: came.changes,
        refused: came.refused,
        lacks: came.lacks,
        rest: came.rest,
        says: says.clone(),
    };
    call.form.say(&shape, || says)
}
