//! Where a person's own calendar is read, and where it may not be: whoever gives an address must not have this service look at machines that
//! only it can reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use thiserror::Error;
use url::{Host, Url};

/// Most characters of an address.
const LONGEST: usize = 2_000;

/// Machines of one's own that may be read all the same, without encryption too: `host:port`, from the settings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InnerHosts(Vec<String>);

impl InnerHosts {
    /// Those of a list with spaces between.
    #[must_use]
    pub fn new(list: &str) -> Self {
        Self(list.split_whitespace().map(str::to_lowercase).collect())
    }

    /// Whether this machine is among them.
    #[must_use]
    pub fn has(&self, host: &str, port: u16) -> bool {
        let named = format!("{host}:{port}").to_lowercase();
        self.0.contains(&named)
    }
}

/// The address of a calendar. It is a secret: whoever has it reads the calendar.
#[derive(Clone, PartialEq, Eq)]
pub struct CalendarAddress(Url);

impl std::fmt::Debug for CalendarAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CalendarAddress(…)")
    }
}

/// Why a text is no address that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongAddress {
    /// It is no address.
    #[error("no address")]
    NoAddress,
    /// It begins otherwise than with `https://` or `webcal://`.
    #[error("not https")]
    NotSecure,
    /// A name or a password stands in it.
    #[error("with a name or a password")]
    WithPassword,
    /// It is one of a network that is not open to everybody.
    #[error("not open to everybody")]
    Inner,
}

impl CalendarAddress {
    /// Reads an address. `webcal` is read as `https`, which is what programs mean by it.
    pub fn parse(text: &str, inner: &InnerHosts) -> Result<Self, WrongAddress> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(WrongAddress::NoAddress);
        }
        let url = match text.split_once("://") {
            Some((scheme, rest)) if is_webcal(scheme) => Url::parse(&format!("https://{rest}")),
            _ => Url::parse(text),
        };
        Self::check(url.map_err(|_| WrongAddress::NoAddress)?, inner)
    }

    /// The address to which this one leads on.
    pub fn lead_on(&self, to: &str, inner: &InnerHosts) -> Result<Self, WrongAddress> {
        let url = self.0.join(to).map_err(|_| WrongAddress::NoAddress)?;
        Self::check(url, inner)
    }

    fn check(mut url: Url, inner: &InnerHosts) -> Result<Self, WrongAddress> {
        let port = url.port_or_known_default().unwrap_or_default();
        let is_own = url.host_str().is_some_and(|host| inner.has(host, port));
        match url.scheme() {
            "https" => {}
            "http" if is_own => {}
            _ => return Err(WrongAddress::NotSecure),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(WrongAddress::WithPassword);
        }
        let is_open = match url.host().ok_or(WrongAddress::NoAddress)? {
            Host::Ipv4(ip) => is_public(ip.into()),
            Host::Ipv6(ip) => is_public(ip.into()),
            // Names are looked up when they are read, each time.
            Host::Domain(name) => !name.is_empty(),
        };
        if !is_open && !is_own {
            return Err(WrongAddress::Inner);
        }
        url.set_fragment(None);
        Ok(Self(url))
    }

    /// The machine's name, which may be shown.
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// The whole address, for who reads it and for sealing.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.as_str()
    }
}

fn is_webcal(scheme: &str) -> bool {
    ["webcal", "webcals"].contains(&scheme.to_ascii_lowercase().as_str())
}

/// Whether an address is one that everybody on the internet reaches: by IANA's registries of special-purpose addresses, without what
/// carries other addresses in it (mapped, translated and tunnelled ones).
#[must_use]
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !V4.iter().any(|(net, bits)| holds4(*net, *bits, ip)),
        IpAddr::V6(ip) => {
            // Nothing else is given out (RFC 4291, 2.4).
            let is_unicast = holds6(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3, ip);
            is_unicast && !V6.iter().any(|(net, bits)| holds6(*net, *bits, ip))
        }
    }
}

/// What is not public.
const V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    // Multicast, reserved, broadcast.
    (Ipv4Addr::new(224, 0, 0, 0), 3),
];

/// What of 2000::/3 is not public: protocols and Teredo, documentation, 6to4.
const V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

