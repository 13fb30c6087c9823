//! For tests alone: what is inside a backup, and backups that no program of ours would write.

use super::{BackupError, BackupSource, Loaded, RecoveryKey};
use crate::{
    age::{Decrypter, Encrypter},
    entropy::Entropy,
};
use std::io::{BufRead, BufReader, Read, Write};

impl Loaded {
    /// Every key and every value.
    #[must_use]
    pub fn rows_as_bytes(&self) -> Vec<Vec<u8>> {
        self.rows.iter().flat_map(|((_, key), value)| [key.clone(), value.clone()]).collect()
    }

    /// The lines of a backup.
    pub fn plain_lines(file: impl Read, key: &RecoveryKey) -> Result<Vec<String>, BackupError> {
        let decrypter = Decrypter::new(file, &key.identity()).map_err(|_| BackupError::NotABackup)?;
        Ok(BufReader::new(decrypter).lines().collect::<Result<_, _>>()?)
    }
}

impl BackupSource {
    /// A backup of these lines.
    pub fn seal_lines(lines: &[String], key: &RecoveryKey, entropy: [u8; 32]) -> Result<Vec<u8>, BackupError> {
        let mut encrypter = Encrypter::new(Vec::new(), &[*key.identity().public()], None, &mut Entropy::new(entropy))?;
        for line in lines {
            encrypter.write_all(line.as_bytes())?;
            encrypter.write_all(b"\n")?;
        }
        Ok(encrypter.finish()?)
    }
}
