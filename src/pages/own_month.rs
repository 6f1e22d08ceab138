//! The page behind a letter's link: one person's duties of a month, to confirm or to decline. A GET shows, a POST acts.

use askama::Template;

use super::frame::Frame;

/// The page.
#[derive(Debug, Template)]
#[template(path = "own_month.html")]
pub struct OwnMonthPage {
    /// What stands around it.
    pub frame: Frame,
    /// The person.
    pub person: String,
    /// The district.
    pub district: String,
    /// `2026年12月`.
    pub month: String,
    /// What the last press did, in words; empty at first.
    pub done: String,
    /// The link's own path, to which the buttons post.
    pub action: String,
    /// How many duties wait for an answer.
    pub open: usize,
    /// The duties, by date.
    pub duties: Vec<OwnDuty>,
}

/// A duty of the person.
#[derive(Debug)]
pub struct OwnDuty {
    /// What the buttons name.
    pub assignment_id: String,
    /// `2026年12月3日 星期四`.
    pub date: String,
    /// `09:00–11:30`.
    pub time: String,
    /// Where.
    pub station: String,
    /// Where, on the map.
    pub address: String,
    /// What it is called.
    pub name: String,
    /// With whom, in words; empty where alone.
    pub together: String,
    /// What the person said, as a class of the style sheet.
    pub class: &'static str,
    /// The same as a sign.
    pub sign: &'static str,
    /// The same in words.
    pub state: String,
    /// Whether it may still be confirmed.
    pub can_confirm: bool,
    /// Whether it may still be declined.
    pub can_decline: bool,
}
