//! Small problems for the tests of the rules: one or two stations, a few people, a few duties, every price nought.

use std::collections::BTreeMap;

use super::answer::{ANSWER_FORMAT, Answer, RosterAnswer, Status, Terms};
use super::audit::Facts;
use super::decompose::Part;
use super::document::{
    Document, Duty, FORMAT, Pair, Person, Series, SeriesOption, Station, Window,
};
use super::exact::whole_model;
use super::instance::Instance;
use super::model::Model;
use super::plan::Plan;
use crate::calendar::{Minute, parse_date};
use crate::engine::{self, Outcome};
use crate::limits::Limits;

/// Stations A and B 11.12 km apart (38 minutes of way) in one district, a horizon of Friday 4 to Monday 14 December 2026.
pub(super) fn problem(people: Vec<Person>, duties: Vec<Duty>) -> Document {
    let station = |id: &str, lat: f64| Station {
        id: id.to_owned(),
        district: "north".to_owned(),
        lat,
        lon: 104.0,
    };
    Document {
        format: FORMAT.to_owned(),
        name: "a rule's test".to_owned(),
        time_zone: "Asia/Shanghai".to_owned(),
        start: date(4),
        end: date(14),
        stations: vec![station("A", 30.0), station("B", 30.1)],
        people,
        duties,
        ..Document::default()
    }
}

/// A date of December 2026.
pub(super) fn date(day: u32) -> chrono::NaiveDate {
    parse_date(&format!("2026-12-{day:02}")).expect("a day of December")
}

fn minute(text: &str) -> Minute {
    Minute::parse(text).expect("a time of day")
}

/// An adviser who lives at station A, is free all day on every date and limited in nothing.
pub(super) fn adviser(id: &str) -> Person {
    let window = |day: u32| Window {
        date: date(day),
        start: minute("00:00"),
        end: minute("24:00"),
    };
    Person {
        id: id.to_owned(),
        pool: "adviser".to_owned(),
        lat: 30.0,
        lon: 104.0,
        skills: Vec::new(),
        languages: BTreeMap::new(),
        windows: (4..=14).map(window).collect(),
        max_day: None,
        max_week: None,
        max_month: None,
        max_stations: None,
        max_run: None,
        max_weekends: None,
        target: 0,
        avoid: Vec::new(),
        prefers: Vec::new(),
        max_km: None,
    }
}

/// An adviser's duty of weight 1 for one person on a day of December, such as `"09:00-12:00"`.
pub(super) fn duty(id: &str, station: &str, day: u32, hours: &str) -> Duty {
    let (start, end) = hours.split_once('-').expect("a span of hours");
    Duty {
        id: id.to_owned(),
        station: station.to_owned(),
        date: date(day),
        start: minute(start),
        end: minute(end),
        pool: "adviser".to_owned(),
        min: 1,
        ideal: 1,
        skills: Vec::new(),
        any_skills: Vec::new(),
        languages: BTreeMap::new(),
        weight: 1,
        supervised_by: None,
    }
}

/// A series without a given holder; options are named 0, 1 and so on.
pub(super) fn series(id: &str, options: &[&[&str]]) -> Series {
    Series {
        id: id.to_owned(),
        options: options
            .iter()
            .enumerate()
            .map(|(o, duties)| SeriesOption {
                id: o.to_string(),
                duties: duties.iter().map(|&d| d.to_owned()).collect(),
            })
            .collect(),
        holder: None,
    }
}

/// A duty and a person.
pub(super) fn pair(duty: &str, person: &str) -> Pair {
    Pair {
        duty: duty.to_owned(),
        person: person.to_owned(),
    }
}

/// An answer made by hand: who holds what, and option and holder of each series.
pub(super) fn answer(held: &[(&str, &str)], series: &[(&str, &str, Option<&str>)]) -> RosterAnswer {
    RosterAnswer {
        format: ANSWER_FORMAT.to_owned(),
        status: Status::Feasible,
        options: series
            .iter()
            .map(|&(s, o, _)| (s.to_owned(), o.to_owned()))
            .collect(),
        holders: series
            .iter()
            .map(|&(s, _, p)| (s.to_owned(), p.map(str::to_owned)))
            .collect(),
        assignments: held.iter().map(|&(d, p)| pair(d, p)).collect(),
        objective: 0,
        bound: 0.0,
        terms: Terms::default(),
        seconds: 0.0,
        proof: crate::bound::Proof::Prices,
        certificate: None,
        warnings: Vec::new(),
    }
}

