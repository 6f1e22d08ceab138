//! The program `zhiban-solver`: arguments to [`zhiban_solver::command`].

use std::process::ExitCode;

use clap::Parser;

/// Solves duty rosters and appointment matching by integer programming.
#[derive(Parser)]
#[command(version, after_help = zhiban_solver::command::EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    problem: zhiban_solver::command::Problem,
}

fn main() -> ExitCode {
    zhiban_solver::command::run(&Arguments::parse().problem)
}
