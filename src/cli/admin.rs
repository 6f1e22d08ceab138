//! `zhiban admin`: migrations, users, and the invented city's workbook.

use std::io::{self, BufRead, IsTerminal};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use secrecy::SecretString;
use thiserror::Error;

use super::CommandError;
use super::demo_workbook::{self, DemoWorkbook};
use crate::actions::create_user::{CreateUserError, NewUser, PASSWORD_LENGTH, create_user};
use crate::actions::load_calendar::load_calendar;
use crate::actions::verify_audit::{VerifyError, verify_audit};
use crate::domain::access::{Grant, Role};
use crate::files::holidays::{self, CalendarError};
use crate::store::audit::SealRow;
use crate::store::{Store, StoreError, places};

/// What `zhiban admin` can do.
#[derive(Debug, Subcommand)]
pub(super) enum Admin {
    /// Bring the database to this version.
    Migrate,
    /// Let somebody sign in. The password is read from standard input, so that it stands in no list of processes.
    CreateUser(CreateUser),
    /// Count the seals of the audit trail again: whether anything in it was changed, taken out or put in.
    VerifyAudit(VerifyAudit),
    /// Load a country's calendar of public holidays, whole years at once, for every city of it.
    LoadCalendar(LoadCalendar),
    /// Write an invented city as a workbook, such as to try an import; no database is needed.
    DemoWorkbook(DemoWorkbook),
}

#[derive(Debug, Args)]
pub(super) struct CreateUser {
    /// E-mail address, by which they sign in.
    #[arg(long)]
    email: String,
    /// As it is shown.
    #[arg(long)]
    name: String,
    /// administrator, coordinator, clerk or evaluator.
    #[arg(long, value_parser = role)]
    role: Role,
    /// Code of the city.
    #[arg(long)]
    city: String,
    /// Codes of districts; without them, the whole city.
    #[arg(long)]
    district: Vec<String>,
    /// The language of letters.
    #[arg(long, default_value = "zh-Hans")]
    locale: String,
}

#[derive(Debug, Args)]
pub(super) struct VerifyAudit {
    /// The last seal of a verification before, kept outside of the database: that it is there shows that the end was not cut off, nor all
    /// of it written anew.
    #[arg(long, value_name = "NUMBER:HASH", value_parser = seal)]
    seal: Option<SealRow>,
}

#[derive(Debug, Args)]
pub(super) struct LoadCalendar {
    /// The calendar, in the format of calendars/cn.json.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// ISO 3166 country whose calendar it is.
    #[arg(long, value_parser = country)]
    country: String,
}

