//! A waiting list matched: bookable times of a published month, appointments that claim their minutes, letters to residents, and
//! what happens when somebody who is booked cannot come. On both databases, with the solver in this process.

use chrono::{NaiveDateTime, TimeDelta};
use diesel::prelude::*;
use mail_parser::MessageParser;
use zhiban::actions::answer_duties::{Answer as Said, answer_duties};
use zhiban::actions::asking::Asking;
use zhiban::actions::import_city::import_city;
use zhiban::actions::match_waiting_list::{self, Booked, MatchError, Prices};
use zhiban::actions::open_link::{Opened, open_link};
use zhiban::actions::publish_roster;
use zhiban::actions::set_up_month::set_up_month;
use zhiban::actions::show_result::{Standing, show_result};
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
use zhiban::store::messages::{self, MessageRow};
use zhiban::store::people::{self, PersonRow};
use zhiban::store::schema::{claims, slots as slot_table};
use zhiban::store::slots::{self, ShiftRow, SlotRow};
use zhiban::store::{Store, StoreError, belongings, jobs, places, requests, rosters};
use zhiban_solver::language::Level as SolverLevel;
use zhiban_solver::matching::document::{Document, Weights};
use zhiban_solver::matching::{Answer, Instance};
use zhiban_solver::{Limits, solve_match};

use crate::databases::{Database, each, postgres};
use crate::month::{context, december};

