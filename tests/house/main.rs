//! The house rules, read off the manifests and the sources. Fast and offline; a failure is the sentence that
//! is broken and where.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)] // a test that fails says so this way
#![allow(unreachable_pub, missing_docs)] // a test binary has no outside

mod manifest;
mod packaging;
mod tree;

use manifest::dependencies;
use tree::{Source, said, sources, text, tracked};

const ROOMS: [&str; 4] = ["core", "sync", "app", "tests"];

/// Fails with the sentence when something breaks it.
fn holds(sentence: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "\n{sentence}\n  {}\n", broken.join("\n  "));
}

/// Fails with the sentence when a source in `folders`, and in none of `except`, says one of the words.
fn never(sentence: &str, folders: &[&str], except: &[&str], words: &[&str]) {
    let excepted = |source: &Source| except.iter().any(|path| source.path.starts_with(path));
    let broken = sources(folders).into_iter().filter(|source| !excepted(source)).flat_map(|source| source.says(words));
    holds(sentence, broken.collect());
}

/// Fails with the sentence when the room's manifest names one of these, or a crate that begins with it and `-`.
fn needs_no(sentence: &str, room: &str, crates: &[&str]) {
    let path = format!("{room}/Cargo.toml");
    let is = |name: &str| crates.iter().any(|no| name == *no || name.starts_with(&format!("{no}-")));
    let broken = dependencies(&path).into_iter().filter(|dependency| is(&dependency.name));
    holds(sentence, broken.map(|dependency| format!("{path} names {}", dependency.name)).collect());
}

#[test]
fn arrows_only_go_from_tests_to_app_to_sync_to_core() {
    let sentence = "The arrows only go one way: tests → app → sync → core.";
    needs_no(sentence, "core", &["sideways"]);
    needs_no(sentence, "app", &["sideways-tests"]);
    let broken = dependencies("sync/Cargo.toml").into_iter().map(|dependency| dependency.name);
    let broken = broken.filter(|name| name.starts_with("sideways") && name != "sideways-core");
    holds(sentence, broken.map(|name| format!("sync/Cargo.toml names {name}")).collect());
    never(sentence, &["core/src/"], &[], &["sideways_sync", "sideways::", "sideways_tests"]);
    never(sentence, &["sync/src/"], &[], &["sideways::", "sideways_tests"]);
    never(sentence, &["app/src/"], &[], &["sideways_tests"]);
}

#[test]
fn core_has_no_network_no_screen_and_no_async() {
    let sentence = "Core has no network, no screen and no async.";
    needs_no(sentence, "core", &["iroh", "tokio", "n0-future", "netwatch", "eframe", "egui", "egui_extras", "clap"]);
    never(sentence, &["core/src/"], &[], &["iroh", "tokio", "egui", "eframe", "clap", "std::net", "async", "await"]);
}

#[test]
fn core_takes_time_and_randomness_as_arguments_and_starts_no_thread() {
    let sentence = "Core takes time and randomness as arguments and starts no thread.";
    needs_no(sentence, "core", &["getrandom"]);
    let words = ["std::thread", "::now(", "getrandom", "rand::rng", "rand::random", "OsRng", "SysRng"];
    never(sentence, &["core/src/"], &[], &words);
}

#[test]
fn core_prints_nothing_and_looks_at_no_environment() {
    let sentence = "Core prints nothing, and looks at neither the environment nor the home directory.";
    needs_no(sentence, "core", &["directories", "log", "tracing"]);
    let words = ["print!", "println!", "eprint!", "eprintln!", "std::env", "std::io::stdout", "std::io::stderr"];
    never(sentence, &["core/src/"], &[], &words);
}

#[test]
fn only_the_store_of_core_touches_files() {
    let words = ["std::fs", "std::os"];
    never("In core only the store touches files.", &["core/src/"], &["core/src/store/"], &words);
}

#[test]
fn only_documents_of_core_say_automerge() {
    let sentence = "In core only document/ says automerge.";
    never(sentence, &["core/src/"], &["core/src/document/"], &["automerge"]);
}

#[test]
fn only_the_net_layer_of_sync_says_iroh_or_tokio() {
    let words = ["iroh", "tokio", "iroh_mdns_address_lookup", "netwatch", "n0_future", "async", "await"];
    never("In sync only net/ says iroh or tokio.", &["sync/src/"], &["sync/src/net/"], &words);
}

#[test]
fn the_state_machines_of_sync_do_no_io_and_take_time_as_an_argument() {
    let sentence = "The state machines of sync do no I/O, start no thread and take time as an argument.";
    let words = ["std::fs", "std::net", "std::thread", "std::env", "::now(", "getrandom", "println!", "eprintln!"];
    never(sentence, &["sync/src/"], &["sync/src/net/"], &words);
}

#[test]
fn the_net_layer_of_sync_decides_no_access() {
    let words = ["Workspace", "Grant", "Snapshot"];
    never("The net layer of sync decides nothing about access.", &["sync/src/net/"], &[], &words);
}

