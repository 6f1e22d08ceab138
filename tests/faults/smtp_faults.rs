//! A mail server that is slow, refuses or dies, and a service that is killed while it sends.

use std::collections::BTreeMap;

use zhiban::store::messages::MessageRow;

use crate::place::{Place, Stage, context, wait_for};
use crate::server::Server;
use crate::smtp::Smtp;

/// A place with the first district's publication in the queue.
fn published_by(smtp: &Smtp) -> Place {
    let mut place = Place::new(Stage::Proposed);
    place.send_by(&smtp.url());
    place.publish(&place.rosters[0]);
    place
}

/// The letters of the first district, by Message-ID.
fn outbox(place: &Place) -> BTreeMap<String, MessageRow> {
    let own = place.month_letters(&place.rosters[0]);
    let rows = own.into_iter().flat_map(|(_, letters)| letters);
    rows.map(|row| (row.message_id.clone(), row)).collect()
}

/// Each letter arrived, to its receiver and as it was written. Gives how many came more than once.
fn check_arrivals(place: &Place, smtp: &Smtp) -> usize {
    let outbox = outbox(place);
    assert!(outbox.len() > 30, "{} letters", outbox.len());
    let mut arrived: BTreeMap<String, usize> = BTreeMap::new();
    for message in smtp.received() {
        let id = message.letter().message_id;
        let row = outbox.get(&id).expect("nobody else's letter comes");
        assert_eq!(message.from, "duty@legal.test");
        assert_eq!(message.to, [row.recipient.as_str()]);
        // SMTP ends the last line once more.
        let is_as_written = message.bytes.trim_ascii_end() == row.rendered.trim_end().as_bytes();
        assert!(is_as_written, "{id}");
        *arrived.entry(id).or_default() += 1;
    }
    assert_eq!(arrived.len(), outbox.len(), "letters that arrived");
    arrived.values().filter(|&&times| times > 1).count()
}

#[test]
fn each_letter_arrives_though_the_service_is_killed_while_it_sends() {
    let mut smtp = Smtp::start();
    smtp.be_slow(0.05);
    let place = published_by(&smtp);
    let kills = [1, 3, 9, 15, 25];
    for arrived in kills {
        let server = Server::start(&place);
        wait_for("letters", || smtp.count() >= arrived);
        server.kill();
    }
    let _server = Server::start(&place);
    place.wait_until_all_is_done();
    let twice = check_arrivals(&place, &smtp);
    // What was under way at a kill, one letter for each of the two workers, and nothing else.
    assert!(twice <= 2 * kills.len(), "{twice} letters came twice");
}

#[test]
fn a_server_slower_than_a_lease_gets_each_letter_once() {
    let mut smtp = Smtp::start();
    smtp.be_slow(0.25);
    let mut place = published_by(&smtp);
    place.set("ZHIBAN__JOBS__LEASE_SECONDS", "4");
    let _server = Server::start(&place);
    // Another letter's job comes while the first sends.
    wait_for("a letter", || smtp.count() > 0);
    place.publish(&place.rosters[1]);
    place.wait_until_all_is_done();
    let received = smtp.received();
    let mut ids: Vec<String> = received.iter().map(|m| m.letter().message_id).collect();
    let all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), all, "letters that came once, of {all}");
}

#[test]
fn what_is_refused_for_now_is_tried_again_and_what_is_refused_for_good_is_parked() {
    let mut smtp = Smtp::start();
    let mut place = published_by(&smtp);
    // Nobody works the queue, so that the letters can be looked at before they leave.
    place.set("ZHIBAN__MAIL__SERVER", "smtp://127.0.0.1:1");
    let server = Server::start(&place);
    wait_for("the letters", || place.count("queued") > 30);
    server.kill();
    place.send_by(&smtp.url());
    let addresses: Vec<String> = outbox(&place).into_values().map(|m| m.recipient).collect();
    let (later, never) = (addresses[0].as_str(), addresses[1].as_str());
    smtp.refuse(&[(later, 451), (never, 550)]);
    place.let_a_minute_pass();
    let _server = Server::start(&place);
    wait_for("all others", || smtp.count() == addresses.len() - 2);
    let find = |address: &str| {
        let rows = outbox(&place).into_values();
        rows.into_iter().find(|m| m.recipient == address).unwrap()
    };
    wait_for("the refusals", || {
        find(later).attempts == 1 && find(later).state == "queued" && find(never).state == "parked"
    });
    let waits = find(later);
    assert!(waits.last_error.contains("451"), "{}", waits.last_error);
    let pause = waits.next_attempt_at - waits.queued_at;
    assert!(pause >= chrono::TimeDelta::minutes(1), "{pause}");
    assert!(find(never).last_error.contains("550"));

    smtp.refuse(&[]);
    place.let_a_minute_pass();
    wait_for("the second attempt", || find(later).state == "sent");
    assert_eq!(find(later).attempts, 2);
    assert_eq!(find(never).state, "parked", "nobody tries that again");
    let received = smtp.received();
    assert_eq!(received.len(), addresses.len() - 1);
    let last = received.last().unwrap();
    assert_eq!(last.letter().message_id, waits.message_id);
    assert_eq!(last.to, [later]);
}

#[test]
fn a_mail_server_that_dies_between_letters_gets_the_rest_when_it_is_back() {
    for answered in [true, false] {
        let mut smtp = Smtp::start();
        smtp.die_at(10, answered);
        let place = published_by(&smtp);
        let _server = Server::start(&place);
        wait_for("its death", || smtp.is_dead());
        wait_for("a pause", || {
            let jobs = |state| {
                place.count_rows(&format!(
                    "jobs WHERE state = '{state}' AND kind NOT IN ('match_waiting_list', 'morning_round')"
                ))
            };
            jobs("running") == 0 && jobs("queued") == 1
        });
        assert_eq!(smtp.count(), 10);
        smtp.restart();
        place.let_a_minute_pass();
        place.wait_until_all_is_done();
        let twice = check_arrivals(&place, &smtp);
        assert_eq!(twice, usize::from(!answered), "answered: {answered}");
    }
}

#[test]
fn a_letter_that_has_to_wait_long_keeps_no_other_waiting() {
    let mut smtp = Smtp::start();
    let place = published_by(&smtp);
    smtp.refuse(&[("*", 451)]);
    let _server = Server::start(&place);
    wait_for("the refusals", || {
        place.count("sending") == 0
            && place.count_rows("messages WHERE state = 'queued' AND attempts = 1") > 30
            && place.count_rows("jobs WHERE state <> 'done' AND kind NOT IN ('match_waiting_list', 'morning_round')") == 1
    });
    // They were refused so often that they wait for hours.
    place.execute(
        "UPDATE messages SET next_attempt_at = '2100-01-01 00:00:00';
         UPDATE jobs SET run_after = '2100-01-01 00:00:00' WHERE state = 'queued'",
    );
    smtp.die_at(1, false);
    smtp.refuse(&[]);
    place.publish(&place.rosters[1]);
    wait_for("its death", || smtp.is_dead());
    wait_for("the next look within a minute or two", || {
        let soon = context().instant() + chrono::TimeDelta::minutes(2);
        let waits = "jobs WHERE kind = 'deliver_mail' AND state = 'queued'";
        place.count_rows(waits) == 1
            && place.count_rows(&format!("{waits} AND run_after < '{soon}'")) == 1
    });
}
