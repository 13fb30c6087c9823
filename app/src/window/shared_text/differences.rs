//! What makes one text into another.

use sideways_core::command::Splice;

/// Texts whose middles are longer than this together are compared as wholes: looking closer costs their product.
const CLOSE: usize = 250_000;

/// The splices that make `before` into `after`, one after the other: each character that is in both stays what it is, so
/// that two things written in two places aren't taken for one that was written between them.
pub(super) fn differences(before: &str, after: &str) -> Vec<Splice> {
    let whole = Splice::between(before, after);
    let came: Vec<char> = whole.insert.chars().collect();
    if whole.delete == 0 || came.is_empty() || whole.delete.saturating_mul(came.len()) > CLOSE {
        return Some(whole).filter(|it| it.delete > 0 || !it.insert.is_empty()).into_iter().collect();
    }
    let gone: Vec<char> = before.chars().skip(whole.at).take(whole.delete).collect();
    let longest = longest_common(&gone, &came);
    let common = |g: usize, c: usize| longest.get(g).and_then(|row| row.get(c)).copied().unwrap_or(0);
    let mut splices: Vec<Splice> = Vec::new();
    let (mut g, mut c) = (0, 0);
    while g < gone.len() || c < came.len() {
        if g < gone.len() && c < came.len() && gone.get(g) == came.get(c) {
            (g, c) = (g + 1, c + 1);
            continue;
        }
        let at = whole.at + c;
        // Together with the one before, where nothing stands between them.
        let splice = match splices.last_mut() {
            Some(last) if last.at + last.insert.chars().count() == at => last,
            _ => {
                splices.push(Splice { at, delete: 0, insert: String::new() });
                let Some(last) = splices.last_mut() else { break };
                last
            }
        };
        if g < gone.len() && (c == came.len() || common(g + 1, c) >= common(g, c + 1)) {
            splice.delete += 1;
            g += 1;
        } else if let Some(letter) = came.get(c) {
            splice.insert.push(*letter);
            c += 1;
        }
    }
    splices
}

/// How many characters both have in common, from each place on.
fn longest_common(gone: &[char], came: &[char]) -> Vec<Vec<u32>> {
    let mut rows = vec![vec![0_u32; came.len() + 1]];
    for letter in gone.iter().rev() {
        let mut row = vec![0_u32; came.len() + 1];
        let below = rows.last().map(Vec::as_slice).unwrap_or_default();
        for (c, other) in came.iter().enumerate().rev() {
            let of = |row: &[u32], at: usize| row.get(at).copied().unwrap_or(0);
            let most = if letter == other { of(below, c + 1) + 1 } else { of(below, c).max(of(&row, c + 1)) };
            if let Some(place) = row.get_mut(c) {
                *place = most;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(before: &str, splices: &[Splice]) -> String {
        let mut text: Vec<char> = before.chars().collect();
        for splice in splices {
            text.splice(splice.at..splice.at + splice.delete, splice.insert.chars());
        }
        text.into_iter().collect()
    }

    #[test]
    fn they_make_the_one_into_the_other_and_leave_what_is_in_both() {
        for (before, after, count) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "abXc", 1),
            ("one two three", "ONE two THREE", 2),
            ("one two three", "two", 2),
            ("äöü ß", "öü  ß!", 3),
            ("mine", "theirs", 3),
            ("  double  spaces ", " double   spaces", 3),
        ] {
            let splices = differences(before, after);
            assert_eq!(applied(before, &splices), after, "{before} → {after}: {splices:?}");
            assert!(splices.len() <= count, "{before} → {after}: {splices:?}");
        }
        let kept = differences("xx mine xx", "yy mine yy");
        assert!(kept.iter().all(|it| !it.insert.contains('m')), "{kept:?}");
    }

    #[test]
    fn any_two_texts() {
        let mut seed = 5_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..2_000 {
            let mut text = || (0..next(12)).map(|_| ['a', 'b', ' ', 'ä'][next(4) as usize]).collect::<String>();
            let (before, after) = (text(), text());
            let splices = differences(&before, &after);
            assert_eq!(applied(&before, &splices), after, "{before:?} → {after:?}: {splices:?}");
        }
    }
}
