//! The tree as it is tracked: paths, code without comments and strings, manifests.

use std::{collections::BTreeSet, fs, path::PathBuf, process::Command};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every tracked path that is there, in order.
pub fn tracked() -> Vec<String> {
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git runs");
    assert!(listed.status.success(), "the guard reads a git checkout: {}", String::from_utf8_lossy(&listed.stderr));
    let paths = String::from_utf8(listed.stdout).expect("paths are UTF-8");
    paths.split_terminator('\0').filter(|path| root().join(path).exists()).map(str::to_owned).collect()
}

/// A tracked file as text; nothing when it isn't text.
pub fn text(path: &str) -> Option<String> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|cause| panic!("{path}: {cause}"));
    String::from_utf8(bytes).ok()
}

/// One file of Rust, as the rules read it.
pub struct Source {
    pub path: String,
    /// The text with comments blanked and strings emptied, its lines where they were.
    code: String,
    /// What `use` brings in, one whole path each, with its line.
    uses: Vec<(usize, String)>,
}

/// The Rust files below any of these folders. None at all would make a rule blind, so that fails.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let below = |path: &String| path.ends_with(".rs") && folders.iter().any(|folder| path.starts_with(folder));
    let found: Vec<_> = tracked().into_iter().filter(below).collect();
    assert!(!found.is_empty(), "no source in {folders:?}: the guard is blind");
    found.into_iter().filter_map(|path| text(&path).map(|text| Source::read(path, &text))).collect()
}

impl Source {
    pub fn read(path: String, text: &str) -> Self {
        let code = bare(text);
        let mut uses = Vec::new();
        for (at, _) in code.match_indices("use ") {
            if !whole(&code, at, "use") {
                continue;
            }
            if let Some((tree, _)) = code[at + 4..].split_once(';') {
                let tree: String = tree.split_whitespace().collect::<Vec<_>>().join(" ");
                let line = line_of(&code, at);
                uses.extend(expanded("", &tree).into_iter().map(|path| (line, path)));
            }
        }
        Self { path, code, uses }
    }

    /// Where this file says one of these words, as `path:line says word`, a line and a word once.
    pub fn says(&self, words: &[&str]) -> Vec<String> {
        let mut found = BTreeSet::new();
        for word in words {
            for (at, _) in self.code.match_indices(word).filter(|(at, _)| whole(&self.code, *at, word)) {
                found.insert((line_of(&self.code, at), *word));
            }
            for (line, path) in &self.uses {
                if path.match_indices(word).any(|(at, _)| whole(path, at, word)) {
                    found.insert((*line, *word));
                }
            }
        }
        found.into_iter().map(|(line, word)| format!("{}:{line} says {word}", self.path)).collect()
    }

    /// Where this file asks which system it is built for.
    pub fn asks_for_systems(&self) -> Vec<String> {
        let systems = ["unix", "windows", "target_os", "target_family", "target_env", "target_vendor"];
        let mut found = Vec::new();
        for (at, asks) in ["cfg(", "cfg!(", "cfg_attr("].iter().flat_map(|asks| self.code.match_indices(asks)) {
            let mut depth = 1;
            let ends = |next: char| {
                depth += i32::from(next == '(') - i32::from(next == ')');
                depth == 0
            };
            let rest = &self.code[at + asks.len()..];
            let inside = &rest[..rest.find(ends).unwrap_or(rest.len())];
            let named = |word: &&&str| inside.match_indices(**word).any(|(at, _)| whole(inside, at, word));
            if whole(&self.code, at, asks)
                && let Some(word) = systems.iter().find(named)
            {
                found.push(format!("{}:{} asks for {word}", self.path, line_of(&self.code, at)));
            }
        }
        found
    }

    /// The lines of code in which `word` is directly followed by a capital letter.
    pub fn names_after(&self, word: &str) -> Vec<String> {
        let capital = |at: usize| self.code[at + word.len()..].starts_with(|next: char| next.is_ascii_uppercase());
        let found = self.code.match_indices(word).filter(|(at, _)| capital(*at));
        found.map(|(at, _)| format!("{}:{} names {word}…", self.path, line_of(&self.code, at))).collect()
    }
}

fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Is the word at this place not a part of a longer one? A word that ends in a sign, like `::now(`, ends itself.
fn whole(code: &str, at: usize, word: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() || c == '_';
    let begins = !word.starts_with(letter) || !code[..at].ends_with(letter);
    let ends = !word.ends_with(letter) || !code[at + word.len()..].starts_with(letter);
    begins && ends
}

/// `a::{b, c::{self, d}}` as `a::b`, `a::c` and `a::c::d`.
fn expanded(before: &str, tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((stem, rest)) = tree.split_once('{') else {
        let path = format!("{before}{tree}");
        return vec![path.strip_suffix("::self").map(str::to_owned).unwrap_or(path)];
    };
    let inside = rest.rsplit_once('}').map_or(rest, |(inside, _)| inside);
    let before = format!("{before}{}", stem.trim());
    let (mut depth, mut start, mut paths) = (0, 0, Vec::new());
    for (at, sign) in inside.char_indices().chain([(inside.len(), ',')]) {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if !inside[start..at].trim().is_empty() {
                    paths.extend(expanded(&before, &inside[start..at]));
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    paths
}

/// The code without what it says to people: comments blanked, strings emptied, every line where it was.
fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if next == '"' {
            string_end(rest)
        } else if let Some(hashes) = raw_hashes(rest, &code) {
            let close = format!("\"{}", "#".repeat(hashes));
            rest[hashes + 2..].find(&close).map_or(rest.len(), |end| hashes + 2 + end + close.len())
        } else if rest.starts_with("'\\\"'") || rest.starts_with("'\"'") || rest.starts_with("'\\\\'") {
            rest[1..].find('\'').map_or(1, |end| end + 2)
        } else {
            code.push(next);
            rest = &rest[next.len_utf8()..];
            continue;
        };
        code.push(' ');
        code.extend(rest[..skipped].chars().filter(|c| *c == '\n'));
        rest = &rest[skipped..];
    }
    code
}

/// What a text of Rust says to people: each of its strings, with the line it begins in; in `shown` comments, which the
/// command line shows as its help, too.
pub fn said(text: &str, shown: &str) -> Vec<(usize, String)> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(next) = rest.chars().next() {
        let at = text.len() - rest.len();
        let line = || text[..at].matches('\n').count() + 1;
        let before = &text[..at];
        let skipped = if rest.starts_with("//") {
            let end = rest.find('\n').unwrap_or(rest.len());
            if !shown.is_empty() && rest.starts_with(shown) {
                found.push((line(), rest[..end].to_owned()));
            }
            end
        } else if next == '"' {
            let end = string_end(rest);
            found.push((line(), rest[..end].to_owned()));
            end
        } else if let Some(hashes) = raw_hashes(rest, before) {
            let close = format!("\"{}", "#".repeat(hashes));
            let end = rest[hashes + 2..].find(&close).map_or(rest.len(), |end| hashes + 2 + end + close.len());
            found.push((line(), rest[..end].to_owned()));
            end
        } else if rest.starts_with("'\\\"'") || rest.starts_with("'\"'") || rest.starts_with("'\\\\'") {
            rest[1..].find('\'').map_or(1, |end| end + 2)
        } else {
            next.len_utf8()
        };
        rest = &rest[skipped..];
    }
    found
}

/// Past the closing quote of the string that begins here.
fn string_end(rest: &str) -> usize {
    let mut escaped = false;
    for (at, sign) in rest.char_indices().skip(1) {
        match sign {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// How many `#` the raw string that begins here has.
fn raw_hashes(rest: &str, before: &str) -> Option<usize> {
    let after = rest.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let word = before.ends_with(|c: char| c.is_alphanumeric() && c != 'b' || c == '_');
    (after[hashes..].starts_with('"') && !word).then_some(hashes)
}
