//! Calendars of other programs as busy times: zones, whole days, series with exceptions, our own duties, and files that mean harm.

use std::cell::Cell;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use zhiban::domain::busy_time::{BusyTime, Unread};
use zhiban::files::busy_times::{Looking, busy_times};

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// What is read of a calendar in a city, from the first of December of 2026 for a year, as `2026-12-08 540-720`.
fn read_in(zone: chrono_tz::Tz, text: &str) -> Result<Vec<String>, Unread> {
    let begun = Instant::now();
    let looking = Looking {
        zone,
        first: date("2026-12-01"),
        last: date("2027-12-01"),
        ours: "legal.example.org",
        may_go_on: &|| begun.elapsed() < Duration::from_secs(5),
    };
    let shown = |time: &BusyTime| format!("{} {}-{}", time.date, time.span.start, time.span.end);
    Ok(busy_times(text, &looking)?.iter().map(shown).collect())
}

fn read(text: &str) -> Result<Vec<String>, Unread> {
    read_in(chrono_tz::Asia::Shanghai, text)
}

/// A calendar with these lines in it.
fn calendar(lines: &str) -> String {
    let lines = lines.trim().lines().map(str::trim);
    let lines: Vec<&str> = lines.collect();
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Other//Other//EN\nX-WR-CALNAME:Mine\n{}\nEND:VCALENDAR\n",
        lines.join("\n")
    );
    text.replace('\n', "\r\n")
}

/// A calendar with one event.
fn event(lines: &str) -> String {
    calendar(&format!(
        "BEGIN:VEVENT\nUID:other@example.com\nDTSTAMP:20261101T000000Z\nSUMMARY:Dentist\\, secret\n{}\nEND:VEVENT",
        lines.trim()
    ))
}

fn one(lines: &str) -> Vec<String> {
    read(&event(lines)).unwrap()
}

#[test]
fn an_event_is_told_by_the_clock_of_the_city() {
    // UTC, a zone of its own, and without a zone.
    assert_eq!(
        one("DTSTART:20261208T010000Z\nDTEND:20261208T040000Z"),
        ["2026-12-08 540-720"]
    );
    let berlin = "DTSTART;TZID=Europe/Berlin:20261208T090000\nDURATION:PT1H30M";
    assert_eq!(one(berlin), ["2026-12-08 960-1050"]);
    let quoted =
        "DTSTART;TZID=\"/mozilla.org/20070129_1/Europe/Berlin\":20261208T090000\nDURATION:PT1H30M";
    assert_eq!(one(quoted), ["2026-12-08 960-1050"]);
    assert_eq!(
        one("DTSTART:20261208T090000\nDTEND:20261208T120000"),
        ["2026-12-08 540-720"]
    );
    // Half minutes count whole; over midnight it is two.
    let night = "DTSTART:20261208T230030\nDTEND:20261209T010030";
    assert_eq!(one(night), ["2026-12-08 1380-1440", "2026-12-09 0-61"]);
}

#[test]
fn a_whole_day_is_the_city_s_and_what_is_not_busy_is_left_out() {
    assert_eq!(one("DTSTART;VALUE=DATE:20261208"), ["2026-12-08 0-1440"]);
    let three = "DTSTART;VALUE=DATE:20261208\nDTEND;VALUE=DATE:20261211";
    assert_eq!(
        one(three),
        [
            "2026-12-08 0-1440",
            "2026-12-09 0-1440",
            "2026-12-10 0-1440"
        ]
    );
    assert_eq!(one("DTSTART;VALUE=DATE:20261208\nDURATION:P1W").len(), 7);
    for free in [
        "TRANSP:TRANSPARENT",
        "STATUS:CANCELLED",
        "transp:transparent",
    ] {
        assert!(
            one(&format!("DTSTART;VALUE=DATE:20261208\n{free}")).is_empty(),
            "{free}"
        );
    }
    assert_eq!(
        one("DTSTART;VALUE=DATE:20261208\nSTATUS:TENTATIVE").len(),
        1
    );
    // A moment takes no time; what is over, or further than a year away, is not looked at.
    for none in [
        "DTSTART:20261208T010000Z",
        "DTSTART:20261130T010000Z\nDURATION:PT1H",
        "DTSTART:20271202T010000Z\nDURATION:PT1H",
    ] {
        assert!(one(none).is_empty(), "{none}");
    }
    // Of a holiday that has begun, what is left.
    let holiday = "DTSTART;VALUE=DATE:20261101\nDTEND;VALUE=DATE:20261203";
    assert_eq!(one(holiday), ["2026-12-01 0-1440", "2026-12-02 0-1440"]);
}

