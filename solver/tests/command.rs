//! The program `zhiban-solver` as a user or a script meets it: files, lines, exit codes.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::{Value, json};
use tempfile::TempDir;
use zhiban_solver::Progress;

const ROSTER: &str = include_str!("samples/roster.json");
const MATCH: &str = include_str!("samples/match.json");

/// A folder with a problem in it.
struct Run {
    folder: TempDir,
    kind: &'static str,
}

impl Run {
    fn new(kind: &'static str, problem: &Value) -> Self {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join("in.json"), problem.to_string()).unwrap();
        Self { folder, kind }
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out.json")
    }

    fn solve(&self, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zhiban-solver"))
            .current_dir(self.folder.path())
            .args([self.kind, "in.json", "--out", "out.json", "--threads", "1"])
            .args(more)
            .output()
            .unwrap()
    }

    /// The names of the files that are there.
    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

fn problem(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn an_answer_is_written_and_summed_up_in_the_last_line() {
    for (kind, json) in [("roster", ROSTER), ("match", MATCH)] {
        let run = Run::new(kind, &problem(json));
        let output = run.solve(&["--time-limit", "20", "--seed", "3"]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let answer: Value = serde_json::from_slice(&fs::read(run.out()).unwrap()).unwrap();
        let stdout = text(&output.stdout);
        let summary: Value = serde_json::from_str(stdout.lines().last().unwrap()).unwrap();
        assert_eq!(summary["status"], "optimal");
        assert_eq!(summary["objective"], answer["objective"]);
        assert_eq!(summary["gap"], json!(0.0));
        assert_eq!(run.files(), ["in.json", "out.json"]);
    }
}

#[test]
fn progress_is_told_on_standard_error_in_the_way_asked_for() {
    let run = Run::new("roster", &problem(ROSTER));
    let lines = text(&run.solve(&["--progress", "json"]).stderr);
    assert!(!lines.is_empty());
    for line in lines.lines() {
        let progress: Progress = serde_json::from_str(line).unwrap();
        assert!(progress.seconds >= 0.0);
    }
    assert!(text(&run.solve(&[]).stderr).contains("incumbent"));
    assert_eq!(text(&run.solve(&["--progress", "none"]).stderr), "");
}

#[test]
fn pins_that_clash_are_written_with_exit_code_3_and_nothing_else() {
    let mut problem = problem(ROSTER);
    problem["people"][0]["max_month"] = json!(0);
    let run = Run::new("roster", &problem);
    let output = run.solve(&["--certificate", "reason.json"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let answer: Value = serde_json::from_slice(&fs::read(run.out()).unwrap()).unwrap();
    let keys: Vec<_> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["conflict", "format", "seconds", "status"]);
    assert_eq!(answer["conflict"], json!([{"duty": "d", "person": "li"}]));
    assert_eq!(answer["status"], "infeasible");
    let said = text(&output.stderr);
    let last = said.lines().last().unwrap_or_default();
    assert_eq!(
        last,
        "no answer keeps li on d, by rule 6: the most turns a date, a week, a month (max_day, max_week, max_month); \
         rule 9: each pin is there, and its duty is active"
    );
    let reason = fs::read(run.folder.path().join("reason.json")).unwrap();
    let reason: Value = serde_json::from_slice(&reason).unwrap();
    let right = json!({"format": "zhiban-roster-reason/1", "because": ["most_turns", "pins"]});
    assert_eq!(reason, right);
}

#[test]
fn the_prices_that_prove_the_bound_are_written_where_asked_for() {
    let run = Run::new("roster", &problem(ROSTER));
    let output = run.solve(&["--certificate", "prices.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let prices = fs::read(run.folder.path().join("prices.json")).unwrap();
    let prices: Value = serde_json::from_slice(&prices).unwrap();
    assert_eq!(prices["format"], "zhiban-roster-certificate/1");
    let nowhere = run.solve(&["--certificate", "no/prices.json"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert_eq!(
        text(&nowhere.stderr).trim_end(),
        "no/prices.json cannot be written: right would be a place in a folder that exists"
    );
    let summary: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(["prices", "branch-and-bound"].contains(&summary["proof"].as_str().unwrap()));
}

#[test]
fn bad_input_is_exit_code_2_with_every_fault_and_no_answer() {
    let mut roster = problem(ROSTER);
    roster["duties"][0]["min"] = json!(9);
    roster["series"][0]["holder"] = json!("nobody");
    let mut batch = problem(MATCH);
    batch["slots"][0]["adviser"] = json!("nobody");
    batch["requests"][0]["urgency"] = json!(4);
    let cases = [
        (
            Run::new("roster", &roster),
            [
                "in.json: duties[0].min: 9 is above the ideal of 2",
                "in.json: series[0].holder: there is no person",
            ],
        ),
        (
            Run::new("match", &batch),
            [
                "in.json: slots[0].adviser: there is no adviser",
                "in.json: requests[0].urgency: 4 is not 1, 2 or 3",
            ],
        ),
    ];
    for (run, faults) in cases {
        fs::write(run.out(), "the answer of yesterday").unwrap();
        let output = run.solve(&[]);
        assert_eq!(output.status.code(), Some(2));
        let said = text(&output.stderr);
        for fault in faults {
            assert!(said.contains(fault), "{fault}: {said}");
        }
        assert_eq!(text(&output.stdout), "");
        let kept = fs::read_to_string(run.out()).unwrap();
        assert_eq!(kept, "the answer of yesterday");
    }
}

#[test]
fn a_file_that_is_not_there_and_limits_that_are_none_are_exit_code_2() {
    let run = Run::new("roster", &problem(ROSTER));
    fs::remove_file(run.folder.path().join("in.json")).unwrap();
    assert_eq!(run.solve(&[]).status.code(), Some(2));
    for limits in [
        ["--time-limit", "0"],
        ["--threads", "0"],
        ["--seed", "-1"],
        ["--progress", "loud"],
    ] {
        assert_eq!(run.solve(&limits).status.code(), Some(2), "{limits:?}");
    }
}

#[test]
fn an_answer_that_cannot_be_written_is_exit_code_1() {
    let run = Run::new("roster", &problem(ROSTER));
    fs::create_dir(run.out()).unwrap();
    let output = run.solve(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("out.json: cannot be written"));
    assert_eq!(run.files(), ["in.json", "out.json"]);
}

#[test]
fn the_help_names_the_exit_codes() {
    let output = Command::new(env!("CARGO_BIN_EXE_zhiban-solver"))
        .arg("--help")
        .output()
        .unwrap();
    assert!(text(&output.stdout).contains("Exit codes:"));
}
