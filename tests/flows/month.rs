//! From a city's setup to a proposed month.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use zhiban::actions::generate_roster::{self, GenerateError};
use zhiban::actions::import_city::{Imported, import_city};
use zhiban::actions::set_up_month::{SetUpError, set_up_month};
use zhiban::actions::{Context, Randomness};
use zhiban::demo;
use zhiban::domain::calendar::Month;
use zhiban::domain::city::{CitySetup, Skill};
use zhiban::store::{StoreError, duties, people, places, rosters};
use zhiban_solver::roster::document::Weights;
use zhiban_solver::roster::{Answer, Instance};
use zhiban_solver::{Limits, Progress, solve_roster};

use crate::databases::{Database, each, sqlite};

pub(crate) const WEIGHTS: Weights = Weights {
    shortfall: 1000,
    below_ideal: 200,
    substitute: 30,
    language: 300,
    travel_km: 1,
    fairness: 4,
    preference: 5,
    change: 25,
};

/// Numbers that never repeat in one test, and are the same in the next run. They rise, as ids of one instant after the other do.
struct Counting(std::sync::atomic::AtomicU64);

impl Randomness for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let n = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = n.to_be_bytes()[i % 8];
        }
    }
}

pub(crate) fn context() -> Context {
    let now: DateTime<Utc> = "2026-11-20T01:00:00Z".parse().expect("an instant");
    Context {
        now,
        random: Arc::new(Counting(std::sync::atomic::AtomicU64::new(1))),
        actor: "test".to_owned(),
    }
}

pub(crate) fn december() -> Month {
    Month::parse("2026-12").expect("a month")
}

fn import(database: &Database, context: &Context) -> Imported {
    import_city(&database.store, context, &demo::city(1, december()))
        .expect("the demo city is imported")
}

pub(crate) fn set_up_all(database: &Database, context: &Context) -> Vec<String> {
    let city = import(database, context).city_id;
    let districts = database
        .store
        .read(|c| places::districts_of(c, &city))
        .expect("districts");
    let set_up = |d: &places::DistrictRow| {
        set_up_month(&database.store, context, &d.id, december()).expect("set up")
    };
    districts.iter().map(set_up).collect()
}

#[test]
fn importing_the_same_city_twice_changes_nothing() {
    each(|database| {
        let context = context();
        let first = import(database, &context);
        assert!(!first.is_unchanged());
        let again = import(database, &context);
        assert!(
            again.is_unchanged(),
            "{}: {:?}",
            database.name,
            again.tables
        );
        assert_eq!(first.city_id, again.city_id);
    });
}

#[test]
fn a_changed_person_and_a_dropped_option_are_brought_to_what_the_file_says() {
    each(|database| {
        let context = context();
        import(database, &context);
        let mut changed = demo::city(1, december());
        changed.people[3].skills = vec!["land".into()];
        changed.people[3].weekly.pop();
        changed.templates[0].options.pop();
        let done = import_city(&database.store, &context, &changed).expect("imported");
        let of = |name: &str| {
            done.tables
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, t)| (t.new, t.changed))
        };
        assert_eq!(of("People"), Some((0, 1)), "{}", database.name);
        assert_eq!(of("Templates"), Some((0, 1)), "{}", database.name);
        let again = import_city(&database.store, &context, &changed).expect("imported");
        assert!(
            again.is_unchanged(),
            "{}: {:?}",
            database.name,
            again.tables
        );
    });
}

#[test]
fn who_has_left_stays_so_when_the_city_is_imported_again() {
    each(|database| {
        let context = context();
        let city = import(database, &context).city_id;
        let state = || {
            let read = database.store.read(|c| people::people_of(c, &city));
            read.expect("people")[0].state.clone()
        };
        let leave = |c: &mut zhiban::store::Connection| {
            let mut gone = people::people_of(c, &city)?.remove(0);
            gone.state = "left".to_owned();
            people::update_person(c, &gone)
        };
        database.store.write(leave).expect("left");
        assert!(import(database, &context).is_unchanged());
        assert_eq!(state(), "left", "{}", database.name);
    });
}

#[test]
fn a_setup_that_names_what_is_not_there_leaves_nothing_behind() {
    let database = sqlite();
    let mut city = demo::city(1, december());
    city.people[0].pool = "pilots".into();
    let refusal = import_city(&database.store, &context(), &city)
        .map(|_| ())
        .map_err(|e| e.to_string());
    assert_eq!(
        refusal,
        Err("pool \"pilots\" is named by person A001, but there is none".into())
    );
    let cities = database.store.read(places::all_cities).expect("cities");
    assert!(cities.is_empty());
}

