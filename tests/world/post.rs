//! Sealed files between people: written, lost, opened late, twice, and in any order.

use crate::{
    tap::{PRIVATE, SHARED},
    world::World,
};
use sideways_sync::{Came, ReadError, SealedReader, WriteError, write_sealed};

/// A sealed file on its way.
#[derive(Clone)]
pub(crate) struct Letter {
    from: usize,
    to: usize,
    file: Vec<u8>,
}

impl World {
    /// Writes a file; whether one may be written.
    pub(crate) fn write_file(&mut self, from: usize, to: usize) -> bool {
        let peer = self.people[from].peers[&to];
        match write_sealed(self.people[from].ws(), &peer) {
            Ok(sealed) => {
                for canary in [PRIVATE, SHARED] {
                    let open = sealed.bytes.windows(canary.len()).any(|window| window == canary.as_bytes());
                    assert!(!open, "words can be read on their way");
                }
                self.post.push(Letter { from, to, file: sealed.bytes });
                true
            }
            Err(WriteError::Seal(_)) => false,
            Err(error) => panic!("no file was written: {error}"),
        }
    }

    /// One of the files comes, whichever it is, and perhaps once more later; or it is lost.
    pub(crate) fn open_file(&mut self) -> Option<(usize, usize, String)> {
        if self.post.is_empty() {
            return None;
        }
        let which = self.chance.below(self.post.len());
        let again = self.chance.percent(30);
        let letter = if again { self.post[which].clone() } else { self.post.remove(which) };
        if self.chance.percent(15) || !self.people[letter.to].is_on() {
            return None;
        }
        let told = match self.read_file(&letter) {
            Ok(came) => format!("{} changes", came.changes),
            Err(ReadError::Writer(why)) => format!("{why:?}"),
            Err(error) => panic!("a good file was not read: {error}"),
        };
        Some((letter.from, letter.to, told))
    }

    fn read_file(&mut self, letter: &Letter) -> Result<Came, ReadError> {
        let person = &mut self.people[letter.to];
        self.tap.see_opened(person.ws().unseal(&letter.file).unwrap().content());
        let now = person.now(self.now_ms);
        let mut reader = SealedReader::begin(person.ws(), &letter.file, now)?;
        loop {
            if let Some(came) = reader.step(person.ws(), now)? {
                return Ok(came);
            }
        }
    }
}
