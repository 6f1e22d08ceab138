//! What the letters to those who sign in say in each language: a resident's question to a person, and what ends.

use crate::invented::*;

#[test]
fn who_can_answer_is_told_the_code_and_until_when_and_not_what_is_asked() {
    insta::assert_snapshot!(words(&question_asked(), "zh-Hans"), @r"
    有居民请人来看看（R-0042）

    陈一鸣，您好！

    编号为 R-0042 的居民在11月24日（周二）16:00请工作人员来看看。

    我们答应最迟11月25日（周三）16:00答复。

    查看待答复的问题
    https://zhiban.example.org/#questions

    问题的内容不在信里，登录以后可以看到。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&question_asked(), "en"), @r"
    A resident asks a person (R-0042)

    Dear 陈一鸣,

    The resident with the code R-0042 has asked a person since Tue 24 November, 16:00.

    We promised an answer by Wed 25 November, 16:00 at the latest.

    See open questions
    https://zhiban.example.org/#questions

    What they ask is not in this letter: it stands there once you have signed in.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn who_can_answer_is_reminded_of_what_was_promised() {
    insta::assert_snapshot!(words(&question_overdue(), "zh-Hans"), @r"
    已逾期：有居民在等答复（R-0042）

    陈一鸣，您好！

    编号为 R-0042 的居民在11月24日（周二）16:00请工作人员来看看，至今没有得到答复。

    我们答应最迟11月25日（周三）16:00答复。请今天就答复；系统只提醒这一次。

    查看待答复的问题
    https://zhiban.example.org/#questions

    问题的内容不在信里，登录以后可以看到。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&question_overdue(), "en"), @r"
    Overdue: a resident waits for an answer (R-0042)

    Dear 陈一鸣,

    The resident with the code R-0042 has asked a person since Tue 24 November, 16:00, and has no answer yet.

    We promised it by Wed 25 November, 16:00. Please answer today; you are reminded only this once.

    See open questions
    https://zhiban.example.org/#questions

    What they ask is not in this letter: it stands there once you have signed in.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn who_asked_reads_the_answer_as_it_was_written() {
    insta::assert_snapshot!(words(&question_answered(), "zh-Hans"), @r"
    对您的问题的答复（R-0042）

    陈一鸣，您好！

    您请人来看看，这是答复：

    Two advisers speak French.

    Both are away until 1 December.

    查看我的请求
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    如果还想问，可以在您的页面上再问。

    这个链接是给您本人的，不需要密码，请勿转发。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&question_answered(), "en"), @r"
    An answer to your question (R-0042)

    Dear 陈一鸣,

    You asked a person. This is the answer:

    Two advisers speak French.

    Both are away until 1 December.

    See my request
    https://zhiban.example.org/l/mfrggzdfmztwq2lknnwg23tpobyxe43u

    If you want to ask more, you can do it on your page.

    The link is for you alone and needs no password: please do not forward it.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}

#[test]
fn who_plans_is_told_what_ends_when_and_whose_it_is() {
    insta::assert_snapshot!(words(&qualifications_end(), "zh-Hans"), @r"
    有 3 份证件或批准即将到期

    陈一鸣，您好！

    这些证件或批准是值班所必需的，到期第二天起就不再安排本人值班。请提醒本人办理，并在到期前录入新的。

    2026年12月1日 星期二（还有 7 天）：法律顾问的执业证件：顾一鸣（A017）
    2027年1月23日 星期六（还有 60 天）：法学学生的单位批准：苏晓（S002）、韩雪（S011）

    查看即将到期的
    https://zhiban.example.org/#ending

    到期前 60 天、30 天和 7 天各提醒一次。

    -- 
    东湖区值班室
    此信由系统自动发出。
    ");
    insta::assert_snapshot!(words(&qualifications_end(), "en"), @r"
    3 licences and approvals end

    Dear 陈一鸣,

    Whoever holds these must hold them to serve, and is not rostered from the day after. Please ask for the new ones, and enter them before that.

    Tuesday 1 December 2026 (in 7 days): Licence, Adviser: 顾一鸣 (A017)
    Saturday 23 January 2027 (in 60 days): Approval, Law student: 苏晓 (S002), 韩雪 (S011)

    See what ends
    https://zhiban.example.org/#ending

    You are told 60, 30 and 7 days before.

    -- 
    东湖区值班室
    This letter was sent automatically.
    ");
}