/// People of the demo's city who hold a licence, by place in the list.
fn licensed(city: &CitySetup) -> Vec<usize> {
    let has = |n: &usize| city.people[*n].licence.is_some();
    (0..city.people.len()).filter(has).collect()
}

#[test]
fn two_people_can_exchange_what_only_one_may_have() {
    each(|database| {
        let context = context();
        import(database, &context);
        let mut changed = demo::city(1, december());
        let [a, b] = licensed(&changed)[..2] else {
            panic!("the demo has advisers with licences");
        };
        let first = changed.people[a].licence.take();
        changed.people[a].licence = changed.people[b].licence.take();
        changed.people[b].licence = first;
        import_city(&database.store, &context, &changed).expect("imported");
        let again = import_city(&database.store, &context, &changed).expect("imported");
        assert!(again.is_unchanged(), "{}", database.name);
    });
}

#[test]
fn a_licence_of_somebody_the_file_does_not_name_is_not_taken_from_them() {
    each(|database| {
        let context = context();
        import(database, &context);
        let mut changed = demo::city(1, december());
        let n = licensed(&changed)[0];
        let holder = changed.people[n].code.clone();
        "Z999".clone_into(&mut changed.people[n].code);
        for template in &mut changed.templates {
            template.holder = None;
        }
        let refusal = import_city(&database.store, &context, &changed).expect_err("refused");
        let (words, held) = (refusal.to_string(), format!("is held by person {holder}"));
        assert!(words.contains(&held), "{}: {words}", database.name);
        let city = import(database, &context).city_id;
        let there = database.store.read(|c| people::people_of(c, &city));
        assert!(
            there.expect("people").iter().all(|p| p.code != "Z999"),
            "nothing is imported"
        );
    });
}

/// Deeper than the demo's topics, and the lowest first: a row's parent may stand below it in the file.
#[test]
fn topics_and_stations_may_stand_above_those_they_lie_under() {
    each(|database| {
        let mut city = demo::city(1, december());
        let under = |code: &str, parent: Option<&str>| Skill {
            code: code.to_owned(),
            name: code.to_owned(),
            name_en: code.to_owned(),
            parent: parent.map(str::to_owned),
        };
        city.skills.insert(0, under("top", None));
        city.skills.insert(0, under("middle", Some("top")));
        city.skills.insert(0, under("low", Some("middle")));
        city.stations.reverse();
        import_city(&database.store, &context(), &city).expect("imported");
    });
}

#[test]
fn a_month_is_set_up_once() {
    each(|database| {
        let context = context();
        set_up_all(database, &context);
        let city = import(database, &context).city_id;
        let districts = database
            .store
            .read(|c| places::districts_of(c, &city))
            .expect("districts");
        let again = set_up_month(&database.store, &context, &districts[0].id, december());
        assert!(
            matches!(again, Err(SetUpError::Done { .. })),
            "{}",
            database.name
        );
        let nowhere = set_up_month(&database.store, &context, "nowhere", december());
        assert!(
            matches!(nowhere, Err(SetUpError::NoDistrict(_))),
            "{}",
            database.name
        );
    });
}

#[test]
fn who_may_not_serve_alone_is_supervised_as_their_pool_asks_where_the_template_does_not_say() {
    each(|database| {
        let (store, context) = (&database.store, context());
        let mut setup = demo::city(1, december());
        let mut said_nothing = Vec::new();
        for template in &mut setup.templates {
            if template.pool == "student" {
                template.supervised_by = None;
                said_nothing.push(template.code.clone());
            }
        }
        let city = import_city(store, &context, &setup)
            .expect("imported")
            .city_id;
        let districts = store.read(|c| places::districts_of(c, &city));
        let mut found = 0;
        for district in districts.expect("districts") {
            let roster = set_up_month(store, &context, &district.id, december()).expect("set up");
            let read = store.read(|c| {
                let templates = zhiban::store::templates::templates_of(c, &city)?;
                Ok::<_, StoreError>((templates, duties::of_roster(c, &roster)?))
            });
            let (templates, duties) = read.expect("read");
            let of_student = |id: &String| {
                let template = templates.iter().find(|t| t.id == *id);
                template.is_some_and(|t| said_nothing.contains(&t.code))
            };
            for duty in duties.iter().filter(|d| of_student(&d.template_id)) {
                assert_eq!(
                    duty.supervised_by.as_deref(),
                    Some("adviser"),
                    "{}",
                    database.name
                );
                found += 1;
            }
        }
        assert!(
            found > 0,
            "{}: no student serves in the city",
            database.name
        );
    });
}

