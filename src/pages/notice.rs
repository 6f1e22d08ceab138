//! A page of plain words: what is wrong and what to do, for problems and for links that no longer open anything.

use askama::Template;

use super::frame::Frame;

/// The page.
#[derive(Debug, Template)]
#[template(path = "notice.html")]
pub struct NoticePage {
    /// What stands around it.
    pub frame: Frame,
    /// A few words.
    pub title: String,
    /// What happened and what to do.
    pub detail: String,
    /// Every place that is wrong.
    pub places: Vec<String>,
    /// The page to go back to; empty where there is none.
    pub back: String,
}
