//! Text on the command line: what a person writes may begin with a hyphen, as a list or a sum does.

use clap::{Arg, Command, CommandFactory};
use std::ffi::{OsStr, OsString};

/// Arguments that are text a person writes, by the names they have wherever they stand.
const TEXTS: [&str; 15] = [
    "text",
    "words",
    "mine",
    "help",
    "offered",
    "asked",
    "they_offered",
    "they_asked",
    "also",
    "how",
    "note",
    "how_met",
    "needs",
    "role",
    "tag",
];

/// The verbs, with text that may begin with a hyphen.
pub(super) fn command<C: CommandFactory>() -> Command {
    free(C::command())
}

fn free(command: Command) -> Command {
    // Several words of one text would swallow the options behind them; see `arranged`.
    let text = |arg: Arg| {
        let one = arg.get_num_args().is_none_or(|many| many.max_values() == 1);
        if TEXTS.contains(&arg.get_id().as_str()) && one { arg.allow_hyphen_values(true) } else { arg }
    };
    command.mut_args(text).mut_subcommands(free)
}

/// The arguments of `search` with its options before its words, so that a word may begin with a hyphen.
pub(super) fn arranged(arguments: Vec<OsString>) -> Vec<OsString> {
    let is = |argument: &OsString, what: &str| argument.as_os_str() == OsStr::new(what);
    let has_value = |argument: &OsString| is(argument, "--data") || is(argument, "--passphrase-file");
    let joined = |written: &str| ["--data=", "--passphrase-file="].iter().any(|it| written.starts_with(it));
    let mut verb = 1;
    while let Some(argument) = arguments.get(verb).filter(|it| it.to_string_lossy().starts_with('-')) {
        verb += if has_value(argument) { 2 } else { 1 };
    }
    if !arguments.get(verb).is_some_and(|it| is(it, "search")) || arguments.iter().any(|it| is(it, "--")) {
        return arguments;
    }
    let (mut options, mut words) = (Vec::new(), Vec::new());
    let mut rest = arguments.iter().skip(verb + 1);
    while let Some(argument) = rest.next() {
        let written = argument.to_string_lossy();
        if has_value(argument) {
            options.push(argument.clone());
            options.extend(rest.next().cloned());
        } else if ["--json", "--help", "-h"].iter().any(|it| is(argument, it)) || joined(&written) {
            options.push(argument.clone());
        } else {
            words.push(argument.clone());
        }
    }
    let before = arguments.iter().take(verb + 1).cloned().chain(options);
    let between = (!words.is_empty()).then(|| OsString::from("--"));
    before.chain(between).chain(words).collect()
}

/// An argument that is text, as the test knows it: a string without a parser of its own, behind a verb that takes it.
#[cfg(test)]
fn is_free_text(arg: &Arg) -> bool {
    arg.get_value_parser().type_id() == clap::builder::ValueParser::string().type_id()
}

#[cfg(test)]
mod tests {
    use super::super::Cli;
    use super::*;

    fn each(command: &Command, path: &str, look: &mut dyn FnMut(&str, &Arg)) {
        let path = format!("{path} {}", command.get_name());
        command.get_arguments().for_each(|arg| look(&path, arg));
        command.get_subcommands().for_each(|verb| each(verb, &path, look));
    }

    /// Whoever adds a verb decides: its strings are text that a person writes, or they are names, days and ids.
    #[test]
    fn every_string_is_text_or_known_to_be_none() {
        const NONE: [&str; 43] = [
            "peer",
            "id",
            "name",
            "department",
            "mail",
            "my_mail",
            "reach",
            "on",
            "due",
            "by",
            "until",
            "at",
            "to",
            "first",
            "zone",
            "date",
            "week",
            "uid",
            "wording",
            "before",
            "into",
            "successor",
            "rename",
            "via",
            "as_name",
            "format",
            "device",
            "relay",
            "relay_token",
            "setting",
            "lang",
            "seed",
            "kind",
            "web",
            "shell",
            "file",
            "in",
            "out",
            "names",
            "by_day",
            "what",
            "of",
            "source",
        ];
        let mut unknown = Vec::new();
        each(&command::<Cli>(), "", &mut |path, arg| {
            let id = arg.get_id().as_str();
            if is_free_text(arg) && arg.get_action().takes_values() && !TEXTS.contains(&id) && !NONE.contains(&id) {
                unknown.push(format!("{path}: {id}"));
            }
        });
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn text_may_begin_with_a_hyphen_wherever_it_stands() {
        each(&command::<Cli>(), "", &mut |path, arg| {
            if TEXTS.contains(&arg.get_id().as_str()) && !path.ends_with(" search") {
                assert!(arg.is_allow_hyphen_values_set(), "{path}: {}", arg.get_id());
            }
        });
        let arranged = |line: &str| -> String {
            let words = arranged(line.split(' ').map(OsString::from).collect());
            words.iter().map(|it| it.to_string_lossy()).collect::<Vec<_>>().join(" ")
        };
        for (typed, read) in [
            ("sideways search -5% budget --json", "sideways search --json -- -5% budget"),
            ("sideways --data d search a --data=e -b", "sideways --data d search --data=e -- a -b"),
            ("sideways --json search a --data d b", "sideways --json search --data d -- a b"),
            ("sideways search", "sideways search"),
            ("sideways search --help", "sideways search --help"),
            ("sideways search -- --json", "sideways search -- --json"),
            ("sideways note add search -x", "sideways note add search -x"),
        ] {
            assert_eq!(arranged(typed), read);
        }
    }
}
