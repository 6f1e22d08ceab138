//! A month's letters over a real mail server, as mail programs and calendars read them.

use std::collections::BTreeSet;

use crate::place::{Place, Stage};
use crate::server::Server;
use crate::smtp::{Smtp, read_calendars};

#[test]
fn a_month_s_letters_are_read_as_they_are_meant() {
    let smtp = Smtp::start();
    let mut place = Place::new(Stage::Proposed);
    place.send_by(&smtp.url());
    let server = Server::start(&place);
    let roster = place.rosters[0].clone();
    place.publish(&roster);
    place.wait_until_all_is_done();

    let seats = place.seats(&roster);
    let received = smtp.received();
    let (mut languages, mut calendars) = (BTreeSet::new(), Vec::new());
    let own = place.month_letters(&roster);
    assert_eq!(received.len(), own.len());
    for (person, rows) in own {
        let [row] = rows.as_slice() else {
            panic!("{} letters to {person}", rows.len());
        };
        let came = received.iter().find(|m| m.to == [row.recipient.as_str()]);
        let letter = came.expect("a letter").letter();
        assert_eq!(letter.message_id, row.message_id);
        assert_eq!(letter.to, [row.recipient.as_str()]);
        assert_eq!(letter.subject, row.subject);
        let is_chinese = letter.subject.contains('月') && letter.subject.contains("值班");
        assert_eq!(
            is_chinese,
            letter.language == "zh-Hans",
            "{}",
            letter.subject
        );
        let link = letter.link();
        assert!(link.starts_with(&server.base), "{link}");
        assert!(letter.html_links().contains(&link), "both say {link}");
        let duties = seats.iter().filter(|s| s.person_id == person).count();
        assert_eq!(letter.calendars.len(), duties, "calendar files");
        calendars.extend(letter.calendars);
        languages.insert(letter.language);
    }
    assert_eq!(
        languages,
        BTreeSet::from(["en".to_owned(), "zh-Hans".to_owned()])
    );

    let uids: BTreeSet<String> = seats
        .iter()
        .map(|s| format!("{}@legal.test", s.id))
        .collect();
    let parts = read_calendars(&calendars);
    let found: BTreeSet<String> = parts.iter().map(|part| part.uid.clone()).collect();
    assert_eq!((found, parts.len()), (uids, seats.len()));
    for part in parts {
        assert_eq!(part.method, "REQUEST");
        assert_eq!(part.status, "TENTATIVE");
        assert!(part.starts < part.ends && part.starts.ends_with("+08:00"));
        assert!(!part.summary.is_empty());
    }
}
