//! The coordinator's buttons: set up, generate, watch, cancel, publish; and what is said where one does not work.

use std::time::{Duration, Instant};

use scraper::{Html, Selector};
use zhiban::store::jobs;

use crate::served::month::{self, MONTH};
use crate::served::{Answer, Person, Served};

fn path() -> String {
    format!("/districts/east/months/{MONTH}")
}

/// A service that works no job, so that states stay as they are written.
fn still(state: &str, seats: &str) -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write(&served, state, seats);
    served
}

/// A service that solves at once, with what a month is made of.
fn quick() -> Served {
    let served = Served::with_city_and(&[
        ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "5"),
        ("ZHIBAN__JOBS__POLL_MILLISECONDS", "20"),
    ]);
    month::write_kept(&served);
    served
}

fn press(person: &Person, deed: &str) -> Answer {
    person.form(&format!("{}/{deed}", path()), &[])
}

/// Where the forms of a page are sent, those of the frame left out.
fn forms(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let selector = Selector::parse("main form").unwrap();
    page.select(&selector)
        .map(|form| form.value().attr("action").unwrap().to_owned())
        .collect()
}

fn renews_itself(page: &Answer) -> bool {
    page.text.contains("http-equiv=\"refresh\"")
}

/// Asks for the month's page until it does not renew itself.
fn when_done(person: &Person) -> Answer {
    let began = Instant::now();
    loop {
        let page = person.get(&path());
        if !renews_itself(&page) {
            return page;
        }
        assert!(began.elapsed() < Duration::from_secs(60), "{}", page.text);
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn the_next_month_is_offered_and_one_press_sets_it_up() {
    let served = quick();
    let coordinator = served.coordinator();
    let start = coordinator.get("/");
    assert!(
        start
            .text
            .contains("<option value=\"2026-12\" selected>2026年12月"),
        "{}",
        start.text
    );
    assert_eq!(forms(&start.text), ["/districts/east/months"]);
    for _ in 0..2 {
        let pressed = coordinator.form("/districts/east/months", &[("month", MONTH)]);
        assert_eq!(
            (pressed.status, pressed.header("location")),
            (303, path().as_str())
        );
    }
    let start = coordinator.get("/");
    assert!(start.text.contains("<option value=\"2027-01\" selected>"));
    assert!(!start.text.contains("<option value=\"2026-12\""));
    let wrong = coordinator.form("/districts/east/months", &[("month", "soon")]);
    assert_eq!(wrong.status, 422);
    assert!(wrong.text.contains("“soon”格式不对"), "{}", wrong.text);
    assert!(wrong.text.contains("href=\"/\">返回"), "{}", wrong.text);
}

#[test]
fn who_does_not_plan_has_no_buttons_and_may_not_press() {
    let served = still("proposed", "proposed");
    let clerk = served.signed_in("clerk@example.org");
    assert_eq!(forms(&clerk.get("/").text), [""; 0]);
    assert_eq!(forms(&clerk.get(&path()).text), [""; 0]);
    for (email, status) in [
        ("clerk@example.org", 403),
        ("evaluator@example.org", 403),
        ("west@example.org", 404),
    ] {
        let person = served.signed_in(email);
        for deed in ["generation", "publication"] {
            assert_eq!(press(&person, deed).status, status, "{email} {deed}");
        }
        let set_up = person.form("/districts/east/months", &[("month", "2027-01")]);
        assert_eq!(set_up.status, status, "{email}");
    }
}

#[test]
fn who_was_signed_out_meanwhile_is_led_to_the_door_and_back_to_the_month() {
    let served = still("draft", "proposed");
    let pressed = press(&served.anybody(), "generation");
    let door = format!("/sign-in?next={}", path());
    assert_eq!(
        (pressed.status, pressed.header("location")),
        (303, door.as_str())
    );
}

#[test]
fn a_month_is_generated_looked_at_and_published_with_three_presses() {
    let served = quick();
    let coordinator = served.coordinator().with("accept-language", "en");
    coordinator.form("/districts/east/months", &[("month", MONTH)]);
    let draft = coordinator.get(&path());
    assert_eq!(forms(&draft.text), [format!("{}/generation", path())]);
    assert!(
        !draft.text.contains("<table"),
        "there is nothing to look at yet"
    );
    let pressed = press(&coordinator, "generation");
    assert_eq!(
        (pressed.status, pressed.header("location")),
        (303, path().as_str())
    );

    let proposed = when_done(&coordinator);
    let (again, publish) = (
        format!("{}/generation", path()),
        format!("{}/publication", path()),
    );
    assert_eq!(forms(&proposed.text), [again, publish]);
    assert!(
        proposed.text.contains("2 people will be asked by letter"),
        "{}",
        proposed.text
    );
    let page = Html::parse_document(&proposed.text);
    let hidden = Selector::parse("details:not([open]) form[action$=publication]").unwrap();
    assert_eq!(
        page.select(&hidden).count(),
        1,
        "one press too many sends nothing"
    );

    assert_eq!(press(&coordinator, "publication").status, 303);
    let published = when_done(&coordinator);
    assert_eq!(forms(&published.text), [""; 0]);
    for words in ["Published", "Version 1", "<dt>Unanswered</dt><dd>10</dd>"] {
        assert!(
            published.text.contains(words),
            "{words}: {}",
            published.text
        );
    }
}

#[test]
fn a_generation_is_watched_and_cancelled() {
    let served = still("draft", "proposed");
    let coordinator = served.coordinator();
    press(&coordinator, "generation");
    let waits = coordinator.get(&path());
    assert!(renews_itself(&waits));
    assert!(waits.text.contains("正在排队"), "{}", waits.text);
    let roster = served
        .store
        .read(|c| zhiban::store::rosters::find(c, "roster"));
    let job = roster.unwrap().unwrap().job_id.unwrap();
    let told =
        r#"{"phase":"solving","incumbent":12345,"bound":12000.0,"gap":0.02795,"seconds":14.2}"#;
    let tell = |c: &mut zhiban::store::Connection| {
        use diesel::connection::SimpleConnection;
        let sql = format!("UPDATE jobs SET state = 'running', progress = '{told}'");
        Ok::<_, zhiban::store::StoreError>(c.batch_execute(&sql)?)
    };
    served.store.write(tell).unwrap();
    let english = coordinator.get(&format!("{}?lang=en", path()));
    for words in [
        "<progress max=\"60\" value=\"14\"",
        "12345 points",
        "fewer than 12000",
        "At most 2.8% better",
        "14 of 60 seconds",
    ] {
        assert!(english.text.contains(words), "{words}: {}", english.text);
    }
    let mail = month::write_job_of(&served, "deliver_mail", "{}");
    let other = coordinator.form(&format!("{}/cancel", path()), &[("job", mail.as_str())]);
    assert_eq!(other.status, 404, "the job is not this month's");
    let cancel = || coordinator.form(&format!("{}/cancel", path()), &[("job", job.as_str())]);
    assert_eq!((cancel().status, cancel().status), (303, 409));
    let found = served.store.read(|c| jobs::find(c, &job)).unwrap().unwrap();
    assert_eq!(found.state, "cancelled");
    let after = coordinator.get(&path());
    assert!(!renews_itself(&after));
    assert!(
        after.text.contains("Publish…"),
        "what was proposed before can be published"
    );
}

#[test]
fn why_a_generation_failed_is_said_in_the_reader_s_words() {
    let served = quick();
    let coordinator = served.coordinator();
    coordinator.form("/districts/east/months", &[("month", MONTH)]);
    let roster = served
        .store
        .read(|c| zhiban::store::rosters::of_month(c, "east", MONTH));
    let roster = roster.unwrap().unwrap().id;
    let pin = |c: &mut zhiban::store::Connection| {
        use diesel::connection::SimpleConnection;
        let sql = format!(
            "INSERT INTO pins SELECT id, 'amina', 'test', '' FROM duties WHERE roster_id = '{roster}' AND date = '2026-12-08';
             UPDATE people SET state = 'left' WHERE id = 'amina'"
        );
        Ok::<_, zhiban::store::StoreError>(c.batch_execute(&sql)?)
    };
    served.store.write(pin).unwrap();
    press(&coordinator, "generation");
    let failed = when_done(&coordinator);
    assert!(
        failed
            .text
            .contains("Amina Okafor 被指定到 12月8日 周二 09:00–11:30，east法律之家"),
        "{}",
        failed.text
    );
    assert!(failed.text.contains("这个人这个月不参加值班"));
    let english = coordinator.get(&format!("{}?lang=en", path()));
    for words in [
        "The last generation came to nothing",
        "Amina Okafor is pinned to Tue 8 Dec, 09:00–11:30, east法律之家",
        "This person does not serve in this month",
        "Then generate again",
    ] {
        assert!(english.text.contains(words), "{words}: {}", english.text);
    }
    assert_eq!(forms(&english.text), [format!("{}/generation", path())]);
}

#[test]
fn a_solver_that_does_not_answer_is_said_so_with_its_words_for_the_operator() {
    let served = still("solving", "proposed");
    let id = month::write_job(&served);
    let fail = |c: &mut zhiban::store::Connection| {
        use diesel::connection::SimpleConnection;
        let sql = format!(
            "UPDATE jobs SET state = 'failed', error = 'the solver ended with signal 9';
             UPDATE rosters SET job_id = '{id}', state = 'proposed'"
        );
        Ok::<_, zhiban::store::StoreError>(c.batch_execute(&sql)?)
    };
    served.store.write(fail).unwrap();
    let page = served.coordinator().get(&path());
    for words in [
        "上次没有生成成功",
        "请再试一次",
        "the solver ended with signal 9",
    ] {
        assert!(page.text.contains(words), "{words}: {}", page.text);
    }
}

#[test]
fn what_is_refused_is_said_on_a_page_with_the_way_back() {
    let back = format!("href=\"{}\"", path());
    for (state, deed, words) in [
        ("draft", "publication", "还没有可以发布的值班表"),
        ("solving", "publication", "正在生成值班表"),
        ("solving", "generation", "正在生成值班表"),
        ("published", "generation", "这个月已经发布"),
        ("published", "publication", "这个月已经发布"),
    ] {
        let served = still(state, "asked");
        let answer = press(&served.coordinator(), deed);
        assert_eq!(answer.status, 409, "{state} {deed}");
        assert!(answer.text.contains(words), "{words}: {}", answer.text);
        assert!(answer.text.contains(&back), "{}", answer.text);
    }
    let served = still("draft", "proposed");
    let never = served
        .coordinator()
        .form("/districts/east/months/2031-01/generation", &[]);
    assert_eq!(never.status, 404);
    assert!(never.text.contains("这个月还没有排过"));
}

#[test]
fn a_roster_that_does_not_keep_a_pin_is_to_be_generated_again_before_it_is_published() {
    let served = still("proposed", "proposed");
    let coordinator = served.coordinator();
    let pinned = coordinator.put("/api/v1/duties/duty-1/pins/amina");
    assert_eq!(pinned.status, 204);
    let page = coordinator.get(&path());
    assert_eq!(forms(&page.text), [format!("{}/generation", path())]);
    assert!(
        page.text.contains("生成之后又指定或排除了人"),
        "{}",
        page.text
    );
    let pressed = press(&coordinator, "publication");
    assert_eq!(pressed.status, 409);
    assert!(pressed.text.contains("请先重新生成"), "{}", pressed.text);
}
