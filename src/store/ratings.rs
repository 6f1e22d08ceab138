//! What residents said after a visit, and what came of it by quarter, station and language.

#![allow(missing_docs, reason = "a row's fields are the columns of `schema`")]

use std::fmt::Write as _;

use chrono::NaiveDateTime;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text, Timestamp};

use super::dialect::insert_unless_there;
use super::schema::ratings;
use super::{Connection, StoreError};
use crate::domain::rating::{Rating, TOGETHER};

/// What a resident said after a visit.
#[derive(Debug, Clone, PartialEq, Queryable, Selectable, Insertable)]
#[diesel(table_name = ratings)]
pub struct RatingRow {
    pub appointment_id: String,
    pub helped: i32,
    pub understood: i32,
    pub rated_at: NaiveDateTime,
}

/// What a resident said of an appointment.
pub fn find(c: &mut Connection, appointment_id: &str) -> Result<Option<RatingRow>, StoreError> {
    Ok(ratings::table
        .find(appointment_id)
        .select(RatingRow::as_select())
        .first(c)
        .optional()?)
}

/// Keeps what a resident says, in the place of what they said before; when they first said it stays.
pub fn keep(
    c: &mut Connection,
    appointment_id: &str,
    rating: Rating,
    now: NaiveDateTime,
) -> Result<(), StoreError> {
    let row = RatingRow {
        appointment_id: appointment_id.to_owned(),
        helped: rating.helped(),
        understood: rating.understood(),
        rated_at: now,
    };
    insert_unless_there!(c, ratings::table, &row);
    diesel::update(ratings::table.find(appointment_id))
        .set((
            ratings::helped.eq(row.helped),
            ratings::understood.eq(row.understood),
        ))
        .execute(c)?;
    Ok(())
}

/// What was said of the visits to a station in a language and a quarter. The figures are of the first so many residents as make whole
/// groups of [`TOGETHER`].
#[derive(Debug, Clone, PartialEq, QueryableByName)]
pub struct RatingSum {
    /// Index of the quarter.
    #[diesel(sql_type = Integer)]
    pub quarter: i32,
    /// The station's; by video, the request's.
    #[diesel(sql_type = Text)]
    pub district_id: String,
    /// None by video.
    #[diesel(sql_type = Nullable<Text>)]
    pub station_id: Option<String>,
    /// The first of the resident's languages by tag; the one of their letters where they named none.
    #[diesel(sql_type = Text)]
    pub language: String,
    /// Residents who said something.
    #[diesel(sql_type = BigInt)]
    pub count: i64,
    /// Residents whose answers the figures are of.
    #[diesel(sql_type = BigInt)]
    pub told: i64,
    #[diesel(sql_type = BigInt)]
    pub helped_1: i64,
    #[diesel(sql_type = BigInt)]
    pub helped_2: i64,
    #[diesel(sql_type = BigInt)]
    pub helped_3: i64,
    #[diesel(sql_type = BigInt)]
    pub helped_4: i64,
    #[diesel(sql_type = BigInt)]
    pub helped_5: i64,
    #[diesel(sql_type = BigInt)]
    pub understood_1: i64,
    #[diesel(sql_type = BigInt)]
    pub understood_2: i64,
    #[diesel(sql_type = BigInt)]
    pub understood_3: i64,
    #[diesel(sql_type = BigInt)]
    pub understood_4: i64,
    #[diesel(sql_type = BigInt)]
    pub understood_5: i64,
}

/// Sums up what was said of visits in quarters, by quarter, station and language. `bounds` are the instants at which the quarters begin,
/// and at which the last one ends. A row is the same whichever districts are asked for beside its own.
pub fn sums(
    c: &mut Connection,
    district_ids: &[String],
    bounds: &[NaiveDateTime],
) -> Result<Vec<RatingSum>, StoreError> {
    let [first, inner @ .., last] = bounds else {
        return Ok(Vec::new());
    };
    if district_ids.is_empty() {
        return Ok(Vec::new());
    }
    let statement = statement(inner.len(), district_ids.len());
    let mut query = diesel::sql_query(statement).into_boxed();
    for bound in inner.iter().chain([first, last]) {
        query = query.bind::<Timestamp, _>(*bound);
    }
    for id in district_ids {
        query = query.bind::<Text, _>(id.clone());
    }
    Ok(query.load(c)?)
}

/// The statement, whose arguments are the inner bounds, the first and the last one, and the districts, in the order of their numbers:
/// diesel has no words for a query out of a query.
fn statement(inner: usize, districts: usize) -> String {
    let mut quarter = String::new();
    for index in 0..inner {
        // Writing to a string cannot fail.
        let _ = write!(quarter, "WHEN s.starts_at < ${} THEN {index} ", index + 1);
    }
    let quarter = match inner {
        0 => "0".to_owned(),
        _ => format!("CASE {quarter}ELSE {inner} END"),
    };
    let (first, last) = (inner + 1, inner + 2);
    let district: Vec<String> = (0..districts)
        .map(|n| format!("${}", last + 1 + n))
        .collect();
    let mut answers = String::new();
    for question in ["helped", "understood"] {
        for answer in 1..=5 {
            let _ = write!(
                answers,
                ", SUM(CASE WHEN place <= told AND {question} = {answer} THEN 1 ELSE 0 END) AS {question}_{answer}"
            );
        }
    }
    format!(
        "SELECT quarter, district_id, station_id, language, COUNT(*) AS count, MAX(told) AS told{answers}
         FROM (
             SELECT said.*,
                 ROW_NUMBER() OVER (PARTITION BY quarter, district_id, station_id, language ORDER BY rated_at, appointment_id) AS place,
                 COUNT(*) OVER (PARTITION BY quarter, district_id, station_id, language) / {TOGETHER} * {TOGETHER} AS told
             FROM (
                 SELECT {quarter} AS quarter, COALESCE(t.district_id, q.district_id) AS district_id, s.station_id,
                     COALESCE((SELECT MIN(l.tag) FROM request_languages l WHERE l.request_id = q.id), q.locale) AS language,
                     r.helped, r.understood, r.rated_at, r.appointment_id
                 FROM ratings r
                 JOIN appointments a ON a.id = r.appointment_id
                 JOIN requests q ON q.id = a.request_id
                 JOIN slots s ON s.id = a.slot_id
                 LEFT JOIN stations t ON t.id = s.station_id
                 WHERE s.starts_at >= ${first} AND s.starts_at < ${last}
             ) said
             WHERE district_id IN ({district})
         ) placed
         GROUP BY quarter, district_id, station_id, language
         ORDER BY quarter, district_id, station_id, language",
        district = district.join(", ")
    )
}
