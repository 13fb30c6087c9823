//! Devices: keys that never leave them, and what each states about itself.

use crate::id::{DeviceId, DocId, Hash, PersonId};
use curve25519_dalek::MontgomeryPoint;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// The secret of this installation: signs changes, and is its identity on the network.
pub struct DeviceKey(SigningKey);

impl fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DeviceKey(of {})", self.id())
    }
}

impl DeviceKey {
    /// The key with these secret bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(secret))
    }

    /// The secret bytes, for the network's handshake only.
    #[must_use]
    pub fn secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The device's public name.
    #[must_use]
    pub fn id(&self) -> DeviceId {
        DeviceId(self.0.verifying_key().to_bytes())
    }

    /// Where sealed files for this device are encrypted to: an X25519 key of its own, derived from the secret
    /// so that one backup of the secret is enough, and from another domain so that the two uses never meet.
    pub(crate) fn recipient(&self) -> [u8; 32] {
        MontgomeryPoint::mul_base_clamped(*self.recipient_secret()).to_bytes()
    }

    /// What opens those files.
    pub(crate) fn recipient_secret(&self) -> Zeroizing<[u8; 32]> {
        let secret = Sha256::new().chain_update(b"sideways/recipient/1").chain_update(self.0.as_bytes()).finalize();
        Zeroizing::new(secret.into())
    }

    /// Signs all that a sealed file holds, for whom it is among it.
    pub(crate) fn sign_sealed(&self, content: &[u8]) -> [u8; 64] {
        self.sign(&sealed_message(content))
    }

    /// Signs a change of that document. The signature says who made it, and nothing about whether it is
    /// any good: that is the gate's to judge, on every device alike.
    #[must_use]
    pub fn sign_change(&self, doc: &DocId, hash: &Hash) -> [u8; 64] {
        self.sign(&change_message(doc, hash))
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

pub(crate) fn signature_fits(device: &DeviceId, message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(&device.0)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

/// What is signed for a change: its document is part of it, so that no change fits another document.
pub(crate) fn change_message(doc: &DocId, hash: &Hash) -> Vec<u8> {
    [b"sideways/change/1".as_slice(), &doc.0, &hash.0].concat()
}

/// What is signed of a sealed file.
pub(crate) fn sealed_message(content: &[u8]) -> Vec<u8> {
    [b"sideways/sealed/1".as_slice(), &Sha256::digest(content)].concat()
}

/// A device's name, as long as one may be.
pub(crate) fn name(given: &str) -> String {
    let mut name = given.to_owned();
    while name.len() > crate::limits::NAME_BYTES {
        name.pop();
    }
    name
}

/// What a device says of itself, and who of its person vouches for it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// Whose device it is.
    pub person: PersonId,
    /// Its public key.
    pub device: DeviceId,
    /// Its name, as its owner knows it, like "laptop".
    pub name: String,
    /// Where sealed files are encrypted to: an X25519 public key, as age writes recipients.
    pub recipient: [u8; 32],
    /// The oldest and newest document format it reads and writes.
    pub formats: (u16, u16),
    /// The device that vouches for it; itself for the first of a person.
    pub vouched_by: DeviceId,
    /// Whether this statement removes the device instead.
    pub removed: bool,
}

/// A statement with both signatures. Grow-only: kept, exchanged before anything else, never edited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedStatement {
    /// What is said.
    pub statement: Statement,
    /// By the voucher, over `"sideways/device/1" ‖ statement`.
    #[serde(with = "signature_bytes")]
    pub signature: [u8; 64],
}

impl SignedStatement {
    /// States and signs with the voucher's key.
    #[must_use]
    pub fn new(statement: Statement, voucher: &DeviceKey) -> Self {
        let signature = voucher.sign(&Self::message(&statement));
        Self { statement, signature }
    }

    /// The same in the device's own words: it shows that its key was there, which no other device's word can.
    #[must_use]
    pub fn of_itself(statement: &Statement, key: &DeviceKey) -> Self {
        Self::new(Statement { vouched_by: key.id(), ..statement.clone() }, key)
    }

    /// Whether the voucher named in it really signed it.
    #[must_use]
    pub fn is_genuine(&self) -> bool {
        signature_fits(&self.statement.vouched_by, &Self::message(&self.statement), &self.signature)
    }

    fn message(statement: &Statement) -> Vec<u8> {
        // Postcard of a value without maps or floats cannot fail; an empty message fits no signature.
        let body = postcard::to_stdvec(statement).unwrap_or_default();
        [b"sideways/device/1".as_slice(), &body].concat()
    }
}

/// Sixty-four bytes, which serde has no array for.
pub(crate) mod signature_bytes {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    pub(crate) fn serialize<S: Serializer>(bytes: &[u8; 64], s: S) -> Result<S::Ok, S::Error> {
        bytes.as_slice().serialize(s)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<[u8; 64], D::Error> {
        <&[u8]>::deserialize(d)?.try_into().map_err(|_| D::Error::custom("wrong size of signature"))
    }
}
