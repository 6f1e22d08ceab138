//! A letter read back as its receiver's mail program does: the address behind its button.

use mail_parser::MessageParser;

/// The first word of a rendered letter's text that begins with `start`: the address behind its button. None in a letter without
/// one.
#[must_use]
pub fn button(rendered: &str, start: &str) -> Option<String> {
    let message = MessageParser::default().parse(rendered)?;
    let text = message.body_text(0)?;
    text.split_whitespace()
        .find(|word| word.starts_with(start))
        .map(str::to_owned)
}
