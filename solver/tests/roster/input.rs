//! Bad input: each fault is named by its path, and all faults that can be seen at once are told at once.

use serde_json::{Value, json};
use zhiban_solver::roster::{Document, Instance};

/// A problem with one of everything.
fn sample() -> Value {
    serde_json::from_str(include_str!("../samples/roster.json")).unwrap()
}

/// What is said about a document, one line a fault; empty where it is right.
fn faults(json: &str) -> Vec<String> {
    match Document::from_json(json.as_bytes()) {
        Err(fault) => vec![fault.to_string()],
        Ok(document) => match Instance::new(document) {
            Ok(_) => Vec::new(),
            Err(faults) => faults.iter().map(ToString::to_string).collect(),
        },
    }
}

/// Puts a value at a pointer such as `/people/0/target`.
fn with(mut document: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match document.pointer_mut(parent).unwrap() {
        Value::Object(object) => {
            object.insert(key.to_owned(), value);
        }
        Value::Array(list) if key == "-" => list.push(value),
        Value::Array(list) => list[key.parse::<usize>().unwrap()] = value,
        other => panic!("{other} holds nothing"),
    }
    document
}

#[test]
fn a_problem_with_one_of_everything_is_right() {
    assert_eq!(faults(&sample().to_string()), [""; 0]);
}

