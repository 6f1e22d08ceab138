//! The audit trail: what a change leaves in it, and that nothing in it can be changed, taken out or put in unseen. On both databases.

use diesel::prelude::*;
use zhiban::actions::keep;
use zhiban::actions::show_history::show_history;
use zhiban::actions::verify_audit::{Fault, Verified, VerifyError, verify_audit};
use zhiban::demo;
use zhiban::domain::city::{Exception, ExceptionKind};
use zhiban::store::audit::SealRow;
use zhiban::store::kept::Cut;
use zhiban::store::people::{self, PersonRow};
use zhiban::store::schema::audit;
use zhiban::store::{Store, StoreError};

use crate::databases::{Database, each};
use crate::month::december;
use crate::published::distinct;

/// An imported city and its first person.
fn imported(database: &Database) -> PersonRow {
    let setup = demo::city(1, december());
    let done = zhiban::actions::import_city::import_city(&database.store, &distinct(), &setup);
    let all = database
        .store
        .read(|c| people::people_of(c, &done.unwrap().city_id));
    all.unwrap().swap_remove(0)
}

/// Somebody's target becomes another.
fn change(store: &Store, person: &PersonRow, target: i32) {
    let read = store.read(|c| people::find_people(c, std::slice::from_ref(&person.id)));
    let revision = read.unwrap()[0].revision;
    keep::change(
        store,
        &distinct(),
        &person.id,
        revision,
        |row: &mut PersonRow| row.target = target,
    )
    .unwrap();
}

fn execute(store: &Store, statement: &str) {
    let executed = store.write(|c| Ok::<_, StoreError>(diesel::sql_query(statement).execute(c)?));
    executed.unwrap();
}

fn verified(store: &Store) -> Verified {
    verify_audit(store, None).unwrap()
}

