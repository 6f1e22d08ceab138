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
    /// Whether word may be sent to the resident, by any way: some live with whom they need help against.
    #[serde(default = "safe")]
    pub is_safe: bool,
    /// Who asks for them.
    #[serde(default)]
    pub proxy: Option<Proxy>,
}

/// What was said before it was asked for.
fn safe() -> bool {
    true
}

/// Somebody who asks for a resident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// What they are to the resident.
    pub relationship: Relationship,
    /// How they want to be called.
    pub name: String,
    /// Where word is sent; may be empty.
    pub email: String,
    /// Telephone; may be empty.
    pub phone: String,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Proxy(…)")
    }
}

/// What a proxy is to the resident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// Of the family.
    Relative,
    /// A friend, neighbour or colleague.
    Friend,
    /// Guardian in law.
    Guardian,
    /// A social worker, or another organisation's.
    SocialWorker,
    /// A station's clerk.
    Clerk,
    /// Somebody else.
    Other,
}

impl Relationship {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Relative,
        Self::Friend,
        Self::Guardian,
        Self::SocialWorker,
        Self::Clerk,
        Self::Other,
    ];

    /// The word in the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Relative => "relative",
            Self::Friend => "friend",
            Self::Guardian => "guardian",
            Self::SocialWorker => "social_worker",
            Self::Clerk => "clerk",
            Self::Other => "other",
        }
    }

    /// The relationship of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

/// Who is written to and telephoned about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The resident.
    Resident,
    /// Who asked for them.
    Proxy,
    /// Nobody: the resident comes back by themselves.
    Nobody,
}

impl Reach {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Resident, Self::Proxy, Self::Nobody];

    /// The word in the database and the API.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::Proxy => "proxy",
            Self::Nobody => "nobody",
        }
    }

    /// The reach of a word, none for any other text.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == word)
    }
}

impl Contact {
    /// Who is written to and telephoned: the resident, where that is safe and they left a way; else who asks for them.
    #[must_use]
    pub fn reach(&self) -> Reach {
        let leaves_a_way = !self.email.is_empty() || !self.phone.is_empty();
        match &self.proxy {
            Some(_) if !(self.is_safe && leaves_a_way) => Reach::Proxy,
            None if !self.is_safe => Reach::Nobody,
            _ => Reach::Resident,
        }
    }

    /// Which ways to the proxy are the resident's own: their e-mail address, their telephone.
    #[must_use]
    pub fn shared_ways(&self) -> (bool, bool) {
        let Some(proxy) = &self.proxy else {
            return (false, false);
        };
        let folded = |email: &str| email.trim().to_lowercase();
        let (own, other) = (folded(&self.email), folded(&proxy.email));
        let email = !own.is_empty() && own == other;
        (email, is_one_telephone(&self.phone, &proxy.phone))
    }

    /// Whom word goes to; none where there is nobody whom it could not harm.
    #[must_use]
    pub fn addressee(&self) -> Option<Addressee<'_>> {
        let resident = Addressee {
            name: &self.name,
            email: &self.email,
            phone: &self.phone,
        };
        let proxy = self.proxy.as_ref().map(|proxy| Addressee {
            name: &proxy.name,
            email: &proxy.email,
            phone: &proxy.phone,
        });
        match self.reach() {
            Reach::Resident => Some(resident),
            Reach::Proxy => proxy,
            Reach::Nobody => None,
        }
    }
}

/// Fewest digits of a number that is dialled from anywhere in a country.
const NATIONAL: usize = 7;

/// Whether two telephone numbers are one: the same digits, with or without the country before them.
fn is_one_telephone(one: &str, other: &str) -> bool {
    let digits = |text: &str| -> String {
        let digits = text.chars().filter_map(|c| c.to_digit(10));
        let digits = digits.filter_map(|d| char::from_digit(d, 10));
        digits
            .collect::<String>()
            .trim_start_matches('0')
            .to_owned()
    };
    let (one, other) = (digits(one), digits(other));
    let ends = |long: &str, short: &str| short.len() >= NATIONAL && long.ends_with(short);
    !one.is_empty() && (one == other || ends(&one, &other) || ends(&other, &one))
}

/// Somebody whom word goes to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Addressee<'a> {
    /// How they want to be called.
    pub name: &'a str,
    /// Where word is sent; may be empty.
    pub email: &'a str,
    /// Telephone; may be empty.
    pub phone: &'a str,
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
            is_safe: true,
            proxy: None,
        }
    }

    #[test]
    fn nobody_is_written_to_whom_it_could_harm() {
        let proxy = Proxy {
            relationship: Relationship::Relative,
            name: "Fatou".into(),
            email: "fatou@example.org".into(),
            phone: String::new(),
        };
        let reach = |is_safe: bool, email: &str, helped: bool| {
            let contact = Contact {
                is_safe,
                email: email.into(),
                proxy: helped.then(|| proxy.clone()),
                ..contact()
            };
            let to = contact.addressee().map(|to| to.name.to_owned());
            let expected = match contact.reach() {
                Reach::Resident => Some("Amadou"),
                Reach::Proxy => Some("Fatou"),
                Reach::Nobody => None,
            };
            assert_eq!(to.as_deref(), expected);
            contact.reach()
        };
        let own = "amadou@example.org";
        assert_eq!(reach(true, own, false), Reach::Resident);
        assert_eq!(reach(true, own, true), Reach::Resident);
        assert_eq!(reach(true, "", true), Reach::Proxy);
        assert_eq!(reach(true, "", false), Reach::Resident);
        assert_eq!(reach(false, own, true), Reach::Proxy);
        assert_eq!(reach(false, own, false), Reach::Nobody);
    }

    #[test]
    fn a_proxy_s_address_or_telephone_is_the_resident_s_own_however_it_is_typed() {
        let shared = |email: &str, phone: &str, own_phone: &str| {
            let proxy = Proxy {
                relationship: Relationship::Friend,
                name: "Fatou".into(),
                email: email.into(),
                phone: phone.into(),
            };
            let contact = Contact {
                phone: own_phone.into(),
                proxy: Some(proxy),
                ..contact()
            };
            contact.shared_ways()
        };
        assert_eq!(shared(" Amadou@Example.ORG ", "", ""), (true, false));
        assert_eq!(shared("fatou@example.org", "", ""), (false, false));
        let same = [
            ("555-0100", "555 0100"),
            ("+86 138 0013 8000", "13800138000"),
            ("0151 2345678", "+49 151 2345678"),
        ];
        for (one, other) in same {
            assert_eq!(shared("", one, other), (false, true), "{one} {other}");
            assert_eq!(shared("", other, one), (false, true), "{one} {other}");
        }
        for (one, other) in [("555-0100", "555-0101"), ("100", "5550100"), ("", "")] {
            assert_eq!(shared("", one, other), (false, false), "{one} {other}");
        }
        assert_eq!(contact().shared_ways(), (false, false));
    }

    #[test]
    fn what_was_sealed_before_proxies_were_asked_for_opens() {
        let old = r#"{"name":"Amadou","email":"","phone":"","case_text":""}"#;
        let contact: Contact = serde_json::from_str(old).expect("an old contact");
        assert!(contact.is_safe && contact.proxy.is_none());
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