#[test]
fn each_fault_is_named_by_its_path() {
    let cases = [
        ("/format", json!("zhiban-roster/2"), "format"),
        ("/name", json!(7), "name"),
        ("/time_zone", json!("Asia/Nowhere"), "time_zone"),
        ("/start", json!("2026-12-1"), "start"),
        ("/end", json!("2026-11-30"), "end"),
        ("/colour", json!("red"), "colour"),
        ("/stations/0/lat", json!(90.5), "stations[0].lat"),
        ("/stations/0/lon", json!("104"), "stations[0].lon"),
        ("/stations/0/district", json!(""), "stations[0].district"),
        (
            "/stations/-",
            json!({"id": "s", "district": "x", "lat": 0, "lon": 0}),
            "stations[1].id",
        ),
        (
            "/stations/0",
            json!(["s", "north", 30.0, 104.0]),
            "stations[0]",
        ),
        ("/duties/1/id", json!(""), "duties[1].id"),
        ("/duties/1/id", json!("d"), "duties[1].id"),
        ("/people/0/target", json!(-1), "people[0].target"),
        ("/people/0/target", json!(1.5), "people[0].target"),
        ("/people/0/max_week", json!("2"), "people[0].max_week"),
        ("/people/0/max_km", json!(-0.5), "people[0].max_km"),
        (
            "/people/0/languages",
            json!({"bo": "B7"}),
            "people[0].languages.bo",
        ),
        (
            "/people/0/languages",
            json!({"": "B2"}),
            "people[0].languages",
        ),
        ("/people/0/skills", json!([""]), "people[0].skills[0]"),
        ("/people/0/avoid", json!(["s", "t"]), "people[0].avoid[1]"),
        ("/people/0/prefers", json!(["t"]), "people[0].prefers[0]"),
        (
            "/people/0/windows/0/date",
            json!("2027-01-01"),
            "people[0].windows[0].date",
        ),
        (
            "/people/0/windows/0/end",
            json!("08:00"),
            "people[0].windows[0].end",
        ),
        (
            "/people/0/windows/0/end",
            json!("24:01"),
            "people[0].windows[0].end",
        ),
        (
            "/people/0/windows/0/day",
            json!(1),
            "people[0].windows[0].day",
        ),
        ("/people/1/windows", json!(null), "people[1].windows"),
        ("/duties/0/station", json!("t"), "duties[0].station"),
        ("/duties/0/date", json!("2026-02-30"), "duties[0].date"),
        ("/duties/0/end", json!("09:00"), "duties[0].end"),
        ("/duties/0/min", json!(3), "duties[0].min"),
        ("/duties/1/ideal", json!(0), "duties[1].ideal"),
        ("/duties/0/weight", json!(0), "duties[0].weight"),
        (
            "/duties/1/supervised_by",
            json!("student"),
            "duties[1].supervised_by",
        ),
        (
            "/duties/1/supervised_by",
            json!(""),
            "duties[1].supervised_by",
        ),
        ("/series/0/holder", json!("nobody"), "series[0].holder"),
        ("/series/0/options", json!([]), "series[0].options"),
        (
            "/series/0/options/0/duties/-",
            json!("x"),
            "series[0].options[0].duties[1]",
        ),
        (
            "/series/0/options/0/duties/-",
            json!("d"),
            "series[0].options[0].duties[1]",
        ),
        (
            "/series/0/options/-",
            json!({"id": "o", "duties": []}),
            "series[0].options[2].id",
        ),
        (
            "/language_cover/0/week",
            json!("2026-W54"),
            "language_cover[0].week",
        ),
        (
            "/language_cover/0/level",
            json!("b2"),
            "language_cover[0].level",
        ),
        (
            "/language_cover/0/level",
            json!({"B2": null}),
            "language_cover[0].level",
        ),
        (
            "/language_cover/0/language",
            json!(""),
            "language_cover[0].language",
        ),
        ("/pins/0/duty", json!("x"), "pins[0].duty"),
        ("/pins/0", json!(["d", "li"]), "pins[0]"),
        ("/bans/0/person", json!("x"), "bans[0].person"),
        (
            "/previous/-",
            json!({"duty": "d", "person": "li"}),
            "previous[1]",
        ),
        ("/weights/change", json!(-1), "weights.change"),
        ("/weights", json!([1, 1, 1, 1, 1, 1, 1, 1]), "weights"),
        ("/weights/shortfall", json!(u32::MAX), ""),
    ];
    let mut wrong = Vec::new();
    for (pointer, value, path) in cases {
        let found = faults(&with(sample(), pointer, value.clone()).to_string());
        let is_named = match &found[..] {
            [] => path.is_empty(),
            [fault] => fault.starts_with(&format!("{path}: ")),
            _ => false,
        };
        if !is_named {
            wrong.push(format!("{pointer} {value}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_fault_of_content_is_told_at_once() {
    let mut document = sample();
    for (pointer, value) in [
        ("/time_zone", json!("here")),
        ("/stations/0/lat", json!(-91)),
        ("/people/0/windows/0/end", json!("07:00")),
        ("/people/1/avoid", json!(["x", "y"])),
        ("/duties/0/min", json!(9)),
        ("/series/0/holder", json!("nobody")),
        ("/pins/0", json!({"duty": "x", "person": "y"})),
    ] {
        document = with(document, pointer, value);
    }
    let paths: Vec<String> = faults(&document.to_string())
        .iter()
        .map(|fault| fault.split(": ").next().unwrap().to_owned())
        .collect();
    let all = [
        "time_zone",
        "stations[0].lat",
        "people[0].windows[0].end",
        "people[1].avoid[0]",
        "people[1].avoid[1]",
        "duties[0].min",
        "series[0].holder",
        "pins[0].duty",
        "pins[0].person",
    ];
    assert_eq!(paths, all);
}

#[test]
fn a_key_given_twice_is_a_fault_wherever_it_stands() {
    let text = sample().to_string();
    for (once, twice, path) in [
        (r#""name":"#, r#""name":"x","name":"#, "the document"),
        (
            r#""bo":"B2""#,
            r#""bo":"B2","bo":"N""#,
            "people[0].languages",
        ),
        (
            r#""bo":"B1""#,
            r#""bo":"B1","bo":"B1""#,
            "duties[0].languages",
        ),
        (r#""target":1"#, r#""target":1,"target":1"#, "people[0]"),
        (
            r#""shortfall":100"#,
            r#""shortfall":100,"shortfall":1"#,
            "weights",
        ),
        (
            r#""holder":"li""#,
            r#""holder":"li","holder":null"#,
            "series[0]",
        ),
    ] {
        assert!(text.contains(once), "{once}");
        let found = faults(&text.replacen(once, twice, 1));
        assert_eq!(found.len(), 1, "{twice}");
        assert!(found[0].starts_with(path), "{twice}: {found:?}");
    }
}

#[test]
fn what_is_not_json_is_refused() {
    let text = sample().to_string();
    for bad in [
        text.replacen("30.0", "NaN", 1),
        text.replacen("30.0", "1e999", 1),
        format!("{text} {text}"),
        text[..text.len() - 1].to_owned(),
        String::new(),
        "[]".to_owned(),
    ] {
        assert_eq!(faults(&bad).len(), 1, "{bad:.60}");
    }
}

#[test]
fn null_for_a_key_that_may_be_omitted_is_the_same_as_omitting_it() {
    let mut document = sample();
    for key in ["series", "language_cover", "pins", "bans", "previous"] {
        document = with(document, &format!("/{key}"), Value::Null);
    }
    for key in [
        "skills",
        "languages",
        "avoid",
        "prefers",
        "max_km",
        "max_day",
        "max_run",
    ] {
        document = with(document, &format!("/people/0/{key}"), Value::Null);
    }
    for key in ["skills", "any_skills", "languages", "supervised_by"] {
        document = with(document, &format!("/duties/0/{key}"), Value::Null);
    }
    assert_eq!(faults(&document.to_string()), [""; 0]);
}

#[test]
fn weights_beyond_exact_arithmetic_are_refused() {
    let mut document = with(sample(), "/weights/shortfall", json!(u32::MAX));
    document = with(document, "/duties/0/weight", json!(u32::MAX));
    let found = faults(&document.to_string());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("weights: "), "{found:?}");
}

#[test]
fn a_document_that_is_written_and_read_again_is_the_same() {
    let document = Document::from_json(sample().to_string().as_bytes()).unwrap();
    let text = serde_json::to_string(&document).unwrap();
    assert_eq!(Document::from_json(text.as_bytes()).unwrap(), document);
}
