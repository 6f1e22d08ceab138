//! How people are asked: whose letters, where their links lead, how long an answer may take. From the settings, as an argument.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use chrono_tz::Tz;

use super::Context;
use crate::domain::calendar;
use crate::domain::capability::Purpose;
use crate::domain::sealing::{Reach, Sealer};
use crate::mail::Letterhead;
use crate::store::links::LinkRow;

/// What every letter with a link needs besides its words.
#[derive(Debug, Clone)]
pub struct Asking<'a> {
    /// Whose letters they are.
    pub head: &'a Letterhead,
    /// What links begin with, without a slash at the end.
    pub base_url: &'a str,
    /// How long a link opens something, at least.
    pub link_days: u32,
    /// How long an answer to a month's letter may take.
    pub answer_days: u32,
    /// How long an answer to "please replace" may take.
    pub replacement_hours: u32,
    /// How long an answer to an offer may take.
    pub offer_hours: u32,
    /// What those on a waiting list are promised.
    pub promise: Promise,
    /// Opens the addresses of residents.
    pub sealer: &'a Sealer,
}

/// How long what was said of a visit can be said anew.
const RATING: TimeDelta = TimeDelta::days(30);

/// How long a time is held at most for a resident whom nobody may write to or telephone.
const UNTOLD: TimeDelta = TimeDelta::days(7);

/// What those on a waiting list are promised.
#[derive(Debug, Clone, Copy)]
pub struct Promise {
    /// When waiting lists are matched each night: minutes after midnight, in the city's zone.
    pub nightly: u16,
    /// How long until a resident has word.
    pub word: TimeDelta,
    /// How long until they have word again.
    pub again: TimeDelta,
}

impl Promise {
    /// By when one who comes now has word.
    pub(super) fn word_by(&self, now: NaiveDateTime) -> NaiveDateTime {
        now + self.word
    }

    /// When the waiting list of a city is matched next.
    pub(super) fn next_night(&self, zone: Tz, now: NaiveDateTime) -> NaiveDateTime {
        calendar::next(zone, now, self.nightly)
    }
}

/// A fresh link: the row to keep, and the address for the letter.
#[derive(Debug)]
pub(super) struct NewLink {
    pub(super) row: LinkRow,
    pub(super) url: String,
}

impl Asking<'_> {
    /// Until when a month's letter should be answered: in some days, but before the first duty.
    pub(super) fn month_answer_by(
        &self,
        now: DateTime<Utc>,
        first: NaiveDateTime,
    ) -> DateTime<Utc> {
        (now + TimeDelta::days(i64::from(self.answer_days))).min(first.and_utc())
    }

    /// Until when "please replace" should be answered: in some hours, but before the duty.
    pub(super) fn replacement_answer_by(
        &self,
        now: DateTime<Utc>,
        duty: NaiveDateTime,
    ) -> DateTime<Utc> {
        (now + TimeDelta::hours(i64::from(self.replacement_hours))).min(duty.and_utc())
    }

    /// Until when an offer should be answered: in some hours, or some days where the resident hears of it only when they come; but when
    /// half of the time until it begins is over.
    pub(super) fn offer_answer_by(
        &self,
        now: NaiveDateTime,
        starts: NaiveDateTime,
        reach: Reach,
    ) -> NaiveDateTime {
        let most = match reach {
            Reach::Resident | Reach::Proxy => TimeDelta::hours(i64::from(self.offer_hours)),
            Reach::Nobody => UNTOLD,
        };
        now + most.min((starts - now) / 2)
    }

    /// A link to the questions after a visit. Its time is its own, however long others' links open.
    pub(super) fn rating_link(&self, context: &Context, appointment_id: &str) -> NewLink {
        let now = context.instant();
        let mut link = self.link(context, Purpose::Rating, appointment_id, None, now);
        link.row.expires_at = now + RATING;
        link
    }

    /// A link to one thing, for a person or a resident. It opens at least until `needed`.
    pub(super) fn link(
        &self,
        context: &Context,
        purpose: Purpose,
        subject_id: &str,
        person_id: Option<&str>,
        needed: NaiveDateTime,
    ) -> NewLink {
        let token = context.new_token();
        let expires_at = context.instant() + TimeDelta::days(i64::from(self.link_days));
        NewLink {
            url: format!("{}/l/{}", self.base_url, token.reveal()),
            row: LinkRow {
                id: context.new_id(),
                token_hash: token.hash(),
                purpose: purpose.as_str().to_owned(),
                subject_id: subject_id.to_owned(),
                person_id: person_id.map(str::to_owned),
                expires_at: expires_at.max(needed),
                used_at: None,
            },
        }
    }
}
