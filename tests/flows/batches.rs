//! Many requests under a key, sent at the same moment. On both databases.

use std::sync::Barrier;

use diesel::prelude::*;
use zhiban::actions::once::OnceKey;
use zhiban::actions::take_batch::{BatchError, take_batch, taken_before};
use zhiban::domain::sealing::Contact;
use zhiban::store::StoreError;
use zhiban::store::schema::requests;

use crate::databases::each;
use crate::published::{Month, distinct};

#[test]
fn requests_that_are_sent_eight_times_at_once_are_taken_once() {
    each(|database| {
        let month = Month::published(database);
        let contact = Contact {
            name: "Moussa".to_owned(),
            email: "moussa@example.org".to_owned(),
            phone: String::new(),
            case_text: String::new(),
            is_safe: true,
            proxy: None,
        };
        let new = vec![month.new_request(contact, "fr"); 30];
        let key = OnceKey {
            key: "a".to_owned(),
            fingerprint: "these".to_owned(),
        };
        let count = || {
            let read = |c: &mut zhiban::store::Connection| {
                Ok::<_, StoreError>(requests::table.count().get_result::<i64>(c)?)
            };
            month.store.read(read).expect("counted")
        };
        let before = count();
        let together = Barrier::new(8);
        let send = || {
            together.wait();
            let taken = take_batch(&month.store, &distinct(), &month.asking(), &key, &new);
            let taken = taken.unwrap_or_else(|error| panic!("{}: {error}", database.name));
            taken.into_iter().map(|t| t.row.id).collect::<Vec<_>>()
        };
        let all: Vec<Vec<String>> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|_| scope.spawn(send)).collect();
            let taken = threads.into_iter().map(|t| t.join().expect("sent"));
            taken.collect()
        });
        assert_eq!(all[0].len(), 30);
        assert!(all.iter().all(|ids| *ids == all[0]), "{}", database.name);
        assert_eq!(count(), before + 30, "{}", database.name);
        let other = OnceKey {
            fingerprint: "others".to_owned(),
            ..key.clone()
        };
        let reused = taken_before(&month.store, &distinct(), &month.asking(), &other);
        assert!(matches!(reused, Err(BatchError::KeyReused)), "{reused:?}");
    });
}
