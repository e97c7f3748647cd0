//! What the reading room promises, checked from outside.

mod formats;
mod harness;
mod layers;
mod pty;
mod room;
mod triage;
