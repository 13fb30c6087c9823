//! What is said of backups: where they are, when one was last opened again, and what to do where something is missing.

use super::{count, moment, visible};
use crate::desk::{Backed, OtherPlace, Safety, TestedFile};
use jiff::tz::TimeZone;
use sideways_core::{backup::Counts, snapshot::Moment};
use std::path::Path;

fn path(of: &Path) -> String {
    visible(&of.display().to_string())
}

/// A backup that was made just now.
#[must_use]
pub fn backed(backed: &Backed) -> Vec<String> {
    let mut lines = vec![
        format!("Backed up to {}.", path(&backed.file)),
        format!("It was opened again and holds all that is here: {}.", backed.counts.says()),
    ];
    match &backed.place {
        OtherPlace::None => {}
        OtherPlace::There(file) => lines.push(format!("The same lies in {}, and was opened again there.", path(file))),
        OtherPlace::Away(place) => {
            lines.push(format!("{} isn’t there just now; the backup goes there the next time that it is.", path(place)))
        }
        OtherPlace::Failed(place, why) => {
            lines.push(format!("{} couldn’t be written to: {why}. Only the one above was made.", path(place)));
        }
    }
    if backed.dropped > 0 {
        let older = count(backed.dropped, "older backup was", "older backups were");
        lines.push(format!("{older} removed."));
    }
    lines
}

/// A backup that was opened and counted.
#[must_use]
pub fn tested(tested: &TestedFile) -> String {
    format!("{} opens, and everything in it fits together: {}.", path(&tested.file), tested.counts.says())
}

/// What was brought back, and what comes next.
#[must_use]
pub fn restored(counts: &Counts, to: &Path, made: Moment, shared: &[String]) -> Vec<String> {
    let day = moment(made, made, &TimeZone::system());
    let mut lines = vec![format!("Brought back to {}, as it was on {day}: {}.", path(to), counts.says())];
    lines.extend(invite_again(shared));
    lines
}

/// A new computer has to be shown to colleagues once.
#[must_use]
pub fn invite_again(shared: &[String]) -> Option<String> {
    let (last, others) = shared.split_last()?;
    let names = match others {
        [] => visible(last),
        others => format!("{} and {}", visible(&others.join(", ")), visible(last)),
    };
    let they = if others.is_empty() { "go on in the list you share" } else { "go on in the lists you share" };
    Some(format!(
        "This is a new computer to {names}: invite them once more, and you {they}. What they have had since the backup comes back from them."
    ))
}

/// How backups stand, in sentences: the last one, the other place, what failed, and who is still in older ones.
#[must_use]
pub fn safety(safety: &Safety, now: Moment, zone: &TimeZone) -> Vec<String> {
    if !safety.sheet_shown {
        return vec![
            "There are no backups yet. They begin once you have the recovery sheet, which opens them.".to_owned(),
        ];
    }
    let mut lines = Vec::new();
    match &safety.last {
        None => lines.push("No backup was made yet. The first one follows by itself while Sideways is open.".into()),
        Some(last) => {
            lines.push(format!("The last backup was made {}.", moment(last.at, now, zone)));
            lines.push(format!(
                "It was opened again {} and holds {}.",
                moment(last.tested, now, zone),
                last.counts.says()
            ));
        }
    }
    lines.extend(place(safety, now, zone));
    if let Some((at, why)) = &safety.failed {
        lines.push(format!("A backup failed {}: {}.", moment(*at, now, zone), visible(why)));
    }
    lines.extend(older(safety, zone));
    lines
}

/// The other place.
#[must_use]
pub fn place(safety: &Safety, now: Moment, zone: &TimeZone) -> Option<String> {
    let place = safety.place.as_ref()?;
    let (folder, reached) = (path(&place.folder), moment(place.reached, now, zone));
    Some(if place.is_long_away(now) {
        format!(
            "{folder} was last reached {reached}. When you can, plug it in or connect to it; backups go on here meanwhile."
        )
    } else {
        format!("They lie in {folder} too, last reached {reached}.")
    })
}

/// Who was erased may be in older backups.
#[must_use]
pub fn older(safety: &Safety, zone: &TimeZone) -> Option<String> {
    let (many, until) = safety.older?;
    let day = super::date(until.zoned(zone).date());
    let backups = if many == 1 { "1 backup was".to_owned() } else { format!("{many} backups were") };
    Some(format!(
        "{backups} made before you erased somebody and may still hold their words, until about {day} where Sideways is used daily."
    ))
}
