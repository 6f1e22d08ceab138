//! The worker of the queue: leases, heartbeats, retries; and the list of what jobs do. Rows of the queue are written by the
//! actions that cause them, in their own transaction.

mod deliver_mail;
mod find_replacement;
mod generate;
mod match_waiting_list;
mod morning_round;
mod publish_roster;
mod read_calendars;
mod remind_question;
mod solver_process;
mod work;
mod worker;

pub use solver_process::{END_WITH_STDIN, MEMORY_MIB};
pub use work::{Report, WorkError};
pub use worker::Worker;
