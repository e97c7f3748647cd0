//! The walls between the layers: a layer may name only the layers to its left.

use std::{fs, path::Path};

/// The layers from left to right.
const LAYERS: [&str; 8] = [
    "text", "corpus", "library", "triage", "app", "view", "config", "shell",
];

/// Crates that only one file and its folder may name, so that it is enough to replace them.
const ONE_FILE_CRATES: [&str; 4] = ["fuzzy_matcher", "rusqlite", "textwrap", "clap_mangen"];

fn rust_files(folder: &Path, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("the source folder can be read") {
        let path = entry.expect("the source folder can be listed").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
            let name = path
                .strip_prefix(root)
                .expect("it lies under src")
                .to_string_lossy()
                .into_owned();
            files.push((name, fs::read_to_string(&path).expect("source is UTF-8")));
        }
    }
}

fn sources() -> Vec<(String, String)> {
    let mut files = Vec::new();
    rust_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    files.sort();
    files
}

fn layer_of(name: &str) -> Option<usize> {
    let first = name.split(['/', '.']).next()?;
    LAYERS.iter().position(|layer| *layer == first)
}

/// The layers that a line of code names: `crate::text::…`, or inside `use crate::{text::…, corpus::…}`.
fn named_layers(code: &str) -> Vec<(usize, usize)> {
    let mut named = Vec::new();
    let mut depth_of_crate_group: Option<usize> = None;
    let mut depth = 0usize;
    for (line_idx, line) in code.lines().enumerate() {
        let line = line.split("//").next().unwrap_or_default();
        for (layer_idx, layer) in LAYERS.iter().enumerate() {
            if line.contains(&format!("crate::{layer}::"))
                || line.contains(&format!("crate::{layer};"))
            {
                named.push((layer_idx, line_idx + 1));
            }
        }
        let opens_group = line.contains("crate::{");
        if opens_group {
            depth_of_crate_group = Some(depth);
        }
        if depth_of_crate_group.is_some() {
            for (layer_idx, layer) in LAYERS.iter().enumerate() {
                let names_it = line
                    .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                    .any(|word| word == *layer || word.starts_with(&format!("{layer}::")));
                if names_it {
                    named.push((layer_idx, line_idx + 1));
                }
            }
        }
        depth += line.matches('{').count();
        depth = depth.saturating_sub(line.matches('}').count());
        if depth_of_crate_group.is_some_and(|start| depth <= start) {
            depth_of_crate_group = None;
        }
    }
    named
}

#[test]
fn a_layer_names_only_layers_to_its_left() {
    let mut wrong = Vec::new();
    for (name, code) in sources() {
        let Some(own) = layer_of(&name) else { continue };
        for (layer, line) in named_layers(&code) {
            if layer > own {
                wrong.push(format!("src/{name}:{line} names {}", LAYERS[layer]));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "imports against the grain:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_check_sees_a_wrong_import() {
    assert_eq!(named_layers("use crate::view::Theme;"), [(5, 1)]);
    assert_eq!(
        named_layers("use crate::{\n    text::Span,\n    shell::Job,\n};\nlet view = 1;"),
        [(0, 2), (7, 3)]
    );
}

#[test]
fn crates_that_may_be_replaced_are_named_in_one_file() {
    for krate in ONE_FILE_CRATES {
        let files: Vec<_> = sources()
            .into_iter()
            .filter(|(_, code)| code.contains(&format!("{krate}::")))
            .map(|(name, _)| name)
            .collect();
        let door = files
            .first()
            .map_or("", |name| name.trim_end_matches(".rs"));
        let is_behind_it = |name: &String| name.starts_with(&format!("{door}/"));
        assert!(
            files.iter().skip(1).all(is_behind_it),
            "{krate} is named in {files:?}"
        );
    }
}

#[test]
fn only_the_shell_prints_and_touches_the_terminal() {
    let mut wrong = Vec::new();
    for (name, code) in sources() {
        if layer_of(&name).is_none_or(|layer| LAYERS[layer] == "shell") {
            continue;
        }
        for (line_idx, line) in code.lines().enumerate() {
            let line = line.split("//").next().unwrap_or_default();
            if [
                "println!(",
                "print!(",
                "dbg!(",
                "std::io::stdout",
                "crossterm::execute",
            ]
            .iter()
            .any(|word| line.contains(word))
            {
                wrong.push(format!("src/{name}:{}", line_idx + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "printing outside the shell: {wrong:?}");
}

#[test]
fn the_state_changes_without_clock_disk_or_threads() {
    let mut wrong = Vec::new();
    for (name, code) in sources() {
        if !name.starts_with("app") && !name.starts_with("view") {
            continue;
        }
        for word in [
            "std::fs",
            "std::thread",
            "std::time::SystemTime",
            "Instant::now",
            "std::env",
            "crossterm::terminal",
        ] {
            if code.contains(word) {
                wrong.push(format!("src/{name}: {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "the core touches the world: {wrong:?}");
}
