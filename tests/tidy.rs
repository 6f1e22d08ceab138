//! Holds the house's directions and words: who may name which crate and which part, how files open, how long they are.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A crate, and the folders or files whose code may name it.
const CRATES: [(&str, &[&str]); 4] = [
    ("diesel", &["src/store/"]),
    ("lettre", &["src/mail/"]),
    (
        "actix_web",
        &["src/api/", "src/pages/", "src/web/", "src/app.rs"],
    ),
    (
        "good_lp",
        &[
            "solver/src/engine.rs",
            "solver/src/engine/",
            "solver/src/program.rs",
            "solver/src/roster/model.rs",
            "solver/src/matching/model.rs",
        ],
    ),
];

/// A part, and the parts of ours that it may not name.
const DIRECTIONS: [(&str, &[&str]); 9] = [
    (
        "src/domain/",
        &[
            "actions", "api", "app", "cli", "config", "files", "jobs", "mail", "pages", "service",
            "store", "texts", "web",
        ],
    ),
    (
        "src/store/",
        &[
            "actions", "api", "app", "cli", "files", "jobs", "pages", "service", "web",
        ],
    ),
    (
        "src/files/",
        &[
            "actions", "api", "app", "cli", "jobs", "mail", "pages", "service", "store", "web",
        ],
    ),
    (
        "src/texts",
        &[
            "actions", "api", "app", "cli", "jobs", "pages", "store", "web",
        ],
    ),
    ("src/mail/", &["api", "app", "cli", "pages", "web"]),
    ("src/actions/", &["api", "app", "cli", "pages", "web"]),
    ("src/web/", &["api", "app", "cli", "pages"]),
    ("src/api/", &["app", "cli", "pages"]),
    ("src/pages/", &["api", "app", "cli"]),
];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines of code: without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let comment = |line: &str| line.trim_start().starts_with("//");
        (1..)
            .zip(self.text.lines())
            .filter(move |(_, line)| !comment(line))
    }

    fn lies_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place))
    }
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    for folder in [
        "src",
        "solver/src",
        "tests",
        "benches",
        "solver/tests",
        "solver/benches",
    ] {
        collect(&Path::new(ROOT).join(folder), &mut found);
    }
    assert!(found.len() > 20, "the sources were not found");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let name = path
                .strip_prefix(ROOT)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let text = fs::read_to_string(&path).unwrap();
            found.push(Source { path: name, text });
        }
    }
}

/// Whether a line names a crate or module: as the beginning of a path, not as a part of another word.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(&format!("{word}::")).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
    })
}

/// Whether a line names a part of ours, as `crate::part`.
fn names_part(line: &str, part: &str) -> bool {
    line.match_indices(&format!("crate::{part}"))
        .any(|(at, found)| {
            let after = line[at + found.len()..].chars().next();
            after.is_none_or(|c| !(c.is_alphanumeric() || c == '_'))
        })
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_its_owner_names_a_crate_that_was_fenced_in() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.contains("src/")) {
        for (name, owners) in CRATES {
            if source.lies_in(owners) {
                continue;
            }
            for (number, line) in source.code().filter(|(_, line)| names(line, name)) {
                wrong.push(format!(
                    "{}:{number} names {name}: {}",
                    source.path,
                    line.trim()
                ));
            }
        }
    }
    report(&wrong);
}

#[test]
fn calls_go_downwards_only() {
    let mut wrong = Vec::new();
    for source in &sources() {
        for (_, parts) in DIRECTIONS
            .iter()
            .filter(|(part, _)| source.path.starts_with(part))
        {
            for (number, line) in source.code() {
                for part in parts.iter().filter(|part| names_part(line, part)) {
                    wrong.push(format!("{}:{number} names {part}", source.path));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn the_solver_knows_nothing_of_the_service() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("solver/")) {
        for (number, _) in source.code().filter(|(_, line)| names(line, "zhiban")) {
            wrong.push(format!("{}:{number}", source.path));
        }
    }
    report(&wrong);
}

#[test]
fn every_file_opens_with_what_lives_in_it() {
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|source| !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    report(&wrong);
}

#[test]
fn no_file_is_longer_than_four_hundred_lines_of_code() {
    let exempt =
        |source: &Source| source.path.starts_with("tests/") || source.path.ends_with("schema.rs");
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|source| !exempt(source))
        .map(|source| {
            let tests = source
                .text
                .find("#[cfg(test)]")
                .unwrap_or(source.text.len());
            (source.path.clone(), source.text[..tests].lines().count())
        })
        .filter(|(_, lines)| *lines > 400)
        .map(|(path, lines)| format!("{path} has {lines} lines"))
        .collect();
    report(&wrong);
}

#[test]
fn no_function_is_longer_than_a_screen() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.contains("src/")) {
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in lines.iter().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let head = line
                .trim_start()
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ");
            let head = head
                .trim_start_matches("pub(super) ")
                .trim_start_matches("async ");
            if !(head.starts_with("fn ") || head.starts_with("const fn ")) {
                continue;
            }
            let end = format!("{}}}", " ".repeat(indent));
            let length = lines[number..]
                .iter()
                .take_while(|line| **line != end)
                .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with("//"))
                .count();
            if length > 60 {
                wrong.push(format!("{}:{} has {length} lines", source.path, number + 1));
            }
        }
    }
    report(&wrong);
}

