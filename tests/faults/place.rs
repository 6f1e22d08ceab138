//! Where a test's server lives: a folder, a database with the invented city, settings; and what stands in the database. No tests here.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use zhiban::actions::{generate_roster, publish_roster};
use zhiban::service::{Clock, SystemClock};
use zhiban::store::duties::{self, AssignmentRow};
use zhiban::store::jobs::{self, JobRow};
use zhiban::store::messages::{self, MessageRow};
use zhiban::store::rosters::{self, RosterRow};
use zhiban::store::schema;
use zhiban::store::{Store, StoreError, StoreOptions};

use crate::databases::{self, Database};
use crate::prepared::prepare;
pub(crate) use crate::prepared::{Stage, context};

/// The longest that a test waits for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// A lease of a test's server, in seconds.
pub(crate) const LEASE: Duration = Duration::from_secs(2);

/// A test's folder, database and settings.
pub(crate) struct Place {
    /// Everything of the server lies in it.
    pub(crate) folder: tempfile::TempDir,
    /// The test's own way into the database.
    pub(crate) store: Store,
    /// The districts' rosters of the next month.
    pub(crate) rosters: Vec<String>,
    settings: Vec<(String, String)>,
    _database: Option<Database>,
}

impl Place {
    /// A place with a copy of a database of SQLite that is prepared once for all tests.
    pub(crate) fn new(stage: Stage) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("zhiban.db");
        let (database, rosters) = prepared(stage);
        std::fs::write(&file, database).unwrap();
        let url = format!("sqlite://{}", file.display());
        let store = Store::open(&url, &StoreOptions::default()).unwrap();
        Self::with(folder, store, &url, rosters.clone(), None)
    }

    /// A place on PostgreSQL, with a generated month.
    pub(crate) fn on_postgres() -> Self {
        let database = databases::postgres();
        let rosters = prepare(&database.store, Stage::Proposed);
        let folder = tempfile::tempdir().unwrap();
        let (store, url) = (database.store.clone(), database.url.clone());
        Self::with(folder, store, &url, rosters, Some(database))
    }

    fn with(
        folder: tempfile::TempDir,
        store: Store,
        url: &str,
        rosters: Vec<String>,
        database: Option<Database>,
    ) -> Self {
        let mut place = Self {
            folder,
            store,
            rosters,
            settings: Vec::new(),
            _database: database,
        };
        std::fs::create_dir(place.temporary()).unwrap();
        let within = |name: &str| place.folder.path().join(name).display().to_string();
        let (key, mail) = (within("secret.key"), within("mail"));
        for (name, value) in [
            ("ZHIBAN__DATABASE__URL", url),
            ("ZHIBAN__SERVER__PORT", "0"),
            ("ZHIBAN__SERVER__SECRET_FILE", &key),
            ("ZHIBAN__MAIL__FOLDER", &mail),
            ("ZHIBAN__JOBS__POLL_MILLISECONDS", "50"),
            ("ZHIBAN__JOBS__LEASE_SECONDS", &LEASE.as_secs().to_string()),
            ("ZHIBAN__JOBS__HEARTBEAT_SECONDS", "1"),
            ("ZHIBAN__SOLVER__THREADS", "1"),
            ("ZHIBAN__SOLVER__TIME_LIMIT_SECONDS", "3"),
            ("ZHIBAN__LOG__FILTER", "warn"),
        ] {
            place.set(name, value);
        }
        place
    }

    /// Changes a setting of the servers that are started from now on.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.settings.retain(|(known, _)| known != name);
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    /// Sends letters to a server instead of into the folder.
    pub(crate) fn send_by(&mut self, url: &str) {
        self.set("ZHIBAN__MAIL__SERVER", url);
        self.set("ZHIBAN__MAIL__ADDRESS", "duty@legal.test");
    }

    /// The settings.
    pub(crate) fn settings(&self) -> &[(String, String)] {
        &self.settings
    }

    /// Where the server makes its temporary files.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.folder.path().join("tmp")
    }

    /// The mailbox folder.
    pub(crate) fn mailbox(&self) -> PathBuf {
        self.folder.path().join("mail")
    }

    /// Presses "generate". Gives the job.
    pub(crate) fn generate(&self) -> String {
        generate_roster::start(&self.store, &context(), &self.rosters).unwrap()
    }

    /// Presses "publish" for a district. Gives the job.
    pub(crate) fn publish(&self, roster: &str) -> String {
        publish_roster::start(&self.store, &context(), roster, None).unwrap()
    }

    /// A job as it is now.
    pub(crate) fn job(&self, id: &str) -> JobRow {
        let found = self.store.read(|c| jobs::find(c, id));
        found.unwrap().expect("the job")
    }

    /// The rosters as they are now, in the order of `rosters`.
    pub(crate) fn rows(&self) -> Vec<RosterRow> {
        let found = |id| self.store.read(|c| rosters::find(c, id)).unwrap().unwrap();
        self.rosters.iter().map(|id| found(id)).collect()
    }

    /// The states of the rosters.
    pub(crate) fn states(&self) -> Vec<String> {
        self.rows().into_iter().map(|row| row.state).collect()
    }

    /// Who is on a roster.
    pub(crate) fn seats(&self, roster: &str) -> Vec<AssignmentRow> {
        let read = |c: &mut _| duties::assignments_of_roster(c, roster);
        self.store.read(read).unwrap()
    }

    /// Who is on which duty, of all rosters.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        let of = |id: &String| self.seats(id);
        let seats = self.rosters.iter().flat_map(of);
        let mut pairs: Vec<_> = seats.map(|s| (s.duty_id, s.person_id)).collect();
        pairs.sort();
        pairs
    }

    /// The letters to a person.
    pub(crate) fn letters(&self, person: &str) -> Vec<MessageRow> {
        let read = |c: &mut _| messages::to_person(c, person);
        self.store.read(read).unwrap()
    }

    /// The letters of a roster's people, each person's own.
    pub(crate) fn month_letters(&self, roster: &str) -> Vec<(String, Vec<MessageRow>)> {
        let mut people: Vec<String> = self
            .seats(roster)
            .into_iter()
            .map(|s| s.person_id)
            .collect();
        people.sort();
        people.dedup();
        let own = |person: String| {
            let letters = self.letters(&person);
            (person, letters)
        };
        people.into_iter().map(own).collect()
    }

    /// How many letters are in a state.
    pub(crate) fn count(&self, state: &str) -> usize {
        let counts = self.store.read(messages::count_by_state).unwrap();
        let found = counts.iter().find(|(word, _)| word == state);
        found.map_or(0, |(_, count)| usize::try_from(*count).unwrap())
    }

    /// Waits until the queue and the outbox are empty.
    pub(crate) fn wait_until_all_is_done(&self) {
        wait_for("an empty queue and outbox", || {
            // What is due: the night's matching waits for the night.
            let due = schema::jobs::table
                .filter(schema::jobs::state.eq_any(["queued", "running"]))
                .filter(schema::jobs::run_after.le(SystemClock.now().naive_utc()))
                .count();
            let read = |c: &mut _| {
                let jobs: i64 = due.get_result(c)?;
                Ok::<_, StoreError>((messages::count_by_state(c)?, jobs))
            };
            let (letters, jobs) = self.store.read(read).unwrap();
            let left = letters.iter().any(|(state, _)| state != "sent");
            !left && jobs == 0
        });
    }

    /// Runs statements of the test's own.
    pub(crate) fn execute(&self, sql: &str) {
        let run = |c: &mut zhiban::store::Connection| Ok::<_, StoreError>(c.batch_execute(sql)?);
        self.store.write(run).unwrap();
    }

    /// Rows of a table with a condition.
    pub(crate) fn count_rows(&self, of: &str) -> i64 {
        #[derive(QueryableByName)]
        struct Count {
            #[diesel(sql_type = diesel::sql_types::BigInt)]
            n: i64,
        }
        let query = diesel::sql_query(format!("SELECT COUNT(*) AS n FROM {of}"));
        let run =
            |c: &mut zhiban::store::Connection| Ok::<_, StoreError>(query.get_result::<Count>(c)?);
        self.store.read(run).unwrap().n
    }

    /// A minute passes for what waits to be tried again.
    pub(crate) fn let_a_minute_pass(&self) {
        self.execute(
            "UPDATE messages SET next_attempt_at = queued_at WHERE state = 'queued';
             UPDATE jobs SET run_after = created_at WHERE state = 'queued';",
        );
    }
}

/// Waits for something, for as long as a test has patience.
pub(crate) fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(3));
    }
}

/// The file of a database of SQLite at a stage, made once, and its rosters.
fn prepared(stage: Stage) -> &'static (Vec<u8>, Vec<String>) {
    static SET_UP: OnceLock<(Vec<u8>, Vec<String>)> = OnceLock::new();
    static PROPOSED: OnceLock<(Vec<u8>, Vec<String>)> = OnceLock::new();
    let once = match stage {
        Stage::SetUp => &SET_UP,
        Stage::Proposed => &PROPOSED,
    };
    once.get_or_init(|| {
        let database = databases::sqlite();
        let rosters = prepare(&database.store, stage);
        // One file, whatever still stands in the log beside it.
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        let path = database.url.strip_prefix("sqlite://").unwrap();
        let mut c = SqliteConnection::establish(path).unwrap();
        let into = format!("VACUUM INTO '{}'", copy.display());
        c.batch_execute(&into).unwrap();
        (std::fs::read(copy).unwrap(), rosters)
    })
}
