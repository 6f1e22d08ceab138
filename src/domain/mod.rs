//! The nouns of Zhiban and their rules: pure, without database, web, mail, clock or randomness.

pub mod access;
pub mod appointment;
pub mod assignment;
pub mod availability;
pub mod bookable;
pub mod calendar;
pub mod capability;
pub mod city;
pub mod conflict;
pub mod coverage;
pub mod demand;
pub mod disturbance;
pub mod email;
pub mod fairness;
pub mod job;
pub mod language;
pub mod legal_service;
pub mod offer;
pub mod pool;
pub mod qualification;
pub mod rating;
pub mod roster;
pub mod sealing;
pub mod trail;
