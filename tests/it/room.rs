//! Keys in, screen out: what a person notices.

mod copies;
mod finding;
mod naming;
mod quotations;
mod reading;
mod room_itself;
mod triage;