fn faults(store: &Store, written_down: Option<&SealRow>) -> Vec<Fault> {
    match verify_audit(store, written_down) {
        Err(VerifyError::Broken(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

/// Where a change of a person's target stands.
fn place(store: &Store, target: i32) -> (String, i64) {
    let read = store.read(|c| {
        let after = format!("%\"target\":{target}}}");
        let own = audit::table
            .filter(audit::action.eq("change_person"))
            .filter(audit::after.like(after));
        let found = own.select((audit::id, audit::seal.assume_not_null()));
        Ok::<_, StoreError>(found.first::<(String, i64)>(c)?)
    });
    read.unwrap()
}

#[test]
fn a_change_that_is_altered_taken_out_or_put_in_is_found_by_its_seal() {
    each(|database| {
        let (store, person) = (&database.store, imported(database));
        for target in [21, 22, 23, 24] {
            change(store, &person, target);
        }
        let before = verified(store);
        let last = before.last.clone().expect("sealed");
        assert!(before.changes > 400, "{}: {before:?}", database.name);
        let (id, seal) = place(store, 22);
        let altered =
            |fault: &Fault| matches!(fault, Fault::Altered { number, .. } if *number == seal);
        execute(
            store,
            &format!("UPDATE audit SET actor = 'user:other' WHERE id = '{id}'"),
        );
        let found = faults(store, None);
        assert!(
            found.len() == 1 && altered(&found[0]),
            "{}: {found:?}",
            database.name
        );
        let back = format!("UPDATE audit SET actor = 'test' WHERE id = '{id}'");
        execute(store, &back);
        assert_eq!(verified(store).last, Some(last.clone()), "as it was");
        // Put in under a seal that is there.
        execute(
            store,
            &format!(
                "INSERT INTO audit (id, at, actor, action, subject, before, after, seal)
                 SELECT 'new', at, actor, action, subject, before, after, seal FROM audit WHERE id = '{id}'"
            ),
        );
        assert!(altered(&faults(store, None)[0]), "{}", database.name);
        execute(store, "DELETE FROM audit WHERE id = 'new'");
        // Taken out, and then its seal too.
        execute(store, &format!("DELETE FROM audit WHERE id = '{id}'"));
        assert!(altered(&faults(store, None)[0]), "{}", database.name);
        execute(
            store,
            &format!("DELETE FROM audit_seals WHERE number = {seal}"),
        );
        let missing = Fault::Missing {
            from: seal,
            to: seal,
        };
        assert_eq!(faults(store, None), [missing], "{}", database.name);
        // The end cut off is found by whoever has a seal of it.
        execute(
            store,
            &format!("DELETE FROM audit WHERE seal > {}", seal - 1),
        );
        execute(
            store,
            &format!("DELETE FROM audit_seals WHERE number > {}", seal - 1),
        );
        assert!(verified(store).changes < before.changes);
        let (number, hash) = (last.number, last.hash.clone());
        assert_eq!(
            faults(store, Some(&last)),
            [Fault::NotThere { number, hash }],
            "{}",
            database.name
        );
    });
}

#[test]
fn what_eight_note_at_once_is_one_chain() {
    each(|database| {
        let store = &database.store;
        imported(database);
        let before = verified(store);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                scope.spawn(move || {
                    for turn in 0..5 {
                        let noted = store.write(|c| {
                            let context = distinct();
                            let row = zhiban::store::audit::ChangeRow {
                                id: context.new_id(),
                                at: context.instant(),
                                actor: "test",
                                action: "try",
                                subject: "all",
                                before: "",
                                after: &format!("{thread} {turn}"),
                            };
                            zhiban::store::audit::note(c, &[row])
                        });
                        noted.unwrap();
                    }
                });
            }
        });
        let after = verified(store);
        assert_eq!(after.changes, before.changes + 40, "{}", database.name);
        let number = |verified: &Verified| verified.last.as_ref().map(|last| last.number);
        assert_eq!(number(&after), number(&before).map(|n| n + 40));
        assert!(
            verify_audit(store, before.last.as_ref()).is_ok(),
            "{}: the seal of before is in it",
            database.name
        );
        // Nothing noted, nothing sealed.
        store.write(|_| Ok::<_, StoreError>(())).unwrap();
        assert_eq!(verified(store), after);
    });
}

#[test]
fn an_import_notes_each_row_that_is_new_or_changed_with_what_belongs_to_it() {
    each(|database| {
        let store = &database.store;
        let person = imported(database);
        let mut setup = demo::city(1, december());
        let there = setup.people.iter_mut().find(|p| p.code == person.code);
        let there = there.expect("they are in the workbook");
        there.email = "new@example.org".to_owned();
        there.exceptions.push(Exception {
            kind: ExceptionKind::Away,
            first_date: december().first(),
            last_date: december().first(),
            span: None,
            note: "private".to_owned(),
        });
        let again = zhiban::actions::import_city::import_city(store, &distinct(), &setup);
        assert!(!again.unwrap().is_unchanged(), "{}", database.name);
        let cut = Cut {
            after: String::new(),
            most: 10,
        };
        let history = show_history(store, &person.id, &cut).unwrap();
        let actions: Vec<&str> = history.iter().map(|n| n.row.action.as_str()).collect();
        assert_eq!(
            actions,
            ["change_person", "add_person"],
            "{}",
            database.name
        );
        let [latest, first] = history.as_slice() else {
            panic!("{history:?}")
        };
        assert!(
            latest.row.after.contains(r#""email":"withheld""#),
            "{latest:?}"
        );
        assert!(latest.row.after.contains(r#""kind":"away""#), "{latest:?}");
        assert!(!latest.row.before.contains("skills"), "{latest:?}");
        assert!(first.row.before.is_empty() && first.row.after.contains("\"weekly\""));
        for hidden in [&person.name, &person.email, "new@example.org", "private"] {
            let all = format!("{history:?}");
            assert!(!all.contains(hidden), "{}: {hidden}", database.name);
        }
    });
}
