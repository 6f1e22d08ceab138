//! One's own calendar on the page of one's times: given, told what is wrong, and taken back; and on the page of one's month, what it clashes with.

use chrono::{NaiveDate, NaiveDateTime};
use zhiban::domain::capability::Token;
use zhiban::store::links::{self, LinkRow};
use zhiban::store::own_calendars::{self, BusyRow};

use crate::served::{Served, month};

/// A link to the times of `gu`, as a letter had it.
fn link(served: &Served) -> String {
    let token = Token::new([9; 20]);
    let expires_at: NaiveDateTime = "2027-01-31T00:00:00".parse().unwrap();
    let row = LinkRow {
        id: "times".to_owned(),
        token_hash: token.hash(),
        purpose: "availability".to_owned(),
        subject_id: "2026-12".to_owned(),
        person_id: Some("gu".to_owned()),
        expires_at,
        used_at: None,
    };
    served
        .store
        .write(|c| links::insert(c, std::slice::from_ref(&row)))
        .unwrap();
    format!("/l/{}", token.reveal())
}

#[test]
fn one_s_calendar_is_given_shown_by_its_host_alone_and_taken_back() {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    let own = format!(
        "/l/{}",
        month::write(&served, "published", "asked").reveal()
    );
    let path = link(&served);
    let anybody = served.anybody();
    assert!(
        anybody
            .get(&format!("{path}?lang=en"))
            .text
            .contains("Secret address of your calendar")
    );
    let send = |fields: &[(&str, &str)]| served.anybody().form(&format!("{path}/calendar"), fields);
    let wrong = send(&[
        ("answer", "give"),
        ("address", "http://calendar.example.org/"),
    ]);
    assert!(
        wrong.status == 200 && wrong.text.contains("网址要以 https://"),
        "{}",
        wrong.text
    );
    let given = send(&[
        ("answer", "give"),
        ("address", "webcal://calendar.example.org/secret-17"),
    ]);
    assert!(
        given.text.contains("正在读取您的日历") && given.text.contains("calendar.example.org"),
        "{}",
        given.text
    );
    assert!(
        !given.text.contains("secret-17") && given.text.contains("还没有读取"),
        "{}",
        given.text
    );
    // As if it had been read, and failed after that.
    let date = |text: &str| text.parse::<NaiveDate>().unwrap();
    let busy = |date, start_minute, end_minute| BusyRow {
        person_id: "gu".to_owned(),
        date,
        start_minute,
        end_minute,
    };
    let held = served
        .store
        .read(|c| zhiban::store::duties::find(c, "duty-1"))
        .unwrap()
        .unwrap();
    let rows = [busy(held.date, 0, 1440), busy(date("2026-12-24"), 540, 600)];
    served
        .store
        .write(|c| {
            let mut row = own_calendars::find(c, "gu")?.expect("given");
            row.read_at = Some(row.given_at);
            row.failing_since = Some(row.given_at);
            row.failure = "too-large".to_owned();
            own_calendars::update(c, &row)?;
            own_calendars::replace_busy(c, "gu", &rows)
        })
        .unwrap();
    let page = anybody.get(&format!("{path}?lang=en")).text;
    assert!(
        page.contains("2 busy times from your calendar") && page.contains("larger than 2 MB"),
        "{page}"
    );
    assert!(
        page.contains("They stand; nothing has been declined"),
        "{page}"
    );
    // Their own rows do not hold what comes of the calendar.
    assert!(!page.contains("value=\"2026-12-24\""), "{page}");
    let month_page = anybody.get(&format!("{own}?lang=en")).text;
    assert_eq!(
        month_page
            .matches("Your own calendar says that you are busy then")
            .count(),
        1,
        "{month_page}"
    );
    let again = send(&[("answer", "again")]);
    assert!(again.text.contains("正在读取您的日历"), "{}", again.text);
    let ended = send(&[("answer", "end")]);
    assert!(
        ended.text.contains("它带来的时间已删除") && !ended.text.contains("calendar.example.org"),
        "{}",
        ended.text
    );
    assert!(
        served
            .store
            .read(|c| own_calendars::find(c, "gu"))
            .unwrap()
            .is_none()
    );
    // The link of a month's duties is none for times.
    let other = served
        .anybody()
        .form(&format!("{own}/calendar"), &[("answer", "end")]);
    assert_eq!(other.status, 404, "{}", other.text);
}
