//! `articles`: the input formats alone, files in, articles out.

use super::{Answer, ERROR, FOUND, NOTHING, Output};
use crate::{corpus::FieldMap, shell::articles::articles};
use std::{io, path::PathBuf};

pub(super) fn articles_of(
    files: &[PathBuf],
    fields: &FieldMap,
    is_json: bool,
    out: &mut Output,
) -> Answer {
    let errors = &mut io::stderr();
    let found = articles(files, fields, is_json, &mut io::stdin(), out, errors)?;
    Ok(match (found.n_articles, found.n_problems) {
        (0, 0) => NOTHING,
        (0, _) => ERROR,
        _ => FOUND,
    })
}
