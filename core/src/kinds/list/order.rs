//! Order keys: texts between which there is always room, so that moving a line writes one key.
//!
//! Two devices that put a line at one place apart may choose one key; lines with equal keys are ordered by
//! their ids, the same everywhere.

const FIRST: u8 = b'a';
const LAST: u8 = b'z';
const MIDDLE: u8 = b'n';

/// The longest key that is accepted.
pub(crate) const MAX_BYTES: usize = 1024;

pub(crate) fn is_valid(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= MAX_BYTES
        && key.bytes().all(|byte| (FIRST..=LAST).contains(&byte))
        && !key.ends_with(char::from(FIRST))
}

/// A key after `before` and before `after`; `None` is the beginning or the end of the list.
///
/// A neighbour whose key is none of ours says nothing about where the line goes.
pub(crate) fn between(before: Option<&str>, after: Option<&str>) -> String {
    let (before, after) = (before.filter(|key| is_valid(key)), after.filter(|key| is_valid(key)));
    if let (Some(last), None) = (before, after) {
        let key = behind(last);
        return if is_valid(&key) { key } else { last.to_owned() };
    }
    let low = before.unwrap_or("").as_bytes();
    // Equal or crossed neighbours, made apart on two devices, leave no room: go right behind the first.
    let high = after.filter(|after| after.as_bytes() > low).map(str::as_bytes);
    let mut key = Vec::new();
    let mut bounded = high;
    for at in 0.. {
        let l = low.get(at).copied().unwrap_or(FIRST);
        let h = match bounded {
            Some(high) => high.get(at).copied().unwrap_or(FIRST),
            None => LAST + 1,
        };
        if h > l + 1 {
            key.push(l + (h - l) / 2);
            break;
        }
        key.push(l);
        if h > l {
            bounded = None;
        }
    }
    if key.last() == Some(&FIRST) {
        key.push(MIDDLE);
    }
    let key = String::from_utf8(key).unwrap_or_default();
    // No room for a longer key: share the neighbour's; ids then order the two.
    if is_valid(&key) { key } else { before.or(after).map_or_else(|| char::from(MIDDLE).to_string(), str::to_owned) }
}

/// The most letters that are counted in behind the first ones.
const COUNTED: usize = 8;

/// The next key behind the last one. Lists grow there, so it counts: in as many letters as there are `z` before them,
/// and one more, so that keys grow with the number of digits of the lines and not with the lines.
fn behind(last: &str) -> String {
    let last = last.as_bytes();
    let full = last.iter().take_while(|byte| **byte == LAST).count();
    let digits = (full + 1).min(COUNTED);
    let mut number: Vec<u8> = last.iter().skip(full).chain(std::iter::repeat(&FIRST)).take(digits).copied().collect();
    for digit in number.iter_mut().rev() {
        *digit += 1;
        if *digit <= LAST {
            break;
        }
        *digit = FIRST;
    }
    let mut key = vec![LAST; full];
    if number.first() == Some(&LAST) {
        // All numbers of so many letters are used.
        key.push(LAST);
        key.extend(std::iter::repeat_n(FIRST, (digits + 1).min(COUNTED) - 1));
        key.push(FIRST + 1);
    } else {
        key.append(&mut number);
        while key.last() == Some(&FIRST) {
            key.pop();
        }
    }
    String::from_utf8(key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_always_room() {
        let mut keys: Vec<String> = vec![between(None, None)];
        let mut seed = 7_u64;
        for _ in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (seed >> 33) as usize % (keys.len() + 1);
            let key = between(at.checked_sub(1).map(|i| keys[i].as_str()), keys.get(at).map(String::as_str));
            assert!(is_valid(&key), "{key:?}");
            keys.insert(at, key);
        }
        assert!(keys.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn whatever_stands_beside_it_there_is_an_end() {
        let odd = ["", "A", "a", "aa", "~", "zA", "n\u{e9}", "\u{0}", "N".repeat(2_000).as_str(), "m", "n"]
            .map(str::to_owned);
        let beside: Vec<Option<&str>> = odd.iter().map(|key| Some(key.as_str())).chain([None]).collect();
        for before in &beside {
            for after in &beside {
                assert!(is_valid(&between(*before, *after)), "between {before:?} and {after:?}");
            }
        }
    }

    #[test]
    fn keys_stay_short_where_lists_grow() {
        let old = "z".repeat(300) + "n";
        for (mut last, longest) in [(between(None, None), 7), ("aab".into(), 7), ("nnnnnnnnn".into(), 9), (old, 320)] {
            for _ in 0..20_000 {
                let next = between(Some(&last), None);
                assert!(next > last && is_valid(&next), "{next:?} behind {last:?}");
                last = next;
                assert!(last.len() <= longest, "{last:?}");
            }
        }
        // There is room before and between what was put behind.
        let keys: Vec<String> =
            std::iter::successors(Some("n".to_owned()), |last| Some(between(Some(last), None))).take(2_000).collect();
        for pair in keys.windows(2) {
            let key = between(Some(&pair[0]), Some(&pair[1]));
            assert!(pair[0] < key && key < pair[1] && is_valid(&key), "{key:?} in {pair:?}");
        }
        let full = "z".repeat(MAX_BYTES);
        assert_eq!(between(Some(&full), None), full, "where there is no room left, ids order the two");
    }
}
