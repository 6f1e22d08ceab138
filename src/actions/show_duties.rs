//! Some duties of a roster with where, what and who: one query a table, however many there are.

use std::collections::{HashMap, HashSet};

use super::show_month::{Gap, gaps};
use crate::domain::assignment::AssignmentState;
use crate::domain::coverage::Coverage;
use crate::domain::roster::Word;
use crate::store::duties::{self, AssignmentRow, DutyRow};
use crate::store::people::{self, PersonRow, PoolRow};
use crate::store::places::{self, StationRow};
use crate::store::templates::{self, TemplateRow};
use crate::store::words::{self, PairRow};
use crate::store::{Connection, StoreError, rosters};

/// A duty as it is shown to programs.
#[derive(Debug, Clone)]
pub struct ShownDuty {
    /// The duty.
    pub duty: DutyRow,
    /// Where it is held.
    pub station: StationRow,
    /// What it came of.
    pub template: TemplateRow,
    /// Who is asked for.
    pub pool: PoolRow,
    /// How well it is held; none for a duty of an option that was not chosen.
    pub coverage: Option<Coverage>,
    /// Who is or was on it, those who hold a seat first.
    pub seats: Vec<ShownSeat>,
    /// Ids of the people who are pinned to it, whether a generation has heard of it or not.
    pub pins: Vec<String>,
    /// Ids of the people who are banned from it.
    pub bans: Vec<String>,
    /// Why nobody more came, where people are missing and the solver says so.
    pub gap: Option<Gap>,
}

/// One person on a duty.
#[derive(Debug, Clone)]
pub struct ShownSeat {
    /// The assignment.
    pub assignment_id: String,
    /// The person.
    pub person_id: String,
    /// As it is shown.
    pub name: String,
    /// What the person said.
    pub state: AssignmentState,
    /// Whether a coordinator pinned it.
    pub pinned: bool,
}

/// Adds to duties of one roster, in their order, what belongs to them.
pub fn show_duties(
    c: &mut Connection,
    roster_id: &str,
    rows: Vec<DutyRow>,
) -> Result<Vec<ShownDuty>, StoreError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let around = Around::read(c, roster_id, &rows)?;
    // A row that refers to nothing is refused by the tables.
    Ok(rows
        .into_iter()
        .filter_map(|row| around.show(row))
        .collect())
}

/// Rows around duties, by what they are looked up with.
struct Around {
    stations: HashMap<String, StationRow>,
    templates: HashMap<String, TemplateRow>,
    pools: HashMap<String, PoolRow>,
    assignments: HashMap<String, Vec<AssignmentRow>>,
    people: HashMap<String, PersonRow>,
    pins: HashMap<String, Vec<String>>,
    bans: HashMap<String, Vec<String>>,
    gaps: HashMap<String, Gap>,
}

impl Around {
    fn read(c: &mut Connection, roster_id: &str, rows: &[DutyRow]) -> Result<Self, StoreError> {
        let ids = |of: fn(&DutyRow) -> &String| -> Vec<String> {
            let once: HashSet<&String> = rows.iter().map(of).collect();
            once.into_iter().cloned().collect()
        };
        let duty_ids = ids(|row| &row.id);
        let mut assignments: HashMap<String, Vec<AssignmentRow>> = HashMap::new();
        let mut people_ids = HashSet::new();
        for row in duties::assignments_of_duties(c, &duty_ids)? {
            people_ids.insert(row.person_id.clone());
            let of_duty = assignments.entry(row.duty_id.clone()).or_default();
            of_duty.push(row);
        }
        let people_ids: Vec<String> = people_ids.into_iter().collect();
        Ok(Self {
            stations: by_id(
                places::find_stations(c, &ids(|row| &row.station_id))?,
                |row| &row.id,
            ),
            templates: by_id(
                templates::find_templates(c, &ids(|row| &row.template_id))?,
                |row| &row.id,
            ),
            pools: by_id(people::all_pools(c)?, |row| &row.id),
            assignments,
            people: by_id(people::find_people(c, &people_ids)?, |row| &row.id),
            pins: by_duty(words::of_duties(c, Word::Pin, &duty_ids)?),
            bans: by_duty(words::of_duties(c, Word::Ban, &duty_ids)?),
            gaps: roster_gaps(c, roster_id)?,
        })
    }

    fn show(&self, duty: DutyRow) -> Option<ShownDuty> {
        let list =
            |of: &HashMap<String, Vec<String>>| of.get(&duty.id).cloned().unwrap_or_default();
        let pins = list(&self.pins);
        let assignments = self
            .assignments
            .get(&duty.id)
            .map_or(&[][..], Vec::as_slice);
        let states: Vec<AssignmentState> = assignments.iter().map(AssignmentRow::state).collect();
        let (min, ideal) = (count(duty.min), count(duty.ideal));
        let coverage = duty.active.then(|| Coverage::of(min, ideal, &states));
        let mut seats: Vec<ShownSeat> = assignments.iter().map(|a| self.seat(a, &pins)).collect();
        seats.sort_by(|a, b| {
            (!a.state.holds_seat(), &a.name).cmp(&(!b.state.holds_seat(), &b.name))
        });
        let missing = coverage.is_some_and(|coverage| !coverage.is_covered());
        Some(ShownDuty {
            station: self.stations.get(&duty.station_id)?.clone(),
            template: self.templates.get(&duty.template_id)?.clone(),
            pool: self.pools.get(&duty.pool_id)?.clone(),
            coverage,
            seats,
            pins,
            bans: list(&self.bans),
            gap: self.gaps.get(&duty.id).filter(|_| missing).cloned(),
            duty,
        })
    }

    fn seat(&self, row: &AssignmentRow, pins: &[String]) -> ShownSeat {
        let person = self.people.get(&row.person_id);
        ShownSeat {
            assignment_id: row.id.clone(),
            person_id: row.person_id.clone(),
            name: person.map_or_else(String::new, |person| person.name.clone()),
            state: row.state(),
            pinned: pins.contains(&row.person_id),
        }
    }
}

fn roster_gaps(c: &mut Connection, roster_id: &str) -> Result<HashMap<String, Gap>, StoreError> {
    let solve = rosters::find(c, roster_id)?.and_then(|roster| roster.solve_id);
    let solve = match solve {
        Some(id) => rosters::find_solve(c, &id)?,
        None => None,
    };
    Ok(solve.as_ref().map(gaps).unwrap_or_default())
}

/// A CHECK of the tables lets no negative number in.
fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn by_id<R>(rows: Vec<R>, id: impl Fn(&R) -> &String) -> HashMap<String, R> {
    rows.into_iter()
        .map(|row| (id(&row).clone(), row))
        .collect()
}

fn by_duty(pairs: Vec<PairRow>) -> HashMap<String, Vec<String>> {
    let mut of_duty: HashMap<String, Vec<String>> = HashMap::new();
    for pair in pairs {
        of_duty
            .entry(pair.duty_id)
            .or_default()
            .push(pair.person_id);
    }
    of_duty
}
