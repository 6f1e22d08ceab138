//! Fetches a calendar from somebody's server: in bounded time and size, encrypted, and from nowhere but the open internet. The name is looked
//! up by us, and the connection goes to an address that was looked at, so that a name that changes its mind in between leads nowhere else.

use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::header::{
    ACCEPT, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use ureq::http::{Response, StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error};

use crate::domain::busy_time::Unread;
use crate::domain::calendar_address::{CalendarAddress, InnerHosts, WrongAddress, is_public};

/// How long a calendar is waited for, wherever it leads.
const PATIENCE: Duration = Duration::from_secs(10);

/// Most bytes of a calendar, unpacked.
const LARGEST: u64 = 2 << 20;

/// How often an address may lead on to another.
const LEADS: usize = 3;

/// Longest validator that is kept.
const LONGEST: usize = 500;

/// What a server answered.
#[derive(Debug)]
pub(super) enum Fetched {
    /// Nothing has changed.
    Same,
    /// The calendar.
    Whole {
        text: String,
        etag: String,
        last_modified: String,
    },
}

/// Fetches a calendar. `known` is what the server said of the answer before: `ETag` and `Last-Modified`, or nothing.
pub(super) fn fetch(
    address: &CalendarAddress,
    known: &(String, String),
    inner: &InnerHosts,
) -> Result<Fetched, Unread> {
    let until = Instant::now() + PATIENCE;
    let mut address = address.clone();
    for _ in 0..=LEADS {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(Unread::TooSlow);
        }
        let answer = ask(&address, known, inner, left).map_err(|error| unread(&error))?;
        let status = answer.status();
        let is_conditional = !(known.0.is_empty() && known.1.is_empty());
        match status {
            StatusCode::OK => return whole(answer),
            StatusCode::NOT_MODIFIED if is_conditional => return Ok(Fetched::Same),
            StatusCode::NOT_FOUND | StatusCode::GONE => return Err(Unread::NotFound),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => return Err(Unread::Refused),
            status if leads_on(status) => {
                let to = header(&answer, &LOCATION);
                address = address.lead_on(&to, inner).map_err(|why| match why {
                    WrongAddress::NotSecure => Unread::NotSecure,
                    WrongAddress::Inner => Unread::Inner,
                    _ => Unread::Server,
                })?;
            }
            _ => return Err(Unread::Server),
        }
    }
    Err(Unread::Redirects)
}

fn leads_on(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// One request, which follows nothing. No proxy of the environment's: it would look names up by itself.
fn ask(
    address: &CalendarAddress,
    known: &(String, String),
    inner: &InnerHosts,
    left: Duration,
) -> Result<Response<Body>, Error> {
    let config = Agent::config_builder()
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .max_idle_connections(0)
        .timeout_global(Some(left))
        .user_agent("Zhiban")
        .build();
    let resolver = OpenInternet {
        inner: inner.clone(),
    };
    let agent = Agent::with_parts(config, DefaultConnector::default(), resolver);
    let mut request = agent
        .get(address.reveal())
        .header(ACCEPT, "text/calendar, */*;q=0.1");
    for (name, value) in [(IF_NONE_MATCH, &known.0), (IF_MODIFIED_SINCE, &known.1)] {
        if !value.is_empty() {
            request = request.header(name, value);
        }
    }
    request.call()
}

fn whole(mut answer: Response<Body>) -> Result<Fetched, Unread> {
    let (etag, last_modified) = (header(&answer, &ETAG), header(&answer, &LAST_MODIFIED));
    let body = answer.body_mut().with_config().limit(LARGEST);
    let bytes = body.read_to_vec().map_err(|error| unread(&error))?;
    Ok(Fetched::Whole {
        text: String::from_utf8_lossy(&bytes).into_owned(),
        etag,
        last_modified,
    })
}

/// The text of a header; empty where there is none that can be kept.
fn header(answer: &Response<Body>, name: &HeaderName) -> String {
    let value = answer.headers().get(name).and_then(|v| v.to_str().ok());
    let limit = if *name == LOCATION {
        usize::MAX
    } else {
        LONGEST
    };
    value
        .filter(|v| v.len() <= limit)
        .unwrap_or_default()
        .to_owned()
}

/// What went wrong, in a word of ours. Nothing of the address goes along.
fn unread(error: &Error) -> Unread {
    match error {
        Error::Timeout(_) => Unread::TooSlow,
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => Unread::TooSlow,
        Error::BodyExceedsLimit(_) => Unread::TooLarge,
        Error::Other(error) if error.is::<NotOpen>() => Unread::Inner,
        _ => Unread::Unreachable,
    }
}

/// That a name leads to no machine of the open internet.
#[derive(Debug, thiserror::Error)]
#[error("no machine of the open internet")]
struct NotOpen;

/// Looks names up, and gives only addresses that everybody reaches. Machines of one's own are let through by name and port.
#[derive(Debug)]
struct OpenInternet {
    inner: InnerHosts,
}

impl Resolver for OpenInternet {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        let is_own = found.iter().any(|to| self.inner.has(host, to.port()));
        if is_own {
            return Ok(found);
        }
        let mut open = self.empty();
        for to in found.iter().filter(|to| is_public(to.ip())) {
            open.push(*to);
        }
        if open.is_empty() {
            return Err(Error::Other(Box::new(NotOpen)));
        }
        Ok(open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_up(uri: &str, inner: &str) -> Result<usize, Unread> {
        let resolver = OpenInternet {
            inner: InnerHosts::new(inner),
        };
        let uri: Uri = uri.parse().expect("an address");
        let found = resolver.resolve(&uri, &Config::default(), NextTimeout::default());
        found.map(|all| all.len()).map_err(|error| unread(&error))
    }

    #[test]
    fn a_name_that_leads_inside_leads_nowhere() {
        // What a name is bound to when it is connected to counts, whatever it was when the address was given.
        for uri in [
            "https://localhost/",
            "https://127.0.0.1:8443/",
            "https://2130706433/",
            "https://10.0.0.1/",
            "https://169.254.169.254/latest/meta-data/",
            "https://[::1]/",
            "https://[::ffff:127.0.0.1]/",
            "https://[fd00::1]/",
            "http://localhost:8080/",
        ] {
            assert_eq!(looked_up(uri, ""), Err(Unread::Inner), "{uri}");
        }
        assert_eq!(looked_up("https://1.1.1.1/", ""), Ok(1));
        assert_eq!(looked_up("http://127.0.0.1:8080/", "127.0.0.1:8080"), Ok(1));
        assert_eq!(
            looked_up("http://127.0.0.1:8081/", "127.0.0.1:8080"),
            Err(Unread::Inner)
        );
    }
}
