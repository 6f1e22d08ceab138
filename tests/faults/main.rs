//! What happens when the server is killed: the real program as a child process, SIGKILL at bad moments, real SMTP.
#![allow(clippy::unwrap_used, reason = "tests")]

mod bookings;
mod crowd;
#[path = "../databases/mod.rs"]
mod databases;
mod generation;
mod leases;
mod letters;
mod place;
#[path = "../prepared/mod.rs"]
mod prepared;
mod publication;
mod server;
#[path = "../smtp/mod.rs"]
mod smtp;
mod smtp_faults;
