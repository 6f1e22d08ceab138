//! Problems drawn by the exchange formats' generators, which need a python3 and nothing else.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// A problem of the generator at this path, as JSON.
pub fn drawn(generator: &str, kind: &str, seed: u32) -> Vec<u8> {
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| OsString::from("python3"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("problem.json");
    let mut command = Command::new(&python);
    command.args([generator, "--kind", kind, "--seed", &seed.to_string()]);
    let ended = command.arg("--out").arg(&file).status();
    assert!(
        ended.is_ok_and(|status| status.success()),
        "{} cannot run {generator}; right would be a python3 in the path, or its name in PYTHON",
        Path::new(&python).display()
    );
    std::fs::read(file).unwrap()
}
