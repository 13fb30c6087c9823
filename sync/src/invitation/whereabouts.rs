//! Where a computer is, as text: for two who know each other and don’t find each other any more.
//!
//! It opens nothing: who answers at these addresses has to have the key that is known already.

use super::{InvitationError, text};
use serde::{Deserialize, Serialize};
use sideways_core::{
    id::DeviceId,
    limits::{ADDRESSES, INVITATION_BYTES, NAME_BYTES},
};

const VERSION: u8 = 1;
/// What it begins with.
const LINK: &str = "sideways:reach/";

/// A device, and where it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Whereabouts {
    /// Which.
    pub device: DeviceId,
    /// Socket addresses and relays.
    pub addresses: Vec<String>,
}

/// Why a text says nothing of where a computer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WhereaboutsError {
    /// Far too much text.
    #[error("this is far too long; copy only the line that begins with sideways:reach/")]
    TooLong,
    /// There is none in it.
    #[error("there are no addresses in this text; copy the whole line that begins with sideways:reach/")]
    NotFound,
    /// The letters don’t fit their checksum.
    #[error("the addresses were changed on their way; ask for them again")]
    Changed,
    /// A newer program wrote it.
    #[error("these addresses come from a newer Sideways; update this one first")]
    Newer,
    /// The checksum fits but what it says can’t be.
    #[error("these addresses make no sense; ask for them again")]
    Senseless,
}

impl Whereabouts {
    /// The line to send. Where it would be too long, the last addresses are left out.
    #[must_use]
    pub fn to_text(&self) -> String {
        let short = self.addresses.iter().filter(|address| address.len() <= NAME_BYTES);
        let mut short = Self { device: self.device, addresses: short.take(ADDRESSES).cloned().collect() };
        loop {
            // Cannot fail for plain fields; an empty payload reads as one that makes no sense.
            let line = text::write_link(LINK, VERSION, &postcard::to_stdvec(&short).unwrap_or_default());
            if line.len() <= INVITATION_BYTES || short.addresses.pop().is_none() {
                return line;
            }
        }
    }

    /// Reads the first such line in a text, which may be a whole mail.
    pub fn parse(text: &str) -> Result<Self, WhereaboutsError> {
        let read = text::read_link(LINK, text).map_err(|error| match error {
            InvitationError::TooLong => WhereaboutsError::TooLong,
            _ => WhereaboutsError::Changed,
        })?;
        let bytes = read.ok_or(WhereaboutsError::NotFound)?;
        let (version, payload) = bytes.split_first().ok_or(WhereaboutsError::Changed)?;
        if *version != VERSION {
            return Err(if *version > VERSION { WhereaboutsError::Newer } else { WhereaboutsError::Senseless });
        }
        match postcard::take_from_bytes::<Self>(payload) {
            Ok((read, [])) if read.is_sensible() => Ok(read),
            _ => Err(WhereaboutsError::Senseless),
        }
    }

    fn is_sensible(&self) -> bool {
        self.addresses.len() <= ADDRESSES && self.addresses.iter().all(|address| address.len() <= NAME_BYTES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn some() -> Whereabouts {
        let addresses = ["192.168.1.4:4000", "[fd00::1]:4000", "https://relay.example.com/"].map(String::from).to_vec();
        Whereabouts { device: DeviceId([7; 32]), addresses }
    }

    #[test]
    fn what_was_sent_is_read_however_mail_broke_it() {
        let line = some().to_text();
        let broken: String = line
            .chars()
            .enumerate()
            .flat_map(|(nth, c)| [Some(c), (nth % 50 == 49).then_some('\n')])
            .flatten()
            .collect();
        for text in [line.clone(), format!("Hello,\n> {line}\nBye"), line.to_uppercase(), broken] {
            assert_eq!(Whereabouts::parse(&text), Ok(some()), "{text}");
        }
    }

    #[test]
    fn what_is_none_says_why() {
        let line = some().to_text();
        let at = LINK.len() + 12;
        let other = if line[at..].starts_with('a') { "b" } else { "a" };
        let changed = [&line[..at], other, &line[at + 1..]].concat();
        let parse = |text: &str| Whereabouts::parse(text).unwrap_err();
        assert_eq!(parse(""), WhereaboutsError::NotFound);
        assert_eq!(parse(&"x".repeat(1 << 20)), WhereaboutsError::TooLong);
        assert_eq!(parse(&changed), WhereaboutsError::Changed);
        assert_eq!(parse(&line[..line.len() - 9]), WhereaboutsError::Changed);
        assert_eq!(parse(&text::write_link(LINK, 2, &[])), WhereaboutsError::Newer);
        assert_eq!(parse(&text::write_link(LINK, 1, &[1])), WhereaboutsError::Senseless);
        let many = Whereabouts { addresses: vec!["a".into(); ADDRESSES + 1], ..some() };
        let many = postcard::to_stdvec(&many).unwrap();
        assert_eq!(parse(&text::write_link(LINK, 1, &many)), WhereaboutsError::Senseless);
        let long = Whereabouts { addresses: vec!["a".repeat(NAME_BYTES); ADDRESSES], ..some() };
        assert!(long.to_text().len() <= INVITATION_BYTES);
        assert!(Whereabouts::parse(&long.to_text()).is_ok());
    }

    proptest! {
        #[test]
        fn nothing_makes_it_fall_over(text in "(sideways:reach/)?[a-z2-7 \\n>:/]{0,300}") {
            let _ = Whereabouts::parse(&text);
        }
    }
}