const PRICES: Prices = Prices {
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
struct Month {
    store: Store,
    head: Letterhead,
    sealer: Sealer,
    city_id: String,
    district_id: String,
    adviser: PersonRow,
    /// A topic of the adviser's.
    skill_id: String,
    interpreter: PersonRow,
    duty: DutyRow,
}

impl Month {
    fn asking(&self) -> Asking<'_> {
        Asking {
            head: &self.head,
            base_url: "http://zhiban.test",
            link_days: 45,
            answer_days: 5,
            replacement_hours: 24,
            sealer: &self.sealer,
        }
    }

    fn published(database: &Database) -> Self {
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
        let job = publish_roster::start(&month.store, &context, &roster).expect("taken");
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

    fn shift(&self, id: &str) -> ShiftRow {
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

    /// Takes the next job of a kind, as a worker does.
    fn attempt(&self, kind: JobKind) -> Attempt {
        let now = context().instant();
        let taken = self
            .store
            .write(|c| jobs::lease(c, &[kind], "test", now, now + TimeDelta::hours(1)));
        taken.expect("the queue").expect("a job").attempt()
    }

    fn ask(&self, name: &str, tag: &str) -> Taken {
        let new = NewRequest {
            district_id: self.district_id.clone(),
            skill_id: self.skill_id.clone(),
            locale: Tag::parse(if tag == "zh-Hans" { tag } else { "en" }).expect("a tag"),
            contact: Contact {
                name: name.to_owned(),
                email: format!("{}@example.org", name.to_lowercase()),
                phone: String::new(),
                case_text: "工资拖欠".to_owned(),
            },
            place: (self.adviser.lat, self.adviser.lon),
            max_km: None,
            in_person: true,
            video: false,
            urgency: 2,
            languages: vec![(Tag::parse(tag).expect("a tag"), Level::N)],
            windows: Vec::new(),
            exclude: Vec::new(),
        };
        take_request(&self.store, &distinct(), &self.asking(), &new).expect("taken")
    }

    fn document(&self) -> Document {
        match_waiting_list::problem(&self.store, &distinct(), &self.city_id, PRICES)
            .expect("a problem")
    }

    fn matched(&self) -> Booked {
        match_waiting_list::start(&self.store, &distinct(), &self.city_id).expect("queued");
        let document = self.document();
        let answer = solved(&document);
        self.book(document, &answer)
    }

    fn book(&self, document: Document, answer: &Answer) -> Booked {
        let attempt = self.attempt(JobKind::MatchWaitingList);
        let asking = self.asking();
        match_waiting_list::book(
            &self.store,
            &distinct(),
            &asking,
            &self.city_id,
            document,
            answer,
            &attempt,
        )
        .expect("booked")
    }

    fn state(&self, taken: &Taken) -> RequestState {
        let row = self.store.read(|c| requests::find(c, &taken.row.id));
        row.expect("read").expect("there").state()
    }

    fn letters(&self, taken: &Taken) -> Vec<MessageRow> {
        let rows = self.store.read(|c| messages::to_resident(c, &taken.row.id));
        rows.expect("read")
    }

    fn slots(&self, state: &str) -> Vec<SlotRow> {
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

    fn claims(&self) -> i64 {
        let read = self.store.read(|c| {
            claims::table
                .count()
                .get_result(c)
                .map_err(StoreError::from)
        });
        read.expect("claims")
    }

    /// The adviser's link to their month, from the letter.
    fn link(&self) -> Token {
        let letters = self
            .store
            .read(|c| messages::to_person(c, &self.adviser.id))
            .expect("letters");
        let start = "http://zhiban.test/l/";
        let url = button(&letters[0].rendered, start).expect("a link");
        Token::parse(&url[start.len()..]).expect("a token")
    }
}

/// A context whose random bytes are the system's: several of them are used in one test.
fn distinct() -> zhiban::actions::Context {
    zhiban::actions::Context {
        random: std::sync::Arc::new(zhiban::actions::SystemRandomness),
        ..context()
    }
}

fn solved(document: &Document) -> Answer {
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

fn starts(rows: &[SlotRow]) -> Vec<NaiveDateTime> {
    rows.iter().map(|s| s.starts_at).collect()
}

#[test]
fn a_published_adviser_day_can_be_booked_in_half_hours() {
    each(|database| {
        let month = Month::published(database);
        let open = month.slots("open");
        let expected: Vec<NaiveDateTime> = (0..6)
            .map(|n| month.duty.starts_at + TimeDelta::minutes(30 * n))
            .collect();
        assert_eq!(starts(&open), expected, "{}", database.name);
    });
}

#[test]
fn who_comes_while_a_matching_runs_is_matched_by_the_next_one() {
    each(|database| {
        let month = Month::published(database);
        let start = || {
            let start = match_waiting_list::start(&month.store, &distinct(), &month.city_id);
            start.expect("queued")
        };
        let early = month.ask("Li", "zh-Hans");
        let first = start();
        let attempt = month.attempt(JobKind::MatchWaitingList);
        let document = month.document();
        let late = month.ask("Moussa", "fr");
        let second = start();
        assert_ne!(first, second, "{}", database.name);
        let (asking, answer) = (month.asking(), solved(&document));
        let book = match_waiting_list::book;
        book(
            &month.store,
            &distinct(),
            &asking,
            &month.city_id,
            document,
            &answer,
            &attempt,
        )
        .expect("booked");
        assert_eq!(month.state(&early), RequestState::Booked);
        assert_eq!(month.state(&late), RequestState::Waiting);
        let document = month.document();
        let answer = solved(&document);
        // It takes the job that waits: none is started here.
        month.book(document, &answer);
        assert_eq!(
            month.state(&late),
            RequestState::Booked,
            "{}",
            database.name
        );
    });
}

#[test]
fn a_resident_who_speaks_no_chinese_gets_the_adviser_with_the_interpreter_and_a_letter() {
    each(|database| {
        let month = Month::published(database);
        let (li, moussa) = (month.ask("Li", "zh-Hans"), month.ask("Moussa", "fr"));
        let booked = month.matched();
        assert_eq!((booked.served, booked.waiting), (2, 0), "{}", database.name);
        assert_eq!(month.state(&moussa), RequestState::Booked);
        assert_eq!(month.slots("booked").len(), 2);
        // Half an hour of the adviser and a room for each, and of the interpreter for one.
        assert_eq!(month.claims(), 150);
        let letters = month.letters(&moussa);
        assert_eq!(letters.len(), 1);
        assert_eq!(
            (letters[0].kind.as_str(), letters[0].recipient.as_str()),
            ("appointment_confirmed", "moussa@example.org")
        );
        let letter = MessageParser::default()
            .parse(&letters[0].rendered)
            .expect("a message");
        let text = letter.body_text(0).expect("a text");
        assert!(text.contains(&month.interpreter.name), "{text}");
        assert!(!text.contains("工资"), "the case stays out of letters");
        let li_text = &month.letters(&li)[0].subject;
        assert!(li_text.starts_with("已为您约好"), "{li_text}");
        // The link that the resident was given first now shows the appointment.
        let token = moussa.url.rsplit('/').next().and_then(Token::parse);
        let now = context().instant();
        let opened = open_link(&month.store, &token.expect("a token"), now).expect("opened");
        let Opened::Appointment(subject) = opened else {
            panic!("{opened:?}")
        };
        let shown = show_result(&month.store, &subject).expect("shown");
        let Standing::Booked(view) = shown.standing else {
            panic!("{:?}", shown.standing)
        };
        assert_eq!(view.adviser, month.adviser.name);
        assert_eq!(view.interpreter, Some(month.interpreter.name.clone()));
    });
}

#[test]
fn minutes_that_an_interpreter_is_booked_at_are_not_in_the_next_problem() {
    each(|database| {
        let month = Month::published(database);
        month.ask("Moussa", "fr");
        month.matched();
        month.ask("Aminata", "fr");
        let document = month.document();
        // Of an hour, the half that is left.
        let [left] = document.shifts.as_slice() else {
            panic!("{}: {:?}", database.name, document.shifts)
        };
        assert_eq!(left.end.minutes() - left.start.minutes(), 30);
        assert_eq!(document.slots.len(), 5);
        assert_eq!(month.matched().served, 1);
        month.ask("Fatou", "fr");
        let nobody = month.matched();
        assert_eq!((nobody.served, nobody.waiting), (0, 1));
    });
}

#[test]
fn a_slot_that_somebody_took_while_the_solver_ran_is_left_out_and_its_resident_waits() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        match_waiting_list::start(&month.store, &distinct(), &month.city_id).expect("queued");
        let document = month.document();
        let answer = solved(&document);
        let slot = answer.matches[0].slot.clone();
        month
            .store
            .write(|c| slots::change_slots(c, std::slice::from_ref(&slot), "open", "booked"))
            .expect("taken by somebody else");
        let booked = month.book(document, &answer);
        assert_eq!((booked.served, booked.waiting), (0, 1), "{}", database.name);
        assert_eq!(month.state(&li), RequestState::Waiting);
        assert_eq!((month.claims(), month.letters(&li).len()), (0, 0));
    });
}

#[test]
fn a_slot_withdrawn_while_it_is_being_booked_makes_another_attempt() {
    // On PostgreSQL: the writers of SQLite stand in line.
    let database = postgres();
    let month = Month::published(&database);
    let li = month.ask("Li", "zh-Hans");
    match_waiting_list::start(&month.store, &distinct(), &month.city_id).expect("queued");
    let document = month.document();
    let answer = solved(&document);
    let attempt = month.attempt(JobKind::MatchWaitingList);
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        let month = &month;
        scope.spawn(move || {
            let withdraw = |c: &mut zhiban::store::Connection| {
                slots::withdraw(c, &month.duty.id, &month.adviser.id)?;
                tell.send(()).expect("heard");
                std::thread::sleep(std::time::Duration::from_millis(500));
                Ok::<_, StoreError>(())
            };
            month.store.write(withdraw).expect("withdrawn");
        });
        told.recv().expect("told");
        let asking = month.asking();
        let context = distinct();
        let refused = match_waiting_list::book(
            &month.store,
            &context,
            &asking,
            &month.city_id,
            document,
            &answer,
            &attempt,
        );
        assert!(matches!(refused, Err(MatchError::Changed)), "{refused:?}");
    });
    assert_eq!(month.state(&li), RequestState::Waiting);
    assert_eq!((month.claims(), month.letters(&li).len()), (0, 0));
}

