//! What somebody would see who reads every frame in clear.

use sideways_core::{
    Generation,
    change::{Action, Run, Scalar},
    id::{DeviceId, Hash},
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

impl Tap {
    /// The same for what a sealed file holds, once whoever it is for opened it.
    pub(crate) fn see_opened(&mut self, content: &[u8]) {
        let begins = content.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let mut rest = &content[begins..];
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let (message, after) = after.split_at(u32::from_be_bytes(*length) as usize);
            let mut frame = message.to_vec();
            if message[0] == 2 {
                // As a connection has it: where the list stands comes before the changes.
                let nowhere = (Generation { number: 0, by: DeviceId([0; 32]) }, Vec::<Hash>::new());
                frame = [&[2], postcard::to_stdvec(&nowhere).unwrap().as_slice(), &message[1..]].concat();
            }
            self.see(&frame);
            rest = after;
        }
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
