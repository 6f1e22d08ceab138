//! Who signs in: users with their roles, sessions and links, and what the audit trail keeps of people.

use std::time::{Duration, Instant};

use chrono::{Days, NaiveDateTime};
use diesel::prelude::*;
use secrecy::SecretString;
use zhiban::actions::create_user::{CreateUserError, NewUser, create_user};
use zhiban::actions::keep::{self, KeepError};
use zhiban::actions::sign_in::{SignInError, sign_in};
use zhiban::actions::{Context, import_city::import_city};
use zhiban::demo;
use zhiban::domain::access::{Access, Deed, Grant, Place, Role, Verdict};
use zhiban::store::kept::Cut;
use zhiban::store::links::LinkRow;
use zhiban::store::pages;
use zhiban::store::people::PersonRow;
use zhiban::store::schema::{audit, sessions as session_rows, users as user_rows};
use zhiban::store::{Store, StoreError, links, people, places, sessions, users};

use crate::databases::{Database, each};
use crate::month::{context, december};

const ADDRESS: &str = "coordinator@example.org";

fn password(text: &str) -> SecretString {
    SecretString::from(text)
}

/// The demo's city; gives its id and those of its districts.
fn city(database: &Database, context: &Context) -> (String, Vec<String>) {
    let setup = demo::city(1, december());
    let city = import_city(&database.store, context, &setup).expect("imported");
    let districts = database
        .store
        .read(|c| places::districts_of(c, &city.city_id))
        .expect("districts");
    (city.city_id, districts.into_iter().map(|d| d.id).collect())
}

fn coordinator(city: &str, district: &str) -> NewUser {
    NewUser {
        email: format!(" {} ", ADDRESS.to_uppercase()),
        name: "顾晨".to_owned(),
        password: password("a long enough one"),
        locale: "zh-Hans".to_owned(),
        grants: vec![Grant {
            role: Role::Coordinator,
            city_id: city.to_owned(),
            district_id: Some(district.to_owned()),
        }],
    }
}

fn is_refused(store: &Store, email: &str, words: &str) -> bool {
    matches!(
        sign_in(store, email, &password(words)),
        Err(SignInError::Wrong)
    )
}

fn access(store: &Store, user: &str) -> Access {
    store.read(|c| users::access(c, user)).expect("roles")
}

#[test]
fn one_signs_in_with_the_own_password_only() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, districts) = city(database, &context);
        let id = create_user(store, &context, &coordinator(&city, &districts[0])).expect("made");
        let user = sign_in(
            store,
            "Coordinator@example.org ",
            &password("a long enough one"),
        );
        let user = user.expect("signed in");
        assert_eq!((&user.id, user.email.as_str()), (&id, ADDRESS));
        let shape = user
            .password_hash
            .starts_with("$argon2id$v=19$m=19456,t=2,p=1$");
        assert!(shape, "{}", user.password_hash);
        for (email, words) in [
            (ADDRESS, "a long enough on"),
            (ADDRESS, ""),
            ("nobody@example.org", "a long enough one"),
        ] {
            assert!(is_refused(store, email, words), "{email} {words:?}");
        }
    });
}

#[test]
fn done_again_it_gives_another_password_and_other_roles() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, districts) = city(database, &context);
        let mut new = coordinator(&city, &districts[0]);
        let id = create_user(store, &context, &new).expect("made");
        new.password = password("quite another one");
        "en".clone_into(&mut new.locale);
        new.grants[0].district_id = Some(districts[1].clone());
        assert_eq!(create_user(store, &context, &new).expect("changed"), id);
        assert!(is_refused(store, ADDRESS, "a long enough one"));
        let user = sign_in(store, ADDRESS, &password("quite another one")).expect("signed in");
        assert_eq!(user.locale, "en");
        let access = access(store, &id);
        let plan_in = |district: &str| {
            let district_id = Some(district);
            access.judge(
                Deed::Plan,
                Place {
                    city_id: &city,
                    district_id,
                },
            )
        };
        assert_eq!(plan_in(&districts[0]), Verdict::Hidden, "{}", database.name);
        assert_eq!(
            plan_in(&districts[1]),
            Verdict::Allowed,
            "{}",
            database.name
        );
    });
}

