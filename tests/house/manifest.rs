//! Manifests, as far as the rules need them: which table says which line.

use crate::tree::text;

/// One line of a manifest that names a dependency.
pub struct Dependency {
    pub name: String,
    pub line: String,
}

/// What the manifest at this path depends on, in any of its tables whose name ends so.
pub fn dependencies(path: &str) -> Vec<Dependency> {
    let manifest = text(path).unwrap_or_default();
    let mut found = Vec::new();
    let mut table = "";
    for line in manifest.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            table = name.split(']').next().unwrap_or_default();
            if let Some((_, name)) = table.split_once("dependencies.") {
                found.push(Dependency { name: name.to_owned(), line: line.to_owned() });
            }
        } else if table.ends_with("dependencies") && !line.is_empty() && !line.starts_with('#') {
            let name = line.split(['.', '=', ' ']).next().unwrap_or_default();
            found.push(Dependency { name: name.to_owned(), line: line.to_owned() });
        }
    }
    assert!(!found.is_empty(), "{path} names no dependency: the guard is blind");
    found
}
