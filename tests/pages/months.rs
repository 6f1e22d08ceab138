//! Months over HTTP: who sees which, signing in on the way.

use crate::served::month::{self, MONTH};
use crate::served::{PASSWORD, Served};

#[test]
fn a_coordinator_signs_in_on_the_way_to_a_month_and_arrives_there() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let person = served.anybody();
    let path = format!("/districts/east/months/{MONTH}");
    let away = person.get(&path);
    assert_eq!(away.status, 303);
    let door = away.header("location").to_owned();
    assert_eq!(door, format!("/sign-in?next={path}"));
    assert!(
        person
            .get(&door)
            .text
            .contains(&format!("value=\"{path}\""))
    );
    let entered = person.form(
        "/sign-in",
        &[
            ("email", "coordinator@example.org"),
            ("password", PASSWORD),
            ("next", &path),
        ],
    );
    assert_eq!(
        (entered.status, entered.header("location")),
        (303, path.as_str())
    );
    assert_eq!(person.get(&path).status, 200);
}

#[test]
fn a_wrong_password_is_told_on_the_page_itself() {
    let served = Served::with_city();
    let wrong = [
        ("email", "coordinator@example.org"),
        ("password", "wrong"),
        ("next", "/"),
    ];
    let answer = served.anybody().form("/sign-in", &wrong);
    assert_eq!(answer.status, 401);
    assert!(answer.text.contains("邮箱或密码不对"));
}

#[test]
fn the_start_page_leads_to_each_month_with_its_figures() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let page = served.coordinator().with("accept-language", "en").get("/");
    assert!(
        page.text
            .contains(&format!("href=\"/districts/east/months/{MONTH}\""))
    );
    assert!(
        page.text.contains("3 duties, 2 covered, 1 uncovered"),
        "{}",
        page.text
    );
    assert!(!page.text.contains("west"), "another district is shown");
    let stranger = served.anybody().get("/");
    assert!(!stranger.text.contains("/districts/"));
}

#[test]
fn the_grid_shows_people_gaps_with_reasons_and_the_proof_in_both_languages() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let path = format!("/districts/east/months/{MONTH}");
    let coordinator = served.coordinator();
    let chinese = coordinator.get(&path);
    for words in [
        "顾一鸣",
        "Amina Okafor",
        "合适的人这个时间都没空",
        "没有更好的排法",
        "2026年12月",
    ] {
        assert!(chinese.text.contains(words), "{words}");
    }
    let english = coordinator.get(&format!("{path}?lang=en"));
    for words in [
        "Awaiting answer",
        "not free at that time",
        "no better roster",
        "December 2026",
    ] {
        assert!(english.text.contains(words), "{words}");
    }
    let list = coordinator.get(&format!("{path}?view=list"));
    assert!(
        list.text.contains("lang=\"en\""),
        "the chosen language is kept"
    );
    let station = coordinator.get(&format!("/stations/station-east/months/{MONTH}"));
    assert!(station.text.contains("555-0123"));
}

#[test]
fn another_districts_month_is_not_there_and_one_never_set_up_is_said_so() {
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let coordinator = served.coordinator();
    let hidden = coordinator.get(&format!("/districts/west/months/{MONTH}"));
    let absent = coordinator.get(&format!("/districts/nowhere/months/{MONTH}"));
    assert_eq!((hidden.status, absent.status), (404, 404));
    assert_eq!(
        hidden.text.replace("west", ""),
        absent.text.replace("nowhere", ""),
    );
    assert_eq!(
        coordinator
            .get(&format!("/stations/station-west/months/{MONTH}"))
            .status,
        404
    );
    let never = coordinator.get("/districts/east/months/2031-01");
    assert_eq!(never.status, 404);
    assert!(never.text.contains("这个月还没有排过"));
}

#[test]
fn pages_load_nothing_from_elsewhere_and_run_no_script() {
    let served = Served::with_city();
    let page = served.anybody().get("/sign-in");
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    let style = served.anybody().get("/assets/zhiban.css");
    assert!(
        !style.text.contains("http"),
        "the stylesheet names another host"
    );
    let again = served
        .anybody()
        .with("if-none-match", style.header("etag"))
        .get("/assets/zhiban.css");
    assert_eq!((again.status, again.text.as_str()), (304, ""));
}

#[test]
fn a_month_with_people_on_it_leads_to_its_workbook_in_the_language_of_the_page() {
    let served = Served::with_city();
    month::write(&served, "proposed", "proposed");
    let coordinator = served.coordinator();
    let path = format!("/districts/east/months/{MONTH}");
    let link = |lang: &str| format!("href=\"/api/v1/rosters/roster/workbook?lang={lang}\"");
    for view in ["grid", "list"] {
        for (lang, link) in [("zh-Hans", link("zh-Hans")), ("en", link("en"))] {
            let page = coordinator.get(&format!("{path}?view={view}&lang={lang}"));
            assert!(page.text.contains(&link), "{view} {lang}");
        }
    }
    let book = coordinator.get("/api/v1/rosters/roster/workbook?lang=en");
    assert_eq!(book.status, 200);
}

#[test]
fn a_draft_leads_to_no_workbook() {
    let served = Served::with_city();
    month::write(&served, "draft", "proposed");
    let page = served
        .coordinator()
        .get(&format!("/districts/east/months/{MONTH}"));
    assert_eq!(page.status, 200);
    assert!(!page.text.contains("/workbook"));
}

#[test]
fn a_districts_festival_stands_in_its_month_and_who_is_away_with_their_pool_is_said() {
    use diesel::connection::SimpleConnection;
    let served = Served::with_city();
    month::write(&served, "published", "asked");
    let days = "INSERT INTO district_days (id, district_id, kind, first_date, last_date, name, name_en, pools) VALUES
        ('1', 'east', 'festival', '2026-12-20', '2026-12-20', '阔时节', 'Kuoshi Festival', ''),
        ('2', 'east', 'pool-away', '2026-12-14', '2027-01-20', '考试周', 'Exams', 'adviser');";
    let written = served.store.write(|c| {
        c.batch_execute(days)
            .map_err(zhiban::store::StoreError::from)
    });
    written.unwrap();
    let path = format!("/districts/east/months/{MONTH}");
    let coordinator = served.coordinator();
    let chinese = coordinator.get(&path).text;
    for words in [
        "阔时节",
        "12月14日 周一至1月20日 周三：本区的律师不能值班（考试周）",
    ] {
        assert!(chinese.contains(words), "{words}: {chinese}");
    }
    let english = coordinator.get(&format!("{path}?lang=en")).text;
    for words in [
        "Kuoshi Festival (public holiday)",
        "Adviser of this district (Exams)",
    ] {
        assert!(english.contains(words), "{words}: {english}");
    }
}
