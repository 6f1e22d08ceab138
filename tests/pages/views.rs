//! Each page's view with invented data, without server.

use askama::Template;
use scraper::{Html, Selector};
use zhiban::actions::show_month::CalendarState;
use zhiban::pages::appointment::{AppointmentPage, Booked, Nothing, OfferCard, Result as Outcome};
use zhiban::pages::frame::Frame;
use zhiban::pages::month_grid::{MonthGridPage, MonthListPage};
use zhiban::pages::month_steps::Viewer;
use zhiban::pages::notice::NoticePage;
use zhiban::pages::own_month::{OwnDuty, OwnMonthPage};
use zhiban::pages::sign_in::SignInPage;
use zhiban::pages::start::{SmallMonth, StartDistrict, StartMonth, StartPage};
use zhiban::pages::station_month::StationMonthPage;
use zhiban::texts::Lang;

use crate::invented;

/// Somebody who looks and has no buttons.
const LOOKS: Viewer = Viewer {
    plans: false,
    limit: 60,
};

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn text(element: &scraper::ElementRef<'_>) -> String {
    element.text().collect::<Vec<_>>().join(" ")
}

/// Renders a page, and keeps it under `ZHIBAN_ARTEFACTS` for a look if that is set.
fn render(name: &str, page: &impl Template) -> Html {
    let html = page.render().unwrap();
    if let Ok(folder) = std::env::var("ZHIBAN_ARTEFACTS") {
        std::fs::write(format!("{folder}/{name}.html"), &html).unwrap();
    }
    Html::parse_document(&html)
}

fn frame(lang: Lang) -> Frame {
    Frame::new(lang, "/here").signed_in("周协调")
}

#[test]
fn each_duty_of_the_grid_says_its_state_by_colour_sign_and_words() {
    let month = invented::month();
    for lang in Lang::all() {
        let page = render(
            &format!("grid-{lang}"),
            &MonthGridPage::new(frame(lang), &month, LOOKS),
        );
        let duties = select(&page, "td .duty");
        assert_eq!(duties.len(), month.duties.len());
        for duty in duties {
            let words = duty.value().attr("title").unwrap();
            let class = duty.value().classes().find(|c| *c != "duty").unwrap();
            assert!(words.contains(&lang.word("coverage", class)), "{words}");
            let sign = Selector::parse(".sign").unwrap();
            assert_eq!(duty.select(&sign).count(), 1);
        }
    }
}

#[test]
fn a_month_says_that_its_holidays_are_not_published_or_not_known() {
    let mut month = invented::month();
    let mut said = |calendar| {
        month.calendar = calendar;
        let page = MonthGridPage::new(frame(Lang::nearest("en").unwrap()), &month, LOOKS);
        let page = render("grid-calendar", &page);
        let lines = select(&page, ".calendar");
        lines.iter().map(text).collect::<String>()
    };
    assert_eq!(said(CalendarState::Published), "");
    assert!(said(CalendarState::Provisional).contains("of 2027 are not published yet"));
    assert!(said(CalendarState::Missing).contains("No public holidays are known for 2027"));
}

#[test]
fn the_grid_has_a_head_for_each_day_and_marks_holidays_and_make_up_days() {
    let page = render(
        "grid",
        &MonthGridPage::new(frame(Lang::default()), &invented::month(), LOOKS),
    );
    assert_eq!(select(&page, "thead th[scope=col]").len(), 32);
    let badges: Vec<String> = select(&page, "thead .badge").iter().map(text).collect();
    assert_eq!(badges, ["休", "班"]);
    assert_eq!(select(&page, "tbody th[scope=row] a").len(), 12);
}

#[test]
fn the_summary_counts_and_gives_the_first_reason_of_each_gap() {
    let month = invented::month();
    let english = Lang::nearest("en").unwrap();
    let page = render(
        "list-en",
        &MonthListPage::new(frame(english), &month, LOOKS),
    );
    let tally = month.tally();
    assert_eq!(tally.covered + tally.uncovered, tally.duties);
    assert_eq!(select(&page, ".gaps li").len(), tally.uncovered);
    let gaps = text(&select(&page, ".gaps")[0]);
    assert!(gaps.contains("is not free at that time"), "{gaps}");
    assert!(text(&select(&page, ".proof")[0]).contains("1.3% better"));
}

#[test]
fn a_stations_month_says_who_comes_and_which_days_are_holidays() {
    let month = invented::month();
    for lang in Lang::all() {
        let page = render(
            &format!("station-{lang}"),
            &StationMonthPage::new(frame(lang), &month, 0),
        );
        let here = month.duties.iter().filter(|duty| duty.station == 0).count();
        assert_eq!(select(&page, "td.nowrap").len(), here);
        assert!(!select(&page, "tr.off").is_empty());
    }
}

