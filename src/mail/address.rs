//! Addresses and names as they may stand in a header: nothing in them ends a line.

use lettre::Address;
use lettre::message::Mailbox;

use super::LetterError;

/// A mailbox of a name and an address. Errors name the owner, who is `owner` where there is no name.
pub(super) fn mailbox(name: &str, address: &str, owner: &str) -> Result<Mailbox, LetterError> {
    let wrong = || LetterError::Address {
        owner: one_line(owner),
    };
    let address = address.trim();
    if !address.is_ascii() {
        // It would need SMTPUTF8, which most servers on the way refuse.
        return Err(wrong());
    }
    let address: Address = address.parse().map_err(|_| wrong())?;
    let name = one_line(name);
    Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
}

/// The text on one line: what would end a line or steer a terminal becomes a space.
pub(super) fn one_line(text: &str) -> String {
    let breaks = |c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
    let words = text.split(|c: char| breaks(c) || c.is_whitespace());
    words
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
