//! The command line of the solver: a file in, a file out. The service's own program offers it as `zhiban solve`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueEnum};
use serde::Serialize;

use crate::bound::Proof;
use crate::limits::Limits;
use crate::matching;
use crate::progress::{Progress, Reporter, gap};
use crate::roster::rule::REASON_FORMAT;
use crate::roster::{self, Answer, Reason, Rule, Status};

/// What the exit codes mean; shown below the help.
pub const EXIT_CODES: &str = "Exit codes:
  0  an answer was written
  1  the solver failed: no answer was written
  2  the arguments or the problem are not right: no answer was written, every fault is named
  3  no answer keeps the pins and fixed holders: the clash was written";

/// Which problem to solve.
#[derive(Debug, Subcommand)]
pub enum Problem {
    /// Solve a rostering problem (zhiban-roster/1).
    Roster(Files),
    /// Solve a batch of appointments (zhiban-match/1).
    Match(Files),
}

/// Files and limits of a solve.
#[derive(Debug, Args)]
pub struct Files {
    /// The problem.
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// Where the answer goes; it appears whole or not at all.
    #[arg(long)]
    pub out: PathBuf,
    /// Where the prices go that the bound, or what of it they prove, rests on (zhiban-roster-certificate/1,
    /// zhiban-match-certificate/1); where no roster keeps the pins, the rules that forbid them (zhiban-roster-reason/1).
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Seconds after which the best answer so far is written.
    #[arg(long, value_name = "S", default_value_t = 60.0, value_parser = seconds)]
    pub time_limit: f64,
    /// Threads of the search.
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=64))]
    pub threads: u32,
    /// Seed of the search. Where it ends before the limit, the same seed and threads give the same answer.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub seed: u32,
    /// How progress is told on standard error.
    #[arg(long, value_enum, default_value_t = Telling::Text)]
    pub progress: Telling,
}

/// How progress is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Telling {
    /// A line for people.
    Text,
    /// A line of JSON each.
    Json,
    /// Not at all.
    None,
}

/// The line of JSON that stands last on standard output.
#[derive(Debug, Serialize)]
struct Summary {
    status: &'static str,
    objective: Option<i64>,
    bound: Option<f64>,
    gap: Option<f64>,
    /// What the bound rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    proof: Option<Proof>,
    seconds: f64,
}

/// Why no answer was written.
enum Failure {
    Arguments(String),
    Input(Vec<String>),
    Solver(String),
}

impl Failure {
    fn input(faults: &[crate::problem::Problem]) -> Self {
        Self::Input(faults.iter().map(ToString::to_string).collect())
    }
}

/// Runs a command and tells how it went.
#[must_use]
pub fn run(problem: &Problem) -> ExitCode {
    let (Problem::Roster(files) | Problem::Match(files)) = problem;
    let limits = Limits::seconds(files.time_limit, files.threads, files.seed);
    let solved = match problem {
        Problem::Roster(_) => solve_roster(files, &limits),
        Problem::Match(_) => solve_match(files, &limits),
    };
    match solved {
        Ok(summary) => {
            let line = serde_json::to_string(&summary).expect("a summary of numbers is JSON");
            println!("{line}");
            ExitCode::from(if summary.status == "infeasible" { 3 } else { 0 })
        }
        Err(Failure::Arguments(what)) => {
            eprintln!("{what}");
            ExitCode::from(2)
        }
        Err(Failure::Input(faults)) => {
            for fault in faults {
                eprintln!("{}: {fault}", files.input.display());
            }
            ExitCode::from(2)
        }
        Err(Failure::Solver(what)) => {
            eprintln!("{what}");
            ExitCode::from(1)
        }
    }
}

fn solve_match(files: &Files, limits: &Limits) -> Result<Summary, Failure> {
    check_folders(files)?;
    let json = read(&files.input)?;
    let document =
        matching::Document::from_json(&json).map_err(|p| Failure::Input(vec![p.to_string()]))?;
    let instance = matching::Instance::new(document).map_err(|faults| Failure::input(&faults))?;
    let answer = crate::solve_match(&instance, limits, &mut *teller(files.progress))
        .map_err(|e| Failure::Solver(e.to_string()))?;
    if let Some(path) = &files.certificate {
        write(path, &answer.certificate)?;
    }
    write(&files.out, &answer)?;
    Ok(Summary {
        status: match answer.status {
            matching::Status::Optimal => "optimal",
            matching::Status::Feasible => "feasible",
        },
        objective: Some(answer.objective),
        bound: Some(answer.bound),
        gap: gap(Some(answer.objective), Some(answer.bound)),
        proof: Some(answer.proof),
        seconds: answer.seconds,
    })
}

