//! The command line as its caller meets it: exit codes, the summary, what is said of bad input.

mod small;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use zhiban_solver::roster::document::{Document, Pair};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, document: &Document) -> PathBuf {
        let path = self.0.path().join("in.json");
        std::fs::write(&path, serde_json::to_vec(document).expect("JSON")).expect("written");
        path
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("out.json")
    }

    fn solve(&self, input: &Path) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zhiban-solver"))
            .arg("roster")
            .arg(input)
            .arg("--out")
            .arg(self.out())
            .args(["--time-limit", "20", "--threads", "1", "--seed", "7"])
            .output()
            .expect("the program runs")
    }
}

#[test]
fn an_answer_is_written_and_the_summary_stands_last() {
    let folder = Folder::new();
    let output = folder.solve(&folder.write(&small::plain()));
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("text");
    let summary: serde_json::Value =
        serde_json::from_str(text.lines().last().expect("a line")).expect("JSON");
    let answer: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.out()).expect("written")).expect("JSON");
    assert_eq!(summary["status"], "optimal");
    assert_eq!(summary["objective"], answer["objective"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("incumbent"));
}

#[test]
fn bad_input_is_answered_with_every_place_and_nothing_is_written() {
    let folder = Folder::new();
    let mut document = small::plain();
    document.duties[0].station = "nowhere".into();
    document.people[2].lat = 91.0;
    let output = folder.solve(&folder.write(&document));
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(
        said.contains("in.json: people[2].lat: 91 is not from -90 to 90 degrees"),
        "{said}"
    );
    assert!(
        said.contains("in.json: duties[0].station: there is no station \"nowhere\""),
        "{said}"
    );
    assert!(!folder.out().exists());
}

#[test]
fn a_file_that_is_not_there_or_no_json_is_bad_input() {
    let folder = Folder::new();
    assert_eq!(
        folder.solve(Path::new("nothing.json")).status.code(),
        Some(2)
    );
    let path = folder.write(&small::plain());
    std::fs::write(&path, "{\"format\":").expect("written");
    assert_eq!(folder.solve(&path).status.code(), Some(2));
}

#[test]
fn pins_that_clash_are_answered_with_the_clash() {
    let folder = Folder::new();
    let mut document = small::plain();
    document.pins = vec![Pair {
        duty: "sat-1".into(),
        person: "student".into(),
    }];
    let output = folder.solve(&folder.write(&document));
    assert_eq!(output.status.code(), Some(3));
    let answer: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.out()).expect("written")).expect("JSON");
    assert_eq!(answer["status"], "infeasible");
    assert_eq!(
        answer["conflict"],
        serde_json::json!([{"duty": "sat-1", "person": "student"}])
    );
}

#[test]
fn a_time_limit_of_nothing_is_refused() {
    let output = Command::new(env!("CARGO_BIN_EXE_zhiban-solver"))
        .args([
            "roster",
            "in.json",
            "--out",
            "out.json",
            "--time-limit",
            "0",
        ])
        .output()
        .expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("a number of seconds above 0"));
}
