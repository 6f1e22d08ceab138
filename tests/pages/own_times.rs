//! One's own times by a letter's link: shown, changed, what is wrong told, and what breaks a duty asked about before it is kept.

use chrono::NaiveDateTime;
use zhiban::domain::capability::Token;
use zhiban::store::kept::Kept;
use zhiban::store::links::{self, LinkRow};
use zhiban::store::whole_people::WholePerson;

use crate::resident::values;
use crate::served::Served;
use crate::served::slots::with_slots;

/// A link to the times of `gu`, as a letter had it.
fn link(served: &Served) -> String {
    let token = Token::new([9; 20]);
    let expires_at: NaiveDateTime = "2027-01-31T00:00:00".parse().unwrap();
    let row = LinkRow {
        id: "times".to_owned(),
        token_hash: token.hash(),
        purpose: "availability".to_owned(),
        subject_id: "2026-12".to_owned(),
        person_id: Some("gu".to_owned()),
        expires_at,
        used_at: None,
    };
    served
        .store
        .write(|c| links::insert(c, std::slice::from_ref(&row)))
        .unwrap();
    format!("/l/{}", token.reveal())
}

fn gu(served: &Served) -> WholePerson {
    let found = served.store.read(|c| WholePerson::find(c, "gu"));
    found.unwrap().unwrap()
}

#[test]
fn one_s_own_times_are_shown_changed_and_asked_about_where_they_break_a_duty() {
    let served = with_slots();
    let path = link(&served);
    let anybody = served.anybody();
    let english = served.anybody().get(&format!("{path}?lang=en")).text;
    let page = anybody.get(&path).text;
    assert!(
        english.contains("Please tell us when you can serve in December 2026"),
        "{english}"
    );
    assert!(english.contains("What stands below is right"), "{english}");
    let revision = values(&page, "revision").remove(0);
    let send = |fields: &[(&str, &str)]| {
        let mut all = vec![("answer", "times")];
        all.extend(fields);
        anybody.form(&format!("{path}/times"), &all).text
    };
    // Two Tuesdays of December are published: these times cover them.
    let window = [
        ("w0-weekday", "2"),
        ("w0-from", "08:30"),
        ("w0-to", "00:00"),
        ("w0-every", "1"),
        ("w0-first", "2026-11-02"),
    ];
    let fields = [&window[..], &[("revision", revision.as_str())]].concat();
    let done = send(&fields);
    assert!(
        done.contains("谢谢！我们会按这些时间安排")
            && done.contains("2026年12月的时间您已经确认过了"),
        "{done}"
    );
    assert_eq!(gu(&served).own.weekly[0].end_minute, 1440);
    let stale = send(&fields);
    assert!(stale.contains("您的时间刚刚被别人改过"), "{stale}");
    let seen = gu(&served).row.revision.to_string();
    let wrong = send(&[
        ("w0-weekday", "2"),
        ("w0-from", "10:00"),
        ("w0-to", "09:00"),
        ("w0-every", "1"),
        ("revision", &seen),
    ]);
    assert!(
        wrong.contains("第 1 行：结束要晚于开始") && wrong.contains("value=\"10:00\""),
        "{wrong}"
    );
    let away = [
        ("d0-kind", "away"),
        ("d0-first", "2026-12-08"),
        ("d0-last", ""),
        ("d0-from", ""),
        ("d0-to", ""),
        ("d0-note", "<b>"),
        ("revision", &seen),
    ];
    let breaking = [&window[..], &away[..]].concat();
    let asked = send(&breaking);
    assert!(
        asked.contains("2026年12月8日") && asked.contains("仍然保存"),
        "{asked}"
    );
    assert!(
        asked.contains("value=\"&#60;b&#62;\"") && !asked.contains("value=\"<b>"),
        "{asked}"
    );
    assert!(gu(&served).own.exceptions.is_empty(), "nothing was kept");
    let kept = send(&[&breaking[..], &[("anyway", "yes")]].concat());
    assert!(kept.contains("谢谢！"), "{kept}");
    assert_eq!(gu(&served).own.exceptions[0].note, "<b>");
    // A link to something else opens no times.
    let cut = anybody.form("/l/abc/times", &[("answer", "right")]);
    assert_eq!(cut.status, 404, "{}", cut.text);
}