#[test]
fn a_publication_has_the_waiting_list_matched_and_who_has_left_is_not_booked() {
    each(|database| {
        let month = Month::published(database);
        let key = format!("match:{}", month.city_id);
        let job = month.store.read(|c| jobs::latest_with_key(c, &key));
        assert!(job.expect("read").is_some(), "{}", database.name);
        month.ask("Li", "zh-Hans");
        let leave = |c: &mut zhiban::store::Connection| {
            let gone = PersonRow {
                state: "left".to_owned(),
                ..month.adviser.clone()
            };
            people::update_person(c, &gone)
        };
        month.store.write(leave).expect("left");
        assert_eq!(month.document().slots.len(), 0);
    });
}

#[test]
fn a_resident_of_an_adviser_who_declines_is_told_and_waits_again() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        assert_eq!(month.matched().served, 1);
        let seats = month
            .store
            .read(|c| duties::of_duty(c, &month.duty.id))
            .expect("read");
        let decline = Said::Decline {
            assignment: seats[0].id.clone(),
            reason: String::new(),
        };
        let (context, asking) = (distinct(), month.asking());
        answer_duties(&month.store, &context, &asking, &month.link(), &decline).expect("declined");
        assert_eq!(month.state(&li), RequestState::Waiting, "{}", database.name);
        assert_eq!((month.claims(), month.slots("withdrawn").len()), (0, 6));
        let letters = month.letters(&li);
        let kinds: Vec<&str> = letters.iter().map(|m| m.kind.as_str()).collect();
        assert!(kinds.contains(&"appointment_cancelled"), "{kinds:?}");
        let off = letters.iter().find(|m| m.kind == "appointment_cancelled");
        let rendered = &off.expect("told").rendered;
        assert!(rendered.contains("method=CANCEL"), "{rendered}");
        // The list is matched anew; nobody is there any more.
        let document = month.document();
        assert_eq!(document.slots.len(), 0);
        let answer = solved(&document);
        assert_eq!(month.book(document, &answer).waiting, 1);
    });
}

