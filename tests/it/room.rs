//! Keys in, screen out: what a person notices.

mod finding;
mod reading;
mod room_itself;
mod triage;
