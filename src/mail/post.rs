//! The way a letter goes out: to an SMTP server, or into a folder of `.eml` files where none is configured. When it goes, and what
//! happens to one that did not, is decided by the job that sends.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lettre::address::Envelope;
use lettre::{Address, SmtpTransport, Transport};
use secrecy::ExposeSecret;
use thiserror::Error;

use super::{LetterError, Letterhead};
use crate::config::Mail;

/// How long a server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way out, and whose letters they are.
#[derive(Debug)]
pub struct Post {
    letterhead: Letterhead,
    way: Way,
}

#[derive(Debug)]
enum Way {
    Smtp(Box<SmtpTransport>),
    Folder(PathBuf),
}

/// Why there is no way out.
#[derive(Debug, Error)]
pub enum PostError {
    /// The sender's address or the answers' address.
    #[error("mail.address or mail.reply_to: {0}")]
    Letterhead(#[from] LetterError),
    /// The server's URL. It may hold a password, so it is not repeated.
    #[error(
        "mail.server cannot be used ({0}); right would be smtps://user:password@host, smtp://user:password@host?tls=required, \
         smtp://host:port, or nothing"
    )]
    Server(lettre::transport::smtp::Error),
    /// The folder.
    #[error("the mailbox folder {0}, mail.folder, cannot be made: {1}")]
    Folder(PathBuf, std::io::Error),
}

/// Why a letter did not go out.
#[derive(Debug, Error)]
pub enum SendError {
    /// It may go later.
    #[error("{0}")]
    NotNow(String),
    /// It never will.
    #[error("{0}")]
    Never(String),
}

impl Post {
    /// The way the settings name.
    pub fn open(settings: &Mail) -> Result<Self, PostError> {
        let reply_to = Some(settings.reply_to.as_str()).filter(|a| !a.is_empty());
        let letterhead = Letterhead::new(&settings.name, &settings.address, reply_to)?;
        let url = settings.server.expose_secret();
        let way = if url.is_empty() {
            let folder = &settings.folder;
            std::fs::create_dir_all(folder).map_err(|e| PostError::Folder(folder.clone(), e))?;
            Way::Folder(folder.clone())
        } else {
            let transport = SmtpTransport::from_url(url).map_err(PostError::Server)?;
            Way::Smtp(Box::new(transport.timeout(Some(PATIENCE)).build()))
        };
        Ok(Self { letterhead, way })
    }

    /// Whose letters they are.
    #[must_use]
    pub fn letterhead(&self) -> &Letterhead {
        &self.letterhead
    }

    /// The mailbox folder, where there is no server.
    #[must_use]
    pub fn folder(&self) -> Option<&Path> {
        match &self.way {
            Way::Folder(folder) => Some(folder),
            Way::Smtp(_) => None,
        }
    }

    /// Whether the way is open: a server that answers and lets us in.
    pub fn try_way(&self) -> Result<(), SendError> {
        let Way::Smtp(transport) = &self.way else {
            return Ok(());
        };
        match transport.test_connection() {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::NotNow("the mail server is not there".into())),
            Err(error) => Err(SendError::NotNow(words(&error))),
        }
    }

    /// Sends a rendered letter. Into a folder, the same letter twice is one file.
    pub fn send(&self, message_id: &str, to: &str, rendered: &str) -> Result<(), SendError> {
        match &self.way {
            Way::Smtp(transport) => {
                let never = |_| SendError::Never("the address cannot be used".into());
                let to: Address = to.parse().map_err(never)?;
                let from = self.letterhead.from.email.clone();
                let envelope = Envelope::new(Some(from), vec![to])
                    .map_err(|e| SendError::Never(e.to_string()))?;
                match transport.send_raw(&envelope, rendered.as_bytes()) {
                    Ok(_) => Ok(()),
                    Err(error) if error.is_permanent() => Err(SendError::Never(words(&error))),
                    Err(error) => Err(SendError::NotNow(words(&error))),
                }
            }
            Way::Folder(folder) => write_whole(folder, message_id, rendered)
                .map_err(|e| SendError::NotNow(e.to_string())),
        }
    }
}

/// An error and what caused it.
fn words(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    let all = std::iter::once(error).chain(causes);
    all.map(ToString::to_string).collect::<Vec<_>>().join(": ")
}

/// Writes a file that is whole or not there, and there once this returns, even if the power fails then.
fn write_whole(folder: &Path, message_id: &str, rendered: &str) -> std::io::Result<()> {
    let path = folder.join(format!("{message_id}.eml"));
    let unfinished = path.with_extension("unfinished");
    let mut file = std::fs::File::create(&unfinished)?;
    file.write_all(rendered.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(unfinished, path)?;
    std::fs::File::open(folder)?.sync_all()
}