#[test]
fn app_says_neither_automerge_nor_redb_nor_iroh() {
    let sentence = "App says neither automerge, nor redb, nor iroh.";
    needs_no(sentence, "app", &["automerge", "redb", "iroh", "tokio"]);
    never(sentence, &["app/src/"], &[], &["automerge", "redb", "iroh", "tokio"]);
}

/// What only these know: which system the program runs on.
const SYSTEM: [&str; 2] = ["app/src/platform/", "core/src/store/platform.rs"];

#[test]
fn only_the_rooms_for_it_ask_which_system_it_is() {
    let sentence = "Only app/src/platform/ and core/src/store/platform.rs ask which system the program runs on.";
    let folders = ["core/src/", "sync/src/", "app/src/"];
    never(sentence, &folders, &SYSTEM, &["std::os"]);
    let elsewhere = |source: &Source| !SYSTEM.iter().any(|room| source.path.starts_with(room));
    let asks = sources(&folders).into_iter().filter(elsewhere).flat_map(|source| source.asks_for_systems());
    holds(sentence, asks.collect());
}

/// Each has another name, or nothing of the kind, on another system.
#[test]
fn keys_folders_and_packages_of_one_system_are_named_in_its_room_alone() {
    let mut broken = Vec::new();
    let says = |path: &String| path.ends_with(".rs") && ["app/src/", "sync/src/"].iter().any(|it| path.starts_with(it));
    let elsewhere = |path: &String| !path.starts_with(SYSTEM[0]) && !path.ends_with("/tests.rs");
    for path in tracked().into_iter().filter(|path| says(path) && elsewhere(path)) {
        let whole = text(&path).unwrap_or_default();
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        let named = |words: &str| ["Ctrl ", "Cmd ", "Debian", "/home/", "C:\\"].iter().any(|it| words.contains(it));
        broken.extend(said(code, "").into_iter().filter(|(_, it)| named(it)).map(|(n, it)| format!("{path}:{n} {it}")));
    }
    holds("What one system alone has is named in app/src/platform/ alone.", broken);
}

/// `mod.rs` and `run.rs` join the window to the program; everything else in the folder only draws.
#[test]
fn a_screen_draws_a_snapshot_and_returns_commands() {
    let sentence = "A screen draws a snapshot and returns commands: it knows no channel, no thread and no workspace.";
    let joints = ["app/src/window/mod.rs", "app/src/window/run.rs"];
    let words = ["mpsc", "sync_channel", "channel", "std::thread", "thread::spawn", "Workspace", "std::net"];
    never(sentence, &["app/src/window/"], &joints, &words);
}

#[test]
fn every_colour_is_in_the_theme() {
    let colours = |source: Source| {
        let mut found = source.says(&["hex_color!"]);
        found.extend(source.names_after("Color32::"));
        found.extend(source.names_after("Rgba::"));
        let made = ["from_rgb", "from_gray", "from_rgba_unmultiplied", "from_rgba_premultiplied", "from_black_alpha"];
        found.extend(source.says(&made));
        found.extend(source.says(&["from_white_alpha", "from_hex", "from_additive_luminance"]));
        found
    };
    let elsewhere = sources(&["app/src/"]).into_iter().filter(|source| source.path != "app/src/window/theme.rs");
    holds("Every colour is in app/src/window/theme.rs.", elsewhere.flat_map(colours).collect());
}

#[test]
fn the_top_level_is_four_rooms_a_manifest_and_a_readme() {
    let mut seen: Vec<String> = tracked().iter().filter_map(|path| path.split('/').next().map(str::to_owned)).collect();
    seen.dedup();
    let known = |name: &str| name.starts_with('.') || name == "Cargo.lock" || name.starts_with("LICENSE-");
    let plan = ["Cargo.toml", "README.md"].into_iter().chain(ROOMS).collect::<Vec<_>>();
    let mut broken: Vec<String> = Vec::new();
    broken.extend(
        seen.iter().filter(|name| !known(name) && !plan.contains(&name.as_str())).map(|n| format!("{n} is too much")),
    );
    broken.extend(plan.iter().filter(|name| !seen.iter().any(|n| n == *name)).map(|n| format!("{n} is missing")));
    holds("The top level is exactly Cargo.toml app sync core tests README.md.", broken);
}

#[test]
fn no_source_file_is_over_400_lines() {
    let paths = tracked().into_iter().filter(|path| path.ends_with(".rs") && !path.starts_with("tests/"));
    let long = paths.filter_map(|path| {
        let lines = text(&path)?.lines().count();
        (lines > 400).then(|| format!("{path} has {lines}"))
    });
    holds("A file has one idea: none in core, sync and app is over 400 lines.", long.collect());
}

#[test]
fn each_dependency_has_its_reason_beside_it() {
    let outside = dependencies("Cargo.toml").into_iter().filter(|dependency| !dependency.name.starts_with("sideways"));
    let reason = |line: &str| line.split_once(" # ").is_some_and(|(_, reason)| !reason.trim().is_empty());
    let bare = outside.filter(|dependency| !reason(&dependency.line));
    holds("Each dependency has its reason beside it.", bare.map(|dependency| dependency.line).collect());
}

