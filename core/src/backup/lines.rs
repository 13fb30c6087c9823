//! What a backup says once it is opened: a line of JSON for each thing, so that any program can read it as a stream.

use super::{BackupError, Counts};
use crate::{
    export::{Export, ExportedPeer},
    id::{DeviceId, DocId, PersonId},
    snapshot::{Field, Finished, Me, Moment, Project},
    store::{Rows, Table},
};
use data_encoding::BASE64;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    io::{self, BufRead, BufReader, ErrorKind, Read, Write},
    sync::Arc,
};

/// The version this program writes. Older ones are read for ever.
pub const BACKUP_VERSION: u32 = 1;
/// A row with its changes, as text, and room for years to come.
const ROW_BYTES: u64 = 16 * 1024 * 1024;
/// All rows together: a hundred times ten years of daily use.
const ALL_BYTES: usize = 1024 * 1024 * 1024;

const READ_ME: &str = "A backup of Sideways. Lines with \"me\", \"peer\", \"project\", \"finished\" and \"settings\" are for reading; those with \"row\" are what Sideways brings back, history included. The last line counts everything.";

/// The first line.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Head {
    sideways_backup: u32,
    /// When, by the clock of the computer that made it.
    made: Timestamp,
    pub(crate) person: PersonId,
    pub(crate) notebook: DocId,
    /// The computer that made it.
    device: DeviceId,
    read_me: String,
}

impl Head {
    pub(crate) fn new(person: PersonId, notebook: DocId, device: DeviceId, made: Moment) -> Self {
        let made = Timestamp::from_millisecond(made.unix_ms).unwrap_or_default();
        Self { sideways_backup: BACKUP_VERSION, made, person, notebook, device, read_me: READ_ME.into() }
    }

