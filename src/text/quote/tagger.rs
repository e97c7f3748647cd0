//! Which words are content, which report, which name the source? A sequence tagger over paragraphs.

use super::super::perceptron::field::Lattice;
use super::super::perceptron::{BadModel, Features, Perceptron};
use super::cues::Cues;
use super::features::extract;
use super::scene::Scene;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// What a token is in a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Label {
    /// No part of one.
    Other,
    /// The first token of a stretch of content.
    Begin,
    /// A later token of it.
    Inside,
    /// A word that reports.
    Cue,
    /// A word that names the source.
    Source,
}

impl Label {
    /// All labels by their number.
    pub const ALL: [Self; 5] = [
        Self::Other,
        Self::Begin,
        Self::Inside,
        Self::Cue,
        Self::Source,
    ];

    /// Pairs that never follow each other; [`Self::ALL`]'s length stands for the start.
    pub const FORBIDDEN: [(usize, usize); 4] = [
        (Self::Other as usize, Self::Inside as usize),
        (Self::Cue as usize, Self::Inside as usize),
        (Self::Source as usize, Self::Inside as usize),
        (Self::ALL.len(), Self::Inside as usize),
    ];
}

/// What it is worth to see each label where it stands, in the order of [`Label::ALL`]: a missed report costs more than
/// a mistaken one, which its confidence shows.
const WORTHS: [f32; Label::ALL.len()] = [0.25, 1.0, 1.0, 1.0, 1.0];

/// A run of tokens with one part in a report.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// [`Label::Begin`] for content, [`Label::Cue`] or [`Label::Source`].
    pub label: Label,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// How probable the least probable of its tokens is, 0 to 1.
    pub certainty: f32,
    /// How probable its tokens are on average.
    pub mean_certainty: f32,
}

/// Returns those of some runs, which stand in their order, that share a token with a range.
pub fn runs_in<'a>(runs: &'a [Run], tokens: &Range<usize>) -> &'a [Run] {
    let from = runs.partition_point(|run| run.tokens.end <= tokens.start);
    let upto = runs.partition_point(|run| run.tokens.start < tokens.end);
    &runs[from..upto.max(from)]
}

/// Tells whether a token is part of a run of a kind.
pub fn is_in_run(runs: &[Run], idx: usize, label: Label) -> bool {
    runs_in(runs, &(idx..idx + 1))
        .iter()
        .any(|run| run.label == label)
}

/// The trained tagger.
#[derive(Debug)]
pub struct Tagger {
    model: Perceptron,
}

static TAGGER: LazyLock<Option<Tagger>> =
    LazyLock::new(|| Tagger::from_bytes(&include_bytes!("../../../models/quotes.bin")[..]).ok());

impl Tagger {
    /// Makes a tagger of a model.
    pub fn new(model: Perceptron) -> Self {
        Self { model }
    }

    /// Reads a tagger.
    ///
    /// # Errors
    ///
    /// If the bytes are no model.
    pub fn from_bytes(bytes: impl Into<Cow<'static, [u8]>>) -> Result<Self, BadModel> {
        Perceptron::from_bytes(bytes).map(Self::new)
    }

    /// Writes the tagger as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.model.to_bytes()
    }

    /// Returns the tagger that comes with the program; nothing if its file is no model.
    pub fn shipped() -> Option<&'static Self> {
        TAGGER.as_ref()
    }

    /// Returns the runs of a text, in order.
    pub fn runs(&self, scene: &Scene, cues: &Cues) -> Vec<Run> {
        let mut runs = Vec::new();
        let mut features = Features::default();
        let mut labels = Vec::new();
        let mut lattice = Lattice::default();
        let mut certainties = Vec::new();
        for (idx, paragraph) in scene.ground.paragraphs.iter().enumerate() {
            if !may_hold_report(scene, &paragraph.tokens) {
                continue;
            }
            features.clear();
            extract(scene, cues, idx, &mut features);
            self.model
                .decode_expected(&features, &WORTHS, &mut lattice, &mut labels);
            if labels.iter().any(|label| *label != Label::Other as u8) {
                certainties.clear();
                certainties.extend(labels.iter().enumerate().map(|(at, &label)| {
                    lattice.certainty(Label::ALL.len(), at, usize::from(label))
                }));
                cut(&labels, &certainties, paragraph.tokens.start, &mut runs);
            }
        }
        super::lead::complete(scene, cues, &mut runs);
        super::split::split(scene, cues, &mut runs);
        super::follow::complete(scene, cues, &mut runs);
        super::mend::mend(scene, &mut runs);
        runs
    }
}

/// Tells whether a paragraph has anything that a report needs.
pub fn may_hold_report(scene: &Scene, tokens: &Range<usize>) -> bool {
    scene.clues.of[tokens.clone()]
        .iter()
        .any(|clue| clue.left != u32::MAX || clue.right != u32::MAX || clue.stretch != u32::MAX)
}

/// Cuts labels into runs.
fn cut(labels: &[u8], certainties: &[f32], offset: usize, runs: &mut Vec<Run>) {
    let mut at = 0;
    while at < labels.len() {
        let label = Label::ALL
            .get(usize::from(labels[at]))
            .copied()
            .unwrap_or(Label::Other);
        let start = at;
        at += 1;
        let goes_on = match label {
            Label::Other => continue,
            Label::Begin | Label::Inside => Label::Inside,
            other => other,
        };
        while at < labels.len() && labels[at] == goes_on as u8 {
            at += 1;
        }
        let sure = &certainties[start..at];
        runs.push(Run {
            label: if goes_on == Label::Inside {
                Label::Begin
            } else {
                label
            },
            tokens: offset + start..offset + at,
            certainty: sure.iter().copied().fold(1.0, f32::min),
            mean_certainty: sure.iter().sum::<f32>() / sure.len() as f32,
        });
    }
}
