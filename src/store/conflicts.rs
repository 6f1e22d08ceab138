//! Conflicts of interest: who must not meet whom, since a request's other side is a client of the adviser's or of their firm. Names are
//! hashes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDateTime;
use diesel::prelude::*;

use super::appointments::AppointmentRow;
use super::dialect::{CHUNK, hold_clients, hold_clients_to_change, insert_all};
use super::offers::OfferRow;
use super::schema::{
    appointments, districts, offers, people, person_clients, request_opponents, requests, slots,
};
use super::{Connection, StoreError};
use crate::domain::appointment::AppointmentState;
use crate::domain::conflict::{NameHash, letters_of};

#[derive(Insertable)]
#[diesel(table_name = person_clients)]
struct ClientRow<'a> {
    person_id: &'a str,
    name_hash: &'a str,
}

#[derive(Insertable)]
#[diesel(table_name = request_opponents)]
struct OpponentRow<'a> {
    request_id: &'a str,
    name_hash: &'a str,
}

/// Keeps who is in conflict with whom as it is until the transaction ends. Whoever books does this first, and looks at it after.
pub fn hold(c: &mut Connection) -> Result<(), StoreError> {
    hold_clients(c)
}

/// Waits for whoever books at this moment, and lets nobody book until the transaction ends. Whoever changes who is in conflict with whom does
/// this first.
pub fn hold_to_change(c: &mut Connection) -> Result<(), StoreError> {
    hold_clients_to_change(c)
}

/// These are a person's clients now, and nobody else is.
pub fn replace_clients(
    c: &mut Connection,
    person_id: &str,
    names: &BTreeSet<NameHash>,
) -> Result<(), StoreError> {
    diesel::delete(person_clients::table.filter(person_clients::person_id.eq(person_id)))
        .execute(c)?;
    let row = |name| ClientRow {
        person_id,
        name_hash: NameHash::as_str(name),
    };
    let rows: Vec<ClientRow<'_>> = names.iter().map(row).collect();
    insert_all!(c, person_clients::table, rows);
    Ok(())
}

/// How many clients a person has declared.
pub fn count_clients(c: &mut Connection, person_id: &str) -> Result<i64, StoreError> {
    let own = person_clients::table.filter(person_clients::person_id.eq(person_id));
    Ok(own.count().get_result(c)?)
}

/// Names the other side of requests, each with its own.
pub fn insert_opponents<'a>(
    c: &mut Connection,
    of: impl Iterator<Item = (&'a str, &'a BTreeSet<NameHash>)>,
) -> Result<(), StoreError> {
    let rows = of.flat_map(|(request_id, names)| {
        names.iter().map(move |name| OpponentRow {
            request_id,
            name_hash: name.as_str(),
        })
    });
    let rows: Vec<OpponentRow<'_>> = rows.collect();
    insert_all!(c, request_opponents::table, rows);
    Ok(())
}

/// The other side of a request.
pub fn opponents(c: &mut Connection, request_id: &str) -> Result<BTreeSet<NameHash>, StoreError> {
    let names = request_opponents::table
        .filter(request_opponents::request_id.eq(request_id))
        .select(request_opponents::name_hash);
    let names: Vec<String> = names.load(c)?;
    Ok(names.into_iter().map(NameHash::kept).collect())
}

/// The people of each of these requests who are in conflict with it: the other side is their client, or a colleague's of their firm.
pub fn of_requests(
    c: &mut Connection,
    request_ids: &[String],
) -> Result<BTreeMap<String, BTreeSet<String>>, StoreError> {
    let mut found: Vec<(String, String, String)> = Vec::new();
    for chunk in request_ids.chunks(CHUNK) {
        let against = request_opponents::table
            .inner_join(
                person_clients::table
                    .on(person_clients::name_hash.eq(request_opponents::name_hash)),
            )
            .inner_join(people::table.on(people::id.eq(person_clients::person_id)))
            .filter(request_opponents::request_id.eq_any(chunk))
            .select((request_opponents::request_id, people::id, people::firm));
        found.extend(against.load::<(String, String, String)>(c)?);
    }
    let firms: BTreeSet<String> = found.iter().map(|(.., firm)| letters_of(firm)).collect();
    let colleagues = of_firms(c, firms)?;
    let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (request, person, firm) in found {
        let own = of.entry(request).or_default();
        let of_firm = colleagues.get(&letters_of(&firm));
        own.extend(of_firm.into_iter().flatten().cloned());
        own.insert(person);
    }
    Ok(of)
}

