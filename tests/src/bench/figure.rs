//! What was measured, and how it is said.

use serde_json::json;
use std::{fmt::Write, time::Duration};

/// Many times the same, in order of length.
pub(crate) struct Times(Vec<Duration>);

/// A figure beside its limit.
pub(crate) struct Figure {
    /// What one asks for it by.
    pub(crate) name: &'static str,
    /// What was measured.
    pub(crate) what: &'static str,
    /// How long it took.
    pub(crate) times: Times,
    /// The part of a hundred that is compared with the limit: 50 is the median.
    pub(crate) percent: usize,
    /// What the limit is made of, how often, and how long each took.
    pub(crate) limit: Vec<(&'static str, u32, Times)>,
    /// Parts of the figure that are worth knowing by themselves.
    pub(crate) parts: Vec<(&'static str, Times)>,
}

impl Times {
    pub(crate) fn new(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    /// The time that so many of a hundred stay below, in milliseconds.
    fn percentile(&self, percent: usize) -> f64 {
        let at = (self.0.len() * percent / 100).min(self.0.len().saturating_sub(1));
        self.0.get(at).map_or(0.0, Duration::as_secs_f64) * 1e3
    }

    fn median(&self) -> f64 {
        self.percentile(50)
    }
}

impl Figure {
    fn limit_ms(&self) -> f64 {
        self.limit.iter().map(|(_, count, times)| f64::from(*count) * times.median()).sum()
    }

    fn ratio(&self) -> f64 {
        self.times.percentile(self.percent) / self.limit_ms()
    }

    /// For a person.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |what: &str, times: &Times| {
            let (median, most) = (times.median(), times.percentile(99));
            let _ = writeln!(text, "  {what:<48} {median:>8.3} ms   99 of 100 below {most:>8.3} ms");
        };
        line(self.what, &self.times);
        for (what, times) in &self.parts {
            line(what, times);
        }
        for (what, count, times) in &self.limit {
            line(&format!("limit: {count} x {what}"), times);
        }
        let (count, limit, ratio) = (self.times.0.len(), self.limit_ms(), self.ratio());
        format!(
            "{} ({count} times, compared at {} of 100)\n{text}  limit {limit:.3} ms, ratio {ratio:.2}\n",
            self.name, self.percent
        )
    }

    /// For a program.
    pub(crate) fn json(&self) -> String {
        let of = |times: &Times| json!({ "median_ms": times.median(), "p99_ms": times.percentile(99) });
        let parts: serde_json::Map<_, _> =
            self.parts.iter().map(|(what, times)| ((*what).to_owned(), of(times))).collect();
        let limit: Vec<_> = self
            .limit
            .iter()
            .map(|(what, count, times)| json!({ "what": what, "count": count, "median_ms": times.median() }))
            .collect();
        json!({
            "name": self.name,
            "what": self.what,
            "count": self.times.0.len(),
            "percent": self.percent,
            "figure": of(&self.times),
            "parts": parts,
            "limit": limit,
            "limit_ms": self.limit_ms(),
            "ratio": self.ratio(),
        })
        .to_string()
    }
}