#[test]
fn a_city_s_month_is_generated_and_proposed() {
    each(|database| {
        let context = context();
        let ids = set_up_all(database, &context);
        generate_roster::start(&database.store, &context, &ids).expect("taken");
        let problem = generate_roster::problem(&database.store, &ids, WEIGHTS).expect("a problem");
        let instance = Instance::new(problem.clone()).expect("the problem follows the format");
        let limits = Limits::seconds(20.0, 2, 0);
        let Ok(Answer::Roster(answer)) = solve_roster(&instance, &limits, &mut |_: &Progress| true)
        else {
            panic!("the demo city has a roster")
        };
        assert!(
            answer.bound > 0.5 * answer.objective as f64,
            "{} {}",
            answer.bound,
            answer.objective
        );
        generate_roster::propose(&database.store, &context, &ids, problem, &answer, None)
            .expect("proposed");
        let (rosters, assignments, active) = database
            .store
            .read(|c| -> Result<_, StoreError> {
                let rows = rosters::find_all(c, &ids)?;
                let mut assignments = 0;
                let mut active = 0;
                for id in &ids {
                    assignments += duties::assignments_of_roster(c, id)?.len();
                    active += duties::of_roster(c, id)?
                        .iter()
                        .filter(|d| d.active)
                        .count();
                }
                Ok((rows, assignments, active))
            })
            .expect("read");
        assert!(
            rosters
                .iter()
                .all(|r| r.state == "proposed" && r.solve_id.is_some()),
            "{}",
            database.name
        );
        assert_eq!(assignments, answer.assignments.len(), "{}", database.name);
        assert!(active > 200, "{}: {active} active duties", database.name);
    });
}

#[test]
fn an_answer_that_breaks_a_rule_is_not_stored() {
    let database = sqlite();
    let context = context();
    let ids = set_up_all(&database, &context);
    generate_roster::start(&database.store, &context, &ids).expect("taken");
    let problem = generate_roster::problem(&database.store, &ids, WEIGHTS).expect("a problem");
    let instance = Instance::new(problem.clone()).expect("the problem follows the format");
    let Ok(Answer::Roster(mut answer)) = solve_roster(
        &instance,
        &Limits::seconds(2.0, 2, 0),
        &mut |_: &Progress| true,
    ) else {
        panic!("the demo city has a roster")
    };
    answer.objective -= 1;
    let refusal = generate_roster::propose(&database.store, &context, &ids, problem, &answer, None);
    assert!(matches!(refusal, Err(GenerateError::Wrong(_))));
    let states = database
        .store
        .read(|c| rosters::find_all(c, &ids))
        .expect("rosters");
    assert!(states.iter().all(|r| r.state == "solving"));
}

#[test]
fn a_roster_being_solved_is_not_taken_twice_and_can_be_let_go() {
    each(|database| {
        let context = context();
        let ids = set_up_all(database, &context);
        generate_roster::start(&database.store, &context, &ids[..1]).expect("taken");
        let again = generate_roster::start(&database.store, &context, &ids);
        assert!(
            matches!(again, Err(GenerateError::Refused(_))),
            "{}",
            database.name
        );
        let others = database
            .store
            .read(|c| rosters::find_all(c, &ids[1..]))
            .expect("rosters");
        assert!(
            others.iter().all(|r| r.state == "draft"),
            "all or none is taken"
        );
        generate_roster::give_up(&database.store, &context, &ids, "cancelled").expect("let go");
        let all = database
            .store
            .read(|c| rosters::find_all(c, &ids))
            .expect("rosters");
        assert!(all.iter().all(|r| r.state == "draft"), "{}", database.name);
    });
}

#[test]
fn a_month_that_was_never_set_up_is_refused_with_what_would_be_right() {
    let refusal = generate_roster::start(&sqlite().store, &context(), &["nothing".to_owned()]);
    let text = refusal.map_err(|e| e.to_string());
    assert_eq!(
        text,
        Err("there is no roster nothing; right would be to set the month up first".into())
    );
}
