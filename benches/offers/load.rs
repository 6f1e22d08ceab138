//! The load: what is due when, who sends it, how long it took.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::Agent;

use crate::city::{CLERK, DISTRICT, PASSWORD};
use crate::{BARE, BOOKINGS, FIRST_VIEWS, SECONDS, VIEWS, WARM_UP};

/// How many can be under way at once.
const CLIENTS: usize = 64;

/// Seconds between a resident's first view and their booking.
const THINKING: u64 = 5;

/// What is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// A resident sees offers for the first time: they are made and held.
    FirstView(usize),
    /// The same resident looks again.
    View(usize),
    /// They take the best.
    Booking(usize),
    /// One row.
    Bare,
}

impl What {
    fn name(self) -> &'static str {
        match self {
            Self::FirstView(_) => "offers, made",
            Self::View(_) => "offers, seen again",
            Self::Booking(_) => "a booking",
            Self::Bare => "bare: one row",
        }
    }
}

/// Everything that is sent, by when it is due, in microseconds.
fn due() -> Vec<(u64, What)> {
    let mut all = Vec::new();
    let spread = |second: u64, n: u64, of: u64| second * 1_000_000 + n * 1_000_000 / of;
    for second in 0..WARM_UP + SECONDS {
        for n in 0..FIRST_VIEWS {
            let resident = (second * FIRST_VIEWS + n) as usize;
            all.push((spread(second, n, FIRST_VIEWS), What::FirstView(resident)));
        }
        for n in 0..BARE {
            all.push((spread(second, n, BARE) + 12_000, What::Bare));
        }
        // Looked at again a second or more after the first time, before the booking.
        for n in 0..if second > 0 { VIEWS } else { 0 } {
            let back = 1 + n % (THINKING - 1).min(second);
            let resident = ((second - back) * FIRST_VIEWS + n % FIRST_VIEWS) as usize;
            all.push((spread(second, n, VIEWS) + 3_000, What::View(resident)));
        }
        for n in 0..if second >= THINKING { BOOKINGS } else { 0 } {
            let resident = ((second - THINKING) * FIRST_VIEWS + n) as usize;
            all.push((
                spread(second, n, BOOKINGS) + 20_000,
                What::Booking(resident),
            ));
        }
    }
    all.sort_unstable();
    all
}

struct Load<'a> {
    base: &'a str,
    residents: &'a [String],
    agent: Agent,
    /// The best offer of each resident.
    best: Vec<Mutex<Option<String>>>,
    /// What each kind took, in microseconds, and how it was answered.
    took: Mutex<BTreeMap<&'static str, Vec<u64>>>,
    answered: Mutex<BTreeMap<(&'static str, u16), usize>>,
}

/// Signs in, sends everything when it is due, and tells what it took.
pub fn run(base: &str, residents: &[String]) {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_idle_connections(CLIENTS)
        .max_idle_connections_per_host(CLIENTS)
        .build();
    let agent: Agent = config.new_agent();
    let who = json!({"email": CLERK, "password": PASSWORD});
    let signed_in = agent.post(format!("{base}/api/v1/session")).send_json(&who);
    assert_eq!(signed_in.unwrap().status().as_u16(), 204);
    let load = Load {
        base,
        residents,
        agent,
        best: residents.iter().map(|_| Mutex::new(None)).collect(),
        took: Mutex::default(),
        answered: Mutex::default(),
    };
    let (all, next) = (due(), AtomicUsize::new(0));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                while let Some(&(at, what)) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    load.send(began, Duration::from_micros(at), what);
                }
            });
        }
    });
    load.tell();
}

impl Load<'_> {
    fn send(&self, began: Instant, due: Duration, what: What) {
        std::thread::sleep(due.saturating_sub(began.elapsed()));
        let Some(status) = self.answer(what) else {
            return;
        };
        let took = began.elapsed() - due;
        if due >= Duration::from_secs(WARM_UP) {
            let mut all = self.took.lock().unwrap();
            all.entry(what.name())
                .or_default()
                .push(took.as_micros() as u64);
            *self
                .answered
                .lock()
                .unwrap()
                .entry((what.name(), status))
                .or_default() += 1;
        }
    }

    /// The status; none where there is nothing to book.
    fn answer(&self, what: What) -> Option<u16> {
        let get = |path: String| {
            self.agent
                .get(format!("{}/api/v1/{path}", self.base))
                .call()
                .unwrap()
        };
        let offers = |n: usize| format!("requests/{}/offers", self.residents[n]);
        match what {
            What::FirstView(n) => {
                let mut answer = get(offers(n));
                let body: Value = answer.body_mut().read_json().unwrap();
                let best = body["items"][0]["id"].as_str().map(str::to_owned);
                *self.best[n].lock().unwrap() = best;
                Some(answer.status().as_u16())
            }
            What::View(n) => Some(read(get(offers(n)))),
            What::Bare => Some(read(get(format!("districts/{DISTRICT}")))),
            What::Booking(n) => {
                let offer = self.best[n].lock().unwrap().clone()?;
                let place = format!("{}/api/v1/appointments", self.base);
                let request = self.agent.post(place).header("Idempotency-Key", &offer);
                Some(read(request.send_json(json!({"offer_id": offer})).unwrap()))
            }
        }
    }

    fn tell(&self) {
        let mut took = self.took.lock().unwrap();
        let bare = took.get_mut(What::Bare.name()).map(|all| {
            all.sort_unstable();
            (at(all, 50), at(all, 99))
        });
        let (bare_half, bare_most) = bare.unwrap();
        println!(
            "{SECONDS} s; milliseconds                  count    p50    p90    p99    most   p50 and p99 to bare"
        );
        for (name, all) in took.iter_mut() {
            all.sort_unstable();
            let [half, most] = [50, 99].map(|p| at(all, p));
            println!(
                "{name:34} {:6} {half:6.1} {:6.1} {most:6.1} {:6.1}   {:.1} {:.1}",
                all.len(),
                at(all, 90),
                at(all, 100),
                half / bare_half,
                most / bare_most
            );
        }
        for ((name, status), count) in self.answered.lock().unwrap().iter() {
            println!("{name}: {status} {count} times");
            assert!([200, 201].contains(status), "what is measured must go well");
        }
    }
}

/// A percentile of sorted microseconds, in milliseconds.
fn at(sorted: &[u64], percent: usize) -> f64 {
    let place = (sorted.len() * percent)
        .div_ceil(100)
        .clamp(1, sorted.len())
        - 1;
    sorted[place] as f64 / 1000.0
}

fn read(mut answer: ureq::http::Response<ureq::Body>) -> u16 {
    answer.body_mut().read_to_vec().unwrap();
    answer.status().as_u16()
}
