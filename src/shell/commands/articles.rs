//! `articles`: the input formats alone, files in, articles out.

use super::{Answer, ERROR, FOUND, NOTHING};
use crate::{corpus::FieldMap, shell::articles::articles};
use std::{
    io::{self, BufWriter},
    path::PathBuf,
};

pub(super) fn articles_of(files: &[PathBuf], is_json: bool) -> Answer {
    let found = articles(
        files,
        &FieldMap::default(),
        is_json,
        &mut io::stdin().lock(),
        &mut BufWriter::new(io::stdout().lock()),
        &mut io::stderr().lock(),
    )?;
    Ok(match (found.n_articles, found.n_problems) {
        (0, 0) => NOTHING,
        (0, _) => ERROR,
        _ => FOUND,
    })
}
