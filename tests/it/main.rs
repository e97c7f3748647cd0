//! What the reading room promises, checked from outside.

mod cli;
mod formats;
mod harness;
mod layers;
mod library;
mod pty;
mod room;
mod triage;
