//! A solve in a child process with a memory and a time limit: its death is a failed attempt, never the server's.

use std::ffi::OsString;
use std::fs::{DirBuilder, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde::Serialize;
use serde::de::DeserializeOwned;
use zhiban_solver::roster::{self, Reason, recount};
use zhiban_solver::{Progress, matching};

use super::work::{Report, WorkError};
use crate::config::Solver;

/// Variable: the most memory of a solve, in MiB.
pub const MEMORY_MIB: &str = "ZHIBAN_SOLVE_MEMORY_MIB";

/// Variable: where it names a folder, a solve ends when its standard input does, and takes the folder with it. So it never outlives
/// its worker, nor does what it was given: where people live and when they are free.
pub const END_WITH_STDIN: &str = "ZHIBAN_SOLVE_END_WITH_STDIN";

/// How long past its limit a solve may still read, audit and write before it is killed.
const GRACE: Duration = Duration::from_secs(30);

/// Lines of its last words that are kept.
const LAST_WORDS: usize = 20;

/// Solves a problem of `zhiban solve match` and gives the answer with the prices that prove its bound, summed up again here, where no
/// database waits for that.
pub(super) fn solve_match(
    settings: &Solver,
    problem: &matching::Document,
    report: &Report,
) -> Result<matching::Answer, WorkError> {
    let folder = Folder::new()?;
    let mut answer: matching::Answer = solve(settings, "match", problem, report, &folder)?;
    answer.certificate = folder.proof()?;
    answer.proof = matching::recount::proof(problem, &answer);
    Ok(answer)
}

/// The same for `zhiban solve roster`; or the clash with the rules behind it.
pub(super) fn solve_roster(
    settings: &Solver,
    problem: &roster::Document,
    report: &Report,
) -> Result<roster::Answer, WorkError> {
    let folder = Folder::new()?;
    let mut answer = solve(settings, "roster", problem, report, &folder)?;
    match &mut answer {
        roster::Answer::Roster(answer) => {
            answer.certificate = Some(folder.proof()?);
            answer.proof = recount::proof(problem, answer);
        }
        roster::Answer::Infeasible(answer) => {
            let reason: Reason = folder.proof()?;
            answer.because = reason.because;
        }
    }
    Ok(answer)
}

fn solve<A: DeserializeOwned>(
    settings: &Solver,
    kind: &str,
    problem: &impl Serialize,
    report: &Report,
    folder: &Folder,
) -> Result<A, WorkError> {
    let (input, output) = (
        folder.path.join("problem.json"),
        folder.path.join("answer.json"),
    );
    let file = File::create(&input).map_err(|e| again(&e))?;
    serde_json::to_writer(std::io::BufWriter::new(file), problem).map_err(|e| again(&e))?;
    let child = start(settings, kind, folder, &input, &output)?;
    let limit = Duration::from_secs(u64::from(settings.time_limit_seconds)) + GRACE;
    let (status, last_words) = watch(child, limit, report)?;
    let words = || format!("the solver ended with {status}: {last_words}");
    match status.code() {
        // 3: no answer keeps the pins; the clash was written in the answer's place.
        Some(3) => {}
        Some(0) if last_words.is_empty() => {}
        Some(0) => tracing::warn!(%last_words, "the solver gave an answer and said"),
        // 2: the problem is wrong, and will be so in every attempt.
        Some(2) => return Err(WorkError::ForGood(words())),
        _ => return Err(WorkError::Again(words())),
    }
    let answer = std::fs::read(&output).map_err(|e| again(&e))?;
    serde_json::from_slice(&answer).map_err(|e| again(&e))
}

fn again(error: &dyn std::error::Error) -> WorkError {
    WorkError::Again(format!("the solver's files: {error}"))
}

fn start(
    settings: &Solver,
    kind: &str,
    folder: &Folder,
    input: &Path,
    output: &Path,
) -> Result<Child, WorkError> {
    let program = if settings.program.as_os_str().is_empty() {
        std::env::current_exe().map_err(|e| again(&e))?
    } else {
        settings.program.clone()
    };
    let mut certificate = OsString::from("--certificate=");
    certificate.push(folder.certificate());
    Command::new(program)
        .args(["solve", kind])
        .arg(input)
        .arg("--out")
        .arg(output)
        .arg(certificate)
        .args(["--progress", "json"])
        .arg(format!("--time-limit={}", settings.time_limit_seconds))
        .arg(format!("--threads={}", settings.threads))
        .arg(format!("--seed={}", settings.seed))
        .env(MEMORY_MIB, settings.memory_mib.to_string())
        .env(END_WITH_STDIN, &folder.path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|e| WorkError::Again(format!("the solver cannot be started: {e}")))
}

/// Waits for the child, passes its progress on, and kills it when it must stop or takes too long.
fn watch(
    mut child: Child,
    limit: Duration,
    report: &Report,
) -> Result<(ExitStatus, String), WorkError> {
    let stderr = child.stderr.take().expect("stderr is piped");
    let began = Instant::now();
    let late = AtomicBool::new(false);
    let mut last_words: Vec<String> = Vec::new();
    let status = std::thread::scope(|scope| {
        let words = scope.spawn(|| {
            let mut words = Vec::new();
            for line in BufReader::new(stderr).lines().map_while(Result::ok) {
                if serde_json::from_str::<Progress>(&line).is_ok() {
                    report.tell(line);
                } else {
                    words.push(line);
                }
            }
            words
        });
        let status = loop {
            match child.try_wait() {
                Ok(Some(status)) => break Ok(status),
                Ok(None) => {}
                Err(error) => break Err(error),
            }
            late.store(began.elapsed() > limit, Ordering::Relaxed);
            if report.must_stop() || late.load(Ordering::Relaxed) {
                // Already gone is as good as killed.
                let _ = child.kill();
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        last_words = words.join().unwrap_or_default();
        status
    });
    if report.must_stop() {
        return Err(WorkError::Stopped);
    }
    if late.load(Ordering::Relaxed) {
        return Err(WorkError::Again(format!(
            "the solver took longer than {} s",
            limit.as_secs()
        )));
    }
    let from = last_words.len().saturating_sub(LAST_WORDS);
    Ok((
        status.map_err(|e| again(&e))?,
        last_words[from..].join("; "),
    ))
}

/// A folder of one solve that nobody else may look into, taken away with everything in it at the end.
struct Folder {
    path: PathBuf,
}

impl Folder {
    fn certificate(&self) -> PathBuf {
        self.path.join("certificate.json")
    }

    /// What the solver laid beside its answer.
    fn proof<P: DeserializeOwned>(&self) -> Result<P, WorkError> {
        let file = File::open(self.certificate()).map_err(|e| again(&e))?;
        serde_json::from_reader(BufReader::new(file)).map_err(|e| again(&e))
    }

    fn new() -> Result<Self, WorkError> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("zhiban-solve-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            match DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self { path }),
                // Another process of this number left it, or somebody laid it out: it is not ours.
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(again(&error)),
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.path) {
            tracing::warn!(%error, "a solve's folder stays behind");
        }
    }
}
