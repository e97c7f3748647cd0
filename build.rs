//! Names the edition of what reads and analyses articles, so that a library made by another one is known and rebuilt.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};

/// All that decides what a library holds of an article.
const DECIDES: [&str; 3] = ["src/text", "src/corpus", "models"];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for folder in DECIDES {
        println!("cargo::rerun-if-changed={folder}");
        gather(Path::new(folder), &mut files)?;
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    println!(
        "cargo::rustc-env=READING_ROOM_EDITION={:016x}",
        hasher.finish()
    );
    Ok(())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), files)?;
        } else {
            files.push(entry.path());
        }
    }
    Ok(())
}
