//! `zhiban demo`: the job on an invented city, step by step, on the same parts as in earnest, then the service to look at.

mod letters;
mod residents;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use secrecy::SecretString;
use thiserror::Error;
use zhiban_solver::Progress;

use super::CommandError;
use super::demo_workbook::{self, DemoWorkbookError};
use super::import::{ImportFileError, import_whole};
use super::serve::wait_for_signal;
use crate::actions::book_appointment::BookError;
use crate::actions::create_user::{CreateUserError, NewUser, create_user};
use crate::actions::generate_roster::{self, GenerateError};
use crate::actions::match_waiting_list::MatchError;
use crate::actions::publish_roster::PublishError;
use crate::actions::set_up_month::{SetUpError, set_up_month};
use crate::actions::summarise_month::{MonthSummary, summarise};
use crate::actions::take_request::TakeError;
use crate::app::App;
use crate::config::Config;
use crate::domain::access::{Grant, Role};
use crate::domain::calendar::Month;
use crate::service::Service;
use crate::store::jobs::{self, JobRow};
use crate::store::places::DistrictRow;
use crate::store::{StoreError, places};

/// What is logged between the lines of the demo, unless the settings say something else.
const LOG: &str = "warn";

/// How many gaps are shown with their reasons.
const GAPS_SHOWN: usize = 40;

/// What the demo takes.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// Stop after the last step instead of serving on.
    #[arg(long)]
    exit: bool,
    /// The port to listen on, instead of server.port.
    #[arg(long)]
    port: Option<u16>,
    /// Where the demo's database is made, anew each time.
    #[arg(long, default_value = "data/demo", value_name = "FOLDER")]
    data: PathBuf,
    /// Seconds of the month's solve.
    #[arg(long, default_value_t = 20, value_name = "S", value_parser = clap::value_parser!(u32).range(1..))]
    time_limit: u32,
    /// Another seed draws another city.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The month, such as 2026-12; the next one when nothing is said.
    #[arg(long, value_name = "MONTH", value_parser = demo_workbook::month)]
    month: Option<Month>,
    /// Where the city's workbook is written, and imported from.
    #[arg(long, default_value = "demo/city.xlsx", value_name = "FILE")]
    workbook: PathBuf,
}