/// Why `zhiban admin` failed.
#[derive(Debug, Error)]
pub(super) enum AdminError {
    #[error("there is no city yet; right would be to import one first: zhiban import FILE")]
    NoCityYet,
    #[error("there is no city with the code {0:?}; there are: {1}")]
    NoCity(String, String),
    #[error("there is no district with the code {0:?} in this city; there are: {1}")]
    NoDistrict(String, String),
    #[error("the password cannot be read from standard input: {0}")]
    NoPassword(io::Error),
    #[error(transparent)]
    Verify(#[from] VerifyError),
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, io::Error),
    #[error("{0}: {1}")]
    Calendar(PathBuf, CalendarError),
    #[error(transparent)]
    CreateUser(#[from] CreateUserError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn seal(text: &str) -> Result<SealRow, String> {
    let parts = text.split_once(':');
    let row = parts.and_then(|(number, hash)| {
        Some(SealRow {
            number: number.parse().ok()?,
            hash: hash.to_owned(),
        })
    });
    row.ok_or_else(|| "right would be what a verification before gave, such as 17:0f3a…".to_owned())
}

fn country(word: &str) -> Result<String, String> {
    let is_one = word.len() == 2 && word.bytes().all(|b| b.is_ascii_alphabetic());
    if is_one {
        Ok(word.to_ascii_uppercase())
    } else {
        Err("right would be two letters such as CN".to_owned())
    }
}

fn role(word: &str) -> Result<Role, String> {
    Role::parse(word).ok_or_else(|| {
        let words: Vec<&str> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("right would be {}", words.join(", "))
    })
}

pub(super) fn run(config: Option<PathBuf>, command: Admin) -> Result<(), CommandError> {
    let open = || super::open(&super::settings(config)?);
    match command {
        Admin::Migrate => {
            open()?;
            println!("the database is at this version");
        }
        Admin::CreateUser(wanted) => {
            let email = wanted.email.clone();
            create(&open()?, wanted)?;
            println!("{email} can sign in");
        }
        Admin::VerifyAudit(asked) => verify(&open()?, asked.seal.as_ref())?,
        Admin::LoadCalendar(asked) => load(&open()?, &asked)?,
        Admin::DemoWorkbook(asked) => demo_workbook::run(&asked)?,
    }
    Ok(())
}

fn load(store: &Store, asked: &LoadCalendar) -> Result<(), AdminError> {
    let file = || asked.file.clone();
    let json =
        std::fs::read_to_string(&asked.file).map_err(|e| AdminError::Unreadable(file(), e))?;
    let days = holidays::read(&json).map_err(|e| AdminError::Calendar(file(), e))?;
    let loaded = load_calendar(store, &super::context(), &asked.country, &days)?;
    println!(
        "{}: {} days new, {} changed, {} unchanged, {} taken out",
        asked.country, loaded.new, loaded.changed, loaded.unchanged, loaded.gone
    );
    Ok(())
}

fn verify(store: &Store, written_down: Option<&SealRow>) -> Result<(), AdminError> {
    let verified = verify_audit(store, written_down)?;
    let Some(last) = verified.last else {
        println!("nothing was noted yet");
        return Ok(());
    };
    println!(
        "{} changes under {} seals: all as they were noted\nthe last seal is {}:{}\nkept elsewhere and given with --seal the next time, it shows that nothing up to here was cut off or written anew",
        verified.changes, last.number, last.number, last.hash
    );
    Ok(())
}

fn create(store: &Store, wanted: CreateUser) -> Result<String, AdminError> {
    let grants = grants(store, &wanted)?;
    if io::stdin().is_terminal() {
        eprintln!(
            "password of {} (at least {PASSWORD_LENGTH} characters; it shows as you type):",
            wanted.email
        );
    }
    let mut password = String::new();
    io::stdin()
        .lock()
        .read_line(&mut password)
        .map_err(AdminError::NoPassword)?;
    let new = NewUser {
        email: wanted.email,
        name: wanted.name,
        password: SecretString::from(password.trim_end_matches(['\r', '\n']).to_owned()),
        locale: wanted.locale,
        grants,
    };
    Ok(create_user(store, &super::context(), &new)?)
}

fn grants(store: &Store, wanted: &CreateUser) -> Result<Vec<Grant>, AdminError> {
    let cities = store.read(places::all_cities)?;
    let Some(city) = cities.iter().find(|city| city.code == wanted.city) else {
        if cities.is_empty() {
            return Err(AdminError::NoCityYet);
        }
        let codes: Vec<&str> = cities.iter().map(|city| city.code.as_str()).collect();
        return Err(AdminError::NoCity(wanted.city.clone(), codes.join(", ")));
    };
    let districts = store.read(|c| places::districts_of(c, &city.id))?;
    let grant = |district_id| Grant {
        role: wanted.role,
        city_id: city.id.clone(),
        district_id,
    };
    if wanted.district.is_empty() {
        return Ok(vec![grant(None)]);
    }
    let one = |code: &String| match districts.iter().find(|district| district.code == *code) {
        Some(district) => Ok(grant(Some(district.id.clone()))),
        None => {
            let codes: Vec<&str> = districts.iter().map(|d| d.code.as_str()).collect();
            Err(AdminError::NoDistrict(code.clone(), codes.join(", ")))
        }
    };
    wanted.district.iter().map(one).collect()
}