#[test]
fn a_name_with_markup_in_it_is_shown_as_text() {
    let mut month = invented::month();
    month.stations[0].name = "<script>alert(1)</script>".to_owned();
    let html = MonthGridPage::new(frame(Lang::default()), &month, LOOKS)
        .render()
        .unwrap();
    assert!(!html.contains("<script"));
}

fn own_duty(number: u32, state: &'static str, open: bool) -> OwnDuty {
    let lang = Lang::default();
    OwnDuty {
        assignment_id: format!("assignment-{number}"),
        date: lang.long_date(chrono::NaiveDate::from_ymd_opt(2027, 1, number).unwrap()),
        time: lang.span(540, 690),
        station: "东湖法律之家".to_owned(),
        address: "东湖区长青路 10 号".to_owned(),
        name: "律师值班".to_owned(),
        together: "同班：Amina Okafor".to_owned(),
        class: state,
        sign: "?",
        state: lang.word("answer", state),
        is_busy: false,
        can_confirm: open,
        can_decline: true,
    }
}

#[test]
fn the_page_behind_a_link_offers_a_button_for_each_open_duty_and_one_for_all() {
    for lang in Lang::all() {
        let page = render(
            &format!("own-{lang}"),
            &OwnMonthPage {
                account: String::new(),
                has_feed: false,
                feed: String::new(),
                webcal: String::new(),
                frame: Frame::new(lang, "/l/token"),
                person: "顾一鸣".to_owned(),
                district: "东湖区".to_owned(),
                month: lang.month("2027-01"),
                done: String::new(),
                action: "/l/token".to_owned(),
                open: 2,
                duties: vec![
                    own_duty(4, "asked", true),
                    own_duty(11, "asked", true),
                    own_duty(18, "confirmed", false),
                ],
            },
        );
        assert_eq!(select(&page, "form[method=post]").len(), 1 + 2 + 3 + 1);
        assert_eq!(select(&page, "input[value=confirm]").len(), 2);
        assert_eq!(select(&page, "input[value=decline]").len(), 3);
    }
}

#[test]
fn a_resident_reads_when_where_with_whom_and_in_which_language() {
    for lang in Lang::all() {
        let page = render(
            &format!("appointment-{lang}"),
            &AppointmentPage {
                frame: Frame::new(lang, "/l/token"),
                code: "K7Q-2MX".to_owned(),
                topic: "劳动争议".to_owned(),
                action: "/l/token".to_owned(),
                done: String::new(),
                note: String::new(),
                offers: Vec::new(),
                nothing: None,
                asked: Vec::new(),
                ask: None,
                is_told: true,
                wanted: None,
                result: Outcome::Booked(Box::new(Booked {
                    falls_through: false,
                    id: "appointment-1".to_owned(),
                    can_change: true,
                    date: "2027年1月4日 星期一".to_owned(),
                    time: "09:00–09:30".to_owned(),
                    station: "东湖法律之家".to_owned(),
                    address: "东湖区长青路 10 号".to_owned(),
                    phone: "555-0100".to_owned(),
                    adviser: "顾一鸣".to_owned(),
                    interpreter: "Amina Okafor".to_owned(),
                    mediators: "周梅、吴平".to_owned(),
                    mediators_label: "调解员：".to_owned(),
                    language: "Français".to_owned(),
                })),
            },
        );
        let slip = text(&select(&page, ".slip")[0]);
        for part in [
            "09:00–09:30",
            "东湖法律之家",
            "顾一鸣",
            "Amina Okafor",
            "调解员： 周梅、吴平",
            "Français",
        ] {
            assert!(slip.contains(part), "{part} in {slip}");
        }
    }
}

/// The page of a resident without an appointment.
fn resident(lang: Lang, result: Outcome) -> AppointmentPage {
    AppointmentPage {
        is_told: true,
        wanted: None,
        frame: Frame::new(lang, "/l/token"),
        code: "K7Q-2MX".to_owned(),
        topic: "劳动争议".to_owned(),
        result,
        action: "/l/token".to_owned(),
        done: String::new(),
        note: String::new(),
        offers: Vec::new(),
        nothing: None,
        asked: Vec::new(),
        ask: None,
    }
}

