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
pub(crate) fn between(before: Option<&str>, after: Option<&str>) -> String {
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
            // Toward the end, small steps: lists grow there, and keys should stay short.
            let step = if bounded.is_none() && !low.is_empty() { l + 1 } else { l + (h - l) / 2 };
            key.push(step);
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
    fn keys_stay_short_where_lists_grow() {
        let mut last = between(None, None);
        for _ in 0..2_000 {
            last = between(Some(&last), None);
        }
        assert!(last.len() <= 200, "{} bytes", last.len());
    }
}