#[test]
fn somebody_blocked_is_refused_like_somebody_unknown() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, districts) = city(database, &context);
        create_user(store, &context, &coordinator(&city, &districts[0])).expect("made");
        let block = |c: &mut zhiban::store::Connection| -> Result<usize, StoreError> {
            let blocked = diesel::update(user_rows::table).set(user_rows::state.eq("blocked"));
            Ok(blocked.execute(c)?)
        };
        store.write(block).expect("blocked");
        assert!(is_refused(store, ADDRESS, "a long enough one"));
    });
}

/// Coarse on purpose: a refusal without hashing takes less than a hundredth of one with it.
#[test]
fn an_unknown_address_is_refused_no_quicker_than_a_wrong_password() {
    let database = crate::databases::sqlite();
    let (context, store) = (context(), &database.store);
    let (city, districts) = city(&database, &context);
    create_user(store, &context, &coordinator(&city, &districts[0])).expect("made");
    let quickest = |email: &str| {
        let once = |_| {
            let began = Instant::now();
            assert!(is_refused(store, email, "another password"));
            began.elapsed()
        };
        (0..5).map(once).min().expect("five times")
    };
    let (unknown, wrong) = (quickest("nobody@example.org"), quickest(ADDRESS));
    assert!(unknown * 4 > wrong, "{unknown:?} against {wrong:?}");
}

#[test]
fn what_is_no_address_or_too_short_makes_no_user() {
    let database = crate::databases::sqlite();
    let (context, store) = (context(), &database.store);
    let (city, districts) = city(&database, &context);
    for email in [
        "",
        "nobody",
        "@example.org",
        "a@b",
        "a b@example.org",
        "a@b@example.org",
    ] {
        let mut new = coordinator(&city, &districts[0]);
        new.email = email.to_owned();
        let refusal = create_user(store, &context, &new);
        assert!(
            matches!(refusal, Err(CreateUserError::Email(_))),
            "{email:?}"
        );
    }
    let mut new = coordinator(&city, &districts[0]);
    new.password = password("九个汉字不够长呀");
    let refusal = create_user(store, &context, &new);
    assert!(matches!(refusal, Err(CreateUserError::ShortPassword)));
    assert!(is_refused(store, ADDRESS, "九个汉字不够长呀"));
}

#[test]
fn a_session_ends_at_its_time_and_does_not_come_back() {
    each(|database| {
        let (store, now) = (&database.store, context().instant());
        let later = now + Duration::from_secs(60);
        let find = |at| store.read(|c| sessions::find(c, "k", at)).expect("read");
        store
            .write(|c| sessions::insert(c, "k", "{}", later))
            .expect("begun");
        assert_eq!(find(now), Some("{}".to_owned()), "{}", database.name);
        assert_eq!(find(later), None, "{}", database.name);
        store.write(|c| sessions::delete(c, "k")).expect("ended");
        store
            .write(|c| sessions::update(c, "k", "{\"a\":1}", later))
            .expect("no error");
        assert_eq!(find(now), None, "{}", database.name);
    });
}

#[test]
fn ended_sessions_are_swept_and_the_others_stay() {
    each(|database| {
        let (store, now) = (&database.store, context().instant());
        let swept = store.write(|c| -> Result<usize, StoreError> {
            for (key, seconds) in [("gone", 0), ("on", 1)] {
                sessions::insert(c, key, "{}", now + Duration::from_secs(seconds))?;
            }
            sessions::delete_ended(c, now)
        });
        assert_eq!(swept.expect("swept"), 1, "{}", database.name);
        let left = store.read(|c| -> Result<Vec<String>, StoreError> {
            Ok(session_rows::table.select(session_rows::key_hash).load(c)?)
        });
        assert_eq!(left.expect("read"), ["on"], "{}", database.name);
    });
}

#[test]
fn a_link_is_found_by_its_hash_and_remembers_its_first_use() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let token = context.new_token();
        let now: NaiveDateTime = context.instant();
        let row = LinkRow {
            id: context.new_id(),
            token_hash: token.hash(),
            purpose: "month".to_owned(),
            subject_id: "roster".to_owned(),
            person_id: None,
            expires_at: now + Days::new(40),
            used_at: None,
        };
        let used = |at: NaiveDateTime| {
            store.write(|c| -> Result<_, StoreError> {
                links::mark_used(c, &row.id, at)?;
                Ok(links::find(c, &token.hash())?.and_then(|link| link.used_at))
            })
        };
        store
            .write(|c| links::insert(c, std::slice::from_ref(&row)))
            .expect("inserted");
        assert_eq!(used(now).expect("used"), Some(now), "{}", database.name);
        let again = used(now + Days::new(1)).expect("used again");
        assert_eq!(again, Some(now), "{}", database.name);
        let by_token = store.read(|c| links::find(c, token.reveal()));
        assert!(by_token.expect("read").is_none(), "only the hash is kept");
        let twice = store.write(|c| links::insert(c, std::slice::from_ref(&row)));
        assert!(twice.is_err_and(|e| e.is_taken()), "{}", database.name);
    });
}

