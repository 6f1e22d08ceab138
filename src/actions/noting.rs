//! What the audit trail says of a row: the columns that changed, as JSON, before and after. Of what is withheld it says only that it changed.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Context;
use crate::store::audit::{self, ChangeRow};
use crate::store::kept::Noted;
use crate::store::{Connection, StoreError};

/// What stands in the place of a value that is withheld.
const WITHHELD: &str = "withheld";

/// A change of a row, in words of its own.
pub(super) struct Change {
    action: String,
    subject: String,
    before: String,
    after: String,
}

impl Change {
    /// A row that was added, or one that was changed from what it was.
    pub(super) fn of<R: Noted>(before: Option<&R>, after: &R) -> Self {
        Self::with::<R, ()>(before.map(|row| (row, None)), (after, None))
    }

    /// The same with what belongs to the row and stands in other tables.
    pub(super) fn with<R: Noted, B: Serialize>(
        before: Option<(&R, Option<&B>)>,
        (row, more): (&R, Option<&B>),
    ) -> Self {
        let verb = if before.is_some() { "change" } else { "add" };
        let before = before.map(|(row, more)| columns(row, more));
        let (before, after) = difference(R::WITHHELD, before, columns(row, more));
        Self {
            action: format!("{verb}_{}", R::NAME),
            subject: row.id().to_owned(),
            before,
            after,
        }
    }

    /// A row that was taken out.
    pub(super) fn gone<R: Noted>(row: &R) -> Self {
        let (_, before) = difference(R::WITHHELD, None, columns::<()>(row, None));
        Self {
            action: format!("take_out_{}", R::NAME),
            subject: row.id().to_owned(),
            before,
            after: String::new(),
        }
    }

    /// The same about what has no id, by another name.
    pub(super) fn about(self, subject: String) -> Self {
        Self { subject, ..self }
    }
}

/// Notes changes of rows.
pub(super) fn note(
    c: &mut Connection,
    context: &Context,
    changes: &[Change],
) -> Result<(), StoreError> {
    let rows = changes.iter();
    let rows: Vec<ChangeRow<'_>> = rows
        .map(|of| context.change(&of.action, &of.subject, &of.before, &of.after))
        .collect();
    audit::note(c, &rows)
}

fn columns<B: Serialize>(row: &impl Serialize, more: Option<&B>) -> Map<String, Value> {
    let mut all = members(row);
    if let Some(more) = more {
        all.extend(members(more));
    }
    all
}

fn members(row: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(row) {
        Ok(Value::Object(all)) => all,
        other => unreachable!("a row is an object of ids, words, numbers and dates: {other:?}"),
    }
}

/// The columns that differ, before and after; of a new row, all that say something, and nothing before.
fn difference(
    withheld: &[&str],
    before: Option<Map<String, Value>>,
    after: Map<String, Value>,
) -> (String, String) {
    let said = |name: &str, value: Value| {
        let is_said = !withheld.contains(&name) || is_nothing(&value);
        if is_said { value } else { WITHHELD.into() }
    };
    let is_new = before.is_none();
    let mut before = before.unwrap_or_default();
    let (mut was, mut is) = (Map::new(), Map::new());
    for (name, value) in after {
        let old = before.remove(&name).unwrap_or(Value::Null);
        if old == value || (is_nothing(&old) && is_nothing(&value)) {
            continue;
        }
        was.insert(name.clone(), said(&name, old));
        let value = said(&name, value);
        is.insert(name, value);
    }
    let before = if is_new {
        String::new()
    } else {
        Value::from(was).to_string()
    };
    (before, Value::from(is).to_string())
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(all) => all.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct Row {
        name: &'static str,
        target: i32,
        firm: &'static str,
        left: Option<i32>,
    }

    fn row(name: &'static str, target: i32) -> Map<String, Value> {
        members(&Row {
            name,
            target,
            firm: "",
            left: None,
        })
    }

    #[test]
    fn what_is_withheld_is_said_to_have_changed_and_what_is_the_same_is_not_said() {
        let (before, after) = difference(&["name"], Some(row("Li", 4)), row("Wang", 5));
        assert_eq!(before, r#"{"name":"withheld","target":4}"#);
        assert_eq!(after, r#"{"name":"withheld","target":5}"#);
        let (before, after) = difference(&["name"], Some(row("", 4)), row("Wang", 4));
        assert_eq!(
            (before, after),
            (r#"{"name":""}"#.into(), r#"{"name":"withheld"}"#.into())
        );
    }

    #[test]
    fn of_a_new_row_what_it_says_is_noted() {
        let (before, after) = difference(&["name"], None, row("Li", 4));
        assert_eq!(
            (before.as_str(), after.as_str()),
            ("", r#"{"name":"withheld","target":4}"#)
        );
    }
}
