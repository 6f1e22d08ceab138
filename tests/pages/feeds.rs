//! The calendar of one's duties: made on the page of one's month, shown once, read by its address, and ended.

use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::capability::Token;
use zhiban::store::duties;

use crate::served::{Served, month};

/// The path of the address that a page shows.
fn shown(page: &str) -> Option<String> {
    let at = page.find("/feeds/")?;
    let end = page[at..].find(".ics")?;
    Some(page[at..at + end + 4].to_owned())
}

#[test]
fn the_address_of_one_s_calendar_is_shown_once_and_read_until_another_is_made() {
    let served = Served::with_city();
    let path = format!(
        "/l/{}",
        month::write(&served, "published", "asked").reveal()
    );
    let anybody = served.anybody();
    assert!(anybody.get(&path).text.contains("生成网址"));
    let made = anybody.form(&path, &[("answer", "make_feed")]);
    assert_eq!(made.status, 200, "{}", made.text);
    let first = shown(&made.text).expect("an address");
    let whole = format!("{}{first}", served.base);
    assert!(made.text.contains(&whole), "{}", made.text);
    assert!(
        made.text.contains(&whole.replace("http://", "webcal://")),
        "{}",
        made.text
    );
    let page = anybody.get(&path).text;
    assert!(
        shown(&page).is_none() && page.contains("停用网址"),
        "{page}"
    );
    let read = anybody.get(&first);
    assert_eq!(
        (read.status, read.header("content-type")),
        (200, "text/calendar; charset=utf-8")
    );
    assert_eq!(read.header("cache-control"), "private, no-cache");
    assert_eq!(read.header("referrer-policy"), "no-referrer");
    assert_eq!(
        read.text.matches("BEGIN:VEVENT").count(),
        2,
        "{}",
        read.text
    );
    assert!(
        read.text.contains("UID:a1@example.org\r\n"),
        "{}",
        read.text
    );
    let english = served.anybody().get(&format!("{first}?lang=en"));
    assert!(
        english.text.contains("X-WR-CALNAME:Duties of "),
        "{}",
        english.text
    );
    let seen = read.header("etag").to_owned();
    let again = served.anybody().with("if-none-match", &seen).get(&first);
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    assert_eq!(again.header("etag"), seen);
    let head = anybody.head(&first);
    assert_eq!(
        (head.status, head.header("etag"), head.text.as_str()),
        (200, seen.as_str(), "")
    );
    // What is declined is gone from it, under another tag.
    anybody.form(
        &path,
        &[("answer", "decline"), ("assignment", "a1"), ("reason", "")],
    );
    let then = served.anybody().with("if-none-match", &seen).get(&first);
    assert_eq!(
        (then.status, then.text.matches("BEGIN:VEVENT").count()),
        (200, 1),
        "{}",
        then.text
    );
    let second = shown(&anybody.form(&path, &[("answer", "make_feed")]).text).expect("another");
    let unknown = format!("/feeds/{}.ics", Token::new([3; 20]).reveal());
    assert_eq!(anybody.get(&second).status, 200);
    let ended = anybody.form(&path, &[("answer", "end_feed")]);
    assert!(ended.text.contains("网址已停用"), "{}", ended.text);
    for gone in [
        &first,
        &second,
        &unknown,
        "/feeds/abc.ics",
        &first.replace(".ics", ""),
    ] {
        let (answer, other) = (anybody.get(gone), anybody.get("/feeds/other.ics"));
        assert_eq!(answer.status, 404, "{gone}");
        assert_eq!(
            answer.text.replace(gone, ""),
            other.text.replace("/feeds/other.ics", "")
        );
    }
}

#[test]
fn looking_makes_no_address_and_a_resident_s_link_makes_none() {
    let served = Served::with_city();
    let path = format!(
        "/l/{}",
        month::write(&served, "published", "asked").reveal()
    );
    served.anybody().get(&format!("{path}?answer=make_feed"));
    let wrong = served.anybody().form("/l/abc", &[("answer", "make_feed")]);
    assert_eq!(wrong.status, 404, "{}", wrong.text);
    let page = served.anybody().get(&path).text;
    assert!(page.contains("生成网址"), "{page}");
    let found = served.store.read(|c| duties::find_assignment(c, "a1"));
    assert_eq!(found.unwrap().unwrap().0.state(), AssignmentState::Asked);
}