    pub(crate) fn made(&self) -> Moment {
        Moment { unix_ms: self.made.as_millisecond() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Written<'a> {
    Me(&'a Me),
    Peer(&'a ExportedPeer),
    Project(&'a Arc<Project>),
    Finished(&'a Finished),
    Settings {
        busy_until: Option<Date>,
        snoozed: &'a BTreeMap<String, Date>,
        reviewed: Option<Date>,
    },
    /// Which field it was typed in, and the text.
    Draft(&'a Field, &'a String),
    /// Of which table, the key and the value in base64.
    Row(&'static str, &'a str, &'a str),
    End(End),
}

#[derive(Clone, Copy, Serialize, Deserialize)]
struct End {
    rows: u64,
    counts: Counts,
}

/// Writes lines.
pub(crate) struct Writer<W> {
    out: W,
    rows: u64,
}

impl<W: Write> Writer<W> {
    pub(crate) fn new(mut out: W, head: &Head) -> io::Result<Self> {
        line(&mut out, head)?;
        Ok(Self { out, rows: 0 })
    }

    /// Everything that is to be read.
    pub(crate) fn put_export(&mut self, export: &Export, drafts: &BTreeMap<Field, String>) -> io::Result<()> {
        line(&mut self.out, &Written::Me(&export.me))?;
        for peer in &export.peers {
            line(&mut self.out, &Written::Peer(peer))?;
        }
        for project in &export.projects {
            line(&mut self.out, &Written::Project(project))?;
        }
        for finished in &export.finished {
            line(&mut self.out, &Written::Finished(finished))?;
        }
        for (field, text) in drafts {
            line(&mut self.out, &Written::Draft(field, text))?;
        }
        let (busy_until, reviewed) = (export.busy_until, export.reviewed);
        line(&mut self.out, &Written::Settings { busy_until, snoozed: &export.snoozed, reviewed })
    }

    pub(crate) fn put_row(&mut self, table: Table, key: &[u8], value: &[u8]) -> io::Result<()> {
        self.rows += 1;
        line(&mut self.out, &Written::Row(table.name(), &BASE64.encode(key), &BASE64.encode(value)))
    }

    pub(crate) fn finish(mut self, counts: Counts) -> io::Result<W> {
        line(&mut self.out, &Written::End(End { rows: self.rows, counts }))?;
        Ok(self.out)
    }
}

fn line(out: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(io::Error::from)?;
    out.write_all(b"\n")
}

/// What a backup holds.
pub(crate) struct Contents {
    pub(crate) head: Head,
    pub(crate) rows: Rows,
    pub(crate) counts: Counts,
}

#[derive(Deserialize)]
struct ReadRow<'a> {
    #[serde(borrow)]
    row: (&'a str, &'a str, &'a str),
}

#[derive(Deserialize)]
struct ReadEnd {
    end: End,
}

/// Reads every line. What is for reading only is passed over without being kept.
pub(crate) fn read(input: impl Read) -> Result<Contents, BackupError> {
    let mut input = BufReader::new(input);
    let head = first(&mut input)?;
    let (mut rows, mut bytes, mut count) = (Rows::new(), 0_usize, 0_u64);
    loop {
        let mut text = begun(&mut input)?;
        if text.starts_with(b"{\"row\":") {
            rest_of(&mut input, &mut text)?;
            let (table, key, value) = row(&text)?;
            bytes = bytes.saturating_add(key.len() + value.len());
            if bytes > ALL_BYTES {
                return Err(BackupError::TooLarge);
            }
            count += 1;
            if rows.insert((table, key), value).is_some() {
                return Err(BackupError::Damaged("a row is in it twice"));
            }
        } else if text.starts_with(b"{\"end\":") {
            rest_of(&mut input, &mut text)?;
            let ReadEnd { end } = serde_json::from_slice(&text).map_err(|_| NOT_OURS)?;
            if end.rows != count {
                return Err(BackupError::Damaged("rows are missing"));
            }
            if input.fill_buf().map_err(cut)?.is_empty() {
                return Ok(Contents { head, rows, counts: end.counts });
            }
            return Err(BackupError::Damaged("something follows its end"));
        } else {
            pass_over(&mut input, text)?;
        }
    }
}

const NOT_OURS: BackupError = BackupError::Damaged("it says something that no backup says");

/// An end that comes too early is said as such.
fn cut(e: io::Error) -> BackupError {
    match e.kind() {
        ErrorKind::UnexpectedEof => BackupError::Cut,
        ErrorKind::InvalidData => BackupError::Damaged("a part of it was changed"),
        _ => BackupError::Io(e),
    }
}

fn first(input: &mut impl BufRead) -> Result<Head, BackupError> {
    #[derive(Deserialize)]
    struct Version {
        sideways_backup: u32,
    }
    let mut text = Vec::new();
    rest_of(input, &mut text)?;
    let Version { sideways_backup: found } = serde_json::from_slice(&text).map_err(|_| BackupError::NotABackup)?;
    if found > BACKUP_VERSION {
        return Err(BackupError::Newer { found, known: BACKUP_VERSION });
    }
    serde_json::from_slice(&text).map_err(|_| NOT_OURS)
}

fn row(text: &[u8]) -> Result<(Table, Vec<u8>, Vec<u8>), BackupError> {
    let ReadRow { row: (table, key, value) } = serde_json::from_slice(text).map_err(|_| NOT_OURS)?;
    let table = Table::BACKED_UP.into_iter().find(|known| known.name() == table).ok_or(NOT_OURS)?;
    let bytes = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| NOT_OURS);
    Ok((table, bytes(key)?, bytes(value)?))
}

/// So much of a line as says what it is.
fn begun(input: &mut impl BufRead) -> Result<Vec<u8>, BackupError> {
    let mut text = Vec::new();
    io::Read::take(&mut *input, 8).read_until(b'\n', &mut text).map_err(cut)?;
    if text.is_empty() { Err(BackupError::Cut) } else { Ok(text) }
}

/// The rest of a line, bounded.
fn rest_of(input: &mut impl BufRead, text: &mut Vec<u8>) -> Result<(), BackupError> {
    if text.last() != Some(&b'\n') {
        io::Read::take(&mut *input, ROW_BYTES).read_until(b'\n', text).map_err(cut)?;
    }
    match text.last() {
        Some(b'\n') => Ok(()),
        _ if text.len() as u64 >= ROW_BYTES => Err(BackupError::TooLarge),
        _ => Err(BackupError::Cut),
    }
}

/// Goes on behind a line of any length without keeping it.
fn pass_over(input: &mut impl BufRead, mut text: Vec<u8>) -> Result<(), BackupError> {
    while text.last() != Some(&b'\n') {
        text.clear();
        let read = io::Read::take(&mut *input, 64 * 1024).read_until(b'\n', &mut text).map_err(cut)?;
        if read == 0 {
            return Err(BackupError::Cut);
        }
    }
    Ok(())
}
