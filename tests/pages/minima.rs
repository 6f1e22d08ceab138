//! Legal minima on the month's page: what cannot be met before it is generated, what is not met, and the reason that publishing needs.

use diesel::connection::SimpleConnection;
use scraper::{Html, Selector};
use zhiban::store::StoreError;

use crate::served::Served;
use crate::served::month::{self, MONTH};

fn path() -> String {
    format!("/districts/east/months/{MONTH}")
}

/// A month of three duties of two hours and a half each, of which two are held; eight hours are asked for.
fn served(state: &str) -> Served {
    let served = Served::with_city_and(&[("ZHIBAN__JOBS__WORKERS", "0")]);
    month::write(&served, state, "proposed");
    let sql = "INSERT INTO legal_minima (id, district_id, kind, value, pool_id, first_date, last_date, source, document, url)
        VALUES ('m', 'east', 'hours-on-site', 8, 'adviser', '2026-01-01', NULL, '一村一顾问意见', '司规〔2026〕3号', 'https://law.example.org/3')";
    let done = served
        .store
        .write(|c| c.batch_execute(sql).map_err(StoreError::from));
    done.unwrap();
    served
}

/// What the page's form for publishing would send as what it showed.
fn seen(page: &str) -> Option<String> {
    let page = Html::parse_document(page);
    let field = Selector::parse("form[action$=publication] input[name=seen]").unwrap();
    let found = page.select(&field).next()?;
    found.value().attr("value").map(str::to_owned)
}

#[test]
fn a_draft_says_what_it_cannot_meet_in_both_languages() {
    let served = served("draft");
    served
        .store
        .write(|c| {
            c.batch_execute("UPDATE rosters SET solve_id = NULL")
                .map_err(StoreError::from)
        })
        .unwrap();
    let coordinator = served.coordinator();
    let chinese = coordinator.get(&path()).text;
    for words in [
        "本月有 1 项达不到法定要求",
        "全部排满也只有在站 7.5 小时",
        "至少 8 小时（一村一顾问意见，司规〔2026〕3号）",
        "href=\"https://law.example.org/3\"",
    ] {
        assert!(chinese.contains(words), "{words}: {chinese}");
    }
    let english = coordinator.get(&format!("{}?lang=en", path())).text;
    for words in [
        "One legal minimum cannot be met",
        "7.5 h on site this month if all duties are held (Adviser); at least 8 h a month",
    ] {
        assert!(english.contains(words), "{words}: {english}");
    }
    assert_eq!(seen(&chinese), None);
}

#[test]
fn publishing_under_a_minimum_asks_for_a_reason_which_is_shown_afterwards() {
    let served = served("proposed");
    let coordinator = served.coordinator();
    let page = coordinator.get(&path()).text;
    assert!(
        page.contains("有 1 项不符合法定要求") && page.contains("本月律师在站 5 小时"),
        "{page}"
    );
    let seen = seen(&page).expect("what is accepted");
    let press =
        |fields: &[(&str, &str)]| coordinator.form(&format!("{}/publication", path()), fields);
    let bare = press(&[]);
    assert_eq!(bare.status, 409);
    assert!(bare.text.contains("本月律师在站 5 小时"), "{}", bare.text);
    assert_eq!(press(&[("seen", &seen), ("reason", " ")]).status, 422);
    // What the page did not show is not accepted.
    let sink = "UPDATE assignments SET state = 'withdrawn' WHERE duty_id = 'duty-1'";
    let back = "UPDATE assignments SET state = 'proposed' WHERE duty_id = 'duty-1'";
    let set = |sql: &str| {
        served
            .store
            .write(|c| c.batch_execute(sql).map_err(StoreError::from))
            .unwrap()
    };
    set(sink);
    let worse = press(&[("seen", &seen), ("reason", "暂无律师")]);
    assert_eq!(worse.status, 409, "{}", worse.text);
    set(back);
    let done = press(&[("seen", &seen), ("reason", "暂无<律师>")]);
    assert_eq!(
        (done.status, done.header("location")),
        (303, path().as_str()),
        "{}",
        done.text
    );
    set("UPDATE jobs SET state = 'done'; UPDATE rosters SET state = 'published', version = 1");
    let after = coordinator.get(&path()).text;
    for words in [
        "第 1 版在不符合法定要求的情况下发布：周协调，11月20日",
        "暂无&#60;律师&#62;",
        "有 1 项不符合法定要求",
    ] {
        assert!(after.contains(words), "{words}: {after}");
    }
    assert_eq!(self::seen(&after), None);
}
