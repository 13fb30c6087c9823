//! How backups stand.

use super::Check;
use crate::{desk::Safety, words};
use jiff::tz::TimeZone;
use sideways_core::snapshot::Moment;

/// A week without a backup, while something changes, is long.
const LONG_MS: i64 = 8 * 24 * 60 * 60 * 1000;

/// The last backup and its last test, the other place, and who is still in older ones.
pub(crate) fn checks(safety: &Safety, now: Moment, zone: &TimeZone) -> Vec<Check> {
    let mut checks = vec![last(safety, now, zone)];
    match &safety.place {
        Some(place) => {
            let says = words::place(safety, now, zone).unwrap_or_default();
            checks.push(match place.is_long_away(now) {
                true => Check::look(
                    "backup-place",
                    says,
                    "connect it, then `sideways backup now`; or `sideways backup place --none`",
                ),
                false => Check::well("backup-place", says),
            });
        }
        None if safety.sheet_shown => checks.push(Check::could_be_better(
            "backup-place",
            "Backups lie on the same disk as the notebook only.",
            "`sideways backup place FOLDER` keeps them on a stick or a network drive too",
        )),
        None => {}
    }
    if let Some(older) = words::older(safety, zone) {
        checks.push(Check::could_be_better("backup-erased", older, "`sideways backup drop` removes them"));
    }
    checks
}

fn last(safety: &Safety, now: Moment, zone: &TimeZone) -> Check {
    const NAME: &str = "backup";
    let says = words::safety(&Safety { place: None, older: None, ..safety.clone() }, now, zone).join(" ");
    let long = |last: &crate::desk::Last| now.unix_ms.saturating_sub(last.at.unix_ms) > LONG_MS;
    match (&safety.failed, &safety.last) {
        _ if !safety.sheet_shown => {
            Check::could_be_better(NAME, says, "`sideways recovery show` shows the sheet, and backups begin")
        }
        (Some(_), _) => Check::look(NAME, says, "make room or look after the disk, then `sideways backup now`"),
        (None, None) => Check::could_be_better(NAME, says, "`sideways backup now` makes one at once"),
        (None, Some(last)) if long(last) => {
            Check::could_be_better(NAME, says, "`sideways backup now`, where something was written since")
        }
        (None, Some(_)) => Check::well(NAME, says),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Elsewhere, Last};

    #[test]
    fn each_state_has_its_line() {
        let now = Moment { unix_ms: 1_790_000_000_000 };
        let ago = |days: i64| Moment { unix_ms: now.unix_ms - days * 86_400_000 };
        let last = |days| Last { at: ago(days), file: "x.age".into(), tested: ago(days), counts: Default::default() };
        let well = Safety { sheet_shown: true, last: Some(last(0)), ..Safety::default() };
        let place = |days| Some(Elsewhere { folder: "/media/stick".into(), reached: ago(days) });
        let states: [(&str, Safety, &str, bool, &str); 8] = [
            ("no sheet", Safety::default(), "backup", true, "no backups yet"),
            ("no backup", Safety { last: None, ..well.clone() }, "backup", true, "No backup was made yet"),
            ("one today", well.clone(), "backup", true, "opened again"),
            ("one long ago", Safety { last: Some(last(20)), ..well.clone() }, "backup", true, "made"),
            (
                "failed",
                Safety { failed: Some((now, "the disk is full".into())), ..well.clone() },
                "backup",
                false,
                "the disk is full",
            ),
            ("place there", Safety { place: place(1), ..well.clone() }, "backup-place", true, "/media/stick too"),
            ("place away", Safety { place: place(9), ..well.clone() }, "backup-place", false, "When you can"),
            ("erased", Safety { older: Some((3, now)), ..well }, "backup-erased", true, "3 backups were made before"),
        ];
        for (state, safety, name, ok, says) in states {
            let checks = checks(&safety, now, &TimeZone::UTC);
            let check = checks.iter().find(|check| check.name == name).unwrap();
            assert!(check.ok == ok && check.says.contains(says), "{state}: {check:?}");
            assert!(check.hint.is_some() || state == "one today" || state == "place there", "{state}");
        }
    }
}
