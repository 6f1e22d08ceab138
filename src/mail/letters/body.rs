//! What a letter is made of, and how that becomes text and HTML. No letter's own words here.

use askama::Template;

use super::super::{Event, LetterError, Method};
use crate::texts::Lang;

/// What a letter says, in words that are in the receiver's language already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The subject.
    pub subject: String,
    /// The paragraphs after the greeting.
    pub lead: Vec<String>,
    /// Label and value, one below the other.
    pub facts: Vec<Fact>,
    /// The duties.
    pub rows: Vec<Row>,
    /// The one thing to press.
    pub button: Option<Button>,
    /// Small print below the button.
    pub notes: Vec<String>,
    /// What the calendar parts ask for.
    pub method: Method,
    /// The occasions for the calendar.
    pub events: Vec<Event>,
}

/// A label and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Such as `地点`.
    pub label: String,
    /// Such as a station's name.
    pub value: String,
}

/// A duty in the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `12月8日（周二）`.
    pub day: String,
    /// `09:00–12:00`.
    pub hours: String,
    /// Both: `12月8日（周二）09:00–12:00`.
    pub when: String,
    /// What it is called.
    pub role: String,
    /// Where.
    pub station: String,
    /// Where, on the map; may be empty.
    pub address: String,
    /// With whom, whom to call: each a line.
    pub lines: Vec<String>,
}

/// A link that looks like a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// Where it leads: a page, which changes nothing by being opened.
    pub url: String,
}

/// The fonts of each element: mail programs take styles from nowhere else. The Chinese ones are named for Outlook, which would
/// take a serif.
const FONT: &str =
    "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Arial,sans-serif;";

#[derive(Template)]
#[template(path = "letter.html")]
struct Html<'a> {
    lang: Lang,
    font: &'static str,
    /// The side where lines begin, for programs that know `align` only.
    start: &'static str,
    content: &'a Content,
    greeting: &'a str,
    sender: &'a str,
}

#[derive(Template)]
#[template(path = "letter.txt", escape = "none", whitespace = "preserve")]
struct Text<'a> {
    lang: Lang,
    content: &'a Content,
    greeting: &'a str,
    sender: &'a str,
}

/// The two alternatives of a letter: text, and HTML.
pub(in crate::mail) fn alternatives(
    lang: Lang,
    content: &Content,
    greeting: &str,
    sender: &str,
) -> Result<(String, String), LetterError> {
    let text = Text {
        lang,
        content,
        greeting,
        sender,
    };
    let html = Html {
        lang,
        font: FONT,
        start: match lang.direction() {
            "rtl" => "right",
            _ => "left",
        },
        content,
        greeting,
        sender,
    };
    Ok((text.render()?, html.render()?))
}
