//! What the reading room promises, checked from outside.

mod cli;
mod formats;
mod harness;
mod layers;
mod pty;
mod room;
mod triage;
