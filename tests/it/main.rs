//! What the reading room promises, checked from outside.

mod harness;
mod layers;
mod room;
mod triage;
