//! The page behind a letter's link: a GET shows, a POST acts, and every link that opens nothing is answered in plain words.

use zhiban::domain::assignment::AssignmentState;
use zhiban::domain::capability::Token;
use zhiban::store::duties;

use crate::served::{Served, context, month};

fn path(token: &Token) -> String {
    format!("/l/{}", token.reveal())
}

fn state(served: &Served, assignment: &str) -> AssignmentState {
    let found = served
        .store
        .read(|c| duties::find_assignment(c, assignment));
    found.unwrap().unwrap().0.state()
}

#[test]
fn looking_changes_nothing() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let scanner = served.anybody();
    let page = scanner.get(&path(&token));
    assert_eq!(page.status, 200);
    assert!(page.text.contains("顾一鸣") && page.text.contains("有 2 个值班等您答复"));
    assert!(page.text.contains("同班：Amina Okafor"));
    assert_eq!(scanner.head(&path(&token)).status, 200);
    assert_eq!(state(&served, "a1"), AssignmentState::Asked);
}

#[test]
fn the_page_is_kept_nowhere_and_its_address_told_to_nobody() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let page = served.anybody().get(&path(&token));
    assert_eq!(page.header("cache-control"), "no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
}

#[test]
fn one_press_confirms_all_and_pressing_twice_is_once() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    for _ in 0..2 {
        let done = served
            .anybody()
            .form(&path(&token), &[("answer", "confirm_all")]);
        assert_eq!(done.status, 200);
        assert!(done.text.contains("已全部确认"), "{}", done.text);
    }
    assert_eq!(state(&served, "a1"), AssignmentState::Confirmed);
    assert_eq!(state(&served, "a2"), AssignmentState::Confirmed);
    assert_eq!(
        state(&served, "a3"),
        AssignmentState::Asked,
        "another person's"
    );
}

#[test]
fn one_duty_is_declined_with_a_reason_and_the_other_confirmed() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let person = served.anybody();
    let decline = [
        ("answer", "decline"),
        ("assignment", "a2"),
        ("reason", "出差"),
    ];
    let done = person.form(&path(&token), &decline);
    assert!(done.text.contains("正在另找一位"));
    person.form(
        &path(&token),
        &[("answer", "confirm"), ("assignment", "a1")],
    );
    assert_eq!(state(&served, "a2"), AssignmentState::Declined);
    assert_eq!(state(&served, "a1"), AssignmentState::Confirmed);
    let row = served.store.read(|c| duties::find_assignment(c, "a2"));
    assert_eq!(row.unwrap().unwrap().0.reason, "出差");
}

#[test]
fn a_duty_that_somebody_else_has_now_cannot_be_confirmed() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "replaced");
    let confirm = [("answer", "confirm"), ("assignment", "a1")];
    let answer = served.anybody().form(&path(&token), &confirm);
    assert_eq!(answer.status, 409);
    assert!(answer.text.contains("已由别人接替"));
}

#[test]
fn a_link_answers_only_for_its_own_person() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let others = [("answer", "decline"), ("assignment", "a3")];
    assert_eq!(served.anybody().form(&path(&token), &others).status, 404);
    assert_eq!(state(&served, "a3"), AssignmentState::Asked);
}

#[test]
fn a_link_that_is_cut_short_unknown_or_expired_says_what_to_do() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let person = served.anybody().with("accept-language", "en");
    let cut = person.get(&format!("/l/{}", &token.reveal()[..20]));
    assert_eq!(cut.status, 404);
    assert!(cut.text.contains("copy the whole link"), "{}", cut.text);
    assert_eq!(person.get("/l/").status, 404);
    assert_eq!(person.get(&path(&context().new_token())).status, 404);
    let ended = month::another_link(&served, "2026-11-20");
    let expired = person.get(&path(&ended));
    assert_eq!(expired.status, 410);
    assert!(expired.text.contains("has expired"));
    let pressed = person.form(&path(&ended), &[("answer", "confirm_all")]);
    assert_eq!(pressed.status, 410);
    assert_eq!(state(&served, "a1"), AssignmentState::Asked);
}

#[test]
fn the_language_of_the_letter_is_the_language_of_the_page_until_it_is_switched() {
    let served = Served::with_city();
    let token = month::write(&served, "published", "asked");
    let browser = served.anybody().with("accept-language", "en");
    assert!(browser.get(&path(&token)).text.contains("您好"));
    let switched = browser.get(&format!("{}?lang=en", path(&token)));
    assert!(switched.text.contains("Hello 顾一鸣"));
    assert!(
        browser.get(&path(&token)).text.contains("Hello"),
        "it is remembered"
    );
}

#[test]
fn a_resident_reads_the_appointment_or_an_honest_word_about_waiting() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let (booked, waiting) = month::write_requests(&served);
    let english = served.anybody().with("accept-language", "de");
    let page = english.get(&path(&booked));
    assert_eq!(page.status, 200, "{}", page.text);
    for words in [
        "Tuesday 1 December 2026",
        "09:00–09:30",
        "east法律之家",
        "顾一鸣",
        "Amina Okafor",
        "French",
        "K7Q2MX",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    let page = english.get(&path(&waiting));
    assert!(
        page.text.contains("You are on the waiting list"),
        "{}",
        page.text
    );
}
