//! A published month with something to book, and what tests do with it. No tests here.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use zhiban::actions::answer_duties::{Answer as Said, answer_duties};
use zhiban::actions::asking::{Asking, Promise};
use zhiban::actions::book_appointment::{Wanted, book_appointment};
use zhiban::actions::import_city::import_city;
use zhiban::actions::make_offers::{OfferTerms, ShownOffer, held_offers, make_offers};
use zhiban::actions::market::Markets;
use zhiban::actions::match_waiting_list::{self, Matched, Offered, Panels, Prices};
use zhiban::actions::publish_roster;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::actions::take_request::{NewRequest, Taken, take_request};
use zhiban::demo;
use zhiban::domain::appointment::RequestState;
use zhiban::domain::capability::Token;
use zhiban::domain::job::{Attempt, JobKind};
use zhiban::domain::language::{Level, Tag};
use zhiban::domain::roster::RosterState;
use zhiban::domain::sealing::{Contact, Sealer};
use zhiban::mail::{Letterhead, button};
use zhiban::store::duties::{self, AssignmentRow, Choice, DutyRow};
use zhiban::store::links::{self, LinkRow};
use zhiban::store::messages::{self, MessageRow};
use zhiban::store::people::{self, PersonRow};
use zhiban::store::schema::{claims, slots as slot_table};
use zhiban::store::slots::{self, ShiftRow, SlotRow};
use zhiban::store::{Store, StoreError, belongings, jobs, places, requests, rosters};
use zhiban_solver::language::Level as SolverLevel;
use zhiban_solver::matching::document::{Document, Weights};
use zhiban_solver::matching::{Answer, Instance};
use zhiban_solver::{Limits, solve_match};

use crate::databases::Database;
use crate::month::{context, december};

pub(crate) const PRICES: Prices = Prices {
    weights: Weights {
        unmatched: 100,
        wait_day: 4,
        travel_km: 1,
        interpreter: 6,
        equity: 60,
    },
    working_level: SolverLevel::B2,
};

/// A published month in which one adviser holds one duty of three hours, beside whom an interpreter of French is there by video.
pub(crate) struct Month {
    pub(crate) store: Store,
    pub(crate) head: Letterhead,
    pub(crate) sealer: Sealer,
    pub(crate) city_id: String,
    pub(crate) district_id: String,
    pub(crate) adviser: PersonRow,
    /// A topic of the adviser's.
    pub(crate) skill_id: String,
    pub(crate) interpreter: PersonRow,
    pub(crate) duty: DutyRow,
}

