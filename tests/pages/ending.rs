//! The first page lists the licences and approvals that end soon, for who plans in their district only.

use diesel::connection::SimpleConnection;
use zhiban::store::StoreError;

use crate::served::slots::with_slots;

#[test]
fn who_plans_sees_what_ends_soon() {
    let served = with_slots();
    // The clock of the tests says 20 November 2026.
    let statements = "UPDATE people SET state = 'active';
        INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until) VALUES
        ('one', 'gu', 'licence', 'L-1', '', NULL, '2027-01-19'), ('two', 'amina', 'licence', 'L-2', '', NULL, '2027-01-20')";
    let done = served
        .store
        .write(|c| c.batch_execute(statements).map_err(StoreError::from));
    done.unwrap();
    let first_page = |email: &str| served.signed_in(email).get("/?lang=en").text;
    let page = first_page("coordinator@example.org");
    assert!(page.contains("Licences and approvals that end"), "{page}");
    assert!(
        page.contains("Tuesday 19 January 2027 (in 60 days)"),
        "{page}"
    );
    assert!(page.contains("Licence, Adviser: 顾一鸣 (gu)"), "{page}");
    assert!(!page.contains("Amina"), "sixty-one days are left: {page}");
    for email in [
        "west@example.org",
        "clerk@example.org",
        "evaluator@example.org",
    ] {
        assert!(!first_page(email).contains("顾一鸣 (gu)"), "{email}");
    }
    // Its next one lies there from the day after; one with a day between is none.
    let next = |from: &str| {
        let statement = format!(
            "DELETE FROM qualifications WHERE id = 'next';
            INSERT INTO qualifications (id, person_id, kind, number, issued_by, valid_from, valid_until)
            VALUES ('next', 'gu', 'licence', 'L-3', '', '{from}', NULL)"
        );
        let done = served
            .store
            .write(|c| c.batch_execute(&statement).map_err(StoreError::from));
        done.unwrap();
        first_page("coordinator@example.org").contains("顾一鸣 (gu)")
    };
    assert!(next("2027-01-21"));
    assert!(!next("2027-01-20"));
}