#[test]
fn each_dependency_is_chosen_once_in_the_root_manifest() {
    let mut broken = Vec::new();
    for room in ROOMS {
        let path = format!("{room}/Cargo.toml");
        let own = dependencies(&path).into_iter().filter(|dependency| !dependency.line.contains("workspace = true"));
        broken.extend(own.map(|dependency| format!("{path}: {}", dependency.line)));
    }
    holds("One version of each dependency, chosen in the root manifest.", broken);
}

#[test]
fn the_text_makes_sense_to_whoever_has_only_this_tree() {
    let own = "tests/house/main.rs";
    let mut broken = Vec::new();
    for path in tracked().into_iter().filter(|path| path != own) {
        for (number, line) in text(&path).unwrap_or_default().lines().enumerate() {
            let numbered =
                line.to_lowercase().split("issue #").skip(1).any(|n| n.starts_with(|c: char| c.is_ascii_digit()));
            if numbered || ["../shared", "/work/", "/root/"].iter().any(|place| line.contains(place)) {
                broken.push(format!("{path}:{} {}", number + 1, line.trim()));
            }
        }
    }
    holds("Tracked text points at nothing outside this tree: no numbered issue, no path of one computer.", broken);
}

/// An apostrophe as a typewriter has it, between letters: `can't`.
fn typewritten(words: &str) -> bool {
    let letters = |at: usize| {
        let before = words[..at].chars().next_back();
        let after: String = words[at + 1..].chars().take_while(|c| c.is_alphabetic()).collect();
        before.is_some_and(|c| c.is_alphabetic() || c == '}')
            && ["s", "t", "re", "d", "ve", "ll", "m"].contains(&&*after)
    };
    words.match_indices('\'').any(|(at, _)| letters(at))
}

#[test]
fn apostrophes_are_curly_wherever_a_person_reads() {
    let mut broken = Vec::new();
    let read = |path: &String| {
        path.ends_with(".rs") && ["app/src/", "core/src/", "sync/src/"].iter().any(|it| path.starts_with(it))
    };
    let of_tests = |path: &String| path.contains("/tests/") || path.contains("/tests") || path.ends_with("vectors.rs");
    for path in tracked().into_iter().filter(|path| read(path) && !of_tests(path)) {
        let whole = text(&path).unwrap_or_default();
        let code = whole.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        // The comments on a verb are its help.
        let shown = if path.starts_with("app/src/cli/") { "///" } else { "" };
        let typed = said(code, shown).into_iter().filter(|(_, words)| typewritten(words));
        broken.extend(typed.map(|(line, words)| format!("{path}:{line} {words}")));
    }
    holds("Apostrophes are curly (’) in what a person reads.", broken);
    let found = said("f(\"it isn't\", 'x', \"it isn’t\"); // don't\n/// can't\nr#\"he'll\"#", "///");
    let lines: Vec<usize> = found.iter().filter(|(_, words)| typewritten(words)).map(|(line, _)| *line).collect();
    assert_eq!(lines, [1, 2, 3], "the guard is blind: {found:?}");
    assert!(!typewritten("'x' O'Brien 5'3"), "a name is a name");
}

#[test]
fn the_guard_sees_through_use_trees_and_past_comments_and_strings() {
    let said = |code: &str, words: &[&str]| Source::read("x".into(), code).says(words).join(", ");
    assert_eq!(
        said("use std::{\n    fs::{self, File},\n    net::IpAddr,\n};", &["std::fs", "std::net"]),
        "x:1 says std::fs, x:1 says std::net"
    );
    assert_eq!(said("\nlet a = std::fs::read(b);", &["std::fs"]), "x:2 says std::fs");
    assert_eq!(said("// iroh\n/// iroh\n/* iroh */ let a = \"iroh \\\" iroh\"; r#\"iroh\"# '\"'", &["iroh"]), "");
    assert_eq!(said("let q = '\"'; iroh::x()", &["iroh"]), "x:1 says iroh");
    assert_eq!(said("let a: &'static str = \"\\\\\"; Instant::now()", &["::now("]), "x:1 says ::now(");
    assert_eq!(said("asynchronous(); my_async()", &["async"]), "");
    let asks = |code: &str| Source::read("x".into(), code).asks_for_systems().join(", ");
    assert_eq!(asks("#[cfg(unix)]\n#[cfg(not(target_os = \"linux\"))]"), "x:1 asks for unix, x:2 asks for target_os");
    assert_eq!(
        asks("if cfg!(all(a, windows)) {} #[cfg_attr(unix, path = \"a\")]"),
        "x:1 asks for windows, x:1 asks for unix"
    );
    assert_eq!(asks("#[cfg(test)] fn f() { a.windows(2); unix() }\n#[cfg(feature = \"unix\")]"), "");
    assert_eq!(Source::read("x".into(), "Color32::WHITE").names_after("Color32::"), ["x:1 names Color32::…"]);
    assert!(Source::read("x".into(), "fn f(c: Color32)").names_after("Color32::").is_empty());
}
