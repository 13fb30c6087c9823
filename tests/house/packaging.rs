//! What packages say of the program is what the program says of itself.

use crate::{holds, tree::text};

const ID: &str = "org.sideways.Sideways";

fn part(path: &str) -> String {
    text(path).unwrap_or_else(|| panic!("{path} is no text"))
}

/// What stands between the first `begin` of the text and the next `end`.
fn between<'a>(text: &'a str, begin: &str, end: &str) -> &'a str {
    text.split_once(begin).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(found, _)| found)
}

#[test]
fn packages_say_what_the_program_says() {
    let manifest = part("Cargo.toml");
    let version = between(&manifest, "version = \"", "\"");
    let entry = part(&format!("app/packaging/linux/{ID}.desktop"));
    let data = part(&format!("app/packaging/linux/{ID}.metainfo.xml"));
    let kinds = part(&format!("app/packaging/linux/{ID}.mime.xml"));
    let backups = part("app/src/backups/name.rs");
    let backup =
        [between(&backups, "BEGINS: &str = \"", "\""), "*", between(&backups, "ENDS: &str = \"", "\"")].concat();
    let files = part("app/src/files/sealed.rs");
    let sealed = between(&files, "ENDING: &str = \"", "\"");
    let installer = part("app/packaging/windows/sideways.nsi");
    let says = [
        ("app/src/window/run.rs", part("app/src/window/run.rs"), format!("with_app_id(\"{ID}\")")),
        ("app/src/platform/links/linux.rs", part("app/src/platform/links/linux.rs"), format!("\"{ID}.desktop\"")),
        (
            "app/src/platform/links/linux.rs",
            part("app/src/platform/links/linux.rs"),
            "\"x-scheme-handler/sideways\"".to_owned(),
        ),
        ("app/src/platform/desktop/windows.rs", part("app/src/platform/desktop/windows.rs"), format!("\"{ID}\"")),
        ("the installer", installer.clone(), format!("!define ID \"{ID}\"")),
        ("the installer", installer.clone(), "\"${CLASSES}\\.sideways\" \"\" \"Sideways.SealedList\"".to_owned()),
        ("app/build.rs", part("app/packaging/windows/sideways.manifest"), format!("name=\"{ID}\"")),
        ("the bundle", part("app/packaging/macos/Info.plist"), format!("CFBundleIdentifier</key><string>{ID}<")),
        ("the bundle", part("app/packaging/macos/bundle"), "\"CFBundleURLSchemes\":[\"sideways\"]".to_owned()),
        (
            "the desktop entry",
            entry.clone(),
            "\nMimeType=x-scheme-handler/sideways;application/vnd.sideways.sealed;\n".to_owned(),
        ),
        ("the desktop entry", entry.clone(), format!("\nStartupWMClass={ID}\n")),
        ("the desktop entry", entry, format!("\nIcon={ID}\n")),
        ("the AppStream data", data.clone(), format!("<id>{ID}</id>")),
        ("the AppStream data", data.clone(), format!("<project_license>{}<", between(&manifest, "license = \"", "\""))),
        ("the AppStream data", data, format!("<release version=\"{version}\"")),
        ("the change log", part("app/CHANGELOG.md"), format!("\n## {version}")),
        ("the file types", kinds.clone(), format!("<glob pattern=\"{backup}\"")),
        ("the file types", kinds.clone(), format!("<glob pattern=\"*.{sealed}\"")),
        ("the file types", kinds.clone(), "<mime-type type=\"application/vnd.sideways.sealed\">".to_owned()),
        ("the file types", kinds, format!("<icon name=\"{ID}\"/>")),
    ];
    let broken = says.into_iter().filter(|(_, text, must)| !text.contains(must.as_str()));
    holds("Packages say what the program says.", broken.map(|(who, _, must)| format!("{who} lacks {must}")).collect());
}

#[test]
fn every_icon_has_the_size_it_is_called() {
    let (sizes, mut broken) = ([16_u32, 24, 32, 48, 64, 128, 256, 512], Vec::new());
    for size in sizes {
        let path = format!("{}/../app/packaging/icons/{size}.png", env!("CARGO_MANIFEST_DIR"));
        let bytes = std::fs::read(&path).unwrap_or_default();
        let number = |at: usize| bytes.get(at..at + 4).and_then(|it| it.try_into().ok()).map(u32::from_be_bytes);
        // A PNG begins with its width and height, behind 16 bytes.
        if (number(16), number(20)) != (Some(size), Some(size)) {
            broken.push(format!("{size}.png is {:?} by {:?}", number(16), number(20)));
        }
    }
    holds("Every icon has the size it is called; app/packaging/draw-icons draws them.", broken);
}

/// What the installer writes into the registry, the window can write for another folder; and all of it goes again.
#[test]
fn the_installer_writes_what_the_window_writes_and_takes_it_away() {
    let installer = part("app/packaging/windows/sideways.nsi");
    let window = part("app/src/platform/links/registry.rs");
    let table = between(&window, "Ok(vec![", "])");
    let rows = table.lines().filter_map(|line| line.trim().strip_prefix("(\""));
    let keys: Vec<&str> = rows.filter_map(|row| row.split('"').next()).collect();
    assert!(keys.len() > 5, "the guard is blind: {keys:?}");
    let mut broken = Vec::new();
    for key in keys {
        let key = key.replace("\\\\", "\\");
        let written = installer.contains(&format!("WriteRegStr HKCU \"${{CLASSES}}\\{key}\""));
        let first = key.split('\\').next().unwrap_or_default();
        let removed = installer.contains(&format!("DeleteRegKey HKCU \"${{CLASSES}}\\{first}\""));
        if !(written && removed) {
            broken.push(format!("{key}: written {written}, removed {removed}"));
        }
    }
    let files = |does: &str| -> Vec<String> {
        let lines = installer.lines().map(str::trim).filter_map(|line| line.strip_prefix(does));
        let mut names: Vec<String> =
            lines.filter_map(|line| Some(line.trim_matches('"').rsplit_once(['/', '\\'])?.1.to_owned())).collect();
        names.sort();
        names
    };
    let mut gone = files("Delete \"$INSTDIR");
    gone.retain(|name| name != "uninstall.exe");
    if files("File \"${FROM}") != gone {
        broken.push(format!("it installs {:?} and deletes {gone:?}", files("File \"${FROM}")));
    }
    holds("The installer writes what the window writes, and takes all of it away.", broken);
}
