//! What coordinators are told of licences and approvals that end: 60, 30 and 7 days before, each once. On both databases.

use chrono::{DateTime, NaiveDate, Utc};
use diesel::prelude::*;
use secrecy::SecretString;
use zhiban::actions::Context;
use zhiban::actions::create_user::{NewUser, create_user};
use zhiban::actions::import_city::import_city;
use zhiban::actions::morning_round::{look_after_mornings, morning_round};
use zhiban::demo;
use zhiban::domain::access::{Grant, Role};
use zhiban::domain::city::{CitySetup, Qualification};
use zhiban::domain::job::{JobKind, JobState};
use zhiban::domain::sealing::Sealer;
use zhiban::mail::Letterhead;
use zhiban::store::jobs;
use zhiban::store::messages::MessageRow;
use zhiban::store::schema::{jobs as job_table, messages};
use zhiban::store::{Store, StoreError, places};

use crate::databases::each;
use crate::month::december;
use crate::published::{asking, distinct};

/// When it is eight in the morning there.
fn on(date: &str) -> Context {
    let now: DateTime<Utc> = format!("{date}T00:00:00Z").parse().unwrap();
    Context { now, ..distinct() }
}

/// The invented city in which only two things end in these months: a student's approval and an adviser's licence, both on the same day.
fn setup() -> CitySetup {
    let mut setup = demo::city(1, december());
    let later = NaiveDate::from_ymd_opt(2030, 1, 1);
    for person in &mut setup.people {
        for held in [&mut person.licence, &mut person.approval]
            .into_iter()
            .flatten()
        {
            held.valid_until = later;
        }
    }
    for pool in ["adviser", "student"] {
        let mut of_pool = setup.people.iter_mut().filter(|p| p.pool == pool);
        let first = of_pool.next().unwrap();
        for held in [&mut first.licence, &mut first.approval]
            .into_iter()
            .flatten()
        {
            held.valid_until = NaiveDate::from_ymd_opt(2027, 3, 1);
        }
    }
    // Nobody asks an elder for a licence: that it ends is no matter.
    let elder = setup.people.iter_mut().find(|p| p.pool == "elder").unwrap();
    elder.licence = Some(Qualification {
        number: "E-1".to_owned(),
        issued_by: String::new(),
        valid_from: None,
        valid_until: NaiveDate::from_ymd_opt(2027, 3, 1),
    });
    setup
}

/// Takes the job that waits and does it; gives the letters that it wrote.
fn told(store: &Store, city: &str, context: &Context) -> Vec<MessageRow> {
    let head = Letterhead::new("值班", "zhiban@legal.example.org", None).unwrap();
    let sealer = Sealer::new(&[7; 32]);
    let asking = asking(&head, &sealer);
    let before = all(store).len();
    let job = store.write(|c| {
        let until = context.instant() + chrono::TimeDelta::minutes(1);
        jobs::lease(
            c,
            &[JobKind::MorningRound],
            "test",
            context.instant(),
            until,
        )
    });
    let job = job.unwrap().expect("a job is due");
    let count = morning_round(store, context, &asking, city, &job.attempt()).unwrap();
    let letters = all(store).split_off(before);
    assert_eq!(letters.len(), count);
    letters
}

fn all(store: &Store) -> Vec<MessageRow> {
    let rows = |c: &mut zhiban::store::Connection| {
        let all = messages::table.filter(messages::kind.eq("qualifications_end"));
        let all = all.order(messages::id).select(MessageRow::as_select());
        Ok::<_, StoreError>(all.load(c)?)
    };
    store.read(rows).unwrap()
}

fn coordinator(store: &Store, city: &str, district: Option<String>, email: &str) {
    let new = NewUser {
        email: email.to_owned(),
        name: "顾晨".to_owned(),
        password: SecretString::from("a long enough one"),
        locale: "en".to_owned(),
        grants: vec![Grant {
            role: Role::Coordinator,
            city_id: city.to_owned(),
            district_id: district,
        }],
    };
    create_user(store, &distinct(), &new).unwrap();
}

#[test]
fn what_ends_is_told_sixty_thirty_and_seven_days_before_and_each_once() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let city = import_city(store, &on("2026-12-01"), &setup())
            .unwrap()
            .city_id;
        let waiting = store.read(|c| {
            let own = job_table::table.filter(job_table::kind.eq("morning_round"));
            let own = own.filter(job_table::state.eq(JobState::Queued.as_str()));
            Ok::<i64, StoreError>(own.count().get_result(c)?)
        });
        assert_eq!(waiting.unwrap(), 1, "{name}: the city came with its job");
        look_after_mornings(store, &on("2026-12-01")).unwrap();
        // There is nobody to be told: it is told when there is.
        assert!(told(store, &city, &on("2027-01-02")).is_empty(), "{name}");
        let districts = store.read(|c| places::districts_of(c, &city)).unwrap();
        coordinator(store, &city, None, "all@example.org");
        coordinator(
            store,
            &city,
            Some(districts[1].id.clone()),
            "other@example.org",
        );
        let first = told(store, &city, &on("2027-01-03"));
        assert_eq!(first.len(), 1, "{name}: nothing of the other district ends");
        assert_eq!(first[0].recipient, "all@example.org");
        assert_eq!(first[0].subject, "2 licences and approvals end");
        assert!(told(store, &city, &on("2027-01-04")).is_empty(), "{name}");
        assert!(told(store, &city, &on("2027-01-29")).is_empty(), "{name}");
        assert_eq!(told(store, &city, &on("2027-01-30")).len(), 1, "{name}");
        assert!(told(store, &city, &on("2027-02-01")).is_empty(), "{name}");
        // A new approval ends this; the adviser's licence is told once more.
        let mut then = setup();
        let student = then
            .people
            .iter_mut()
            .find(|p| p.pool == "student")
            .unwrap();
        student.approval.as_mut().unwrap().valid_until = NaiveDate::from_ymd_opt(2028, 3, 1);
        import_city(store, &on("2027-02-02"), &then).unwrap();
        let last = told(store, &city, &on("2027-02-25"));
        assert_eq!(last.len(), 1, "{name}");
        assert_eq!(last[0].subject, "A licence or approval ends", "{name}");
        for late in ["2027-02-26", "2027-03-01", "2027-03-02"] {
            assert!(told(store, &city, &on(late)).is_empty(), "{name}: {late}");
        }
    });
}
