//! The command line: a verb a file, over the same door as the window.

mod back;
mod backup;
mod calendar;
mod call;
mod cards;
mod demo;
mod device;
mod doctor;
mod find;
mod folder;
mod half_hour;
mod headsup;
mod history;
mod inout;
mod invite;
mod json;
mod list;
mod list_show;
mod me;
mod meet;
mod mend;
mod method;
mod network;
mod notes;
mod out;
mod passphrase;
mod peer;
mod plan;
mod prepare;
mod project;
mod recovery;
mod safety;
mod said;
mod sealed;
mod search;
mod secrets;
mod share;
mod share_live;
mod source;
mod start;
mod sync;
mod three_tests;
mod today;
mod typed;

use crate::{desk::Failure, platform, window::Outside, words};
use call::Begin;
use clap::{FromArgMatches, Parser, Subcommand, error::ErrorKind};
use out::{Done, Form, Stop, aside, failure};
use sideways_core::method::Locale;
use std::{ffi::OsString, io::Write, path::PathBuf, process::ExitCode};

/// Relationships sideways, with peers in other departments, before you need something from them.
#[derive(Parser)]
#[command(name = "sideways", version, about, disable_help_subcommand = true)]
struct Cli {
    /// Where everything is kept; two people can live on one computer with two folders.
    #[arg(long, global = true, value_name = "DIR", env = "SIDEWAYS_DATA")]
    data: Option<PathBuf>,
    /// Print one JSON value and nothing else.
    #[arg(long, global = true)]
    json: bool,
    /// The passphrase, from the first line of this file or of standard input (-). Absent: SIDEWAYS_PASSPHRASE, or it is
    /// asked for where the notebook has one.
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    #[command(subcommand)]
    verb: Option<Verb>,
}

#[derive(Subcommand)]
enum Verb {
    /// First steps, asked one at a time.
    Start,
    /// Who I am.
    #[command(subcommand)]
    Me(me::Verb),
    /// Colleagues in other departments.
    #[command(subcommand)]
    Peer(peer::Verb),
    /// What a peer answered to "what’s keeping you up at night".
    #[command(subcommand)]
    Words(notes::WordsVerb),
    /// Private notes.
    #[command(subcommand)]
    Note(notes::NoteVerb),
    /// Meetings that happened.
    #[command(subcommand)]
    Meet(meet::Verb),
    /// "Where might we help each other?"
    #[command(subcommand)]
    List(list::Verb),
    /// What I’m working on, for one peer.
    #[command(subcommand)]
    Publish(list::PublishVerb),
    /// What either of you said they’d do.
    #[command(subcommand)]
    Promise(method::PromiseVerb),
    /// Something coming that somebody should hear from you first.
    #[command(subcommand)]
    Headsup(headsup::Verb),
    /// Projects, the departments they will need, and who is missing there.
    #[command(subcommand)]
    Project(project::Verb),
    /// The busy-season dial.
    #[command(subcommand)]
    Season(method::SeasonVerb),
    /// What needs me.
    Today,
    /// The weekly walk: five minutes, five cards at most.
    Review(today::ReviewOptions),
    /// The three private questions.
    #[command(subcommand)]
    Tests(three_tests::Verb),
    /// Calendars as files.
    #[command(subcommand)]
    Calendar(calendar::Verb),
    /// Put something off, as `today` names it.
    Snooze(method::Snooze),
    /// Finished work that you may offer to show.
    #[command(subcommand)]
    Finished(method::FinishedVerb),
    /// Everything you wrote, offline.
    Search(search::Options),
    /// Everything as a file.
    Export(inout::ExportOptions),
    /// Bring in what was exported.
    #[command(subcommand)]
    Import(inout::ImportVerb),
    /// Take the last command back.
    Undo,
    /// Bring back what undo took.
    Redo,
    /// What was changed about a peer, and going back.
    History(history::Options),
    /// The store itself.
    #[command(subcommand)]
    Store(history::StoreVerb),
    /// Sharing one list with a peer.
    #[command(subcommand)]
    Share(share::Verb),
    /// Sharing by file, where two computers don’t meet.
    #[command(subcommand)]
    Sealed(sealed::Verb),
    /// Your own computers.
    #[command(subcommand)]
    Device(device::Verb),
    /// Stay online without a window, or meet everybody once.
    Sync(sync::Options),
    /// Where this computer may be found.
    #[command(subcommand)]
    Network(network::Verb),
    /// Everything in one sealed file.
    #[command(subcommand)]
    Backup(backup::Verb),
    /// The sheet with the words that open every backup.
    #[command(subcommand)]
    Recovery(recovery::Verb),
    /// Whether the data folder was moved or copied.
    Folder {
        #[command(subcommand)]
        verb: Option<folder::Verb>,
    },
    /// What keeps others out of the folder.
    #[command(subcommand)]
    Passphrase(passphrase::Verb),
    /// Close everything behind the passphrase, in the window or whoever has the notebook open.
    Lock,
    /// Open it again there.
    Unlock,
    /// What is wrong, in words.
    Doctor,
    /// Two colleagues with invented data on this machine, already sharing a list.
    Demo(demo::Options),
}

