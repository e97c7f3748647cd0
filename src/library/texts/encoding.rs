//! An article as bytes: its source, and the reading text as what was changed in it.
//!
//! ```text
//! source    … He said:&nbsp;“No … <p>
//! edits              └ 6 bytes become " "           gaps and lengths, and the words put in
//! ```
//!
//! Outside its edits the reading text is a copy of the source, so that it need not be kept.

use crate::{
    corpus::{Article, ArticleKey, Metadata, Origin},
    text::{Body, Context, Edit, EditKind, Paragraph, ParagraphKind, Span},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

#[derive(Serialize, Deserialize)]
struct Packed<'a> {
    /// `None` where it is the key of the title and the reading text, as it should be.
    key: Option<ArticleKey>,
    metadata: Cow<'a, Metadata>,
    origin: Cow<'a, Origin>,
    #[serde(borrow)]
    source: &'a str,
    body: PackedBody<'a>,
}

#[derive(Serialize, Deserialize)]
enum PackedBody<'a> {
    /// To be made from the source.
    Woven {
        edits: Vec<PackedEdit>,
        /// What the edits put in, one after the other.
        put_in: Cow<'a, str>,
        /// Gap, length, kind.
        paragraphs: Vec<(u32, u32, ParagraphKind)>,
        context: Context,
    },
    /// One that does not follow the rules.
    Whole(Cow<'a, Body>),
}

/// The distance from the edit before, bytes taken out of the source, bytes put in, why, and whether it is certain.
type PackedEdit = (u32, u32, u32, EditKind, bool);

/// Writes an article.
pub(crate) fn encode(article: &Article) -> Vec<u8> {
    let is_usual = article.key == ArticleKey::of(&article.metadata.title.text, article.body.text());
    let packed = Packed {
        key: (!is_usual).then_some(article.key),
        metadata: Cow::Borrowed(&article.metadata),
        origin: Cow::Borrowed(&article.origin),
        source: &article.source,
        body: woven(&article.body, &article.source)
            .unwrap_or(PackedBody::Whole(Cow::Borrowed(&article.body))),
    };
    // Writing to memory cannot fail; should it ever, the article is empty and says so when it is read.
    postcard::to_stdvec(&packed).unwrap_or_default()
}

/// Reads an article; `None` where the bytes are damaged.
pub(crate) fn decode(bytes: &[u8]) -> Option<Article> {
    let packed: Packed = postcard::from_bytes(bytes).ok()?;
    let body = match packed.body {
        PackedBody::Whole(body) => body.into_owned(),
        PackedBody::Woven {
            edits,
            put_in,
            paragraphs,
            context,
        } => unwoven(packed.source, &edits, &put_in, &paragraphs, context)?,
    };
    let key = packed
        .key
        .unwrap_or_else(|| ArticleKey::of(&packed.metadata.title.text, body.text()));
    Some(Article {
        key,
        metadata: packed.metadata.into_owned(),
        body,
        source: packed.source.to_owned(),
        origin: packed.origin.into_owned(),
    })
}

/// Takes a body apart; `None` where it would not come back as it is.
fn woven(body: &Body, source: &str) -> Option<PackedBody<'static>> {
    let text = body.text();
    let (mut in_text, mut in_source) = (0u32, 0u32);
    let mut put_in = String::new();
    let mut edits = Vec::with_capacity(body.edits().len());
    for edit in body.edits() {
        let gap = edit.source.start.checked_sub(in_source)?;
        let kept = text.get(in_text as usize..edit.reading.start as usize)?;
        if kept != source.get(in_source as usize..edit.source.start as usize)? {
            return None;
        }
        put_in.push_str(text.get(edit.reading.range())?);
        let (n_out, n_in) = (edit.source.len() as u32, edit.reading.len() as u32);
        edits.push((gap, n_out, n_in, edit.kind, edit.sure));
        (in_text, in_source) = (edit.reading.end, edit.source.end);
    }
    let rest = text.get(in_text as usize..)?;
    let mut paragraphs = Vec::with_capacity(body.paragraphs().len());
    let mut end = 0;
    for paragraph in body.paragraphs() {
        let gap = paragraph.span.start.checked_sub(end)?;
        paragraphs.push((gap, paragraph.span.len() as u32, paragraph.kind));
        end = paragraph.span.end;
    }
    (rest == source.get(in_source as usize..)?).then(|| PackedBody::Woven {
        edits,
        put_in: Cow::Owned(put_in),
        paragraphs,
        context: body.context().clone(),
    })
}

fn unwoven(
    source: &str,
    packed: &[PackedEdit],
    mut put_in: &str,
    paragraphs: &[(u32, u32, ParagraphKind)],
    context: Context,
) -> Option<Body> {
    let mut text = String::with_capacity(source.len() + put_in.len());
    let mut at = 0;
    let mut edits = Vec::with_capacity(packed.len());
    for (gap, n_out, n_in, kind, sure) in packed {
        let start = usize::checked_add(at, *gap as usize)?;
        text.push_str(source.get(at..start)?);
        let (new, rest) = put_in.split_at_checked(*n_in as usize)?;
        edits.push(Edit {
            reading: Span::new(text.len(), text.len() + new.len()),
            source: Span::new(start, start + *n_out as usize),
            kind: *kind,
            sure: *sure,
        });
        text.push_str(new);
        (put_in, at) = (rest, start + *n_out as usize);
    }
    text.push_str(source.get(at..)?);
    let mut spans = Vec::with_capacity(paragraphs.len());
    let mut end = 0usize;
    for (gap, len, kind) in paragraphs {
        let start = end + *gap as usize;
        end = start + *len as usize;
        let span = Span::new(start, end);
        text.get(span.range())?;
        spans.push(Paragraph { span, kind: *kind });
    }
    Some(Body::assemble(text, spans, edits, context))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{library::tests::article, text::BodyBuilder};

    #[test]
    fn a_body_comes_back_with_its_edits() {
        let source = "<p>He said:&nbsp;“No.”</p>\n\n<p>The rest \u{7}is silence.</p> trailer";
        let mut builder = BodyBuilder::new(source);
        builder.skip_to(3, EditKind::Markup, true);
        builder.open(ParagraphKind::Text);
        builder.copy_to(11);
        builder.replace_to(17, " ", EditKind::CharacterReference, true);
        builder.copy_to(source.find("</p>").unwrap());
        builder.close();
        builder.replace_to(
            source.find("The").unwrap(),
            "\n\n",
            EditKind::ParagraphBreak,
            false,
        );
        builder.open(ParagraphKind::Quote);
        builder.copy_to(source.find('\u{7}').unwrap());
        builder.skip_to(source.find("is").unwrap(), EditKind::Control, true);
        builder.copy_to(source.rfind("</p>").unwrap());
        builder.close();
        builder.skip_to(source.len(), EditKind::Boilerplate, false);
        let mut whole = article("A title", "");
        whole.body = builder.finish(Context::default());
        whole.source = source.to_owned();
        whole.key = ArticleKey::of("A title", whole.body.text());
        let bytes = encode(&whole);
        assert_eq!(decode(&bytes).as_ref(), Some(&whole));
        assert!(bytes.len() < source.len() + 100, "{}", bytes.len());
        for end in 0..bytes.len() {
            assert_eq!(decode(&bytes[..end]), None, "cut at {end}");
        }
    }

    #[test]
    fn what_does_not_follow_the_rules_comes_back_too() {
        let mut odd = article("A title", "Some text.");
        odd.source = "Other words.".to_owned();
        odd.key = ArticleKey(7);
        assert_eq!(decode(&encode(&odd)), Some(odd));
    }
}