/// What one rule's audit says about an answer made by hand.
pub(super) fn judged<T>(
    rule: impl Fn(&Facts<'_>) -> T,
    document: &Document,
    answer: &RosterAnswer,
) -> T {
    rule(&Facts::new(document, answer))
}

/// The proven optimum of a problem that has one. The search may find and prove it without the integer program, so that is asked too.
pub(super) fn best(document: &Document) -> RosterAnswer {
    let instance = Instance::new(document.clone()).expect("a problem that is right");
    let limits = Limits::seconds(20.0, 1, 0);
    match super::solve(&instance, &limits, &mut |_| true) {
        Ok(Answer::Roster(answer)) if answer.status == Status::Optimal => {
            the_program_agrees(&instance, &answer, &limits);
            answer
        }
        other => panic!("a small problem is solved to its end: {other:?}"),
    }
}

/// The optimum keeps every row that the rules and terms post and costs what they say; and HiGHS, not told of it, finds none better or worse.
fn the_program_agrees(instance: &Instance, answer: &RosterAnswer, limits: &Limits) {
    let (whole, plan) = (Part::whole(instance), plan(instance, answer));
    let program = whole_model(instance, &whole, &plan).program;
    let start = program.starts();
    assert!(program.keeps(start), "the optimum breaks a row: {answer:?}");
    let costs = |values: &[f64]| program.cost(values).round() as i64;
    assert_eq!(costs(start), answer.objective, "{answer:?}");
    match engine::solve(&program, false, limits, &mut |_, _| true) {
        Ok(Outcome::Found { values, .. }) => assert_eq!(costs(&values), answer.objective),
        Ok(other) => panic!("HiGHS says {other:?}"),
        Err(why) => panic!("HiGHS says {why}"),
    }
}

/// An answer by place instead of by name.
fn plan(instance: &Instance, answer: &RosterAnswer) -> Plan {
    let named = |id: &str, ids: &[&str]| ids.iter().position(|&other| other == id);
    let duties: Vec<_> = instance.duties.iter().map(|d| d.id.as_str()).collect();
    let people: Vec<_> = instance.people.iter().map(|p| p.id.as_str()).collect();
    let person = |id: &str| named(id, &people).expect("a person of the problem");
    let seat = |r: &Pair| {
        let duty = named(&r.duty, &duties).expect("a duty of the problem");
        (duty, person(&r.person))
    };
    let option = |s: &super::instance::Series| {
        let ids: Vec<_> = s.options.iter().map(|(id, _)| id.as_str()).collect();
        named(&answer.options[&s.id], &ids).expect("an option of the series")
    };
    Plan {
        options: instance.series.iter().map(option).collect(),
        holders: instance
            .series
            .iter()
            .map(|s| answer.holders[&s.id].as_deref().map(person))
            .collect(),
        seats: answer.assignments.iter().map(seat).collect(),
    }
}

/// How many variables and rows a rule posts for a problem, nobody holding anything yet.
pub(super) fn posted(post: fn(&mut Model<'_>), document: &Document) -> (usize, usize) {
    let instance = Instance::new(document.clone()).expect("a problem that is right");
    let whole = Part::whole(&instance);
    let mut model = Model::new(&instance, &whole, None);
    let before = model.program.columns();
    assert!(model.program.rows().is_empty());
    post(&mut model);
    let program = model.program;
    (program.columns() - before, program.rows().len())
}

/// Who holds what in an answer, in the order of the problem.
pub(super) fn held(answer: &RosterAnswer) -> Vec<(&str, &str)> {
    answer
        .assignments
        .iter()
        .map(|r| (r.duty.as_str(), r.person.as_str()))
        .collect()
}
