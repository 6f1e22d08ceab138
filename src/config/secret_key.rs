//! The installation's key in its file: read, or made when it is missing. What it seals and signs is decided by its users.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use data_encoding::{HEXLOWER, HEXLOWER_PERMISSIVE};
use secrecy::{ExposeSecret, SecretBox};
use sha2::{Digest, Sha256, Sha512};
use thiserror::Error;

/// Bytes of the key.
pub const KEY_BYTES: usize = 32;

/// The installation's key. It does not print.
#[derive(Debug)]
pub struct SecretKey(SecretBox<[u8; KEY_BYTES]>);

/// Why there is no key.
#[derive(Debug, Error)]
pub enum SecretKeyError {
    /// The file cannot be read, or not made.
    #[error("server.secret_file is {path:?}, which cannot be read or made: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file holds something else.
    #[error(
        "server.secret_file is {path:?}, which holds no key; it must hold 64 hexadecimal digits (32 bytes)"
    )]
    NoKey {
        /// The file.
        path: PathBuf,
    },
}

impl SecretKey {
    /// The key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; KEY_BYTES]) -> Self {
        Self(SecretBox::new(Box::new(bytes)))
    }

    /// Reads the key; where there is no file, draws one with `fill` and writes it so that only its owner can read it.
    pub fn read_or_make(path: &Path, fill: impl Fn(&mut [u8])) -> Result<Self, SecretKeyError> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| SecretKeyError::NoKey {
                path: path.to_owned(),
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let mut bytes = [0; KEY_BYTES];
                fill(&mut bytes);
                match write(path, &bytes) {
                    Ok(()) => Ok(Self::new(bytes)),
                    // Another process made it between our look and our write: theirs is the key.
                    Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                        Self::read_or_make(path, fill)
                    }
                    Err(source) => Err(SecretKeyError::File {
                        path: path.to_owned(),
                        source,
                    }),
                }
            }
            Err(source) => Err(SecretKeyError::File {
                path: path.to_owned(),
                source,
            }),
        }
    }

    /// The bytes that seal residents' data.
    #[must_use]
    pub fn sealing(&self) -> &[u8; KEY_BYTES] {
        self.0.expose_secret()
    }

    /// 64 bytes for the session cookie, derived so that they say nothing of the key itself.
    #[must_use]
    pub fn cookies(&self) -> [u8; 64] {
        let mut hash = Sha512::new_with_prefix(b"zhiban session cookie\0");
        hash.update(self.0.expose_secret());
        hash.finalize().into()
    }

    /// 32 bytes for the hashes of names, derived likewise.
    #[must_use]
    pub fn names(&self) -> [u8; KEY_BYTES] {
        let mut hash = Sha256::new_with_prefix(b"zhiban names\0");
        hash.update(self.0.expose_secret());
        hash.finalize().into()
    }

    fn parse(text: &str) -> Option<Self> {
        let bytes = HEXLOWER_PERMISSIVE.decode(text.trim().as_bytes()).ok()?;
        Some(Self::new(bytes.try_into().ok()?))
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    // Written whole under another name first, so that a reader never finds half a key.
    let unfinished = path.with_extension(format!("{}.tmp", std::process::id()));
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?;
    writeln!(file, "{}", HEXLOWER.encode(bytes))?;
    file.sync_all()?;
    let linked = fs::hard_link(&unfinished, path);
    fs::remove_file(&unfinished)?;
    linked
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_missing_key_is_made_once_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/secret.key");
        let made = SecretKey::read_or_make(&path, |bytes| bytes.fill(7)).unwrap();
        let again = SecretKey::read_or_make(&path, |_| panic!("drawn twice")).unwrap();
        assert_eq!(made.sealing(), again.sealing());
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_file_that_holds_no_key_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secret.key");
        fs::write(&path, "my dog's name").unwrap();
        let error = SecretKey::read_or_make(&path, |_| ())
            .unwrap_err()
            .to_string();
        assert!(error.contains("64 hexadecimal digits") && !error.contains("dog"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "my dog's name");
    }

    #[test]
    fn the_key_does_not_print() {
        assert!(!format!("{:?}", SecretKey::new([7; KEY_BYTES])).contains('7'));
    }
}
