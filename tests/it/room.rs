//! Keys in, screen out: what a person notices.

mod finding;
mod quotations;
mod reading;
mod room_itself;
mod triage;
