//! `zhiban solve`: the solver's own command line. A worker that starts it says by two variables how it is to be held.

use std::io::Read;
use std::process::ExitCode;

use crate::jobs::{END_WITH_STDIN, MEMORY_MIB};

pub(super) fn solve(problem: &zhiban_solver::command::Problem) -> ExitCode {
    if let Some(mib) = std::env::var(MEMORY_MIB)
        .ok()
        .and_then(|text| text.parse::<u64>().ok())
    {
        let bytes = mib.saturating_mul(1 << 20);
        if let Err(error) = rlimit::setrlimit(rlimit::Resource::AS, bytes, bytes) {
            eprintln!("the memory cannot be limited to {mib} MiB: {error}");
            return ExitCode::from(1);
        }
    }
    if let Some(folder) = std::env::var_os(END_WITH_STDIN) {
        std::thread::spawn(move || {
            // Whatever comes or fails: when it is over, so is the worker.
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            if let Err(error) = std::fs::remove_dir_all(&folder) {
                eprintln!("the folder of the solve stays behind: {error}");
            }
            std::process::exit(1);
        });
    }
    zhiban_solver::command::run(problem)
}