#[test]
fn who_was_given_which_role_is_in_the_audit_trail() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, districts) = city(database, &context);
        let new = coordinator(&city, &districts[0]);
        let id = create_user(store, &context, &new).expect("made");
        create_user(store, &context, &new).expect("changed");
        let notes: Vec<(String, String)> = store
            .read(|c| -> Result<_, StoreError> {
                let of_user = audit::table.filter(audit::subject.eq(&id));
                let columns = (audit::action, audit::after);
                Ok(of_user.order(audit::id).select(columns).load(c)?)
            })
            .expect("the trail");
        let roles = format!("coordinator of district {}", districts[0]);
        let expected = ["create_user", "change_user"].map(|a| (a.to_owned(), roles.clone()));
        assert_eq!(notes, expected, "{}", database.name);
    });
}

fn first_person(store: &Store, city: &str) -> PersonRow {
    let mut all = store.read(|c| people::people_of(c, city)).expect("people");
    all.swap_remove(0)
}

#[test]
fn of_two_who_change_the_same_person_one_is_told() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, _) = city(database, &context);
        let person = first_person(store, &city);
        let change = |target: i32| {
            keep::change(
                store,
                &context,
                &person.id,
                person.revision,
                |row: &mut PersonRow| {
                    row.target = target;
                },
            )
        };
        let outcomes = std::thread::scope(|scope| {
            let other = scope.spawn(|| change(7));
            [change(8), other.join().expect("no panic")]
        });
        let told = |o: &&Result<_, KeepError>| matches!(o, Err(KeepError::Changed));
        assert_eq!(
            outcomes.iter().filter(|o| o.is_ok()).count(),
            1,
            "{}",
            database.name
        );
        assert_eq!(outcomes.iter().filter(told).count(), 1, "{}", database.name);
    });
}

#[test]
fn the_audit_trail_does_not_say_how_people_are_reached() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, _) = city(database, &context);
        let person = first_person(store, &city);
        keep::change(
            store,
            &context,
            &person.id,
            person.revision,
            |row: &mut PersonRow| {
                row.email = "private@example.org".to_owned();
                row.phone = "555-0142".to_owned();
                row.target += 1;
            },
        )
        .expect("changed");
        let notes: Vec<(String, String, String)> = store
            .read(|c| -> Result<_, StoreError> {
                let columns = (audit::action, audit::before, audit::after);
                Ok(audit::table.order(audit::id).select(columns).load(c)?)
            })
            .expect("the trail");
        let (action, before, after) = notes.last().expect("a note");
        assert_eq!(action, "change_person", "{}", database.name);
        assert!(
            after.contains(&format!("\"target\":{}", person.target + 1)),
            "{after}"
        );
        for hidden in [
            &person.name,
            &person.email,
            "private@example.org",
            "555-0142",
        ] {
            let told = before.contains(hidden) || after.contains(hidden);
            assert!(!told, "{}: {hidden}", database.name);
        }
    });
}

#[test]
fn pages_of_people_give_each_once() {
    each(|database| {
        let (context, store) = (context(), &database.store);
        let (city, districts) = city(database, &context);
        let mut cut = Cut {
            after: String::new(),
            most: 7,
        };
        let mut ids = Vec::new();
        loop {
            let page = store
                .read(|c| pages::people(c, &districts, &cut))
                .expect("a page");
            let Some(last) = page.last() else { break };
            cut.after.clone_from(&last.id);
            ids.extend(page.into_iter().map(|row| row.id));
        }
        let mut all: Vec<String> = store
            .read(|c| people::people_of(c, &city))
            .expect("people")
            .into_iter()
            .map(|row| row.id)
            .collect();
        all.sort();
        assert_eq!(ids, all, "{}", database.name);
    });
}