/// Who is of which of these firms, by the letters of its name. No firm is none.
fn of_firms(
    c: &mut Connection,
    mut firms: BTreeSet<String>,
) -> Result<HashMap<String, Vec<String>>, StoreError> {
    firms.remove("");
    let mut of: HashMap<String, Vec<String>> = HashMap::new();
    if firms.is_empty() {
        return Ok(of);
    }
    // One name is written in several ways, which no database tells alike.
    let all = people::table.filter(people::firm.ne(""));
    for (firm, id) in all
        .select((people::firm, people::id))
        .load::<(String, String)>(c)?
    {
        let firm = letters_of(&firm);
        if firms.contains(&firm) {
            of.entry(firm).or_default().push(id);
        }
    }
    Ok(of)
}

/// What is booked from an instant on for requests of districts that name another side.
pub fn booked(
    c: &mut Connection,
    district_ids: &[String],
    from: NaiveDateTime,
) -> Result<Vec<AppointmentRow>, StoreError> {
    Ok(appointments::table
        .inner_join(slots::table)
        .inner_join(requests::table)
        .filter(requests::district_id.eq_any(district_ids))
        .filter(appointments::state.eq(AppointmentState::Booked.as_str()))
        .filter(slots::starts_at.gt(from))
        .filter(
            appointments::request_id
                .eq_any(request_opponents::table.select(request_opponents::request_id)),
        )
        .select(AppointmentRow::as_select())
        .load(c)?)
}

/// Offers of a city that residents were asked about, whose request names another side.
pub fn asked(c: &mut Connection, city_id: &str) -> Result<Vec<OfferRow>, StoreError> {
    Ok(offers::table
        .inner_join(requests::table.inner_join(districts::table))
        .filter(districts::city_id.eq(city_id))
        .filter(offers::state.eq("open"))
        .filter(offers::asked_at.is_not_null())
        .filter(
            offers::request_id
                .eq_any(request_opponents::table.select(request_opponents::request_id)),
        )
        .order(offers::id)
        .select(OfferRow::as_select())
        .load(c)?)
}

/// What is booked from an instant on with some people against these names, and what is offered.
pub fn standing(
    c: &mut Connection,
    person_ids: &[String],
    names: &BTreeSet<NameHash>,
    from: NaiveDateTime,
) -> Result<(Vec<AppointmentRow>, Vec<OfferRow>), StoreError> {
    let names: Vec<&str> = names.iter().map(NameHash::as_str).collect();
    let (mut booked, mut open) = (BTreeMap::new(), BTreeMap::new());
    // They may sit beside in a panel.
    let beside = diesel::alias!(slots as beside);
    let own = || {
        let own = beside.filter(beside.field(slots::adviser_id).eq_any(person_ids));
        own.select(beside.field(slots::id).nullable())
    };
    for chunk in names.chunks(CHUNK) {
        let against = request_opponents::table
            .filter(request_opponents::name_hash.eq_any(chunk.to_vec()))
            .select(request_opponents::request_id);
        let rows = appointments::table
            .inner_join(slots::table)
            .filter(appointments::state.eq(AppointmentState::Booked.as_str()))
            .filter(slots::starts_at.gt(from))
            .filter(
                slots::adviser_id
                    .eq_any(person_ids)
                    .or(appointments::mediator_slot_id
                        .eq_any(own())
                        .assume_not_null())
                    .or(appointments::second_mediator_slot_id
                        .eq_any(own())
                        .assume_not_null()),
            )
            .filter(appointments::request_id.eq_any(against.clone()))
            .select(AppointmentRow::as_select());
        booked.extend(
            rows.load(c)?
                .into_iter()
                .map(|row: AppointmentRow| (row.id.clone(), row)),
        );
        let rows = offers::table
            .inner_join(slots::table)
            .filter(offers::state.eq("open"))
            .filter(
                slots::adviser_id
                    .eq_any(person_ids)
                    .or(offers::mediator_slot_id.eq_any(own()).assume_not_null())
                    .or(offers::second_mediator_slot_id
                        .eq_any(own())
                        .assume_not_null()),
            )
            .filter(offers::request_id.eq_any(against))
            .select(OfferRow::as_select());
        open.extend(
            rows.load(c)?
                .into_iter()
                .map(|row: OfferRow| (row.id.clone(), row)),
        );
    }
    Ok((booked.into_values().collect(), open.into_values().collect()))
}

/// A person and their colleagues of the same firm.
pub fn colleagues(c: &mut Connection, person_id: &str) -> Result<Vec<String>, StoreError> {
    let firm: Option<String> = people::table
        .find(person_id)
        .select(people::firm)
        .first(c)
        .optional()?;
    let of = of_firms(c, firm.iter().map(|firm| letters_of(firm)).collect())?;
    let all: BTreeSet<String> = of
        .into_values()
        .flatten()
        .chain([person_id.to_owned()])
        .collect();
    Ok(all.into_iter().collect())
}
