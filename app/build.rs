//! On Windows a program carries its icon, its version and its manifest in its own file. A tool of the compiler puts
//! them there: `windres`, or what `WINDRES` names.

use std::{env, error::Error, fs, path::Path, process::Command};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("packaging").join("windows");
    for file in ["sideways.rc", "sideways.manifest", "sideways.ico"] {
        println!("cargo::rerun-if-changed={}", folder.join(file).display());
    }
    println!("cargo::rerun-if-env-changed=WINDRES");
    if env::var("CARGO_CFG_TARGET_OS")? != "windows" {
        return Ok(());
    }
    let out = env::var("OUT_DIR")?;
    let version = env::var("CARGO_PKG_VERSION")?;
    let part = |name: &str| env::var(format!("CARGO_PKG_VERSION_{name}"));
    let numbers = [part("MAJOR")?, part("MINOR")?, part("PATCH")?, "0".into()];
    let manifest = Path::new(&out).join("sideways.manifest");
    fs::write(
        &manifest,
        fs::read_to_string(folder.join("sideways.manifest"))?.replace("@version@", &numbers.join(".")),
    )?;
    // A backslash would be read as the beginning of a sign.
    let plain = |path: &Path| path.display().to_string().replace('\\', "/");
    let script = fs::read_to_string(folder.join("sideways.rc"))?
        .replace("@folder@", &plain(&folder))
        .replace("@manifest@", &plain(&manifest))
        .replace("@numbers@", &numbers.join(","))
        .replace("@version@", &version);
    let (from, to) = (Path::new(&out).join("sideways.rc"), Path::new(&out).join("sideways.res.o"));
    fs::write(&from, script)?;
    let across = format!("{}-w64-mingw32-windres", env::var("CARGO_CFG_TARGET_ARCH")?);
    let tools = env::var("WINDRES").map_or_else(|_| vec![across, "windres".into()], |tool| vec![tool]);
    let made = tools.iter().any(|tool| {
        let mut command = Command::new(tool);
        command.arg("--input").arg(&from).arg("--output").arg(&to).arg("--output-format=coff");
        command.status().is_ok_and(|it| it.success())
    });
    if made {
        println!("cargo::rustc-link-arg-bins={}", to.display());
    } else {
        println!("cargo::warning=the program has no icon, version and manifest: {} isn’t there", tools.join(", "));
    }
    Ok(())
}
