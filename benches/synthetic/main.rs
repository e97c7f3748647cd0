//! Writes a synthetic archive: `cargo bench --bench synthetic -- FOLDER ARTICLES [PER_FILE [BYTES]]`.

mod archive;

use std::path::Path;

fn main() -> std::io::Result<()> {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with("--"))
        .collect();
    let number = |idx: usize, default: usize| {
        words
            .get(idx)
            .and_then(|word| word.parse().ok())
            .unwrap_or(default)
    };
    let Some(folder) = words.first() else {
        println!("usage: cargo bench --bench synthetic -- FOLDER ARTICLES [PER_FILE [BYTES]]");
        return Ok(());
    };
    archive::Archive::new(1).write(
        Path::new(folder),
        number(1, 1_000),
        number(2, 10_000),
        number(3, 3_000),
    )
}
