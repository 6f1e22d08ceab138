//! The audit trail as a chain of seals. Each seal is a hash over what one transaction noted and over the seal before it, so that nothing in
//! it can be changed, taken out or put in without every later seal being wrong.

use chrono::NaiveDateTime;
use sha2::{Digest, Sha256};

/// What was noted: who did what to what, when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its id.
    pub id: &'a str,
    /// When, UTC, to the microsecond.
    pub at: NaiveDateTime,
    /// Who.
    pub actor: &'a str,
    /// What they did.
    pub action: &'a str,
    /// To what: its id.
    pub subject: &'a str,
    /// What it said before.
    pub before: &'a str,
    /// What it says since.
    pub after: &'a str,
}

/// The seal over some entries, in the order of their ids, after the seal before, which is empty for the first: 64 hexadecimal digits of
/// SHA-256. Each entry is a line of JSON, so that no two trails read alike.
#[must_use]
pub fn seal(before: &str, entries: &[Entry<'_>]) -> String {
    let mut in_order: Vec<&Entry<'_>> = entries.iter().collect();
    in_order.sort_by_key(|entry| entry.id);
    let mut hash = Sha256::new();
    hash.update(before.as_bytes());
    for entry in in_order {
        let line = serde_json::json!([
            entry.id,
            entry.at.and_utc().timestamp_micros(),
            entry.actor,
            entry.action,
            entry.subject,
            entry.before,
            entry.after,
        ]);
        hash.update(b"\n");
        hash.update(line.to_string().as_bytes());
    }
    data_encoding::HEXLOWER.encode(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry<'a>(id: &'a str, after: &'a str) -> Entry<'a> {
        Entry {
            id,
            at: NaiveDateTime::default(),
            actor: "user:a",
            action: "change_person",
            subject: "p",
            before: "",
            after,
        }
    }

    #[test]
    fn a_seal_is_of_what_was_noted_and_of_all_before_it_in_one_order() {
        let (one, two) = (entry("1", "{}"), entry("2", "{}"));
        let first = seal("", &[one.clone(), two.clone()]);
        assert_eq!(first, seal("", &[two.clone(), one.clone()]));
        assert_eq!(first.len(), 64);
        let others = [
            seal("", std::slice::from_ref(&one)),
            seal("", &[one.clone(), entry("2", "{ }")]),
            seal(&first, &[one, two]),
        ];
        assert!(others.iter().all(|other| *other != first), "{others:?}");
    }

    #[test]
    fn a_seal_can_be_counted_again_by_whoever_reads_the_trail() {
        // printf '\n["1",0,"user:a","change_person","p","",""]' | sha256sum
        assert_eq!(
            seal("", &[entry("1", "")]),
            "3b9bea83fb6d1b87f7e086972c694b5a2b0bb7e7a0c9898cc78b299a50246f9c"
        );
    }
}