fn solve_roster(files: &Files, limits: &Limits) -> Result<Summary, Failure> {
    check_folders(files)?;
    let json = read(&files.input)?;
    let document =
        roster::Document::from_json(&json).map_err(|p| Failure::Input(vec![p.to_string()]))?;
    let instance = roster::Instance::new(document).map_err(|faults| Failure::input(&faults))?;
    let answer = crate::solve_roster(&instance, limits, &mut *teller(files.progress))
        .map_err(|e| Failure::Solver(e.to_string()))?;
    match &answer {
        Answer::Roster(answer) => {
            for warning in &answer.warnings {
                eprintln!("warning: {warning}");
            }
        }
        Answer::Infeasible(answer) => eprintln!("{}", clash_in_words(answer)),
    }
    if let Some(path) = &files.certificate {
        match &answer {
            Answer::Roster(answer) => write(path, &answer.certificate)?,
            Answer::Infeasible(answer) => write(path, &reason(answer))?,
        }
    }
    // Last, so that whoever finds the answer finds its proof too.
    write(&files.out, &answer)?;
    Ok(match answer {
        Answer::Roster(answer) => Summary {
            status: match answer.status {
                Status::Optimal => "optimal",
                Status::Feasible => "feasible",
            },
            objective: Some(answer.objective),
            bound: Some(answer.bound),
            gap: gap(Some(answer.objective), Some(answer.bound)),
            proof: Some(answer.proof),
            seconds: answer.seconds,
        },
        Answer::Infeasible(answer) => Summary {
            status: "infeasible",
            objective: None,
            bound: None,
            gap: None,
            proof: None,
            seconds: answer.seconds,
        },
    })
}

fn reason(answer: &roster::Infeasible) -> Reason {
    Reason {
        format: REASON_FORMAT.to_owned(),
        because: answer.because.clone(),
    }
}

fn clash_in_words(answer: &roster::Infeasible) -> String {
    let wish = |clash: &roster::Clash| match clash {
        roster::Clash::Pin(pair) => format!("{} on {}", pair.person, pair.duty),
        roster::Clash::Holder { series, person } => format!("{person} as the holder of {series}"),
    };
    let wishes: Vec<String> = answer.conflict.iter().map(wish).collect();
    let rules: Vec<String> = answer.because.iter().map(Rule::to_string).collect();
    let (wishes, rules) = (wishes.join(" and "), rules.join("; "));
    format!("no answer keeps {wishes}, by {rules}")
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|e| Failure::Input(vec![format!("cannot be read: {e}")]))
}

/// Refuses places in folders that do not exist, before anything is solved for them.
fn check_folders(files: &Files) -> Result<(), Failure> {
    for path in files.certificate.iter().chain([&files.out]) {
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
        if !folder.is_none_or(Path::is_dir) {
            let place = path.display();
            return Err(Failure::Arguments(format!(
                "{place} cannot be written: right would be a place in a folder that exists"
            )));
        }
    }
    Ok(())
}

/// Writes beside the place and renames, so that a reader never sees half an answer.
fn write(path: &Path, answer: &impl Serialize) -> Result<(), Failure> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.part", std::process::id()));
    let beside = PathBuf::from(beside);
    let failed =
        |e: std::io::Error| Failure::Solver(format!("{}: cannot be written: {e}", path.display()));
    let mut file = std::fs::File::create(&beside).map_err(failed)?;
    let mut json = serde_json::to_vec(answer).map_err(|e| Failure::Solver(e.to_string()))?;
    json.push(b'\n');
    let written = file
        .write_all(&json)
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&beside, path));
    written.map_err(|e| {
        // The half file is of no use; that it could not be removed either changes nothing.
        let _ = std::fs::remove_file(&beside);
        failed(e)
    })
}

fn teller(how: Telling) -> Box<Reporter<'static>> {
    Box::new(move |progress: &Progress| {
        let line = match how {
            Telling::None => return true,
            Telling::Json => serde_json::to_string(progress).unwrap_or_default(),
            Telling::Text => in_words(progress),
        };
        // Nobody listening is no reason to stop.
        let _ = writeln!(std::io::stderr(), "{line}");
        true
    })
}

fn in_words(progress: &Progress) -> String {
    let number = |n: Option<f64>| n.map_or("–".to_owned(), |n| format!("{n:.0}"));
    format!(
        "{:7.1} s  {:9}  incumbent {:>12}  bound {:>12}  gap {}",
        progress.seconds,
        progress.phase,
        number(progress.incumbent.map(|n| n as f64)),
        number(progress.bound),
        progress
            .gap
            .map_or("–".to_owned(), |gap| format!("{:.2} %", gap * 100.0)),
    )
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => Ok(seconds),
        _ => Err("right would be a number of seconds above 0".into()),
    }
}
