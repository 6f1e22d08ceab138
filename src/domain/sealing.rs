//! Residents' contact, case text and questions, encrypted before it meets the database (XChaCha20-Poly1305, key from the configuration).

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Bytes of a nonce, to be drawn afresh for each sealing.
pub const NONCE_BYTES: usize = 24;

/// Who a resident is and what it is about; never stored or logged in the clear.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// How the resident wants to be called.
    pub name: String,
    /// Where word is sent; may be empty.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// The case in the resident's words; may be empty.
    pub case_text: String,
}

impl std::fmt::Debug for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Contact(…)")
    }
}

/// Why a sealed text cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "a sealed text cannot be opened: it was sealed with another key, for another row, or is damaged"
)]
pub struct CannotOpen;

/// Seals and opens contacts with one key.
#[derive(Clone)]
pub struct Sealer {
    cipher: XChaCha20Poly1305,
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sealer(…)")
    }
}

impl Sealer {
    /// A sealer for a key of 32 bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: XChaCha20Poly1305::new(key.into()),
        }
    }

    /// Seals a contact for the row with this id; it opens for no other row. `nonce` must be random and used once.
    #[must_use]
    pub fn seal(&self, contact: &Contact, row: &str, nonce: [u8; NONCE_BYTES]) -> String {
        let plain = serde_json::to_vec(contact).expect("a struct of strings is JSON");
        self.seal_bytes(&plain, row, nonce)
    }

    /// Seals what somebody said, like [`Self::seal`].
    #[must_use]
    pub fn seal_words(&self, words: &str, row: &str, nonce: [u8; NONCE_BYTES]) -> String {
        self.seal_bytes(words.as_bytes(), row, nonce)
    }

    fn seal_bytes(&self, plain: &[u8], row: &str, nonce: [u8; NONCE_BYTES]) -> String {
        let payload = Payload {
            msg: plain,
            aad: row.as_bytes(),
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .expect("what people say is far below the cipher's limit of length");
        BASE64.encode(&[nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Self::seal`] made for the row.
    pub fn open(&self, text: &str, row: &str) -> Result<Contact, CannotOpen> {
        let plain = self.open_bytes(text, row)?;
        serde_json::from_slice(&plain).map_err(|_| CannotOpen)
    }

    /// Opens what [`Self::seal_words`] made for the row.
    pub fn open_words(&self, text: &str, row: &str) -> Result<String, CannotOpen> {
        let plain = self.open_bytes(text, row)?;
        String::from_utf8(plain).map_err(|_| CannotOpen)
    }

    fn open_bytes(&self, text: &str, row: &str) -> Result<Vec<u8>, CannotOpen> {
        let bytes = BASE64.decode(text.as_bytes()).map_err(|_| CannotOpen)?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or(CannotOpen)?;
        let payload = Payload {
            msg: sealed,
            aad: row.as_bytes(),
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| CannotOpen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            name: "Amadou".into(),
            email: "amadou@example.org".into(),
            phone: String::new(),
            case_text: "工资".into(),
        }
    }

    #[test]
    fn a_sealed_contact_opens_for_its_own_row_only() {
        let sealer = Sealer::new(&[1; 32]);
        let sealed = sealer.seal(&contact(), "row-1", [2; NONCE_BYTES]);
        assert_eq!(sealer.open(&sealed, "row-1"), Ok(contact()));
        assert_eq!(sealer.open(&sealed, "row-2"), Err(CannotOpen));
        assert_eq!(
            Sealer::new(&[3; 32]).open(&sealed, "row-1"),
            Err(CannotOpen)
        );
    }

    #[test]
    fn a_sealed_contact_shows_nothing_of_it() {
        let sealed = Sealer::new(&[1; 32]).seal(&contact(), "row-1", [2; NONCE_BYTES]);
        let bytes = BASE64.decode(sealed.as_bytes()).unwrap_or_default();
        assert!(!String::from_utf8_lossy(&bytes).contains("amadou"));
    }

    #[test]
    fn sealed_words_open_for_their_own_row_only() {
        let sealer = Sealer::new(&[1; 32]);
        let sealed = sealer.seal_words("工资？", "row-1", [2; NONCE_BYTES]);
        assert_eq!(sealer.open_words(&sealed, "row-1").as_deref(), Ok("工资？"));
        assert_eq!(sealer.open_words(&sealed, "row-1/answer"), Err(CannotOpen));
    }

    #[test]
    fn a_damaged_text_is_an_error() {
        for text in ["", "####", "AAAA"] {
            assert_eq!(Sealer::new(&[1; 32]).open(text, "row-1"), Err(CannotOpen));
        }
    }
}
