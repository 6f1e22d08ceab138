//! The page of a letter after a visit: looking changes nothing, answers are kept once for each visit, and only by its own link.

use zhiban::domain::capability::{Purpose, Token};
use zhiban::store::links::{self, LinkRow};
use zhiban::store::ratings;

use crate::served::{Served, context, month};

/// A served visit, and the token of a link to its questions that ends on a date.
fn visited(ends: &str) -> (Served, Token, Token) {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let (appointment, _) = month::write_requests(&served);
    let token = context().new_token();
    let row = LinkRow {
        id: "link-rating".to_owned(),
        token_hash: token.hash(),
        purpose: Purpose::Rating.as_str().to_owned(),
        subject_id: "appointment".to_owned(),
        person_id: None,
        expires_at: ends.parse().unwrap(),
        used_at: None,
    };
    served
        .store
        .write(|c| links::insert(c, std::slice::from_ref(&row)))
        .unwrap();
    (served, token, appointment)
}

fn path(token: &Token) -> String {
    format!("/l/{}", token.reveal())
}

fn said(served: &Served) -> Option<(i32, i32)> {
    let row = served.store.read(|c| ratings::find(c, "appointment"));
    row.unwrap().map(|row| (row.helped, row.understood))
}

fn answers(helped: &'static str, understood: &'static str) -> [(&'static str, &'static str); 3] {
    [
        ("answer", "rate"),
        ("helped", helped),
        ("understood", understood),
    ]
}

#[test]
fn two_questions_are_answered_in_words_and_looking_changes_nothing() {
    let (served, token, _) = visited("2026-12-20T00:00:00");
    let resident = served.anybody();
    // In the language of the letters, whatever the browser wants.
    let page = resident.get(&path(&token));
    assert_eq!(page.status, 200, "{}", page.text);
    for words in [
        "Did it help you with your matter?",
        "Yes, mostly",
        "No, nothing",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
    assert_eq!(page.text.matches("type=\"radio\"").count(), 10);
    let chinese = resident.get(&format!("{}?lang=zh-Hans", path(&token)));
    assert!(
        chinese.text.contains("这次对您的事情有帮助吗？"),
        "{}",
        chinese.text
    );
    assert_eq!(resident.head(&path(&token)).status, 200);
    assert_eq!(said(&served), None);
}

#[test]
fn an_answer_is_kept_and_another_takes_its_place() {
    let (served, token, _) = visited("2026-12-20T00:00:00");
    let resident = served.anybody();
    let thanks = resident.form(&path(&token), &answers("4", "2"));
    assert_eq!(thanks.status, 200, "{}", thanks.text);
    assert!(thanks.text.contains("Thank you!"), "{}", thanks.text);
    assert_eq!(said(&served), Some((4, 2)));
    for _ in 0..2 {
        assert_eq!(resident.form(&path(&token), &answers("1", "5")).status, 200);
        assert_eq!(said(&served), Some((1, 5)));
    }
    let again = resident.get(&path(&token)).text;
    assert!(again.contains("You have answered"), "{again}");
    let page = scraper::Html::parse_document(&again);
    let chosen = scraper::Selector::parse("input[checked]").unwrap();
    let chosen = page
        .select(&chosen)
        .map(|input| input.value().attr("value"));
    assert_eq!(chosen.collect::<Vec<_>>(), [Some("1"), Some("5")]);
}

#[test]
fn half_an_answer_is_none_and_what_was_chosen_stays_chosen() {
    let (served, token, _) = visited("2026-12-20T00:00:00");
    for (helped, understood) in [("3", ""), ("", ""), ("3", "6"), ("0", "3"), ("x", "3")] {
        let page = served
            .anybody()
            .form(&path(&token), &answers(helped, understood));
        assert_eq!(page.status, 422, "{}", page.text);
        assert!(
            page.text.contains("Please choose one answer"),
            "{}",
            page.text
        );
        let chosen = page.text.matches(" checked>").count();
        assert_eq!(chosen, usize::from(helped == "3" || understood == "3"));
    }
    assert_eq!(said(&served), None);
}

#[test]
fn only_its_own_link_rates_a_visit_and_only_until_it_ends() {
    let (served, token, appointment) = visited("2026-12-20T00:00:00");
    let other = served
        .anybody()
        .form(&path(&appointment), &answers("4", "2"));
    assert_eq!(other.status, 404, "{}", other.text);
    for answer in ["look", "cancel", "withdraw", "confirm_all"] {
        let odd = served.anybody().form(&path(&token), &[("answer", answer)]);
        assert_eq!(odd.status, 404, "{answer}: {}", odd.text);
    }
    assert_eq!(said(&served), None);
    let (served, token, _) = visited("2026-11-20T00:00:00");
    assert_eq!(served.anybody().get(&path(&token)).status, 410);
    let late = served.anybody().form(&path(&token), &answers("4", "2"));
    assert_eq!(late.status, 410, "{}", late.text);
    assert_eq!(said(&served), None);
}