impl Month {
    pub(crate) fn asking(&self) -> Asking<'_> {
        asking(&self.head, &self.sealer)
    }

    pub(crate) fn published(database: &Database) -> Self {
        Self::published_after(database, |_| ())
    }

    /// The same, with something done before the publication.
    pub(crate) fn published_after(database: &Database, before: impl FnOnce(&Self)) -> Self {
        let (store, context) = (database.store.clone(), context());
        let done = import_city(&store, &context, &demo::city(1, december())).expect("imported");
        let district = store
            .read(|c| places::districts_of(c, &done.city_id))
            .expect("districts")
            .remove(0);
        let roster = set_up_month(&store, &context, &district.id, december()).expect("set up");
        let (adviser, interpreter, duty) = store
            .write(|c| propose(c, &done.city_id, &district.id, &roster))
            .expect("proposed");
        let own = store
            .read(|c| belongings::belongings_of(c, &done.city_id))
            .expect("read");
        let month = Self {
            head: Letterhead::new("值班", "zhiban@legal.example.org", None).expect("a head"),
            sealer: Sealer::new(&[7; 32]),
            city_id: done.city_id,
            district_id: district.id,
            skill_id: own[&adviser.id].skills[0].skill_id.clone(),
            adviser,
            interpreter,
            duty,
            store,
        };
        before(&month);
        let job = publish_roster::start(&month.store, &context, &roster, None).expect("taken");
        let attempt = month.attempt(JobKind::PublishRoster);
        assert_eq!(attempt.job_id, job);
        publish_roster::publish(&month.store, &context, &month.asking(), &roster, &attempt)
            .expect("published");
        let shift = month.shift(&context.new_id());
        month
            .store
            .write(|c| slots::insert(c, &[], std::slice::from_ref(&shift)))
            .expect("an interpreter");
        month
    }

    pub(crate) fn shift(&self, id: &str) -> ShiftRow {
        ShiftRow {
            id: id.to_owned(),
            duty_id: None,
            interpreter_id: self.interpreter.id.clone(),
            station_id: None,
            starts_at: self.duty.starts_at,
            ends_at: self.duty.starts_at + TimeDelta::minutes(60),
            state: "open".to_owned(),
        }
    }

    /// Somebody else who interprets French, by video for the same hour.
    pub(crate) fn second_interpreter(&self) -> ShiftRow {
        let everybody = self.store.read(|c| people::people_of(c, &self.city_id));
        let other = everybody
            .expect("people")
            .into_iter()
            .find(|p| p.pool_id == self.interpreter.pool_id && p.id != self.interpreter.id);
        let other = other.expect("another interpreter");
        let shift = ShiftRow {
            interpreter_id: other.id.clone(),
            ..self.shift(&distinct().new_id())
        };
        let written = self.store.write(|c| {
            slots::insert(c, &[], std::slice::from_ref(&shift))?;
            for tag in ["fr", "zh-Hans"] {
                diesel::sql_query(format!(
                    "DELETE FROM person_languages WHERE person_id = '{}' AND tag = '{tag}'",
                    other.id
                ))
                .execute(c)?;
                diesel::sql_query(format!(
                    "INSERT INTO person_languages (person_id, tag, level) VALUES ('{}', '{tag}', 'N')",
                    other.id
                ))
                .execute(c)?;
            }
            Ok::<_, StoreError>(())
        });
        written.expect("a shift");
        shift
    }

    /// Takes the next job of a kind, as a worker does.
    pub(crate) fn attempt(&self, kind: JobKind) -> Attempt {
        self.attempt_at(kind, 0)
    }

    /// The same so many hours later.
    pub(crate) fn attempt_at(&self, kind: JobKind, hours: i64) -> Attempt {
        let now = context().instant() + TimeDelta::hours(hours);
        let taken = self
            .store
            .write(|c| jobs::lease(c, &[kind], "test", now, now + TimeDelta::hours(1)));
        taken.expect("the queue").expect("a job").attempt()
    }

    pub(crate) fn ask(&self, name: &str, tag: &str) -> Taken {
        self.ask_as(contact(name), tag)
    }

    /// The same with a panel of so many mediators.
    pub(crate) fn ask_panel(&self, name: &str, tag: &str, mediators: u8) -> Taken {
        let new = NewRequest {
            mediators,
            ..self.new_request(contact(name), tag)
        };
        take_request(&self.store, &distinct(), &self.asking(), &new).expect("taken")
    }

    pub(crate) fn ask_as(&self, contact: Contact, tag: &str) -> Taken {
        let new = self.new_request(contact, tag);
        take_request(&self.store, &distinct(), &self.asking(), &new).expect("taken")
    }

    pub(crate) fn new_request(&self, contact: Contact, tag: &str) -> NewRequest {
        NewRequest {
            district_id: self.district_id.clone(),
            skill_id: self.skill_id.clone(),
            locale: Tag::parse(if tag == "zh-Hans" { tag } else { "en" }).expect("a tag"),
            contact,
            place: (self.adviser.lat, self.adviser.lon),
            max_km: None,
            in_person: true,
            video: false,
            urgency: 2,
            languages: vec![(Tag::parse(tag).expect("a tag"), Level::N)],
            windows: Vec::new(),
            exclude: Vec::new(),
            opponents: std::collections::BTreeSet::new(),
            mediators: 0,
            follows: None,
        }
    }

    pub(crate) fn document(&self) -> Document {
        match_waiting_list::problem(&self.store, &distinct(), &self.city_id, PRICES)
            .expect("a problem")
    }

    pub(crate) fn matched(&self) -> Offered {
        match_waiting_list::start(&self.store, &distinct(), &self.city_id).expect("queued");
        let document = self.document();
        let answer = solved(&document);
        self.offer(document, &answer)
    }

    pub(crate) fn offer(&self, document: Document, answer: &Answer) -> Offered {
        let attempt = self.attempt(JobKind::MatchWaitingList);
        let asking = self.asking();
        let matched = Matched {
            document,
            answer: answer.clone(),
            panels: Panels::default(),
        };
        let context = distinct();
        match_waiting_list::offer(
            &self.store,
            &context,
            &asking,
            &self.city_id,
            matched,
            &attempt,
        )
        .expect("offered")
    }

    /// The offers that hold for a request.
    pub(crate) fn held(&self, taken: &Taken) -> Vec<ShownOffer> {
        held_offers(&self.store, &distinct(), &taken.row.id).expect("read")
    }

    /// The resident takes what they were offered.
    pub(crate) fn accept(&self, taken: &Taken) {
        let offers = self.held(taken);
        let wanted = Wanted {
            offer_id: &offers[0].id,
            instead_of: None,
            key: &offers[0].id,
        };
        book_appointment(&self.store, &distinct(), &self.asking(), wanted).expect("booked");
    }

    pub(crate) fn state(&self, taken: &Taken) -> RequestState {
        let row = self.store.read(|c| requests::find(c, &taken.row.id));
        row.expect("read").expect("there").state()
    }

    pub(crate) fn letters(&self, taken: &Taken) -> Vec<MessageRow> {
        let rows = self.store.read(|c| messages::to_resident(c, &taken.row.id));
        rows.expect("read")
    }

    pub(crate) fn slots(&self, state: &str) -> Vec<SlotRow> {
        let read = self.store.read(|c| {
            let rows = slot_table::table
                .filter(slot_table::adviser_id.eq(&self.adviser.id))
                .filter(slot_table::state.eq(state))
                .order(slot_table::starts_at)
                .select(SlotRow::as_select())
                .load(c);
            rows.map_err(StoreError::from)
        });
        read.expect("slots")
    }

    pub(crate) fn claims(&self) -> i64 {
        let read = self.store.read(|c| {
            claims::table
                .count()
                .get_result(c)
                .map_err(StoreError::from)
        });
        read.expect("claims")
    }

    /// The adviser declines the duty, by the letter's link.
    pub(crate) fn decline(&self) {
        let seats = self.store.read(|c| duties::of_duty(c, &self.duty.id));
        let decline = Said::Decline {
            assignment: seats.expect("read")[0].id.clone(),
            reason: String::new(),
        };
        let (context, asking) = (distinct(), self.asking());
        answer_duties(&self.store, &context, &asking, &self.link(), &decline).expect("declined");
    }

    /// The resident looks at what is free, and takes the best of it.
    pub(crate) fn take_one(&self, taken: &Taken) {
        let terms = OfferTerms {
            prices: PRICES,
            hold: TimeDelta::minutes(3),
        };
        let (markets, id) = (Markets::default(), &taken.row.id);
        make_offers(&self.store, &distinct(), &markets, &terms, id).expect("offers");
        self.accept(taken);
    }

    /// The interpreter's shift belongs to the duty, and they decline it.
    pub(crate) fn interpreter_declines(&self) {
        let own = format!("UPDATE shifts SET duty_id = '{}'", self.duty.id);
        self.declines(&self.interpreter.id, &own);
    }

    /// Somebody else is asked for the duty, to which `own` gives what can be booked of them; and they decline it.
    pub(crate) fn declines(&self, person_id: &str, own: &str) {
        let seat = AssignmentRow {
            id: distinct().new_id(),
            duty_id: self.duty.id.clone(),
            person_id: person_id.to_owned(),
            state: "asked".to_owned(),
            replaces_id: None,
            asked_at: None,
            answered_at: None,
            reason: String::new(),
            revision: 1,
        };
        let token = distinct().new_token();
        let link = LinkRow {
            id: distinct().new_id(),
            token_hash: token.hash(),
            purpose: "assignment".to_owned(),
            subject_id: seat.id.clone(),
            person_id: Some(person_id.to_owned()),
            expires_at: self.duty.ends_at,
            used_at: None,
        };
        let written = self.store.write(|c| {
            duties::insert_assignments(c, std::slice::from_ref(&seat))?;
            links::insert(c, std::slice::from_ref(&link))?;
            diesel::sql_query(own).execute(c).map_err(StoreError::from)
        });
        written.expect("written");
        let decline = Said::Decline {
            assignment: seat.id,
            reason: String::new(),
        };
        let (context, asking) = (distinct(), self.asking());
        answer_duties(&self.store, &context, &asking, &token, &decline).expect("declined");
    }

    /// The adviser's link to their month, from the letter.
    pub(crate) fn link(&self) -> Token {
        let letters = self
            .store
            .read(|c| messages::to_person(c, &self.adviser.id))
            .expect("letters");
        let start = "http://zhiban.test/l/";
        let url = button(&letters[0].rendered, start).expect("a link");
        Token::parse(&url[start.len()..]).expect("a token")
    }
}