#[test]
fn a_series_keeps_its_own_clock_over_summer_time() {
    // Nine in Berlin: sixteen in Shanghai in winter, fifteen in summer.
    let weekly = "DTSTART;TZID=Europe/Berlin:20250107T090000\nDTEND;TZID=Europe/Berlin:20250107T100000\nRRULE:FREQ=WEEKLY;BYDAY=TU";
    let times = one(weekly);
    assert_eq!(times.len(), 53);
    assert!(
        times.contains(&"2027-03-23 960-1020".to_owned()),
        "{times:?}"
    );
    assert!(
        times.contains(&"2027-03-30 900-960".to_owned()),
        "{times:?}"
    );
    assert!(
        times.contains(&"2027-11-02 960-1020".to_owned()),
        "{times:?}"
    );
    // The last moment is told in UTC: 08:00Z is nine in Berlin.
    let until = |last: &str| one(&format!("{weekly};UNTIL={last}")).len();
    assert_eq!(
        (
            until("20261208T080000Z"),
            until("20261208T075959Z"),
            until("20261208")
        ),
        (2, 1, 2)
    );
    assert_eq!(until("20200101T000000Z"), 0);
}

#[test]
fn exceptions_additions_and_overrides_of_a_series_count() {
    let weekly = "DTSTART;TZID=Asia/Shanghai:20261201T090000\nDTEND;TZID=Asia/Shanghai:20261201T100000\nRRULE:FREQ=WEEKLY;COUNT=5";
    let except = format!(
        "{weekly}\nEXDATE;TZID=Asia/Shanghai:20261208T090000,20261215T090000\nEXDATE:20261222T010000Z\nRDATE;TZID=Asia/Shanghai:20261224T140000"
    );
    assert_eq!(
        one(&except),
        [
            "2026-12-01 540-600",
            "2026-12-24 840-900",
            "2026-12-29 540-600"
        ]
    );
    let by_day = format!("{weekly}\nEXDATE;VALUE=DATE:20261208");
    assert_eq!(one(&by_day).len(), 4);
    let moved = calendar(&format!(
        "BEGIN:VEVENT\nUID:series\n{weekly}\nEND:VEVENT
        BEGIN:VEVENT\nUID:series\nRECURRENCE-ID:20261208T010000Z\nDTSTART:20261209T060000Z\nDTEND:20261209T070000Z\nEND:VEVENT
        BEGIN:VEVENT\nUID:series\nRECURRENCE-ID;TZID=Asia/Shanghai:20261215T090000\nDTSTART:20261215T010000Z\nDTEND:20261215T020000Z\nSTATUS:CANCELLED\nEND:VEVENT"
    ));
    let expected = [
        "2026-12-01 540-600",
        "2026-12-09 840-900",
        "2026-12-22 540-600",
        "2026-12-29 540-600",
    ];
    assert_eq!(read(&moved).unwrap(), expected);
}

#[test]
fn times_that_touch_are_one() {
    let three = calendar(
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261208T090000\nDTEND:20261208T100000\nEND:VEVENT
        BEGIN:VEVENT\nUID:2\nDTSTART:20261208T100000\nDTEND:20261208T110000\nEND:VEVENT
        BEGIN:VEVENT\nUID:3\nDTSTART:20261208T093000\nDTEND:20261208T094500\nEND:VEVENT",
    );
    assert_eq!(read(&three).unwrap(), ["2026-12-08 540-660"]);
}

