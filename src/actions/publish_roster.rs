//! Publishes a district's month: a version that never changes, everybody asked by one letter with one link, bookable times opened.
//! `start` queues the job; `publish` writes letters first and everything at once then, so that a crash leaves all or nothing.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{NaiveTime, TimeDelta};
use serde_json::json;
use thiserror::Error;

use super::asking::{Asking, NewLink};
use super::check_minima::{NamedUnder, not_accepted, with_names};
use super::letter_duties::DutyWords;
use super::open_times::{Bookable, Times};
use super::override_minima::NewOverride;
use super::{Context, match_waiting_list, override_minima, queue_letters};
use crate::domain::calendar::Month;
use crate::domain::capability::Purpose;
use crate::domain::job::{Attempt, JobKind, PublishRoster};
use crate::domain::roster::{RosterEvent, RosterRefusal, Word};
use crate::mail::LetterError;
use crate::mail::letters::MonthDuties;
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::links::{self, LinkRow};
use crate::store::messages::MessageRow;
use crate::store::people::PersonRow;
use crate::store::places::DistrictRow;
use crate::store::rosters::{self, RosterRow, VersionRow};
use crate::store::words::{self, PairRow};
use crate::store::{Connection, Store, StoreError, jobs, people, places};
use crate::texts::Lang;

/// How long after the month's last day its links still show what it was.
const AFTERWARDS: TimeDelta = TimeDelta::days(7);

