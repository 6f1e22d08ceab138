//! The settings: read once from `config/default.toml`, a file and the environment, and checked. What they do stands in the
//! default file; secrets are read by `secret_key` and do not print.

use std::collections::HashMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::{NaiveTime, Timelike};
use config::{Environment, File, FileFormat};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use thiserror::Error;

pub mod secret_key;

/// Every setting with its meaning, as it is without any other source.
pub const DEFAULTS: &str = include_str!("../config/default.toml");

const TIME_OF_DAY: &str = "a time of day such as 02:00";
const A_NIGHT: &str = "at least 24, since waiting lists are matched once a night";

/// All settings, one struct for each section of the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    missing_docs,
    reason = "each section and key is explained in config/default.toml"
)]
pub struct Config {
    pub server: Server,
    pub database: Database,
    pub jobs: Jobs,
    pub solver: Solver,
    pub matching: Matching,
    pub links: Links,
    pub mail: Mail,
    pub calendars: Calendars,
    pub log: Log,
}

/// `[server]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Server {
    pub address: IpAddr,
    pub port: u16,
    pub base_url: String,
    pub workers: usize,
    pub secret_file: PathBuf,
    pub session_hours: u32,
}

/// `[database]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// With a password in it, therefore secret.
    pub url: SecretString,
}

/// `[jobs]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Jobs {
    pub workers: usize,
    pub poll_milliseconds: u64,
    pub lease_seconds: u32,
    pub heartbeat_seconds: u32,
}

/// `[solver]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Solver {
    pub time_limit_seconds: u32,
    pub threads: u32,
    pub seed: u32,
    pub memory_mib: u64,
    pub program: PathBuf,
    pub weights: zhiban_solver::roster::document::Weights,
}

/// `[matching]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Matching {
    pub working_level: zhiban_solver::language::Level,
    pub hold_seconds: u32,
    pub nightly_at: String,
    pub answer_hours: u32,
    pub word_hours: u32,
    pub word_again_days: u32,
    pub weights: zhiban_solver::matching::document::Weights,
}

impl Matching {
    /// Minutes after midnight of `nightly_at`, none where it is no time of day.
    pub(crate) fn nightly_minute(&self) -> Option<u16> {
        let time = NaiveTime::parse_from_str(&self.nightly_at, "%H:%M").ok()?;
        u16::try_from(time.hour() * 60 + time.minute()).ok()
    }
}

/// `[links]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Links {
    pub expiry_days: u32,
}

/// `[mail]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Mail {
    pub server: SecretString,
    pub folder: PathBuf,
    pub name: String,
    pub address: String,
    pub reply_to: String,
    pub answer_days: u32,
    pub replacement_hours: u32,
}

/// `[calendars]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Calendars {
    pub read_hours: u32,
    pub inner_hosts: String,
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "as in config/default.toml")]
pub struct Log {
    pub filter: String,
    pub format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// One setting that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Section and key, such as `jobs.lease_seconds`.
    pub key: &'static str,
    /// What it is.
    pub value: String,
    /// What would be right.
    pub right: &'static str,
}

/// Why there is no configuration.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file that cannot be read or is no TOML, a key that does not exist, or a value of another type.
    #[error("{0} (every key and its meaning: config/default.toml)")]
    Read(#[from] config::ConfigError),
    /// Values of the right type that cannot be used, all at once.
    #[error("{}", list(.0))]
    Wrong(Vec<Wrong>),
}

fn list(wrong: &[Wrong]) -> String {
    let lines: Vec<String> = wrong
        .iter()
        .map(|w| format!("{} is {:?}; it must be {}", w.key, w.value, w.right))
        .collect();
    lines.join("\n")
}

impl Config {
    /// Reads the defaults, then the file if there is one, then the variables (all of the environment; those that do not begin
    /// with `ZHIBAN__` are passed over), and checks the result.
    pub fn load(
        file: Option<&Path>,
        variables: HashMap<String, String>,
    ) -> Result<Self, ConfigError> {
        let mut sources =
            config::Config::builder().add_source(File::from_str(DEFAULTS, FileFormat::Toml));
        if let Some(path) = file {
            sources = sources.add_source(File::from(path).format(FileFormat::Toml));
        }
        let ours = variables
            .into_iter()
            .filter(|(name, _)| name.starts_with("ZHIBAN__"))
            .collect();
        let environment = Environment::with_prefix("ZHIBAN")
            .prefix_separator("__")
            .separator("__")
            .source(Some(ours));
        let config: Self = sources.add_source(environment).build()?.try_deserialize()?;
        config.check()?;
        Ok(config)
    }

    /// What links in letters begin with, without a slash at the end. `port` is the one that was bound, which differs from the
    /// setting where that is 0.
    #[must_use]
    pub fn base_url(&self, port: u16) -> String {
        match self.server.base_url.trim_end_matches('/') {
            "" => format!(
                "http://{}",
                std::net::SocketAddr::new(self.server.address, port)
            ),
            url => url.to_owned(),
        }
    }

