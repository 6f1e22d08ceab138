//! What each letter says in each language.

use zhiban::mail::letters::WhyCancelled;

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
fn an_appointment_that_does_not_take_place_in_both() {
    insta::assert_snapshot!(words(&appointment_off(), "zh-Hans"), @r"
    预约取消：12月8日（周二）09:30–10:00

    陈一鸣，您好！

    很抱歉，您12月8日（周二）09:30–10:00的预约不能进行了：接待您的人来不了。

    您不用再做什么。您已回到等候名单，我们正在另找时间，一有安排就写信告诉您。

    时间：12月8日（周二）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    如果您的日历里有这一次，打开所附日历文件就会取消。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&appointment_off(), "en"), @r"
    Cancelled: your appointment on Tue 8 December, 09:30–10:00

    Dear 陈一鸣,

    We are sorry: your appointment on Tue 8 December, 09:30–10:00 cannot take place. Whoever was to meet you cannot come.

    There is nothing you need to do. You are on the waiting list again; we are looking for another time and will write as soon as there is one.

    When: Tue 8 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

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
fn an_appointment_that_moves_says_from_when_to_when() {
    insta::assert_snapshot!(words(&appointment_moved(), "zh-Hans"), @r"
    预约改到：12月10日（周四）09:30–10:00

    陈一鸣，您好！

    您12月8日（周二）09:30–10:00的预约改期了，现在是12月10日（周四）09:30–10:00。

    时间：12月10日（周四）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    查看我的预约
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    请带上身份证件和有关材料。

    如果来不了，请尽早回信告诉我们，好把时间让给别人。

    这个链接是给您本人的，不需要密码，请勿转发。

    如果您的日历里有这次预约，所附日历文件会把它改到新的时间。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&appointment_moved(), "en"), @r"
    Moved: your appointment is now on Thu 10 December, 09:30–10:00

    Dear 陈一鸣,

    Your appointment on Tue 8 December, 09:30–10:00 was moved. It is now on Thu 10 December, 09:30–10:00.

    When: Thu 10 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

    See my appointment
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    Please bring your identity document and the papers that matter.

    If you cannot come, please answer this letter early, so that somebody else can have the time.

    The link is for you alone and needs no password: please do not forward it.

    If it stands in your calendar, the attached calendar file moves it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn who_asked_for_it_is_told_that_it_is_cancelled_and_what_comes_next() {
    let mut off = appointment_off();
    off.why = WhyCancelled::WantsAnother;
    let another = words(&off, "en");
    assert!(
        another.contains("is cancelled. If you did not want that"),
        "{another}"
    );
    assert!(
        another.contains("You are on the waiting list again"),
        "{another}"
    );
    off.why = WhyCancelled::NoLongerNeeded;
    let end = words(&off, "en");
    assert!(!end.contains("waiting list"), "{end}");
    assert!(end.contains("You need not do anything more."), "{end}");
}

#[test]
fn a_time_that_is_offered_says_until_when_it_is_held() {
    insta::assert_snapshot!(words(&time_offered(), "zh-Hans"), @r"
    为您找到时间：12月8日（周二）09:30–10:00，请在11月25日（周三）18:00之前答复

    陈一鸣，您好！

    为您找到一个时间：12月8日（周二）09:30–10:00。我们为您保留到11月25日（周三）18:00，请告诉我们您要不要。

    时间：12月8日（周二）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    要这个时间，或另找时间
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    到时没有答复，这个时间会让给别人，您仍在等候名单上。

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&time_offered(), "en"), @r"
    A time for you: Tue 8 December, 09:30–10:00. Please answer by Wed 25 November, 18:00

    Dear 陈一鸣,

    We found a time for you: Tue 8 December, 09:30–10:00. We hold it until Wed 25 November, 18:00. Please tell us whether you take it.

    When: Tue 8 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

    Take it, or ask for another
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    Without an answer by then, the time goes to somebody else, and you stay on the waiting list.

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn an_offer_that_is_over_says_so_and_what_comes_next() {
    insta::assert_snapshot!(words(&offer_ended(), "zh-Hans"), @r"
    不再保留：12月8日（周二）09:30–10:00

    陈一鸣，您好！

    我们为您保留了12月8日（周二）09:30–10:00，没有收到您的答复。现在这个时间已向别人开放。

    您又回到等候名单，我们会继续找。在您的页面上可以看到现在有哪些时间。

    现在有哪些时间
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&offer_ended(), "en"), @r"
    No longer held: Tue 8 December, 09:30–10:00

    Dear 陈一鸣,

    We held Tue 8 December, 09:30–10:00 for you and have had no answer. The time is open to others now.

    You are on the waiting list again. We go on looking, and on your page you see what is free now.

    What is free now
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn who_waits_is_told_why_and_when_they_hear_again() {
    insta::assert_snapshot!(words(&still_waiting(), "zh-Hans"), @r"
    还在为您找时间（R-0042）

    陈一鸣，您好！

    我们还没有为您找到时间。

    届时办理此类事项的顾问都不会说您的语言，也没有人能翻译。

    我们每天夜里都会再找，有人让出时间也马上再找。最迟12月1日（周二）16:00会再给您消息。

    现在有哪些时间
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    在您的页面上也能看到怎样更容易约到，比如换一个站点或视频面谈。如果很急，请直接去最近的站点。

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&still_waiting(), "en"), @r"
    Still looking for a time for you (R-0042)

    Dear 陈一鸣,

    We have not found a time for you yet.

    Nobody who advises on this matter then speaks your language, and nobody there can interpret.

    We look again every night and as soon as a time comes free. You have word from us by Tue 1 December, 16:00 at the latest.

    What is free now
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    On your page you can also see what would help, such as another station or a talk by video. If it is urgent, please go to the nearest station.

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn an_appointment_in_both() {
    insta::assert_snapshot!(words(&appointment(), "zh-Hans"), @r"
    已为您约好：12月8日（周二）09:30–10:00

    陈一鸣，您好！

    您的预约已经定好。

    时间：12月8日（周二）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    查看我的预约
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    请带上身份证件和有关材料。

    如果来不了，请尽早回信告诉我们，好把时间让给别人。

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&appointment(), "en"), @r"
    Your appointment: Tue 8 December, 09:30–10:00

    Dear 陈一鸣,

    Your appointment is booked.

    When: Tue 8 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

    See my appointment
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    Please bring your identity document and the papers that matter.

    If you cannot come, please answer this letter early, so that somebody else can have the time.

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn an_appointment_by_video_without_interpreter_names_neither_station_nor_interpreter() {
    let mut letter = appointment();
    letter.appointment.place = zhiban::mail::letters::Place::Video;
    letter.appointment.interpreter = None;
    let words = words(&letter, "en");
    assert!(words.contains("Where: By video"), "{words}");
    assert!(!words.contains("Interpreter"), "{words}");
    assert!(!words.contains("identity document"), "{words}");
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
            assert!(links.iter().all(|link| *link == LINK), "{name}: {links:?}");
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