#[test]
fn nothing_is_called_by_a_word_that_says_nothing() {
    // Put together here, so that this file does not hold them itself.
    let words = [
        ["ut", "il"],
        ["com", "mon"],
        ["hel", "per"],
        ["man", "ager"],
        ["hand", "le_"],
    ]
    .map(|parts| parts.concat());
    let mut wrong = Vec::new();
    for source in &sources() {
        let file = Path::new(&source.path)
            .file_stem()
            .unwrap()
            .to_str()
            .unwrap();
        for word in &words {
            if file.contains(word.as_str()) {
                wrong.push(format!("{} is called so", source.path));
            }
            for (number, line) in source.code() {
                let defines = ["fn ", "struct ", "enum ", "mod ", "trait "]
                    .iter()
                    .any(|kind| {
                        line.split_once(kind).is_some_and(|(_, rest)| {
                            let name: String = rest
                                .chars()
                                .take_while(|c| c.is_alphanumeric() || *c == '_')
                                .collect();
                            name.to_lowercase().contains(word.as_str()) && !line.contains('"')
                        })
                    });
                if defines {
                    wrong.push(format!("{}:{number} {}", source.path, line.trim()));
                }
            }
        }
    }
    report(&wrong);
}

#[test]
fn no_two_bodies_of_the_api_have_one_name() {
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.path.starts_with("src/api/")) {
        let mut is_described = false;
        for (_, line) in source.code() {
            is_described |= line.starts_with("#[derive(") && names(line, "ToSchema");
            let kinds = ["pub struct ", "pub enum "];
            let Some(rest) = kinds.iter().find_map(|kind| line.strip_prefix(kind)) else {
                continue;
            };
            let ends = rest.find(|c: char| !c.is_alphanumeric());
            let name = rest[..ends.unwrap_or(rest.len())].to_owned();
            if std::mem::take(&mut is_described)
                && let Some(there) = first.insert(name.clone(), source.path.clone())
            {
                // In the description of the API one would stand in the place of the other.
                wrong.push(format!("{name} is in {there} and in {}", source.path));
            }
        }
    }
    report(&wrong);
}

#[test]
fn every_message_that_is_named_has_a_text() {
    let texts: String = fs::read_dir(Path::new(ROOT).join("locales/zh-Hans"))
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let mut wrong = Vec::new();
    let mut check = |path: &str, id: &str| {
        if !texts
            .lines()
            .any(|line| line.starts_with(&format!("{id} =")))
        {
            wrong.push(format!("{path} names {id}, which has no text"));
        }
    };
    let mut files: Vec<(String, String)> = sources()
        .into_iter()
        .filter(|source| source.path.starts_with("src/"))
        .map(|source| (source.path, source.text))
        .collect();
    for folder in ["src/pages/templates", "src/mail/templates"] {
        for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
            let path = entry.unwrap().path();
            files.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
    for (path, text) in &files {
        let code = &text[..text.find("#[cfg(test)]").unwrap_or(text.len())];
        for call in [".text(\"", ".text_with(\"", ".count(\"", "Said::Message(\""] {
            for (at, _) in code.match_indices(call) {
                let id = code[at + call.len()..].split('"').next().unwrap();
                check(path, id);
            }
        }
        for (at, _) in code.match_indices("Problem::new(") {
            let arguments = code[at..].split(')').next().unwrap();
            if let Some(code) = arguments.split('"').nth(1) {
                check(path, &format!("problem-{code}"));
                check(path, &format!("problem-{code}-detail"));
            }
        }
    }
    report(&wrong);
}
