//! One person's duties of a month, to confirm or to decline. Opened by a link: see `link`.

use askama::Template;

use super::duty_mark;
use super::frame::Frame;
use crate::actions::open_link::{self, OwnDuties};
use crate::domain::assignment::AssignmentState;
use crate::texts::Lang;

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
    /// What the fairness account comes to, in words; empty before the first month that counts.
    pub account: String,
    /// Whether their duties are given out as a calendar already.
    pub has_feed: bool,
    /// The address of the calendar that was made just now; empty else, since it is shown once.
    pub feed: String,
    /// The same for calendar programs, which open it by themselves.
    pub webcal: String,
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
    /// Whether their own calendar says that they are busy then.
    pub is_busy: bool,
    /// Whether it may still be confirmed.
    pub can_confirm: bool,
    /// Whether it may still be declined.
    pub can_decline: bool,
}

impl OwnMonthPage {
    /// The page of these duties; `done` says what the last press did, `action` is the link's own path.
    #[must_use]
    pub fn new(frame: Frame, own: &OwnDuties, done: String, action: String) -> Self {
        let lang = frame.lang;
        Self {
            person: own.person.clone(),
            district: duty_mark::name(lang, &own.district).to_owned(),
            month: lang.month(&own.month),
            done,
            action,
            has_feed: own.has_feed,
            feed: String::new(),
            webcal: String::new(),
            account: own
                .balance
                .map_or_else(String::new, |turns| account(lang, turns)),
            open: own.duties.iter().filter(|duty| duty.can_confirm).count(),
            duties: own.duties.iter().map(|d| OwnDuty::new(lang, d)).collect(),
            frame,
        }
    }
}

impl OwnMonthPage {
    /// The same with the address of the calendar that was made just now.
    #[must_use]
    pub fn with_feed(self, address: String) -> Self {
        let rest = address.split_once("://").map_or("", |(_, rest)| rest);
        Self {
            webcal: format!("webcal://{rest}"),
            feed: address,
            ..self
        }
    }
}

fn account(lang: Lang, balance: i64) -> String {
    let message = match balance {
        0 => "own-account-even",
        1.. => "own-account-owed",
        _ => "own-account-ahead",
    };
    lang.text_with(message, &[("count", balance.abs().into())])
}

impl OwnDuty {
    fn new(lang: Lang, duty: &open_link::OwnDuty) -> Self {
        let together = if duty.together.is_empty() || !duty.state.holds_seat() {
            String::new()
        } else {
            let names = duty.together.join(&lang.text("list-separator"));
            lang.text_with("own-together", &[("names", names.into())])
        };
        Self {
            assignment_id: duty.assignment_id.clone(),
            date: lang.long_date(duty.date),
            time: lang.span(duty.start, duty.end),
            station: duty.station.clone(),
            address: duty.address.clone(),
            name: duty_mark::name(lang, &duty.name).to_owned(),
            together,
            class: duty.state.as_str(),
            sign: duty.state.sign(),
            state: match duty.state {
                AssignmentState::Asked => lang.text("own-state-asked"),
                state => lang.word("answer", state.as_str()),
            },
            is_busy: duty.is_busy,
            can_confirm: duty.can_confirm,
            can_decline: duty.can_decline,
        }
    }
}