#[test]
fn an_adviser_whose_interpreter_does_not_come_is_free_for_others() {
    each(|database| {
        let month = Month::published(database);
        month.ask("Moussa", "fr");
        assert_eq!(month.matched().served, 1);
        // The shift belongs to a duty that the interpreter declines.
        let seat = AssignmentRow {
            id: distinct().new_id(),
            duty_id: month.duty.id.clone(),
            person_id: month.interpreter.id.clone(),
            state: "asked".to_owned(),
            replaces_id: None,
            asked_at: None,
            answered_at: None,
            reason: String::new(),
            revision: 1,
        };
        month
            .store
            .write(|c| {
                duties::insert_assignments(c, std::slice::from_ref(&seat))?;
                diesel::sql_query(format!("UPDATE shifts SET duty_id = '{}'", month.duty.id))
                    .execute(c)
                    .map_err(StoreError::from)
            })
            .expect("written");
        let token = distinct().new_token();
        let link = zhiban::store::links::LinkRow {
            id: distinct().new_id(),
            token_hash: token.hash(),
            purpose: "assignment".to_owned(),
            subject_id: seat.id.clone(),
            person_id: Some(month.interpreter.id.clone()),
            expires_at: month.duty.ends_at,
            used_at: None,
        };
        month
            .store
            .write(|c| zhiban::store::links::insert(c, std::slice::from_ref(&link)))
            .expect("a link");
        let decline = Said::Decline {
            assignment: seat.id,
            reason: String::new(),
        };
        answer_duties(&month.store, &distinct(), &month.asking(), &token, &decline)
            .expect("declined");
        assert_eq!(month.slots("open").len(), 6, "{}", database.name);
        assert_eq!(month.claims(), 0);
        let document = month.document();
        assert_eq!((document.shifts.len(), document.requests.len()), (0, 1));
    });
}

#[test]
fn a_letter_to_a_resident_is_kept_in_the_clear_only_until_it_went_out() {
    each(|database| {
        let month = Month::published(database);
        let li = month.ask("Li", "zh-Hans");
        month.matched();
        let now = context().instant();
        let ended = month.store.write(|c| {
            while let Some(row) = messages::lease(c, now, now + TimeDelta::minutes(1))? {
                assert!(messages::end(c, &row, &messages::Sent::Taken, now)?);
            }
            Ok::<_, StoreError>(())
        });
        ended.expect("sent");
        let letter = month.letters(&li).remove(0);
        assert_eq!(
            (letter.recipient.as_str(), letter.rendered.as_str()),
            ("", "")
        );
        assert_eq!(
            (letter.state.as_str(), letter.message_id.is_empty()),
            ("sent", false)
        );
        let sealed = month
            .store
            .read(|c| requests::find(c, &li.row.id))
            .expect("read")
            .expect("there")
            .sealed;
        let bytes = data_encoding::BASE64
            .decode(sealed.as_bytes())
            .expect("base 64");
        let read = String::from_utf8_lossy(&bytes);
        assert!(!read.contains("example.org") && !read.contains("工资"));
    });
}