#[test]
fn our_own_duties_make_nobody_busy() {
    let with_uid = |uid: &str| {
        let text = event("DTSTART:20261208T090000\nDTEND:20261208T100000");
        read(&text.replace("other@example.com", uid)).unwrap().len()
    };
    assert_eq!(
        with_uid("0190b6d0-0000-7000-8000-000000000001@legal.example.org"),
        0
    );
    assert_eq!(
        with_uid("0190B6D0-0000-7000-8000-000000000001@Legal.Example.org"),
        0
    );
    // Another's at the same domain, and ours of another installation.
    assert_eq!(with_uid("meeting-17@legal.example.org"), 1);
    assert_eq!(
        with_uid("f47ac10b-58cc-4372-a567-0e02b2c3d479@legal.example.org"),
        1
    );
    assert_eq!(
        with_uid("0190b6d0-0000-7000-8000-000000000001@example.org"),
        1
    );
}

#[test]
fn a_zone_that_the_calendar_describes_itself_is_known() {
    let zones = "BEGIN:VTIMEZONE\nTZID:W. Europe Standard Time
        BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
        BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT
        END:VTIMEZONE";
    let weekly = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=W. Europe Standard Time:20261208T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;UNTIL=20270406T070000Z\nEND:VEVENT";
    let times = read(&calendar(&format!("{zones}\n{weekly}"))).unwrap();
    assert_eq!(
        times.first().map(String::as_str),
        Some("2026-12-08 960-1020")
    );
    assert_eq!(
        times.last().map(String::as_str),
        Some("2027-04-06 900-960"),
        "{times:?}"
    );
    assert_eq!(read(&calendar(weekly)), Err(Unread::UnknownZone));
    let known = zones.replace(
        "BEGIN:STANDARD",
        "X-LIC-LOCATION:Asia/Tokyo\nBEGIN:STANDARD",
    );
    let times = read(&calendar(&format!("{known}\n{weekly}"))).unwrap();
    assert_eq!(
        times.first().map(String::as_str),
        Some("2026-12-08 480-540")
    );
}

#[test]
fn an_hour_that_is_skipped_is_counted_on_and_one_that_comes_twice_is_the_first() {
    let berlin = |lines: &str| read_in(chrono_tz::UTC, &event(lines)).unwrap();
    // From two to three there is none on the last Sunday of March; on that of October there are two.
    let skipped = "DTSTART;TZID=Europe/Berlin:20270328T023000\nDURATION:PT30M";
    assert_eq!(berlin(skipped), ["2027-03-28 90-120"]);
    let twice = "DTSTART;TZID=Europe/Berlin:20271031T023000\nDURATION:PT30M";
    assert_eq!(berlin(twice), ["2027-10-31 30-60"]);
}

#[test]
fn what_is_no_calendar_is_told_so() {
    let event = "BEGIN:VEVENT\nUID:1\n";
    for (text, why) in [
        (String::new(), Unread::NotACalendar),
        (
            "<!DOCTYPE html><title>Sign in</title>".to_owned(),
            Unread::NotACalendar,
        ),
        ("BEGIN:VCALENDAR\n".to_owned(), Unread::NotACalendar),
        (calendar(event), Unread::NotACalendar),
        (calendar("BEGIN:VEVENT\nUID:1\nEND:VEVENT"), Unread::Event),
        (
            calendar("BEGIN:VEVENT\nUID:1\nDTSTART:soon\nEND:VEVENT"),
            Unread::Event,
        ),
        (
            calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20261208T010000Z\nDURATION:1h\nEND:VEVENT"),
            Unread::Event,
        ),
        (
            calendar("BEGIN:VEVENT\nUID:1\nDTSTART:20261208T010000Z\nRRULE:FREQ=OFTEN\nEND:VEVENT"),
            Unread::Event,
        ),
        (
            calendar("BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Moon/Sea:20261208T010000\nEND:VEVENT"),
            Unread::UnknownZone,
        ),
    ] {
        assert_eq!(read(&text), Err(why), "{text}");
    }
    assert_eq!(read(&calendar("")), Ok(Vec::new()));
    assert_eq!(read(&format!("\u{feff}{}", calendar(""))), Ok(Vec::new()));
    // What does not say when may be as odd as it likes.
    let odd = "DTSTART:20261208T090000\nDTEND:20261208T100000\nX-ODD;=;:::\nDESCRIPTION;ALTREP=\"cid\n :part\":folded\n  and on";
    assert_eq!(one(odd), ["2026-12-08 540-600"]);
}