fn holds4(net: Ipv4Addr, bits: u32, ip: Ipv4Addr) -> bool {
    (net.to_bits() ^ ip.to_bits()) >> (32 - bits) == 0
}

fn holds6(net: Ipv6Addr, bits: u32, ip: Ipv6Addr) -> bool {
    (net.to_bits() ^ ip.to_bits()) >> (128 - bits) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    const INNER: &str = "0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 \
        172.31.255.255 192.0.0.1 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 \
        203.0.113.1 224.0.0.1 239.1.1.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 \
        ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1 2001:1::1 2001:db8::1 \
        2002:7f00:1:: 3fff::1 5f00::1 fc00::1 fdff::1 fe80::1 fec0::1 ff02::1";
    const OUTER: &str = "1.1.1.1 8.8.8.8 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 192.167.255.255 198.17.255.255 \
        198.20.0.0 223.255.255.255 2001:200::1 2400:3200::1 2606:4700:4700::1111 2a00:1450:4001::1";

    #[test]
    fn inner_addresses_of_every_kind_are_none_of_the_internet_s() {
        for ip in INNER.split_whitespace() {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
        for ip in OUTER.split_whitespace() {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn an_address_is_https_without_a_password_and_of_everybody_s_internet() {
        let parse = |text: &str| CalendarAddress::parse(text, &InnerHosts::default());
        let read = |text: &str| parse(text).map(|a| a.reveal().to_owned());
        let plain = "https://calendar.example.org/a.ics?key=1";
        assert_eq!(read(plain).as_deref(), Ok(plain));
        assert_eq!(
            read(" WebCal://calendar.example.org/a.ics?key=1#top ").as_deref(),
            Ok(plain)
        );
        let wrong = [
            ("", WrongAddress::NoAddress),
            ("calendar", WrongAddress::NoAddress),
            ("https://", WrongAddress::NoAddress),
            ("http://calendar.example.org/", WrongAddress::NotSecure),
            ("file:///etc/passwd", WrongAddress::NotSecure),
            ("ftp://calendar.example.org/", WrongAddress::NotSecure),
            (
                "https://me@calendar.example.org/",
                WrongAddress::WithPassword,
            ),
            (
                "https://me:secret@calendar.example.org/",
                WrongAddress::WithPassword,
            ),
            ("https://127.0.0.1/", WrongAddress::Inner),
            ("https://2130706433/", WrongAddress::Inner),
            ("https://0x7f.1/", WrongAddress::Inner),
            ("https://[::1]/", WrongAddress::Inner),
            ("https://[::ffff:10.0.0.1]/", WrongAddress::Inner),
        ];
        for (text, why) in wrong {
            assert_eq!(parse(text), Err(why), "{text}");
        }
        assert!(parse(&format!("https://example.org/{}", "a".repeat(2_000))).is_err());
    }

    #[test]
    fn a_machine_of_one_s_own_is_read_at_its_port_alone() {
        let inner = InnerHosts::new("127.0.0.1:8080  Calendar.office:80");
        let parse = |text: &str| CalendarAddress::parse(text, &inner);
        assert!(
            parse("http://127.0.0.1:8080/a").is_ok() && parse("http://calendar.office/").is_ok()
        );
        assert_eq!(
            parse("http://127.0.0.1:8081/a"),
            Err(WrongAddress::NotSecure)
        );
        assert_eq!(parse("https://127.0.0.1:8081/a"), Err(WrongAddress::Inner));
        let own = parse("http://127.0.0.1:8080/a").expect("an address");
        assert!(own.lead_on("/b", &inner).is_ok());
        let away = [
            "http://169.254.169.254/",
            "https://169.254.169.254/",
            "//localhost/",
            "http://example.org/",
        ];
        for to in away {
            assert!(own.lead_on(to, &inner).is_err(), "{to}");
        }
    }

    #[test]
    fn an_address_shows_nothing_of_itself_but_its_host() {
        let address = CalendarAddress::parse("https://example.org/secret", &InnerHosts::default());
        let address = address.expect("an address");
        assert_eq!(
            (address.host(), format!("{address:?}").as_str()),
            ("example.org", "CalendarAddress(…)")
        );
    }
}
