//! A synthetic archive: any number of made-up articles, the same ones each time.
//!
//! Words are made of syllables and chosen as often as words of real texts are (Zipf's law); people recur, are quoted,
//! and are called by their surname after the first mention.

use std::{
    fmt::Write as _,
    fs::{self, File},
    io::{self, BufWriter, Write as _},
    path::Path,
};

/// Different words of the archive.
const N_WORDS: usize = 40_000;

/// People who are named and quoted.
const N_PEOPLE: usize = 5_000;

const SYLLABLES: [&str; 48] = [
    "ba", "be", "bo", "ca", "ce", "co", "da", "de", "di", "do", "el", "en", "er", "es", "fa", "fi",
    "ga", "go", "ha", "in", "is", "ja", "ka", "la", "le", "li", "lo", "ma", "me", "mi", "mo", "na",
    "ne", "no", "on", "or", "pa", "pe", "ra", "re", "ri", "sa", "se", "ta", "te", "ti", "to", "un",
];

const COMMON: [&str; 40] = [
    "the",
    "of",
    "to",
    "and",
    "in",
    "a",
    "for",
    "on",
    "that",
    "is",
    "with",
    "was",
    "as",
    "by",
    "at",
    "from",
    "it",
    "be",
    "has",
    "are",
    "have",
    "will",
    "its",
    "an",
    "not",
    "were",
    "this",
    "which",
    "but",
    "been",
    "government",
    "year",
    "new",
    "more",
    "percent",
    "after",
    "two",
    "people",
    "last",
    "over",
];

const SOURCES: [&str; 8] = [
    "Northern Wire",
    "Evening Ledger",
    "The Harbour Post",
    "Morning Courier",
    "City Gazette",
    "Coast Tribune",
    "Valley Times",
    "Capital Review",
];

const SECTIONS: [&str; 6] = [
    "World", "Business", "Politics", "Science", "Sport", "Culture",
];

const PLACES: [&str; 10] = [
    "Lorenz",
    "Port Alder",
    "Mirabel",
    "Tessin",
    "Oakmoor",
    "Vantera",
    "Kessel",
    "Dunmore",
    "Sarava",
    "Halden",
];

/// Makes articles one after the other.
pub struct Archive {
    random: u64,
    words: Vec<String>,
    people: Vec<(String, String)>,
}

/// A made-up article.
pub struct Made {
    pub title: String,
    pub date: String,
    pub source: &'static str,
    pub section: &'static str,
    pub text: String,
}

impl Archive {
    /// Begins the archive anew; the same `seed` gives the same articles.
    pub fn new(seed: u64) -> Self {
        let mut archive = Self {
            random: seed.wrapping_mul(2_654_435_769) | 1,
            words: Vec::new(),
            people: Vec::new(),
        };
        archive.words = COMMON.iter().map(|word| (*word).to_owned()).collect();
        while archive.words.len() < N_WORDS {
            let word = archive.word_of_syllables();
            archive.words.push(word);
        }
        for _ in 0..N_PEOPLE {
            let first = capitalised(&archive.word_of_syllables());
            let last = capitalised(&archive.word_of_syllables());
            archive.people.push((first, last));
        }
        archive
    }

    /// Makes the next article, about `text_len` bytes long.
    pub fn article(&mut self, text_len: usize) -> Made {
        let mut title = String::new();
        for idx in 0..7 + self.below(5) {
            let word = if idx % 3 == 1 {
                self.word()
            } else {
                self.rare_word()
            };
            if idx > 0 {
                title.push(' ');
            }
            title.push_str(&if idx == 0 { capitalised(&word) } else { word });
        }
        let day = self.below(9_000) as i64;
        let date = date_of(day);
        let mut text = format!("{} — ", PLACES[self.below(PLACES.len())].to_uppercase());
        while text.len() < text_len {
            let person = self.zipf(N_PEOPLE);
            let (first, last) = self.people[person].clone();
            let sentence = self.sentence(14);
            let _ = write!(
                text,
                "{sentence} {first} {last} of {} agreed. ",
                PLACES[self.below(PLACES.len())]
            );
            let quote = self.sentence(10);
            let _ = write!(text, "\"{},\" {last} said. ", quote.trim_end_matches('.'));
            let sentence = self.sentence(18);
            text.push_str(&sentence);
            text.push_str("\n\n");
        }
        Made {
            title,
            date,
            source: SOURCES[self.below(SOURCES.len())],
            section: SECTIONS[self.below(SECTIONS.len())],
            text: text.trim_end().to_owned(),
        }
    }

    /// Writes `n` articles as JSON lines, `per_file` in each file.
    pub fn write(
        &mut self,
        folder: &Path,
        n: usize,
        per_file: usize,
        text_len: usize,
    ) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut made = 0;
        while made < n {
            let file = File::create(folder.join(format!("{:06}.jsonl", made / per_file)))?;
            let mut file = BufWriter::new(file);
            for _ in 0..per_file.min(n - made) {
                let article = self.article(text_len);
                let line = serde_json::json!({
                    "title": article.title,
                    "date": article.date,
                    "source": article.source,
                    "section": article.section,
                    "text": article.text,
                });
                writeln!(file, "{line}")?;
                made += 1;
            }
            file.flush()?;
        }
        Ok(())
    }

    /// Returns a word as often as its rank says.
    pub fn word(&mut self) -> String {
        let idx = self.zipf(N_WORDS);
        self.words[idx].clone()
    }

    fn rare_word(&mut self) -> String {
        let idx = COMMON.len() + self.zipf(N_WORDS - COMMON.len());
        self.words[idx].clone()
    }

    fn sentence(&mut self, n_words: usize) -> String {
        let n_words = n_words / 2 + self.below(n_words);
        let words: Vec<_> = (0..n_words.max(3)).map(|_| self.word()).collect();
        capitalised(&words.join(" ")) + "."
    }

    fn word_of_syllables(&mut self) -> String {
        (0..2 + self.below(3))
            .map(|_| SYLLABLES[self.below(SYLLABLES.len())])
            .collect()
    }

    /// Returns a rank below `n`; rank 0 comes most often.
    fn zipf(&mut self, n: usize) -> usize {
        let uniform = self.below(1 << 24) as f64 / f64::from(1 << 24);
        ((n as f64).powf(uniform) - 1.0) as usize
    }

    /// Returns a number below `n` (xorshift64*, Vigna 2016).
    pub fn below(&mut self, n: usize) -> usize {
        self.random ^= self.random >> 12;
        self.random ^= self.random << 25;
        self.random ^= self.random >> 27;
        (self.random.wrapping_mul(2_685_821_657_736_338_717) >> 33) as usize % n.max(1)
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn date_of(day: i64) -> String {
    let first = jiff::civil::date(2000, 1, 1);
    first
        .checked_add(jiff::Span::new().days(day))
        .unwrap_or(first)
        .to_string()
}
