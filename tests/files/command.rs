//! `zhiban import` and `zhiban admin demo-workbook` as somebody types them.

use std::process::{Command, Output};

use diesel::RunQueryDsl;
use zhiban::demo;
use zhiban::files::workbook::write;
use zhiban::store::{Store, StoreError, StoreOptions, places};

use crate::book::{Book, december};

/// A folder with a database of its own.
struct Machine(tempfile::TempDir);

impl Machine {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn url(&self) -> String {
        format!("sqlite://{}", self.0.path().join("zhiban.db").display())
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zhiban"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("ZHIBAN__DATABASE__URL", self.url())
            .output()
            .unwrap()
    }

    fn file(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    /// The codes of the cities that are kept.
    fn cities(&self) -> Vec<String> {
        let store = Store::open(&self.url(), &StoreOptions::default()).unwrap();
        let cities = store.read(places::all_cities).unwrap();
        cities.into_iter().map(|city| city.code).collect()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_calendar_is_loaded_by_whole_years() {
    let machine = Machine::new();
    machine.file(
        "two.json",
        br#"{"years":{"2030":{"status":"provisional","days":[
            {"date":"2030-01-01","name":"Neujahr","name_en":"New Year","kind":"off","statutory":true},
            {"date":"2030-05-01","name":"Tag der Arbeit","kind":"off","statutory":true}]}}}"#,
    );
    machine.file("one.json", br#"{"years":{"2030":{"days":[{"date":"2030-01-01","name":"Neujahr","name_en":"New Year","kind":"off","statutory":true}]}}}"#);
    machine.file("wrong.json", br#"{"years":{"2031":{"days":[{"date":"2030-01-01","name":"x","kind":"off","statutory":true}]}}}"#);
    let load = |file: &str| machine.run(&["admin", "load-calendar", file, "--country", "de"]);
    assert_eq!(
        out(&load("two.json")),
        "DE: 2 days new, 0 changed, 0 unchanged, 0 taken out\n"
    );
    assert_eq!(
        out(&load("two.json")),
        "DE: 0 days new, 0 changed, 2 unchanged, 0 taken out\n"
    );
    // Published, and without the other day.
    assert_eq!(
        out(&load("one.json")),
        "DE: 0 days new, 1 changed, 0 unchanged, 1 taken out\n"
    );
    let wrong = err(&load("wrong.json"));
    assert!(
        wrong.contains("2030-01-01 stands under the year \"2031\""),
        "{wrong}"
    );
    let country = machine.run(&["admin", "load-calendar", "one.json", "--country", "deu"]);
    assert!(
        err(&country).contains("two letters such as CN"),
        "{}",
        err(&country)
    );
    assert!(machine.run(&["admin", "verify-audit"]).status.success());
}

#[test]
fn a_city_is_exported_and_imported_again_without_a_change() {
    let machine = Machine::new();
    let none = machine.run(&["export", "out.xlsx"]);
    assert!(
        err(&none).contains("there is no city yet"),
        "{}",
        err(&none)
    );
    machine.run(&["admin", "demo-workbook", "city.xlsx"]);
    machine.run(&["import", "city.xlsx"]);
    let wrong = machine.run(&["export", "out.xlsx", "--city", "nowhere"]);
    assert!(
        err(&wrong).contains("there are: yunling"),
        "{}",
        err(&wrong)
    );
    let written = machine.run(&["export", "out.xlsx"]);
    assert_eq!(out(&written), "out.xlsx written\n", "{}", err(&written));
    let again = machine.run(&["import", "out.xlsx"]);
    assert!(
        out(&again).contains("nothing has changed"),
        "{}",
        out(&again)
    );
}

#[test]
fn the_audit_trail_is_verified_with_a_seal_kept_elsewhere() {
    let machine = Machine::new();
    let nothing = machine.run(&["admin", "verify-audit"]);
    assert_eq!(out(&nothing), "nothing was noted yet\n");
    machine.run(&["admin", "demo-workbook", "city.xlsx"]);
    machine.run(&["import", "city.xlsx"]);
    let holds = machine.run(&["admin", "verify-audit"]);
    let said = out(&holds);
    assert!(
        holds.status.success() && said.contains("all as they were noted"),
        "{said}"
    );
    let line = said
        .lines()
        .find(|line| line.starts_with("the last seal is "));
    let seal = line.and_then(|line| line.strip_prefix("the last seal is "));
    let seal = seal.expect("a seal");
    assert!(
        machine
            .run(&["admin", "verify-audit", "--seal", seal])
            .status
            .success()
    );
    let other = machine.run(&["admin", "verify-audit", "--seal", "1:00"]);
    assert!(!other.status.success());
    assert!(
        err(&other).contains("the seal 1:00 is not in the trail"),
        "{}",
        err(&other)
    );
    let store = Store::open(&machine.url(), &StoreOptions::default()).unwrap();
    let altered = store.write(|c| {
        let statement = "UPDATE audit SET after = '' WHERE action = 'import_city'";
        Ok::<_, StoreError>(diesel::sql_query(statement).execute(c)?)
    });
    assert_eq!(altered.unwrap(), 1);
    let broken = machine.run(&["admin", "verify-audit"]);
    assert!(!broken.status.success());
    assert!(
        err(&broken).contains("what was noted under seal 1 (")
            && err(&broken).contains("was changed"),
        "{}",
        err(&broken)
    );
}

#[test]
fn a_right_workbook_is_imported_and_a_second_time_changes_nothing() {
    let machine = Machine::new();
    let written = machine.run(&[
        "admin",
        "demo-workbook",
        "new/city.xlsx",
        "--seed",
        "3",
        "--month",
        "2026-12",
    ]);
    assert!(written.status.success(), "{}", err(&written));
    let bytes = std::fs::read(machine.0.path().join("new/city.xlsx")).unwrap();
    assert_eq!(bytes, write(&demo::city(3, december())).unwrap());
    assert!(!machine.0.path().join("zhiban.db").exists());

    let first = machine.run(&["import", "new/city.xlsx"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    let said = out(&first);
    assert!(
        said.starts_with("云岭市 (yunling) from new/city.xlsx, imported:\n"),
        "{said}"
    );
    assert!(
        said.contains("  Stations           60 new       0 changed       0 unchanged\n"),
        "{said}"
    );
    assert_eq!(machine.cities(), ["yunling"]);
    let second = machine.run(&["import", "new/city.xlsx"]);
    assert_eq!(second.status.code(), Some(0));
    assert!(
        out(&second).ends_with("Everything was there already; nothing has changed.\n"),
        "{}",
        out(&second)
    );
}

#[test]
fn every_wrong_cell_is_told_and_nothing_is_imported() {
    let machine = Machine::new();
    let book = Book::new()
        .set("People", 2, "Name", "Somebody Else")
        .set("People", 2, "Skills", "famly")
        .set("Stations", 4, "Latitude", "");
    machine.file("city.xlsx", &book.bytes());
    let done = machine.run(&["import", "city.xlsx"]);
    assert_eq!(done.status.code(), Some(1));
    assert_eq!(out(&done), "");
    assert_eq!(
        err(&done),
        "zhiban: nothing was imported from city.xlsx:\n\
         \u{20} sheet Stations, row 4, column Latitude, “”: The cell is empty. Right would be a number from -90 to 90.\n\
         \u{20} sheet People, row 2, column Skills, “famly”: There is no “famly” in the sheet “Skills”. Right would be a code of the sheet “Skills”, such as family.\n\
         2 places are wrong\n"
    );
    assert!(!machine.0.path().join("zhiban.db").exists());
    // Where the city is there, the lists that a file lacks stay as they are.
    machine.file("good.xlsx", &Book::new().bytes());
    assert!(machine.run(&["import", "good.xlsx"]).status.success());
    let book = Book::new()
        .set("People", 2, "Skills", "famly")
        .without_sheet("Holidays");
    machine.file("city.xlsx", &book.bytes());
    let done = machine.run(&["import", "city.xlsx"]);
    assert!(err(&done).ends_with("1 place is wrong\n"), "{}", err(&done));
}

#[test]
fn one_list_is_exported_changed_checked_and_imported() {
    let machine = Machine::new();
    machine.run(&["admin", "demo-workbook", "city.xlsx"]);
    machine.run(&["import", "city.xlsx"]);
    for arguments in [
        &["export", "out.csv"][..],
        &["export", "out.csv", "--list", "peple"],
    ] {
        let refused = machine.run(arguments);
        assert!(
            err(&refused).contains("City, Districts, Stations"),
            "{}",
            err(&refused)
        );
    }
    let written = machine.run(&["export", "stations.csv", "--list", "stations", "--gb18030"]);
    assert!(written.status.success(), "{}", err(&written));
    let path = machine.0.path().join("stations.csv");
    let bytes = std::fs::read(&path).unwrap();
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    let again = machine.run(&["import", "stations.csv"]);
    assert!(
        out(&again).contains("nothing has changed"),
        "{}",
        err(&again)
    );

    let row = text.lines().nth(1).expect("a station");
    let name = row.split(',').nth(2).expect("its name");
    let changed = text.replacen(name, "改名站", 1);
    std::fs::write(&path, encoding_rs::GB18030.encode(&changed).0).unwrap();
    for (arguments, kept) in [
        (&["import", "stations.csv", "--check"][..], "checked only"),
        (&["import", "stations.csv", "--check"], "1 changed"),
        (
            &["import", "stations.csv", "--city", "yunling"],
            "1 changed",
        ),
        (&["import", "stations.csv"], "0 changed"),
    ] {
        let done = machine.run(arguments);
        assert!(
            out(&done).contains(kept),
            "{kept}: {} {}",
            out(&done),
            err(&done)
        );
    }
    let checked = machine.run(&["import", "stations.csv", "--check", "--city", "none"]);
    assert!(
        err(&checked).contains("there are: yunling"),
        "{}",
        err(&checked)
    );
}

#[test]
fn a_file_that_is_not_there_or_no_workbook_is_told_in_a_line() {
    let machine = Machine::new();
    let missing = machine.run(&["import", "nothing.xlsx"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(
        err(&missing).starts_with("zhiban: nothing.xlsx cannot be read: "),
        "{}",
        err(&missing)
    );
    machine.file("city.xlsx", b"nonsense;name\r\n");
    let none = machine.run(&["import", "city.xlsx"]);
    assert_eq!(none.status.code(), Some(1));
    assert_eq!(
        err(&none),
        "zhiban: nothing was imported from city.xlsx:\n\
         \u{20} This is neither an Excel workbook (.xlsx) nor a list as CSV that can be recognised. Right would be a workbook saved as .xlsx, without a password, or a CSV file whose first row has the names of the columns of one list.\n\
         1 place is wrong\n"
    );
    assert!(!machine.0.path().join("zhiban.db").exists());
}

#[test]
fn a_month_that_is_none_is_told_with_one_that_is() {
    let machine = Machine::new();
    let done = machine.run(&["admin", "demo-workbook", "city.xlsx", "--month", "2026-13"]);
    assert!(!done.status.success());
    assert!(
        err(&done).contains("right would be a month such as 2026-12"),
        "{}",
        err(&done)
    );
}
