//! An invented city to try everything on. Nothing here is true of any place or person.

mod city;
mod demand;
mod names;
mod people;
mod residents;

pub use city::city;
pub use residents::{Resident, residents};
