//! The command line: what each command takes, and which function it calls. Nothing is done here but to open what a command needs.

use std::collections::HashMap;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use secrecy::ExposeSecret;
use thiserror::Error;
use tracing_subscriber::EnvFilter;

use crate::actions::{Context, SystemRandomness};
use crate::app::{AppError, World};
use crate::config::{Config, ConfigError, LogFormat};
use crate::service::{Clock, SystemClock};
use crate::store::{Store, StoreError, StoreOptions};

mod admin;
mod city_code;
mod demo;
mod demo_workbook;
mod export;
mod import;
mod serve;
mod solve;

/// Duty rosters and appointments for community legal-service stations.
#[derive(Debug, Parser)]
#[command(version, after_help = zhiban_solver::command::EXIT_CODES)]
struct Arguments {
    /// A file of settings that differ from the defaults (see config/default.toml).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve pages and API, and work the jobs, until it is told to stop (Ctrl-C or SIGTERM).
    Serve(Serve),
    /// Import a city's workbook: all of it or, where anything in it is wrong, nothing.
    Import(import::Import),
    /// Write a city's workbook as everything in it is now; imported again, it changes nothing.
    Export(export::Export),
    /// Solve a problem from a file.
    #[command(subcommand)]
    Solve(zhiban_solver::command::Problem),
    /// Run the job on an invented city, then serve it to be looked at.
    Demo(demo::Demo),
    /// Look after the installation.
    #[command(subcommand)]
    Admin(admin::Admin),
}

#[derive(Debug, Args)]
struct Serve {
    /// The port to listen on, instead of server.port; 0 takes any free one.
    #[arg(long)]
    port: Option<u16>,
}

/// Why a command failed.
#[derive(Debug, Error)]
enum CommandError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    App(#[from] AppError),
    #[error(transparent)]
    Admin(#[from] admin::AdminError),
    #[error(transparent)]
    Demo(#[from] demo::DemoError),
    #[error(transparent)]
    Import(#[from] import::ImportFileError),
    #[error(transparent)]
    Export(#[from] export::ExportFileError),
    #[error(transparent)]
    DemoWorkbook(#[from] demo_workbook::DemoWorkbookError),
    #[error("the folder of the database cannot be made: {0}")]
    Folder(io::Error),
    #[error("cannot wait for a signal: {0}")]
    Signal(io::Error),
    #[error("log.filter is {0:?}; it must be a filter such as info or zhiban=debug,info")]
    LogFilter(String),
}

/// Runs the program with the arguments of this process.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.command {
        Command::Solve(problem) => return solve::solve(&problem),
        Command::Serve(serve) => serve::serve(arguments.config, serve.port),
        Command::Import(asked) => import::import(arguments.config, &asked),
        Command::Export(asked) => export::export(arguments.config, &asked),
        Command::Demo(asked) => demo::demo(arguments.config, &asked),
        Command::Admin(command) => admin::run(arguments.config, command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("zhiban: {}", with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        // Some errors say their cause themselves.
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    text
}

/// Reads the settings and starts the log.
fn settings(file: Option<PathBuf>) -> Result<Config, CommandError> {
    start_log(Config::load(file.as_deref(), std::env::vars().collect())?)
}

/// The same, with another filter of the log where nothing is said of it in a file or variable.
fn settings_with_filter(file: Option<PathBuf>, filter: &str) -> Result<Config, CommandError> {
    let mut variables: HashMap<String, String> = std::env::vars().collect();
    if file.is_none() {
        variables
            .entry("ZHIBAN__LOG__FILTER".to_owned())
            .or_insert_with(|| filter.to_owned());
    }
    start_log(Config::load(file.as_deref(), variables)?)
}

fn start_log(config: Config) -> Result<Config, CommandError> {
    let filter = EnvFilter::try_new(&config.log.filter)
        .map_err(|_| CommandError::LogFilter(config.log.filter.clone()))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(io::stderr().is_terminal())
        .with_writer(io::stderr);
    match config.log.format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().init(),
    }
    Ok(config)
}

/// Opens the database and brings it to this version.
fn open(config: &Config) -> Result<Store, CommandError> {
    let url = config.database.url.expose_secret();
    if let Some(file) = url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(file).parent()
    {
        std::fs::create_dir_all(folder).map_err(CommandError::Folder)?;
    }
    let store = Store::open(url, &StoreOptions::default())?;
    for migration in store.migrate()? {
        tracing::info!(migration, "migrated");
    }
    Ok(store)
}

/// The machine's clock and randomness.
fn world() -> World {
    World {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandomness),
    }
}

/// What an action works with when the command line asks for it.
fn context() -> Context {
    Context {
        now: SystemClock.now(),
        random: Arc::new(SystemRandomness),
        actor: "command".to_owned(),
    }
}