fn card(number: u32) -> OfferCard {
    OfferCard {
        id: format!("offer-{number}"),
        date: "2027年1月4日 星期一".to_owned(),
        time: "09:00–09:30".to_owned(),
        station: "东湖法律之家".to_owned(),
        address: "东湖区长青路 10 号".to_owned(),
        adviser: "顾一鸣".to_owned(),
        interpreter: "Amina Okafor".to_owned(),
        mediators: String::new(),
        mediators_label: String::new(),
        why: "Amina Okafor interprets between you in French.".to_owned(),
        held: "为您保留到1月3日 周日 18:00。".to_owned(),
    }
}

#[test]
fn who_waits_is_told_what_was_promised_and_can_look_take_or_leave() {
    for lang in Lang::all() {
        let mut view = resident(lang, Outcome::Waiting("最迟明天给您消息".to_owned()));
        let page = render(&format!("waiting-{lang}"), &view);
        assert!(text(&select(&page, "main")[0]).contains("最迟明天给您消息"));
        assert_eq!(select(&page, "input[value=look]").len(), 1);
        assert_eq!(select(&page, "input[value=withdraw]").len(), 1);
        view.offers = vec![card(1), card(2)];
        let page = render(&format!("free-{lang}"), &view);
        assert_eq!(select(&page, "input[value=take]").len(), 2);
        assert_eq!(select(&page, "input[value^=refuse]").len(), 0);
        view.offers.clear();
        view.nothing = Some(Nothing {
            another_helps: false,
            reason: "没有顾问".to_owned(),
            wider: vec!["视频".to_owned()],
        });
        let page = render(&format!("nothing-{lang}"), &view);
        assert!(text(&select(&page, "main")[0]).contains("没有顾问"));
        assert_eq!(select(&page, "input[value=look]").len(), 0);
    }
}

#[test]
fn whom_a_call_could_harm_is_not_told_that_we_call() {
    for (lang, calls) in [("en", "we will call"), ("zh-Hans", "会联系您")] {
        let lang = Lang::nearest(lang).unwrap();
        let mut view = resident(lang, Outcome::Offered);
        view.offers = vec![OfferCard {
            station: String::new(),
            ..card(1)
        }];
        for is_told in [true, false] {
            view.is_told = is_told;
            let page = render(&format!("video-{lang}-{is_told}"), &view);
            let said = text(&select(&page, "ol.own")[0]);
            assert_eq!(said.contains(calls), is_told, "{said}");
        }
    }
}

#[test]
fn a_time_that_was_found_can_be_taken_or_refused_in_two_ways() {
    for lang in Lang::all() {
        let mut view = resident(lang, Outcome::Offered);
        view.offers = vec![card(1)];
        let page = render(&format!("offered-{lang}"), &view);
        for answer in ["take", "refuse", "refuse_another"] {
            let buttons = select(&page, &format!("input[value={answer}]"));
            assert_eq!(buttons.len(), 1, "{answer}");
        }
        assert_eq!(select(&page, "input[value=offer-1]").len(), 3);
    }
}

#[test]
fn the_other_pages_render_in_every_language() {
    for lang in Lang::all() {
        let start = StartPage {
            frame: frame(lang),
            conflicts: Vec::new(),
            held: Vec::new(),
            ending: Vec::new(),
            questions: None,
            may_import: true,
            districts: vec![StartDistrict {
                name: "东湖区".to_owned(),
                city: "云州市".to_owned(),
                months: vec![StartMonth {
                    name: lang.month("2027-01"),
                    href: "/districts/d/months/2027-01".to_owned(),
                    state: lang.word("roster-state", "published"),
                    state_class: "published",
                    figures: lang.text_with(
                        "start-figures",
                        &[
                            ("count", 75.into()),
                            ("covered", 70.into()),
                            ("uncovered", 5.into()),
                        ],
                    ),
                }],
                set_up: None,
            }],
            grids: vec![SmallMonth::new(lang, &invented::month())],
            legend: zhiban::pages::duty_mark::legend(lang),
        };
        let page = render(&format!("start-{lang}"), &start);
        assert_eq!(
            select(&page, "html")[0].value().attr("lang"),
            Some(lang.to_string().as_str())
        );
        let sign_in = SignInPage {
            frame: Frame::new(lang, "/sign-in"),
            email: "a@example.org".to_owned(),
            next: "/".to_owned(),
            wrong: lang.text("sign-in-wrong"),
        };
        let page = render(&format!("sign-in-{lang}"), &sign_in);
        assert_eq!(select(&page, "[role=alert]").len(), 1);
        let notice = NoticePage {
            frame: Frame::new(lang, "/l/x"),
            title: lang.text("problem-link-wrong"),
            detail: lang.text("problem-link-wrong-detail"),
            places: Vec::new(),
            back: String::new(),
        };
        render(&format!("notice-{lang}"), &notice);
    }
}
