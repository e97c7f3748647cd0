//! How fast is the whole analysis, and how soon is it ready?

use crate::{Row, gold};
use reading_room::text::{Body, analyse};
use std::path::Path;
use std::time::Instant;

/// The words of an article, so that sets of long and short ones can be compared.
const WORDS_PER_ARTICLE: f64 = 700.0;

/// Measures one set; other programs on the machine make the wall clock worse, so that processor time is used.
pub fn measure(data: &Path) -> Result<Vec<Row>, String> {
    let begin = Instant::now();
    analyse(&Body::plain(
        "The models are loaded when they are first asked, said Ann Smith.",
    ));
    let ready_ms = begin.elapsed().as_secs_f64() * 1000.0;
    let documents = gold::read(&data.join("entities/ewn.dev.jsonl"))?;
    let bodies: Vec<Body> = documents
        .iter()
        .map(|document| Body::plain(document.text.clone()))
        .collect();
    let words: usize = documents
        .iter()
        .map(|document| document.text.split_whitespace().count())
        .sum();
    let before = processor_seconds()?;
    for body in &bodies {
        std::hint::black_box(analyse(body));
    }
    let seconds = processor_seconds()? - before;
    Ok(vec![
        Row::new(
            "articles of 700 words per CPU-second",
            words as f64 / WORDS_PER_ARTICLE / seconds.max(0.01),
            Some(8.0),
        ),
        Row::new("milliseconds until ready (wall)", ready_ms, None),
    ])
}

/// Returns the processor time this program has used.
fn processor_seconds() -> Result<f64, String> {
    /// The kernel's clock ticks in a second, the same on all common machines.
    const TICKS: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat")
        .map_err(|why| format!("/proc/self/stat: {why}"))?;
    let ticks: f64 = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum();
    Ok(ticks / TICKS)
}