fn contact(name: &str) -> Contact {
    Contact {
        name: name.to_owned(),
        email: format!("{}@example.org", name.to_lowercase()),
        phone: String::new(),
        case_text: "工资拖欠".to_owned(),
        is_safe: true,
        proxy: None,
    }
}

/// How the tests ask.
pub(crate) fn asking<'a>(head: &'a Letterhead, sealer: &'a Sealer) -> Asking<'a> {
    Asking {
        head,
        base_url: "http://zhiban.test",
        link_days: 45,
        answer_days: 5,
        replacement_hours: 24,
        offer_hours: 24,
        promise: Promise {
            nightly: 120,
            word: TimeDelta::hours(24),
            again: TimeDelta::days(7),
        },
        sealer,
    }
}

/// A context whose random bytes are the system's: several of them are used in one test.
pub(crate) fn distinct() -> zhiban::actions::Context {
    zhiban::actions::Context {
        random: std::sync::Arc::new(zhiban::actions::SystemRandomness),
        ..context()
    }
}

pub(crate) fn solved(document: &Document) -> Answer {
    let instance = Instance::new(document.clone()).expect("a problem that holds");
    solve_match(&instance, &Limits::seconds(20.0, 1, 0), &mut |_| true).expect("solved")
}

/// One adviser on the first duty of the first adviser day, and the roster as if it had been solved.
fn propose(
    c: &mut zhiban::store::Connection,
    city_id: &str,
    district_id: &str,
    roster: &str,
) -> Result<(PersonRow, PersonRow, DutyRow), StoreError> {
    let series = duties::series_of_roster(c, roster)?.remove(0);
    let all = duties::of_roster(c, roster)?;
    let duty = all
        .into_iter()
        .find(|d| d.series_id.as_ref() == Some(&series.id))
        .expect("a duty");
    let pools = people::all_pools(c)?;
    let everybody = people::people_of(c, city_id)?;
    let adviser = everybody
        .iter()
        .find(|p| p.pool_id == duty.pool_id && p.district_id == district_id)
        .expect("an adviser")
        .clone();
    let interprets = |p: &&PersonRow| pools.iter().any(|q| q.id == p.pool_id && q.interprets);
    let own = belongings::belongings_of(c, city_id)?;
    let speaks = |p: &&PersonRow| own[&p.id].languages.iter().any(|l| l.tag == "fr");
    let interpreter = everybody
        .iter()
        .filter(interprets)
        .find(speaks)
        .expect("an interpreter of French")
        .clone();
    let choice = Choice {
        series_id: series.id,
        option_id: duty.option_id.clone(),
        holder_id: Some(adviser.id.clone()),
    };
    duties::choose_options(c, roster, &[choice])?;
    let seat = AssignmentRow {
        id: distinct().new_id(),
        duty_id: duty.id.clone(),
        person_id: adviser.id.clone(),
        state: "proposed".to_owned(),
        replaces_id: None,
        asked_at: None,
        answered_at: None,
        reason: String::new(),
        revision: 1,
    };
    duties::insert_assignments(c, &[seat])?;
    for (from, to) in [
        (RosterState::Draft, RosterState::Solving),
        (RosterState::Solving, RosterState::Proposed),
    ] {
        assert!(rosters::change_state(c, roster, from, to)?);
    }
    Ok((adviser, interpreter, duty))
}

pub(crate) fn starts(rows: &[SlotRow]) -> Vec<NaiveDateTime> {
    rows.iter().map(|s| s.starts_at).collect()
}
