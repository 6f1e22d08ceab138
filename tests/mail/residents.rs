//! What each letter to residents says in each language.

use zhiban::mail::letters::WhyCancelled;

use crate::invented::*;

#[test]
fn an_appointment_that_does_not_take_place_in_both() {
    insta::assert_snapshot!(words(&appointment_off(), "zh-Hans"), @r"
    预约取消：12月8日（周二）09:30–10:00

    陈一鸣，您好！

    很抱歉，您12月8日（周二）09:30–10:00的预约不能进行了：接待您的人来不了，或者站点那时不开放。

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

    We are sorry: your appointment on Tue 8 December, 09:30–10:00 cannot take place. Whoever was to meet you cannot come, or the station is closed then.

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
fn who_loses_an_appointment_is_offered_another_time_and_told_why() {
    insta::assert_snapshot!(words(&time_offered_instead(), "zh-Hans"), @r"
    12月8日（周二）09:30–10:00的预约无法进行，12月10日（周四）09:30–10:00可以吗？

    陈一鸣，您好！

    很抱歉：原定接待您的人来不了，或者站点那时不开放，12月8日（周二）09:30–10:00的预约无法进行。我们优先为您另找了一个时间：12月10日（周四）09:30–10:00。我们为您保留到11月25日（周三）18:00，请告诉我们您要不要。

    时间：12月10日（周四）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    要这个时间，或另找时间
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    到时没有答复，这个时间会让给别人，您仍在等候名单上。

    这个链接是给您本人的，不需要密码，请勿转发。

    如果您的日历里有原来的预约，打开所附日历文件就会取消。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&time_offered_instead(), "en"), @r"
    Your appointment on Tue 8 December, 09:30–10:00 cannot take place: could you come on Thu 10 December, 09:30–10:00?

    Dear 陈一鸣,

    We are sorry: your appointment on Tue 8 December, 09:30–10:00 cannot take place, because whoever was to meet you cannot come, or the station is closed then. We looked for you before anybody else and found another time: Thu 10 December, 09:30–10:00. We hold it until Wed 25 November, 18:00. Please tell us whether you take it.

    When: Thu 10 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

    Take it, or ask for another
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    Without an answer by then, the time goes to somebody else, and you stay on the waiting list.

    The link is for you alone and needs no password: please do not forward it.

    If the earlier appointment stands in your calendar, the attached calendar file takes it out.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn somebody_else_who_comes_is_named() {
    insta::assert_snapshot!(words(&adviser_changed(), "zh-Hans"), @r"
    12月8日（周二）09:30–10:00由另一位人员接待您

    陈一鸣，您好！

    您的预约不变：12月8日（周二）09:30–10:00。原定的人来不了，改由下面这位到场。

    您不用做什么。如果想改时间，可以在您的页面上改。

    时间：12月8日（周二）09:30–10:00
    地点：柳岸社区法律之家（柳岸路12号）
    接待您的人：陈一鸣
    翻译：安娜
    您的编号：R-0042

    查看我的预约
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&adviser_changed(), "en"), @r"
    Somebody else will meet you on Tue 8 December, 09:30–10:00

    Dear 陈一鸣,

    Your appointment stays: Tue 8 December, 09:30–10:00. Whoever was to be there cannot come, and somebody else comes instead, as below.

    You need not do anything. If you would rather not come then, you can change it on your page.

    When: Tue 8 December, 09:30–10:00
    Where: 柳岸社区法律之家, 柳岸路12号
    Your adviser: 陈一鸣
    Interpreter: 安娜
    Your code: R-0042

    See my appointment
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

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
fn who_came_is_asked_two_questions_without_a_word_about_the_matter() {
    insta::assert_snapshot!(words(&please_rate(), "zh-Hans"), @r"
    这次怎么样？两个问题

    陈一鸣，您好！

    您来过我们这里。有帮助吗？彼此听懂了吗？请点两下告诉我们。

    您的回答只和别人的合在一起统计，接待您的人看不到您说了什么。

    回答两个问题
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    不回答也没关系。这件事我们只写这一封信。

    这个链接是给您本人的，不需要密码，请勿转发。有效期到1月7日（周四）10:00。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&please_rate(), "en"), @r"
    How was it? Two questions

    Dear 陈一鸣,

    You were with us. Did it help, and did you understand each other? Please tell us with two clicks.

    Your answers are only counted together with those of others. Whoever met you does not see what you said.

    Answer the two questions
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    You need not answer. We write about this only once.

    The link is for you alone and needs no password: please do not forward it. It works until Thu 7 January, 10:00.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}
