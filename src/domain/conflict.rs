//! Names of opponents and of advisers' clients, as they are compared: as keyed hashes, which tell whether two names are the same and
//! nothing else to whoever has not the key.

use hmac::{Hmac, KeyInit, Mac};
use icu_normalizer::ComposingNormalizerBorrowed;
use sha2::Sha256;

/// A name's hash, as 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameHash(String);

impl NameHash {
    /// A hash that was kept, from its digits.
    #[must_use]
    pub fn kept(digits: String) -> Self {
        Self(digits)
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The key of an installation's name hashes. It does not print.
#[derive(Clone)]
pub struct NameKey([u8; 32]);

impl std::fmt::Debug for NameKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NameKey(…)")
    }
}

impl NameKey {
    /// The key of these bytes.
    #[must_use]
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The hash of a person's or firm's name (HMAC-SHA-256, RFC 2104). Names that differ in case, width, spaces or punctuation only are the
    /// same. None where nothing of the name is a letter or a digit.
    #[must_use]
    pub fn hash(&self, name: &str) -> Option<NameHash> {
        let name = letters_of(name);
        if name.is_empty() {
            return None;
        }
        let mut mac =
            Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(name.as_bytes());
        let hash = mac.finalize().into_bytes();
        Some(NameHash(data_encoding::HEXLOWER.encode(&hash)))
    }
}

/// What names are compared by: letters and digits, compatible forms made one (Unicode NFKC), in lower case.
#[must_use]
pub fn letters_of(name: &str) -> String {
    let one_form = ComposingNormalizerBorrowed::new_nfkc().normalize(name);
    let letters = one_form.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_however_it_is_typed() {
        let key = NameKey::new([1; 32]);
        let same = [
            ("王小明", " 王　小明 "),
            ("ＡＣＭＥ（上海）有限公司", "Acme (上海) 有限公司"),
            ("O’Neill, José", "o'neill jose\u{301}"),
        ];
        for (a, b) in same {
            assert_eq!(key.hash(a), key.hash(b), "{a} {b}");
            assert!(key.hash(a).is_some());
        }
        assert_ne!(key.hash("王小明"), key.hash("王小红"));
    }

    #[test]
    fn another_key_gives_another_hash_and_nothing_of_the_name_is_in_it() {
        let (one, other) = (NameKey::new([1; 32]), NameKey::new([2; 32]));
        assert_ne!(one.hash("acme"), other.hash("acme"));
        let hash = one
            .hash("acme")
            .map(|h| h.as_str().to_owned())
            .unwrap_or_default();
        assert!(hash.len() == 64 && !hash.contains("acme"), "{hash}");
    }

    #[test]
    fn what_has_no_letter_is_no_name() {
        assert_eq!(NameKey::new([1; 32]).hash(" -— . "), None);
    }
}
