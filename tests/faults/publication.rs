//! A server that is killed while a month is published and its letters leave.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::place::{Place, Stage, wait_for};
use crate::server::Server;
use crate::smtp::Letter;

/// Milliseconds from the beginning of an attempt at a district's publication to a kill.
const OVER_THE_PUBLICATION: [u64; 3] = [0, 15, 50];

/// Letters of a district that have left when a kill comes.
const OVER_THE_LETTERS: [usize; 2] = [1, 10];

#[test]
fn a_month_is_published_once_however_often_the_server_is_killed_over_it() {
    through_kills(&mut Place::new(Stage::Proposed));
}

#[test]
fn a_month_is_published_once_on_postgresql_too() {
    through_kills(&mut Place::on_postgres());
}

fn through_kills(place: &mut Place) {
    let rosters = place.rosters.clone();
    let mut in_the_middle = 0;
    for (number, delay) in OVER_THE_PUBLICATION.into_iter().enumerate() {
        let roster = &rosters[number];
        let job = place.publish(roster);
        let server = Server::start(place);
        wait_for("an attempt", || place.job(&job).attempt > 0);
        std::thread::sleep(Duration::from_millis(delay));
        server.kill();
        for more in OVER_THE_LETTERS {
            let server = Server::start(place);
            // A publication that died three times would be given up.
            wait_for("its end", || place.job(&job).finished_at.is_some());
            let sent = place.count("sent");
            wait_for("letters", || {
                place.count("sent") >= sent + more || place.count("queued") == 0
            });
            server.kill();
            in_the_middle += usize::from(place.count("queued") > 0);
        }
    }
    assert!(in_the_middle > 0, "no kill met the letters");
    let server = Server::start(place);
    place.wait_until_all_is_done();
    for (roster, row) in rosters.iter().zip(place.rows()) {
        assert_eq!((row.state.as_str(), row.version), ("published", 1));
        let versions = format!("roster_versions WHERE roster_id = '{roster}'");
        assert_eq!(place.count_rows(&versions), 1);
        let asked = place.seats(roster).iter().all(|s| s.state == "asked");
        assert!(asked, "everybody is asked");
    }
    check_mailbox(place, &server);
}

/// One letter for each person of each roster, in the outbox and as a file, with a link that opens.
fn check_mailbox(place: &Place, server: &Server) {
    let mut expected = BTreeSet::new();
    for roster in &place.rosters {
        for (person, letters) in place.month_letters(roster) {
            let kinds = letters.iter().filter(|m| m.kind == "month_duties");
            assert_eq!(kinds.count(), districts(place, &person), "for {person}");
            expected.extend(letters.into_iter().map(|m| m.message_id));
        }
    }
    assert!(expected.len() > 100, "{} letters", expected.len());
    let entries = std::fs::read_dir(place.mailbox()).unwrap();
    let mut found = BTreeSet::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let letter = Letter::read(&std::fs::read(&path).unwrap());
        assert_eq!(name, format!("{}.eml", letter.message_id));
        let path = letter.link();
        let path = &path[path.find("/l/").unwrap()..];
        assert_eq!(server.get(path), 200, "the link of {name}");
        found.insert(letter.message_id);
    }
    assert_eq!(found, expected);
}

/// How many districts' months a person is on.
fn districts(place: &Place, person: &str) -> usize {
    let is_on = |roster: &&String| place.seats(roster).iter().any(|s| s.person_id == person);
    place.rosters.iter().filter(is_on).count()
}
