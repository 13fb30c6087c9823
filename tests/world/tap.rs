//! What somebody would see who reads every frame in clear.

use sideways_core::{
    Generation,
    change::{Action, Run, Scalar},
    id::Hash,
};

/// In everything private.
pub(crate) const PRIVATE: &str = "CANARY";
/// In every line that is shared. A tap that doesn't find it sees nothing.
pub(crate) const SHARED: &str = "SHARED";

#[derive(Default)]
pub(crate) struct Tap {
    pub(crate) shared_canaries: usize,
    pub(crate) private_canaries: usize,
    pub(crate) bytes: usize,
}

impl Tap {
    pub(crate) fn see(&mut self, frame: &[u8]) {
        self.bytes += frame.len();
        let written = written(frame);
        let found = |canary: &str| {
            frame.windows(canary.len()).any(|window| window == canary.as_bytes()) || written.contains(canary)
        };
        self.shared_canaries += usize::from(found(SHARED));
        self.private_canaries += usize::from(found(PRIVATE));
    }
}

/// Everything that the changes in a frame write, one after the other: so that text typed letter by letter is read too.
fn written(frame: &[u8]) -> String {
    let Some((2, body)) = frame.split_first() else { return String::new() };
    let Ok((_, runs)) = postcard::from_bytes::<((Generation, Vec<Hash>), Vec<Run>)>(body) else {
        panic!("the tap can’t read a frame with changes")
    };
    let ops = runs.iter().flat_map(|run| &run.changes).flat_map(|change| &change.ops);
    ops.filter_map(|op| match &op.action {
        Action::Put(Scalar::Str(text)) => Some(text.as_str()),
        _ => None,
    })
    .collect()
}
