//! The main job's steps through the actions, on both databases.

#[path = "../databases/mod.rs"]
mod databases;
mod month;
