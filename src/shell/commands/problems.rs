//! `problems`: what could not be read, each with its reason.

use super::{Answer, Desk, FOUND, NOTHING, Output};
use serde_json::json;

pub(super) fn problems(desk: &Desk<'_>, json: bool, out: &mut Output) -> Answer {
    let problems = desk.library.problems();
    for problem in &problems {
        if json {
            out.json(&json!({
                "path": problem.path.to_string_lossy(),
                "place": problem.place,
                "why": problem.why,
            }))?;
        } else {
            out.line(&problem.to_string())?;
        }
    }
    Ok(if problems.is_empty() { NOTHING } else { FOUND })
}
