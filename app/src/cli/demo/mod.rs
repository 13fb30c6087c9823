//! `demo`: two colleagues on this machine, each with a folder of their own and real connections between them.

mod desk;
mod story;

use super::out::{Done, failure, print};
use desk::{DemoDesk, Folder};

#[derive(clap::Args)]
pub(crate) struct Options {
    /// No windows: a transcript that ends well only when both sides are equal.
    #[arg(long)]
    headless: bool,
}

pub(crate) fn run(options: &Options) -> Done {
    let folder = Folder::new()?;
    let alex = DemoDesk::new("Alex", &folder)?;
    let dana = DemoDesk::new("Dana", &folder)?;
    story::set_up(&alex, &dana)?;
    story::pair(&alex, &dana)?;
    if options.headless {
        return story::apart_and_together(&alex, &dana);
    }
    print("Two windows open, Alex’s and Dana’s. What one finishes appears at the other. Close both to end the demo.")?;
    let (one, two) = (alex.window()?, dana.window()?);
    for mut window in [one, two] {
        let ended = window.wait().map_err(|e| failure(format!("a window can’t be waited for: {e}"), None))?;
        if !ended.success() {
            let hint = "on a machine without a display: sideways demo --headless";
            return Err(failure("a window could not open", Some(hint)).into());
        }
    }
    Ok(())
}
