//! The random capability in a link: its text for the letter, its hash for the database, and what it opens.

use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};

/// Bytes of randomness in a token: 160 bits, 32 letters.
pub const TOKEN_BYTES: usize = 20;

/// A link's token as it stands in the letter. It is never stored or logged; only its hash is.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token of fresh random bytes. Lower-case base 32: survives mail programs that wrap or change case.
    #[must_use]
    pub fn new(random: [u8; TOKEN_BYTES]) -> Self {
        Self(BASE32_NOPAD.encode(&random).to_ascii_lowercase())
    }

    /// Reads a token from an address. None where it is cut short or holds other letters.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD
            .decode(text.to_ascii_uppercase().as_bytes())
            .ok()?;
        Some(Self::new(bytes.try_into().ok()?))
    }

    /// The text for the address.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    #[must_use]
    pub fn hash(&self) -> String {
        HEXLOWER.encode(&Sha256::digest(self.0.as_bytes()))
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// What a link opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// A person's duties in one roster.
    Month,
    /// One assignment: please replace.
    Assignment,
    /// A resident's appointment or request.
    Appointment,
    /// What a resident says after a visit.
    Rating,
    /// When a person can serve, asked for a month.
    Availability,
    /// A password that somebody who signs in chooses.
    Password,
}

impl Purpose {
    /// The word in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Assignment => "assignment",
            Self::Appointment => "appointment",
            Self::Rating => "rating",
            Self::Availability => "availability",
            Self::Password => "password",
        }
    }

    /// The purpose of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Month,
            Self::Assignment,
            Self::Appointment,
            Self::Rating,
            Self::Availability,
            Self::Password,
        ]
        .into_iter()
        .find(|p| p.as_str() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reads_back_whatever_its_case() {
        let token = Token::new([7; TOKEN_BYTES]);
        assert_eq!(Token::parse(&token.reveal().to_uppercase()), Some(token));
    }

    #[test]
    fn a_token_cut_short_is_none() {
        let token = Token::new([7; TOKEN_BYTES]);
        assert_eq!(Token::parse(&token.reveal()[..31]), None);
        assert_eq!(Token::parse(&token.reveal()[..24]), None);
    }

    #[test]
    fn neither_debug_nor_hash_shows_the_token() {
        let token = Token::new([7; TOKEN_BYTES]);
        assert!(!format!("{token:?}").contains(token.reveal()));
        assert!(!token.hash().contains(token.reveal()));
    }
}
