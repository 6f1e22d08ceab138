//! How long residents wait for offers at a counter of a whole city: 3,000 stations and 60,000 open times of the exchange format's
//! generator, a hundred views of offers and twenty bookings a second, beside a bare route of the same server that reads one row. The
//! server is a process of its own, on SQLite or PostgreSQL; a request's time counts from when it was due, so that one that waits for
//! another is not left out.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

mod city;
#[path = "../../solver/benches/drawn/mod.rs"]
mod drawn;
mod load;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use zhiban::store::{Store, StoreOptions};

/// Seconds of the load that are measured; those before, in which the market is made and caches fill, are not.
const SECONDS: u64 = 60;
const WARM_UP: u64 = 10;

/// A second has so many.
const FIRST_VIEWS: u64 = 20;
const VIEWS: u64 = 80;
const BOOKINGS: u64 = 20;
const BARE: u64 = 20;

struct Server {
    child: Child,
    base: String,
}

impl Server {
    fn start(folder: &Path, url: &str) -> Self {
        let within = |name: &str| folder.join(name);
        let mut child = Command::new(env!("CARGO_BIN_EXE_zhiban"))
            .arg("serve")
            .env("ZHIBAN__DATABASE__URL", url)
            .env("ZHIBAN__SERVER__PORT", "0")
            .env("ZHIBAN__SERVER__SECRET_FILE", within("secret.key"))
            .env("ZHIBAN__MAIL__FOLDER", within("mail"))
            .env("ZHIBAN__LOG__FILTER", "warn")
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let stdout = child.stdout.take().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let base = line.trim_end().strip_prefix("zhiban listens at ");
        let base = base.unwrap_or_else(|| panic!("the server did not start: {line}"));
        Self {
            base: base.to_owned(),
            child,
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite://{}/zhiban.db", folder.path().display());
    // An empty database of PostgreSQL, where it is to be measured.
    let url = std::env::var("ZHIBAN_BENCH_DATABASE").unwrap_or(sqlite);
    let store = Store::open(&url, &StoreOptions::default()).unwrap();
    store.migrate().unwrap();
    let requests = (FIRST_VIEWS * (WARM_UP + SECONDS)) as usize;
    let residents = city::fill(&store, folder.path(), requests);
    let server = Server::start(folder.path(), &url);
    load::run(&server.base, &residents);
}
