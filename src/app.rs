//! What is on the reader's mind, and what changes it: state, keys, update, layout.
//!
//! ```text
//! Event ──▶ update ──▶ keys ──▶ perform ──▶ motion · going · asking · arranging · verbs
//!                                              └──▶ Vec<Effect>
//! ```
//!
//! Knows no terminal, clock, disk, thread or chance: the same events lead to the same state.

mod action;
mod arranging;
mod asking;
mod cite;
mod command;
mod compare;
mod concordance;
mod copies;
mod effect;
mod event;
mod export;
mod facets;
mod finder;
mod generation;
mod going;
mod help;
mod hints;
mod key;
pub mod keymap;
mod keys;
mod links;
mod list;
mod memory;
mod motion;
mod naming;
mod narrowing;
mod outline;
mod overlay;
mod page;
mod passage;
mod perform;
mod prompt;
mod question;
mod reader;
mod regions;
mod related;
mod rows;
mod settings;
mod sightings;
mod spread;
mod state;
mod table;
mod tables;
mod timeline;
mod trail;
mod update;
mod verbs;
mod verifying;
mod views;
mod wrap;

pub use action::Action;
pub use command::check as check_command;
pub use compare::{ComparedLine, Comparison, HEAD_LINES, Said, view_size as compare_size};
pub use copies::{CopyRow, Folds, copy_row};
pub use effect::Effect;
pub use event::{Event, Mouse, MouseAct};
pub use finder::{Answered, Finder, PREFIXES as FINDER_PREFIXES};
pub use generation::Generation;
pub use help::{HelpLine, help_lines};
pub use hints::Hints;
pub use key::{Code, Key, written as keys_written};
pub use keymap::{Binding, Context, Deed, Keymap};
pub use list::List;
pub use outline::{Outline, Row, RowKind};
pub use overlay::Overlay;
pub use page::Page;
pub use prompt::{Offer, Prompt, PromptKind};
pub use question::Question;
pub use reader::{Opened, Passage, Point, Reader, Search, Showing};
pub use regions::Regions;
pub use settings::{DEFAULT_CITATION, Preview, Settings, ThemeName};
pub use spread::Spread;
pub use state::{Pane, State, Status};
pub use table::{RowSort, Table, TableKind, TableRow, Target};
pub use tables::{POPUP_COLUMNS, POPUP_ROWS, peek_rows, peek_span, table_heights};
pub use update::{grouped, update};
pub use views::ViewCount;
pub use wrap::{cluster_width, text_width, wrap};