/// What the program ends with where nothing but the right passphrase is missing.
const WANTS_PASSPHRASE: u8 = 3;
/// What it ends with where it is only to be said whether the data folder was moved or copied.
const MOVED_OR_COPIED: u8 = 4;

/// Runs the program with its arguments.
#[must_use]
pub fn main() -> ExitCode {
    crate::mistake::say_plainly();
    run(std::env::args_os())
}

/// How dates are said where this program runs.
fn here() -> Locale {
    Locale::of(&platform::locale_name().unwrap_or_default())
}

fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    words::speak_as(here());
    let (arguments, outside) = apart(arguments.into_iter().collect());
    let cli = match parse(arguments) {
        Ok(cli) => cli,
        Err(e) => {
            // Clap's own text with what was typed in it, or pasted.
            let text = words::shown(e.render().to_string().trim_end());
            let asked = matches!(e.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
            // When nobody reads it there is nobody to tell.
            let _ = if asked { writeln!(std::io::stdout(), "{text}") } else { writeln!(std::io::stderr(), "{text}") };
            return ExitCode::from(if asked { 0 } else { 2 });
        }
    };
    let form = if cli.json { Form::Json } else { Form::Text };
    match carry_out(cli, form, outside.as_ref()) {
        Ok(()) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Failed(failure)) => {
            let code = match () {
                () if failure.wants_passphrase() => WANTS_PASSPHRASE,
                () if failure.asks_about_folder() => MOVED_OR_COPIED,
                () => 1,
            };
            if code != 1 && form == Form::Json {
                let what = if code == WANTS_PASSPHRASE { "locked" } else { "moved_or_copied" };
                let value = serde_json::json!({ what: true, "error": failure.error, "hint": failure.hint });
                // When nobody reads it there is nobody to tell.
                let _ = out::json(&value);
            }
            aside(&format!("error: {}", failure.error));
            if let Some(hint) = failure.hint {
                aside(&format!("hint: {hint}"));
            }
            ExitCode::from(code)
        }
    }
}

/// The verbs and their options, for what is made of them: the manual, and what a shell completes.
#[must_use]
pub fn command() -> clap::Command {
    typed::command::<Cli>()
}

