//! Busy times, merged.

use jiff::Timestamp;

/// Busy times collected before overlapping ones are merged for the first time.
const UNMERGED: usize = 20_000;

/// Collects the busy times of some days.
#[derive(Debug)]
pub(super) struct Busy {
    from: Timestamp,
    to: Timestamp,
    times: Vec<(Timestamp, Timestamp)>,
    /// Twice what was left after the last merge, so that merging stays cheap however little it helps.
    merge_at: usize,
}

impl Busy {
    pub(super) fn new(from: Timestamp, to: Timestamp) -> Self {
        Self { from, to, times: Vec::new(), merge_at: UNMERGED }
    }

    pub(super) fn add(&mut self, start: Timestamp, seconds: i64) {
        let end = start.saturating_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(start);
        let (start, end) = (start.max(self.from), end.min(self.to));
        if start < end {
            self.times.push((start, end));
        }
        if self.times.len() >= self.merge_at {
            self.times = merged(std::mem::take(&mut self.times));
            self.merge_at = UNMERGED.max(2 * self.times.len());
        }
    }

    pub(super) fn finish(self) -> Vec<(Timestamp, Timestamp)> {
        merged(self.times)
    }
}

/// The same times in order, with overlapping and touching ones made one. Ones that end before they begin are left out.
pub(crate) fn merged(mut times: Vec<(Timestamp, Timestamp)>) -> Vec<(Timestamp, Timestamp)> {
    times.retain(|(start, end)| start < end);
    times.sort_unstable();
    let mut out: Vec<(Timestamp, Timestamp)> = Vec::new();
    for (start, end) in times {
        match out.last_mut() {
            Some(last) if start <= last.1 => last.1 = last.1.max(end),
            _ => out.push((start, end)),
        }
    }
    out
}
