//! A country's calendar: loaded by who sets up every city of it, whole years at once, and told before it is kept.

use serde_json::{Value, json};

use crate::book::city;
use crate::served::Served;

fn calendar(days: &Value) -> Value {
    json!({"years": {"2030": {"status": "provisional", "days": days}}})
}

#[test]
fn a_year_is_loaded_whole_and_counted_before_it_is_kept() {
    let served = Served::with_city();
    let admin = served.administrator();
    let path = "/api/v1/cities/city/holidays";
    let new_year = json!({"date": "2030-01-01", "name": "元旦", "kind": "off", "statutory": true});
    let worked = json!({"date": "2030-02-09", "name": "春节", "kind": "work", "statutory": false});
    let both = calendar(&json!([new_year, worked]));
    let tried = admin.put_json(&format!("{path}?check=true"), &both);
    assert_eq!(
        tried.json(),
        json!({"checked_only": true, "new": 2, "changed": 0, "unchanged": 0, "gone": 0}),
        "{}",
        tried.text
    );
    let kept = || admin.get(&format!("{path}?year=2030")).json()["items"].clone();
    assert_eq!(kept(), json!([]));
    assert_eq!(admin.put_json(path, &both).json()["new"], 2);
    assert_eq!(kept()[0]["name_en"], "New Year's Day");
    assert_eq!(kept()[1]["provisional"], true);
    let one = admin.put_json(path, &calendar(&json!([new_year])));
    assert_eq!(
        (&one.json()["unchanged"], &one.json()["gone"]),
        (&json!(1), &json!(1))
    );
    assert_eq!(kept().as_array().unwrap().len(), 1);
    let wrong = admin.put_json(
        path,
        &calendar(&json!([{"date": "2031-01-01", "name": "x", "kind": "off", "statutory": true}])),
    );
    assert!((400..500).contains(&wrong.status), "{}", wrong.text);
    assert!(wrong.text.contains("2031-01-01"), "{}", wrong.text);
    assert_eq!(served.coordinator().put_json(path, &both).status, 403);
    // Another city of the country comes, which they do not set up: its days are theirs no more.
    let import = zhiban::actions::import_city::import_city;
    import(&served.store, &crate::served::context(), &city()).unwrap();
    assert_eq!(admin.put_json(path, &both).status, 403);
}

#[test]
fn the_calendar_of_china_comes_with_the_first_city_of_it() {
    let served = Served::with_city();
    let mut setup = city();
    setup.holidays.clear();
    let import = zhiban::actions::import_city::import_city;
    import(&served.store, &crate::served::context(), &setup).unwrap();
    let admin = served.administrator();
    let year = |year: i32| {
        let path = format!("/api/v1/cities/city/holidays?year={year}");
        admin.get(&path).json()["items"].as_array().unwrap().clone()
    };
    assert!(year(2026).iter().all(|day| day["provisional"] == false) && !year(2026).is_empty());
    assert!(year(2027).iter().all(|day| day["provisional"] == true) && !year(2027).is_empty());
}