/// Which step failed, and why.
#[derive(Debug, Error)]
pub(super) enum DemoError {
    #[error("the demo's folder {0} cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
    #[error(
        "the folder {0} has a database that no demo made, which would be lost; right would be another folder with --data"
    )]
    NotOurs(PathBuf),
    #[error("{0} has begun, and nobody declines what is over; right would be {1} or later")]
    Begun(Month, Month),
    #[error("the workbook: {0}")]
    Workbook(#[from] DemoWorkbookError),
    #[error("import: {0}")]
    Import(#[from] ImportFileError),
    #[error("the month's set-up: {0}")]
    SetUp(#[from] SetUpError),
    #[error("generation: {0}")]
    Generate(#[from] GenerateError),
    #[error("the job ended as {0}: {1}")]
    Ended(String, String),
    #[error("publication: {0}")]
    Publish(#[from] PublishError),
    #[error("{0} letters have not left after two minutes; the log says why")]
    NotSent(i64),
    #[error("a letter has no link")]
    NoLink,
    #[error("a link: {0}")]
    Http(#[from] ureq::Error),
    #[error("nobody was found for any of the duties that were declined")]
    NoReplacement,
    #[error("a resident's request: {0}")]
    Request(#[from] TakeError),
    #[error("matching: {0}")]
    Match(#[from] MatchError),
    #[error("an offer: {0}")]
    Book(#[from] BookError),
    #[error("sign-in: {0}")]
    User(#[from] CreateUserError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub(super) fn demo(config: Option<PathBuf>, asked: &Demo) -> Result<(), CommandError> {
    let mut config = super::settings_with_filter(config, LOG)?;
    config.server.port = asked.port.unwrap_or(config.server.port);
    config.jobs.workers = config.jobs.workers.max(1);
    config.solver.time_limit_seconds = asked.time_limit;
    // Before anything of an earlier demo is taken away, which may be serving still.
    App::check_port(&config)?;
    prepare(&mut config, &asked.data)?;
    let store = super::open(&config)?;
    let app = App::build(config, store, &super::world())?;
    let done = run(&app.service, asked);
    if let (Ok(()), false) = (&done, asked.exit) {
        println!(
            "\nThe service is at {} (API: {0}/api/docs/). Ctrl-C stops it.",
            app.service.base_url
        );
        wait_for_signal().map_err(CommandError::Signal)?;
    }
    app.stop()?;
    Ok(done?)
}

/// An empty folder of the demo's own, and the settings that point into it.
fn prepare(config: &mut Config, folder: &Path) -> Result<(), DemoError> {
    let failed = |e| DemoError::Folder(folder.to_owned(), e);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let marker = folder.join("made-by-the-demo");
    if folder.join("zhiban.db").exists() && !marker.exists() {
        return Err(DemoError::NotOurs(folder.to_owned()));
    }
    std::fs::write(&marker, "").map_err(failed)?;
    for name in ["zhiban.db", "zhiban.db-wal", "zhiban.db-shm"] {
        match std::fs::remove_file(folder.join(name)) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(failed(e)),
            _ => {}
        }
    }
    let mail = folder.join("mail");
    for letter in letters::left_in(&mail).map_err(failed)? {
        std::fs::remove_file(letter).map_err(failed)?;
    }
    config.database.url =
        SecretString::from(format!("sqlite://{}", folder.join("zhiban.db").display()));
    config.server.secret_file = folder.join("secret.key");
    config.mail.folder = mail;
    Ok(())
}

fn run(service: &Service, asked: &Demo) -> Result<(), DemoError> {
    let began = Instant::now();
    let context = service.context("demo");
    let next = demo_workbook::next_month(context.now);
    let month = asked.month.unwrap_or(next);
    if month.first() < next.first() {
        return Err(DemoError::Begun(month, next));
    }
    demo_workbook::write(&asked.workbook, asked.seed, month)?;
    let (setup, imported) = import_whole(&service.store, &context, &asked.workbook)?;
    println!(
        "1. {}: {} ({}), {} districts, {} stations, {} people, {} demand templates ({:.1} s)",
        asked.workbook.display(),
        setup.name,
        setup.name_en,
        setup.districts.len(),
        setup.stations.len(),
        setup.people.len(),
        setup.templates.len(),
        began.elapsed().as_secs_f64()
    );
    let districts = service
        .store
        .read(|c| places::districts_of(c, &imported.city_id))?;
    let rosters = districts
        .iter()
        .map(|d| set_up_month(&service.store, &context, &d.id, month))
        .collect::<Result<Vec<String>, _>>()?;
    println!("2. {month}, {} districts together:", districts.len());
    let job = generate_roster::start(&service.store, &context, &rosters)?;
    watch(service, &job)?;
    print_summary(&summarise(&service.store, &rosters)?);
    letters::publish(service, &rosters)?;
    letters::answer(service, &rosters)?;
    residents::serve(service, (asked.seed, month), &setup, &imported.city_id)?;
    print_logins(service, &imported.city_id, &districts)
}

/// Shows incumbent, bound and gap of a running generation until it ends.
fn watch(service: &Service, job: &str) -> Result<(), DemoError> {
    let limit = u64::from(service.config.solver.time_limit_seconds);
    let style = ProgressStyle::with_template("   {bar:30} {elapsed:>4} of at most {len} s  {msg}");
    let bar =
        ProgressBar::new(limit).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let ended = wait(service, job, |row| {
        if let Ok(progress) = serde_json::from_str::<Progress>(&row.progress) {
            bar.set_position((progress.seconds as u64).min(limit));
            bar.set_message(in_words(&progress));
        }
    });
    bar.abandon();
    ended.map(|_| ())
}

/// Waits until a job has ended well, and lets `look` see it meanwhile.
fn wait(service: &Service, job: &str, look: impl Fn(&JobRow)) -> Result<JobRow, DemoError> {
    loop {
        let row = service.store.read(|c| jobs::find(c, job))?;
        let row = row.ok_or_else(|| DemoError::Ended("lost".to_owned(), String::new()))?;
        look(&row);
        match row.state.as_str() {
            "queued" | "running" => std::thread::sleep(Duration::from_millis(20)),
            "done" => return Ok(row),
            _ => return Err(DemoError::Ended(row.state, row.error)),
        }
    }
}

fn in_words(progress: &Progress) -> String {
    let number = |n: Option<f64>| n.map_or("–".to_owned(), |n| format!("{n:.0}"));
    let gap = progress
        .gap
        .map_or("–".to_owned(), |gap| format!("{:.1} %", gap * 100.0));
    let incumbent = number(progress.incumbent.map(|n| n as f64));
    format!(
        "incumbent {incumbent}, bound {}, gap {gap}",
        number(progress.bound)
    )
}

fn print_summary(month: &MonthSummary) {
    println!(
        "   duties {}, covered {}, below ideal {}, uncovered {}; objective {}, bound {:.0}, gap {:.1} % ({}); {:.1} s",
        month.duties,
        month.covered,
        month.below_ideal,
        month.gaps.len(),
        month.objective,
        month.bound,
        month.gap() * 100.0,
        month.status,
        month.seconds
    );
    println!(
        "   fairness: {} of {} people within one turn of their target; the furthest are {} below and {} above",
        month.near_target, month.people, month.furthest_below, month.furthest_above
    );
    for gap in month.gaps.iter().take(GAPS_SHOWN) {
        println!(
            "   uncovered: {} {}, {}: {}",
            gap.date, gap.station, gap.what, gap.reason
        );
    }
    if month.gaps.len() > GAPS_SHOWN {
        println!(
            "   … and {} more, on the pages",
            month.gaps.len() - GAPS_SHOWN
        );
    }
}

/// Makes a coordinator for each district and an administrator, with passwords drawn for this demo.
fn print_logins(
    service: &Service,
    city_id: &str,
    districts: &[DistrictRow],
) -> Result<(), DemoError> {
    let context = service.context("demo");
    println!("6. who can sign in:");
    let everyone = districts
        .iter()
        .map(|d| (Role::Coordinator, Some(d)))
        .chain([(Role::Administrator, None)]);
    for (role, district) in everyone {
        let email = district.map_or("admin@example.org".to_owned(), |d| {
            format!("{}@example.org", d.code.to_lowercase())
        });
        let password = context.new_token().reveal()[..16].to_owned();
        let user = NewUser {
            email: email.clone(),
            name: district.map_or("云岭市".to_owned(), |d| d.name.clone()),
            password: SecretString::from(password.clone()),
            locale: "zh-Hans".to_owned(),
            grants: vec![Grant {
                role,
                city_id: city_id.to_owned(),
                district_id: district.map(|d| d.id.clone()),
            }],
        };
        create_user(&service.store, &context, &user)?;
        let place = district.map_or("the city".to_owned(), |d| {
            format!("{} ({})", d.name, d.name_en)
        });
        println!("   {email}  {password}  {} of {place}", role.as_str());
    }
    Ok(())
}
