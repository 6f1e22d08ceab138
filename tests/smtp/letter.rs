//! A letter as its reader's mail program shows it.

use std::io::Write;
use std::process::Stdio;

use mail_parser::{MessageParser, MimeHeaders, PartType};
use serde::Deserialize;

use super::python;

/// What a mail program makes of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letter {
    /// Without angle brackets.
    pub(crate) message_id: String,
    /// Decoded.
    pub(crate) subject: String,
    /// `zh-Hans` or `en`.
    pub(crate) language: String,
    /// The addresses of `To`.
    pub(crate) to: Vec<String>,
    /// The text alternative.
    pub(crate) text: String,
    /// The HTML alternative.
    pub(crate) html: String,
    /// The calendar files, as text.
    pub(crate) calendars: Vec<String>,
}

/// What a calendar part says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct CalendarPart {
    /// `REQUEST` or `CANCEL`.
    pub(crate) method: String,
    /// The same for ever.
    pub(crate) uid: String,
    /// Rises with each change.
    pub(crate) sequence: u32,
    /// ISO 8601 with offset.
    pub(crate) starts: String,
    /// ISO 8601 with offset.
    pub(crate) ends: String,
    /// Its title.
    pub(crate) summary: String,
    /// `TENTATIVE`, `CONFIRMED` or `CANCELLED`.
    pub(crate) status: String,
}

impl Letter {
    /// Reads a message.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let message = MessageParser::default().parse(bytes).expect("a message");
        // Not `body_text` and `body_html`: they would make one alternative of the other.
        let text = message.text_part(0).expect("a text alternative");
        let PartType::Text(text) = &text.body else {
            panic!("the text alternative is {:?}", text.content_type());
        };
        let html = message.html_part(0).expect("an HTML alternative");
        let PartType::Html(html) = &html.body else {
            panic!("the HTML alternative is {:?}", html.content_type());
        };
        let to = message.to().expect("a receiver").iter();
        let language = message.header_raw("Content-Language").expect("told");
        Self {
            message_id: message.message_id().expect("a Message-ID").to_owned(),
            subject: message.subject().expect("a subject").to_owned(),
            language: language.trim().to_owned(),
            to: to.map(|a| a.address().expect("one").to_owned()).collect(),
            text: text.clone().into_owned(),
            html: html.clone().into_owned(),
            calendars: calendars(&message),
        }
    }

    /// The address behind the letter's button, as its reader finds it in the text.
    pub(crate) fn link(&self) -> String {
        let words = self.text.split_whitespace();
        let mut links = words.filter(|word| word.contains("/l/"));
        links.next().expect("a link in the text").to_owned()
    }

    /// The addresses behind links of the HTML alternative.
    pub(crate) fn html_links(&self) -> Vec<String> {
        let page = scraper::Html::parse_document(&self.html);
        let anchors = scraper::Selector::parse("a[href]").expect("a selector");
        let links = page.select(&anchors);
        links
            .filter_map(|a| a.value().attr("href").map(str::to_owned))
            .collect()
    }
}

/// The calendar files. An invitation stands twice in a letter, as an alternative and as a file (see `mail::message`).
fn calendars(message: &mail_parser::Message<'_>) -> Vec<String> {
    let files = message.attachments().filter(|part| {
        let name = part.attachment_name();
        name.is_some_and(|name| name.ends_with(".ics"))
    });
    files
        .map(|part| String::from_utf8(part.contents().to_vec()).expect("UTF-8"))
        .collect()
}

/// Reads calendar parts with a library that did not write them; fails where one is none.
pub(crate) fn read_calendars(texts: &[String]) -> Vec<CalendarPart> {
    let mut child = python("calendars.py")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("piped");
    let json = serde_json::to_vec(texts).expect("texts are JSON");
    input.write_all(&json).expect("Python reads");
    drop(input);
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "a calendar part that is none");
    serde_json::from_slice(&output.stdout).expect("what the parts say")
}
