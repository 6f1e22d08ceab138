//! A real SMTP server on loopback for tests (`server.py`), and letters as a mail program reads them. No tests here.
#![allow(dead_code, reason = "not every test binary uses all of it")]

mod letter;

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

pub(crate) use letter::{Letter, read_calendars};

/// A server that keeps every message. It ends when this does.
pub(crate) struct Smtp {
    folder: tempfile::TempDir,
    port: u16,
    process: Process,
}

/// A message as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Received {
    /// The sender of the envelope.
    pub(crate) from: String,
    /// The receivers of the envelope.
    pub(crate) to: Vec<String>,
    /// The message.
    pub(crate) bytes: Vec<u8>,
}

impl Received {
    /// The message as a mail program reads it.
    pub(crate) fn letter(&self) -> Letter {
        Letter::read(&self.bytes)
    }
}

impl Smtp {
    /// Starts it on any free port.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (process, port) = Process::start(folder.path(), 0);
        Self {
            folder,
            port,
            process,
        }
    }

    /// What `mail.server` is set to.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Every message that came, in order; those before a restart too.
    pub(crate) fn received(&self) -> Vec<Received> {
        let entries = std::fs::read_dir(self.folder.path()).expect("the folder");
        let mut paths: Vec<_> = entries.map(|e| e.expect("a file").path()).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "mail"));
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }

    /// How many messages came.
    pub(crate) fn count(&self) -> usize {
        self.received().len()
    }

    /// Pauses after each message before it answers for it.
    pub(crate) fn be_slow(&mut self, seconds: f64) {
        self.process.tell(&json!({ "delay": seconds }));
    }

    /// From now on refuses these receivers with 451 or 550, and nobody else; `*` is everybody.
    pub(crate) fn refuse(&mut self, receivers: &[(&str, u16)]) {
        let map: serde_json::Map<String, Value> = receivers
            .iter()
            .map(|&(address, code)| (address.to_owned(), code.into()))
            .collect();
        self.process.tell(&json!({ "refuse": map }));
    }

    /// Dies at a message, 1 for the next: it is kept, and answered for or not.
    pub(crate) fn die_at(&mut self, message: u32, answered: bool) {
        self.process
            .tell(&json!({ "die_at": message, "answer": answered }));
    }

    /// Whether it has died.
    pub(crate) fn is_dead(&mut self) -> bool {
        let status = self.process.child.try_wait().expect("a process of ours");
        status.is_some()
    }

    /// Starts it again on the same port, well-behaved.
    pub(crate) fn restart(&mut self) {
        self.process.end();
        self.process = Process::start(self.folder.path(), self.port).0;
    }
}

fn read(path: &Path) -> Received {
    let file = std::fs::read(path).expect("a kept message");
    let end = file.iter().position(|&b| b == b'\n').expect("an envelope");
    let head: Value = serde_json::from_slice(&file[..end]).expect("an envelope");
    let word = |value: &Value| value.as_str().expect("an address").to_owned();
    Received {
        from: word(&head["from"]),
        to: head["to"]
            .as_array()
            .expect("receivers")
            .iter()
            .map(word)
            .collect(),
        bytes: file[end + 1..].to_vec(),
    }
}

/// The server's process. Dropping it ends its standard input, and with that the process.
struct Process {
    child: Child,
    tell: ChildStdin,
    told: BufReader<ChildStdout>,
}

impl Process {
    fn start(folder: &Path, port: u16) -> (Self, u16) {
        let mut child = python("server.py")
            .arg(folder)
            .arg(port.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python starts");
        let mut process = Self {
            tell: child.stdin.take().expect("piped"),
            told: BufReader::new(child.stdout.take().expect("piped")),
            child,
        };
        let port = process.answer().parse().expect(
            "the SMTP server starts; right would be a PYTHON with the packages of tests/requirements.txt",
        );
        (process, port)
    }

    fn tell(&mut self, how: &Value) {
        writeln!(self.tell, "{how}").expect("the SMTP server lives");
        assert_eq!(self.answer(), "ok", "the SMTP server takes {how}");
    }

    fn answer(&mut self) -> String {
        let mut line = String::new();
        self.told.read_line(&mut line).expect("text");
        line.trim_end().to_owned()
    }

    fn end(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// A script of this folder. Without a Python the test fails: a check that is skipped would count as passed.
fn python(script: &str) -> Command {
    let python = std::env::var_os("PYTHON").expect(
        "PYTHON names no Python with the packages of tests/requirements.txt; right would be: python3 -m venv target/venv; \
         target/venv/bin/pip install -r tests/requirements.txt; export PYTHON=$PWD/target/venv/bin/python",
    );
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/smtp");
    let mut command = Command::new(python);
    command.arg(Path::new(folder).join(script));
    command
}
