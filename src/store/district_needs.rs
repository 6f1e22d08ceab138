//! What the stations of one district need: its demand templates and their options, one query each. A city's are in `templates`.

use std::collections::HashMap;

use diesel::prelude::*;

use super::schema::{demand_templates, stations, template_options};
use super::templates::{OptionRow, TemplateRow};
use super::{Connection, StoreError};

/// A district's templates, by code.
pub fn templates(c: &mut Connection, district_id: &str) -> Result<Vec<TemplateRow>, StoreError> {
    Ok(demand_templates::table
        .inner_join(stations::table)
        .filter(stations::district_id.eq(district_id))
        .order((demand_templates::code, demand_templates::id))
        .select(TemplateRow::as_select())
        .load(c)?)
}

/// The options of a district's templates in which they fall, by template and code.
pub fn active_options(
    c: &mut Connection,
    district_id: &str,
) -> Result<HashMap<String, Vec<OptionRow>>, StoreError> {
    let rows: Vec<OptionRow> = template_options::table
        .inner_join(demand_templates::table.inner_join(stations::table))
        .filter(stations::district_id.eq(district_id))
        .filter(template_options::active.eq(true))
        .order((template_options::template_id, template_options::code))
        .select(OptionRow::as_select())
        .load(c)?;
    let mut all: HashMap<String, Vec<OptionRow>> = HashMap::new();
    for row in rows {
        all.entry(row.template_id.clone()).or_default().push(row);
    }
    Ok(all)
}
