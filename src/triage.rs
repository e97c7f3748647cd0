//! What has this reader done with it? Marks, their history, and the database they are kept in.
//!
//! ```text
//! app ──Step──▶ Ledger (in memory: marks, undo, redo)       pure
//!   └──Effect::Save(Step)──▶ Store (SQLite, per reader)      the screen says so when the store has answered
//! ```
//!
//! Nothing is ever deleted: a verdict is a mark, and every step can be undone. Knows no screens.

mod folder;
pub mod ledger;
pub mod marks;
pub mod naming;
pub mod store;

pub use ledger::{Ledger, Past, Step};
pub use marks::{Change, Field, Marks, Verdict};
pub use naming::{Correction, Naming, Shown};
pub use store::{Store, StoreError};