/// The arguments, taken apart.
fn parse(arguments: Vec<OsString>) -> Result<Cli, clap::Error> {
    let mut command = command();
    let mut matches = command.try_get_matches_from_mut(typed::arranged(arguments))?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// An invitation’s link or a sealed file that the desktop opens, apart from the other arguments: it comes last, where no
/// verb is.
fn apart(mut arguments: Vec<OsString>) -> (Vec<OsString>, Option<Outside>) {
    let is_program = arguments.len() < 2;
    let last = arguments.pop_if(|it| !is_program && Outside::of(it).is_some());
    let Some(last) = last else { return (arguments, None) };
    match parse(arguments.clone()) {
        Ok(Cli { verb: None, .. }) => {
            let outside = Outside::of(&last);
            (arguments, outside)
        }
        // `share join LINK` and the like say themselves what they take.
        _ => (arguments.into_iter().chain([last]).collect(), None),
    }
}

fn carry_out(cli: Cli, form: Form, outside: Option<&Outside>) -> Done {
    let data = match cli.data {
        Some(data) => data,
        None => default_folder()?,
    };
    let begin = begins(cli.verb.as_ref());
    let secrets = secrets::Secrets::new(cli.passphrase_file);
    let call = call::Call { data, form, begin, secrets };
    match cli.verb {
        None if platform::leave_console() => Ok(()),
        None => crate::window::run(&call.data, outside).map_err(|failure| {
            platform::say_failure(
                &[Some(failure.error.as_str()), failure.hint.as_deref()].map(Option::unwrap_or_default).join("\n\n"),
            );
            failure.into()
        }),
        Some(Verb::Start) => start::run(&call),
        Some(Verb::Me(verb)) => me::run(&call, verb),
        Some(Verb::Peer(verb)) => peer::run(&call, verb),
        Some(Verb::Words(verb)) => notes::words(&call, verb),
        Some(Verb::Note(verb)) => notes::notes(&call, verb),
        Some(Verb::Meet(verb)) => meet::run(&call, verb),
        Some(Verb::List(verb)) => list::run(&call, verb),
        Some(Verb::Publish(verb)) => list::publish(&call, verb),
        Some(Verb::Promise(verb)) => method::promises(&call, verb),
        Some(Verb::Headsup(verb)) => headsup::run(&call, verb),
        Some(Verb::Project(verb)) => project::run(&call, verb),
        Some(Verb::Season(verb)) => method::season(&call, verb),
        Some(Verb::Today) => today::today(&call),
        Some(Verb::Review(options)) => today::review(&call, &options),
        Some(Verb::Tests(verb)) => three_tests::run(&call, verb),
        Some(Verb::Calendar(verb)) => calendar::run(&call, verb),
        Some(Verb::Snooze(snooze)) => method::snooze(&call, snooze),
        Some(Verb::Finished(verb)) => method::finished(&call, verb),
        Some(Verb::Search(options)) => search::run(&call, &options),
        Some(Verb::Export(options)) => inout::export(&call, &options),
        Some(Verb::Import(verb)) => inout::import(&call, verb),
        Some(Verb::Undo) => back::run(&call, back::Way::Undo),
        Some(Verb::Redo) => back::run(&call, back::Way::Redo),
        Some(Verb::History(options)) => history::run(&call, options),
        Some(Verb::Store(verb)) => history::store(&call, verb),
        Some(Verb::Share(verb)) => share::run(&call, verb),
        Some(Verb::Sealed(verb)) => sealed::run(&call, verb),
        Some(Verb::Device(verb)) => device::run(&call, verb),
        Some(Verb::Sync(options)) => sync::run(&call, &options),
        Some(Verb::Network(verb)) => network::run(&call, verb),
        Some(Verb::Backup(verb)) => backup::run(&call, verb),
        Some(Verb::Recovery(verb)) => recovery::run(&call, verb),
        Some(Verb::Passphrase(verb)) => passphrase::run(&call, verb),
        Some(Verb::Folder { verb }) => folder::run(&call, verb),
        Some(Verb::Lock) => passphrase::lock(&call),
        Some(Verb::Unlock) => passphrase::unlock(&call),
        Some(Verb::Doctor) => doctor::run(&call),
        Some(Verb::Demo(options)) => demo::run(&options),
    }
}

/// Which verbs may begin a notebook: those that write what one begins with.
fn begins(verb: Option<&Verb>) -> Begin {
    let does = match verb {
        None | Some(Verb::Start) => true,
        Some(Verb::Me(verb)) => matches!(verb, me::Verb::Set { .. }),
        Some(Verb::Peer(verb)) => matches!(verb, peer::Verb::Add { .. }),
        Some(Verb::Project(verb)) => matches!(verb, project::Verb::Add { .. }),
        Some(Verb::Share(verb)) => matches!(verb, share::Verb::Join { .. }),
        Some(Verb::Device(verb)) => matches!(verb, device::Verb::Join { .. }),
        Some(Verb::Calendar(verb)) => matches!(verb, calendar::Verb::Keep { .. }),
        Some(Verb::Import(verb)) => !verb.is_preview(),
        Some(_) => false,
    };
    if does { Begin::Yes } else { Begin::No }
}

fn default_folder() -> Result<PathBuf, Failure> {
    let missing = || failure("this system names no folder for data", Some("name one with --data DIR"));
    platform::data_folder().ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_opens_the_window_and_a_verb_takes_its_own_arguments() {
        let split = |line: &str| {
            let (arguments, link) = apart(line.split(' ').map(OsString::from).collect());
            (arguments.len(), link)
        };
        let link = Some(Outside::Link("sideways:join/abc".to_owned()));
        let file = Some(Outside::File("/tmp/for me.sideways".into()));
        let of_file = |before: &[&str]| {
            let all = before.iter().chain(&["/tmp/for me.sideways"]).map(OsString::from).collect();
            apart(all)
        };
        assert_eq!(of_file(&["sideways"]).1, file);
        assert_eq!(of_file(&["sideways", "--data", "/tmp/x"]).1, file);
        assert_eq!(of_file(&["sideways", "sealed", "read"]).1, None);
        assert_eq!(of_file(&["sideways", "sealed", "write", "Dana"]).1, None);
        assert_eq!(of_file(&["sideways", "--data"]).1, None);
        assert_eq!(of_file(&[]).1, None);
        assert_eq!(split("sideways sideways:join/abc"), (1, link.clone()));
        assert_eq!(split("sideways --data /tmp/x sideways:join/abc"), (3, link));
        assert_eq!(split("sideways share join sideways:join/abc"), (4, None));
        assert_eq!(split("sideways list add Dana sideways:join/abc"), (5, None));
        assert_eq!(split("sideways lst"), (2, None));
    }
}
