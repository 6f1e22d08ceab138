//! The program `zhiban`: see `cli` for its commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    zhiban::cli::run()
}
