//! Many residents for few times, at two servers on one database: whoever comes first has it, and nobody else; and no time that somebody
//! wants is left.

use serde_json::{Value, json};

use crate::crowd::{Client, Crowd, Group, Wanted, booked_and_claimed, sold, write};
use crate::place::{Place, wait_for};
use crate::prepared::Stage;

/// Times that are alone: one adviser's.
const ALONE: usize = 60;

/// Pairs of times for which there is one interpreter.
const PAIRS: usize = 20;

/// Residents for each time.
const CLIENTS: usize = 50;

/// How often what is less often done is tried.
const TRIALS: usize = 10;

/// Minutes of a time.
const MINUTES: usize = 30;

/// Answers that say that somebody else has it.
fn are_too_late<'a>(answers: impl Iterator<Item = &'a (u16, Value)>) {
    for (status, body) in answers {
        assert_eq!(
            (*status, &body["code"]),
            (409, &json!("offer-taken")),
            "{body}"
        );
    }
}

/// The bodies of what was booked, and the other answers.
fn won(answers: &[(u16, Value)]) -> (Vec<&Value>, Vec<&(u16, Value)>) {
    let (won, lost): (Vec<_>, Vec<_>) = answers.iter().partition(|(status, _)| *status == 201);
    (won.into_iter().map(|(_, body)| body).collect(), lost)
}

fn fifty_for_each_of_a_hundred(mut place: Place) {
    let group = |n: usize| {
        let times = if n < ALONE { 1 } else { 2 };
        Group {
            times,
            residents: times * CLIENTS,
            interpreted: times > 1,
            later: false,
        }
    };
    let all = (0..ALONE + PAIRS).map(|n| write(&place, n, &group(n)));
    let all: Vec<Wanted> = all.collect();
    let crowd = Crowd::start(&mut place);
    for wanted in &all {
        let answers = crowd.together(wanted.requests.len(), |n, client, start| {
            let request = &wanted.requests[n];
            let offers = client.offers(request);
            assert!(!offers.is_empty(), "{request}");
            let offer = &offers[n / 2 % offers.len()]["id"];
            start.wait();
            client.book(request, &json!({"offer_id": offer}))
        });
        let (won, lost) = won(&answers);
        assert_eq!(won.len(), 1, "{:?}: {answers:?}", wanted.slots);
        are_too_late(lost.iter().copied());
        for (_, body) in lost {
            assert_eq!(body["offers"]["waiting"]["code"], "all_taken", "{body}");
        }
        assert_eq!(sold(&place.store, &wanted.slots), 1, "{:?}", wanted.slots);
    }
    let booked = ALONE + PAIRS;
    let people = booked + PAIRS;
    assert_eq!(booked_and_claimed(&place.store), (booked, MINUTES * people));
}

#[test]
fn of_fifty_who_want_the_same_time_at_two_servers_one_has_it() {
    fifty_for_each_of_a_hundred(Place::new(Stage::SetUp));
}

#[test]
fn of_fifty_who_want_the_same_time_one_has_it_on_postgresql_too() {
    fifty_for_each_of_a_hundred(Place::on_postgres());
}

/// Books whatever is offered first to a resident.
fn book_first(client: &Client<'_>, request: &str) -> Value {
    let offers = client.offers(request);
    let offer = &offers.first().expect("something is free")["id"];
    let (status, booked) = client.book(request, &json!({"offer_id": offer}));
    assert_eq!(status, 201, "{booked}");
    booked
}

/// Fifty who have an appointment, and two earlier times that some of them and the others would rather have, with one interpreter for both.
fn fifty_move_to_an_earlier_time(mut place: Place) {
    let group = Group {
        times: 2,
        residents: CLIENTS,
        interpreted: true,
        later: true,
    };
    let crowd = Crowd::start(&mut place);
    for trial in 0..TRIALS {
        let wanted = write(&place, trial, &group);
        let requests = wanted.requests.iter().enumerate();
        let before: Vec<Value> = requests
            .map(|(n, request)| book_first(&crowd.client(n), request))
            .collect();
        let answers = crowd.together(CLIENTS, |n, client, start| {
            let offers = client.offers(&wanted.requests[n]);
            assert_eq!(offers.len(), 1, "{offers:?}");
            let body = json!({"offer_id": offers[0]["id"], "instead_of": before[n]["id"]});
            start.wait();
            client.book(&format!("move {trial} {n}"), &body)
        });
        let (won, lost) = won(&answers);
        assert_eq!(won.len(), 1, "{answers:?}");
        are_too_late(lost.iter().copied());
        // What the one who moved has left is free for the others.
        for (_, body) in lost {
            let instead = body["offers"]["items"].as_array().unwrap();
            assert_eq!(instead.len(), 1, "{body}");
        }
        assert_eq!(sold(&place.store, &wanted.slots), 1);
    }
    let booked = TRIALS * CLIENTS;
    let people = booked + TRIALS;
    assert_eq!(booked_and_claimed(&place.store), (booked, MINUTES * people));
}