/// Why a month was not published.
#[derive(Debug, Error)]
pub enum PublishError {
    /// There is no such roster: the month was never set up.
    #[error("there is no roster {0}; right would be to set the month up first")]
    NoRoster(String),
    /// The roster is not proposed: nobody is on it yet, it is being solved, or it was published before.
    #[error(transparent)]
    Refused(#[from] RosterRefusal),
    /// Somebody was pinned or banned after the generation.
    #[error("the roster does not keep every pin and ban; right would be to generate it again")]
    Outdated,
    /// The law asks for more, and nobody said that it may be published all the same.
    #[error("{} legal minima are not met, and were not accepted", .0.len())]
    UnderMinimum(Vec<NamedUnder>),
    /// Somebody changed it while the letters were written.
    #[error("roster {0} was changed meanwhile")]
    Changed(String),
    /// Another attempt at the job is under way, or it was cancelled.
    #[error("another attempt at this job is under way, or it was cancelled")]
    Superseded,
    /// A letter cannot be written.
    #[error("a letter cannot be written: {0}")]
    Letter(#[from] LetterError),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a publication came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The version's number.
    pub version: i32,
    /// Letters in the outbox.
    pub letters: usize,
    /// People without an address that can be written to: their letters are parked, and they must be telephoned.
    pub parked: usize,
}

/// Puts the publication of a proposed roster into the queue. What is under a legal minimum must be accepted, now or before, for the version
/// that it becomes. Gives the job's id; pressing twice gives the same, also while it runs.
pub fn start(
    store: &Store,
    context: &Context,
    roster_id: &str,
    given: Option<&NewOverride>,
) -> Result<String, PublishError> {
    store.write(|c| {
        let roster = load(c, roster_id)?;
        roster.state().after(RosterEvent::Publish)?;
        if breaks_a_word(c, roster_id)? {
            return Err(PublishError::Outdated);
        }
        let left = override_minima::accept(c, context, &roster, given)?;
        if !left.is_empty() {
            return Err(PublishError::UnderMinimum(left));
        }
        let payload = PublishRoster {
            roster: roster_id.to_owned(),
        };
        let key = format!("publish:{roster_id}");
        let job = context.job(JobKind::PublishRoster, &payload, Some(key));
        let id = jobs::enqueue_once(c, &job)?;
        if id == job.id {
            rosters::set_job(c, roster_id, &id)?;
            context.note(c, "start_publication", roster_id, &roster.state, "")?;
        }
        Ok(id)
    })
}

/// Whether a pin of the roster is not in its proposal, or a ban is: it was given after the generation.
pub(super) fn breaks_a_word(c: &mut Connection, roster_id: &str) -> Result<bool, StoreError> {
    let seats = duties::assignments_of_roster(c, roster_id)?;
    let held: HashSet<PairRow> = seats
        .into_iter()
        .filter(|seat| seat.state().holds_seat())
        .map(|seat| PairRow {
            duty_id: seat.duty_id,
            person_id: seat.person_id,
        })
        .collect();
    let pins = words::of_roster(c, Word::Pin, roster_id)?;
    let bans = words::of_roster(c, Word::Ban, roster_id)?;
    Ok(pins.iter().any(|pin| !held.contains(pin)) || bans.iter().any(|ban| held.contains(ban)))
}

/// Publishes. The job's attempt ends in the same transaction.
pub fn publish(
    store: &Store,
    context: &Context,
    asking: &Asking<'_>,
    roster_id: &str,
    attempt: &Attempt,
) -> Result<Published, PublishError> {
    let month = store.read(|c| Proposal::load(c, roster_id))?;
    let letters = month.write(context, asking)?;
    let roster = &month.roster;
    let parked = letters.rows.iter().filter(|m| m.state == "parked").count();
    let published = Published {
        version: roster.version + 1,
        letters: letters.rows.len() - parked,
        parked,
    };
    let version = month.version(context);
    let times = month.times(context);
    store.write(|c| {
        if !rosters::publish(c, roster, context.instant())? {
            return Err(PublishError::Changed(roster.id.clone()));
        }
        duties::ask_all(c, &roster.id, context.instant())?;
        if !times.open(context, c)?.is_empty() {
            match_waiting_list::enqueue(c, context, &month.district.city_id)?;
        }
        rosters::insert_version(c, &version)?;
        links::insert(c, &letters.links)?;
        queue_letters::queue(c, context, &letters.rows)?;
        let after = format!("version {}", published.version);
        context.note(c, "publish_roster", &roster.id, "proposed", &after)?;
        let result = json!({
            "version": published.version, "letters": published.letters, "parked": published.parked
        });
        if !jobs::finish(c, attempt, &result.to_string(), context.instant())? {
            return Err(PublishError::Superseded);
        }
        Ok(())
    })?;
    Ok(published)
}

fn load(c: &mut Connection, roster_id: &str) -> Result<RosterRow, PublishError> {
    rosters::find(c, roster_id)?.ok_or_else(|| PublishError::NoRoster(roster_id.to_owned()))
}

/// A proposed month, as it is read before the letters are written.
struct Proposal {
    roster: RosterRow,
    district: DistrictRow,
    duties: HashMap<String, DutyRow>,
    seats: Vec<AssignmentRow>,
    people: HashMap<String, PersonRow>,
    words: DutyWords,
    bookable: Bookable,
    objective: i64,
    bound: f64,
}

/// The letters and links of a publication.
#[derive(Default)]
struct Letters {
    rows: Vec<MessageRow>,
    links: Vec<LinkRow>,
}

impl Proposal {
    fn load(c: &mut Connection, roster_id: &str) -> Result<Self, PublishError> {
        let roster = load(c, roster_id)?;
        roster.state().after(RosterEvent::Publish)?;
        if breaks_a_word(c, roster_id)? {
            return Err(PublishError::Outdated);
        }
        let left = not_accepted(c, &roster)?;
        if !left.is_empty() {
            return Err(PublishError::UnderMinimum(with_names(c, left)?));
        }
        let district = places::find_district(c, &roster.district_id)?
            .ok_or_else(|| PublishError::NoRoster(roster_id.to_owned()))?;
        let duties = duties::of_roster(c, roster_id)?;
        let words = DutyWords::load(c, duties.iter())?;
        let bookable = Bookable::load(c, duties.iter())?;
        let mut seats = duties::assignments_of_roster(c, roster_id)?;
        seats.retain(|seat| seat.state().holds_seat());
        let mut ids: Vec<String> = seats.iter().map(|seat| seat.person_id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        let people = people::find_people(c, &ids)?;
        let solve = match &roster.solve_id {
            Some(id) => rosters::find_solve(c, id)?,
            None => None,
        };
        Ok(Self {
            roster,
            district,
            duties: duties.into_iter().map(|d| (d.id.clone(), d)).collect(),
            seats,
            people: people.into_iter().map(|p| (p.id.clone(), p)).collect(),
            words,
            bookable,
            objective: solve.as_ref().map_or(0, |s| s.objective),
            bound: solve.map_or(0.0, |s| s.bound),
        })
    }

    /// One letter a person, in their language, with their duties by time.
    fn write(&self, context: &Context, asking: &Asking<'_>) -> Result<Letters, PublishError> {
        let mut holders: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut of_person: BTreeMap<&str, Vec<(&AssignmentRow, &DutyRow)>> = BTreeMap::new();
        for seat in &self.seats {
            let duty = &self.duties[&seat.duty_id];
            holders.entry(&duty.id).or_default().push(&seat.person_id);
            of_person
                .entry(&seat.person_id)
                .or_default()
                .push((seat, duty));
        }
        let mut letters = Letters::default();
        for (person_id, mut own) in of_person {
            own.sort_by_key(|(_, duty)| duty.starts_at);
            let person = &self.people[person_id];
            let link = self.link(context, asking, person_id);
            let letter = self.letter(context, asking, person, &own, &holders, &link);
            let receiver = queue_letters::Receiver::Person(person);
            let row =
                queue_letters::write(context, asking.head, "month_duties", receiver, &letter)?;
            letters.rows.push(row);
            letters.links.push(link.row);
        }
        Ok(letters)
    }

    /// What residents can book of the month.
    fn times(&self, context: &Context) -> Times {
        let mut times = Times::default();
        for seat in &self.seats {
            let duty = &self.duties[&seat.duty_id];
            self.bookable
                .add(context, duty, &seat.person_id, &mut times);
        }
        times
    }

    fn link(&self, context: &Context, asking: &Asking<'_>, person_id: &str) -> NewLink {
        let end = Month::parse(&self.roster.month).map_or(context.instant(), |month| {
            month.last().and_time(NaiveTime::MIN) + AFTERWARDS
        });
        let roster_id = &self.roster.id;
        asking.link(context, Purpose::Month, roster_id, Some(person_id), end)
    }

    fn letter(
        &self,
        context: &Context,
        asking: &Asking<'_>,
        person: &PersonRow,
        own: &[(&AssignmentRow, &DutyRow)],
        holders: &HashMap<&str, Vec<&str>>,
        link: &NewLink,
    ) -> MonthDuties {
        let lang = Lang::choose([person.locale.as_str()]);
        let with = |duty: &DutyRow| {
            let others = holders[duty.id.as_str()].iter();
            others
                .filter(|id| **id != person.id)
                .map(|id| self.people[*id].name.clone())
                .collect()
        };
        let first = own
            .first()
            .map_or(context.instant(), |(_, duty)| duty.starts_at);
        MonthDuties {
            month: self.roster.month.clone(),
            district: lang
                .name(&self.district.name, &self.district.name_en)
                .to_owned(),
            duties: own
                .iter()
                .map(|(seat, duty)| {
                    let told = seat.revision + 1;
                    self.words.duty(lang, seat, duty, told, with(duty))
                })
                .collect(),
            answer_by: asking.month_answer_by(context.now, first),
            link: link.url.clone(),
            link_ends: link.row.expires_at.and_utc(),
        }
    }

    /// What this version says: every duty with who holds it, by ids alone.
    fn version(&self, context: &Context) -> VersionRow {
        let mut holders: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for seat in &self.seats {
            holders
                .entry(&seat.duty_id)
                .or_default()
                .push(&seat.person_id);
        }
        let mut duties: Vec<&DutyRow> = self.duties.values().filter(|d| d.active).collect();
        duties.sort_by_key(|d| (&d.station_id, d.starts_at, &d.id));
        let said: Vec<_> = duties
            .iter()
            .map(|d| {
                json!({
                    "duty": d.id, "station": d.station_id, "date": d.date, "start": d.start_minute, "end": d.end_minute,
                    "min": d.min, "ideal": d.ideal, "people": holders.get(d.id.as_str()).cloned().unwrap_or_default(),
                })
            })
            .collect();
        VersionRow {
            id: context.new_id(),
            roster_id: self.roster.id.clone(),
            number: self.roster.version + 1,
            published_at: context.instant(),
            published_by: context.actor.clone(),
            snapshot: json!({ "month": self.roster.month, "duties": said }).to_string(),
            objective: self.objective,
            bound: self.bound,
        }
    }
}
