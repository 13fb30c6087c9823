//! Two processes show each other that they read the same secret in the data folder, and never say it.
//!
//! The name of a pipe can be seen by every user of the computer, and who makes one of that name first has it. So
//! whoever asks makes sure that the other end may read the folder, before it says anything; and the other way round.

use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind, Read, Write};

pub(super) type Secret = [u8; 32];

/// Which end this is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum End {
    Owner,
    Guest,
}

/// Shows the other end that this one knows the secret, and makes sure that it does too.
pub(super) fn prove(stream: &mut (impl Read + Write), end: End, secret: &Secret) -> io::Result<()> {
    let mut mine = [0; 32];
    getrandom::fill(&mut mine).map_err(io::Error::other)?;
    stream.write_all(&mine)?;
    let mut theirs = [0; 32];
    stream.read_exact(&mut theirs)?;
    let (owner, guest) = match end {
        End::Owner => (mine, theirs),
        End::Guest => (theirs, mine),
    };
    let says = |who: &[u8]| -> [u8; 32] {
        let hash = Sha256::new().chain_update(b"sideways-door/1 ").chain_update(who).chain_update(secret);
        hash.chain_update(owner).chain_update(guest).finalize().into()
    };
    let (mut shown, (owner, guest)) = ([0; 32], (says(b"owner"), says(b"guest")));
    // Whoever asks is shown first, so that nobody else learns more than that somebody is here.
    match end {
        End::Owner => {
            stream.write_all(&owner)?;
            stream.read_exact(&mut shown)?;
        }
        End::Guest => {
            stream.read_exact(&mut shown)?;
            if shown == owner {
                stream.write_all(&guest)?;
            }
        }
    }
    let expected = if end == End::Owner { guest } else { owner };
    if shown == expected { Ok(()) } else { Err(ErrorKind::PermissionDenied.into()) }
}

#[cfg(test)]
mod tests {
    use super::{super::pumped::tests::pair, *};

    #[test]
    fn only_those_who_know_the_secret_come_together() {
        for (ours, theirs, together) in [([1; 32], [1; 32], true), ([1; 32], [2; 32], false)] {
            let (mut owner, mut guest) = pair();
            let other = std::thread::spawn(move || prove(&mut owner, End::Owner, &ours).is_ok());
            let asked = prove(&mut guest, End::Guest, &theirs);
            assert_eq!(asked.is_ok(), together, "{asked:?}");
            drop(guest);
            assert_eq!(other.join().unwrap(), together);
        }
    }

    /// Somebody who has the pipe's name and not the secret says back what was said, or anything.
    #[test]
    fn an_echo_is_no_proof() {
        for end in [End::Owner, End::Guest] {
            let (mut one, mut two) = pair();
            two.set_read_timeout(Some(std::time::Duration::from_millis(200)));
            let mirror = std::thread::spawn(move || {
                let mut heard = [0; 32];
                while one.read_exact(&mut heard).is_ok() && one.write_all(&heard).is_ok() {}
            });
            prove(&mut two, end, &[7; 32]).unwrap_err();
            drop(two);
            mirror.join().unwrap();
        }
    }
}
