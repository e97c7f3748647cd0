//! What does this text say? Tokens, sentences, names, quotations, and who spoke.
//!
//! ```text
//! Body ──▶ analyse ──▶ Analysis { mentions, entities, quotes, sentences }      under its headline: analyse_under
//! ```
//!
//! Knows no articles, files, screens or time. All positions are byte offsets into the body's text, carried as [`Span`].

mod analysis;
mod body;
pub mod dates;
pub mod entities;
mod escapes;
pub mod form;
pub mod marks;
pub mod names;
pub mod perceptron;
pub mod quote;
pub mod sentence;
mod shown;
mod span;
pub mod syntax;
pub mod tag;
mod titled;
pub mod token;
pub mod wording;
pub mod words;

pub use analysis::{
    Analysis, Entity, EntityId, EntityKind, Gender, Mention, Quote, QuoteKind, Speaker, analyse,
};
#[cfg(test)]
pub(crate) use body::check_body;
pub use body::{Body, BodyBuilder, Context, Edit, EditKind, Paragraph, ParagraphKind};
pub use escapes::read_escapes;
pub use shown::{
    MAX_CLUSTER_BYTES, PLACEHOLDER, Shown, clean_line, clean_text, is_agreed, is_harmless, plain,
};
pub use span::Span;
pub use titled::analyse_under;