#[test]
fn files_that_mean_harm_end_soon() {
    let day = "DTSTART:20261201T000000Z\nDURATION:PT1S\n";
    let minutes: Vec<String> = (0..60).map(|n| n.to_string()).collect();
    let all = minutes.join(",");
    let begun = Instant::now();
    for rule in [
        "RRULE:FREQ=SECONDLY".to_owned(),
        "RRULE:FREQ=MINUTELY".to_owned(),
        "RRULE:FREQ=HOURLY".to_owned(),
        format!("RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYMINUTE={all};BYSECOND={all}"),
    ] {
        assert_eq!(
            read(&event(&format!("{day}{rule}"))),
            Err(Unread::TooMuch),
            "{rule}"
        );
    }
    // Never, and for ever.
    let never = event(&format!("{day}RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"));
    assert!(read(&never).is_ok_and(|times| times.len() == 1));
    let old = "DTSTART:00010101T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY";
    assert_eq!(read(&event(old)), Err(Unread::TooMuch));
    // Deep, and many.
    let deep = "BEGIN:VEVENT\n".repeat(200_000);
    assert_eq!(read(&calendar(&deep)), Err(Unread::NotACalendar));
    let long = format!("BEGIN:VEVENT\nUID:1\n{day}END:VEVENT\n").repeat(20_000);
    assert!(read(&calendar(&long)).is_ok_and(|times| times.len() == 1));
    let many = format!("BEGIN:VEVENT\nUID:1\n{day}RRULE:FREQ=DAILY\nEND:VEVENT\n").repeat(20_000);
    assert_eq!(read(&calendar(&many)), Err(Unread::TooMuch));
    let nevers =
        format!("BEGIN:VEVENT\nUID:1\n{day}RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n")
            .repeat(20_000);
    assert_eq!(read(&calendar(&nevers)), Err(Unread::TooMuch));
    let fine: Vec<String> = (0..12)
        .map(|n| format!("BEGIN:VEVENT\nUID:{n}\nDTSTART:20261201T{:02}0000\nDURATION:PT1H\nRRULE:FREQ=DAILY;BYHOUR={}\nEND:VEVENT", 2 * n, 2 * n))
        .chain((0..3).map(|n| format!("BEGIN:VEVENT\nUID:m{n}\nDTSTART:20261201T000000\nDURATION:PT1M\nRRULE:FREQ=DAILY;BYMINUTE=2,4,6,8,10,12,14,16,18,20,22,24,26,28,30,32,34,36,38,40,42,44,46,48;BYHOUR={}\nEND:VEVENT", 2 * n + 1)))
        .collect();
    assert_eq!(
        read(&calendar(&fine.join("\n"))),
        Err(Unread::TooMuch),
        "spans for 24 hours a day"
    );
    assert!(
        begun.elapsed() < Duration::from_secs(40),
        "{:?}",
        begun.elapsed()
    );
}

#[test]
fn who_has_no_time_left_stops() {
    let asked = Cell::new(0);
    let looking = Looking {
        zone: chrono_tz::UTC,
        first: date("2026-12-01"),
        last: date("2027-12-01"),
        ours: "legal.example.org",
        may_go_on: &|| {
            asked.set(asked.get() + 1);
            asked.get() < 3
        },
    };
    let text = "BEGIN:VEVENT\nUID:1\nDTSTART:20261208T090000\nEND:VEVENT\n".repeat(10);
    assert_eq!(busy_times(&calendar(&text), &looking), Err(Unread::TooMuch));
    assert_eq!(asked.get(), 3);
}
