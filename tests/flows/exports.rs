//! A city's setup out of the database is what was brought in: imported again, by way of the workbook, it changes nothing. On both databases.

use diesel::prelude::*;
use zhiban::actions::export_city::{ExportError, export_city};
use zhiban::actions::import_city::import_city;
use zhiban::demo;
use zhiban::files::workbook;
use zhiban::store::StoreError;

use crate::databases::each;
use crate::month::december;
use crate::published::distinct;

#[test]
fn what_is_exported_and_imported_again_changes_nothing() {
    each(|database| {
        let (store, name) = (&database.store, database.name);
        let mut setup = demo::city(1, december());
        let city = import_city(store, &distinct(), &setup).unwrap().city_id;
        let exported = export_city(store, &city).unwrap();
        assert_eq!(exported.code, setup.code, "{name}");
        // What the workbook cannot have said: somebody left, a station lies in another zone, an option is no more.
        for statement in [
            "UPDATE people SET state = 'left' WHERE id = (SELECT MIN(id) FROM people)",
            "UPDATE stations SET time_zone = 'Asia/Urumqi' WHERE id = (SELECT MIN(id) FROM stations)",
            "UPDATE template_options SET active = FALSE WHERE id = (SELECT MIN(id) FROM template_options WHERE template_id IN \
             (SELECT template_id FROM template_options GROUP BY template_id HAVING COUNT(*) > 1))",
            "UPDATE person_languages SET understands = 'C2' WHERE person_id = (SELECT MIN(person_id) FROM person_languages WHERE tag = 'en') AND tag = 'en'",
            "UPDATE person_languages SET reads = 'C1' WHERE person_id = (SELECT MAX(person_id) FROM person_languages WHERE tag = 'en') AND tag = 'en'",
            "UPDATE people SET practises_since = 2001, position = 'office' WHERE id = (SELECT MAX(id) FROM people)",
            // The next licence lies there before this one ends.
            "INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until) SELECT 'next', MIN(person_id), 'licence', \
             'N-1', '', '2040-01-01', NULL FROM qualifications WHERE kind = 'licence'",
        ] {
            let changed =
                store.write(|c| Ok::<_, StoreError>(diesel::sql_query(statement).execute(c)?));
            assert_eq!(changed.unwrap(), 1, "{name}: {statement}");
        }
        let exported = export_city(store, &city).unwrap();
        assert_eq!(
            exported
                .people
                .iter()
                .filter(|p| p.left == Some(true))
                .count(),
            1
        );
        assert_eq!(
            exported
                .stations
                .iter()
                .filter(|s| s.time_zone.is_some())
                .count(),
            1
        );
        let read = workbook::read(&workbook::write(&exported).unwrap()).unwrap();
        let again = import_city(store, &distinct(), &read).unwrap();
        assert!(again.is_unchanged(), "{name}: {:?}", again.tables);
        // The same for the file that was imported first, which knows nothing of it but the option: that one is there again.
        setup.people.clear();
        setup.templates.clear();
        let first = import_city(store, &distinct(), &setup).unwrap();
        let changed = first.tables.iter().filter(|(_, tally)| tally.changed > 0);
        let changed: Vec<&str> = changed.map(|(sheet, _)| *sheet).collect();
        assert_eq!(
            changed,
            ["Stations"],
            "{name}: its zone is the city's again"
        );
        let none = export_city(store, "nowhere");
        assert!(matches!(none, Err(ExportError::Gone)), "{name}");
    });
}
