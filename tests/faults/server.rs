//! The real program as a child process, and how it is killed. No tests here.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::place::{Place, wait_for};

/// A running `zhiban serve`.
pub(crate) struct Server {
    /// What its addresses begin with.
    pub(crate) base: String,
    child: Child,
}

impl Server {
    /// Starts it; it answers requests when this returns.
    pub(crate) fn start(place: &Place) -> Self {
        let log = place.folder.path().join("log");
        let file = File::options().create(true).append(true).open(&log);
        let mut child = Command::new(env!("CARGO_BIN_EXE_zhiban"))
            .arg("serve")
            .envs(place.settings().iter().map(|(name, value)| (name, value)))
            .env("TMPDIR", place.temporary())
            .current_dir(place.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(file.unwrap())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("piped");
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let base = line.trim_end().strip_prefix("zhiban listens at ");
        let Some(base) = base.map(str::to_owned) else {
            let log = std::fs::read_to_string(log).unwrap_or_default();
            panic!("the server did not start: {line}{log}");
        };
        Self { base, child }
    }

    /// SIGKILL: it learns nothing of it.
    pub(crate) fn kill(mut self) {
        self.end();
    }

    /// SIGSTOP: it stands still, as on a machine that swaps.
    pub(crate) fn stop(&self) {
        signal("STOP", self.child.id());
    }

    /// SIGCONT: it goes on as if nothing had been.
    pub(crate) fn go_on(&self) {
        signal("CONT", self.child.id());
    }

    /// Its running solve. Waits until there is one.
    pub(crate) fn solve(&self) -> Solve {
        let mut found = None;
        wait_for("a solve", || {
            found = processes().find(|p| p.parent() == Some(self.child.id()));
            found.is_some()
        });
        found.expect("found")
    }

    /// The status of a page.
    pub(crate) fn get(&self, path: &str) -> u16 {
        let config = ureq::Agent::config_builder().http_status_as_error(false);
        let agent = config.max_redirects(0).build().new_agent();
        let answer = agent.get(format!("{}{path}", self.base)).call();
        answer.expect("the server answers").status().as_u16()
    }

    fn end(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.end();
    }
}

fn signal(name: &str, process: u32) {
    // The shell's own `kill`: the program of this name is not on every machine.
    let command = format!("kill -{name} {process}");
    let sent = Command::new("sh").args(["-c", &command]).status();
    assert!(sent.expect("a shell").success(), "{command}");
}

/// A process that solves for a server, as the system's list shows it.
pub(crate) struct Solve {
    folder: PathBuf,
}

/// Every process that solves.
fn processes() -> impl Iterator<Item = Solve> {
    let entries = std::fs::read_dir("/proc").expect("a Linux");
    let folders = entries.filter_map(|entry| entry.ok().map(|e| e.path()));
    folders
        .filter(|folder| solves(folder))
        .map(|folder| Solve { folder })
}

fn solves(folder: &Path) -> bool {
    let words = std::fs::read(folder.join("cmdline")).unwrap_or_default();
    words.split(|&b| b == 0).nth(1) == Some(b"solve")
}

impl Solve {
    /// What stands in `stat` behind the name: its state, its parent, …; none where it is gone.
    fn stat(&self) -> Option<Vec<String>> {
        let text = std::fs::read_to_string(self.folder.join("stat")).ok()?;
        let (_, rest) = text.rsplit_once(')')?;
        Some(rest.split_whitespace().map(str::to_owned).collect())
    }

    fn parent(&self) -> Option<u32> {
        self.stat()?.get(1)?.parse().ok()
    }

    /// Whether it has ended. One whose end nobody has asked for yet has.
    pub(crate) fn has_ended(&self) -> bool {
        self.stat()
            .is_none_or(|stat| stat[0] == "Z" || stat[0] == "X")
    }
}
