//! What the reading room promises, checked from outside.

mod formats;
mod harness;
mod layers;
mod room;
mod triage;
