//! Is a line what an agency or a house puts under a story to say that it ends?

use crate::corpus::agency::is_agency;

/// Words that end a story, in lower case.
const ENDS: [&str; 15] = [
    "ends",
    "end",
    "ende",
    "schluss",
    "fim",
    "fin",
    "fine",
    "einde",
    "slut",
    "koniec",
    "enditem",
    "end of story",
    "end of text",
    "30",
    "0",
];
/// A line that ends a story is no longer, in bytes.
const MAX_BYTES: usize = 40;
/// The letters that stand for one who wrote or edited are no more.
const MAX_INITIALS: usize = 5;

/// Tells whether a line is an end mark (`(Schluss)`, `-0-`), an agency that signs (`Lusa/Fim`), or the letters of those
/// who wrote it (`JPS // HB`, `dpa abc xx n1 def`).
pub(super) fn is_sign_off(line: &str) -> bool {
    if line.len() > MAX_BYTES {
        return false;
    }
    let is_marked = line.starts_with(['(', '[', '-', '–', '—', '/', '*']);
    let core = line.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '-' | '–' | '—' | '*' | '.' | '/')
    });
    let lower = core.to_lowercase();
    // A bare number is a page or a price.
    if ENDS.contains(&lower.as_str()) && (is_marked || core.contains(char::is_alphabetic)) {
        return true;
    }
    if let Some((first, second)) = lower.split_once('/') {
        let (first, second) = (first.trim(), second.trim());
        if ENDS.contains(&second) && is_agency(first) || ENDS.contains(&first) && is_agency(second)
        {
            return true;
        }
    }
    is_letters_between_slashes(core) || is_signed(line)
}

/// Reads `JPS // HB`, `abc/def/gh`: nothing but the letters of two or more people, all large or all small.
fn is_letters_between_slashes(core: &str) -> bool {
    let parts: Vec<&str> = core
        .split('/')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_of = |is_case: fn(char) -> bool| {
        parts
            .iter()
            .all(|part| (2..=4).contains(&part.len()) && part.chars().all(is_case))
    };
    core.contains('/')
        && parts.len() >= 2
        && (is_of(char::is_uppercase) || is_of(char::is_lowercase))
}

/// Reads `(APA) abc/def` and `dpa abc xx n1 def`: an agency, then letters.
fn is_signed(line: &str) -> bool {
    let (agency, rest) = match line.strip_prefix('(') {
        Some(inner) => match inner.split_once(')') {
            Some(parts) => parts,
            None => return false,
        },
        None => match line.split_once(' ') {
            // In running words an agency is written with capitals.
            Some((agency, rest)) if agency.chars().all(char::is_lowercase) => (agency, rest),
            _ => return false,
        },
    };
    let mut parts = rest
        .split(['/', ' '])
        .filter(|part| !part.is_empty())
        .peekable();
    is_agency(agency)
        && parts.peek().is_some()
        && parts.all(|part| {
            part.len() <= MAX_INITIALS
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

#[cfg(test)]
mod tests {
    use super::is_sign_off;

    #[test]
    fn what_ends_a_story_is_told_from_what_it_says() {
        for line in [
            "(Schluss)",
            "ENDS",
            "- Ends -",
            "-0-",
            "--30--",
            "(END)",
            "ENDITEM",
            "Fim",
            "Lusa/Fim",
            "Fim/Lusa",
            "JPS // HB",
            "abc/def",
            "(APA) abc/def",
            "dpa abc xx n1 def",
        ] {
            assert!(is_sign_off(line), "{line}");
        }
        for line in [
            "30",
            "The end",
            "He said/she said",
            "AFP/Getty Images",
            "Yes/No",
            "(AFP)",
            "dpa has more stories",
            "Lusa said so.",
            "1/2",
            "",
        ] {
            assert!(!is_sign_off(line), "{line}");
        }
    }
}