    /// The settings of which there must be at least one.
    fn counts(&self) -> [(&'static str, u64); 11] {
        [
            ("server.workers", self.server.workers as u64),
            ("server.session_hours", u64::from(self.server.session_hours)),
            ("jobs.poll_milliseconds", self.jobs.poll_milliseconds),
            (
                "solver.time_limit_seconds",
                u64::from(self.solver.time_limit_seconds),
            ),
            ("solver.threads", u64::from(self.solver.threads)),
            ("links.expiry_days", u64::from(self.links.expiry_days)),
            (
                "matching.answer_hours",
                u64::from(self.matching.answer_hours),
            ),
            (
                "matching.word_again_days",
                u64::from(self.matching.word_again_days),
            ),
            ("calendars.read_hours", u64::from(self.calendars.read_hours)),
            ("mail.answer_days", u64::from(self.mail.answer_days)),
            (
                "mail.replacement_hours",
                u64::from(self.mail.replacement_hours),
            ),
        ]
    }

    fn check(&self) -> Result<(), ConfigError> {
        let mut wrong = Vec::new();
        let mut must = |holds: bool, key, value: String, right| {
            if !holds {
                wrong.push(Wrong { key, value, right });
            }
        };
        let base = &self.server.base_url;
        must(
            base.is_empty() || base.starts_with("https://") || base.starts_with("http://"),
            "server.base_url",
            base.clone(),
            "empty, or begin with https:// or http://",
        );
        let url = self.database.url.expose_secret();
        let scheme = url.split_once("://").map_or(url, |(scheme, _)| scheme);
        must(
            ["sqlite", "postgres", "postgresql"].contains(&scheme) && url.contains("://"),
            "database.url",
            format!("{scheme}…"),
            "sqlite:///absolute/path, sqlite://relative/path or postgres://…",
        );
        for (key, value) in self.counts() {
            must(value >= 1, key, value.to_string(), "at least 1");
        }
        let (night, word) = (&self.matching.nightly_at, self.matching.word_hours);
        let is_time = self.matching.nightly_minute().is_some();
        must(is_time, "matching.nightly_at", night.clone(), TIME_OF_DAY);
        must(word >= 24, "matching.word_hours", word.to_string(), A_NIGHT);
        let Jobs {
            lease_seconds: lease,
            heartbeat_seconds: beat,
            ..
        } = self.jobs;
        must(
            beat >= 1 && beat.saturating_mul(2) <= lease,
            "jobs.heartbeat_seconds",
            beat.to_string(),
            "at least 1 and at most half of jobs.lease_seconds",
        );
        must(
            self.mail.server.expose_secret().is_empty()
                || !self.mail.address.ends_with("@example.org"),
            "mail.address",
            self.mail.address.clone(),
            "an address of your own where mail.server is set",
        );
        must(
            self.solver.memory_mib >= 256,
            "solver.memory_mib",
            self.solver.memory_mib.to_string(),
            "at least 256",
        );
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(ConfigError::Wrong(wrong))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Config::load(None, variables)
    }

    #[test]
    fn the_defaults_are_a_whole_configuration() {
        let config = load(&[("PATH", "/bin"), ("ZHIBAN_TEST_POSTGRES", "postgres://x")]).unwrap();
        assert_eq!(config.base_url(8080), "http://127.0.0.1:8080");
    }

    #[test]
    fn a_variable_wins_over_the_file_and_the_file_over_the_defaults() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        std::io::Write::write_all(&mut file, b"[server]\nport = 1\nworkers = 7\n").unwrap();
        let variables = HashMap::from([("ZHIBAN__SERVER__PORT".to_owned(), "2".to_owned())]);
        let config = Config::load(Some(file.path()), variables).unwrap();
        assert_eq!((config.server.port, config.server.workers), (2, 7));
    }

    #[test]
    fn a_mistyped_key_is_told_with_the_keys_that_exist() {
        let message = load(&[("ZHIBAN__SERVER__PROT", "1")])
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("prot") && message.contains("`port`"),
            "{message}"
        );
    }

    #[test]
    fn a_value_of_another_type_is_told_with_its_key() {
        let message = load(&[("ZHIBAN__SERVER__PORT", "many")])
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("server.port") && message.contains("many"),
            "{message}"
        );
    }

    #[test]
    fn every_value_that_cannot_be_used_is_told_at_once() {
        let message = load(&[
            ("ZHIBAN__DATABASE__URL", "mysql://root:hunter2@db"),
            ("ZHIBAN__JOBS__HEARTBEAT_SECONDS", "50"),
            ("ZHIBAN__MATCHING__NIGHTLY_AT", "2 am"),
            ("ZHIBAN__MATCHING__WORD_HOURS", "23"),
        ])
        .unwrap_err()
        .to_string();
        assert!(
            message.contains("database.url is \"mysql…\"; it must be sqlite"),
            "{message}"
        );
        assert!(
            message.contains("matching.nightly_at is \"2 am\"; it must be a time of day"),
            "{message}"
        );
        assert!(
            message.contains("matching.word_hours is \"23\""),
            "{message}"
        );
        assert!(
            message.contains("jobs.heartbeat_seconds is \"50\""),
            "{message}"
        );
        assert!(!message.contains("hunter2"), "{message}");
    }

    #[test]
    fn the_database_password_does_not_print() {
        let config = load(&[("ZHIBAN__DATABASE__URL", "postgres://a:hunter2@db/z")]).unwrap();
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
