//! `annotate`: the text analysis alone, a file or standard input.

use super::{Answer, ERROR, FOUND, Failure};
use crate::shell::annotate::annotate;
use std::{
    fs::File,
    io::{self, BufReader, BufWriter},
    path::Path,
};

pub(super) fn annotate_file(file: Option<&Path>, n_threads: usize) -> Answer {
    let output = BufWriter::new(io::stdout());
    let run = match file.filter(|file| *file != Path::new("-")) {
        None => annotate(io::stdin().lock(), output, io::stderr(), n_threads),
        Some(file) => {
            let cannot =
                |error| Failure::because(format_args!("cannot read {}: {error}", file.display()));
            let input = File::open(file).map_err(cannot)?;
            annotate(BufReader::new(input), output, io::stderr(), n_threads)
        }
    };
    let annotated = run.map_err(|error| match Failure::from(error) {
        Failure::Closed => Failure::Closed,
        Failure::Because(why) => Failure::Because(format!("annotate stopped: {why}")),
    })?;
    Ok(if annotated.failed > 0 { ERROR } else { FOUND })
}