#[test]
fn of_fifty_who_move_to_the_same_time_one_has_it_and_the_others_keep_theirs() {
    fifty_move_to_an_earlier_time(Place::new(Stage::SetUp));
}

#[test]
fn of_fifty_who_move_to_the_same_time_one_has_it_on_postgresql_too() {
    fifty_move_to_an_earlier_time(Place::on_postgres());
}

/// Fifty clients press the same button for the same resident: half of them a repetition of one, the others each anew.
fn fifty_confirm_the_same_offer(mut place: Place) {
    let group = Group {
        times: 2,
        residents: 1,
        interpreted: false,
        later: false,
    };
    let crowd = Crowd::start(&mut place);
    for trial in 0..TRIALS {
        let Wanted { requests, slots } = write(&place, trial, &group);
        let offers = crowd.client(0).offers(&requests[0]);
        let body = json!({"offer_id": offers[0]["id"]});
        let answers = crowd.together(CLIENTS, |n, client, start| {
            let key = match n % 4 < 2 {
                true => format!("the same for {}", requests[0]),
                false => format!("{n} for {}", requests[0]),
            };
            start.wait();
            client.book(&key, &body)
        });
        let (won, lost) = won(&answers);
        assert!(!won.is_empty(), "{answers:?}");
        assert!(won.iter().all(|body| body["id"] == won[0]["id"]), "{won:?}");
        for (status, body) in lost {
            assert_eq!(
                (*status, &body["code"]),
                (409, &json!("request-booked")),
                "{body}"
            );
        }
        assert_eq!(sold(&place.store, &slots), 1);
    }
    assert_eq!(booked_and_claimed(&place.store), (TRIALS, MINUTES * TRIALS));
}

#[test]
fn what_fifty_confirm_for_one_resident_is_booked_once() {
    fifty_confirm_the_same_offer(Place::new(Stage::SetUp));
}

#[test]
fn what_fifty_confirm_for_one_resident_is_booked_once_on_postgresql_too() {
    fifty_confirm_the_same_offer(Place::on_postgres());
}

/// The only time is given up while fifty wait for it, and the matching that this starts wants it for one of them too.
fn fifty_wait_for_what_is_cancelled(mut place: Place) {
    let group = Group {
        times: 1,
        residents: CLIENTS,
        interpreted: false,
        later: false,
    };
    let crowd = Crowd::start(&mut place);
    for trial in 0..TRIALS {
        let wanted = write(&place, trial, &group);
        let first = book_first(&crowd.client(0), &wanted.requests[0]);
        let answers = crowd.together(CLIENTS, |n, client, start| {
            start.wait();
            if n == 0 {
                client.cancel(&first);
            }
            // Everybody looks until there is nothing left, and tries whatever they see.
            let mut booked = Vec::new();
            for time in 0..4 {
                let request = &wanted.requests[n];
                for offer in client.offers(request) {
                    let key = format!("{request} again {time}");
                    booked.push(client.book(&key, &json!({"offer_id": offer["id"]})));
                }
            }
            booked
        });
        let answers = answers.concat();
        let (won, lost) = won(&answers);
        assert!(won.len() <= 1, "{answers:?}");
        for (status, body) in lost {
            let code = body["code"].as_str().unwrap_or_default();
            let known = ["offer-taken", "offer-gone", "request-booked"].contains(&code);
            assert!(known && [409, 410].contains(status), "{status} {body}");
        }
        wait_for("the time to be somebody's again", || {
            sold(&place.store, &wanted.slots) == 1
        });
    }
    assert_eq!(booked_and_claimed(&place.store), (TRIALS, MINUTES * TRIALS));
}

#[test]
fn a_time_that_is_cancelled_while_fifty_wait_for_it_is_one_s_again() {
    fifty_wait_for_what_is_cancelled(Place::new(Stage::SetUp));
}

#[test]
fn a_time_that_is_cancelled_while_fifty_wait_for_it_is_one_s_again_on_postgresql_too() {
    fifty_wait_for_what_is_cancelled(Place::on_postgres());
}
