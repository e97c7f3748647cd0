//! How often are quotations right that are shown with such confidence? Content, source and full name together.

use crate::Row;
use crate::judge::{Claim, is_right};
use crate::said::{Article, read};
use reading_room::text::analyse;
use std::path::Path;

/// The sets, taken together.
const SETS: [&str; 3] = ["polnear_dev", "gum_news_dev", "wikinews_dev"];
/// The bands of confidence, highest first, each with its lower bound.
const BANDS: [(&str, f32); 5] = [
    ("0.9 and more", 0.9),
    ("0.8 to 0.9", 0.8),
    ("0.7 to 0.8", 0.7),
    ("0.5 to 0.7", 0.5),
    ("less", 0.0),
];

/// Measures the share of right ones in each band.
pub fn measure(data: &Path) -> Result<Vec<Row>, String> {
    let mut n_right = [0_u32; BANDS.len()];
    let mut n_shown = [0_u32; BANDS.len()];
    for name in SETS {
        for article in read(&data.join(format!("quotes/{name}.jsonl")))? {
            for (confidence, right) in judged(&article) {
                let band = BANDS.iter().position(|(_, least)| confidence >= *least);
                let band = band.unwrap_or(BANDS.len() - 1);
                n_shown[band] += 1;
                n_right[band] += u32::from(right);
            }
        }
    }
    let bands = BANDS.iter().zip(n_right.iter().zip(n_shown));
    Ok(bands
        .map(|((words, _), (&right, shown))| {
            let share = 100.0 * f64::from(right) / f64::from(shown.max(1));
            Row::new(
                format!("shown with {words}: {right} of {shown}"),
                share,
                None,
            )
        })
        .collect())
}

fn judged(article: &Article) -> Vec<(f32, bool)> {
    let analysis = analyse(&article.body);
    let quotes = analysis.quotes.iter();
    quotes
        .map(|quote| {
            let claim = Claim {
                content: &quote.content,
                source: &quote.source,
                name: analysis.speaker_name(quote),
            };
            let right = is_right(article.body.text(), &article.quotes, &claim);
            (quote.confidence, right)
        })
        .collect()
}
