//! The reading room: read a news archive in a terminal, triage it at one key per article, and look up who said what.
//!
//! Layers in a straight line, one closed list of events, one function that changes the state, one function that
//! draws it, and one folder that touches the world.
//!
//! ```text
//!  files ──bytes──▶ corpus ──bodies──▶ text ──analyses──▶ library   catalogue · full text · quotations · entities
//!                      │                                     │      on disk, in a cache folder; can be rebuilt
//!                      └─────────────────┬───────────────────┘
//!                                        ▼  shared, read-only
//!  key, resize, signal,          ┌─────────────────┐            &State
//!  finished job ──▶ Event ──────▶│     update      │──▶ State ────────▶ view ──▶ cells
//!                     ▲          │ keymap ▸ Action │
//!                     │          └─────────────────┘
//!                     │                   │ Vec<Effect>
//!                     └────── shell ◀─────┘ ──▶ triage (what this reader did; a database of theirs alone)
//! ```
//!
//! A layer may name only the layers to its left; `tests/it/layers.rs` holds the same table and fails on a wrong import:
//!
//! ```text
//! text ◀ corpus ◀ library ◀ triage ◀ app ◀ view ◀ config ◀ shell ◀ main
//! ```
//!
//! Absences worth knowing: there is no global mutable state; `view` changes nothing; `update` has no clock, disk, thread
//! or dice; no analysis returns a `Result`; no key is compared outside the key table; nothing from an article reaches
//! the terminal uncleaned; nothing is ever written under the corpus.

pub mod app;
pub mod config;
pub mod corpus;
pub mod library;
pub mod shell;
pub mod text;
pub mod triage;
pub mod view;
