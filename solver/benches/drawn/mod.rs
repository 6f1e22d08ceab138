//! Problems drawn by scripts, which need a python3 and nothing else.
#![allow(dead_code, reason = "not every bench uses all of it")]

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A problem of the generator at this path, as JSON.
pub fn drawn(generator: &str, kind: &str, seed: u32) -> Vec<u8> {
    let (_folder, file) = run(generator, kind, seed);
    std::fs::read(file).unwrap()
}

/// Where the script at this path wrote what it draws for a kind and a seed; it goes with the folder.
pub fn run(script: &str, kind: &str, seed: u32) -> (TempDir, PathBuf) {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| OsString::from("python3"));
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("problem");
    let mut command = Command::new(&python);
    command.args([script, "--kind", kind, "--seed", &seed.to_string()]);
    let ended = command.arg("--out").arg(&out).status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "{} cannot run {script}; right would be a python3 in the path, or its name in PYTHON",
        Path::new(&python).display()
    );
    (folder, out)
}
