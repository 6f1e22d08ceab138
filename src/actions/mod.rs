//! What Zhiban does, one verb a file, one transaction each. Only here rows become solver instances and answers rows.
//!
//! Time, randomness and the one who asks are arguments: a [`Context`].

pub mod add_opening;
pub mod adjust_roster;
pub mod answer_duties;
pub mod answer_question;
mod appointment_words;
pub mod ask_person;
pub mod ask_times;
pub mod asking;
pub mod book_appointment;
mod booking;
pub mod cancel_appointment;
pub mod cancel_job;
pub mod change_availability;
pub mod change_duty;
pub mod change_person;
pub mod change_request;
pub mod check_minima;
pub mod choose_password;
pub mod close_appointment;
pub mod close_month;
pub mod close_station;
pub mod compare_versions;
pub mod create_user;
pub mod declare_clients;
pub mod export_city;
pub mod export_exchange;
pub mod export_roster;
pub mod fail_job;
pub mod find_another_time;
pub mod find_replacement;
pub mod follow_up;
pub mod generate_roster;
pub mod give_calendar;
mod hand_over;
pub mod import_city;
pub mod keep;
pub mod let_in;
mod letter_duties;
pub mod load_calendar;
pub mod look_after_outbox;
pub mod make_api_client;
pub mod make_feed;
pub mod make_offers;
pub mod mark_attendance;
pub mod market;
pub mod match_waiting_list;
mod matching_instance;
pub mod morning_round;
mod noting;
mod offering;
pub mod once;
pub mod open_link;
mod open_times;
pub mod override_minima;
pub mod pin_or_ban;
pub mod publish_roster;
mod queue_letters;
pub mod rate_visit;
pub mod read_calendars;
mod read_city;
pub mod refuse_offer;
mod release_times;
pub mod remind_question;
pub mod revoke_api_client;
mod rooms;
mod roster_instance;
pub mod say_district_calendar;
pub mod say_minima;
pub mod say_times;
pub mod search_again;
pub mod set_up_month;
pub mod show_appointments;
pub mod show_calendar;
pub mod show_dates;
pub mod show_duties;
pub mod show_ending;
pub mod show_feed;
pub mod show_held;
pub mod show_history;
pub mod show_month;
pub mod show_questions;
pub mod show_ratings;
pub mod show_result;
pub mod show_rosters;
pub mod show_start;
pub mod sign_in;
pub mod station_fits;
pub mod summarise_matching;
pub mod summarise_month;
pub mod take_batch;
pub mod take_request;
mod tell_expiries;
pub mod verify_audit;
pub mod withdraw_request;
pub mod withdraw_time;

use std::sync::Arc;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::Serialize;
use uuid::Builder;

use crate::domain::capability::{TOKEN_BYTES, Token};
use crate::domain::job::JobKind;
use crate::domain::sealing::NONCE_BYTES;
use crate::store::audit::{self, ChangeRow};
use crate::store::jobs::JobRow;
use crate::store::{Connection, StoreError};

/// A value of ours as it is kept: ids, words and numbers, of which every one is JSON.
fn as_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("ids, words and numbers are JSON")
}

/// A source of random bytes.
pub trait Randomness: Send + Sync {
    /// Fills the bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// The system's generator.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandomness;

impl Randomness for SystemRandomness {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place that asks the machine for random bytes"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("a system without randomness cannot make links that hold");
    }
}

/// What an action may not fetch itself: the instant, randomness, and who asks.
#[derive(Clone)]
pub struct Context {
    /// Now.
    pub now: DateTime<Utc>,
    /// Where ids and tokens come from.
    pub random: Arc<dyn Randomness>,
    /// Who asks, for the audit trail: `user:<id>`, `client:<id>` (a program), `person:<id>`, `request:<id>`, `job:<id>` or `command`.
    pub actor: String,
}

impl Context {
    /// Now as the database keeps it: UTC, whole microseconds.
    #[must_use]
    pub fn instant(&self) -> NaiveDateTime {
        let micros = self.now.timestamp_micros();
        DateTime::from_timestamp_micros(micros)
            .unwrap_or(self.now)
            .naive_utc()
    }

    /// A fresh UUIDv7: sorts by time, says nothing else.
    #[must_use]
    pub fn new_id(&self) -> String {
        let millis = u64::try_from(self.now.timestamp_millis()).unwrap_or(0);
        let mut random = [0; 10];
        self.random.fill(&mut random);
        Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .to_string()
    }

    /// A job to be put into the queue, due at once, with three attempts.
    #[must_use]
    pub fn job(
        &self,
        kind: JobKind,
        payload: &impl Serialize,
        unique_key: Option<String>,
    ) -> JobRow {
        JobRow {
            id: self.new_id(),
            kind: kind.as_str().to_owned(),
            payload: as_json(payload),
            state: "queued".to_owned(),
            attempt: 0,
            max_attempts: 3,
            run_after: self.instant(),
            lease_until: None,
            worker: String::new(),
            progress: String::new(),
            result: String::new(),
            error: String::new(),
            unique_key,
            created_at: self.instant(),
            finished_at: None,
        }
    }

    /// Notes in the audit trail what the actor did. `before` and `after` are without residents' personal fields.
    pub(crate) fn note(
        &self,
        c: &mut Connection,
        action: &str,
        subject: &str,
        before: &str,
        after: &str,
    ) -> Result<(), StoreError> {
        audit::note(c, &[self.change(action, subject, before, after)])
    }

    /// The same, to be noted with others.
    pub(crate) fn change<'a>(
        &'a self,
        action: &'a str,
        subject: &'a str,
        before: &'a str,
        after: &'a str,
    ) -> ChangeRow<'a> {
        ChangeRow {
            id: self.new_id(),
            at: self.instant(),
            actor: &self.actor,
            action,
            subject,
            before,
            after,
        }
    }

    /// A fresh capability for a link.
    #[must_use]
    pub fn new_token(&self) -> Token {
        let mut random = [0; TOKEN_BYTES];
        self.random.fill(&mut random);
        Token::new(random)
    }

    /// A fresh nonce for a sealing.
    #[must_use]
    pub fn new_nonce(&self) -> [u8; NONCE_BYTES] {
        let mut random = [0; NONCE_BYTES];
        self.random.fill(&mut random);
        random
    }
}
