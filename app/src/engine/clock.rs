//! The only place that reads the clock and the system's randomness.

use crate::desk::Failure;
use sideways_core::snapshot::Moment;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Now, by this computer's clock.
pub(crate) fn now() -> Moment {
    let unix_ms = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    };
    Moment { unix_ms }
}

/// Randomness from the system.
pub(crate) fn entropy() -> Result<[u8; 32], Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure {
        error: format!("the system gave no randomness: {error}"),
        hint: Some("restart the computer and try again".into()),
    })?;
    Ok(bytes)
}

/// Up to so long, so that many computers don't all try at once.
pub(super) fn jitter(at_most: Duration) -> Duration {
    let mut byte = [0];
    // Without randomness they do try at once, which is only slower.
    let _ = getrandom::fill(&mut byte);
    at_most.mul_f64(f64::from(byte.first().copied().unwrap_or(0)) / 255.0)
}

/// Tomorrow at 17:00 here: an invitation is for today and tomorrow.
pub(super) fn tomorrow_at_five() -> Moment {
    let now_here = jiff::Zoned::now();
    let five = now_here
        .date()
        .tomorrow()
        .ok()
        .and_then(|day| day.at(17, 0, 0, 0).to_zoned(now_here.time_zone().clone()).ok())
        .map(|zoned| zoned.timestamp().as_millisecond());
    const DAY_MS: i64 = 86_400_000;
    Moment { unix_ms: five.unwrap_or_else(|| now().unix_ms.saturating_add(DAY_MS)) }
}

/// A moment on this computer's clock, as people say it.
pub(super) fn until_words(until: Moment) -> String {
    crate::words::day_and_time(until.zoned(&jiff::tz::TimeZone::system()).datetime())
}

/// Notices that the computer slept: then the clock moved on and the time since the start didn't.
pub(super) struct Watch {
    at: (Instant, Moment),
}

impl Watch {
    pub(super) fn new() -> Self {
        Self { at: (Instant::now(), now()) }
    }

    /// Whether it slept since the last call.
    pub(super) fn slept(&mut self) -> bool {
        const GAP_MS: i64 = 10_000;
        let (then, moment) = std::mem::replace(&mut self.at, (Instant::now(), now()));
        let by_clock = self.at.1.unix_ms.saturating_sub(moment.unix_ms);
        let awake = i64::try_from(self.at.0.duration_since(then).as_millis()).unwrap_or(i64::MAX);
        by_clock.saturating_sub(awake) > GAP_MS
    }
}

/// When a moment comes, as the timers count.
pub(super) fn instant_of(moment: Moment) -> Instant {
    let ms = moment.unix_ms.saturating_sub(now().unix_ms);
    // A day at most: a clock that jumps must not make a timer of years.
    Instant::now() + Duration::from_millis(u64::try_from(ms).unwrap_or(0).min(86_400_000))
}
