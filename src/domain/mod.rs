//! The nouns of Zhiban and their rules: pure, without database, web, mail, clock or randomness.

pub mod appointment;
pub mod assignment;
pub mod capability;
pub mod city;
pub mod coverage;
pub mod language;
pub mod roster;
pub mod sealing;
