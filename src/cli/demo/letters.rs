//! The demo's third and fourth step: a month is published, and its letters are answered the way people do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::Value;
use ureq::Agent;

use super::{DemoError, wait};
use crate::actions::publish_roster;
use crate::actions::summarise_month::in_words;
use crate::domain::assignment::AssignmentState;
use crate::mail::button;
use crate::service::Service;
use crate::store::duties::{self, AssignmentRow};
use crate::store::messages::{self, MessageRow};
use crate::store::people::{self, PersonRow};
use crate::store::{StoreError, jobs};

/// People who confirm.
const CONFIRM: usize = 3;

/// How many decline at most, one after the other, until somebody can be found: some duties only one person can hold.
const DECLINE: usize = 20;

/// How long letters may take to go out.
const PATIENCE: Duration = Duration::from_secs(120);

/// The letters of an earlier demo in a mailbox folder, which may not be there.
pub(super) fn left_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e),
    };
    let paths = entries.map(|entry| entry.map(|e| e.path()));
    let mut letters = paths.collect::<std::io::Result<Vec<PathBuf>>>()?;
    letters.retain(|path| path.extension().is_some_and(|e| e == "eml"));
    Ok(letters)
}

/// Publishes the rosters and waits until their letters have left.
pub(super) fn publish(service: &Service, rosters: &[String]) -> Result<(), DemoError> {
    let began = Instant::now();
    let context = service.context("demo");
    for roster in rosters {
        let job = publish_roster::start(&service.store, &context, roster, None)?;
        wait(service, &job, |_| {})?;
    }
    let sent = sent(service)?;
    let way = match service.post.folder() {
        Some(folder) => format!("in {} as .eml files", folder.display()),
        None => "with the mail server".to_owned(),
    };
    println!(
        "3. published; {sent} letters are {way} ({:.1} s)",
        began.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Waits until the outbox is empty. Gives how many letters have left.
pub(super) fn sent(service: &Service) -> Result<i64, DemoError> {
    let began = Instant::now();
    loop {
        let counts = service.store.read(messages::count_by_state)?;
        let of = |state: &str| {
            let found = counts.iter().find(|(name, _)| name == state);
            found.map_or(0, |(_, count)| *count)
        };
        let left = of("queued") + of("sending");
        if left == 0 {
            return Ok(of("sent"));
        }
        if began.elapsed() > PATIENCE {
            return Err(DemoError::NotSent(left));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Three people confirm their month and one declines a duty, each through the link of their letter.
pub(super) fn answer(service: &Service, rosters: &[String]) -> Result<(), DemoError> {
    let seats = seats(service, rosters)?;
    let asked = asked(service, &seats)?;
    let mut letters = asked.iter();
    println!("4. links opened as people do: GET shows, POST acts");
    for (person, letter, _) in letters.by_ref().take(CONFIRM) {
        let link = link(service, letter)?;
        press(&link, &[("answer", "confirm_all")])?;
        println!("   {} confirms the whole month", person.name);
    }
    for (person, letter, seat) in letters.take(DECLINE) {
        let link = link(service, letter)?;
        let began = Instant::now();
        let decline = [
            ("answer", "decline"),
            ("assignment", seat.id.as_str()),
            ("reason", "那天要开庭"),
        ];
        press(&link, &decline)?;
        let result = replaced(service, seat)?;
        if let Some(found) = result["person"].as_str() {
            let by_letter = asked_by_letter(service, found)?;
            println!(
                "   {} declines one duty; {by_letter} is asked instead {:.2} s later; others disturbed: {}",
                person.name,
                began.elapsed().as_secs_f64(),
                result["disturbed"]
            );
            return Ok(());
        }
        let reason = serde_json::from_value(result["reason"].clone()).map(in_words);
        println!(
            "   {} declines one duty; it stays open: {}",
            person.name,
            reason.unwrap_or("no reason is known")
        );
    }
    Err(DemoError::NoReplacement)
}

fn seats(service: &Service, rosters: &[String]) -> Result<Vec<AssignmentRow>, StoreError> {
    service.store.read(|c| {
        let mut all = Vec::new();
        for roster in rosters {
            all.extend(duties::assignments_of_roster(c, roster)?);
        }
        Ok(all)
    })
}

/// Everybody who was asked, with their letter and one of their seats; those with few duties first, by name.
fn asked(
    service: &Service,
    seats: &[AssignmentRow],
) -> Result<Vec<(PersonRow, MessageRow, AssignmentRow)>, StoreError> {
    let mut of_person: BTreeMap<&str, Vec<&AssignmentRow>> = BTreeMap::new();
    for seat in seats.iter().filter(|s| s.state() == AssignmentState::Asked) {
        of_person.entry(&seat.person_id).or_default().push(seat);
    }
    let ids: Vec<String> = of_person.keys().map(|id| (*id).to_owned()).collect();
    service.store.read(|c| {
        let mut all = Vec::new();
        for person in people::find_people(c, &ids)? {
            let letters = messages::to_person(c, &person.id)?;
            let month = letters
                .into_iter()
                .find(|m| m.kind == "month_duties" && m.state == "sent");
            if let Some(letter) = month {
                let seat = of_person[person.id.as_str()][0].clone();
                all.push((person, letter, seat));
            }
        }
        all.sort_by_key(|(person, _, _)| {
            (of_person[person.id.as_str()].len(), person.code.clone())
        });
        Ok(all)
    })
}

fn link(service: &Service, letter: &MessageRow) -> Result<String, DemoError> {
    let start = format!("{}/l/", service.base_url);
    button(&letter.rendered, &start).ok_or(DemoError::NoLink)
}

/// Opens a link, and presses a button there.
fn press(link: &str, fields: &[(&str, &str)]) -> Result<(), DemoError> {
    let agent = Agent::new_with_defaults();
    agent.get(link).call()?;
    agent.post(link).send_form(fields.iter().copied())?;
    Ok(())
}

/// The result of the search for somebody else.
fn replaced(service: &Service, seat: &AssignmentRow) -> Result<Value, DemoError> {
    let key = format!("replace:{}", seat.id);
    let job = service.store.read(|c| jobs::latest_with_key(c, &key))?;
    let job = job.ok_or(DemoError::NoReplacement)?;
    let ended = wait(service, &job.id, |_| {})?;
    Ok(serde_json::from_str(&ended.result).unwrap_or(Value::Null))
}

/// Waits until the letter that asks somebody has left. Gives their name.
fn asked_by_letter(service: &Service, person_id: &str) -> Result<String, DemoError> {
    sent(service)?;
    let id = [person_id.to_owned()];
    let found = service.store.read(|c| people::find_people(c, &id))?.pop();
    let letters = service.store.read(|c| messages::to_person(c, person_id))?;
    let has_left = |m: &MessageRow| m.kind == "please_replace" && m.state == "sent";
    match found.filter(|_| letters.iter().any(has_left)) {
        Some(person) => Ok(person.name),
        None => Err(DemoError::NoReplacement),
    }
}
