//! The program `zhiban`: arguments to `app`.
fn main() {}
