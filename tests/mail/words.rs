//! What each letter to advisers and volunteers says in each language, and what all letters keep.

use zhiban::mail::letters::{ChoosePassword, TimesWanted};

use crate::invented::*;

#[test]
fn the_month_in_chinese() {
    insta::assert_snapshot!(words(&month(), "zh-Hans"), @r"
    东湖区 2026年12月值班 2 次，请答复

    陈一鸣，您好！

    2026年12月，您在东湖区有 2 次值班。请在11月27日（周五）18:00之前告诉我们能不能来。

    * 12月8日（周二）09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      同班：安娜、林小满
      联系：柳岸社区 010-5550-0101

    * 12月12日（周六）22:00–24:00
      顾问日
      柳岸社区法律之家

    答复：可以来，或哪次来不了
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    这个链接是给您本人的，不需要密码，请勿转发。有效期到1月6日（周三）00:00。

    所附日历文件（2 个）可加入您的手机或电脑日历。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
}

#[test]
fn the_month_in_english() {
    insta::assert_snapshot!(words(&month(), "en"), @r"
    Your 2 duties in 东湖区, December 2026: please answer

    Dear 陈一鸣,

    In December 2026 you have 2 duties in 东湖区. Please tell us by Fri 27 November, 18:00 whether you can come.

    * Tue 8 December, 09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      With 安娜, 林小满
      Call 柳岸社区, 010-5550-0101

    * Sat 12 December, 22:00–24:00
      顾问日
      柳岸社区法律之家

    Confirm or decline
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    The link is for you alone and needs no password: please do not forward it. It works until Wed 6 January, 00:00.

    The 2 attached calendar files add the duties to the calendar of your telephone or computer.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn one_duty_is_said_in_the_singular() {
    let mut letter = month();
    letter.duties.truncate(1);
    let words = words(&letter, "en");
    assert!(words.contains("you have one duty in"), "{words}");
    assert!(words.contains("file adds the duty to"), "{words}");
}

#[test]
fn please_replace_in_both() {
    insta::assert_snapshot!(words(&please_replace(), "zh-Hans"), @r"
    能请您顶一次班吗？12月8日（周二）09:00–12:00，柳岸社区法律之家

    陈一鸣，您好！

    东湖区值班室想请您顶一次班：原来安排的人来不了。请在12月4日（周五）18:00之前答复。

    * 12月8日（周二）09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      同班：安娜、林小满
      联系：柳岸社区 010-5550-0101

    答复：可以来，或来不了
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    来不了也没关系，告诉我们一声，我们好另找一位。

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&please_replace(), "en"), @r"
    Could you stand in? Tue 8 December, 09:00–12:00, 柳岸社区法律之家

    Dear 陈一鸣,

    东湖区值班室 asks whether you could stand in for somebody who cannot come. Please answer by Fri 4 December, 18:00.

    * Tue 8 December, 09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      With 安娜, 林小满
      Call 柳岸社区, 010-5550-0101

    Answer yes or no
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    A no is fine too: it lets us ask somebody else at once.

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn thank_you_for_confirming_in_both() {
    insta::assert_snapshot!(words(&confirmed(), "zh-Hans"), @r"
    谢谢您！已确认 1 次值班

    陈一鸣，您好！

    已记下，您确认了 1 次值班。谢谢您！

    * 12月8日（周二）09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      同班：安娜、林小满
      联系：柳岸社区 010-5550-0101

    查看我的值班
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    如果后来又来不了，请尽早在上面的页面告诉我们。

    所附日历文件（1 个）可加入您的手机或电脑日历。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&confirmed(), "en"), @r"
    Thank you: your duty is confirmed

    Dear 陈一鸣,

    We noted that you will come to one duty. Thank you!

    * Tue 8 December, 09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      With 安娜, 林小满
      Call 柳岸社区, 010-5550-0101

    See my duties
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    Should you not be able to come after all, please say so early on the page above.

    The attached calendar file adds the duty to the calendar of your telephone or computer.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn thank_you_for_telling_us_in_both() {
    insta::assert_snapshot!(words(&declined(), "zh-Hans"), @r"
    谢谢您告诉我们：12月8日（周二）09:00–12:00，柳岸社区法律之家

    陈一鸣，您好！

    已记下，您12月8日（周二）09:00–12:00不能去柳岸社区法律之家值班。我们正在另找一位，您不用再做什么。

    如果您的日历里有这一次，打开所附日历文件就会取消。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&declined(), "en"), @r"
    Thank you for telling us: Tue 8 December, 09:00–12:00, 柳岸社区法律之家

    Dear 陈一鸣,

    We have noted that you cannot come on Tue 8 December, 09:00–12:00 to 柳岸社区法律之家. We are asking somebody else now; you need not do anything more.

    If it stands in your calendar, the attached calendar file takes it out.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn cancelled_in_both() {
    insta::assert_snapshot!(words(&cancelled(), "zh-Hans"), @r"
    值班取消：12月8日（周二）09:00–12:00，柳岸社区法律之家

    陈一鸣，您好！

    下面这次值班不需要了，请不用前往。

    原因：当天停电

    * 12月8日（周二）09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      同班：安娜、林小满
      联系：柳岸社区 010-5550-0101

    如果您的日历里有这一次，打开所附日历文件就会取消。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&cancelled(), "en"), @r"
    Cancelled: Tue 8 December, 09:00–12:00, 柳岸社区法律之家

    Dear 陈一鸣,

    The duty below is no longer needed. Please do not come.

    Why: 当天停电

    * Tue 8 December, 09:00–12:00
      顾问日
      柳岸社区法律之家
      柳岸路12号
      With 安娜, 林小满
      Call 柳岸社区, 010-5550-0101

    If it stands in your calendar, the attached calendar file takes it out.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn html_and_text_say_the_same_and_html_holds_no_foreign_thing() {
    for (name, letter) in every_letter() {
        for tag in ["zh-Hans", "en"] {
            let rendered = written(letter.as_ref(), tag);
            let message = read(&rendered);
            let html = message.body_html(0).unwrap();
            let page = scraper::Html::parse_document(&html);
            let body = scraper::Selector::parse("body").unwrap();
            let shown: String = page.select(&body).next().unwrap().text().collect();
            for line in message.body_text(0).unwrap().lines() {
                let line = line.trim_start_matches("* ").trim();
                // A fact's label and value stand in cells of their own, and so does a time.
                let pieces = line.replace(": ", "：").replace(", ", "：");
                let pieces = pieces.split('：');
                for piece in pieces.filter(|piece| *piece != "--") {
                    assert!(shown.contains(piece), "{name} {tag}: {piece} in {shown}");
                }
            }
            for foreign in ["<img", "<script", "<link", "url(", "@import"] {
                assert!(!html.contains(foreign), "{name}: {foreign}");
            }
            let anchor = scraper::Selector::parse("a").unwrap();
            let links: Vec<_> = page
                .select(&anchor)
                .map(|a| a.value().attr("href").unwrap())
                .collect();
            let first_page = "https://zhiban.example.org/#";
            assert!(
                links
                    .iter()
                    .all(|link| *link == LINK || link.starts_with(first_page)),
                "{name}: {links:?}"
            );
        }
    }
}

#[test]
fn what_people_typed_is_text_in_html_and_not_markup() {
    let mut letter = cancelled();
    letter.reason = "<b onclick=x>A & B</b>".to_owned();
    let rendered = written(&letter, "en");
    let message = read(&rendered);
    let html = message.body_html(0).unwrap();
    assert!(!html.contains("<b onclick"), "{html}");
    assert!(
        message
            .body_text(0)
            .unwrap()
            .contains("Why: <b onclick=x>A & B</b>")
    );
}

#[test]
fn a_duty_across_midnight_elsewhere_is_said_by_the_stations_clock() {
    let mut letter = please_replace();
    letter.duty.zone = chrono_tz::Asia::Urumqi;
    let words = words(&letter, "en");
    assert!(words.contains("Tue 8 December, 07:00–10:00"), "{words}");
}

#[test]
fn people_are_asked_when_they_can_serve_and_reminded() {
    insta::assert_snapshot!(words(&times_wanted(), "en"), @r"
    When can you serve in December 2026? (东湖区)

    Dear 陈一鸣,

    We are about to plan December 2026 in 东湖区. Please tell us by Friday 20 November 2026 when you can serve.

    If what you said last is still right, one press is enough. Otherwise change your weekly times, and enter the days on which you are away.

    See and say my times
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    This link is yours and needs no password. Please do not pass it on.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
    let again = TimesWanted {
        is_reminder: true,
        ..times_wanted()
    };
    insta::assert_snapshot!(words(&again, "zh-Hans"), @r"
    提醒：2026年12月您什么时候能值班？（东湖区）

    陈一鸣，您好！

    您还没有告诉我们2026年12月在东湖区什么时候能值班。请在2026年11月20日 星期五之前告诉我们，过后将按您上次说的时间安排。

    如果上次说的时间仍然合适，点一下就行；否则请修改每周的时间，并填上不在的日子。

    查看并确认我的时间
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
}

#[test]
fn somebody_is_let_in_and_chooses_a_password() {
    insta::assert_snapshot!(words(&choose_password(), "zh-Hans"), @r"
    您可以登录云洲市值班系统了

    陈一鸣，您好！

    您在云洲市的值班工作中有了新的角色。请用 coordinator@example.org 和您自己设的密码登录。

    请在 7 天之内设好密码。如果您不知道这件事，请不要操作，并告诉云洲市的管理员。

    设置密码
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    这个链接是给您本人的，只能用一次，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&choose_password(), "en"), @r"
    You can sign in to Zhiban for 云洲市

    Dear 陈一鸣,

    You were given a role in 云洲市’s duty rosters. You sign in with coordinator@example.org and a password that you choose.

    Please choose the password within 7 days. If you do not know of this, do nothing, and tell the administrator of 云洲市.

    Choose a password
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    This link is yours and can be used once. Please do not pass it on.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
    let again = ChoosePassword {
        is_new: false,
        ..choose_password()
    };
    let said = words(&again, "en");
    assert!(
        said.contains("Until you choose one, the password before holds."),
        "{said}"
    );
}
