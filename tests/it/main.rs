//! What the reading room promises, checked from outside.

mod layers;
mod triage;
